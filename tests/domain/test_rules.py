"""Each rule by itself: day 0, last day, day after; zero, one cent; other currencies; unknown is never yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connector.domain.facts import Facts, InvoiceLeft, Line, Usage, Wish
from connector.domain.finding import Finding, Rule, Verdict
from connector.domain.money import Money
from connector.domain.policy import FinalSale, Journey, LegalException, Mode, Policy, Proof, Rollout, Settle
from connector.domain.request import FAULTS, Flag, Option, Reason, Request
from connector.domain.rules import RULES
from connector.domain.rules.amount_asked import amount_asked
from connector.domain.rules.amount_cap import amount_cap
from connector.domain.rules.brake import brake
from connector.domain.rules.final_sale import final_sale
from connector.domain.rules.journey import journey
from connector.domain.rules.limits import customer_limit, shop_limit
from connector.domain.rules.line_plain import line_plain
from connector.domain.rules.low_confidence import low_confidence
from connector.domain.rules.mode import mode
from connector.domain.rules.not_shipped import not_shipped
from connector.domain.rules.order_state import order_state
from connector.domain.rules.payment_known import payment_known
from connector.domain.rules.pilot_share import pilot_share
from connector.domain.rules.proof import proof
from connector.domain.rules.refunded_before import refunded_before
from connector.domain.rules.return_window import return_window
from connector.domain.rules.sender import sender
from connector.domain.rules.statutory_floor import statutory_floor
from connector.domain.rules.text_flags import text_flags
from tests.domain.conftest import LAMP, PLATE, VASE, Bench, Said

TODAY = date(2026, 11, 21)
EURO = Money.parse
ALLOW, REVIEW, DENY = Verdict.ALLOW, Verdict.REVIEW, Verdict.DENY


def test_the_bench_order_passes_every_rule(bench: Bench, whole: Bench) -> None:
    assert [bench.find(rule).verdict for rule in RULES] == [ALLOW] * len(RULES)
    assert [whole.find(rule, Option.CANCEL).verdict for rule in RULES] == [ALLOW] * len(RULES)


@pytest.mark.parametrize("option", [option for option in Option if option is not Option.CANCEL])
def test_every_option_can_be_settled_alone(option: Option, bench: Bench) -> None:
    """Nothing goes to a person for its kind alone: the same order, offered everything, wanting a variant in stock."""
    wanted = bench.lamp_(variants=True, salable=True, wish=Wish("LAMP-3", True, Decimal(1)))
    open_to_all = wanted.policy_(journeys={}, default_journey=Journey(options=tuple(Option)))
    assert [open_to_all.find(rule, option).verdict for rule in RULES] == [ALLOW] * len(RULES)


# --- window ---


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, (ALLOW, "window.open")),
        (30, (ALLOW, "window.open")),
        (31, (REVIEW, "window.delivery_unknown")),
        (40, (REVIEW, "window.delivery_unknown")),
        (41, (DENY, "window.expired")),
    ],
)
def test_without_a_proven_delivery_only_window_and_transit_deny(days: int, said: Said, bench: Bench) -> None:
    assert bench.lamp_(shipped_on=TODAY - timedelta(days=days)).says(return_window) == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, (ALLOW, "window.open")), (30, (ALLOW, "window.open")), (31, (DENY, "window.expired"))]
)
def test_a_proven_delivery_starts_the_window(days: int, said: Said, bench: Bench) -> None:
    came = TODAY - timedelta(days=days)
    assert bench.lamp_(shipped_on=came - timedelta(days=9), delivered_on=came).says(return_window) == said


@pytest.mark.parametrize(
    ("agreed", "today", "said"),
    [
        (30, 30, (ALLOW, "window.open")),
        (30, 31, (ALLOW, "window.open")),
        (30, 400, (ALLOW, "window.open")),
        (31, 31, (DENY, "window.expired")),
        (31, 400, (DENY, "window.expired")),
        (None, 31, (DENY, "window.expired")),
    ],
)
def test_once_a_return_is_agreed_its_way_back_takes_no_days(
    agreed: int | None, today: int, said: Said, bench: Bench
) -> None:
    came = date(2026, 11, 1)
    on = None if agreed is None else came + timedelta(days=agreed)
    parcel = bench.facts_(today=came + timedelta(days=today), agreed_on=on)
    assert parcel.lamp_(shipped_on=came, delivered_on=came).says(return_window) == said


@pytest.mark.parametrize(("days", "code"), [(40, "window.delivery_unknown"), (41, "window.expired")])
def test_the_longest_transit_counts_to_the_day_of_agreement_too(days: int, code: str, bench: Bench) -> None:
    agreed = bench.facts_(today=date(2028, 1, 1), agreed_on=TODAY).lamp_(shipped_on=TODAY - timedelta(days=days))
    assert agreed.find(return_window).code == code


@pytest.mark.parametrize(("days", "code"), [(14, "withdrawal.open"), (15, "withdrawal.over")])
def test_a_withdrawal_counts_from_the_day_it_was_declared(days: int, code: str, bench: Bench) -> None:
    came = TODAY - timedelta(days=days)
    back = bench.facts_(today=date(2028, 1, 1), agreed_on=TODAY).lamp_(shipped_on=came, delivered_on=came)
    withdrawn = back.policy_(window=7).request_(reason=Reason.WITHDRAWAL)
    assert withdrawn.find(statutory_floor).code == code
    assert withdrawn.find(return_window).code == ("window.open" if days == 14 else "window.expired")


def test_says_how_late_it_is(bench: Bench) -> None:
    late = bench.lamp_(shipped_on=TODAY - timedelta(days=45))
    assert late.find(return_window).detail == "35 days, window 30"  # ten of them on the way at most
    assert bench.find(return_window).detail == "11 days, window 30"


def test_without_a_longest_transit_nothing_is_surely_late(bench: Bench) -> None:
    late = bench.lamp_(shipped_on=TODAY - timedelta(days=3000)).policy_(max_transit=None)
    assert late.says(return_window) == (REVIEW, "window.delivery_unknown")


@pytest.mark.parametrize("reason", sorted(FAULTS))
def test_a_fault_is_never_denied_for_lateness(reason: Reason, bench: Bench) -> None:
    late = bench.lamp_(shipped_on=TODAY - timedelta(days=400)).request_(reason=reason)
    assert late.says(return_window) == (REVIEW, "window.expired_fault")


@pytest.mark.parametrize(("days", "code"), [(14, "window.open"), (15, "window.expired")])
def test_a_withdrawal_has_its_days_whatever_the_window(days: int, code: str, bench: Bench) -> None:
    came = TODAY - timedelta(days=days)
    short = bench.policy_(window=7).lamp_(shipped_on=came, delivered_on=came)
    assert short.request_(reason=Reason.WITHDRAWAL).find(return_window).code == code
    assert short.says(return_window) == (DENY, "window.expired")


def test_a_window_of_no_days_ends_with_the_day_of_arrival(bench: Bench) -> None:
    none = bench.policy_(window=0)
    assert none.lamp_(shipped_on=TODAY, delivered_on=TODAY).says(return_window)[0] is ALLOW
    yesterday = TODAY - timedelta(days=1)
    assert none.lamp_(shipped_on=yesterday, delivered_on=yesterday).says(return_window)[0] is DENY


def test_what_was_not_shipped_has_no_window(bench: Bench) -> None:
    assert bench.lamp_(shipped_on=None).says(return_window) == (REVIEW, "window.not_shipped")
    assert bench.lamp_(shipped_on=None).says(return_window, Option.CANCEL) == (ALLOW, "window.not_for_cancel")


def test_the_last_day_of_the_calendar_is_a_day_like_others(bench: Bench) -> None:
    assert bench.lamp_(shipped_on=date.max).says(return_window) == (ALLOW, "window.open")


# --- final sale and withdrawal ---


@pytest.mark.parametrize(
    "final",
    [FinalSale(skus=frozenset({"LAMP-2"})), FinalSale(categories=frozenset({"7"})), FinalSale(attribute="final")],
    ids=["list", "category", "attribute"],
)
def test_a_final_sale_is_final_but_for_faults_and_withdrawal(final: FinalSale, bench: Bench) -> None:
    sold = bench.policy_(final_sale=final).lamp_(categories=frozenset({"7"}), final_sale=bool(final.attribute))
    assert sold.says(final_sale) == (DENY, "final_sale.no_return")
    assert {sold.request_(reason=each).says(final_sale) for each in FAULTS} == {(REVIEW, "final_sale.fault")}
    assert sold.request_(reason=Reason.WITHDRAWAL).says(final_sale) == (ALLOW, "final_sale.withdrawal")
    assert sold.says(final_sale, Option.CANCEL) == (ALLOW, "final_sale.not_for_cancel")


def test_an_article_the_shop_did_not_tell_about_is_not_returnable_alone(bench: Bench) -> None:
    unknown = bench.lamp_(final_sale=None)
    assert unknown.says(final_sale) == (REVIEW, "final_sale.unknown")
    assert unknown.request_(reason=Reason.WITHDRAWAL).says(final_sale) == (REVIEW, "final_sale.unknown")
    assert bench.says(final_sale) == (ALLOW, "final_sale.no")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, (ALLOW, "withdrawal.open")),
        ({"shipped_on": None}, (ALLOW, "withdrawal.open")),
        ({"delivered_on": TODAY - timedelta(days=14)}, (ALLOW, "withdrawal.open")),
        ({"delivered_on": TODAY - timedelta(days=15)}, (ALLOW, "withdrawal.over")),
        ({"shipped_on": TODAY - timedelta(days=15)}, (ALLOW, "withdrawal.delivery_unknown")),
        ({"virtual": True}, (REVIEW, "withdrawal.digital")),
        ({"categories": frozenset({"23"})}, (DENY, "withdrawal.exception")),
    ],
)
def test_only_a_named_legal_exception_stands_against_a_withdrawal(
    change: dict[str, Any], said: Said, bench: Bench
) -> None:
    hygiene = LegalException("L221-28, 5°", frozenset({"23"}))
    lawful = bench.policy_(legal_exceptions=(hygiene,)).request_(reason=Reason.WITHDRAWAL).lamp_(**change)
    assert lawful.says(statutory_floor) == said
    assert lawful.says(statutory_floor, Option.EXCHANGE) == (ALLOW, "withdrawal.not_declared")
    assert lawful.request_(reason=None).says(statutory_floor) == (ALLOW, "withdrawal.not_declared")


def test_names_the_legal_exception(bench: Bench) -> None:
    exception = LegalException("L221-28, 5°", frozenset({"23"}))
    barred = bench.policy_(legal_exceptions=(exception,)).request_(reason=Reason.WITHDRAWAL)
    assert barred.lamp_(categories=frozenset({"23", "7"})).find(statutory_floor).detail == "L221-28, 5°"


# --- journey and proof ---


def test_offers_what_the_journey_names_and_a_refund_to_a_withdrawal(bench: Bench) -> None:
    exchange_only = bench.policy_(default_journey=Journey(options=(Option.EXCHANGE,)), journeys={})
    assert exchange_only.says(journey, Option.EXCHANGE) == (ALLOW, "journey.offered")
    assert exchange_only.says(journey) == (DENY, "journey.not_offered")
    assert exchange_only.says(journey, Option.CANCEL) == (ALLOW, "journey.cancel")
    assert exchange_only.request_(reason=Reason.WITHDRAWAL).says(journey) == (ALLOW, "journey.offered")


@pytest.mark.parametrize("settle", list(Settle))
def test_offers_the_same_whether_or_not_the_parcel_comes_first(settle: Settle, bench: Bench) -> None:
    """That it has to come back is no finding: the next step waits for it."""
    later = bench.policy_(default_journey=Journey(settle=settle), journeys={})
    assert later.says(journey) == (ALLOW, "journey.offered")
    assert later.says(journey, Option.KEEP_ITEM) == (DENY, "journey.not_offered")
    assert later.says(journey, Option.CANCEL) == (ALLOW, "journey.cancel")


@pytest.mark.parametrize(
    ("asked", "photo", "said"),
    [
        (Proof.NONE, False, (ALLOW, "proof.not_needed")),
        (Proof.PHOTO, False, (REVIEW, "proof.photo_missing")),
        (Proof.PHOTO, True, (ALLOW, "proof.photo")),
        (Proof.PERSON, True, (REVIEW, "proof.person")),
    ],
)
def test_asks_for_the_proof_the_journey_names(asked: Proof, photo: bool, said: Said, bench: Bench) -> None:
    strict = bench.policy_(journeys={}, default_journey=Journey(proof=asked)).request_(photo=photo)
    assert strict.says(proof) == said
    assert strict.says(proof, Option.CANCEL) == (ALLOW, "proof.not_for_cancel")


@pytest.mark.parametrize("reason", sorted(FAULTS))
def test_a_claim_that_blames_the_shop_is_never_taken_unproven(reason: Reason, bench: Bench) -> None:
    lax = bench.policy_(journeys={}, default_journey=Journey(proof=Proof.NONE)).request_(reason=reason, photo=True)
    assert lax.says(proof) == (REVIEW, "proof.person")


# --- order and line ---


@pytest.mark.parametrize(
    ("state", "refund", "cancel"),
    [
        (None, (REVIEW, "order.unknown"), (REVIEW, "order.unknown")),
        ("closed", (DENY, "order.closed"), (DENY, "order.closed")),
        ("canceled", (DENY, "order.canceled"), (DENY, "order.canceled")),
        ("new", (DENY, "order.unpaid"), (ALLOW, "order.open")),
        ("processing", (ALLOW, "order.paid"), (ALLOW, "order.open")),
        ("complete", (ALLOW, "order.paid"), (ALLOW, "order.open")),
        ("holded", (REVIEW, "order.held"), (REVIEW, "order.held")),
        ("payment_review", (REVIEW, "order.held"), (REVIEW, "order.held")),
        ("pending_payment", (REVIEW, "order.held"), (REVIEW, "order.held")),
        ("a_module's", (REVIEW, "order.held"), (REVIEW, "order.held")),
    ],
)
def test_judges_magentos_state(state: str | None, refund: Said, cancel: Said, bench: Bench) -> None:
    seen = bench.facts_(state=state)
    assert (seen.says(order_state), seen.says(order_state, Option.CANCEL)) == (refund, cancel)


def test_an_order_that_is_not_invoiced_gives_nothing_back(bench: Bench) -> None:
    assert bench.lines_(invoiced=0).says(order_state) == (REVIEW, "order.not_invoiced")


def test_bundles_go_to_a_person(bench: Bench) -> None:
    assert bench.lamp_(plain=False).says(line_plain) == (REVIEW, "line.not_plain")
    assert bench.says(line_plain) == (ALLOW, "line.plain")


def test_only_what_left_can_come_back(bench: Bench) -> None:
    assert bench.lamp_(shipped=1).says(not_shipped) == (ALLOW, "shipped.left")
    assert bench.lamp_(shipped=0).says(not_shipped) == (REVIEW, "shipped.not_yet")
    assert bench.lamp_(shipped=1).request_(lines={LAMP: 2}).says(not_shipped) == (REVIEW, "shipped.not_yet")
    assert bench.lamp_(shipped=0, virtual=True).says(not_shipped) == (ALLOW, "shipped.left")


def test_only_a_whole_order_of_which_nothing_left_is_cancelled(whole: Bench) -> None:
    assert whole.says(not_shipped, Option.CANCEL) == (ALLOW, "shipped.nothing")
    assert whole.lines_(invoiced=0).says(not_shipped, Option.CANCEL) == (ALLOW, "shipped.nothing")
    assert whole.lamp_(shipped=1).says(not_shipped, Option.CANCEL) == (DENY, "shipped.already")
    assert whole.lamp_(invoiced=1).says(not_shipped, Option.CANCEL) == (REVIEW, "shipped.partly_invoiced")


@pytest.mark.parametrize("invoiced", [0, 1], ids=["unpaid", "paid"])
def test_a_part_of_an_order_is_not_cancelled_alone(invoiced: int, whole: Bench) -> None:
    """Magento's cancel takes every line of an unpaid order, whatever the customer named."""
    part = whole.lines_(invoiced=invoiced, ordered=1).request_(lines={LAMP: 1})
    assert part.says(not_shipped, Option.CANCEL) == (REVIEW, "shipped.part_of_order")
    all_of_it = part.request_(lines={LAMP: 1, VASE: 1, PLATE: 1})
    assert all_of_it.says(not_shipped, Option.CANCEL) == (ALLOW, "shipped.nothing")


