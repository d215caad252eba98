"""Endpoints below /api/tickets, and /api/messages and /api/tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, jsonify, request

from sandbox.gorgias.account import Json
from sandbox.gorgias.clock import iso
from sandbox.gorgias.paging import page, refuse_unknown
from sandbox.gorgias.posting import post
from sandbox.gorgias.refusals import invalid, said
from sandbox.gorgias.tags import tag_json
from sandbox.gorgias.tickets import Message, Ticket, listed_json, message_json
from sandbox.gorgias.updating import field_changes
from sandbox.gorgias.views import ticket_json

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk

EMPTY = ""
TICKET_FILTERS = ("customer_id", "external_id", "view_id", "rule_id", "ticket_ids", "trashed")
MESSAGE_ORDERS = {"created_datetime": lambda message: iso(message.created_at)}


def sent() -> Json:
    """Return the JSON object sent; raise a 400 refusal without one."""
    given: Any = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise said(400, "The body must be a JSON object.")
    return given


def blueprint(desk: GorgiasDesk) -> Blueprint:
    routes = Blueprint("tickets", __name__)
    _add_reads(routes, desk)
    _add_messages(routes, desk)
    _add_writes(routes, desk)
    _add_tags(routes, desk)
    return routes


def _add_reads(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.get("/tickets")
    def index() -> Response:
        """Trashed tickets are listed unless `trashed=false`; there is no filter by status."""
        refuse_unknown(TICKET_FILTERS)
        orders = {
            "created_datetime": lambda ticket: iso(ticket.created_at),
            "updated_datetime": lambda ticket: iso(ticket.updated_at),
        }
        chosen = [ticket for ticket in desk.tickets.all() if _wanted(ticket)]
        return jsonify(page(chosen, shown, orders, "created_datetime:desc"))

    def shown(ticket: Ticket) -> Json:
        return listed_json(ticket, desk.tags.shown(ticket.tags))

    @routes.get("/tickets/<int:ticket_id>")
    def show(ticket_id: int) -> Response:
        return jsonify(ticket_json(desk.tickets.get(ticket_id), desk.tags))


def _wanted(ticket: Ticket) -> bool:
    asked = request.args
    ids = [number for given in asked.getlist("ticket_ids") for number in given.split(",")]
    return (
        (asked.get("trashed", "true").lower() != "false" or ticket.trashed_at is None)
        and asked.get("customer_id") in (None, str(ticket.customer.id))
        and ("external_id" not in asked or asked["external_id"] == ticket.external_id)
        and (not ids or str(ticket.id) in ids)
        and "view_id" not in asked  # neither views nor rules exist here: nothing is in one
        and "rule_id" not in asked
    )


def _add_messages(routes: Blueprint, desk: GorgiasDesk) -> None:
    def listed(messages: list[Message]) -> Response:
        return jsonify(page(messages, message_json, MESSAGE_ORDERS, "created_datetime:asc"))

    @routes.get("/tickets/<int:ticket_id>/messages")
    def messages(ticket_id: int) -> Response:
        refuse_unknown(())
        return listed(desk.tickets.get(ticket_id).messages)

    @routes.get("/messages")
    def across() -> Response:
        refuse_unknown(("ticket_id",))
        wanted = request.args.get("ticket_id")
        tickets = [ticket for ticket in desk.tickets.all() if wanted in (None, str(ticket.id))]
        return listed([message for ticket in tickets for message in ticket.messages])

    @routes.get("/tickets/<int:ticket_id>/messages/<int:message_id>")
    def message(ticket_id: int, message_id: int) -> Response:
        return jsonify(message_json(desk.tickets.get(ticket_id).message(message_id)))

    @routes.post("/tickets/<int:ticket_id>/messages")
    def write(ticket_id: int) -> tuple[Response, int]:
        made = post(desk, desk.tickets.get(ticket_id), sent(), g.user)
        return jsonify(message_json(made)), 201


def _add_writes(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.put("/tickets/<int:ticket_id>")
    def update(ticket_id: int) -> tuple[Response | str, int]:
        ticket = desk.tickets.get(ticket_id)
        desk.writing.change(ticket, field_changes(desk, sent()))
        if desk.switches.empty_ticket_put:
            return EMPTY, 202
        return jsonify(ticket_json(ticket, desk.tags)), 202

    @routes.delete("/tickets/<int:ticket_id>")
    def delete(ticket_id: int) -> tuple[str, int]:
        desk.tickets.get(ticket_id)
        desk.tickets.remove(ticket_id)
        return EMPTY, 204


def _add_tags(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.route("/tickets/<int:ticket_id>/tags", methods=["POST", "PUT", "DELETE"])
    def edit(ticket_id: int) -> tuple[str, int]:
        """POST adds, PUT replaces all, DELETE takes away; each answers without a body."""
        ticket, named = desk.tickets.get(ticket_id), desk.tags.from_request(sent())
        after = {
            "POST": [*ticket.tags, *named],
            "PUT": named,
            "DELETE": [tag for tag in ticket.tags if tag not in named],
        }[request.method]
        desk.writing.change(ticket, {"tags": after})
        return EMPTY, {"POST": 201, "PUT": 202, "DELETE": 204}[request.method]

    @routes.get("/tickets/<int:ticket_id>/tags")
    def tags(ticket_id: int) -> Response:
        return jsonify({"data": desk.tags.shown(desk.tickets.get(ticket_id).tags)})

    @routes.get("/tags")
    def all_tags() -> Response:
        refuse_unknown(("search",))
        asked = request.args.get("search", "").lower()
        found = [tag for tag in desk.tags.all() if asked in tag.name.lower()]
        return jsonify(page(found, tag_json, {"name": lambda tag: tag.name}, "name:asc"))

    @routes.post("/tags")
    def create() -> tuple[Response, int]:
        name = sent().get("name")
        if not isinstance(name, str) or not name:
            raise invalid("Failed to create tag", {"name": ["Missing data for required field."]})
        return jsonify(tag_json(desk.tags.named(name))), 201
