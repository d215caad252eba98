"""What is private does not leave, what is needed does, and every place stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.language_model.masking import masked


@pytest.mark.parametrize(
    "private",
    [
        "camille.martin@example.com",
        "o'neil+shop@mail.example.co.uk",
        "https://shop.example/account?token=abc",
        "www.example.com/a",
        "tracking.example.com/p/12",
        "FR76 3000 6000 0112 3456 7890 189",
        "DE89370400440532013000",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "+33 6 12 34 56 78",
        "0033612345678",
        "06 12 34 56 78",
        "0612345678",
        "030/901820-55",
        "(020) 7946-0958",
        "+1 (415) 555-2671",
        "612345678",
    ],
)
def test_hides(private: str) -> None:
    text = f"Hello, {private} is mine. Order 000000012."
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert not any(part in hidden for part in private.replace("-", " ").split() if len(part) > 2)
    assert hidden.startswith("Hello, ")
    assert hidden.endswith(" is mine. Order 000000012.")


@pytest.mark.parametrize("text", ["Order 000000012, 2 bowls at 28.80 EUR, size 38.", "n° 100000123", "No 12345-6"])
def test_leaves_order_numbers_sums_and_sizes(text: str) -> None:
    assert masked(text) == text


def test_keeps_a_long_number_that_is_known_to_be_an_order() -> None:
    text = "order 20000000123 and 30000000123"
    assert masked(text, [(6, 17)]) == "order 20000000123 and xxxxxxxxxxx"


@given(st.text(max_size=300))
def test_never_changes_the_length(text: str) -> None:
    assert len(masked(text)) == len(text)


@pytest.mark.parametrize("piece", ["a", "a.", "a-", "1 ", "0", "@", "(0", "FR76", "+3 ", "a@", "www."])
@pytest.mark.timeout(10)  # were it not linear, it would take minutes
def test_hostile_text_is_masked_to_the_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert len(masked(text)) == len(text)