def test_a_paid_download_is_not_cancelled_as_if_it_had_not_left(whole: Bench) -> None:
    assert whole.lamp_(virtual=True).says(not_shipped, Option.CANCEL) == (REVIEW, "shipped.digital")
    unpaid = whole.lines_(invoiced=0).lamp_(virtual=True)
    assert unpaid.says(not_shipped, Option.CANCEL) == (ALLOW, "shipped.nothing")


# --- given back before ---


@pytest.mark.parametrize(
    ("change", "units", "said"),
    [
        ({}, 2, (ALLOW, "refunded.not_yet")),
        ({"refunded": 1}, 1, (REVIEW, "refunded.part_before")),
        ({"refunded": 1}, 2, (DENY, "refunded.before")),
        ({"refunded": 2}, 1, (DENY, "refunded.before")),
        ({"canceled": 1, "invoiced": 1}, 2, (DENY, "refunded.before")),
        ({"invoiced": 1}, 2, (REVIEW, "refunded.not_invoiced")),
        ({"invoiced": 0}, 1, (REVIEW, "refunded.not_invoiced")),
        ({"compensated": 1}, 1, (REVIEW, "refunded.part_before")),
        ({"compensated": 1}, 2, (DENY, "refunded.before")),
        ({"compensated": 2}, 1, (DENY, "refunded.before")),
        ({"compensated": 1, "refunded": 1}, 1, (DENY, "refunded.before")),
        ({"compensated": 1, "canceled": 1}, 1, (DENY, "refunded.before")),
    ],
)
def test_no_unit_twice(change: dict[str, int], units: int, said: Said, bench: Bench) -> None:
    assert bench.lamp_(**change).request_(lines={LAMP: units}).says(refunded_before) == said


