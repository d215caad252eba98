"""Tickets, their comments and their audits, and how each is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.zendesk.account import (
    BRAND_ID,
    CUSTOM_FIELD_IDS,
    CUSTOM_STATUSES,
    GROUP_ID,
    SUPPORT_ADDRESS,
    TICKET_FORM_ID,
    Json,
    url,
)
from sandbox.zendesk.attachments import Attachment, attachment_json
from sandbox.zendesk.clock import iso
from sandbox.zendesk.refusals import invalid, not_found
from sandbox.zendesk.rich_text import plain_from_html

STATUSES = ("new", "open", "pending", "hold", "solved", "closed")  # in the order triggers compare them
API_VIA: Json = {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}}


@dataclass
class Comment:
    id: int
    audit_id: int
    author_id: int
    html_body: str
    public: bool
    via: Json
    created_at: datetime
    metadata: Json
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def plain_body(self) -> str:
        return plain_from_html(self.html_body)


@dataclass
class Audit:
    id: int
    ticket_id: int
    created_at: datetime
    author_id: int
    metadata: Json
    via: Json
    events: list[Json] = field(default_factory=list)


@dataclass
class Ticket:
    id: int
    subject: str
    description: str
    requester_id: int
    submitter_id: int
    via: Json
    created_at: datetime
    updated_at: datetime  # to the second; system changes leave it alone
    generated_at: datetime  # moves with every change, system changes included
    status: str = "new"
    priority: str | None = None
    type: str | None = None
    assignee_id: int | None = None
    group_id: int | None = GROUP_ID
    external_id: str | None = None
    email_cc_ids: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    custom_fields: dict[int, Any] = field(default_factory=lambda: dict.fromkeys(CUSTOM_FIELD_IDS))
    followup_ids: list[int] = field(default_factory=list)
    merged_into: int | None = None
    comments: list[Comment] = field(default_factory=list)
    audits: list[Audit] = field(default_factory=list)
    deleted: bool = False


class Tickets:
    """All tickets, deleted ones included."""

    def __init__(self) -> None:
        self._tickets: dict[int, Ticket] = {}

    def add(self, ticket: Ticket) -> None:
        self._tickets[ticket.id] = ticket

    def get(self, ticket_id: int) -> Ticket:
        """Raise a 404 refusal for an unknown or deleted ticket."""
        ticket = self._tickets.get(ticket_id)
        if ticket is None or ticket.deleted:
            raise not_found()
        return ticket

    def even_deleted(self, ticket_id: int) -> Ticket:
        ticket = self._tickets.get(ticket_id)
        if ticket is None:
            raise not_found()
        return ticket

    def all(self) -> list[Ticket]:
        """Newest last; deleted ones included."""
        return list(self._tickets.values())


def normal_tags(tags: object) -> list[str]:
    """Lower-cased, without repeats, in alphabetical order; blanks and commas part tags. Raise a 422 refusal for
    anything but a text or a list of texts.
    """
    given: object = [tags] if isinstance(tags, str) else tags
    if not isinstance(given, list) or not all(isinstance(tag, str) for tag in given):
        raise invalid("tags", "Tags: must be a list of texts")
    return sorted({part.lower() for tag in given for part in re.split(r"[\s,]+", tag) if part})


def shown_status(ticket: Ticket) -> str:
    return "deleted" if ticket.deleted else ticket.status


def ticket_json(ticket: Ticket) -> Json:
    fields = [{"id": number, "value": value} for number, value in ticket.custom_fields.items()]
    return {
        "url": url(f"/api/v2/tickets/{ticket.id}.json"),
        "id": ticket.id,
        "external_id": ticket.external_id,
        "via": ticket.via,
        "created_at": iso(ticket.created_at),
        "updated_at": iso(ticket.updated_at),
        "type": ticket.type,
        "subject": ticket.subject,
        "raw_subject": ticket.subject,
        "description": ticket.description,
        "priority": ticket.priority,
        "status": shown_status(ticket),
        "recipient": SUPPORT_ADDRESS,
        "requester_id": ticket.requester_id,
        "submitter_id": ticket.submitter_id,
        "assignee_id": ticket.assignee_id,
        "organization_id": None,
        "group_id": ticket.group_id,
        "collaborator_ids": list(ticket.email_cc_ids),
        "follower_ids": [],
        "email_cc_ids": list(ticket.email_cc_ids),
        "forum_topic_id": None,
        "problem_id": None,
        "has_incidents": False,
        "is_public": any(comment.public for comment in ticket.comments),
        "due_at": None,
        "tags": list(ticket.tags),
        "custom_fields": fields,
        "satisfaction_rating": {"score": "unoffered"},
        "sharing_agreement_ids": [],
        "custom_status_id": CUSTOM_STATUSES[ticket.status],
        "fields": fields,
        "followup_ids": list(ticket.followup_ids),
        "ticket_form_id": TICKET_FORM_ID,
        "brand_id": BRAND_ID,
        "allow_channelback": False,
        "allow_attachments": True,
        "from_messaging_channel": False,
    }


def comment_event_json(comment: Comment, *, inline: bool = True) -> Json:
    """The comment as an audit's event."""
    plain = comment.plain_body
    files = [attachment_json(file) for file in comment.attachments if inline or not file.inline]
    return {
        "id": comment.id,
        "type": "Comment",
        "author_id": comment.author_id,
        "body": plain,
        "html_body": comment.html_body,
        "plain_body": plain,
        "public": comment.public,
        "attachments": files,
        "audit_id": comment.audit_id,
    }


def comment_json(comment: Comment, *, inline: bool) -> Json:
    """Inline images are listed only where asked for."""
    rest = {"via": comment.via, "created_at": iso(comment.created_at), "metadata": comment.metadata}
    return comment_event_json(comment, inline=inline) | rest


def audit_json(audit: Audit, comments: Iterable[Comment]) -> Json:
    """A comment is shown through the comment itself: its links belong to the host being asked."""
    by_id = {comment.id: comment for comment in comments}
    events = [comment_event_json(by_id[event["id"]]) if event["id"] in by_id else event for event in audit.events]
    return {
        "id": audit.id,
        "ticket_id": audit.ticket_id,
        "created_at": iso(audit.created_at),
        "author_id": audit.author_id,
        "metadata": audit.metadata,
        "events": events,
        "via": audit.via,
    }
