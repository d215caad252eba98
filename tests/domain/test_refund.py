"""How much: parts add up to the whole, shipping goes back only with all of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.domain.errors import InvalidMoney
from connector.domain.facts import Facts, Line
from connector.domain.money import Money, decimals
from connector.domain.policy import Policy
from connector.domain.refund import UNKNOWN, Quote, covers_all_that_is_left, quote, refundable
from connector.domain.request import Option, Reason, Request
from tests.domain.conftest import LAMP, PLATE, VASE

ALL = {LAMP: 2, VASE: 1, PLATE: 3}
EURO = Money.parse
NOTHING = Money.zero("EUR")


def test_two_halves_of_an_odd_sum_are_a_cent_apart() -> None:
    assert refundable(EURO("38.97 EUR"), 1, 2, NOTHING) == EURO("19.49 EUR")
    assert refundable(EURO("38.97 EUR"), 2, 2, EURO("19.49 EUR")) == EURO("19.48 EUR")


@pytest.mark.parametrize(
    ("whole", "units", "first"),
    [("0.01 EUR", 2, "0.01 EUR"), ("0.00 EUR", 1, "0.00 EUR"), ("100 JPY", 3, "33 JPY"), ("1.000 KWD", 3, "0.330 KWD")],
)
def test_the_first_unit_is_the_rounded_share(whole: str, units: int, first: str) -> None:
    paid = Money.parse(whole)
    assert refundable(paid, 1, units, Money.zero(paid.currency)) == Money.parse(first)


@given(st.data(), st.integers(0, 10**9), st.integers(1, 40), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_parts_always_add_up_to_the_whole(data: st.DataObject, minor: int, units: int, currency: str) -> None:
    """Whatever the steps; and after each of them what went out is the exact share, rounded half up: to a cent of a
    dinar, whose third decimal Magento does not keep."""
    whole, out, back = Money.from_minor(minor, currency), Money.zero(currency), 0
    coarse = 10 if currency == "KWD" else 1
    while back < units:
        back += data.draw(st.integers(1, units - back))
        part = refundable(whole, back, units, out)
        out = out + part
        assert part.amount >= 0
        exact = Fraction(minor * back, units * coarse)
        rounded = coarse * ((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))
        assert out.minor == (minor if back == units else min(rounded, minor))
        assert out <= whole
    assert out == whole


def test_never_falls_below_zero_where_an_agent_gave_more() -> None:
    assert refundable(EURO("10.00 EUR"), 1, 2, EURO("9.00 EUR")) == NOTHING


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 2), (0, 0), (1, 0)])
def test_refuses_units_that_are_not_there(k: int, n: int) -> None:
    with pytest.raises(InvalidMoney):
        refundable(EURO("10.00 EUR"), k, n, NOTHING)


def test_refuses_two_currencies() -> None:
    with pytest.raises(InvalidMoney):
        refundable(EURO("10.00 EUR"), 1, 2, Money.zero("JPY"))


def test_quotes_one_unit_without_shipping(ask: Request, facts: Facts, policy: Policy) -> None:
    half = EURO("19.49 EUR")
    assert quote(ask, Option.REFUND, facts, policy) == Quote(half, NOTHING, {LAMP: half}, NOTHING, False)


def test_the_second_unit_gets_what_the_first_left(ask: Request, facts: Facts, lamp: Line, policy: Policy) -> None:
    once = replace(lamp, refunded=1, refunded_amount=EURO("19.49 EUR"))
    quoted = quote(ask, Option.REFUND, replace(facts, lines={LAMP: once}), policy)
    assert quoted.amount == EURO("19.48 EUR")


def test_a_unit_on_its_way_back_counts_as_given(ask: Request, facts: Facts, lamp: Line, policy: Policy) -> None:
    quoted = quote(ask, Option.REFUND, replace(facts, lines={LAMP: replace(lamp, promised=1)}), policy)
    assert quoted.amount == EURO("19.48 EUR")


def test_a_free_article_is_worth_nothing(ask: Request, facts: Facts, lamp: Line, policy: Policy) -> None:
    free = replace(facts, lines={LAMP: replace(lamp, paid=NOTHING)})
    assert quote(ask, Option.REFUND, free, policy).amount == NOTHING


def test_store_credit_carries_the_bonus(ask: Request, facts: Facts, policy: Policy) -> None:
    quoted = quote(ask, Option.STORE_CREDIT, facts, policy)
    assert (quoted.amount, quoted.goods) == (EURO("20.46 EUR"), NOTHING)  # 19.49 and 5 %: 20.4645
    assert quote(ask, Option.STORE_CREDIT, facts, replace(policy, bonus=Decimal(0))).amount == EURO("19.49 EUR")


@pytest.mark.parametrize("option", [Option.EXCHANGE, Option.RESHIP])
def test_goods_that_leave_again_move_no_money(option: Option, ask: Request, facts: Facts, policy: Policy) -> None:
    quoted = quote(ask, option, facts, policy)
    assert (quoted.amount, quoted.goods) == (NOTHING, EURO("19.49 EUR"))


def test_a_whole_withdrawal_gives_shipping_back(ask: Request, facts: Facts, policy: Policy) -> None:
    withdrawn = replace(ask, reason=Reason.WITHDRAWAL, lines=ALL)
    quoted = quote(withdrawn, Option.REFUND, facts, policy)
    assert (quoted.amount, quoted.shipping, quoted.whole_shipping) == (EURO("128.87 EUR"), EURO("4.90 EUR"), True)


@pytest.mark.parametrize("reason", [each for each in Reason if each is not Reason.WITHDRAWAL])
def test_no_other_reason_gives_shipping_back(reason: Reason, ask: Request, facts: Facts, policy: Policy) -> None:
    quoted = quote(replace(ask, reason=reason, lines=ALL), Option.REFUND, facts, policy)
    assert (quoted.amount, quoted.whole_shipping) == (EURO("123.97 EUR"), False)


def test_a_withdrawal_from_a_part_keeps_shipping(ask: Request, facts: Facts, policy: Policy) -> None:
    part = replace(ask, reason=Reason.WITHDRAWAL, lines={**ALL, PLATE: 2})
    quoted = quote(part, Option.REFUND, facts, policy)
    assert (quoted.amount, quoted.whole_shipping) == (EURO("103.97 EUR"), False)


def test_units_still_to_be_invoiced_keep_shipping(ask: Request, facts: Facts, lamp: Line, policy: Policy) -> None:
    half = replace(facts, lines={LAMP: replace(lamp, invoiced=1, shipped=1)})
    quoted = quote(replace(ask, reason=Reason.WITHDRAWAL), Option.REFUND, half, policy)
    assert (quoted.amount, quoted.whole_shipping) == (EURO("19.49 EUR"), False)


def test_the_last_withdrawal_gives_back_what_is_left_of_shipping(
    ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    before = replace(lamp, refunded=1, refunded_amount=EURO("19.49 EUR"))
    rest = replace(facts, lines={LAMP: before}, shipping_refunded=EURO("4.00 EUR"))
    withdrawn = replace(ask, reason=Reason.WITHDRAWAL)
    assert quote(withdrawn, Option.REFUND, rest, policy).amount == EURO("20.38 EUR")  # 19.48 and 0.90
    gone = replace(rest, shipping_refunded=EURO("5.00 EUR"))
    quoted = quote(withdrawn, Option.REFUND, gone, policy)
    assert (quoted.amount, quoted.whole_shipping) == (EURO("19.48 EUR"), False)


def test_cancelling_a_paid_order_gives_all_of_it_back(cancel: Request, unshipped: Facts, policy: Policy) -> None:
    quoted = quote(cancel, Option.CANCEL, unshipped, policy)
    assert (quoted.amount, quoted.shipping, quoted.whole_shipping) == (EURO("128.87 EUR"), EURO("4.90 EUR"), True)


def test_cancelling_a_part_keeps_shipping(cancel: Request, unshipped: Facts, policy: Policy) -> None:
    quoted = quote(replace(cancel, lines={LAMP: 2}), Option.CANCEL, unshipped, policy)
    assert (quoted.amount, quoted.whole_shipping) == (EURO("38.97 EUR"), False)


def test_cancelling_an_unpaid_order_moves_nothing(cancel: Request, unshipped: Facts, policy: Policy) -> None:
    lines = {key: replace(line, invoiced=0) for key, line in unshipped.lines.items()}
    quoted = quote(cancel, Option.CANCEL, replace(unshipped, lines=lines), policy)
    assert (quoted.amount, quoted.goods, quoted.whole_shipping) == (NOTHING, NOTHING, False)


def test_covers_all_looks_at_every_line(ask: Request, facts: Facts) -> None:
    assert covers_all_that_is_left(replace(ask, lines=ALL), facts) is True
    assert covers_all_that_is_left(replace(ask, lines={LAMP: 2, VASE: 1}), facts) is False


@pytest.mark.parametrize(("replaced", "whole"), [(1, False), (0, True)], ids=["goods", "credit"])
def test_what_was_replaced_stays_with_the_customer(replaced: int, whole: bool, ask: Request, facts: Facts) -> None:
    given = replace(facts.lines[LAMP], compensated=1, replaced=replaced)
    rest = {line: units - (line == LAMP) for line, units in ALL.items()}
    after = replace(facts, lines={**facts.lines, LAMP: given})
    assert covers_all_that_is_left(replace(ask, lines=rest), after) is whole


@pytest.mark.parametrize(
    "change",
    [
        {"currency": None},
        {"currency": "JPY"},
        {"lines": {}},
    ],
    ids=["no currency", "another currency", "unknown line"],
)
def test_says_unknown_for_facts_it_cannot_reckon_with(
    change: dict[str, object], ask: Request, facts: Facts, policy: Policy
) -> None:
    assert quote(ask, Option.REFUND, replace(facts, **change), policy) == UNKNOWN  # type: ignore[arg-type]


@pytest.mark.parametrize("units", [0, -1, 3])
def test_says_unknown_for_units_that_are_not_there(units: int, ask: Request, facts: Facts, policy: Policy) -> None:
    assert quote(replace(ask, lines={LAMP: units}), Option.REFUND, facts, policy) == UNKNOWN


@pytest.mark.parametrize(
    "change",
    [
        {"plain": False},
        {"refunded": -1},
        {"refunded_amount": Money.parse("1 JPY")},
        {"ordered": 0},
        {"ordered": 0, "compensated": -1},
        {"ordered": 1, "compensated": 1},
        {"ordered": 1, "canceled": 1},
        {"ordered": 0, "canceled": -1},
    ],
    ids=str,
)
def test_says_unknown_for_lines_it_cannot_reckon_with(
    change: dict[str, object], ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    odd = replace(facts, lines={LAMP: replace(lamp, **change)})  # type: ignore[arg-type]
    assert quote(ask, Option.REFUND, odd, policy) == UNKNOWN


@pytest.mark.parametrize(
    "change",
    [{"shipping_paid": None}, {"shipping_refunded": None}, {"shipping_paid": Money.parse("5 JPY")}],
    ids=["not known", "refunded not known", "two currencies"],
)
def test_says_unknown_where_shipping_is(
    change: dict[str, object], cancel: Request, unshipped: Facts, policy: Policy
) -> None:
    odd = replace(unshipped, **change)  # type: ignore[arg-type]
    assert quote(cancel, Option.CANCEL, odd, policy) == UNKNOWN


def test_shipping_in_another_currency_is_unknown(cancel: Request, unshipped: Facts, policy: Policy) -> None:
    yen = Money.parse("500 JPY")
    odd = replace(unshipped, shipping_paid=yen, shipping_refunded=Money.zero("JPY"))
    assert quote(cancel, Option.CANCEL, odd, policy) == UNKNOWN


@pytest.mark.parametrize(("paid", "half"), [("501 JPY", "251 JPY"), ("1.010 KWD", "0.510 KWD")])
def test_quotes_in_any_currency(paid: str, half: str, ask: Request, facts: Facts, lamp: Line, policy: Policy) -> None:
    whole = Money.parse(paid)
    assert decimals(whole.currency) != 2
    abroad = replace(facts, currency=whole.currency, lines={LAMP: replace(lamp, paid=whole)})
    assert quote(ask, Option.REFUND, abroad, policy).amount == Money.parse(half)
