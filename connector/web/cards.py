"""Cards: where a helpdesk has no frame for us, it draws this JSON beside the ticket, with a link to our page.

The helpdesk asks when something changes on a ticket, keeps the answer with the customer and shows it until the next
change. So the answer says when and of which ticket it is, names no person, and is always 200: anything else counts as a
failure there and, often enough, switches us off.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from connector.domain.finding import Verdict
from connector.domain.ids import TenantId
from connector.domain.request import Option
from connector.flow import agent as flow
from connector.flow.services import Services
from connector.web.auth import UNPROVEN, Links, check_card_secret
from connector.web.sidebar import TICKET, fresh

AUTHENTICATION = "a secret of the tenant's cards in the address that our installer gave the helpdesk"
NOTHING = {"en": "Nothing here yet", "fr": "Rien pour l'instant"}
NONE = "–"


MONEY = frozenset({Option.REFUND, Option.CANCEL, Option.KEEP_ITEM})  # what goes back as money


def cards(services: Services, links: Links) -> Blueprint:
    pages = Blueprint("cards", __name__)

    @pages.get("/sidebar/<tenant>/cards")
    def card(tenant: str) -> ResponseReturnValue:
        owner = TenantId(tenant)
        check_card_secret(services.secrets, owner, request.args.get("t", ""))
        ticket, now = request.args.get("ticket_id", ""), services.clock()
        known = bool(TICKET.fullmatch(ticket))
        view = flow.view(services, owner, ticket if known else "", UNPROVEN)
        link = url_for("sidebar.by_link", tenant=tenant, link=links.issue(owner, ticket, now))
        return fresh(
            {
                **card_of(view, ticket if known else NONE),
                "updated_at": now.isoformat(timespec="seconds"),
                "open_url": f"{services.public_url}{link}" if known else "",
            }
        )

    return pages


def card_of(view: Mapping[str, Any], ticket: str) -> dict[str, str]:
    """A view model as the few words that fit a card; every field is there, whatever is known."""
    if view["case"] is None:
        empty = dict.fromkeys(("order", "asked", "says", "amount"), NONE)
        return {"status": f"{NOTHING[view['language']]} (ticket {ticket})", **empty}
    order, asked, case = view["order"], view["asked"], view["case"]
    return {
        "status": f"{case['state_label']} (ticket {ticket})",
        "order": order["number"] if order else NONE,
        "asked": " · ".join(part for part in (asked["kind"], asked["reason"], asked["articles"]) if part),
        "says": case["why_label"],
        "amount": _amount(view["options"]),
    }


def _amount(options: list[Mapping[str, Any]]) -> str:
    """What the page would offer with one click; else what the policy allows."""
    money = [each for each in options if each["amount"] is not None and each["option"] in MONEY]
    offered = [each for each in money if each["approvable"]]
    allowed = [each for each in money if each["verdict"] == Verdict.ALLOW]
    return next((str(each["amount"]) for each in [*offered, *allowed]), NONE)
