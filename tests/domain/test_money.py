"""Exact amounts: what goes in comes out, and what is not exact does not go in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.domain.codec import to_json
from connector.domain.errors import InvalidMoney
from connector.domain.money import Money, decimals, total

MINOR = st.integers(-(10**12), 10**12)
CURRENCY = st.sampled_from(["EUR", "JPY", "KWD", "GBP", "XOF", "TND"])


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("XPF", 0), ("TND", 3)])
def test_knows_the_minor_unit(currency: str, digits: int) -> None:
    assert decimals(currency) == digits


@given(MINOR, CURRENCY)
def test_minor_units_and_text_come_back_as_they_were(minor: int, currency: str) -> None:
    money = Money.from_minor(minor, currency)
    assert money.minor == minor
    assert Money.parse(str(money)) == money
    assert Fraction(money.amount) == Fraction(minor, 10 ** decimals(currency))


@given(st.lists(MINOR, max_size=20), CURRENCY)
def test_sums_are_exact_in_any_order(minors: list[int], currency: str) -> None:
    parts = [Money.from_minor(each, currency) for each in minors]
    assert total(parts, currency).minor == sum(minors)
    assert total(parts[::-1], currency) == total(parts, currency)


@given(MINOR, MINOR, CURRENCY)
def test_compares_and_subtracts_like_whole_numbers(one: int, other: int, currency: str) -> None:
    a, b = Money.from_minor(one, currency), Money.from_minor(other, currency)
    assert (a < b, a <= b, a > b, a >= b, bool(a)) == (
        one < other,
        one <= other,
        one > other,
        one >= other,
        one != 0,
    )
    assert (a - b).minor == one - other


@pytest.mark.parametrize(
    "amount", [1.5, 1, "1.50", Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("sNaN"), None]
)
def test_refuses_what_is_no_exact_amount(amount: object) -> None:
    with pytest.raises(InvalidMoney, match="not an exact amount"):
        Money(amount, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize(("amount", "currency"), [("0.001", "EUR"), ("0.5", "JPY"), ("0.0001", "KWD")])
def test_refuses_more_decimals_than_the_currency_has(amount: str, currency: str) -> None:
    with pytest.raises(InvalidMoney, match=f"more decimals than {currency}"):
        Money(Decimal(amount), currency)


def test_refuses_an_amount_too_large_to_be_exact() -> None:
    with pytest.raises(InvalidMoney, match="too large to be exact"):
        Money(Decimal("1e40"), "EUR")


@pytest.mark.parametrize("currency", ["eur", "EU", "EURO", "", "€"])
def test_refuses_what_is_no_currency_code(currency: str) -> None:
    with pytest.raises(InvalidMoney, match="currency code"):
        Money(Decimal(1), currency)


@pytest.mark.parametrize(
    "text", ["150", "EUR 150", "150 eur", "1,50 EUR", "1.50EUR", "1e3 EUR", "NaN EUR", ".5 EUR", "١٥٠ EUR", ""]
)
def test_reads_an_amount_only_with_its_currency(text: str) -> None:
    with pytest.raises(InvalidMoney):
        Money.parse(text)


def test_reads_an_amount_with_its_currency() -> None:
    assert Money.parse(" 150.5 EUR ") == Money(Decimal("150.50"), "EUR")
    assert str(Money.parse("150.5 EUR")) == "150.50 EUR"
    assert str(Money.parse("150 JPY")) == "150 JPY"
    assert str(Money.parse("0.001 KWD")) == "0.001 KWD"


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.005", "EUR", "0.01 EUR"),
        ("0.004", "EUR", "0.00 EUR"),
        ("-0.005", "EUR", "-0.01 EUR"),
        ("0.5", "JPY", "1 JPY"),
        ("1.0005", "KWD", "1.001 KWD"),
    ],
)
def test_rounds_half_up_to_the_minor_unit(amount: str, currency: str, rounded: str) -> None:
    assert str(Money.rounded(Decimal(amount), currency)) == rounded


@pytest.mark.parametrize("amount", [0.1, "one", Decimal("NaN"), Decimal("Infinity")])
def test_rounds_no_float_and_no_text(amount: object) -> None:
    with pytest.raises(InvalidMoney):
        Money.rounded(amount, "EUR")  # type: ignore[arg-type]


def test_never_mixes_two_currencies() -> None:
    euro, yen = Money.parse("1.00 EUR"), Money.parse("1 JPY")
    for mix in (
        lambda: euro + yen,
        lambda: euro - yen,
        lambda: euro < yen,
        lambda: euro <= yen,
        lambda: euro > yen,
        lambda: euro >= yen,
        lambda: total([euro, yen], "EUR"),
    ):
        with pytest.raises(InvalidMoney, match="two currencies"):
            mix()
    assert euro != yen


def test_minus_zero_is_zero_and_is_written_like_it() -> None:
    assert to_json(Money(Decimal("-0"), "EUR")) == to_json(Money.zero("EUR")) == '{"amount":"0.00","currency":"EUR"}'
