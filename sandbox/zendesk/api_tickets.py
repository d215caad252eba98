"""Endpoints below /api/v2/tickets, and uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, jsonify, request

from sandbox.zendesk import creating, limits, updating
from sandbox.zendesk.account import Json, url
from sandbox.zendesk.attachments import upload_json
from sandbox.zendesk.lifecycle import merge
from sandbox.zendesk.paging import page
from sandbox.zendesk.people import user_json
from sandbox.zendesk.refusals import bad_request, invalid, not_found
from sandbox.zendesk.tickets import Ticket, audit_json, comment_json, ticket_json

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk


def body(name: str) -> Json:
    """Return the object under `name` of the JSON sent; raise a 400 refusal without it."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get(name), dict):
        raise bad_request("Parameter missing", f"param is missing or the value is empty: {name}")
    found: Json = sent[name]
    return found


def sideload(desk: ZendeskDesk, user_ids: list[int | None]) -> list[Json]:
    wanted = dict.fromkeys(user_id for user_id in user_ids if user_id is not None)
    return [user_json(desk.people.get(user_id)) for user_id in wanted]


def ticket_users(ticket: Ticket) -> list[int | None]:
    return [ticket.requester_id, ticket.submitter_id, ticket.assignee_id, *ticket.email_cc_ids]


def includes_users() -> bool:
    return "users" in request.args.get("include", "").split(",")


def count_update(desk: ZendeskDesk, ticket_id: int) -> None:
    """Take one of the updates this user has for this ticket; the endpoint's own headers tell what is left."""
    allowed = desk.limits
    desk.windows.take("updates", allowed.updates_per_minute, limits.MINUTE)
    key = ("update", g.user.id, ticket_id)
    remaining, resets = desk.windows.take(key, allowed.updates_per_ticket, limits.TEN_MINUTES)
    if allowed.updates_per_ticket is not None:
        told = f"total={allowed.updates_per_ticket}; remaining={remaining}; resets={resets}"
        g.headers = {"zendesk-rate-limit-tickets-update": told}


def blueprint(desk: ZendeskDesk) -> Blueprint:
    routes = Blueprint("tickets", __name__)
    _add_reads(routes, desk)
    _add_writes(routes, desk)
    _add_tags(routes, desk)
    return routes


def _add_reads(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.get("/tickets/<int:ticket_id>")
    def show(ticket_id: int) -> Response:
        ticket = desk.tickets.get(ticket_id)
        shown: Json = {"ticket": ticket_json(ticket)}
        return jsonify(shown | {"users": sideload(desk, ticket_users(ticket))} if includes_users() else shown)

    @routes.get("/tickets")
    def index() -> Response:
        living = [ticket for ticket in desk.tickets.all() if not ticket.deleted]
        return jsonify(page(living, "tickets", ticket_json))

    @routes.get("/tickets/<int:ticket_id>/comments")
    def comments(ticket_id: int) -> Response:
        ticket = desk.tickets.get(ticket_id)
        inline = request.args.get("include_inline_images") == "true"
        backwards = request.args.get("sort_order") == "desc" or request.args.get("sort") == "-created_at"
        ordered = list(reversed(ticket.comments)) if backwards else ticket.comments
        shown = page(ordered, "comments", lambda comment: comment_json(comment, inline=inline))
        if includes_users():
            shown["users"] = sideload(desk, [comment["author_id"] for comment in shown["comments"]])
        return jsonify(shown)

    @routes.get("/tickets/<int:ticket_id>/audits")
    def audits(ticket_id: int) -> Response:
        ticket = desk.tickets.get(ticket_id)
        backwards = request.args.get("sort_order") == "desc" or request.args.get("sort") == "-created_at"
        ordered = list(reversed(ticket.audits)) if backwards else ticket.audits
        return jsonify(page(ordered, "audits", lambda audit: audit_json(audit, ticket.comments)))

    @routes.get("/job_statuses/<job_id>")
    def job(job_id: str) -> Response:
        if job_id not in desk.jobs:
            raise not_found()
        return jsonify({"job_status": desk.jobs[job_id]})


def _add_writes(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.post("/tickets")
    def create() -> tuple[Response, int, dict[str, str]]:
        given = body("ticket")
        key = request.headers.get("Idempotency-Key")
        known = desk.idempotency.find(key, given) if key else None
        if known is not None:
            ticket = desk.tickets.get(known)
            audit = ticket.audits[0]
        else:
            ticket, audit = creating.create(desk, given, g.user, request.headers.get("User-Agent", ""))
            if key:
                desk.idempotency.keep(key, given, ticket.id)
        headers = {"Location": url(f"/api/v2/tickets/{ticket.id}.json")}
        headers |= {"x-idempotency-lookup": "miss" if known is None else "hit"} if key else {}
        return jsonify({"ticket": ticket_json(ticket), "audit": audit_json(audit, ticket.comments)}), 201, headers

    @routes.put("/tickets/<int:ticket_id>")
    def update(ticket_id: int) -> Response:
        ticket = desk.tickets.get(ticket_id)
        count_update(desk, ticket_id)
        audit = updating.update(desk, ticket, body("ticket"), g.user, request.headers.get("User-Agent", ""))
        return jsonify({"ticket": ticket_json(ticket), "audit": audit_json(audit, ticket.comments)})

    @routes.delete("/tickets/<int:ticket_id>")
    def delete(ticket_id: int) -> tuple[str, int]:
        desk.writing.delete(desk.tickets.get(ticket_id))
        return "", 204

    @routes.post("/tickets/<int:ticket_id>/merge")
    def merge_into(ticket_id: int) -> Response:
        given: Any = request.get_json(silent=True) or {}
        if not given.get("ids"):
            raise invalid("ids", "Ids: cannot be blank")
        sources = [desk.tickets.get(int(number)) for number in given["ids"]]
        texts = (given.get("target_comment"), given.get("source_comment"))
        return jsonify({"job_status": merge(desk, desk.tickets.get(ticket_id), sources, g.user, texts)})

    @routes.post("/uploads")
    def upload() -> tuple[Response, int]:
        name = request.args.get("filename")
        if not name:
            raise bad_request("Parameter missing", "filename is needed")
        kind = request.headers.get("Content-Type", "application/octet-stream")
        return jsonify(upload_json(desk.attachments.upload(name, request.get_data(), kind))), 201


def _add_tags(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.get("/tickets/<int:ticket_id>/tags")
    def tags(ticket_id: int) -> Response:
        return jsonify({"tags": list(desk.tickets.get(ticket_id).tags)})

    @routes.route("/tickets/<int:ticket_id>/tags", methods=["POST", "PUT", "DELETE"])
    def edit_tags(ticket_id: int) -> tuple[Response, int]:
        """POST sets the list, PUT adds to it, DELETE takes from it."""
        ticket = desk.tickets.get(ticket_id)
        count_update(desk, ticket_id)
        how = {"POST": "set", "PUT": "add", "DELETE": "remove"}[request.method]
        given: Json = request.get_json(silent=True) or {}
        client = request.headers.get("User-Agent", "")
        after = updating.edit_tags(desk, ticket, given, g.user, client, how)
        return jsonify({"tags": after}), 201 if how == "set" else 200
