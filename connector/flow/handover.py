"""To a person: what is withdrawn, what cannot go on, and the note that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from connector.domain.case import FINAL, State, go, onward
from connector.domain.codec import from_json, to_json
from connector.domain.ids import ActionKey
from connector.domain.labels import label
from connector.domain.money import Money, total
from connector.domain.plan import Route
from connector.flow.services import installation_of
from connector.flow.shop_writes import tidy
from connector.flow.words import MoneyOrder, Words
from connector.ports.helpdesk import TicketStatus
from connector.ports.store import TOLD, Action, ActionKind, ActionState, Case, NewAction, ReturnState, TicketJob, Tx

UNDELIVERED = "reply.undelivered"
MOST_AGAIN = 3  # decisions taken again in one case because the shop was not as decided


def withdraw(tx: Tx, case: Case, now: datetime) -> Case:
    """Take back what was decided for the turn and not sent yet: newer words, or newer facts, decide. Words about money
    that moved stay: somebody must hear them."""
    rounds = case.rounds
    owed = [each.key for each in tx.outbox.of_case(case.id) if speaks_of_money(each)]
    for action in tx.outbox.supersede(case.id, now, owed):
        let_go(tx, action)
        not_agreed(tx, action)
        tx.audit.append(case.id, "system", "withdrawn", {"key": action.key}, now)
        rounds -= _asks(action)  # that question was never asked
    return replace(case, rounds=rounds)


def speaks_of_money(action: Action) -> bool:
    """Whether these are words about money that moved, to the customer or to an agent."""
    return action.kind in TOLD and from_json(Words, action.payload).money is not None


def worth_made(order: MoneyOrder) -> Money | None:
    """What the parts of an order that were made come to; None before the first. Goods that were only let go of were
    counted when they were ordered."""
    if not order.made:
        return None
    counted = [part.amount for part in order.made if part.route is not Route.RELEASE]
    return total(counted, order.action.amount.currency)


def let_go(tx: Tx, action: Action) -> None:
    """The rest of what was ordered will not be made: the ledger keeps what was."""
    if action.kind is not ActionKind.MONEY:
        return
    order = from_json(MoneyOrder, action.payload)
    made = worth_made(order)
    if made is None:
        tx.ledger.void(order.reserved)
    else:
        tx.ledger.make(order.reserved, made)


def not_agreed(tx: Tx, action: Action) -> None:
    """A return of which the customer never heard is none: its instructions, or what they waited for, were not sent."""
    if action.kind is ActionKind.REPLY:
        words = from_json(Words, action.payload)
        unheard = words.then is State.WAITING_RETURN and words.money is None
    else:
        unheard = action.kind is ActionKind.MONEY and from_json(MoneyOrder, action.payload).action.hold
    agreed = tx.returns.of_case(action.case) if unheard else None
    if agreed is not None:
        tx.returns.save(replace(agreed, state=ReturnState.CLOSED))


def _asks(action: Action) -> bool:
    """Whether it is a question to the customer."""
    return action.kind is ActionKind.REPLY and from_json(Words, action.payload).then is State.WAITING_CUSTOMER


def decide_again(tx: Tx, action: Action, why: str, language: str, now: datetime) -> None:
    """Nothing was sent: the case is decided anew, on the ticket and the order as they are now."""
    if not tx.outbox.close(action, ActionState.SUPERSEDED, why, now):
        return
    close_books(tx, action, now)
    case = withdraw(tx, tx.cases.get(action.case), now)
    case = replace(case, rounds=case.rounds - _asks(action))
    before = sum(entry.what == "decide_again" for entry in tx.audit.trail(case.id))
    tx.audit.append(case.id, "system", "decide_again", {"key": action.key, "why": why}, now)
    if parts_made(action):
        to_agent(tx, case, action, "parts.some_made", language, f"{why}\n{parts_made(action)}", now)
        return
    if before >= MOST_AGAIN:  # shop and facts do not come to agree: a person looks
        to_agent(tx, case, action, "overtaken.too_often", language, why, now)
        return
    tx.cases.save(replace(case, state=onward(case.state, State.UNDERSTOOD), why="overtaken.again"), now)
    tx.inbox.add(action.tenant, f"again-{action.key}-{action.claim}", action.ticket_id, now)


def close_books(tx: Tx, action: Action, now: datetime) -> None:
    """The action ended without its effect: what it reserved is free, what it left in the shop is tidied up."""
    let_go(tx, action)
    not_agreed(tx, action)
    if action.kind is ActionKind.MONEY:
        latest = tx.outbox.get(action.key) or action
        tidy(tx, tx.cases.get(action.case), latest, from_json(MoneyOrder, action.payload).action, now)


def parts_made(action: Action) -> str:
    """What earlier parts of the same order made, a line each; empty if nothing."""
    if action.kind is not ActionKind.MONEY:
        return ""
    return "\n".join(f"{part.key}: {part.id}, {part.amount}" for part in from_json(MoneyOrder, action.payload).made)


def to_agent(tx: Tx, case: Case, action: Action, why: str, language: str, detail: str, now: datetime) -> None:
    """Tell an agent in a note of its own what became of `action`, and what to do. The case waits for them."""
    note = f"Retour · {label(why, language)}\n{detail}".strip()
    words = Words(State.WAITING_AGENT, why, (), TicketStatus.OPEN, note=note, money=action.key)
    key = _note_key(action, why)
    if tx.outbox.get(key) is None:  # said before: once is enough
        tx.outbox.add(NewAction(key, case, ActionKind.NOTE, to_json(words), now), now)
    tx.cases.save(replace(case, state=onward(case.state, State.WAITING_AGENT), why=why), now)


def hand_over(tx: Tx, case: Case, why: str, language: str, detail: str, name: str, now: datetime) -> None:
    """Tell an agent, once per `name`; the case waits for them."""
    key = ActionKey(f"note-{name}")
    if tx.outbox.get(key) is None:
        note = f"Retour · {label(why, language)}\n{detail}".strip()
        words = Words(State.WAITING_AGENT, why, (), TicketStatus.OPEN, note=note)
        tx.outbox.add(NewAction(key, case, ActionKind.NOTE, to_json(words), now), now)
    tx.cases.save(replace(case, state=onward(case.state, State.WAITING_AGENT), why=why), now)


def _note_key(action: Action, why: str) -> ActionKey:
    return ActionKey(f"note-{action.key}-{why.replace('.', '-')}")


def give_up(tx: Tx, job: TicketJob, why: str, language: str, now: datetime) -> None:
    """A ticket that cannot be worked on, for a bug of ours or because the outside stayed away: a person gets it.

    Its messages stay untouched: when the customer writes again it is tried anew.
    """
    installation = installation_of(tx, job.tenant)
    case = tx.cases.newest(job.tenant, job.ticket_id)
    if case is None or case.state in FINAL:
        case = tx.cases.open(installation, job.ticket_id, language, now)
    case = withdraw(tx, case, now)
    tx.audit.append(case.id, "system", "given_up", {"why": why, "tries": job.attempts}, now)
    words = Words(State.FAILED, why, (), TicketStatus.OPEN, note=f"Retour · {label(why, language)}")
    key = ActionKey(f"note-{case.id}-failed-{job.rows[0]}")
    tx.outbox.add(NewAction(key, case, ActionKind.NOTE, to_json(words), now), now)
    tx.cases.save(replace(case, state=go(case.state, State.FAILED), why=why), now)
    tx.inbox.done(job, why, now)


def refuse(tx: Tx, action: Action, why: str, language: str, detail: str, now: datetime, *, shut: bool = False) -> None:
    """The other side clearly said no, or it took too long: nothing happened, and a person goes on. `shut`: the ticket
    takes no words any more, not even a note.

    Words about money that moved stay on the list of what waits for a person: somebody must tell the customer.
    """
    words = from_json(Words, action.payload) if action.kind in TOLD else None
    if words is not None and words.money is not None:
        ended = tx.outbox.ask_person(action, why, now)
    else:
        ended = tx.outbox.close(action, ActionState.REFUSED, why, now)
    if not ended:
        return
    close_books(tx, action, now)
    case = tx.cases.get(action.case)
    if action.kind is ActionKind.MONEY and from_json(MoneyOrder, action.payload).action.route is Route.DROP:
        case = withdraw(tx, case, now)  # what was to follow it would come on top
    tx.audit.append(case.id, "system", "refused", {"key": action.key, "why": why}, now)
    if action.kind is ActionKind.MONEY or (action.kind is ActionKind.REPLY and not shut):
        to_agent(tx, case, action, why, language, f"{detail}\n{parts_made(action)}".strip(), now)
    elif action.kind is ActionKind.REPLY:  # a note says nothing about where its case stands
        tx.cases.save(replace(case, state=onward(case.state, State.HANDED_OVER), why=why), now)


def undelivered(tx: Tx, case: Case, action: Action, language: str, now: datetime) -> None:
    """The helpdesk took our answer and could not deliver it: an agent is told, once."""
    if tx.outbox.get(_note_key(action, UNDELIVERED)) is not None:
        return
    tx.audit.append(case.id, "system", "undelivered", {"key": action.key, "id": action.made}, now)
    to_agent(tx, case, action, UNDELIVERED, language, "", now)
    if case.state not in {State.WAITING_CUSTOMER, State.REPLYING}:  # another turn is under way, and goes on
        tx.cases.save(case, now)


def outcome_unknown(tx: Tx, action: Action, language: str, facts: Mapping[str, str], now: datetime) -> None:
    """Perhaps it happened, and a repeat could double it: a person looks. A money action keeps its order locked."""
    why = f"unknown.{action.kind}"
    if not tx.outbox.ask_person(action, why, now):
        return
    case = tx.cases.get(action.case)
    if action.kind is ActionKind.MONEY:
        tidy(tx, case, action, from_json(MoneyOrder, action.payload).action, now)
    tx.audit.append(case.id, "system", "outcome_unknown", {"key": action.key, **facts}, now)
    to_agent(tx, case, action, why, language, "\n".join(f"{name}: {value}" for name, value in facts.items()), now)


def facts_of(action: Action) -> dict[str, str]:
    """What a person needs to look an action up themselves."""
    facts = {"key": action.key, "sent": f"{action.touched_at:%Y-%m-%d %H:%M} UTC"}
    if action.kind is ActionKind.MONEY:
        order = from_json(MoneyOrder, action.payload)
        planned = order.action
        facts |= {"order": planned.order, "amount": str(planned.amount), "route": planned.route.value}
        facts |= {name: made for name, made in action.steps.items() if name in {"cart", "place"}}
    return facts