@pytest.mark.parametrize("option", [option for option in Option if option is not Option.CANCEL])
def test_what_was_credited_or_replaced_is_not_given_back_again_in_any_way(option: Option, bench: Bench) -> None:
    """Magento's books do not show it, so only ours stand against it."""
    credited = bench.lamp_(compensated=2)
    assert credited.find(refunded_before, option) == Finding(DENY, "refunded.before", "2 of 2 given back, 1 asked")


def test_says_how_many_went_before_in_money_and_otherwise(bench: Bench) -> None:
    mixed = bench.lamp_(ordered=4, invoiced=4, refunded=1, compensated=2)
    assert mixed.find(refunded_before) == Finding(REVIEW, "refunded.part_before", "3 of 4 given back")


def test_one_money_action_per_order_at_a_time(bench: Bench) -> None:
    pending = bench.facts_(promised=True)
    assert {pending.says(refunded_before, option) for option in Option} == {(REVIEW, "refunded.pending")}


def test_a_reshipment_needs_no_invoice(bench: Bench) -> None:
    assert bench.lamp_(invoiced=0).says(refunded_before, Option.RESHIP) == (ALLOW, "refunded.not_yet")


def test_an_unpaid_order_is_cancelled_once(whole: Bench) -> None:
    unpaid = whole.lines_(invoiced=0)
    assert unpaid.says(refunded_before, Option.CANCEL) == (ALLOW, "refunded.nothing_paid")
    assert unpaid.lamp_(canceled=2).says(refunded_before, Option.CANCEL) == (DENY, "refunded.canceled")


