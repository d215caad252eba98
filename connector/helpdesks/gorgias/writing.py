"""The one POST that carries a message with its key, and what follows it. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connector.helpdesks.gorgias.reading import (
    EMAIL,
    KEY_PREFIX,
    NOTE,
    GorgiasTicket,
    Json,
    author_of,
    is_failed,
    is_public,
    place_of,
    tags_of,
)
from connector.ports.errors import Refused, TicketShut
from connector.ports.helpdesk import Author, TicketStatus, TicketWrite

# Gorgias knows open and closed; a customer's answer opens a closed ticket again.
OPEN = "open"
STATUSES = {TicketStatus.OPEN: OPEN, TicketStatus.PENDING: "closed", TicketStatus.SOLVED: "closed"}

_KEY = re.compile(r"[a-z0-9-]+")
_PLACEHOLDER = re.compile(r"\{(?=[{%])")


def external_id(key: str) -> str:
    """Return the `external_id` that carries `key`: a free text of Gorgias, unseen by the customer."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not an operation's key: {key!r}")
    return KEY_PREFIX + key


def inert(text: str) -> str:
    """Break up `{{` and `{%`: Gorgias fills such placeholders in macros, perhaps in messages as well."""
    return _PLACEHOLDER.sub("{ ", text)


def paragraphs(text: str) -> str:
    """Plain text as HTML: an empty line ends a paragraph."""
    parts = [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    shown = [html.escape(part, quote=False).replace("\n", "<br>") for part in parts if part.strip()]
    return "".join(f"<p>{part}</p>" for part in shown)


def message_from(write: TicketWrite, seen: GorgiasTicket, service_user_id: str) -> dict[str, Any]:
    """Return the POST's body. Raise TicketShut or Refused, before any call, for what could not reach anybody."""
    if seen.id != write.ticket_id:
        raise ValueError("the ticket seen is not the one written to")
    if seen.lifecycle.shut:
        raise TicketShut(seen.lifecycle.value)
    text = inert(write.text).strip()
    if not text:
        raise Refused("empty", "a write needs words")
    message: dict[str, Any] = {
        "via": "api",
        "from_agent": True,
        "sender": {"id": int(service_user_id)},
        "body_text": text,
        "body_html": paragraphs(text),
        "external_id": external_id(write.key),
    }
    return message | (_answer(seen) if write.public else {"channel": NOTE, "public": False})


def _answer(seen: GorgiasTicket) -> dict[str, Any]:
    """`sent_datetime` stays away: with it Gorgias would believe the mail was sent already."""
    route = seen.route
    if route.sender is None or route.receiver is None:
        raise Refused(route.refusal or "channel", "a person has to answer this one")
    subject = inert(seen.subject)  # the customer's own words
    return {
        "channel": EMAIL,
        "public": True,
        "subject": subject if subject.lower().startswith("re:") else f"Re: {subject}".rstrip(),
        "receiver": {"id": route.customer_id},
        "source": {"type": EMAIL, "from": route.sender.as_json(), "to": [route.receiver.as_json()]},
    }


def find_message(messages: Sequence[Json], key: str) -> Json | None:
    """Return the message that carries `key`, also if it was deleted since."""
    wanted = external_id(key)
    return next((each for each in messages if each.get("external_id") == wanted), None)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a ticket still lacks of a write whose message is out."""

    to_add: tuple[str, ...] = ()
    to_remove: tuple[str, ...] = ()
    status: str | None = None


def missing_from(write: TicketWrite, ticket: Json, messages: Sequence[Json]) -> Missing:
    """Nothing on a ticket in the trash. Raise KeyError, TypeError, ValueError or AttributeError for another shape."""
    tags = tags_of(ticket)
    added, removed = sorted(write.add_tags - tags), sorted((write.remove_tags - write.add_tags) & tags)
    status = status_to_set(write, ticket, messages)
    return Missing() if ticket.get("trashed_datetime") else Missing(tuple(added), tuple(removed), status)


def status_to_set(write: TicketWrite, ticket: Json, messages: Sequence[Json]) -> str | None:
    """Return the status the ticket still needs; None where it has it, or where it is no longer ours to set.

    It is closed only if ours is the last word, and opened only if no agent answered since. What could not be delivered
    leaves it open, whatever was wanted.
    """
    if write.status is None:
        return None
    ours = find_message(messages, write.key)
    wanted = OPEN if ours is not None and is_failed(ours) else STATUSES[write.status]
    if ticket["status"] == wanted:
        return None
    if ours is None:  # closing what nobody answered would hide it
        return wanted if wanted == OPEN else None
    heard = {Author.AGENT} if wanted == OPEN else {Author.AGENT, Author.CUSTOMER, Author.OTHER}
    return None if heard & _spoke_after(ours, ticket, messages) else wanted


def _spoke_after(ours: Json, ticket: Json, messages: Sequence[Json]) -> set[Author]:
    """Who wrote after `ours`. What agents say among themselves does not count."""
    customer: Mapping[str, Any] = ticket.get("customer") or {}
    later = [each for each in messages if place_of(each) > place_of(ours)]
    heard = [each for each in later if is_public(each) or each["from_agent"] is not True]
    return {author_of(each, str(customer.get("id"))) for each in heard}
