"""Decide: request, facts and policy give a decision and the next step; both are kept with what follows from them, in
one transaction: case, decision, reservation, outbox, audit, inbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connector.domain.case import State, go
from connector.domain.codec import to_json
from connector.domain.decision import Decision, decide
from connector.domain.facts import Facts, SenderCompared
from connector.domain.plan import plan
from connector.domain.policy import Mode, Policy
from connector.domain.request import Request
from connector.domain.step import Next, Step, next_step
from connector.flow import note, reply
from connector.flow.awaited import newest_return, return_records, same_goods
from connector.flow.enrich import Known, facts_at, order_records, own_records
from connector.flow.lines import choose
from connector.flow.orders import Ordering, agree_return, order_effects, speak
from connector.flow.readings import traced
from connector.flow.services import Services
from connector.flow.words import Spoken, Words
from connector.ports.helpdesk import Author, Message, Ticket, TicketStatus
from connector.ports.store import (
    Case,
    Installation,
    OverLimit,
    Return,
    ReturnState,
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
        photo=read.pictures or any(message.pictures for message in matter.messages),
        flags=read.flags,
        language=read.lang,
        status_of=read.status_of,
    )


def derive(tx: Tx, matter: Matter, rounds: int, agreed: Return | None = None) -> Decided:
    """Facts as of now, our own ledger included, and what the policy makes of them. `agreed`: the newest return of the
    case that was not settled; its parcel may be here, its unit is held for these very articles."""
    request = request_of(matter)
    under_way = agreed is not None and agreed.state is ReturnState.OPEN
    order = matter.known.order
    if agreed is not None and (order is None or agreed.order != order.id):
        agreed = None
    here = return_records(tx, agreed, request) if agreed is not None else []
    mine = agreed is not None and under_way and here and same_goods(agreed, request, matter.known.offers.wished)
    own = agreed.held_key if agreed is not None and mine else None
    records = [
        *order_records(matter.known, matter.now, matter.policy, matter.customer or ""),
        *own_records(tx, matter.installation, matter.known, matter.customer, matter.policy, matter.now, own),
        *here,
        matter.sender,
    ]
    facts = facts_at(records, matter.now, matter.policy)
    decision = decide(request, facts, matter.policy)
    step = next_step(request, facts, decision, matter.policy, rounds, len(matter.read.orders))
    if step.next in _AFTER and _answers_of_a_day(matter) >= MOST_ANSWERS:  # perhaps a machine answers us
        step = Step(Next.AGENT, "replies.too_many", step.option)
    if step.next in _GIVES and under_way:  # a parcel is on its way for something else
        step = Step(Next.AGENT, "return.under_way", step.option)
    return Decided(request, facts, decision, step)


def _answers_of_a_day(matter: Matter) -> int:
    since = matter.now - timedelta(days=1)
    ours = (each for each in matter.ticket.messages if each.author is Author.US and each.public)
    return sum(each.at > since for each in ours)


def settle_turn(services: Services, tx: Tx, case: Case, matter: Matter) -> Case:
    """Decide and write everything that follows. `case` is locked; the caller has marked the messages as taken up."""
    decided = derive(tx, matter, case.rounds, newest_return(tx, case))
    order = matter.known.order
    case = replace(
        case,
        turn=case.turn + 1,
        order=order.id if order else case.order,
        order_number=order.number if order else case.order_number,
        language=reply.language_of(services, matter.read.lang, matter.policy),
        state=go(case.state, State.UNDERSTOOD),
    )
    keep(
        tx,
        case,
        decided,
        matter.policy,
        matter.read,
        reply.articles(matter.known.order, decided.request.lines) if matter.known.order else "",
        matter.now,
    )
    try:
        case = _carry_out(services, tx, case, matter, decided)
    except OverLimit as error:  # somebody was faster between reading the ledger and reserving: a person decides
        again = replace(decided, step=Step(Next.AGENT, "limit.reached", decided.step.option))
        tx.audit.append(case.id, "system", "overtaken_in_ledger", {"said": str(error)}, matter.now)
        case = _hand_to_agent(services, tx, case, matter, again)
    tx.cases.save(case, matter.now)
    return case


def keep(
    tx: Tx,
    case: Case,
    decided: Decided,
    policy: Policy,
    read: Understanding | None,
    articles: str,
    now: datetime,
    by: str = "customer",
) -> None:
    """Store the decision with all it was derived from. `by`: who made it necessary. `read`: None where the words are
    not kept any more."""
    tx.cases.add_decision(
        StoredDecision(
            case=case.id,
            number=case.turn,
            at=now,
            request=to_json(decided.request),
            facts=to_json(decided.facts),
            policy_hash=policy.hash,
            engine=decided.decision.engine,
            decision=to_json(decided.decision),
            step=to_json(decided.step),
            reading=to_json(read),
            articles=articles,
        )
    )
    said = {"kind": decided.request.kind, "reason": decided.request.reason, "confidence": decided.request.confidence}
    what = "asked" if by == "customer" else "parcel"
    whole = traced(read) if what == "asked" and read is not None else {}
    tx.audit.append(case.id, by, what, {**whole, **said, "turn": case.turn}, now)
    why = {"step": decided.step.next, "why": decided.step.why, "option": decided.step.option, "decision": case.turn}
    tx.audit.append(case.id, "policy", "decided", {**why, "policy": policy.hash[:12]}, now)


def _carry_out(services: Services, tx: Tx, case: Case, matter: Matter, decided: Decided) -> Case:
    step = decided.step
    if step.next is Next.RECORD:
        return replace(case, state=go(case.state, State.HANDED_OVER), why=step.why)
    if step.next in _GIVES and step.option is not None:
        given = _give(tx, case, matter, decided, step)
        if given is not None:
            return given
        decided = replace(decided, step=Step(Next.AGENT, "approve.by_hand", step.option))
    if step.next in _AFTER:
        spoken = reply.for_step(
            services,
            case,
            matter.policy,
            matter.known.order,
            matter.read.orders,
            decided.request,
            decided.facts,
            step,
            tx.dues.payouts(),
            matter.known.offers.choices,
            matter.now,
        )
        if spoken is not None:
            return _say(tx, case, matter, step, spoken)
    return _hand_to_agent(services, tx, case, matter, decided)


def _give(tx: Tx, case: Case, matter: Matter, decided: Decided, step: Step) -> Case | None:
    """Order what the policy allows, or agree to the parcel that it waits for; None where it cannot be planned."""
    option, order = step.option, matter.known.order
    if option is None or order is None:
        return None
    named = reply.articles(order, decided.request.lines)
    ordering = Ordering(
        decided.request,
        option,
        decided.facts,
        matter.policy,
        named,
        tuple(message.id for message in matter.messages),
        matter.now,
    )
    if step.next is Next.AWAIT_RETURN:
        return agree_return(tx, case, ordering, step.why)
    effects = plan(decided.request, option, decided.facts, matter.policy, case.id, case.turn)
    return order_effects(tx, case, ordering, effects, step.why) if effects else None


ASKS = frozenset({Next.ASK_ORDER, Next.ASK_LINE, Next.ASK_PHOTO, Next.ASK_VARIANT})
_GIVES = frozenset({Next.ACT, Next.AWAIT_RETURN})
_AFTER = {
    **dict.fromkeys(ASKS, (State.WAITING_CUSTOMER, TicketStatus.PENDING)),
    Next.ANSWER_STATUS: (State.SETTLED, TicketStatus.SOLVED),
    Next.REFUSE: (State.SETTLED, TicketStatus.SOLVED),
}


def _say(tx: Tx, case: Case, matter: Matter, step: Step, spoken: Spoken) -> Case:
    then, status = _AFTER[step.next]
    if step.next is Next.ANSWER_STATUS and "by" in spoken.dates:
        tx.dues.add(case.id, "bank_shows", spoken.dates["by"], None)
    if step.next is Next.ASK_PHOTO:
        day, moment = reply.photo_by(matter.policy, request_of(matter), matter.now)
        tx.dues.add(case.id, "photo", day, f"photo-{case.id}-{case.turn}", moment)
    asked = step.next in ASKS
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
        matter.read,
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
