"""What happens next: every branch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from connector.domain.decision import decide
from connector.domain.facts import Facts
from connector.domain.ids import LineId, MemoId
from connector.domain.money import Money
from connector.domain.policy import Mode, Policy, Refusals, Rollout
from connector.domain.request import Flag, Kind, Option, Request
from connector.domain.step import MAX_ROUNDS, Next, Step, may_speak, next_step

MEMO = {"memos": (MemoId("70"),)}
CLOSED = {"state": "closed"}
LATE = {"today": date(2027, 11, 21)}
DISTRUSTED = {"sender_trusted": False}
UNPROVEN = {"sender_trusted": None}
NO_TRUST = {"unverified_cap": Money.parse("1.00 EUR")}
NO_ORDER: dict[str, Any] = {"order": None, "lines": {}, "sender_matches_order": None, "state": None}
SEND = {"refusals": Refusals.SEND}
CREDIT = Option.STORE_CREDIT
UNSURE = {"confidence": Decimal("0.79")}
QUOTED = {"flags": frozenset({Flag.QUOTED_ORDER})}
DEMANDS_TOO = {"flags": frozenset({Flag.SEVERAL_REQUESTS})}
Change = dict[str, Any]


def step(ask: Request, facts: Facts, policy: Policy, rounds: int = 0, orders: int = 1) -> Step:
    return next_step(ask, facts, decide(ask, facts, policy), policy, rounds, orders)


@pytest.mark.parametrize(
    ("asked", "true", "rules", "expected"),
    [
        # the mode comes before everything
        ({}, {}, {"rollout": Rollout(Mode.OFF)}, Step(Next.RECORD, "rollout.off")),
        ({}, {}, {"rollout": Rollout(Mode.SHADOW)}, Step(Next.RECORD, "rollout.shadow")),
        ({"kind": Kind.NONE}, {}, {"rollout": Rollout(Mode.SHADOW)}, Step(Next.RECORD, "rollout.shadow")),
        ({}, {}, {"rollout": Rollout(Mode.ASSIST)}, Step(Next.AGENT, "rollout.assist", Option.REFUND)),
        # nothing is claimed: a person
        ({"kind": Kind.UNSPECIFIED}, {}, {}, Step(Next.AGENT, "kind.unspecified")),
        ({"kind": Kind.RETURN_QUESTION}, {}, {}, Step(Next.AGENT, "kind.return_question")),
        ({"kind": Kind.NONE}, {}, {}, Step(Next.AGENT, "kind.none")),
        # which order?
        ({}, NO_ORDER, {}, Step(Next.ASK_ORDER, "ask.order")),
        ({}, {"sender_matches_order": False}, {}, Step(Next.ASK_ORDER, "ask.order")),
        ({"kind": Kind.STATUS}, NO_ORDER, {}, Step(Next.ASK_ORDER, "ask.order")),
        (UNSURE, NO_ORDER, {}, Step(Next.AGENT, "confidence.low")),
        ({}, {**NO_ORDER, **DISTRUSTED}, {}, Step(Next.AGENT, "sender.distrusted")),
        ({}, NO_ORDER, {"rollout": Rollout(Mode.ASSIST)}, Step(Next.AGENT, "rollout.assist")),
        # two things at once, or an order that only a quote names: a person
        ({**DEMANDS_TOO, "lines": {}}, {}, {}, Step(Next.AGENT, "text.several_requests")),
        (DEMANDS_TOO, NO_ORDER, {}, Step(Next.AGENT, "text.several_requests")),
        (QUOTED, {}, {}, Step(Next.AGENT, "text.quoted_order")),
        ({**QUOTED, "lines": {}}, {}, {}, Step(Next.AGENT, "text.quoted_order")),
        ({**QUOTED, "kind": Kind.STATUS}, MEMO, {}, Step(Next.ANSWER_STATUS, "kind.status")),
        # where is my refund?
        ({"kind": Kind.STATUS}, MEMO, {}, Step(Next.ANSWER_STATUS, "kind.status")),
        ({"kind": Kind.STATUS}, {}, {}, Step(Next.AGENT, "status.nothing_yet")),
        ({"kind": Kind.STATUS, **UNSURE}, MEMO, {}, Step(Next.AGENT, "confidence.low")),
        ({"kind": Kind.STATUS, **DEMANDS_TOO}, MEMO, {}, Step(Next.AGENT, "text.several_requests")),
        ({"kind": Kind.STATUS}, {**MEMO, "brake": True}, {}, Step(Next.AGENT, "brake.on")),
        ({"kind": Kind.STATUS}, {"brake": True}, {}, Step(Next.AGENT, "brake.on")),
        # which article?
        ({"lines": {}}, {}, {}, Step(Next.ASK_LINE, "ask.line")),
        ({"lines": {}, **UNSURE}, {}, {}, Step(Next.AGENT, "confidence.low")),
        ({"lines": {}}, {"draw": None}, {}, Step(Next.AGENT, "pilot.share")),
        # yes
        ({}, {}, {}, Step(Next.ACT, "policy.allows", Option.REFUND)),
        ({"kind": Kind.STORE_CREDIT}, {}, {}, Step(Next.ACT, "policy.allows", CREDIT)),
        # no, and who says it
        ({}, CLOSED, {}, Step(Next.AGENT, "order.closed", Option.REFUND)),
        ({}, LATE, SEND, Step(Next.REFUSE, "window.expired", Option.REFUND)),
        ({}, LATE, {}, Step(Next.AGENT, "window.expired", Option.REFUND)),
        ({"kind": Kind.CANCEL}, {}, SEND, Step(Next.REFUSE, "shipped.already", Option.CANCEL)),
        ({}, CLOSED, SEND, Step(Next.AGENT, "order.closed", Option.REFUND)),  # there are no words for it
        ({}, {**CLOSED, **MEMO}, SEND, Step(Next.ANSWER_STATUS, "refunded.before")),
        ({}, {**CLOSED, **MEMO}, {}, Step(Next.ANSWER_STATUS, "refunded.before")),
        ({}, {**CLOSED, **MEMO, **DISTRUSTED}, SEND, Step(Next.AGENT, "order.closed", Option.REFUND)),
        # a sender nobody vouches for may hear both: nothing moves
        ({}, {**LATE, **UNPROVEN}, {**SEND, **NO_TRUST}, Step(Next.REFUSE, "window.expired", Option.REFUND)),
        ({}, {**CLOSED, **MEMO, **UNPROVEN}, NO_TRUST, Step(Next.ANSWER_STATUS, "refunded.before")),
        ({}, UNPROVEN, NO_TRUST, Step(Next.AGENT, "sender.unverified", Option.REFUND)),
        (UNSURE, LATE, SEND, Step(Next.AGENT, "window.expired", Option.REFUND)),
        ({"flags": frozenset({Flag.NEGATED})}, LATE, SEND, Step(Next.AGENT, "window.expired", Option.REFUND)),
        ({}, {**LATE, "brake": True}, SEND, Step(Next.AGENT, "window.expired", Option.REFUND)),
        ({}, {**LATE, "draw": None}, SEND, Step(Next.AGENT, "window.expired", Option.REFUND)),
        ({}, LATE, {**SEND, "rollout": Rollout(Mode.ASSIST)}, Step(Next.AGENT, "window.expired", Option.REFUND)),
        # perhaps
        (UNSURE, {}, {}, Step(Next.AGENT, "confidence.low", Option.REFUND)),
        ({"kind": Kind.EXCHANGE}, {}, {}, Step(Next.AGENT, "variant.none", Option.EXCHANGE)),
        ({"kind": Kind.RESHIP}, {}, {}, Step(Next.AGENT, "journey.not_offered", Option.RESHIP)),
        ({"kind": Kind.STORE_CREDIT}, {"base_currency": "USD"}, {}, Step(Next.AGENT, "credit.other_currency", CREDIT)),
        ({"lines": {LineId("99"): 1}}, {}, {}, Step(Next.AGENT, "line.unknown", Option.REFUND)),
    ],
)
def test_every_branch(
    asked: Change, true: Change, rules: Change, expected: Step, ask: Request, facts: Facts, policy: Policy
) -> None:
    assert step(replace(ask, **asked), replace(facts, **true), replace(policy, **rules)) == expected


def test_several_orders_go_to_a_person(ask: Request, facts: Facts, policy: Policy) -> None:
    assert step(ask, facts, policy, orders=2) == Step(Next.AGENT, "text.several_orders")
    assert step(ask, replace(facts, **NO_ORDER), policy, orders=0) == Step(Next.ASK_ORDER, "ask.order")


@pytest.mark.parametrize(
    ("change", "what"),
    [({"sender_matches_order": False}, Next.ASK_ORDER), ({"lines": {}}, Next.ASK_LINE)],
)
def test_asks_twice_and_then_a_person_takes_over(
    change: Change, what: Next, ask: Request, facts: Facts, policy: Policy
) -> None:
    asked = replace(ask, lines={}) if what is Next.ASK_LINE else ask
    true = facts if what is Next.ASK_LINE else replace(facts, **change)
    said = [step(asked, true, policy, rounds=rounds) for rounds in range(MAX_ROUNDS + 1)]
    assert [each.next for each in said] == [what, what, Next.AGENT]
    assert said[-1].why == "ask.too_often"


@pytest.mark.parametrize(
    ("asked", "true", "rules", "why"),
    [
        ({}, {}, {}, None),
        ({}, {}, {"rollout": Rollout(Mode.ASSIST)}, "rollout.assist"),
        ({}, {"brake": True}, {}, "brake.on"),
        ({"flags": frozenset({Flag.AUTOMATIC, Flag.INJECTION})}, {}, {}, "text.automatic"),
        ({"flags": frozenset({Flag.INJECTION})}, {}, {}, "text.injection"),
        ({"flags": frozenset({Flag.NEGATED})}, {}, {}, None),
        ({}, DISTRUSTED, {}, "sender.distrusted"),
        ({}, {"sender_trusted": None}, {}, None),
        ({}, {}, {"rollout": Rollout(Mode.AUTO, languages=frozenset({"fr"}))}, "pilot.language"),
        ({}, {}, {"rollout": Rollout(Mode.AUTO, languages=frozenset({"en"}))}, None),
        ({}, {}, {"rollout": Rollout(Mode.AUTO, share=Decimal("0.17"))}, "pilot.share"),
        ({}, {"draw": None}, {}, "pilot.share"),
    ],
)
def test_says_whether_it_may_speak_at_all(
    asked: Change, true: Change, rules: Change, why: str | None, ask: Request, facts: Facts, policy: Policy
) -> None:
    assert may_speak(replace(ask, **asked), replace(facts, **true), replace(policy, **rules)) == why
