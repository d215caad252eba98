"""Tell an agent of a parcel, whatever the policy's mode is by now. Where the ticket takes no more notes, it is put on
the list of what waits for a person: the articles are in the house, so somebody has to hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from connector.domain.case import State, onward
from connector.domain.codec import to_json
from connector.domain.ids import ActionKey
from connector.domain.labels import label
from connector.flow.words import Words
from connector.ports.helpdesk import TicketStatus
from connector.ports.store import ActionKind, Case, NewAction, Return, Tx


def tell_agent(tx: Tx, case: Case, agreed: Return, why: str, language: str, name: str, now: datetime) -> None:
    """Once per `name`; the case waits for them. The note speaks of the return as others do of money: it is owed."""
    key = ActionKey(f"note-{name}")
    if tx.outbox.get(key) is None:
        note = f"Retour · {label(why, language)}\n{agreed.rma}"
        about = agreed.held_key or ActionKey(f"return-{agreed.rma}")
        words = Words(State.WAITING_AGENT, why, (), TicketStatus.OPEN, note=note, money=about)
        tx.outbox.add(NewAction(key, case, ActionKind.NOTE, to_json(words), now), now)
    tx.cases.save(replace(case, state=onward(case.state, State.WAITING_AGENT), why=why), now)
