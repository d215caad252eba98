"""Endpoints of tickets: read, list, create, update, delete, merge."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, jsonify, request

from sandbox.freshdesk import asking, customers, lifecycle
from sandbox.freshdesk.account import Json
from sandbox.freshdesk.people import GLOBAL_SCOPE, requester_json
from sandbox.freshdesk.refusals import access_denied, invalid, method_not_allowed, missing, not_found, unexpected
from sandbox.freshdesk.search import found
from sandbox.freshdesk.showing import conversation_json, stats_json, ticket_json
from sandbox.freshdesk.tickets import FROM_PORTAL, OPEN, PENDING, Ticket
from sandbox.freshdesk.updating import ticket_changes

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk
    from sandbox.freshdesk.people import User

EMBEDDED = 10  # conversations shown inside a ticket: the oldest ones
DEFAULT_WINDOW = timedelta(days=30)
SHOW_INCLUDES = ("conversations", "requester", "company", "stats")
LIST_INCLUDES = ("requester", "stats", "description", "company")
ORDERS = ("created_at", "due_by", "updated_at", "status")
FILTERS = ("new_and_my_open", "watching", "spam", "deleted")
SEARCH_PAGE, SEARCH_PAGES = 30, 10


def readable(desk: FreshdeskDesk, ticket_id: int) -> Ticket:
    """Return a ticket this agent may see; trash and spam can be read, the archive has its own address."""
    ticket = desk.tickets.get(ticket_id)
    if ticket.archived and "/archived/" not in request.path:
        raise not_found()
    agent: User = g.user
    if (
        agent.ticket_scope != GLOBAL_SCOPE
        and ticket.responder_id != agent.id
        and ticket.group_id not in agent.group_ids
    ):
        raise access_denied()
    return ticket


def writable(desk: FreshdeskDesk, ticket_id: int) -> Ticket:
    """Raise a 405 refusal for one in spam, the trash or the archive."""
    ticket = desk.tickets.get(ticket_id)
    if ticket.spam or ticket.deleted or ticket.archived:
        raise method_not_allowed(request.method, ["GET"])
    return readable(desk, ticket_id)


def blueprint(desk: FreshdeskDesk) -> Blueprint:
    routes = Blueprint("tickets", __name__)
    _add_reads(routes, desk)
    _add_lists(routes, desk)
    _add_writes(routes, desk)
    _add_merging(routes, desk)
    return routes


def _includes(known: tuple[str, ...]) -> list[str]:
    names = asking.includes()
    if not set(names) <= set(known):
        raise invalid("include", "invalid_value", f"It should be one of these values: '{','.join(known)}'")
    return names


def _embedded(desk: FreshdeskDesk, ticket: Ticket, names: list[str]) -> Json:
    shown: Json = {}
    if "stats" in names:
        shown["stats"] = stats_json(ticket)
    if "requester" in names:
        shown["requester"] = requester_json(desk.people.get(ticket.requester_id))
    if "company" in names:
        shown["company"] = {}
    if "conversations" in names:
        shown["conversations"] = [conversation_json(said) for said in ticket.conversations[:EMBEDDED]]
    return shown


def _add_reads(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.get("/tickets/<int:ticket_id>")
    @routes.get("/tickets/archived/<int:ticket_id>")
    def show(ticket_id: int) -> Response:
        ticket = readable(desk, ticket_id)
        if "/archived/" in request.path and not ticket.archived:
            raise not_found()
        return jsonify(ticket_json(ticket) | _embedded(desk, ticket, _includes(SHOW_INCLUDES)))

    @routes.get("/tickets/<int:ticket_id>/conversations")
    @routes.get("/tickets/archived/<int:ticket_id>/conversations")
    def conversations(ticket_id: int) -> Response:
        return asking.page(readable(desk, ticket_id).conversations, conversation_json)


def _add_lists(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.get("/tickets")
    def index() -> Response:
        names = _includes(LIST_INCLUDES)
        chosen = _listed(desk)
        by, downwards = request.args.get("order_by", "created_at"), request.args.get("order_type", "desc") == "desc"
        if by not in ORDERS:
            raise invalid("order_by", "invalid_value", f"It should be one of these values: '{','.join(ORDERS)}'")
        chosen.sort(key=lambda ticket: (getattr(ticket, by), ticket.id), reverse=downwards)
        described = "description" in names

        def shown(ticket: Ticket) -> Json:
            return ticket_json(ticket, described=described, attached=False) | _embedded(desk, ticket, names)

        return asking.page(chosen, shown)

    @routes.get("/search/tickets")
    def search() -> Response:
        at = asking.number("page", 1, SEARCH_PAGES)
        hits = found(desk, request.args.get("query", ""))
        shown = hits[(at - 1) * SEARCH_PAGE : at * SEARCH_PAGE]
        return jsonify({"total": len(hits), "results": [ticket_json(ticket) for ticket in shown]})


def _listed(desk: FreshdeskDesk) -> list[Ticket]:
    """The tickets a list is about; without `updated_since` those made in the last 30 days, and nobody is told."""
    args = request.args
    wanted = args.get("filter")
    if wanted is not None and wanted not in FILTERS:
        raise invalid("filter", "invalid_value", f"It should be one of these values: '{','.join(FILTERS)}'")
    since = _moment(args["updated_since"]) if "updated_since" in args else None
    horizon = desk.clock.now() - DEFAULT_WINDOW
    requester = desk.people.by_email(args["email"]) if "email" in args else None
    kept = []
    for ticket in desk.tickets.all():
        if ticket.archived or ticket.spam != (wanted == "spam") or ticket.deleted != (wanted == "deleted"):
            continue
        if (ticket.updated_at < since) if since is not None else (ticket.created_at < horizon):
            continue
        if "email" in args and (requester is None or ticket.requester_id != requester.id):
            continue
        if "requester_id" in args and str(ticket.requester_id) != args["requester_id"]:
            continue
        if wanted == "new_and_my_open" and not _new_or_mine(ticket, g.user):
            continue
        if wanted != "watching":  # nobody watches anything here
            kept.append(ticket)
    return kept


def _new_or_mine(ticket: Ticket, agent: User) -> bool:
    return ticket.status in (OPEN, PENDING) and ticket.responder_id in (None, agent.id)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise invalid(
            "updated_since", "invalid_date", "It should be in the 'combined date and time ISO8601'"
        ) from error
    if moment.tzinfo is None:
        raise invalid("updated_since", "invalid_date", "It should be in the 'combined date and time ISO8601'")
    return moment


def _add_writes(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.post("/tickets")
    def create() -> tuple[Response, int]:
        return jsonify(ticket_json(_created(desk, asking.body()))), 201

    @routes.put("/tickets/<int:ticket_id>")
    def update(ticket_id: int) -> Response:
        ticket = writable(desk, ticket_id)
        desk.writing.change(ticket, ticket_changes(desk, ticket, asking.body()), g.user)
        return jsonify(ticket_json(ticket))

    @routes.delete("/tickets/<int:ticket_id>")
    def delete(ticket_id: int) -> tuple[str, int]:
        lifecycle.put_away(desk, writable(desk, ticket_id), into="deleted")
        return "", 204

    @routes.put("/tickets/<int:ticket_id>/restore")
    def restore(ticket_id: int) -> tuple[str, int]:
        ticket = readable(desk, ticket_id)
        if not ticket.deleted:
            raise not_found()
        ticket.deleted = False
        desk.writing.touch(ticket)
        return "", 204


def _add_merging(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.put("/tickets/merge")
    def merge() -> tuple[str, int]:
        given = asking.body()
        known = ("primary_id", "ticket_ids", "convert_recepients_to_cc", "note_in_primary", "note_in_secondary")
        if strange := [name for name in given if name not in known]:
            raise unexpected(strange)
        if not given.get("primary_id") or not given.get("ticket_ids"):
            raise missing("primary_id" if not given.get("primary_id") else "ticket_ids")
        others = [writable(desk, int(number)) for number in given["ticket_ids"]]
        lifecycle.merge(desk, writable(desk, int(given["primary_id"])), others, g.user)
        return "", 204


def _created(desk: FreshdeskDesk, given: Json) -> Ticket:
    """Store a ticket for whatever address the caller names: a ticket's requester is no proof of anything."""
    for name in ("subject", "description", "status", "priority"):
        if not given.get(name):
            raise missing(name)
    changes = {"source": FROM_PORTAL} | ticket_changes(desk, None, given)
    if "requester_id" not in changes:
        raise missing("requester_id")
    ticket = customers.new_ticket(desk, str(given["subject"]), "", desk.people.get(changes["requester_id"]))
    ticket.custom_fields |= changes.pop("custom_fields", {})
    for name, value in changes.items():
        setattr(ticket, name, value)
    ticket.cc_emails = list(given.get("cc_emails", []))
    desk.writing.open(ticket, g.user)
    return ticket
