"""Two sizes tell what does not fit."""

from __future__ import annotations

import pytest

from connector.domain.request import Kind, Reason
from connector.ports.understanding import Turn
from connector.understanding import TicketReader
from connector.understanding.misfit import misfit


@pytest.mark.parametrize(
    ("wished", "others", "told"),
    [
        ("L", ["M"], Reason.TOO_SMALL),
        ("S", ["M", "S"], Reason.TOO_LARGE),
        ("3XL", ["XL"], Reason.TOO_SMALL),
        ("XXL", ["2XL"], None),
        ("XXS", ["XS"], Reason.TOO_LARGE),
        ("42", ["41"], Reason.TOO_SMALL),
        ("39.5", ["39"], Reason.TOO_SMALL),
        ("39,5", ["40"], Reason.TOO_LARGE),
        ("42", ["42"], None),
        ("42", ["41", "43"], None),
        ("42", ["3"], None),
        ("L", ["42"], None),
        ("0", ["0"], None),
        ("UK 8", ["7"], None),
        ("M", [], None),
    ],
)
def test_what_there_is_is_measured_by_what_is_wished(wished: str, others: list[str], told: Reason | None) -> None:
    assert misfit(wished, others) is told


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Could I swap the navy chinos for a 34? The 32 is a squeeze. Order 000000712.", Reason.TOO_SMALL),
        ("Hi, please exchange the shoes, a 40 instead of the 42. Order 000000713.", Reason.TOO_LARGE),
        ("I ordered an L and you sent me an M. Please exchange it for the L. Order 000000714.", Reason.WRONG_ITEM),
    ],
)
def test_an_exchange_for_another_size_says_what_does_not_fit(body: str, reason: Reason) -> None:
    read = TicketReader().understand("", [Turn(body, by_customer=True)])
    assert (read.kind, read.reason) == (Kind.EXCHANGE, reason)
