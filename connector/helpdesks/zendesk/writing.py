"""The one PUT that carries comment, tags and status, and how it is found again. Pure."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from connector.ports.errors import Conflict, Refused, TicketShut
from connector.ports.helpdesk import Lifecycle, Ticket, TicketStatus, TicketWrite

OPERATION_TAG = "retour_op_"
MAX_COMMENT = 64_000  # bytes; above 64 kB Zendesk cuts without a word
SHUT = frozenset({Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED})
STATUSES = {TicketStatus.OPEN: "open", TicketStatus.PENDING: "pending", TicketStatus.SOLVED: "solved"}

_KEY = re.compile(r"[a-z0-9-]+")
_PLACEHOLDER = re.compile(r"\{(?=[{%])")


def operation_tag(key: str) -> str:
    """Return the tag that carries `key`. Keys have no underscore, so no two share a tag; it is all lower case."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not an operation's key: {key!r}")
    return OPERATION_TAG + key.replace("-", "_")


def inert(text: str) -> str:
    """Break up `{{` and `{%`, which Zendesk expands inside comments. A space, since invisible characters may be
    dropped and entities decoded before it looks.
    """
    return _PLACEHOLDER.sub("{ ", text)


def paragraphs(text: str) -> str:
    """Plain text as HTML: an empty line ends a paragraph."""
    parts = [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    shown = [html.escape(part, quote=False).replace("\n", "<br>") for part in parts if part.strip()]
    return "".join(f"<p>{part}</p>" for part in shown)


def update_from(write: TicketWrite, seen: Ticket, service_user_id: str) -> dict[str, Any]:
    """Return the PUT's body. Raise TicketShut or Refused, before any call, for what Zendesk would refuse or cut.

    Tags are replaced as a whole, so all that were seen go along; `safe_update` makes that safe.
    """
    if seen.id != write.ticket_id:
        raise ValueError("the ticket seen is not the one written to")
    if seen.lifecycle in SHUT:
        raise TicketShut(seen.lifecycle.value)
    body = paragraphs(inert(write.text))
    if not body:
        raise Refused("empty", "a write needs words")
    if len(body.encode()) > MAX_COMMENT:
        raise Refused("too_long", f"more than {MAX_COMMENT} bytes")
    ticket: dict[str, Any] = {
        "comment": {"html_body": body, "public": write.public, "author_id": int(service_user_id)},
        "tags": tags_after(write, seen.tags),
        "safe_update": True,
        "updated_stamp": seen.stamp,
    }
    if write.status is not None:
        ticket["status"] = STATUSES[write.status]
    return {"ticket": ticket}


def tags_after(write: TicketWrite, seen: frozenset[str]) -> list[str]:
    """Return all tags the ticket shall have. Older operations' tags go: the audits keep them."""
    kept = {tag for tag in seen - write.remove_tags if not tag.startswith(OPERATION_TAG)}
    return sorted(kept | write.add_tags | {operation_tag(write.key)})


def refusal_from(error: Refused) -> Refused:
    """Say which of the port's refusals Zendesk's status means."""
    if error.code == "409":
        return Conflict(error.detail)
    if error.code == "404" or (error.code == "422" and _is_about_status(error.detail)):
        return TicketShut(error.detail)
    return error


def _is_about_status(detail: str) -> bool:
    """We only ask for statuses every account has, so a complaint about it, in any language, means "closed"."""
    try:
        document = json.loads(detail)
    except ValueError:
        return False
    details = document.get("details") if isinstance(document, dict) else None
    return isinstance(details, dict) and "status" in details


def written_id(audit: Mapping[str, Any]) -> str:
    """Return the id of the audit's comment, or of the audit where it has none."""
    comments = [event for event in audit.get("events") or () if event.get("type") == "Comment"]
    return str(comments[0]["id"] if comments else audit["id"])


def find_operation(audits: Iterable[Mapping[str, Any]], tag: str) -> str | None:
    """Return `written_id` of the audit that set `tag`, also if somebody took it off since."""
    for audit in audits:
        for event in audit.get("events") or ():
            if event.get("field_name") == "tags" and tag in _tags(event.get("value")) - _tags(
                event.get("previous_value")
            ):
                return written_id(audit)
    return None


def _tags(value: object) -> set[str]:
    if isinstance(value, str):
        return set(value.split())
    return {str(tag) for tag in value} if isinstance(value, list) else set()