# --- person and text ---


@pytest.mark.parametrize(
    ("change", "refund", "exchange"),
    [
        ({"sender_matches_order": None}, "sender.unknown", "sender.unknown"),
        ({"sender_matches_order": False}, "sender.other_address", "sender.other_address"),
        ({"sender_trusted": False}, "sender.distrusted", "sender.distrusted"),
        ({"thread_private": False}, "sender.trusted", "sender.others_read"),
        ({"thread_private": None}, "sender.trusted", "sender.others_read"),
        ({"sender_trusted": None}, "sender.unverified_small", "sender.unverified"),
        ({}, "sender.trusted", "sender.trusted"),
    ],
)
def test_a_sender_proves_nothing_by_itself(change: dict[str, Any], refund: str, exchange: str, bench: Bench) -> None:
    who = bench.facts_(**change)
    allowed = {"sender.trusted", "sender.unverified_small"}
    assert who.says(sender) == (ALLOW if refund in allowed else REVIEW, refund)
    assert who.says(sender, Option.EXCHANGE) == (ALLOW if exchange in allowed else REVIEW, exchange)


@pytest.mark.parametrize(
    ("cap", "said"),
    [
        ("19.49 EUR", (ALLOW, "sender.unverified_small")),
        ("19.48 EUR", (REVIEW, "sender.unverified")),
        ("0.00 EUR", (REVIEW, "sender.unverified")),
        ("100000 JPY", (REVIEW, "sender.unverified")),
    ],
)
def test_an_unverified_sender_gets_small_sums_back_only(cap: str, said: Said, bench: Bench) -> None:
    unverified = bench.facts_(sender_trusted=None).policy_(unverified_cap=EURO(cap))
    assert unverified.says(sender) == said
    assert unverified.lamp_(plain=False).says(sender) == (REVIEW, "sender.unverified")  # the amount is unknown


