"""How a ticket comes to be and changes: every way of writing ends here, so that audits, mails and events agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.zendesk.account import Json
from sandbox.zendesk.attachments import Attachment
from sandbox.zendesk.clock import Clock, to_second
from sandbox.zendesk.mailbook import MailBook
from sandbox.zendesk.numbers import Numbers
from sandbox.zendesk.people import User
from sandbox.zendesk.refusals import invalid
from sandbox.zendesk.tickets import Audit, Comment, Ticket, Tickets

COMMENTS_PER_TICKET = 5000
PLAIN_FIELDS = ("status", "priority", "type", "subject", "assignee_id", "group_id", "external_id", "requester_id")


@dataclass(frozen=True)
class Words:
    """A comment about to be written."""

    author: User
    html_body: str  # already expanded, cleaned and wrapped
    public: bool = True
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class Origin:
    """Who writes, by which way, and what Zendesk notes about it."""

    actor: User
    via: Json
    metadata: Json  # system, custom, and flags where mail looked wrong
    system: bool = False  # changes by Zendesk itself do not move updated_at


@dataclass(frozen=True)
class Happened:
    """What subscribers and triggers are told about one write."""

    ticket: Ticket
    actor: User
    created: bool
    comment: Comment | None
    previous_status: str | None  # None: unchanged
    via: Json


class Writing:
    def __init__(
        self, clock: Clock, numbers: Numbers, tickets: Tickets, mails: MailBook, tell: Callable[[Happened], None]
    ) -> None:
        self._clock = clock
        self._numbers = numbers
        self._tickets = tickets
        self._mails = mails
        self._tell = tell
        self.tags_history: list[Json] = []

    def open(self, ticket: Ticket, words: Words, origin: Origin) -> Audit:
        """Store a new ticket with its first comment."""
        self._tickets.add(ticket)
        audit = self._audit(ticket, origin)
        comment = self._comment(ticket, audit, words, origin)
        created: Json = {
            "requester_id": str(ticket.requester_id),
            "status": ticket.status,
            "tags": list(ticket.tags),
            "group_id": str(ticket.group_id) if ticket.group_id else None,
        }
        audit.events += [self._event("Create", name, value) for name, value in created.items()]
        self._note_tags(ticket, [])
        self._tell(Happened(ticket, origin.actor, True, comment, None, origin.via))
        return audit

    def change(self, ticket: Ticket, changes: Mapping[str, Any], words: Words | None, origin: Origin) -> Audit:
        """Apply already validated values (`PLAIN_FIELDS`, `tags`, `custom_fields` as id -> value) and a comment."""
        if words is not None and len(ticket.comments) >= COMMENTS_PER_TICKET:
            raise invalid("comment", f"Comment: a ticket takes at most {COMMENTS_PER_TICKET} comments")
        before = ticket.status
        audit = self._audit(ticket, origin)
        comment = self._comment(ticket, audit, words, origin) if words is not None else None
        for name in PLAIN_FIELDS:
            if name in changes and changes[name] != getattr(ticket, name):
                audit.events.append(self._event("Change", name, changes[name], getattr(ticket, name)))
                setattr(ticket, name, changes[name])
        if "tags" in changes and changes["tags"] != ticket.tags:
            audit.events.append(self._event("Change", "tags", changes["tags"], ticket.tags))
            previous, ticket.tags = ticket.tags, list(changes["tags"])
            self._note_tags(ticket, previous)
        for number, value in changes.get("custom_fields", {}).items():
            if ticket.custom_fields.get(number) != value:
                audit.events.append(self._event("Change", str(number), value, ticket.custom_fields.get(number)))
                ticket.custom_fields[number] = value
        if audit.events:
            self._moved(ticket, origin)
            previous_status = before if ticket.status != before else None
            self._tell(Happened(ticket, origin.actor, False, comment, previous_status, origin.via))
        return audit

    def delete(self, ticket: Ticket) -> None:
        """Soft: the ticket is gone from every endpoint but the incremental export."""
        ticket.deleted = True
        ticket.updated_at = to_second(self._clock.now())
        ticket.generated_at = self._clock.now()

    def touch(self, ticket: Ticket) -> None:
        """A system change that leaves no trace but the generated timestamp."""
        ticket.generated_at = self._clock.now()

    def _moved(self, ticket: Ticket, origin: Origin) -> None:
        now = self._clock.now()
        ticket.generated_at = now
        if not origin.system:
            ticket.updated_at = to_second(now)

    def _audit(self, ticket: Ticket, origin: Origin) -> Audit:
        audit = Audit(self._numbers.next(), ticket.id, self._clock.now(), origin.actor.id, origin.metadata, origin.via)
        ticket.audits.append(audit)
        return audit

    def _comment(self, ticket: Ticket, audit: Audit, words: Words, origin: Origin) -> Comment:
        comment = Comment(
            self._numbers.next(),
            audit.id,
            words.author.id,
            words.html_body,
            words.public,
            origin.via,
            audit.created_at,
            origin.metadata,
            list(words.attachments),
        )
        ticket.comments.append(comment)
        audit.events.append({"id": comment.id, "type": "Comment"})  # shown through the comment itself
        self._mails.post(ticket, comment)
        return comment

    def _event(self, kind: str, name: str, value: Any, previous: Any = None) -> Json:
        event = {"id": self._numbers.next(), "type": kind, "value": value, "field_name": name}
        return event if kind == "Create" else event | {"previous_value": previous}

    def _note_tags(self, ticket: Ticket, previous: list[str]) -> None:
        if ticket.tags != previous:
            self.tags_history.append({"ticket_id": ticket.id, "from": previous, "to": list(ticket.tags)})
