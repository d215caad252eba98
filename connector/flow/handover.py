"""To a person: what is withdrawn, what cannot go on, and the note that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from connector.domain.case import FINAL, State, go, onward
from connector.domain.codec import from_json, to_json
from connector.domain.ids import ActionKey
from connector.domain.labels import label
from connector.flow.services import installation_of
from connector.flow.words import Words
from connector.ports.helpdesk import TicketStatus
from connector.ports.store import Action, ActionKind, ActionState, Case, NewAction, TicketJob, Tx

UNDELIVERED = "reply.undelivered"
MOST_AGAIN = 3  # decisions taken again in one case because the shop was not as decided


def withdraw(tx: Tx, case: Case, now: datetime) -> Case:
    """Take back what was decided for the turn and not sent yet: newer words, or newer facts, decide. Words about money
    that moved stay: somebody must hear them."""
    rounds = case.rounds
    owed = [each.key for each in tx.outbox.of_case(case.id) if speaks_of_money(each)]
    for action in tx.outbox.supersede(case.id, now, owed):
        tx.ledger.void(action.key)
        tx.audit.append(case.id, "system", "withdrawn", {"key": action.key}, now)
        rounds -= _asks(action)  # that question was never asked
    return replace(case, rounds=rounds)


def speaks_of_money(action: Action) -> bool:
    """Whether these are words about money that moved, to the customer or to an agent."""
    return action.kind is not ActionKind.MONEY and from_json(Words, action.payload).money is not None


def _asks(action: Action) -> bool:
    """Whether it is a question to the customer."""
    return action.kind is ActionKind.REPLY and from_json(Words, action.payload).then is State.WAITING_CUSTOMER


def decide_again(tx: Tx, action: Action, why: str, language: str, now: datetime) -> None:
    """Nothing was sent: the case is decided anew, on the ticket and the order as they are now."""
    if not tx.outbox.close(action, ActionState.SUPERSEDED, why, now):
        return
    tx.ledger.void(action.key)
    case = withdraw(tx, tx.cases.get(action.case), now)
    case = replace(case, rounds=case.rounds - _asks(action))
    before = sum(entry.what == "decide_again" for entry in tx.audit.trail(case.id))
    tx.audit.append(case.id, "system", "decide_again", {"key": action.key, "why": why}, now)
    if before >= MOST_AGAIN:  # shop and facts do not come to agree: a person looks
        to_agent(tx, case, action, "overtaken.too_often", language, why, now)
        return
    tx.cases.save(replace(case, state=onward(case.state, State.UNDERSTOOD), why="overtaken.again"), now)
    tx.inbox.add(action.tenant, f"again-{action.key}-{action.claim}", action.ticket_id, now)


def to_agent(tx: Tx, case: Case, action: Action, why: str, language: str, detail: str, now: datetime) -> None:
    """Tell an agent in a note of its own what became of `action`, and what to do. The case waits for them."""
    note = f"Retour · {label(why, language)}\n{detail}".strip()
    words = Words(State.WAITING_AGENT, why, (), TicketStatus.OPEN, note=note, money=action.key)
    key = _note_key(action, why)
    if tx.outbox.get(key) is None:  # said before: once is enough
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
    words = None if action.kind is ActionKind.MONEY else from_json(Words, action.payload)
    if words is not None and words.money is not None:
        ended = tx.outbox.ask_person(action, why, now)
    else:
        ended = tx.outbox.close(action, ActionState.REFUSED, why, now)
    if not ended:
        return
    tx.ledger.void(action.key)
    case = tx.cases.get(action.case)
    tx.audit.append(case.id, "system", "refused", {"key": action.key, "why": why}, now)
    if action.kind is ActionKind.MONEY or (action.kind is ActionKind.REPLY and not shut):
        to_agent(tx, case, action, why, language, detail, now)
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
    tx.audit.append(case.id, "system", "outcome_unknown", {"key": action.key, **facts}, now)
    to_agent(tx, case, action, why, language, "\n".join(f"{name}: {value}" for name, value in facts.items()), now)
