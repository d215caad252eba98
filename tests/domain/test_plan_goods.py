"""Credit and goods: what leaves instead of money, what goes back beside it, and what waits on hold for a parcel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from connector.domain.facts import Facts, InvoiceLeft, Line, Wish
from connector.domain.ids import CaseId, LineId, OrderId
from connector.domain.money import Money
from connector.domain.plan import MoneyAction, Route, plan, reserve_goods
from connector.domain.policy import Journey, OrderAt, Policy, Settle
from connector.domain.request import FAULTS, Kind, Option, Reason, Request
from tests.domain.conftest import LAMP, PLATE, VASE

CASE = CaseId("k3f9")
EURO = Money.parse
NOTHING = Money.zero("EUR")
HELD = OrderId("777")


def only(effects: tuple[MoneyAction, ...]) -> MoneyAction:
    assert len(effects) == 1
    return effects[0]


def wanting(facts: Facts, ratio: str | None, line: LineId = LAMP, sku: str = "LAMP-3") -> Facts:
    """The line's variant `sku` is wanted instead, at `ratio` of the price paid."""
    wish = Wish(sku, True, None if ratio is None else Decimal(ratio), "Lamp, large")
    return replace(facts, lines={**facts.lines, line: replace(facts.lines[line], variants=True, wish=wish)})


# --- store credit ---


def test_a_store_credit_is_a_coupon_worth_the_bonus_too(ask: Request, facts: Facts, policy: Policy) -> None:
    action = only(plan(ask, Option.STORE_CREDIT, facts, policy, CASE, 4))
    assert (action.key, action.route, action.option) == ("store-credit-k3f9-4", Route.COUPON, Option.STORE_CREDIT)
    assert (action.amount, action.line_amounts) == (EURO("20.46 EUR"), {LAMP: EURO("19.49 EUR")})
    assert (action.units, action.goods, action.payout, action.invoice) == ({LAMP: 1}, {}, False, None)


@pytest.mark.parametrize(
    ("days", "until"), [(365, date(2027, 11, 21)), (30, date(2026, 12, 21)), (3650, date(2036, 11, 18))]
)
def test_a_store_credit_has_its_last_day(days: int, until: date, ask: Request, facts: Facts, policy: Policy) -> None:
    action = only(plan(ask, Option.STORE_CREDIT, facts, replace(policy, credit_days=days), CASE, 1))
    assert action.until == until


@pytest.mark.parametrize("base", ["USD", None])
def test_no_store_credit_where_coupons_count_in_another_currency(
    base: str | None, ask: Request, facts: Facts, policy: Policy
) -> None:
    assert plan(ask, Option.STORE_CREDIT, replace(facts, base_currency=base), policy, CASE, 1) == ()
    assert len(plan(ask, Option.REFUND, replace(facts, base_currency=base), policy, CASE, 1)) == 1


def test_a_store_credit_needs_no_known_payment_and_no_invoice(ask: Request, facts: Facts, policy: Policy) -> None:
    odd = replace(facts, payment_method="a_new_one", invoices=())
    assert only(plan(ask, Option.STORE_CREDIT, odd, policy, CASE, 1)).amount == EURO("20.46 EUR")


# --- goods ---


def test_a_reshipment_sends_the_same_articles_at_no_cost(ask: Request, facts: Facts, policy: Policy) -> None:
    action = only(plan(replace(ask, lines={LAMP: 2, VASE: 1}), Option.RESHIP, facts, policy, CASE, 2))
    assert (action.key, action.route, action.hold, action.replacement) == ("reship-k3f9-2", Route.REPLACE, False, None)
    assert action.goods == {"LAMP-2": 2, "VASE": 1}
    assert (action.amount, action.units) == (EURO("63.97 EUR"), {LAMP: 2, VASE: 1})
    assert action.line_amounts == {LAMP: EURO("38.97 EUR"), VASE: EURO("25.00 EUR")}
    assert (action.payout, action.siblings) == (False, ())


def test_two_lines_of_one_article_leave_together(ask: Request, facts: Facts, policy: Policy) -> None:
    """One article bought twice, at two prices."""
    twin = replace(facts.lines[VASE], sku="LAMP-2")
    double = replace(facts, lines={**facts.lines, VASE: twin})
    action = only(plan(replace(ask, lines={LAMP: 2, VASE: 1}), Option.RESHIP, double, policy, CASE, 1))
    assert (action.goods, action.amount) == ({"LAMP-2": 3}, EURO("63.97 EUR"))


