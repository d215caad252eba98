"""How a ticket comes to be and changes: every way of writing ends here, so that times and triggers agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.gorgias.clock import Clock
from sandbox.gorgias.mailbook import MailBook
from sandbox.gorgias.tickets import Message, Ticket, Tickets

Tell = Callable[[str, Ticket, Message | None], None]
FIELDS = (
    "status priority subject language external_id spam is_unread assignee_user assignee_team customer meta "
    "custom_fields snoozed_until trashed_at"
).split()
TRASH_LIFE = timedelta(days=30)  # then a trashed ticket is gone; the length is a guess


@dataclass(frozen=True)
class _Outgoing:
    message: Message
    due_at: datetime
    error: str | None  # why sending will fail


class Writing:
    """`tell` hears of every trigger: its name, the ticket, and the message where there is one."""

    def __init__(self, clock: Clock, tickets: Tickets, mails: MailBook, tell: Tell) -> None:
        self._clock = clock
        self._tickets = tickets
        self._mails = mails
        self._tell = tell
        self._outgoing: list[_Outgoing] = []
        self.tags_history: list[dict[str, Any]] = []

    def open(self, ticket: Ticket, message: Message) -> None:
        """Store a new ticket with its first message. The first event knows no message yet (inferred)."""
        self._tickets.add(ticket)
        ticket.messages.append(message)
        self._note_tags(ticket, [])
        self._tell("ticket-created", ticket, None)
        self._tell("ticket-message-created", ticket, message)

    def add(self, ticket: Ticket, message: Message) -> None:
        """A further message. One from outside reopens the ticket."""
        ticket.messages.append(message)
        ticket.updated_at = message.created_at
        ticket.is_unread = not message.from_agent
        if message.from_agent and message.public and ticket.opened_at is None:
            ticket.opened_at = message.created_at
        self._tell("ticket-message-created", ticket, message)
        if not message.from_agent and (ticket.status == "closed" or ticket.snoozed_until is not None):
            self.change(ticket, {"status": "open", "snoozed_until": None})
        else:
            self._tell("ticket-updated", ticket, None)

    def change(self, ticket: Ticket, changes: Mapping[str, Any]) -> None:
        """Apply already validated values of `FIELDS` and `tags`. What changes nothing fires nothing."""
        before = ticket.status, ticket.assignee_user, ticket.assignee_team
        changed = False
        for name in FIELDS:
            if name in changes and changes[name] != getattr(ticket, name):
                setattr(ticket, name, changes[name])
                changed = True
        if "tags" in changes and set(changes["tags"]) != set(ticket.tags):
            previous, ticket.tags = ticket.tags, list(dict.fromkeys(changes["tags"]))
            self._note_tags(ticket, previous)
            changed = True
        if not changed:
            return
        now = self._clock.now()
        ticket.updated_at = now
        if ticket.status != before[0]:
            ticket.closed_at = now if ticket.status == "closed" else None
            self._tell("ticket-status-updated", ticket, None)
        if (ticket.assignee_user, ticket.assignee_team) != before[1:]:
            self._tell("ticket-assignment-updated", ticket, None)
        self._tell("ticket-updated", ticket, None)

    def send(self, message: Message, lag: float, error: str | None) -> None:
        """Have a message leave `lag` seconds from now, or fail with `error`; `settle` does it."""
        self._outgoing.append(_Outgoing(message, self._clock.now() + timedelta(seconds=lag), error))

    def settle(self) -> None:
        """Do what time has made due: messages to send, snoozes that end, trash that is emptied."""
        now = self._clock.now()
        due = [outgoing for outgoing in self._outgoing if outgoing.due_at <= now]
        self._outgoing = [outgoing for outgoing in self._outgoing if outgoing.due_at > now]
        for outgoing in due:
            self._leave(outgoing, now)
        for ticket in self._tickets.all():
            if ticket.snoozed_until is not None and ticket.snoozed_until <= now:
                self.change(ticket, {"snoozed_until": None, "status": "open"})
                self._tell("ticket-self-unsnoozed", ticket, None)
            if ticket.trashed_at is not None and ticket.trashed_at + TRASH_LIFE <= now:
                self._tickets.remove(ticket.id)

    def _leave(self, outgoing: _Outgoing, now: datetime) -> None:
        message = outgoing.message
        if outgoing.error is None:
            message.sent_at = now
            self._mails.post(message, now)
            return
        message.failed_at, message.sending_error = now, outgoing.error
        ticket = self._tickets.find(message.ticket_id)
        if ticket is not None:
            self._tell("ticket-message-failed", ticket, message)

    def _note_tags(self, ticket: Ticket, previous: list[str]) -> None:
        if ticket.tags != previous:
            self.tags_history.append({"ticket_id": ticket.id, "from": previous, "to": list(ticket.tags)})
