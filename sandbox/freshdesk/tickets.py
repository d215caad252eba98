"""Tickets and what is said on them. The first message is the ticket's description, not a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.freshdesk.account import CUSTOM_FIELDS, GROUP_ID, SUPPORT_ADDRESS
from sandbox.freshdesk.attachments import Attachment
from sandbox.freshdesk.refusals import not_found
from sandbox.freshdesk.rich_text import plain_from_html

OPEN, PENDING, RESOLVED, CLOSED = 2, 3, 4, 5
STATUS_NAMES = {OPEN: "Open", PENDING: "Pending", RESOLVED: "Resolved", CLOSED: "Closed"}
PRIORITY_NAMES = {1: "Low", 2: "Medium", 3: "High", 4: "Urgent"}
FROM_EMAIL, FROM_PORTAL, FROM_PHONE, FROM_CHAT, FROM_WIDGET, FROM_OUTBOUND = 1, 2, 3, 7, 9, 10
REPLY, NOTE = 0, 2  # a conversation's source


@dataclass
class Conversation:
    id: int
    ticket_id: int
    user_id: int
    html: str  # as rewritten by the server
    incoming: bool
    private: bool
    source: int
    created_at: datetime
    updated_at: datetime
    from_email: str | None = None
    support_email: str | None = None
    to_emails: list[str] = field(default_factory=list)
    cc_emails: list[str] = field(default_factory=list)
    bcc_emails: list[str] = field(default_factory=list)
    notified: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    last_edited_at: datetime | None = None
    last_edited_user_id: int | None = None

    @property
    def public(self) -> bool:
        return not self.private

    @property
    def plain_body(self) -> str:
        return plain_from_html(self.html)


@dataclass
class Stats:
    agent_responded_at: datetime | None = None
    requester_responded_at: datetime | None = None
    first_responded_at: datetime | None = None
    status_updated_at: datetime | None = None
    reopened_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    pending_since: datetime | None = None


@dataclass
class Ticket:
    id: int
    subject: str
    html: str  # the description
    requester_id: int
    created_at: datetime
    updated_at: datetime  # to the second
    due_by: datetime
    fr_due_by: datetime
    status: int = OPEN
    priority: int = 1
    source: int = FROM_EMAIL
    type: str | None = None
    responder_id: int | None = None
    group_id: int | None = GROUP_ID
    cc_emails: list[str] = field(default_factory=list)
    reply_cc_emails: list[str] = field(default_factory=list)
    to_emails: list[str] = field(default_factory=lambda: [SUPPORT_ADDRESS])
    tags: list[str] = field(default_factory=list)
    custom_fields: dict[str, Any] = field(default_factory=lambda: dict.fromkeys(CUSTOM_FIELDS))
    attachments: list[Attachment] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    stats: Stats = field(default_factory=Stats)
    spam: bool = False
    deleted: bool = False
    archived: bool = False
    merged_into: int | None = None  # the API does not show it

    @property
    def comments(self) -> list[Conversation]:
        """The name other stand-ins have for it."""
        return self.conversations

    @property
    def plain_body(self) -> str:
        return plain_from_html(self.html)


class Tickets:
    """All tickets, whatever became of them."""

    def __init__(self) -> None:
        self._tickets: dict[int, Ticket] = {}

    def add(self, ticket: Ticket) -> None:
        self._tickets[ticket.id] = ticket

    def get(self, ticket_id: int) -> Ticket:
        """Raise a 404 refusal for an unknown one. Trash, spam and archive are found too."""
        ticket = self._tickets.get(ticket_id)
        if ticket is None:
            raise not_found()
        return ticket

    def all(self) -> list[Ticket]:
        """Newest last; trash, spam and archive included."""
        return list(self._tickets.values())

    def forget(self, ticket_id: int) -> None:
        """Trash and spam are purged after 30 days: nothing of the ticket remains."""
        self.get(ticket_id)
        del self._tickets[ticket_id]