@pytest.mark.parametrize(
    ("sure", "said"),
    [
        ("0.80", (ALLOW, "confidence.enough")),
        ("1", (ALLOW, "confidence.enough")),
        ("0.7999", (REVIEW, "confidence.low")),
        ("0", (REVIEW, "confidence.low")),
    ],
)
def test_below_the_threshold_a_person_reads(sure: str, said: Said, bench: Bench) -> None:
    assert bench.request_(confidence=Decimal(sure)).says(low_confidence) == said


@pytest.mark.parametrize("sure", ["-0.01", "1.01", "NaN", "Infinity"])
def test_a_confidence_lies_between_zero_and_one(sure: str, ask: Request) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        replace(ask, confidence=Decimal(sure))


@pytest.mark.parametrize("flag", list(Flag))
def test_any_flag_goes_to_a_person(flag: Flag, bench: Bench) -> None:
    assert bench.request_(flags=frozenset({flag})).says(text_flags) == (REVIEW, f"text.{flag}")


def test_of_several_flags_all_are_told(bench: Bench) -> None:
    flagged = bench.request_(flags=frozenset({Flag.NEGATED, Flag.INJECTION}))
    assert flagged.find(text_flags) == Finding(REVIEW, "text.injection", "injection, negated")
    assert bench.says(text_flags) == (ALLOW, "text.plain")