def test_a_reshipment_ignores_a_variant_wanted(ask: Request, facts: Facts, policy: Policy) -> None:
    action = only(plan(ask, Option.RESHIP, wanting(facts, "0.5"), policy, CASE, 1))
    assert (action.goods, action.amount) == ({"LAMP-2": 1}, EURO("19.49 EUR"))


@pytest.mark.parametrize("ratio", ["1", "1.25", None])
def test_an_exchange_sends_the_variant_and_no_money(
    ratio: str | None, ask: Request, facts: Facts, policy: Policy
) -> None:
    """A dearer one, or one whose price is not told, only ever by a person's decision: the customer pays nothing."""
    action = only(plan(ask, Option.EXCHANGE, wanting(facts, ratio), policy, CASE, 1))
    assert (action.key, action.route, action.hold) == ("exchange-k3f9-1", Route.REPLACE, False)
    assert (action.goods, action.amount, action.units) == ({"LAMP-3": 1}, EURO("19.49 EUR"), {LAMP: 1})


@pytest.mark.parametrize("held", [None, HELD])
def test_without_a_variant_there_is_no_exchange(
    held: OrderId | None, ask: Request, facts: Facts, policy: Policy
) -> None:
    """Nobody said what for: the same article again is no answer to "too small"."""
    for reason in (None, Reason.TOO_SMALL, Reason.CHANGED_MIND, Reason.WITHDRAWAL):
        unclear = replace(ask, reason=reason)
        assert plan(unclear, Option.EXCHANGE, facts, policy, CASE, 1, held=held) == ()
    one_of_two = replace(ask, lines={LAMP: 1, VASE: 1})
    assert plan(one_of_two, Option.EXCHANGE, wanting(facts, "1"), policy, CASE, 1, held=held) == ()


@pytest.mark.parametrize("reason", sorted(FAULTS))
def test_what_came_broken_or_wrong_is_exchanged_for_the_same_article(
    reason: Reason, ask: Request, facts: Facts, policy: Policy
) -> None:
    action = only(plan(replace(ask, reason=reason), Option.EXCHANGE, facts, policy, CASE, 1))
    assert (action.route, action.goods, action.amount) == (Route.REPLACE, {"LAMP-2": 1}, EURO("19.49 EUR"))
    both = replace(ask, reason=reason, lines={LAMP: 1, VASE: 1})
    mixed = plan(both, Option.EXCHANGE, wanting(facts, "0.5"), policy, CASE, 1)
    assert [part.goods for part in mixed] == [{"LAMP-3": 1, "VASE": 1}, {}]
    assert [part.amount for part in mixed] == [EURO("34.75 EUR"), EURO("9.74 EUR")]


def test_two_lines_exchanged_for_one_variant_leave_together(ask: Request, facts: Facts, policy: Policy) -> None:
    both = wanting(wanting(facts, "1"), "1", VASE)
    action = only(plan(replace(ask, lines={LAMP: 2, VASE: 1}), Option.EXCHANGE, both, policy, CASE, 1))
    assert action.goods == {"LAMP-3": 3}


# --- the difference ---


def test_a_cheaper_variant_leaves_first_and_then_the_difference_goes_back(
    ask: Request, facts: Facts, policy: Policy
) -> None:
    goods, rest = plan(ask, Option.EXCHANGE, wanting(facts, "0.5"), policy, CASE, 3)
    assert (goods.route, goods.amount, goods.goods) == (Route.REPLACE, EURO("9.75 EUR"), {"LAMP-3": 1})
    assert (rest.route, rest.amount, rest.goodwill, rest.payout) == (Route.INVOICE, EURO("9.74 EUR"), True, False)
    assert (rest.invoice, rest.units, rest.line_amounts) == ("900", {LAMP: 0, VASE: 0, PLATE: 0}, {})
    assert (rest.whole_shipping, rest.shipping, rest.to_stock, rest.goods) == (False, None, False, {})
    assert (goods.key, rest.key) == ("exchange-k3f9-3", "exchange-k3f9-3-2")
    assert (goods.siblings, rest.siblings) == ((rest.key,), (goods.key,))


