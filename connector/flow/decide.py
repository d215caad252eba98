"""Decide: request, facts and policy give a decision and the next step; both are kept with what follows from them, in
one transaction: case, decision, reservation, outbox, audit, inbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connector.domain.case import State, go
from connector.domain.codec import to_json
from connector.domain.decision import Decision, decide
from connector.domain.facts import Facts, SenderCompared
from connector.domain.ids import ActionKey
from connector.domain.plan import Route, action_key, money_action
from connector.domain.policy import Mode, Policy
from connector.domain.request import Request
from connector.domain.step import Next, Step, next_step
from connector.flow import note, reply
from connector.flow.enrich import Known, facts_at, order_records, own_records
from connector.flow.lines import choose
from connector.flow.services import Services
from connector.flow.words import MoneyOrder, Spoken, Words
from connector.ports.helpdesk import Author, Message, Ticket, TicketStatus
from connector.ports.store import (
    ActionKind,
    Case,
    Installation,
    NewAction,
    OverLimit,
    Reservation,
    StoredDecision,
    Tx,
)
from connector.ports.understanding import Understanding

MOST_ANSWERS = 5  # of ours without money in 24 hours on one ticket; then a person reads on


@dataclass(frozen=True, slots=True)
class Matter:
    """All that one decision needs, read outside of any transaction."""

    installation: Installation
    policy: Policy
    ticket: Ticket
    messages: tuple[Message, ...]  # the customer's turn
    read: Understanding
    known: Known
    customer: str | None  # keyed pseudonym of the order's address
    sender: SenderCompared
    now: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with everything it was derived from."""

    request: Request
    facts: Facts
    decision: Decision
    step: Step


def request_of(matter: Matter) -> Request:
    """Put words and order together. The amount is at most a cap; the lines are those the words clearly mean."""
    read, order = matter.read, matter.known.order
    return Request(
        kind=read.kind,
        reason=read.reason,
        lines=choose(order, read) if order is not None else {},
        confidence=read.confidence,
        amount=read.amount,
        photo=any(message.pictures for message in matter.messages),
        flags=read.flags,
        language=read.lang,
        status_of=read.status_of,
    )


def derive(tx: Tx, matter: Matter, rounds: int) -> Decided:
    """Facts as of now, our own ledger included, and what the policy makes of them."""
    records = [
        *order_records(matter.known, matter.now, matter.policy, matter.customer or ""),
        *own_records(tx, matter.installation, matter.known, matter.customer, matter.policy, matter.now),
        matter.sender,
    ]
    facts = facts_at(records, matter.now, matter.policy)
    request = request_of(matter)
    decision = decide(request, facts, matter.policy)
    step = next_step(request, facts, decision, matter.policy, rounds, len(matter.read.orders))
    if step.next in _AFTER and _answers_of_a_day(matter) >= MOST_ANSWERS:  # perhaps a machine answers us
        step = Step(Next.AGENT, "replies.too_many", step.option)
    return Decided(request, facts, decision, step)


def _answers_of_a_day(matter: Matter) -> int:
    since = matter.now - timedelta(days=1)
    ours = (each for each in matter.ticket.messages if each.author is Author.US and each.public)
    return sum(each.at > since for each in ours)


def settle_turn(services: Services, tx: Tx, case: Case, matter: Matter) -> Case:
    """Decide and write everything that follows. `case` is locked; the caller has marked the messages as taken up."""
    decided = derive(tx, matter, case.rounds)
    order = matter.known.order
    case = replace(
        case,
        turn=case.turn + 1,
        order=order.id if order else case.order,
        order_number=order.number if order else case.order_number,
        language=reply.language_of(services, matter.read.lang, matter.policy),
        state=go(case.state, State.UNDERSTOOD),
    )
    _keep(tx, case, matter, decided)
    try:
        case = _carry_out(services, tx, case, matter, decided)
    except OverLimit as error:  # somebody was faster between reading the ledger and reserving: a person decides
        again = replace(decided, step=Step(Next.AGENT, "limit.reached", decided.step.option))
        tx.audit.append(case.id, "system", "overtaken_in_ledger", {"said": str(error)}, matter.now)
        case = _hand_to_agent(services, tx, case, matter, again)
    tx.cases.save(case, matter.now)
    return case


def _keep(tx: Tx, case: Case, matter: Matter, decided: Decided) -> None:
    tx.cases.add_decision(
        StoredDecision(
            case=case.id,
            number=case.turn,
            at=matter.now,
            request=to_json(decided.request),
            facts=to_json(decided.facts),
            policy_hash=matter.policy.hash,
            engine=decided.decision.engine,
            decision=to_json(decided.decision),
            step=to_json(decided.step),
            reading=to_json(matter.read),
            articles=reply.articles(matter.known.order, decided.request.lines) if matter.known.order else "",
        )
    )
    said = {"kind": decided.request.kind, "reason": decided.request.reason, "confidence": decided.request.confidence}
    tx.audit.append(case.id, "customer", "asked", {**said, "turn": case.turn}, matter.now)
    why = {"step": decided.step.next, "why": decided.step.why, "option": decided.step.option, "decision": case.turn}
    tx.audit.append(case.id, "policy", "decided", {**why, "policy": matter.policy.hash[:12]}, matter.now)


