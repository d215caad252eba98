"""Our card in the ticket's sidebar: an integration that fetches its data from us, and the widget that draws it.

Gorgias calls on the triggers below and keeps the answer with the customer; opening a ticket fetches nothing (contract,
section 4). A second integration, so that one of them being disabled does not silence the other; and a second secret,
because everybody who may see the account's settings can read this address.
"""

from __future__ import annotations

from typing import Any

from connector.helpdesks.gorgias import integrations
from connector.helpdesks.gorgias.client import Account
from connector.ports.errors import NotFound, ReadFailed

NAME = "Retour - order sidebar"
DESCRIPTION = "What Retour knows about the ticket's order"
TRIGGERS = frozenset({"ticket-created", "ticket-updated", "ticket-message-created"})
PATH = "/api/widgets"
FIELDS = (
    ("text", "status", "Status"),
    ("text", "order", "Order"),
    ("text", "asked", "Asked for"),
    ("text", "says", "Policy"),
    ("text", "amount", "Amount"),
    ("date", "updated_at", "As of"),
)
LINK = {"label": "Open in Retour", "url": "{{open_url}}"}
TEMPLATE: dict[str, Any] = {
    "type": "wrapper",
    "widgets": [
        {
            "type": "card",
            "path": "",  # the root of our JSON
            "title": "Retour",
            "order": 0,
            "meta": {"displayCard": True, "custom": {"links": [LINK]}},
            "widgets": [
                {"type": kind, "path": path, "title": title, "order": place}
                for place, (kind, path, title) in enumerate(FIELDS)
            ],
        }
    ],
}


def cards_url(endpoint: str) -> str:
    """Return where the card's data is, given where the tenant's events go: `…/hooks/<tenant>`."""
    public, _, tenant = endpoint.rpartition("/hooks/")
    if not public or not tenant:
        raise ValueError("not an endpoint of ours")
    return f"{public}/sidebar/{tenant}/cards"


def ensure_card(account: Account, endpoint: str, secret: str) -> None:
    """Make or mend integration and widget. Safe to repeat. Raise Transient, Refused or OutcomeUnknown."""
    place = cards_url(endpoint)
    http = integrations.http_settings("GET", place, secret, "&ticket_id={{ticket.id}}", TRIGGERS)
    integration_id = integrations.ensure(account, NAME, DESCRIPTION, place, http | {"form": None})
    wanted = {"type": "http", "context": "ticket", "integration_id": integration_id, "template": TEMPLATE}
    drawn = _widgets(account, {integration_id})
    if not drawn:
        account.write("POST", PATH, wanted | {"order": 0})
    elif drawn[0].get("template") != TEMPLATE:
        account.write("PUT", f"{PATH}/{drawn[0]['id']}", wanted)


def remove_card(account: Account, endpoint: str) -> None:
    """The widget goes first: an integration in use cannot be deleted. Raise Transient, Refused or OutcomeUnknown."""
    found = integrations.ours(account, NAME, cards_url(endpoint))
    for widget in _widgets(account, {each["id"] for each in found}) if found else []:
        integrations.delete(account, f"{PATH}/{widget['id']}")
    for integration in found:
        integrations.remove(account, integration)


def _widgets(account: Account, integration_ids: set[int]) -> list[Any]:
    try:
        return [each for each in account.pages(PATH) if each.get("integration_id") in integration_ids]
    except NotFound as error:
        raise ReadFailed("no widgets here") from error
    except (AttributeError, TypeError) as error:
        raise ReadFailed("not widgets as documented") from error
