"""From a decision to money that goes back: which routes, which invoices, which keys, how much of it in each."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from connector.domain.facts import Facts, InvoiceLeft, Line
from connector.domain.ids import CaseId, LineId, MemoId
from connector.domain.money import Money
from connector.domain.plan import MoneyAction, Route, action_key, by_invoice, plan, sends_goods
from connector.domain.policy import Policy
from connector.domain.request import Option, Reason, Request
from tests.domain.conftest import LAMP, PLATE, VASE

CASE = CaseId("k3f9")
EURO = Money.parse


def only(effects: tuple[MoneyAction, ...]) -> MoneyAction:
    assert len(effects) == 1
    return effects[0]


def test_an_online_refund_goes_through_its_invoice(ask: Request, facts: Facts, policy: Policy) -> None:
    seen = replace(facts, memos=(MemoId("70"),))
    assert plan(ask, Option.REFUND, seen, policy, CASE, 3) == (
        MoneyAction(
            key=action_key("refund", CASE, 3),
            route=Route.INVOICE,
            order=seen.order,  # type: ignore[arg-type]
            option=Option.REFUND,
            units={LAMP: 1},
            line_amounts={LAMP: Money.parse("19.49 EUR")},
            amount=Money.parse("19.49 EUR"),
            whole_shipping=False,
            memos=(MemoId("70"),),
            state="complete",
            to_stock=False,
            invoice="900",
            payout=False,
            decision=3,
        ),
    )


def test_an_offline_refund_is_booked_and_then_paid_by_a_person(ask: Request, facts: Facts, policy: Policy) -> None:
    action = only(plan(ask, Option.REFUND, replace(facts, payment_method="checkmo"), policy, CASE, 1))
    assert (action.route, action.invoice, action.payout) == (Route.ORDER, None, True)
    assert (action.units, action.amount, action.siblings) == ({LAMP: 1}, Money.parse("19.49 EUR"), ())


def test_cancelling_an_unpaid_order_moves_no_money(cancel: Request, unshipped: Facts, policy: Policy) -> None:
    lines = {key: replace(line, invoiced=0) for key, line in unshipped.lines.items()}
    action = only(plan(cancel, Option.CANCEL, replace(unshipped, lines=lines), policy, CASE, 1))
    assert (action.key, action.route, action.invoice) == ("cancel-k3f9-1", Route.CANCEL, None)
    assert (action.amount, action.payout, action.to_stock) == (Money.zero("EUR"), False, False)


@pytest.mark.parametrize(
    ("method", "route", "payout"), [("stripe_payments", Route.INVOICE, False), ("checkmo", Route.ORDER, True)]
)
def test_cancelling_a_paid_order_refunds_all_and_restocks(
    method: str, route: Route, payout: bool, cancel: Request, unshipped: Facts, policy: Policy
) -> None:
    action = only(plan(cancel, Option.CANCEL, replace(unshipped, payment_method=method), policy, CASE, 1))
    assert (action.route, action.payout, action.to_stock, action.whole_shipping) == (route, payout, True, True)
    assert action.amount == Money.parse("128.87 EUR")


def test_a_whole_withdrawal_takes_shipping_along(ask: Request, facts: Facts, policy: Policy) -> None:
    withdrawn = replace(ask, reason=Reason.WITHDRAWAL, lines={LAMP: 2, VASE: 1, PLATE: 3})
    action = only(plan(withdrawn, Option.REFUND, facts, policy, CASE, 1))
    assert (action.whole_shipping, action.amount) == (True, Money.parse("128.87 EUR"))


def test_an_article_that_stays_with_the_customer_is_refunded_like_any(
    ask: Request, facts: Facts, policy: Policy
) -> None:
    action = only(plan(ask, Option.KEEP_ITEM, facts, policy, CASE, 1))
    assert (action.key, action.route, action.amount) == ("keep-item-k3f9-1", Route.INVOICE, Money.parse("19.49 EUR"))


@pytest.mark.parametrize("option", list(Option))
def test_plans_nothing_without_order_currency_or_amount(
    option: Option, ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    weighed = replace(facts, lines={**facts.lines, LAMP: replace(lamp, plain=False)})
    for unplannable in (replace(facts, order=None), replace(facts, currency=None), weighed):
        assert plan(ask, option, unplannable, policy, CASE, 1) == ()
    for units in ({}, {LAMP: 0}, {LAMP: -1}, {LAMP: 3}, {LineId("99"): 1}, {LAMP: 1, LineId("99"): 1}):
        assert plan(replace(ask, lines=units), option, facts, policy, CASE, 1) == ()


@pytest.mark.parametrize("method", ["a_new_one", "", None])
def test_plans_no_money_back_where_nobody_knows_what_a_memo_does_to_it(
    method: str | None, ask: Request, facts: Facts, policy: Policy
) -> None:
    unknown = replace(facts, payment_method=method)
    for option in (Option.REFUND, Option.CANCEL, Option.KEEP_ITEM):
        assert plan(ask, option, unknown, policy, CASE, 1) == ()


# --- invoices ---


def test_takes_the_newest_invoice_that_holds_all_units(ask: Request, facts: Facts) -> None:
    two = replace(ask, lines={LAMP: 1, VASE: 1})
    invoices = (InvoiceLeft("1", {LAMP: 2, VASE: 1}), InvoiceLeft("2", {LAMP: 1, VASE: 1}), InvoiceLeft("3", {LAMP: 1}))
    assert by_invoice(two, replace(facts, invoices=invoices)) == [("2", {LAMP: 1, VASE: 1})]
    assert by_invoice(replace(two, lines={LAMP: 1}), replace(facts, invoices=invoices)) == [("3", {LAMP: 1})]


def test_else_takes_what_it_can_from_the_oldest_on(ask: Request, facts: Facts) -> None:
    invoices = (InvoiceLeft("1", {LAMP: 2}), InvoiceLeft("2", {}), InvoiceLeft("3", {LAMP: 1, VASE: 1}))
    many = replace(facts, invoices=invoices)
    assert by_invoice(replace(ask, lines={LAMP: 3}), many) == [("1", {LAMP: 2}), ("3", {LAMP: 1})]
    assert by_invoice(replace(ask, lines={LAMP: 2, VASE: 1}), many) == [("1", {LAMP: 2}), ("3", {VASE: 1})]
    assert by_invoice(replace(ask, lines={LAMP: 3, VASE: 1}), many) == [("1", {LAMP: 2}), ("3", {LAMP: 1, VASE: 1})]


@pytest.mark.parametrize("units", [{LAMP: 4}, {VASE: 2}, {LAMP: 1, PLATE: 1}, {PLATE: 1}])
def test_holds_nothing_where_one_unit_is_missing(units: dict[LineId, int], ask: Request, facts: Facts) -> None:
    invoices = (InvoiceLeft("1", {LAMP: 2}), InvoiceLeft("3", {LAMP: 1, VASE: 1}))
    assert by_invoice(replace(ask, lines=units), replace(facts, invoices=invoices)) == []
    assert by_invoice(replace(ask, lines=units), replace(facts, invoices=())) == []


@pytest.fixture
def split(facts: Facts) -> Facts:
    """Two lamps and three plates on two invoices each."""
    invoices = (InvoiceLeft("900", {LAMP: 1, VASE: 1, PLATE: 1}), InvoiceLeft("901", {LAMP: 1, PLATE: 2}))
    return replace(facts, invoices=invoices)


def test_each_invoice_gives_back_its_own_units_and_their_share(ask: Request, split: Facts, policy: Policy) -> None:
    first, second = plan(replace(ask, lines={LAMP: 2}), Option.REFUND, split, policy, CASE, 7)
    assert (first.invoice, first.units, first.line_amounts) == ("900", {LAMP: 1}, {LAMP: EURO("19.49 EUR")})
    assert (second.invoice, second.units, second.line_amounts) == ("901", {LAMP: 1}, {LAMP: EURO("19.48 EUR")})
    assert (first.amount, second.amount) == (EURO("19.49 EUR"), EURO("19.48 EUR"))  # 38.97 together
    assert (first.key, second.key) == ("refund-k3f9-7", "refund-k3f9-7-2")
    assert (first.siblings, second.siblings) == ((second.key,), (first.key,))
    assert {each.route for each in (first, second)} == {Route.INVOICE}
    assert [each.decision for each in (first, second)] == [7, 7]


def test_shipping_goes_back_with_the_first_invoice_only(cancel: Request, split: Facts, policy: Policy) -> None:
    withdrawn = replace(cancel, reason=Reason.WITHDRAWAL)
    first, second = plan(withdrawn, Option.REFUND, split, policy, CASE, 1)
    assert (first.invoice, first.whole_shipping, first.amount) == ("900", True, EURO("69.39 EUR"))  # 64.49 and 4.90
    assert (second.invoice, second.whole_shipping, second.amount) == ("901", False, EURO("59.48 EUR"))
    assert first.amount + second.amount == EURO("128.87 EUR")
    assert (first.shipping, second.shipping) == (None, None)  # all of it needs no sum


def test_a_share_of_the_shipping_goes_back_with_the_first_invoice_too(
    cancel: Request, split: Facts, policy: Policy
) -> None:
    standard = replace(policy, standard_shipping=EURO("3.00 EUR"))
    withdrawn = replace(cancel, reason=Reason.WITHDRAWAL)
    first, second = plan(withdrawn, Option.REFUND, split, standard, CASE, 1)
    assert (first.shipping, first.whole_shipping, first.amount) == (EURO("3.00 EUR"), False, EURO("67.49 EUR"))
    assert (second.shipping, second.whole_shipping, second.amount) == (None, False, EURO("59.48 EUR"))


def test_a_share_of_the_shipping_is_told_offline_as_well(cancel: Request, facts: Facts, policy: Policy) -> None:
    standard = replace(policy, standard_shipping=EURO("3.00 EUR"))
    offline = replace(facts, payment_method="checkmo")
    action = only(plan(replace(cancel, reason=Reason.WITHDRAWAL), Option.REFUND, offline, standard, CASE, 1))
    assert (action.shipping, action.whole_shipping, action.amount) == (EURO("3.00 EUR"), False, EURO("126.97 EUR"))
    assert action.payout is True


def test_shipping_that_the_first_invoice_cannot_give_back_is_not_planned(
    ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    """Magento keeps all shipping on the first invoice: with nothing of it left to refund, a person does it."""
    once = replace(lamp, refunded=1, refunded_amount=EURO("19.49 EUR"))
    rest = replace(facts, lines={LAMP: once}, invoices=(InvoiceLeft("900", {}), InvoiceLeft("901", {LAMP: 1})))
    withdrawn = replace(ask, reason=Reason.WITHDRAWAL)
    assert plan(withdrawn, Option.REFUND, rest, policy, CASE, 1) == ()
    paid_back = replace(rest, shipping_refunded=EURO("4.90 EUR"))
    assert only(plan(withdrawn, Option.REFUND, paid_back, policy, CASE, 1)).amount == EURO("19.48 EUR")


def test_a_unit_refunded_before_keeps_the_parts_exact(ask: Request, facts: Facts, lamp: Line, policy: Policy) -> None:
    """10.00 for three: 3.33 went out, 3.34 and 3.33 are left."""
    three = replace(lamp, ordered=3, invoiced=3, paid=EURO("10.00 EUR"), refunded=1, refunded_amount=EURO("3.33 EUR"))
    rest = replace(facts, lines={LAMP: three}, invoices=(InvoiceLeft("1", {LAMP: 1}), InvoiceLeft("2", {LAMP: 1})))
    parts = plan(replace(ask, lines={LAMP: 2}), Option.REFUND, rest, policy, CASE, 1)
    assert [part.amount for part in parts] == [EURO("3.34 EUR"), EURO("3.33 EUR")]


@pytest.mark.parametrize(
    ("paid", "parts"),
    [
        ("0.01 EUR", ["0.01 EUR", "0.00 EUR"]),
        ("0.00 EUR", []),
        ("501 JPY", ["251 JPY", "250 JPY"]),
        ("1.001 KWD", ["0.500 KWD", "0.501 KWD"]),
    ],
)
def test_parts_add_up_in_any_currency(
    paid: str, parts: list[str], ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    whole = EURO(paid)
    invoices = (InvoiceLeft("1", {LAMP: 1}), InvoiceLeft("2", {LAMP: 1}))
    abroad = replace(facts, currency=whole.currency, lines={LAMP: replace(lamp, paid=whole)}, invoices=invoices)
    made = plan(replace(ask, lines={LAMP: 2}), Option.REFUND, abroad, policy, CASE, 1)
    assert [part.amount for part in made] == [EURO(each) for each in parts]


@pytest.mark.parametrize("option", [Option.REFUND, Option.KEEP_ITEM, Option.STORE_CREDIT])
def test_units_are_never_given_back_for_nothing(
    option: Option, ask: Request, facts: Facts, lamp: Line, policy: Policy
) -> None:
    gone = replace(facts, lines={LAMP: replace(lamp, refunded_amount=lamp.paid)})
    assert plan(ask, option, gone, policy, CASE, 1) == ()


def test_what_sends_goods_is_told_by_its_key() -> None:
    told = {option: sends_goods(action_key(option, CASE, 1)) for option in Option}
    assert (told[Option.EXCHANGE], told[Option.RESHIP], told[Option.STORE_CREDIT]) == (True, True, False)


# --- keys ---


@pytest.mark.parametrize("option", list(Option))
@pytest.mark.parametrize(("part", "end"), [(1, ""), (2, "-2"), (11, "-11")])
def test_keys_survive_tags_comments_and_job_ids(option: Option, part: int, end: str) -> None:
    key = action_key(option, CaseId("01jd4x"), 12, part)
    assert key == f"{option.replace('_', '-')}-01jd4x-12{end}"
    assert re.fullmatch(r"[a-z0-9-]+", key) is not None


def test_keys_differ_by_case_number_part_and_kind() -> None:
    keys = {
        action_key(kind, CaseId(case), number, part)
        for kind in ("refund", "cancel")
        for case in "ab"
        for number in (1, 2)
        for part in (1, 2, 3)
    }
    assert len(keys) == 24
