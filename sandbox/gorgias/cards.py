"""What the sidebar draws from a widget's template and the customer's stored data, and what its buttons call.

UNCONFIRMED for buttons: whether Gorgias keeps those made by API, whether the call leaves from its servers, its time-out
and what the agent sees afterwards. Here it leaves from this server, and an `action-executed` event tells of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sandbox.gorgias.account import SUBDOMAIN, Json
from sandbox.gorgias.delivery import send
from sandbox.gorgias.people import Person, brief_json, customer_json
from sandbox.gorgias.refusals import invalid, not_found
from sandbox.gorgias.templating import filled, found
from sandbox.gorgias.tickets import Ticket, listed_json

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk

FORM = "application/x-www-form-urlencoded"
PRESS_TIMEOUT = 15.0  # seconds


def drawn(desk: GorgiasDesk, ticket: Ticket, agent: Person) -> list[Json]:
    """Return the cards of all HTTP widgets in the ticket's sidebar whose integration has stored data: title, link,
    fields [{title, value, type}], links [{label, url}], buttons [{id, label, inputs}], and the cards inside.
    """
    cards: list[Json] = []
    for widget in desk.widgets.all():
        data = ticket.customer.integrations.get(str(widget.integration_id))
        if widget.context != "ticket" or widget.deactivated_at is not None or data is None:
            continue
        around = _around(desk, ticket, agent)
        for number, part in enumerate(_in_order(widget.template)):
            cards += _cards(part, data, around, f"{widget.id}.{number}")
    return cards


def press(desk: GorgiasDesk, ticket_id: int, button_id: str, given: Json, agent_id: int) -> Json:
    """Make the call behind a button; return {"status", "body"}. Raise a 400 refusal for an empty mandatory input."""
    with desk.lock:
        ticket, agent = desk.tickets.get(ticket_id), desk.people.user(agent_id)
        action = next((one["action"] for one in _buttons(drawn(desk, ticket, agent)) if one["id"] == button_id), None)
    if action is None:
        raise not_found()
    values = {name: _pairs(action[name], given) for name in ("headers", "params", "form")}
    url = action["url"]
    if values["params"]:
        url += ("&" if "?" in url else "?") + urlencode(values["params"])
    headers = {"User-Agent": "Gorgias", "Content-Type": action["content_type"]} | values["headers"]
    body = urlencode(values["form"]) if action["content_type"] == FORM else json.dumps(action["json"])
    status, text = send(
        action["method"], url, headers, b"" if action["method"] == "GET" else body.encode(), PRESS_TIMEOUT
    )
    done = status is not None and 200 <= status < 300
    with desk.lock:
        told = {"action_name": "customHttpAction", "status": "success" if done else "error", "msg": text[:200]}
        desk.events.add("action-executed", "Ticket", ticket_id, told, agent_id)
    return {"status": status, "body": text}


def _around(desk: GorgiasDesk, ticket: Ticket, agent: Person) -> Json:
    shown = listed_json(ticket, desk.tags.shown(ticket.tags)) | {"account": {"domain": SUBDOMAIN}}
    customer = customer_json(ticket.customer)
    return {"ticket": shown | {"customer": customer}, "customer": customer, "current_user": brief_json(agent)}


def _in_order(part: Json) -> list[Json]:
    return sorted(part.get("widgets", []), key=lambda child: int(child.get("order") or 0))


def _cards(part: Json, data: Any, around: Json, place: str) -> list[Json]:
    """Draw a card, or the card of a list once per item. Data of the wrong kind draws nothing."""
    value = found(data, part["path"]) if part.get("path") and isinstance(data, dict) else data
    if part["type"] == "list":
        limit = (part.get("meta") or {}).get("limit")
        items = (value if isinstance(value, list) else [])[:limit]
        rows = [_cards(part["widgets"][0], item, around, f"{place}.{row}") for row, item in enumerate(items)]
        return [card for row in rows for card in row]
    return [_card(part, value, around, place)] if isinstance(value, dict) else []


def _card(part: Json, data: Json, around: Json, place: str) -> Json:
    context = around | data
    meta = part.get("meta") or {}
    custom = meta.get("custom") or {}
    fields: list[Json] = []
    inside: list[Json] = []
    for number, child in enumerate(_in_order(part)):
        if child["type"] in ("card", "list"):
            inside += _cards(child, data, around, f"{place}.{number}")
        else:
            value = found(data, child.get("path") or "")
            fields.append({"title": child.get("title", ""), "value": value, "type": child["type"]})
    return {
        "title": filled(part.get("title") or "", context),
        "link": filled(meta.get("link") or "", context) or None,
        "fields": fields,
        "links": [
            {"label": filled(one["label"], context), "url": filled(one["url"], context)}
            for one in custom.get("links", [])
        ],
        "buttons": [_button(one, context, f"{place}-{number}") for number, one in enumerate(custom.get("buttons", []))],
        "cards": inside,
    }


def _button(given: Json, context: Json, button_id: str) -> Json:
    """`inputs` are what the agent may type; `action` is the call with everything else filled in."""
    action = given["action"]
    body = action.get("body") or {}
    content_type = body.get("contentType") or "application/json"
    filled_in: Json = {
        "method": action["method"],
        "url": filled(action["url"], context),
        "content_type": content_type,
        "headers": _parameters(action.get("headers"), context),
        "params": _parameters(action.get("params"), context),
        "form": _parameters(body.get(FORM) if content_type == FORM else None, context),
        "json": body.get("application/json") or {},
    }
    rows = [row for name in ("headers", "params", "form") for row in filled_in[name]]
    inputs = [row for row in rows if row["editable"]]
    return {"id": button_id, "label": given["label"], "inputs": inputs, "action": filled_in}


def _parameters(given: list[Json] | None, context: Json) -> list[Json]:
    return [
        {
            "key": one["key"],
            "label": one.get("label") or "",
            "type": one.get("type") or "text",
            "value": filled(str(one.get("value") or ""), context),
            "editable": bool(one.get("editable")),
            "mandatory": bool(one.get("mandatory")),
        }
        for one in given or []
    ]


def _pairs(rows: list[Json], given: Json) -> dict[str, str]:
    values: dict[str, str] = {}
    for row in rows:
        value = str(given[row["key"]]) if row["editable"] and row["key"] in given else row["value"]
        if row["mandatory"] and not value:
            raise invalid("Failed to execute action", {row["key"]: ["This parameter is mandatory."]})
        values[row["key"]] = value
    return values


def _buttons(cards: list[Json]) -> Iterator[Json]:
    for card in cards:
        yield from card["buttons"]
        yield from _buttons(card["cards"])