# --- amounts ---


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (None, (ALLOW, "amount.none_asked")),
        ("19.49 EUR", (ALLOW, "amount.ours_counts")),
        ("19.48 EUR", (REVIEW, "amount.asks_less")),
        ("0.01 EUR", (REVIEW, "amount.asks_less")),
        ("9999.00 EUR", (ALLOW, "amount.ours_counts")),
        ("19 JPY", (REVIEW, "amount.not_comparable")),
    ],
)
def test_an_amount_in_the_text_is_never_granted(asked: str | None, said: Said, bench: Bench) -> None:
    named = bench.request_(amount=EURO(asked) if asked else None)
    assert named.says(amount_asked) == said
    assert named.says(amount_asked, Option.EXCHANGE) == (ALLOW, "amount.none_asked")


def test_an_amount_cannot_be_compared_with_an_unknown_one(bench: Bench) -> None:
    unknown = bench.lamp_(plain=False).request_(amount=EURO("1.00 EUR"))
    assert unknown.says(amount_asked) == (REVIEW, "amount.not_comparable")


@pytest.mark.parametrize(
    ("cap", "said"),
    [
        ("19.49 EUR", (ALLOW, "cap.within")),
        ("19.48 EUR", (REVIEW, "cap.above")),
        ("0.00 EUR", (REVIEW, "cap.above")),
        ("1000.00 USD", (REVIEW, "cap.other_currency")),
    ],
)
@pytest.mark.parametrize("option", [Option.REFUND, Option.EXCHANGE, Option.RESHIP, Option.KEEP_ITEM])
def test_what_leaves_has_a_cap_as_money_or_as_goods(option: Option, cap: str, said: Said, bench: Bench) -> None:
    assert bench.policy_(refund_cap=EURO(cap)).says(amount_cap, option) == said


def test_store_credit_is_capped_with_its_bonus(bench: Bench) -> None:
    assert bench.policy_(refund_cap=EURO("20.46 EUR")).says(amount_cap, Option.STORE_CREDIT)[0] is ALLOW
    assert bench.policy_(refund_cap=EURO("20.45 EUR")).says(amount_cap, Option.STORE_CREDIT)[0] is REVIEW


@pytest.mark.parametrize(("cap", "verdict"), [("128.87 EUR", ALLOW), ("128.86 EUR", REVIEW)])
def test_a_cancelled_order_has_its_own_cap(cap: str, verdict: Verdict, whole: Bench) -> None:
    capped = whole.policy_(cancel_cap=EURO(cap), refund_cap=EURO("0.00 EUR"))
    assert capped.says(amount_cap, Option.CANCEL)[0] is verdict


def test_an_unknown_amount_is_above_every_cap(bench: Bench) -> None:
    assert bench.facts_(currency=None).says(amount_cap) == (REVIEW, "cap.amount_unknown")


@pytest.mark.parametrize("option", [Option.REFUND, Option.KEEP_ITEM, Option.STORE_CREDIT])
def test_units_for_which_nothing_is_left_are_a_persons(option: Option, bench: Bench) -> None:
    gone = bench.lamp_(refunded_amount=bench.facts.lines[LAMP].paid)
    assert gone.says(amount_cap, option) == (REVIEW, "cap.amount_unknown")
    assert bench.lamp_(paid=Money.zero("EUR")).says(amount_cap, option) == (REVIEW, "cap.amount_unknown")


def test_cancelling_what_is_not_paid_is_within_a_cap_of_nothing(bench: Bench) -> None:
    unpaid = bench.lines_(invoiced=0).policy_(cancel_cap=Money.zero("EUR"))
    assert unpaid.says(amount_cap, Option.CANCEL) == (ALLOW, "cap.within")


def test_caps_hold_in_yen(bench: Bench) -> None:
    japan = bench.facts_(currency="JPY").lamp_(paid=EURO("501 JPY"))
    assert japan.policy_(refund_cap=EURO("251 JPY")).says(amount_cap) == (ALLOW, "cap.within")
    assert japan.policy_(refund_cap=EURO("250 JPY")).says(amount_cap) == (REVIEW, "cap.above")


