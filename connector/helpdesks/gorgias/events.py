"""Hearing of changes: our integration that tells of tickets, and the list for what it never told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from connector.helpdesks.gorgias import integrations
from connector.helpdesks.gorgias.client import PAGE_SIZE, Account, page_of
from connector.helpdesks.gorgias.reading import moment
from connector.ports.errors import NotFound, ReadFailed
from connector.ports.helpdesk import Changes

NAME = "Retour - ticket events"
DESCRIPTION = "Tells Retour which ticket has news"
# `ticket-updated` comes with every tag, our own included.
TRIGGERS = frozenset({"ticket-created", "ticket-message-created", "ticket-message-failed"})
# Ids only: how text is escaped inside a form is not documented, and Retour reads the ticket anyway.
FORM = {
    "schema": "retour.gorgias.v1",
    "event_type": "{{event.type}}",
    "account_domain": "{{ticket.account.domain}}",
    "ticket_id": "{{ticket.id}}",
    "message_id": "{{message.id}}",
}
MAX_PAGES = 60  # of 100 tickets; just within our calls of 20 seconds (client.RATE)


@dataclass(frozen=True, slots=True)
class EventSource:
    """Our integration. Deliveries carry `secret`."""

    integration_id: str
    secret: str = field(repr=False)


def ensure_events(account: Account, endpoint: str, secret: str) -> EventSource:
    """Make or mend the integration that tells `endpoint` of tickets. Safe to repeat.

    `hmac_secret` is set for the day its signature is documented; nothing requires it. Raise Transient, Refused or
    OutcomeUnknown.
    """
    http = integrations.http_settings("POST", endpoint, secret, "", TRIGGERS)
    http |= {"form": FORM, "hmac_secret": secret}
    made = integrations.ensure(account, NAME, DESCRIPTION, endpoint, http)
    return EventSource(str(made), secret)


def remove_events(account: Account, endpoint: str) -> None:
    """Raise Transient, Refused or OutcomeUnknown."""
    for integration in integrations.ours(account, NAME, endpoint):
        integrations.remove(account, integration)


def changed_since(account: Account, since: datetime) -> Changes:
    """Return tickets changed since, newest first; trashed ones are left out.

    All or nothing: until the oldest is read, older ones may be missing. Raise ReadFailed: more than 6,000, a limit, or
    pages that do not move on.
    """
    params = {"order_by": "updated_datetime:desc", "trashed": "false", "limit": PAGE_SIZE}
    found: dict[str, None] = {}
    for _ in range(MAX_PAGES):
        try:
            listed, cursor = page_of(account.read("/api/tickets", params))
        except NotFound as error:
            raise ReadFailed("no tickets here") from error
        try:
            for ticket in listed:
                if moment(ticket.get("updated_datetime") or ticket["created_datetime"]) < since:
                    return Changes(tuple(found))
                found[str(ticket["id"])] = None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadFailed("not tickets as documented") from error
        if cursor is None:
            return Changes(tuple(found))
        if params.get("cursor") == cursor:
            raise ReadFailed("the list does not move on")
        params = params | {"cursor": cursor}
    raise ReadFailed("too many changes for one poll")
