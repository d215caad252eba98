"""One order, one request, one policy in which a refund of one unit is allowed; tests change what they are about.

`Bench` holds the three for tests of rules."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connector.domain.facts import Facts, InvoiceLeft, Line
from connector.domain.finding import Finding, Rule, Verdict
from connector.domain.ids import LineId, OrderId
from connector.domain.money import Money
from connector.domain.policy import Policy
from connector.domain.policy_text import read_policy
from connector.domain.request import Kind, Option, Reason, Request

ROOT = Path(__file__).parents[2]
LAMP, VASE, PLATE = LineId("10"), LineId("11"), LineId("12")
LEFT = date(2026, 11, 10)
Said = tuple[Verdict, str]


class Bench:
    """One rule's bench: the fixtures, with what the test is about changed."""

    def __init__(self, request: Request, facts: Facts, policy: Policy) -> None:
        self.request, self.facts, self.policy = request, facts, policy

    def request_(self, **change: Any) -> Bench:
        return Bench(replace(self.request, **change), self.facts, self.policy)

    def facts_(self, **change: Any) -> Bench:
        return Bench(self.request, replace(self.facts, **change), self.policy)

    def policy_(self, **change: Any) -> Bench:
        return Bench(self.request, self.facts, replace(self.policy, **change))

    def lamp_(self, **change: Any) -> Bench:
        lamp = replace(self.facts.lines[LAMP], **change)
        return self.facts_(lines={**self.facts.lines, LAMP: lamp})

    def lines_(self, **change: Any) -> Bench:
        return self.facts_(lines={key: replace(line, **change) for key, line in self.facts.lines.items()})

    def find(self, rule: Rule, option: Option = Option.REFUND) -> Finding:
        return rule(self.request, self.facts.lines[LAMP], option, self.facts, self.policy)

    def says(self, rule: Rule, option: Option = Option.REFUND) -> Said:
        finding = self.find(rule, option)
        return finding.verdict, finding.code


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shipped_text() -> str:
    return (ROOT / "connector" / "policies" / "fr.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def policy_text(shipped_text: str) -> str:
    """The shipped French policy without parcels: every journey settles at once."""
    text = re.sub(r"(?m)^returns:.*\n(  .*\n)+\n|^store_credit_days:.*\n|^  # .*\n", "", shipped_text)
    text = text.replace(", settle: at_once", "").replace("warehouse_scan, order_at: acceptance", "at_once")
    assert read_policy(text).returns is None
    return text


@pytest.fixture(scope="session")
def policy(policy_text: str) -> Policy:
    """It in automatic mode."""
    return read_policy(policy_text.replace("mode: shadow", "mode: auto"))


@pytest.fixture(scope="session")
def lamp() -> Line:
    """Two units, 38.97 EUR together, invoiced and shipped eleven days ago."""
    return Line(LAMP, "LAMP-2", 2, Money.parse("38.97 EUR"), invoiced=2, shipped=2, shipped_on=LEFT)


@pytest.fixture(scope="session")
def facts(lamp: Line) -> Facts:
    """Three lines, all shipped, none refunded; paid online; the sender is trusted."""
    vase = replace(lamp, id=VASE, sku="VASE", ordered=1, invoiced=1, shipped=1, paid=Money.parse("25.00 EUR"))
    plate = replace(lamp, id=PLATE, sku="PLATE", ordered=3, invoiced=3, shipped=3, paid=Money.parse("60.00 EUR"))
    return Facts(
        today=date(2026, 11, 21),
        order=OrderId("501"),
        state="complete",
        store="1",
        currency="EUR",
        payment_method="stripe_payments",
        customer="c-7f3a",
        lines={LAMP: lamp, VASE: vase, PLATE: plate},
        invoices=(InvoiceLeft("900", {LAMP: 2, VASE: 1, PLATE: 3}),),
        paid=Money.parse("128.87 EUR"),
        refunded=Money.zero("EUR"),
        shipping_paid=Money.parse("4.90 EUR"),
        shipping_refunded=Money.zero("EUR"),
        base_currency="EUR",
        sender_matches_order=True,
        sender_trusted=True,
        thread_private=True,
        draw=17,
    )


@pytest.fixture(scope="session")
def unshipped(facts: Facts) -> Facts:
    """The same order, paid and invoiced, nothing shipped."""
    lines = {key: replace(line, shipped=0, shipped_on=None) for key, line in facts.lines.items()}
    return replace(facts, state="processing", lines=lines)


@pytest.fixture(scope="session")
def ask() -> Request:
    """A refund for one of the two lamps."""
    return Request(Kind.REFUND, Reason.CHANGED_MIND, {LAMP: 1}, Decimal("0.95"))


@pytest.fixture(scope="session")
def cancel() -> Request:
    """The whole order is to be cancelled."""
    return Request(Kind.CANCEL, Reason.CHANGED_MIND, {LAMP: 2, VASE: 1, PLATE: 3}, Decimal("0.95"))


@pytest.fixture(scope="session")
def bench(ask: Request, facts: Facts, policy: Policy) -> Bench:
    return Bench(ask, facts, policy)


@pytest.fixture(scope="session")
def whole(cancel: Request, unshipped: Facts, policy: Policy) -> Bench:
    """All of an order that has not left is to be cancelled."""
    return Bench(cancel, unshipped, policy)
