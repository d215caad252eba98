"""Beside a plain refund: the difference of an exchange, a bonus, a share of the shipping, and parts of a line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.domain.errors import InvalidMoney
from connector.domain.facts import Facts, Line, Wish
from connector.domain.money import Money
from connector.domain.policy import Journey, Policy
from connector.domain.refund import UNKNOWN, part_of, quote, refundable
from connector.domain.request import Option, Reason, Request
from tests.domain.conftest import LAMP, PLATE, VASE

ALL = {LAMP: 2, VASE: 1, PLATE: 3}
EURO = Money.parse
NOTHING = Money.zero("EUR")


# --- what leaves as goods, and what goes back beside it ---


def wanting(facts: Facts, lamp: Line, ratio: str | None, paid: str = "38.97 EUR") -> Facts:
    """A variant of the lamp is wanted, at `ratio` of its price; two lamps were paid `paid`."""
    wish = Wish("LAMP-3", True, None if ratio is None else Decimal(ratio))
    money = Money.parse(paid)
    wanted = replace(lamp, paid=money, variants=True, wish=wish)
    return replace(facts, currency=money.currency, lines={**facts.lines, LAMP: wanted})


@pytest.mark.parametrize(
    ("paid", "ratio", "back", "goods"),
    [
        ("38.97 EUR", "1", "0.00 EUR", "19.49 EUR"),
        ("38.97 EUR", "0.5", "9.74 EUR", "9.75 EUR"),
        ("38.97 EUR", "0.75", "4.87 EUR", "14.62 EUR"),  # what was paid after discount counts, not the price
        ("38.97 EUR", "0.9999", "0.00 EUR", "19.49 EUR"),
        ("38.97 EUR", "0.9997", "0.01 EUR", "19.48 EUR"),
        ("38.97 EUR", "1.0001", "0.00 EUR", "19.49 EUR"),  # dearer: a rule stops it
        ("38.97 EUR", "9", "0.00 EUR", "19.49 EUR"),
        ("38.97 EUR", None, "0.00 EUR", "19.49 EUR"),
        ("0.02 EUR", "0.5", "0.00 EUR", "0.01 EUR"),  # half a cent is the shop's to keep
        ("0.00 EUR", "0.5", "0.00 EUR", "0.00 EUR"),
        ("1001 JPY", "0.5", "250 JPY", "251 JPY"),
        ("1001 JPY", "0.9991", "0 JPY", "501 JPY"),
        ("1001 JPY", "0.9990", "1 JPY", "500 JPY"),
        ("2.020 KWD", "0.5", "0.500 KWD", "0.510 KWD"),
    ],
)
def test_an_exchange_gives_back_the_share_by_which_the_variant_is_cheaper(
    paid: str, ratio: str | None, back: str, goods: str, ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    quoted = quote(ask, Option.EXCHANGE, wanting(facts, lamp, ratio, paid), policy)
    assert (quoted.amount, quoted.goods) == (EURO(back), EURO(goods))
    assert quoted.worth == quoted.lines[LAMP] == EURO(back) + EURO(goods)
    assert (quoted.shipping, quoted.whole_shipping) == (None, False)


def test_the_difference_is_rounded_per_line_and_added_up(
    ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    both = wanting(facts, lamp, "0.5")
    vase = replace(facts.lines[VASE], variants=True, wish=Wish("VASE-2", True, Decimal("0.9")))
    both = replace(both, lines={**both.lines, VASE: vase})
    quoted = quote(replace(ask, lines={LAMP: 1, VASE: 1, PLATE: 1}), Option.EXCHANGE, both, policy)
    assert (quoted.amount, quoted.goods) == (EURO("12.24 EUR"), EURO("52.25 EUR"))  # 9.74 and 2.50, nothing for a plate
    assert quoted.lines == {LAMP: EURO("19.49 EUR"), VASE: EURO("25.00 EUR"), PLATE: EURO("20.00 EUR")}


@pytest.mark.parametrize("option", [option for option in Option if option is not Option.EXCHANGE])
def test_a_variant_wanted_changes_no_other_offer(
    option: Option, ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    assert quote(ask, option, wanting(facts, lamp, "0.5"), policy) == quote(ask, option, facts, policy)


@given(st.integers(0, 10**9), st.integers(0, 30_000), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_an_exchange_never_gives_more_than_was_paid(
    ask: Request, facts: Facts, lamp: Line, policy: Policy, minor: int, ratio: int, currency: str
) -> None:
    paid = str(Money.from_minor(minor, currency))
    quoted = quote(ask, Option.EXCHANGE, wanting(facts, lamp, str(Decimal(ratio) / 10_000), paid), policy)
    assert quoted.amount is not None
    assert quoted.goods is not None
    assert min(quoted.amount.minor, quoted.goods.minor) >= 0
    assert quoted.worth == quoted.lines[LAMP] == refundable(Money.parse(paid), 1, 2, Money.zero(currency))


def test_what_we_credited_is_out_of_reach_but_not_in_magentos_sum(
    ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    """Magento computes the memo: of the two it takes the first, 19.49, though ours says that one is gone."""
    credited = replace(facts, lines={**facts.lines, LAMP: replace(lamp, compensated=1)})
    assert quote(ask, Option.REFUND, credited, policy).amount == EURO("19.49 EUR")
    assert quote(replace(ask, lines={LAMP: 2}), Option.REFUND, credited, policy) == UNKNOWN
    all_of_it = replace(facts, lines={**facts.lines, LAMP: replace(lamp, compensated=2)})
    assert quote(ask, Option.REFUND, all_of_it, policy) == UNKNOWN


def test_with_the_rest_credited_the_last_units_are_all_that_is_left(
    ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    credited = replace(facts, lines={LAMP: replace(lamp, compensated=1)})
    quoted = quote(replace(ask, reason=Reason.WITHDRAWAL), Option.REFUND, credited, policy)
    assert (quoted.amount, quoted.whole_shipping) == (EURO("24.39 EUR"), True)


# --- the bonus ---


@pytest.mark.parametrize(
    ("shops", "own", "amount"),
    [
        ("5", None, "20.46 EUR"),
        ("5", "10", "21.44 EUR"),  # 21.439
        ("5", "0", "19.49 EUR"),
        ("0", "7.5", "20.95 EUR"),  # 20.95175
        ("0", None, "19.49 EUR"),
    ],
)
def test_the_reasons_own_bonus_counts_before_the_shops(
    shops: str, own: str | None, amount: str, ask: Request, facts: Facts, policy: Policy
) -> None:
    journeys = {Reason.STYLE: Journey(bonus=None if own is None else Decimal(own))}
    rules = replace(policy, bonus=Decimal(shops), journeys=journeys, default_journey=Journey(bonus=Decimal(50)))
    assert quote(replace(ask, reason=Reason.STYLE), Option.STORE_CREDIT, facts, rules).amount == EURO(amount)


def test_an_unstated_reason_has_the_bonus_of_a_change_of_mind(ask: Request, facts: Facts, policy: Policy) -> None:
    rules = replace(policy, journeys={Reason.CHANGED_MIND: Journey(bonus=Decimal(10))})
    assert quote(replace(ask, reason=None), Option.STORE_CREDIT, facts, rules).amount == EURO("21.44 EUR")


@pytest.mark.parametrize(
    ("paid", "amount"), [("0.00 EUR", "0.00 EUR"), ("0.20 EUR", "0.11 EUR"), ("1001 JPY", "526 JPY")]
)
def test_the_bonus_is_rounded_with_the_credit(
    paid: str, amount: str, ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    """0.10 and 5 % is 0.105; 501 yen and 5 % are 526.05."""
    money = Money.parse(paid)
    abroad = replace(facts, currency=money.currency, lines={LAMP: replace(lamp, paid=money)})
    assert quote(ask, Option.STORE_CREDIT, abroad, policy).amount == Money.parse(amount)


# --- standard shipping ---


@pytest.mark.parametrize(
    ("standard", "shipping", "whole"),
    [
        (None, "4.90 EUR", True),
        ("4.91 EUR", "4.90 EUR", True),
        ("4.90 EUR", "4.90 EUR", True),
        ("4.89 EUR", "4.89 EUR", False),
        ("0.01 EUR", "0.01 EUR", False),
        ("0.00 EUR", "0.00 EUR", False),
    ],
)
def test_a_withdrawal_gives_back_the_standard_way_of_shipping_at_most(
    standard: str | None, shipping: str, whole: bool, ask: Request, facts: Facts, policy: Policy
) -> None:
    rules = replace(policy, standard_shipping=EURO(standard) if standard else None)
    quoted = quote(replace(ask, reason=Reason.WITHDRAWAL, lines=ALL), Option.REFUND, facts, rules)
    assert (quoted.shipping, quoted.whole_shipping) == (EURO(shipping), whole)
    assert quoted.amount == EURO("123.97 EUR") + EURO(shipping)


def test_standard_shipping_in_another_currency_is_unknown_where_shipping_is_left(
    ask: Request, facts: Facts, policy: Policy
) -> None:
    rules = replace(policy, standard_shipping=EURO("4.00 USD"))
    withdrawn = replace(ask, reason=Reason.WITHDRAWAL, lines=ALL)
    assert quote(withdrawn, Option.REFUND, facts, rules) == UNKNOWN
    free = replace(facts, shipping_paid=NOTHING)
    assert quote(withdrawn, Option.REFUND, free, rules).amount == EURO("123.97 EUR")
    assert quote(replace(ask, reason=Reason.WITHDRAWAL), Option.REFUND, facts, rules).amount == EURO("19.49 EUR")


def test_a_cancelled_order_gives_all_of_its_shipping_back(cancel: Request, unshipped: Facts, policy: Policy) -> None:
    for standard in ("1.00 EUR", "1.00 USD"):
        quoted = quote(cancel, Option.CANCEL, unshipped, replace(policy, standard_shipping=EURO(standard)))
        assert (quoted.amount, quoted.shipping, quoted.whole_shipping) == (EURO("128.87 EUR"), EURO("4.90 EUR"), True)


# --- parts ---


@given(
    st.integers(0, 10**9),
    st.integers(1, 30),
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.lists(st.integers(1, 30), min_size=1, max_size=5),
    st.integers(0, 5),
)
def test_parts_of_a_line_add_up_to_what_they_are_together(
    lamp: Line, minor: int, ordered: int, currency: str, counts: list[int], refunded: int
) -> None:
    whole = Money.from_minor(minor, currency)
    units = sum(counts)
    if refunded + units > ordered:
        ordered = refunded + units
    back = refundable(whole, refunded, ordered, Money.zero(currency))
    line = replace(lamp, ordered=ordered, invoiced=ordered, paid=whole, refunded=refunded, refunded_amount=back)
    made, before = Money.zero(currency), 0
    for count in counts:
        part = part_of(line, before, count)
        assert part.minor >= 0
        made, before = made + part, before + count
    assert made == part_of(line, 0, units) == refundable(whole, refunded + units, ordered, back)


@pytest.mark.parametrize(("before", "units"), [(0, 3), (1, 2), (2, 1), (0, 0), (-1, 1)])
def test_refuses_a_part_of_units_that_are_not_there(before: int, units: int, lamp: Line) -> None:
    with pytest.raises(InvalidMoney):
        part_of(lamp, before, units)
