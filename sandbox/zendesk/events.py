"""What event subscribers are sent. Ids are texts and names of states are in capitals, unlike in the API.

Three types are told: created, comment_added, status_changed. Subscriptions to others are taken and stay silent.
"""

from __future__ import annotations

import json
import uuid

from sandbox.zendesk.account import ACCOUNT_ID, BRAND_ID, CUSTOM_STATUSES, TICKET_FORM_ID, Json
from sandbox.zendesk.clock import Clock, iso, iso_nano
from sandbox.zendesk.numbers import ulid
from sandbox.zendesk.people import People
from sandbox.zendesk.tickets import Comment, Ticket, shown_status
from sandbox.zendesk.writing import Happened

CREATED = "zen:event-type:ticket.created"
COMMENT_ADDED = "zen:event-type:ticket.comment_added"
STATUS_CHANGED = "zen:event-type:ticket.status_changed"


def events_of(happened: Happened, people: People, clock: Clock, *, comment_on_create: bool) -> list[Json]:
    """Return every event of one write, in the order of their `sequence`."""
    parts: list[tuple[str, Json]] = []
    comment = happened.comment
    if happened.created:
        parts.append((CREATED, {}))
    if comment is not None and (not happened.created or comment_on_create):
        parts.append((COMMENT_ADDED, {"comment": _comment(comment, people)}))
    if happened.previous_status is not None:
        change = {"current": happened.ticket.status.upper(), "previous": happened.previous_status.upper()}
        parts.append((STATUS_CHANGED, change))
    sequence = ulid()
    made = []
    for position, (kind, event) in enumerate(parts, start=1):
        if kind != CREATED:
            event = event | {"meta": {"sequence": {"id": sequence, "position": position, "total": len(parts)}}}
        by_staff = kind == COMMENT_ADDED and happened.actor.is_staff
        made.append(_envelope(kind, _detail(happened, zeroes=by_staff), event, happened.ticket, clock))
    return made


def raw(event: Json) -> bytes:
    """As sent: compact, keys in order, letters as they are."""
    return json.dumps(event, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()


def _envelope(kind: str, detail: Json, event: Json, ticket: Ticket, clock: Clock) -> Json:
    return {
        "account_id": ACCOUNT_ID,
        "detail": detail,
        "event": event,
        "id": str(uuid.uuid4()),
        "subject": f"zen:ticket:{ticket.id}",
        "time": iso_nano(clock.now()),
        "type": kind,
        "zendesk_event_version": "2022-11-06",
    }


def _detail(happened: Happened, *, zeroes: bool) -> Json:
    """`zeroes`: the other style seen in real deliveries, "0" and "" where something is missing."""
    ticket = happened.ticket
    no_id, no_text = ("0", "") if zeroes else (None, None)
    return {
        "actor_id": str(happened.actor.id),
        "assignee_id": str(ticket.assignee_id) if ticket.assignee_id else no_id,
        "brand_id": str(BRAND_ID),
        "created_at": iso(ticket.created_at),
        "custom_status": str(CUSTOM_STATUSES[ticket.status]),
        "description": ticket.description,
        "external_id": ticket.external_id or no_text,
        "form_id": str(TICKET_FORM_ID),
        "group_id": str(ticket.group_id) if ticket.group_id else no_id,
        "id": str(ticket.id),
        "is_public": any(comment.public for comment in ticket.comments),
        "organization_id": no_id,
        "priority": ticket.priority.upper() if ticket.priority else no_text,
        "requester_id": str(ticket.requester_id),
        "status": shown_status(ticket).upper(),
        "subject": ticket.subject,
        "submitter_id": str(ticket.submitter_id),
        "tags": list(ticket.tags),
        "type": ticket.type.upper() if ticket.type else None,
        "updated_at": iso(ticket.updated_at),
        "via": {"channel": ticket.via["channel"]},
    }


def _comment(comment: Comment, people: People) -> Json:
    author = people.get(comment.author_id)
    shown: Json = {
        "author": {"id": str(author.id), "is_staff": author.is_staff, "name": author.name},
        "body": comment.plain_body,
        "id": str(comment.id),
        "is_public": comment.public,
    }
    return shown if author.is_staff else shown | {"html_body": comment.html_body}