def test_the_difference_of_an_offline_order_is_booked_and_paid_by_a_person(
    ask: Request, facts: Facts, policy: Policy
) -> None:
    """Every line that Magento can still refund is named with 0: none at all would mean all of them."""
    given = replace(facts.lines[VASE], refunded=1, refunded_amount=EURO("25.00 EUR"))
    offline = replace(facts, payment_method="checkmo", invoices=(), lines={**facts.lines, VASE: given})
    _, rest = plan(ask, Option.EXCHANGE, wanting(offline, "0.5"), policy, CASE, 1)
    assert (rest.route, rest.invoice, rest.payout, rest.goodwill) == (Route.ORDER, None, True, True)
    assert (rest.units, rest.line_amounts, rest.amount) == ({LAMP: 0, PLATE: 0}, {}, EURO("9.74 EUR"))


@pytest.mark.parametrize("newest", [{}, {VASE: 1}], ids=["nothing left on it", "another article on it"])
def test_the_difference_goes_back_through_the_invoice_that_holds_the_article(
    newest: dict[LineId, int], ask: Request, facts: Facts, policy: Policy
) -> None:
    """What was captured for another article cannot be asked for it; `payment_known` looked at this invoice as well."""
    invoices = (InvoiceLeft("900", {LAMP: 2, PLATE: 3}), InvoiceLeft("901", newest))
    _, rest = plan(ask, Option.EXCHANGE, wanting(replace(facts, invoices=invoices), "0.5"), policy, CASE, 1)
    assert (rest.invoice, rest.units, rest.amount) == ("900", {LAMP: 0, PLATE: 0}, EURO("9.74 EUR"))


@pytest.mark.parametrize(
    ("ratio", "back"), [("0.9998", None), ("0.9997", "0.01 EUR"), ("0.0001", "19.49 EUR"), ("0.5", "9.74 EUR")]
)
def test_less_than_a_cent_is_no_difference(
    ratio: str, back: str | None, ask: Request, facts: Facts, policy: Policy
) -> None:
    parts = plan(ask, Option.EXCHANGE, wanting(facts, ratio), policy, CASE, 1)
    assert [part.amount for part in parts[1:]] == ([EURO(back)] if back else [])
    assert parts[0].amount + (EURO(back) if back else NOTHING) == EURO("19.49 EUR")


