"""From a decision to one effect: which route, which invoice, which key."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from connector.domain.facts import Facts, InvoiceLeft, Line
from connector.domain.ids import CaseId, LineId, MemoId
from connector.domain.money import Money
from connector.domain.plan import MoneyAction, Route, action_key, money_action, one_invoice
from connector.domain.policy import Policy
from connector.domain.request import Option, Reason, Request

LAMP, VASE, PLATE = LineId("10"), LineId("11"), LineId("12")
CASE = CaseId("k3f9")


def test_an_online_refund_goes_through_its_invoice(ask: Request, facts: Facts, policy: Policy) -> None:
    seen = replace(facts, memos=(MemoId("70"),))
    assert money_action(ask, Option.REFUND, seen, policy, CASE, 3) == MoneyAction(
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
    )


def test_an_offline_refund_is_booked_and_then_paid_by_a_person(ask: Request, facts: Facts, policy: Policy) -> None:
    action = money_action(ask, Option.REFUND, replace(facts, payment_method="checkmo"), policy, CASE, 1)
    assert action is not None
    assert (action.route, action.invoice, action.payout) == (Route.ORDER, None, True)


def test_cancelling_an_unpaid_order_moves_no_money(cancel: Request, unshipped: Facts, policy: Policy) -> None:
    lines = {key: replace(line, invoiced=0) for key, line in unshipped.lines.items()}
    action = money_action(cancel, Option.CANCEL, replace(unshipped, lines=lines), policy, CASE, 1)
    assert action is not None
    assert (action.key, action.route, action.invoice) == ("cancel-k3f9-1", Route.CANCEL, None)
    assert (action.amount, action.payout, action.to_stock) == (Money.zero("EUR"), False, False)


@pytest.mark.parametrize(
    ("method", "route", "payout"), [("stripe_payments", Route.INVOICE, False), ("checkmo", Route.ORDER, True)]
)
def test_cancelling_a_paid_order_refunds_all_and_restocks(
    method: str, route: Route, payout: bool, cancel: Request, unshipped: Facts, policy: Policy
) -> None:
    action = money_action(cancel, Option.CANCEL, replace(unshipped, payment_method=method), policy, CASE, 1)
    assert action is not None
    assert (action.route, action.payout, action.to_stock, action.whole_shipping) == (route, payout, True, True)
    assert action.amount == Money.parse("128.87 EUR")


def test_a_whole_withdrawal_takes_shipping_along(ask: Request, facts: Facts, policy: Policy) -> None:
    withdrawn = replace(ask, reason=Reason.WITHDRAWAL, lines={LAMP: 2, VASE: 1, PLATE: 3})
    action = money_action(withdrawn, Option.REFUND, facts, policy, CASE, 1)
    assert action is not None
    assert (action.whole_shipping, action.amount) == (True, Money.parse("128.87 EUR"))


@pytest.mark.parametrize("option", [Option.EXCHANGE, Option.STORE_CREDIT, Option.RESHIP, Option.KEEP_ITEM])
def test_plans_only_what_it_can_carry_out(option: Option, ask: Request, facts: Facts, policy: Policy) -> None:
    assert money_action(ask, option, facts, policy, CASE, 1) is None


def test_plans_nothing_without_order_amount_or_invoice(ask: Request, facts: Facts, lamp: Line, policy: Policy) -> None:
    weighed = replace(facts, lines={LAMP: replace(lamp, plain=False)})
    for unplannable in (replace(facts, order=None), weighed, replace(facts, invoices=())):
        assert money_action(ask, Option.REFUND, unplannable, policy, CASE, 1) is None
    assert money_action(replace(ask, lines={}), Option.REFUND, facts, policy, CASE, 1) is None


def test_takes_the_newest_invoice_that_holds_all_units(ask: Request, facts: Facts) -> None:
    two = replace(ask, lines={LAMP: 1, VASE: 1})
    invoices = (InvoiceLeft("1", {LAMP: 2, VASE: 1}), InvoiceLeft("2", {LAMP: 1, VASE: 1}), InvoiceLeft("3", {LAMP: 1}))
    assert one_invoice(two, replace(facts, invoices=invoices)) == "2"
    assert one_invoice(two, replace(facts, invoices=invoices[2:])) is None
    assert one_invoice(replace(two, lines={LAMP: 3}), replace(facts, invoices=invoices)) is None


@pytest.mark.parametrize("option", [Option.REFUND, Option.CANCEL])
def test_keys_survive_tags_comments_and_job_ids(option: Option) -> None:
    key = action_key(option, CaseId("01jd4x"), 12)
    assert key == f"{option}-01jd4x-12"
    assert re.fullmatch(r"[a-z0-9-]+", key) is not None


def test_keys_differ_by_case_number_and_kind() -> None:
    keys = {
        action_key(kind, CaseId(case), number) for kind in ("refund", "cancel") for case in "ab" for number in (1, 2)
    }
    assert len(keys) == 8