def _carry_out(services: Services, tx: Tx, case: Case, matter: Matter, decided: Decided) -> Case:
    step = decided.step
    if step.next is Next.RECORD:
        return replace(case, state=go(case.state, State.HANDED_OVER), why=step.why)
    if step.next is Next.ACT and step.option is not None:
        action = money_action(decided.request, step.option, decided.facts, matter.policy, case.id, case.turn)
        if action is not None:
            named = reply.articles(matter.known.order, decided.request.lines) if matter.known.order else ""
            ordered = MoneyOrder(action, named, tuple(message.id for message in matter.messages))
            return order_money(tx, case, ordered, decided.facts, matter.policy, matter.now, step.why)
    if step.next in {Next.ASK_ORDER, Next.ASK_LINE, Next.ANSWER_STATUS, Next.REFUSE}:
        order, given = matter.known.order, matter.read.orders
        payouts = tx.dues.payouts()
        spoken = reply.for_step(
            services, case, matter.policy, order, given, decided.request, decided.facts, step, payouts
        )
        if spoken is not None:
            return _say(tx, case, matter, step, spoken)
    return _hand_to_agent(services, tx, case, matter, decided)


def order_money(tx: Tx, case: Case, order: MoneyOrder, facts: Facts, policy: Policy, now: datetime, why: str) -> Case:
    """Reserve, and put the action into the outbox. Raise OverLimit with nothing written. Twice is once."""
    action = order.action
    if tx.outbox.get(action.key) is None:
        units = {} if action.route is Route.CANCEL else action.units
        reservation = Reservation(
            action.key, case.shop, action.order, facts.customer or "", facts.today, action.amount, units
        )
        left = {line.id: line.refundable for line in facts.lines.values()}
        tx.ledger.reserve(reservation, policy.customer_limit, policy.shop_limit, left)
    due = now + timedelta(minutes=policy.hold_minutes)
    if tx.outbox.add(NewAction(action.key, case, ActionKind.MONEY, to_json(order), due, action.order), now):
        detail = {"key": action.key, "route": action.route, "amount": str(action.amount), "units": dict(action.units)}
        tx.audit.append(case.id, order.by, "ordered", {**detail, "why": why}, now)
    state = State.HELD if policy.hold_minutes else State.ACTING
    return replace(case, state=go(case.state, state), why=why)


def speak(tx: Tx, case: Case, words: Words, kind: str, now: datetime) -> ActionKey:
    """Put words into the outbox under the turn's own key: there is one public reply per turn."""
    key = action_key(kind, case.id, case.turn)
    action_kind = ActionKind.REPLY if words.public else ActionKind.NOTE
    tx.outbox.add(NewAction(key, case, action_kind, to_json(words), now), now)
    return key


_AFTER = {
    Next.ASK_ORDER: (State.WAITING_CUSTOMER, TicketStatus.PENDING),
    Next.ASK_LINE: (State.WAITING_CUSTOMER, TicketStatus.PENDING),
    Next.ANSWER_STATUS: (State.SETTLED, TicketStatus.SOLVED),
    Next.REFUSE: (State.SETTLED, TicketStatus.SOLVED),
}


def _say(tx: Tx, case: Case, matter: Matter, step: Step, spoken: Spoken) -> Case:
    then, status = _AFTER[step.next]
    if step.next is Next.ANSWER_STATUS and "by" in spoken.dates:
        tx.dues.add(case.id, "bank_shows", spoken.dates["by"], None)
    asked = step.next in {Next.ASK_ORDER, Next.ASK_LINE}
    messages = tuple(message.id for message in matter.messages)
    speak(tx, case, Words(then, step.why, messages, status, spoken=spoken), "reply", matter.now)
    return replace(case, state=go(case.state, State.REPLYING), why=step.why, rounds=case.rounds + asked)


def _hand_to_agent(services: Services, tx: Tx, case: Case, matter: Matter, decided: Decided) -> Case:
    """A note with the facts, the reason, the options and a draft. In assist mode every case comes here."""
    order = matter.known.order
    text = note.compose(
        matter.policy.language,
        case.id,
        order.number if order else None,
        reply.articles(order, decided.request.lines) if order else "",
        decided.request,
        decided.facts,
        decided.decision,
        decided.step,
        reply.draft(
            services, case, matter.policy, matter.ticket, order, decided.request, decided.facts, decided.decision
        ),
    )
    messages = tuple(message.id for message in matter.messages)
    words = Words(State.WAITING_AGENT, decided.step.why, messages, TicketStatus.OPEN, note=text)
    speak(tx, case, words, "note", matter.now)
    return replace(case, state=go(case.state, State.WAITING_AGENT), why=decided.step.why)


def reads_tickets(policy: Policy) -> bool:
    return policy.rollout.mode is not Mode.OFF