def test_without_a_way_to_give_the_difference_back_nothing_leaves(
    ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    wanted = wanting(facts, "0.5")
    unpaid = replace(lamp, invoiced=0, variants=True, wish=wanted.lines[LAMP].wish)
    odd = (
        replace(wanted, payment_method="a_new_one"),
        replace(wanted, payment_method=None),
        replace(wanted, invoices=()),
        replace(wanted, invoices=(InvoiceLeft("900", {}),)),
        replace(wanted, lines={LAMP: unpaid}),
        replace(wanted, lines={LAMP: unpaid}, payment_method="checkmo"),
    )
    for each in odd:
        assert plan(ask, Option.EXCHANGE, each, policy, CASE, 1) == ()
        assert plan(ask, Option.EXCHANGE, each, policy, CASE, 1, held=HELD) == ()


def test_a_line_given_back_by_magento_in_full_cannot_carry_a_difference(
    ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    """Two ordered, one of them never invoiced, the invoiced one refunded: no line of the order is left to be named."""
    gone = replace(lamp, invoiced=1, refunded=1, refunded_amount=EURO("19.49 EUR"))
    wanted = wanting(replace(facts, lines={LAMP: gone}, payment_method="checkmo"), "0.5")
    assert plan(ask, Option.EXCHANGE, wanted, policy, CASE, 1) == ()


@pytest.mark.parametrize("turned", [False, True], ids=["newest", "oldest"])
def test_a_difference_goes_back_through_the_invoice_with_the_most_left(
    turned: bool, ask: Request, facts: Facts, policy: Policy
) -> None:
    full, small = InvoiceLeft("1", {LAMP: 1, VASE: 1}), InvoiceLeft("2", {LAMP: 1})
    two = replace(wanting(facts, "0.5"), invoices=(small, full) if turned else (full, small))
    _, rest = plan(ask, Option.EXCHANGE, two, policy, CASE, 3)
    assert (rest.invoice, rest.units) == ("1", {LAMP: 0, VASE: 0})


# --- on hold until the parcel is there ---


def test_a_held_replacement_is_let_go_of_instead_of_made(ask: Request, facts: Facts, policy: Policy) -> None:
    action = only(plan(ask, Option.EXCHANGE, wanting(facts, "1"), policy, CASE, 5, held=HELD))
    assert (action.key, action.route, action.replacement) == ("exchange-k3f9-5", Route.RELEASE, HELD)
    assert (action.amount, action.goods, action.hold, action.units) == (EURO("19.49 EUR"), {}, False, {LAMP: 1})


def test_a_held_cheaper_replacement_is_let_go_of_and_the_difference_goes_back(
    ask: Request, facts: Facts, policy: Policy
) -> None:
    freed, rest = plan(ask, Option.EXCHANGE, wanting(facts, "0.8"), policy, CASE, 5, held=HELD)
    assert (freed.route, freed.amount, freed.replacement) == (Route.RELEASE, EURO("15.59 EUR"), HELD)
    assert (rest.route, rest.amount, rest.goodwill, rest.replacement) == (Route.INVOICE, EURO("3.90 EUR"), True, None)
    assert (freed.siblings, rest.siblings) == (("exchange-k3f9-5-2",), ("exchange-k3f9-5",))


@pytest.fixture
def exchange(ask: Request) -> Request:
    return replace(ask, kind=Kind.EXCHANGE)


@pytest.fixture
def reserving(policy: Policy) -> Policy:
    """The replacement is ordered at acceptance, and waits for the parcel."""
    waits = Journey(settle=Settle.WAREHOUSE_SCAN, order_at=OrderAt.ACCEPTANCE)
    return replace(policy, journeys={Reason.TOO_SMALL: waits}, default_journey=Journey(settle=Settle.WAREHOUSE_SCAN))


def test_reserves_the_variant_on_hold_where_the_reasons_journey_says_so(
    exchange: Request, facts: Facts, reserving: Policy
) -> None:
    small = replace(exchange, reason=Reason.TOO_SMALL)
    action = reserve_goods(small, wanting(facts, "1"), reserving, CASE, 2)
    assert action is not None
    assert (action.key, action.route, action.option) == ("exchange-k3f9-2", Route.REPLACE, Option.EXCHANGE)
    assert (action.hold, action.goods, action.amount) == (True, {"LAMP-3": 1}, EURO("19.49 EUR"))
    assert (action.replacement, action.siblings, action.decision) == (None, (), 2)


@pytest.mark.parametrize("reason", [Reason.CHANGED_MIND, None])
def test_reserves_nothing_where_stock_is_looked_at_when_the_parcel_is_back(
    reason: Reason | None, exchange: Request, facts: Facts, reserving: Policy
) -> None:
    assert reserve_goods(replace(exchange, reason=reason), wanting(facts, "1"), reserving, CASE, 2) is None


def test_the_difference_of_a_reserved_variant_waits_for_the_parcel(
    exchange: Request, facts: Facts, reserving: Policy
) -> None:
    small = replace(exchange, reason=Reason.TOO_SMALL)
    action = reserve_goods(small, wanting(facts, "0.8"), reserving, CASE, 2)
    assert action is not None
    assert (action.amount, action.hold) == (EURO("15.59 EUR"), True)


def test_reserves_nothing_that_cannot_be_told(exchange: Request, facts: Facts, lamp: Line, reserving: Policy) -> None:
    small, wanted = replace(exchange, reason=Reason.TOO_SMALL), wanting(facts, "1")
    weighed = replace(wanted, lines={LAMP: replace(wanted.lines[LAMP], plain=False)})
    for odd in (replace(wanted, order=None), replace(wanted, currency=None), weighed, replace(wanted, lines={})):
        assert reserve_goods(small, odd, reserving, CASE, 2) is None
    assert reserve_goods(small, facts, reserving, CASE, 2) is None  # nobody said what for
    assert reserve_goods(replace(small, lines={}), wanted, reserving, CASE, 2) is None
    assert reserve_goods(replace(small, lines={LAMP: 3}), wanted, reserving, CASE, 2) is None
