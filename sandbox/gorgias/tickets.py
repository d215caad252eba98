"""Tickets with their messages and tags, and how the API shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.gorgias.account import EMAIL_INTEGRATION_ID, Json
from sandbox.gorgias.attachments import Attachment, attachment_json
from sandbox.gorgias.clock import iso, iso_or_none
from sandbox.gorgias.people import Person, brief_json
from sandbox.gorgias.refusals import not_found

STATUSES = ("open", "closed")
PRIORITIES = ("low", "normal", "high", "critical")
EXCERPT = 255  # characters


@dataclass
class Message:
    """`stripped_text` is None on an agent's message. One of `sent_at` and `failed_at` is set once it was sent."""

    id: int
    ticket_id: int
    channel: str
    via: str
    public: bool
    from_agent: bool
    sender: Person
    receiver: Person | None
    source: Json
    subject: str
    body_text: str
    body_html: str
    created_at: datetime
    stripped_text: str | None = None
    stripped_signature: str | None = None
    external_id: str | None = None
    integration_id: int | None = EMAIL_INTEGRATION_ID
    mail_id: str | None = None  # the Message-ID of an incoming mail
    attachments: list[Attachment] = field(default_factory=list)
    intents: list[str] = field(default_factory=list)
    mention_ids: list[int] = field(default_factory=list)
    headers: dict[str, str] | None = None
    meta: Json | None = None
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    sending_error: str | None = None

    @property
    def plain_body(self) -> str:
        return self.body_text


@dataclass
class Tag:
    id: int
    name: str


@dataclass
class Ticket:
    """`tags` are names. `status` is open or closed; trash, spam and snooze stand beside it."""

    id: int
    subject: str
    channel: str
    via: str
    customer: Person
    created_at: datetime
    updated_at: datetime
    status: str = "open"
    priority: str = "normal"
    language: str | None = "en"
    external_id: str | None = None
    spam: bool = False
    is_unread: bool = True
    from_agent: bool = False
    assignee_user: Person | None = None
    assignee_team: Json | None = None
    tags: list[str] = field(default_factory=list)
    meta: Json = field(default_factory=dict)
    custom_fields: dict[int, Any] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    snoozed_until: datetime | None = None
    trashed_at: datetime | None = None
    merged_into: int | None = None  # known here only: the API does not show it

    @property
    def comments(self) -> list[Message]:
        return self.messages

    def message(self, message_id: int) -> Message:
        for message in self.messages:
            if message.id == message_id:
                return message
        raise not_found()


class Tickets:
    """All tickets, trashed ones included; those thrown away for good are gone."""

    def __init__(self) -> None:
        self._tickets: dict[int, Ticket] = {}

    def add(self, ticket: Ticket) -> None:
        self._tickets[ticket.id] = ticket

    def get(self, ticket_id: int) -> Ticket:
        if ticket_id not in self._tickets:
            raise not_found()
        return self._tickets[ticket_id]

    def find(self, ticket_id: int) -> Ticket | None:
        return self._tickets.get(ticket_id)

    def all(self) -> list[Ticket]:
        """Newest last."""
        return list(self._tickets.values())

    def remove(self, ticket_id: int) -> None:
        self._tickets.pop(ticket_id, None)


def message_json(message: Message) -> Json:
    stripped = message.stripped_text
    return {
        "id": message.id,
        "uri": f"/api/tickets/{message.ticket_id}/messages/{message.id}/",
        "ticket_id": message.ticket_id,
        "message_id": message.mail_id,
        "external_id": message.external_id,
        "integration_id": message.integration_id,
        "rule_id": None,
        "channel": message.channel,
        "via": message.via,
        "public": message.public,
        "from_agent": message.from_agent,
        "sender": brief_json(message.sender),
        "receiver": None if message.receiver is None else brief_json(message.receiver),
        "source": message.source,
        "subject": message.subject,
        "body_text": message.body_text,
        "body_html": message.body_html,
        "stripped_text": stripped,
        "stripped_html": None if stripped is None else f"<div>{stripped.replace(chr(10), '<br>')}</div>",
        "stripped_signature": message.stripped_signature,
        "intents": [{"name": name} for name in message.intents],
        "sentiments": [],
        "attachments": [attachment_json(attachment) for attachment in message.attachments],
        "actions": None,
        "macros": None,
        "mention_ids": list(message.mention_ids),
        "headers": message.headers,
        "meta": message.meta,
        "is_retriable": True,
        "last_sending_error": None if message.sending_error is None else {"error": message.sending_error},
        "created_datetime": iso(message.created_at),
        "sent_datetime": iso_or_none(message.sent_at),
        "failed_datetime": iso_or_none(message.failed_at),
        "deleted_datetime": None,
        "opened_datetime": None,
    }


def listed_json(ticket: Ticket, tags: list[Json]) -> Json:
    """A ticket in a list: no messages, the customer in brief."""
    received = [message.created_at for message in ticket.messages if not message.from_agent]
    last = ticket.messages[-1] if ticket.messages else None
    return {
        "id": ticket.id,
        "uri": f"/api/tickets/{ticket.id}/",
        "external_id": ticket.external_id,
        "status": ticket.status,
        "priority": ticket.priority,
        "channel": ticket.channel,
        "via": ticket.via,
        "from_agent": ticket.from_agent,
        "spam": ticket.spam,
        "is_unread": ticket.is_unread,
        "subject": ticket.subject,
        "excerpt": (last.stripped_text or last.body_text)[:EXCERPT] if last else "",
        "language": ticket.language,
        "customer": brief_json(ticket.customer),
        "assignee_user": None if ticket.assignee_user is None else brief_json(ticket.assignee_user),
        "assignee_team": ticket.assignee_team,
        "tags": tags,
        "messages_count": len(ticket.messages),
        "satisfaction_survey": None,
        "meta": dict(ticket.meta),
        "created_datetime": iso(ticket.created_at),
        "opened_datetime": iso_or_none(ticket.opened_at),
        "last_received_message_datetime": iso_or_none(received[-1] if received else None),
        "last_message_datetime": iso_or_none(last.created_at if last else None),
        "updated_datetime": iso(ticket.updated_at),
        "closed_datetime": iso_or_none(ticket.closed_at),
        "snooze_datetime": iso_or_none(ticket.snoozed_until),
        "trashed_datetime": iso_or_none(ticket.trashed_at),
    }
