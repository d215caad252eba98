"""`{{…}}` in a rule's webhook content."""

from __future__ import annotations

import json
import re

from sandbox.freshdesk.account import DOMAIN, GROUP_ID, Json
from sandbox.freshdesk.clock import iso
from sandbox.freshdesk.people import User
from sandbox.freshdesk.tickets import PRIORITY_NAMES, STATUS_NAMES, Ticket

OUTPUT = re.compile(r"\{\{\s*([\w.]+)[^}]*\}\}")


def expand(content: Json, values: dict[str, str], *, escape: bool) -> str:
    """Return `content` as JSON with its placeholders filled in; unknown ones by nothing.

    `escape` False: values go in raw, so that a quote in one breaks the JSON. Which it is, is UNCONFIRMED.
    """

    def value(match: re.Match[str]) -> str:
        found = values.get(match.group(1), "")
        return json.dumps(found, ensure_ascii=False)[1:-1] if escape else found

    return OUTPUT.sub(value, json.dumps(content, ensure_ascii=False))


def values_of(ticket: Ticket, requester: User, agent: User | None, event: str) -> dict[str, str]:
    """Everything is a text, numbers too."""
    public = [said for said in ticket.conversations if said.public]
    link = f"https://{DOMAIN}/helpdesk/tickets/{ticket.id}"
    values = {
        "triggered_event": event,
        "helpdesk_name": "Acme Shop",
        "ticket.id": str(ticket.id),
        "ticket.subject": ticket.subject,
        "ticket.description": ticket.html,
        "ticket.description_text": ticket.plain_body,
        "ticket.url": link,
        "ticket.status": STATUS_NAMES.get(ticket.status, str(ticket.status)),
        "ticket.priority": PRIORITY_NAMES[ticket.priority],
        "ticket.tags": ", ".join(ticket.tags),
        "ticket.created_on": iso(ticket.created_at),
        "ticket.modified_on": iso(ticket.updated_at),
        "ticket.latest_public_comment": public[-1].plain_body if public else "",
        "ticket.agent.name": agent.name if agent else "",
        "ticket.group.name": "Support" if ticket.group_id == GROUP_ID else "",
        "ticket.requester.name": requester.name,
        "ticket.requester.firstname": requester.first_name,
        "ticket.requester.lastname": requester.name.partition(" ")[2],
        "ticket.requester.email": requester.email or "",
        "ticket.requester.language": requester.language,
    }
    return values | {f"ticket.{name}": str(value or "") for name, value in ticket.custom_fields.items()}