@pytest.mark.parametrize(("rule", "who"), [(customer_limit, "customer"), (shop_limit, "shop")])
@pytest.mark.parametrize(
    ("count", "used", "over"),
    [
        (0, [], "within"),
        (2, ["80.51 EUR"], "within"),
        (2, ["80.52 EUR"], "amount"),
        (3, ["0.00 EUR"], "count"),
        (1, ["1 JPY"], "currency"),
        (2, ["1.00 EUR", "1 JPY"], "currency"),
        (2, ["80.00 EUR", "80.00 EUR"], "amount"),
    ],
)
def test_limits_count_what_went_before(
    rule: Rule, who: str, count: int, used: list[str], over: str, bench: Bench
) -> None:
    limit = replace(bench.policy.customer_limit, count=3, amount=EURO("100.00 EUR"))
    usage = Usage(count, tuple(EURO(each) for each in used))
    full = bench.policy_(customer_limit=limit, shop_limit=limit).facts_(**{f"by_{who}": usage})
    assert full.says(rule) == (ALLOW if over == "within" else REVIEW, f"limit.{who}_{over}")


@pytest.mark.parametrize(("rule", "who"), [(customer_limit, "customer"), (shop_limit, "shop")])
@pytest.mark.parametrize(
    ("option", "last"),
    [
        (Option.REFUND, "19.49 EUR"),
        (Option.STORE_CREDIT, "20.46 EUR"),  # with its bonus
        (Option.EXCHANGE, "19.49 EUR"),
        (Option.RESHIP, "19.49 EUR"),
        (Option.KEEP_ITEM, "19.49 EUR"),
    ],
)
def test_limits_count_credit_and_goods_like_money(
    rule: Rule, who: str, option: Option, last: str, bench: Bench
) -> None:
    enough = replace(bench.policy.customer_limit, count=1, amount=EURO(last))
    short = replace(enough, amount=EURO(last) - EURO("0.01 EUR"))
    assert bench.policy_(**{f"{who}_limit": enough}).says(rule, option) == (ALLOW, f"limit.{who}_within")
    assert bench.policy_(**{f"{who}_limit": short}).says(rule, option) == (REVIEW, f"limit.{who}_amount")


@pytest.mark.parametrize(("rule", "who"), [(customer_limit, "customer"), (shop_limit, "shop")])
def test_an_exchange_for_a_cheaper_variant_counts_goods_and_difference(rule: Rule, who: str, bench: Bench) -> None:
    wanted = bench.lamp_(wish=Wish("LAMP-3", True, Decimal("0.5")))
    enough = replace(bench.policy.customer_limit, count=1, amount=EURO("19.49 EUR"))  # 9.74 back, 9.75 in goods
    short = replace(enough, amount=EURO("19.48 EUR"))
    assert wanted.policy_(**{f"{who}_limit": enough}).says(rule, Option.EXCHANGE)[1] == f"limit.{who}_within"
    assert wanted.policy_(**{f"{who}_limit": short}).says(rule, Option.EXCHANGE)[1] == f"limit.{who}_amount"


def test_an_unknown_amount_passes_no_limit(bench: Bench) -> None:
    unknown = bench.lamp_(plain=False)
    assert unknown.says(customer_limit) == (REVIEW, "limit.customer_currency")
    assert unknown.says(shop_limit) == (REVIEW, "limit.shop_currency")


# --- payment, rollout ---


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("stripe_payments", (ALLOW, "payment.online")),
        ("checkmo", (ALLOW, "payment.offline")),
        ("a_new_one", (REVIEW, "payment.unknown")),
        (None, (REVIEW, "payment.unknown")),
    ],
)
def test_only_a_named_payment_method_moves_money(method: str | None, said: Said, bench: Bench) -> None:
    paid = bench.facts_(payment_method=method)
    assert paid.says(payment_known) == said
    assert paid.says(payment_known, Option.EXCHANGE) == (ALLOW, "payment.not_touched")


def test_an_unpaid_order_needs_no_payment_method(whole: Bench) -> None:
    unpaid = whole.lines_(invoiced=0).facts_(payment_method=None)
    assert unpaid.says(payment_known, Option.CANCEL) == (ALLOW, "payment.nothing_paid")


def test_units_on_two_invoices_go_back_over_both(bench: Bench) -> None:
    split = bench.facts_(invoices=(InvoiceLeft("1", {LAMP: 1}), InvoiceLeft("2", {LAMP: 1})))
    assert split.find(payment_known) == Finding(ALLOW, "payment.online")
    assert split.request_(lines={LAMP: 2}).find(payment_known) == Finding(ALLOW, "payment.several_invoices", "2")


@pytest.mark.parametrize(
    "invoices",
    [(), (InvoiceLeft("1", {}),), (InvoiceLeft("1", {LAMP: 1}), InvoiceLeft("2", {VASE: 1}))],
    ids=["none", "an empty one", "too few"],
)
def test_units_that_no_invoice_holds_go_to_a_person(invoices: tuple[InvoiceLeft, ...], bench: Bench) -> None:
    short = bench.facts_(invoices=invoices).request_(lines={LAMP: 2})
    assert short.says(payment_known) == (REVIEW, "payment.no_invoice")
    assert short.facts_(payment_method="checkmo").says(payment_known) == (ALLOW, "payment.offline")
    assert short.says(payment_known, Option.STORE_CREDIT) == (ALLOW, "payment.not_touched")
    assert short.says(payment_known, Option.RESHIP) == (ALLOW, "payment.not_touched")


