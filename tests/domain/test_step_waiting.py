"""What is asked for before anything moves: a photo, a variant, the parcel; and what is not worth asking."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from connector.domain.decision import decide
from connector.domain.facts import Facts, Wish
from connector.domain.ids import LineId
from connector.domain.money import Money
from connector.domain.policy import Journey, Mode, Policy, Proof, Rollout, Settle
from connector.domain.request import Flag, Kind, Option, Reason, Request
from connector.domain.step import MAX_ROUNDS, Next, Step, awaits_return, next_step
from tests.domain.conftest import LAMP, VASE

Change = dict[str, Any]
EVERYTHING = Journey(options=tuple(Option))
NO_TRUST: Change = {"unverified_cap": Money.parse("1.00 EUR")}
ASK_PHOTO = Step(Next.ASK_PHOTO, "proof.photo_missing")
ASK_VARIANT = Step(Next.ASK_VARIANT, "variant.unknown")


def step(ask: Request, facts: Facts, policy: Policy, rounds: int = 0) -> Step:
    return next_step(ask, facts, decide(ask, facts, policy), policy, rounds, 1)


def lamp(facts: Facts, **change: Any) -> Facts:
    return replace(facts, lines={**facts.lines, LAMP: replace(facts.lines[LAMP], **change)})


@pytest.fixture
def damaged(ask: Request) -> Request:
    """A refund for a lamp that came damaged, no photo."""
    return replace(ask, reason=Reason.DAMAGED)


@pytest.fixture
def exchange(ask: Request) -> Request:
    """Another variant is wanted, and it is not clear which."""
    return replace(ask, kind=Kind.EXCHANGE, reason=Reason.TOO_SMALL)


@pytest.fixture
def variants(facts: Facts) -> Facts:
    """The lamp comes in variants."""
    return lamp(facts, variants=True)


# --- the photo ---


def test_asks_for_the_photo_that_alone_stands_in_the_way(damaged: Request, facts: Facts, policy: Policy) -> None:
    assert step(damaged, facts, policy) == ASK_PHOTO
    shown = replace(damaged, photo=True)
    assert step(shown, facts, policy) == Step(Next.ACT, "policy.allows", Option.REFUND)


STANDS_IN_THE_WAY = [
    ({}, {"brake": True}, {}, "brake.on"),
    ({"confidence": Decimal("0.79")}, {}, {}, "confidence.low"),
    ({"flags": frozenset({Flag.NEGATED})}, {}, {}, "proof.photo_missing"),
    ({"amount": Money.parse("1.00 EUR")}, {}, {}, "amount.asks_less"),
    ({}, {"sender_trusted": False}, {}, "proof.photo_missing"),
    ({}, {"draw": None}, {}, "pilot.share"),
    ({}, {"promised": True}, {}, "proof.photo_missing"),
    ({}, {"payment_method": "a_new_one"}, {}, "payment.unknown"),
    ({}, {"state": "closed"}, {}, "order.closed"),
    ({}, {}, {"refund_cap": Money.parse("19.48 EUR")}, "cap.above"),
    ({}, {}, {"rollout": Rollout(Mode.ASSIST)}, "proof.photo_missing"),
    ({}, {}, {"rollout": Rollout(Mode.AUTO, reasons=frozenset({Reason.STYLE}))}, "pilot.reason"),
]


@pytest.mark.parametrize(("asked", "true", "rules", "why"), STANDS_IN_THE_WAY)
def test_asks_for_no_photo_where_a_person_decides_anyway(
    asked: Change, true: Change, rules: Change, why: str, damaged: Request, facts: Facts, policy: Policy
) -> None:
    said = step(replace(damaged, **asked), replace(facts, **true), replace(policy, **rules))
    assert said == Step(Next.AGENT, why, Option.REFUND)


def test_a_claim_that_a_person_proves_is_not_asked_for_a_photo(damaged: Request, facts: Facts, policy: Policy) -> None:
    received = replace(damaged, kind=Kind.RESHIP, reason=Reason.NOT_RECEIVED)
    there = lamp(facts, salable=True)
    assert step(received, there, policy) == Step(Next.AGENT, "proof.person", Option.RESHIP)


@pytest.mark.parametrize("kind", [Kind.REFUND, Kind.UNSPECIFIED])
def test_asks_twice_and_then_a_person_takes_over(kind: Kind, damaged: Request, facts: Facts, policy: Policy) -> None:
    said = [step(replace(damaged, kind=kind), facts, policy, rounds) for rounds in range(MAX_ROUNDS + 1)]
    assert said == [ASK_PHOTO, ASK_PHOTO, Step(Next.AGENT, "ask.too_often")]


def test_a_sender_nobody_vouches_for_is_asked_all_the_same(damaged: Request, facts: Facts, policy: Policy) -> None:
    """Nothing moves by a question. With the photo there, a person looks at who it is."""
    unproven, strict = replace(facts, sender_trusted=None), replace(policy, **NO_TRUST)
    assert step(damaged, unproven, strict) == ASK_PHOTO
    shown = replace(damaged, photo=True)
    assert step(shown, unproven, strict) == Step(Next.AGENT, "sender.unverified", Option.REFUND)


# --- a damage without a demand ---


@pytest.mark.parametrize("reason", [Reason.DAMAGED, Reason.DEFECTIVE, Reason.WRONG_ITEM])
def test_a_damage_told_without_a_demand_is_asked_for_its_photo(
    reason: Reason, ask: Request, facts: Facts, policy: Policy
) -> None:
    told = replace(ask, kind=Kind.UNSPECIFIED, reason=reason)
    assert step(told, facts, policy) == ASK_PHOTO
    assert step(replace(told, photo=True), facts, policy) == Step(Next.AGENT, "kind.unspecified")


@pytest.mark.parametrize("reason", [None, Reason.CHANGED_MIND, Reason.NOT_RECEIVED, Reason.MISSING_ITEM, Reason.LATE])
def test_no_other_problem_is_asked_for_one(reason: Reason | None, ask: Request, facts: Facts, policy: Policy) -> None:
    told = replace(ask, kind=Kind.UNSPECIFIED, reason=reason)
    assert step(told, facts, policy) == Step(Next.AGENT, "kind.unspecified")


def test_the_policy_says_which_problems_show_a_photo(ask: Request, facts: Facts, policy: Policy) -> None:
    told = replace(ask, kind=Kind.UNSPECIFIED, reason=Reason.LATE)
    shown = replace(policy, journeys={**policy.journeys, Reason.LATE: Journey(proof=Proof.PHOTO)})
    assert step(told, facts, shown) == ASK_PHOTO


@pytest.mark.parametrize(
    ("asked", "true", "rules", "expected"),
    [
        ({}, {"order": None}, {}, Step(Next.ASK_ORDER, "ask.order")),
        ({}, {"sender_matches_order": False}, {}, Step(Next.ASK_ORDER, "ask.order")),
        ({"lines": {}}, {}, {}, Step(Next.ASK_LINE, "ask.line")),
        ({}, {"brake": True}, {}, Step(Next.AGENT, "brake.on")),
        ({}, {"sender_trusted": False}, {}, Step(Next.AGENT, "sender.distrusted")),
        ({}, {"sender_trusted": None}, {}, ASK_PHOTO),
        ({"confidence": Decimal("0.79")}, {}, {}, Step(Next.AGENT, "confidence.low")),
        ({"flags": frozenset({Flag.INJECTION})}, {}, {}, Step(Next.AGENT, "text.injection")),
        ({}, {}, {"rollout": Rollout(Mode.ASSIST)}, Step(Next.AGENT, "rollout.assist")),
        ({}, {}, {"rollout": Rollout(Mode.SHADOW)}, Step(Next.RECORD, "rollout.shadow")),
    ],
)
def test_the_photo_is_asked_for_last_and_only_of_whom_we_may_speak_to(
    asked: Change, true: Change, rules: Change, expected: Step, damaged: Request, facts: Facts, policy: Policy
) -> None:
    told = replace(damaged, kind=Kind.UNSPECIFIED, **asked)
    assert step(told, replace(facts, **true), replace(policy, **rules)) == expected


# --- the variant ---


def test_asks_which_variant_where_that_alone_is_not_clear(exchange: Request, variants: Facts, policy: Policy) -> None:
    assert step(exchange, variants, policy) == ASK_VARIANT
    known = lamp(variants, wish=Wish("LAMP-3", True, Decimal(1)))
    assert step(exchange, known, policy) == Step(Next.ACT, "policy.allows", Option.EXCHANGE)


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (Wish("LAMP-3", None, Decimal(1)), "goods.stock_unknown"),
        (Wish("LAMP-3", False, Decimal(1)), "variant.sold_out"),
        (Wish("LAMP-3", True, None), "variant.price_unknown"),
        (Wish("LAMP-3", True, Decimal(2)), "variant.dearer"),
    ],
)
def test_a_variant_that_cannot_leave_alone_goes_to_a_person(
    wish: Wish, why: str, exchange: Request, variants: Facts, policy: Policy
) -> None:
    assert step(exchange, lamp(variants, wish=wish), policy) == Step(Next.AGENT, why, Option.EXCHANGE)


def test_asks_for_a_variant_twice(exchange: Request, variants: Facts, policy: Policy) -> None:
    said = [step(exchange, variants, policy, rounds) for rounds in range(MAX_ROUNDS + 1)]
    assert said == [ASK_VARIANT, ASK_VARIANT, Step(Next.AGENT, "ask.too_often")]


def test_asks_one_thing_at_a_time_the_photo_first(exchange: Request, variants: Facts, policy: Policy) -> None:
    strict = replace(policy, journeys={Reason.TOO_SMALL: replace(EVERYTHING, proof=Proof.PHOTO)})
    shown = replace(exchange, photo=True)
    assert step(exchange, variants, strict) == ASK_PHOTO
    assert step(shown, variants, strict) == ASK_VARIANT
    assert step(shown, replace(variants, sender_trusted=None), strict) == ASK_VARIANT


def test_what_came_broken_is_exchanged_for_the_same_and_nobody_is_asked_for_a_variant(
    exchange: Request, variants: Facts, policy: Policy
) -> None:
    broken = replace(exchange, reason=Reason.DEFECTIVE)
    there = lamp(variants, salable=True)
    assert step(broken, there, policy) == ASK_PHOTO
    assert step(replace(broken, photo=True), there, policy) == Step(Next.ACT, "policy.allows", Option.EXCHANGE)
    unseen = lamp(variants, salable=None)
    assert step(replace(broken, photo=True), unseen, policy) == Step(Next.AGENT, "goods.stock_unknown", Option.EXCHANGE)


def test_one_line_without_variants_leaves_nothing_to_ask(exchange: Request, variants: Facts, policy: Policy) -> None:
    both = replace(exchange, lines={LAMP: 1, VASE: 1})
    assert step(both, variants, policy) == Step(Next.AGENT, "variant.none", Option.EXCHANGE)


def test_no_variant_is_asked_for_while_something_else_is_open(
    exchange: Request, variants: Facts, policy: Policy
) -> None:
    in_the_way: dict[str, Change] = {"brake.on": {"brake": True}, "sender.others_read": {"thread_private": False}}
    for why, change in in_the_way.items():
        assert step(exchange, replace(variants, **change), policy) == Step(Next.AGENT, why, Option.EXCHANGE)
    unsure = replace(exchange, confidence=Decimal("0.5"))
    assert step(unsure, variants, policy) == Step(Next.AGENT, "confidence.low", Option.EXCHANGE)


# --- the parcel ---


@pytest.fixture
def later(policy: Policy) -> Policy:
    """Everything is offered, and settled once the parcel was scanned in the warehouse."""
    return replace(policy, journeys={}, default_journey=replace(EVERYTHING, settle=Settle.WAREHOUSE_SCAN))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.REFUND, Step(Next.AWAIT_RETURN, "parcel.awaited", Option.REFUND)),
        (Kind.STORE_CREDIT, Step(Next.AWAIT_RETURN, "parcel.awaited", Option.STORE_CREDIT)),
        (Kind.EXCHANGE, Step(Next.AWAIT_RETURN, "parcel.awaited", Option.EXCHANGE)),
        (Kind.RESHIP, Step(Next.ACT, "policy.allows", Option.RESHIP)),
    ],
)
@pytest.mark.parametrize("settle", [Settle.CARRIER_SCAN, Settle.WAREHOUSE_SCAN])
def test_what_is_allowed_waits_for_its_parcel_where_it_comes_back(
    settle: Settle, kind: Kind, expected: Step, ask: Request, facts: Facts, later: Policy
) -> None:
    there = lamp(facts, salable=True, variants=True, wish=Wish("LAMP-3", True, Decimal(1)))
    rules = replace(later, default_journey=replace(EVERYTHING, settle=settle))
    assert step(replace(ask, kind=kind), there, rules) == expected


def test_at_once_waits_for_nothing(ask: Request, facts: Facts, policy: Policy) -> None:
    assert step(ask, facts, policy) == Step(Next.ACT, "policy.allows", Option.REFUND)


@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        (0, Step(Next.AWAIT_RETURN, "parcel.awaited", Option.REFUND)),
        (1, Step(Next.AGENT, "parcel.in_part", Option.REFUND)),
        (2, Step(Next.ACT, "policy.allows", Option.REFUND)),
    ],
)
def test_acts_once_all_of_it_is_back(returned: int, expected: Step, ask: Request, facts: Facts, later: Policy) -> None:
    assert step(replace(ask, lines={LAMP: 2}), lamp(facts, returned=returned), later) == expected


def test_one_line_back_and_the_other_not_is_waited_for(ask: Request, facts: Facts, later: Policy) -> None:
    both = replace(ask, lines={LAMP: 1, VASE: 1})
    assert step(both, lamp(facts, returned=1), later) == Step(Next.AWAIT_RETURN, "parcel.awaited", Option.REFUND)


def test_an_odd_parcel_is_a_persons_matter(ask: Request, facts: Facts, later: Policy) -> None:
    odd = replace(lamp(facts, returned=1), return_odd=True)
    assert step(ask, odd, later) == Step(Next.AGENT, "parcel.odd", Option.REFUND)


def test_what_is_not_allowed_is_not_agreed_to_either(ask: Request, facts: Facts, later: Policy) -> None:
    assert step(ask, replace(facts, brake=True), later) == Step(Next.AGENT, "brake.on", Option.REFUND)
    assert step(replace(ask, kind=Kind.EXCHANGE), lamp(facts, variants=True), later) == ASK_VARIANT


@pytest.mark.parametrize(
    ("option", "returned", "units", "waits"),
    [
        (Option.REFUND, 0, 1, True),
        (Option.REFUND, 1, 1, False),
        (Option.REFUND, 1, 2, True),
        (Option.REFUND, 3, 2, False),
        (Option.EXCHANGE, 0, 1, True),
        (Option.STORE_CREDIT, 0, 1, True),
        (Option.RESHIP, 0, 1, False),
        (Option.CANCEL, 0, 1, False),
        (Option.KEEP_ITEM, 0, 1, False),
    ],
)
def test_says_whether_a_parcel_has_to_be_back_first(
    option: Option, returned: int, units: int, waits: bool, ask: Request, facts: Facts, later: Policy, policy: Policy
) -> None:
    asked, true = replace(ask, lines={LAMP: units}), lamp(facts, returned=returned)
    assert awaits_return(asked, option, true, later) is waits
    assert awaits_return(asked, option, true, policy) is False


def test_once_the_parcel_was_looked_at_what_came_is_a_finding_and_not_waited_for(
    ask: Request, facts: Facts, later: Policy
) -> None:
    for returned in (0, 1):
        looked_at = replace(lamp(facts, returned=returned), agreed_on=facts.today)
        assert awaits_return(replace(ask, lines={LAMP: 2}), Option.REFUND, looked_at, later) is False


def test_no_parcel_is_waited_for_of_a_line_nobody_knows(ask: Request, facts: Facts, later: Policy) -> None:
    unknown = LineId("99")
    assert awaits_return(replace(ask, lines={unknown: 1}), Option.REFUND, facts, later) is False
    assert awaits_return(replace(ask, lines={unknown: 1, LAMP: 1}), Option.REFUND, facts, later) is True
    assert awaits_return(replace(ask, lines={}), Option.REFUND, facts, later) is False


@pytest.mark.parametrize("back", [{}, {LAMP: 1}, {VASE: 1}], ids=["an empty parcel", "the lamp", "the vase"])
def test_a_parcel_that_was_looked_at_and_lacks_something_is_a_persons_matter(
    back: dict[LineId, int], ask: Request, facts: Facts, later: Policy
) -> None:
    """It is waited for no longer, so what is missing must be found: nothing is given back for it alone."""
    lines = {key: replace(line, returned=back.get(key, 0)) for key, line in facts.lines.items()}
    looked_at = replace(facts, lines=lines, agreed_on=facts.today)
    both = replace(ask, lines={LAMP: 1, VASE: 1})
    assert step(both, looked_at, later) == Step(Next.AGENT, "parcel.in_part", Option.REFUND)


@pytest.mark.parametrize("option", [Option.REFUND, Option.EXCHANGE, Option.STORE_CREDIT])
def test_nobody_is_asked_to_send_what_they_do_not_have(
    option: Option, ask: Request, facts: Facts, later: Policy
) -> None:
    asked = replace(ask, lines={LAMP: 2})
    assert awaits_return(asked, option, facts, later) is True
    for reason in (Reason.NOT_RECEIVED, Reason.MISSING_ITEM):
        waiting = replace(later, journeys={reason: replace(later.default_journey, settle=Settle.WAREHOUSE_SCAN)})
        assert awaits_return(replace(asked, reason=reason), option, facts, waiting) is False
    assert awaits_return(asked, option, lamp(facts, virtual=True), later) is False
    assert awaits_return(asked, option, lamp(facts, shipped=0), later) is False
