"""How a ticket comes to be and changes: every way of writing ends here, so that books, mails and rules agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.freshdesk.account import Json
from sandbox.freshdesk.clock import Clock, to_second
from sandbox.freshdesk.mailbook import MailBook
from sandbox.freshdesk.people import User
from sandbox.freshdesk.tickets import CLOSED, NOTE, OPEN, PENDING, RESOLVED, Conversation, Ticket, Tickets

PLAIN_FIELDS = ("status", "priority", "type", "subject", "html", "group_id", "responder_id", "requester_id", "source")
EVENT_FIELDS = ("status", "priority", "type", "group_id", "responder_id")  # changes that rules of type 4 can watch


@dataclass(frozen=True)
class Happened:
    """What automation rules are told about one write. Each event is like `{"field_name": "status", "from": 4, …}`."""

    ticket: Ticket
    actor: User | None  # None: the system
    created: bool
    events: Sequence[Json] = ()


class Writing:
    def __init__(self, clock: Clock, tickets: Tickets, mails: MailBook, tell: Callable[[Happened], None]) -> None:
        self._clock = clock
        self._tickets = tickets
        self._mails = mails
        self._tell = tell
        self.tags_history: list[Json] = []

    def open(self, ticket: Ticket, actor: User) -> None:
        """Store a new ticket with its description."""
        self._tickets.add(ticket)
        ticket.stats.status_updated_at = ticket.created_at
        self._note_tags(ticket, [])
        self._tell(Happened(ticket, actor, True))

    def say(self, ticket: Ticket, said: Conversation, actor: User, changes: Mapping[str, Any] | None = None) -> None:
        """Add a conversation, and apply changes it brings about; rules are told of both at once."""
        ticket.conversations.append(said)
        self._respond(ticket, said)
        self._mails.post(said)
        kind: Json = {"field_name": "reply_sent"}
        if said.source == NOTE:
            kind = {"field_name": "note_type", "value": "private" if said.private else "public"}
        events = [kind, *self._apply(ticket, changes or {})]
        self.touch(ticket)
        self._tell(Happened(ticket, actor, False, events))

    def change(self, ticket: Ticket, changes: Mapping[str, Any], actor: User | None) -> None:
        """Apply already validated values: `PLAIN_FIELDS`, `tags`, `custom_fields`."""
        events = self._apply(ticket, changes)
        self.touch(ticket)
        if events:
            self._tell(Happened(ticket, actor, False, events))

    def touch(self, ticket: Ticket) -> None:
        ticket.updated_at = to_second(self._clock.now())

    def _apply(self, ticket: Ticket, changes: Mapping[str, Any]) -> list[Json]:
        events: list[Json] = []
        for name in PLAIN_FIELDS:
            if name in changes and changes[name] != getattr(ticket, name):
                before = getattr(ticket, name)
                setattr(ticket, name, changes[name])
                if name in EVENT_FIELDS:
                    events.append({"field_name": name, "from": before, "to": changes[name]})
                if name == "status":
                    self._status_moved(ticket, before)
        if "tags" in changes and changes["tags"] != ticket.tags:
            before, ticket.tags = ticket.tags, list(changes["tags"])
            self._note_tags(ticket, before)
            events.append({"field_name": "tag_names", "from": before, "to": list(ticket.tags)})
        ticket.custom_fields |= changes.get("custom_fields", {})
        return events

    def _respond(self, ticket: Ticket, said: Conversation) -> None:
        if said.source == NOTE:
            return
        if said.incoming:
            ticket.stats.requester_responded_at = said.created_at
        else:
            ticket.stats.agent_responded_at = said.created_at
            ticket.stats.first_responded_at = ticket.stats.first_responded_at or said.created_at

    def _status_moved(self, ticket: Ticket, before: int) -> None:
        now, stats = to_second(self._clock.now()), ticket.stats
        stats.status_updated_at = now
        stats.pending_since = now if ticket.status == PENDING else None
        if ticket.status == OPEN and before in (RESOLVED, CLOSED):
            stats.reopened_at, stats.resolved_at, stats.closed_at = now, None, None
        if ticket.status == RESOLVED:
            stats.resolved_at = now
        if ticket.status == CLOSED:
            stats.resolved_at, stats.closed_at = stats.resolved_at or now, now

    def _note_tags(self, ticket: Ticket, previous: list[str]) -> None:
        if ticket.tags != previous:
            self.tags_history.append({"ticket_id": ticket.id, "from": previous, "to": list(ticket.tags)})