@pytest.mark.parametrize(
    ("ratio", "method", "said"),
    [
        ("1", None, (ALLOW, "payment.not_touched")),
        ("1.5", None, (ALLOW, "payment.not_touched")),
        ("0.9998", None, (ALLOW, "payment.not_touched")),  # not a cent of 19.49
        ("0.9997", None, (REVIEW, "payment.unknown")),  # one cent
        ("0.5", "a_new_one", (REVIEW, "payment.unknown")),
        ("0.5", "checkmo", (ALLOW, "payment.offline")),
        ("0.5", "stripe_payments", (ALLOW, "payment.online")),
    ],
)
def test_an_exchange_needs_a_known_payment_only_for_its_difference(
    ratio: str, method: str | None, said: Said, bench: Bench
) -> None:
    wanted = bench.lamp_(variants=True, wish=Wish("LAMP-3", True, Decimal(ratio))).facts_(payment_method=method)
    assert wanted.says(payment_known, Option.EXCHANGE) == said


def test_the_difference_of_an_exchange_needs_an_invoice_that_holds_the_units(bench: Bench) -> None:
    wanted = bench.lamp_(variants=True, wish=Wish("LAMP-3", True, Decimal("0.5"))).facts_(invoices=())
    assert wanted.says(payment_known, Option.EXCHANGE) == (REVIEW, "payment.no_invoice")


@pytest.mark.parametrize("how", list(Mode))
def test_only_auto_acts_alone(how: Mode, bench: Bench) -> None:
    rolled = bench.policy_(rollout=Rollout(mode=how))
    assert rolled.says(mode) == (ALLOW if how is Mode.AUTO else REVIEW, f"rollout.{how}")


@pytest.mark.parametrize(
    ("rollout", "said"),
    [
        (Rollout(), (ALLOW, "pilot.in")),
        (Rollout(reasons=frozenset({Reason.CHANGED_MIND})), (ALLOW, "pilot.in")),
        (Rollout(reasons=frozenset({Reason.STYLE})), (REVIEW, "pilot.reason")),
        (Rollout(languages=frozenset({"en"})), (ALLOW, "pilot.in")),
        (Rollout(languages=frozenset({"fr"})), (REVIEW, "pilot.language")),
        (Rollout(stores=frozenset({"1"})), (ALLOW, "pilot.in")),
        (Rollout(stores=frozenset({"2"})), (REVIEW, "pilot.store")),
        (Rollout(share=Decimal("0.18")), (ALLOW, "pilot.in")),
        (Rollout(share=Decimal("0.17")), (REVIEW, "pilot.share")),
        (Rollout(share=Decimal(0)), (REVIEW, "pilot.share")),
    ],
)
def test_the_pilot_takes_whom_it_names(rollout: Rollout, said: Said, bench: Bench) -> None:
    assert bench.policy_(rollout=rollout).says(pilot_share) == said


def test_the_pilot_takes_nobody_it_does_not_know(bench: Bench) -> None:
    assert bench.facts_(draw=None).says(pilot_share) == (REVIEW, "pilot.share")
    stores = bench.policy_(rollout=Rollout(stores=frozenset({"1"})))
    assert stores.facts_(store=None).says(pilot_share) == (REVIEW, "pilot.store")


def test_an_unstated_reason_counts_as_a_change_of_mind(bench: Bench) -> None:
    only = bench.policy_(rollout=Rollout(reasons=frozenset({Reason.CHANGED_MIND})))
    assert only.request_(reason=None).says(pilot_share) == (ALLOW, "pilot.in")


def test_the_brake_stops_every_option(bench: Bench) -> None:
    assert {bench.facts_(brake=True).says(brake, each) for each in Option} == {(REVIEW, "brake.on")}
    assert bench.says(brake) == (ALLOW, "brake.off")


@pytest.mark.parametrize("option", list(Option))
def test_without_facts_no_option_is_allowed(option: Option, ask: Request, lamp: Line, policy: Policy) -> None:
    """A line nobody told anything about: some rule always sends it to a person."""
    bare = Line(LAMP, "", 1, lamp.paid, final_sale=None)
    nothing = Facts(today=TODAY, lines={LAMP: bare})
    verdicts = {rule(ask, bare, option, nothing, policy).verdict for rule in RULES}
    assert REVIEW in verdicts
