"""How tickets and conversations look in answers. A reply and a note, just made, look different from the same listed."""

from __future__ import annotations

from dataclasses import asdict

from sandbox.freshdesk.account import EMAIL_CONFIG_ID, SUPPORT_ADDRESS, Json
from sandbox.freshdesk.attachments import attachment_json
from sandbox.freshdesk.clock import iso, iso_or_none
from sandbox.freshdesk.rich_text import flat_text
from sandbox.freshdesk.tickets import Conversation, Ticket


def ticket_json(ticket: Ticket, *, described: bool = True, attached: bool = True) -> Json:
    """`deleted` and `archived` are there only where true."""
    shown: Json = {"id": ticket.id, "subject": ticket.subject}
    if described:
        shown |= {"description": ticket.html, "description_text": flat_text(ticket.html)}
    shown |= {
        "status": ticket.status,
        "priority": ticket.priority,
        "source": ticket.source,
        "type": ticket.type,
        "spam": ticket.spam,
        "is_escalated": False,
        "fr_escalated": False,
        "requester_id": ticket.requester_id,
        "responder_id": ticket.responder_id,
        "group_id": ticket.group_id,
        "company_id": None,
        "product_id": None,
        "email_config_id": EMAIL_CONFIG_ID,
        "association_type": None,
        "cc_emails": list(ticket.cc_emails),
        "fwd_emails": [],
        "reply_cc_emails": list(ticket.reply_cc_emails),
        "to_emails": list(ticket.to_emails),
        "tags": list(ticket.tags),
        "custom_fields": dict(ticket.custom_fields),
    }
    if attached:
        shown["attachments"] = [attachment_json(file) for file in ticket.attachments]
    shown |= {name: True for name in ("deleted", "archived") if getattr(ticket, name)}
    times = ("created_at", "updated_at", "due_by", "fr_due_by")
    return shown | {name: iso(getattr(ticket, name)) for name in times}


def stats_json(ticket: Ticket) -> Json:
    return {name: iso_or_none(moment) for name, moment in asdict(ticket.stats).items()}


def conversation_json(said: Conversation) -> Json:
    """As in a list."""
    return {
        "id": said.id,
        "body": said.html,
        "body_text": flat_text(said.html),
        "incoming": said.incoming,
        "private": said.private,
        "user_id": said.user_id,
        "support_email": said.support_email,
        "source": said.source,
        "ticket_id": said.ticket_id,
        "to_emails": list(said.to_emails),
        "from_email": said.from_email,
        "cc_emails": list(said.cc_emails),
        "bcc_emails": list(said.bcc_emails),
        **_times(said),
        "last_edited_at": iso_or_none(said.last_edited_at),
        "last_edited_user_id": said.last_edited_user_id,
        "attachments": [attachment_json(file) for file in said.attachments],
    }


def reply_json(said: Conversation) -> Json:
    """The answer to a reply: no `incoming`, no `source`."""
    return _made(said) | {
        "from_email": said.from_email or SUPPORT_ADDRESS,
        "cc_emails": list(said.cc_emails),
        "bcc_emails": list(said.bcc_emails),
        "replied_to": list(said.to_emails),
        **_times(said),
    }


def note_json(said: Conversation) -> Json:
    """The answer to a note."""
    return _made(said) | {
        "incoming": said.incoming,
        "private": said.private,
        "support_email": None,
        "notified_to": list(said.notified),
        **_times(said),
    }


def _made(said: Conversation) -> Json:
    return {
        "id": said.id,
        "body": said.html,
        "body_text": flat_text(said.html),
        "structured_body": None,
        "user_id": said.user_id,
        "ticket_id": said.ticket_id,
        "attachments": [attachment_json(file) for file in said.attachments],
    }


def _times(said: Conversation) -> Json:
    return {"created_at": iso(said.created_at), "updated_at": iso(said.updated_at)}
