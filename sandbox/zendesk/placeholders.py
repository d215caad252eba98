"""Zendesk expands `{{…}}` in the text staff send, whoever wrote that text: a store's or customer's words included."""

from __future__ import annotations

import re
from typing import Any

from sandbox.zendesk.account import SUBDOMAIN
from sandbox.zendesk.clock import iso
from sandbox.zendesk.people import User
from sandbox.zendesk.tickets import Ticket

OUTPUT = re.compile(r"\{\{\s*([\w.]+)[^}]*\}\}")
LIQUID_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)


def expand(text: str, ticket: Ticket, requester: User, actor: User) -> str:
    """Replace outputs by raw values, unknown ones by nothing; Liquid tags vanish."""
    values = _values(ticket, requester, actor)

    def value(match: re.Match[str]) -> str:
        found = values.get(match.group(1))
        return "" if found is None else str(found)

    return OUTPUT.sub(value, LIQUID_TAG.sub("", text))


def _values(ticket: Ticket, requester: User, actor: User) -> dict[str, Any]:
    public = [comment for comment in ticket.comments if comment.public]
    values: dict[str, Any] = {
        "ticket.id": ticket.id,
        "ticket.title": ticket.subject,
        "ticket.description": ticket.description,
        "ticket.status": ticket.status.capitalize(),
        "ticket.tags": " ".join(ticket.tags),
        "ticket.url": f"{SUBDOMAIN}.zendesk.com/agent/tickets/{ticket.id}",
        "ticket.link": f"https://{SUBDOMAIN}.zendesk.com/agent/tickets/{ticket.id}",
        "ticket.updated_at_with_timestamp": iso(ticket.updated_at),
        "ticket.created_at_with_timestamp": iso(ticket.created_at),
        "ticket.latest_public_comment": public[-1].plain_body if public else "",
        "ticket.latest_comment": ticket.comments[-1].plain_body if ticket.comments else "",
        "ticket.comments_formatted": "\n\n".join(comment.plain_body for comment in ticket.comments),
    }
    for prefix, user in (("ticket.requester", requester), ("current_user", actor)):
        values[f"{prefix}.first_name"] = user.first_name
        values[f"{prefix}.last_name"] = user.name.partition(" ")[2]
        values[f"{prefix}.name"] = user.name
        values[f"{prefix}.email"] = user.email
    for number, content in ticket.custom_fields.items():
        values[f"ticket.ticket_field_{number}"] = content
        values[f"ticket.ticket_field_option_title_{number}"] = content
    return values
