"""Whole tickets as the API shows them and as integrations get them."""

from __future__ import annotations

from sandbox.gorgias.account import SUBDOMAIN, SUPPORT_ADDRESS, SUPPORT_NAME, Json
from sandbox.gorgias.people import customer_json
from sandbox.gorgias.tags import Tags
from sandbox.gorgias.tickets import Message, Ticket, listed_json, message_json

ONLY_IN_API = ("is_unread", "excerpt", "messages_count", "integrations")


def ticket_json(ticket: Ticket, tags: Tags) -> Json:
    """The ticket with its whole thread, notes included."""
    shown = listed_json(ticket, tags.shown(ticket.tags))
    answerable = {"answerable": True}
    return shown | {
        "customer": customer_json(ticket.customer),
        "messages": [message_json(message) for message in ticket.messages],
        "integrations": [{"name": SUPPORT_NAME, "address": SUPPORT_ADDRESS, "type": "email"}],
        "reply_options": {ticket.channel: answerable, "internal-note": answerable},
    }


def context_json(ticket: Ticket, message: Message | None, event: str, tags: Tags) -> Json:
    """What an integration can fill in: ticket, message (empty where the event has none) and event."""
    shown = {key: value for key, value in ticket_json(ticket, tags).items() if key not in ONLY_IN_API}
    messages = shown["messages"]
    shown |= {
        "account": {"domain": SUBDOMAIN},
        "assignee_user_id": ticket.assignee_user and ticket.assignee_user.id,
        "assignee_team_id": ticket.assignee_team and ticket.assignee_team["id"],
        "first_message": messages[0] if messages else None,
        "last_message": messages[-1] if messages else None,
    }
    told = {} if message is None else message_json(message)
    return {"ticket": shown, "message": told, "event": {"type": event, "context": None}}
