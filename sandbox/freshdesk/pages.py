"""The agent's screen: a list of tickets, one ticket with its conversation, and a form to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from sandbox.freshdesk.account import AGENT_ID, DOMAIN, Json
from sandbox.freshdesk.people import requester_json
from sandbox.freshdesk.showing import conversation_json, ticket_json
from sandbox.freshdesk.tickets import STATUS_NAMES, Ticket

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk


def blueprint(desk: FreshdeskDesk) -> Blueprint:
    routes = Blueprint("agent", __name__, url_prefix="/agent", template_folder="templates")

    @routes.get("/tickets")
    def tickets() -> str:
        rows = [
            {"ticket": ticket, "requester": desk.people.get(ticket.requester_id)}
            for ticket in reversed(desk.tickets.all())
            if not (ticket.deleted or ticket.spam or ticket.archived)
        ]
        return render_template("freshdesk_tickets.html", rows=rows, account=DOMAIN, statuses=STATUS_NAMES)

    @routes.get("/tickets/<int:ticket_id>")
    def ticket(ticket_id: int) -> str:
        shown = desk.tickets.get(ticket_id)
        return render_template(
            "freshdesk_ticket.html",
            ticket=shown,
            account=DOMAIN,
            statuses=STATUS_NAMES,
            requester=desk.people.get(shown.requester_id),
            agent_id=request.args.get("agent", AGENT_ID, type=int),
            names={said.user_id: desk.people.get(said.user_id).name for said in shown.conversations},
        )

    @routes.get("/tickets/<int:ticket_id>/data")
    def data(ticket_id: int) -> Response:
        """What the page shows, for scripts that read it again."""
        return jsonify(ticket_data(desk, desk.tickets.get(ticket_id)))

    @routes.post("/tickets/<int:ticket_id>/reply")
    def reply(ticket_id: int) -> AnyResponse:
        form = request.form
        desk.agent_replies(
            ticket_id,
            form.get("body", ""),
            public=form.get("public", "true") == "true",
            status=form.get("status", type=int),
            agent_id=form.get("agent_id", AGENT_ID, type=int),
        )
        return redirect(url_for("agent.ticket", ticket_id=ticket_id))

    return routes


def ticket_data(desk: FreshdeskDesk, ticket: Ticket) -> Json:
    return {
        "ticket": ticket_json(ticket),
        "requester": requester_json(desk.people.get(ticket.requester_id)),
        "conversations": [conversation_json(said) for said in ticket.conversations],
    }
