"""Each rule by itself: day 0, last day, day after; zero, one cent; other currencies; unknown is never yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connector.domain.facts import Facts, InvoiceLeft, Line, Usage
from connector.domain.finding import Finding, Rule, Verdict
from connector.domain.ids import LineId
from connector.domain.money import Money
from connector.domain.policy import FinalSale, Journey, LegalException, Mode, Policy, Proof, Rollout, Settle
from connector.domain.request import FAULTS, Flag, Option, Reason, Request
from connector.domain.rules import RULES
from connector.domain.rules.amount_asked import amount_asked
from connector.domain.rules.amount_cap import amount_cap
from connector.domain.rules.brake import brake
from connector.domain.rules.by_hand import by_hand
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

LAMP, VASE, PLATE = LineId("10"), LineId("11"), LineId("12")
TODAY = date(2026, 11, 21)
EURO = Money.parse
ALLOW, REVIEW, DENY = Verdict.ALLOW, Verdict.REVIEW, Verdict.DENY
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
def bench(ask: Request, facts: Facts, policy: Policy) -> Bench:
    return Bench(ask, facts, policy)


@pytest.fixture(scope="session")
def whole(cancel: Request, unshipped: Facts, policy: Policy) -> Bench:
    """All of an order that has not left is to be cancelled."""
    return Bench(cancel, unshipped, policy)


def test_the_bench_order_passes_every_rule(bench: Bench, whole: Bench) -> None:
    assert [bench.find(rule).verdict for rule in RULES] == [ALLOW] * len(RULES)
    assert [whole.find(rule, Option.CANCEL).verdict for rule in RULES] == [ALLOW] * len(RULES)


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


@pytest.mark.parametrize("settle", [Settle.CARRIER_SCAN, Settle.WAREHOUSE_SCAN])
def test_waits_for_the_parcel_where_the_policy_says_so(settle: Settle, bench: Bench) -> None:
    later = bench.policy_(default_journey=Journey(settle=settle), journeys={})
    assert later.says(journey) == (REVIEW, "journey.return_first")
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
    ],
)
def test_no_unit_twice(change: dict[str, int], units: int, said: Said, bench: Bench) -> None:
    assert bench.lamp_(**change).request_(lines={LAMP: units}).says(refunded_before) == said


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


def test_nothing_is_within_a_cap_of_nothing(bench: Bench) -> None:
    free = bench.lamp_(paid=Money.zero("EUR")).policy_(refund_cap=Money.zero("EUR"))
    assert free.says(amount_cap) == (ALLOW, "cap.within")


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


def test_units_on_two_invoices_go_to_a_person(bench: Bench) -> None:
    split = bench.facts_(invoices=(InvoiceLeft("1", {LAMP: 1}), InvoiceLeft("2", {LAMP: 1})))
    assert split.says(payment_known) == (ALLOW, "payment.online")
    assert split.request_(lines={LAMP: 2}).says(payment_known) == (REVIEW, "payment.several_invoices")
    assert bench.facts_(invoices=()).says(payment_known) == (REVIEW, "payment.several_invoices")


@pytest.mark.parametrize("option", list(Option))
def test_a_person_carries_out_what_we_cannot(option: Option, bench: Bench) -> None:
    ours = option in {Option.REFUND, Option.CANCEL}
    assert bench.says(by_hand, option) == ((ALLOW, "by_hand.no") if ours else (REVIEW, "by_hand.yes"))


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
