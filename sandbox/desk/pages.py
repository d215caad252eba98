"""The agent's screen of the Zendesk stand-in, and the host side of the sidebar's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import requests
from flask import Blueprint, Response, jsonify, render_template, request

from sandbox.zendesk.account import AGENT_ID, SUBDOMAIN, Json
from sandbox.zendesk.people import User, user_json
from sandbox.zendesk.tickets import Ticket, comment_json, ticket_json

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

PROXY_SECONDS = 30


def blueprint(desk: ZendeskDesk) -> Blueprint:
    routes = Blueprint("agent", __name__, url_prefix="/agent", template_folder="templates", static_folder="static")
    _add_pages(routes, desk)
    _add_actions(routes, desk)
    return routes


def _add_pages(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.get("/tickets")
    def tickets() -> str:
        rows = [
            {"ticket": ticket, "requester": desk.people.get(ticket.requester_id)}
            for ticket in reversed(desk.tickets.all())
            if not ticket.deleted
        ]
        return render_template("tickets.html", rows=rows, account=SUBDOMAIN)

    @routes.get("/tickets/<int:ticket_id>")
    def ticket(ticket_id: int) -> str:
        shown = desk.tickets.get(ticket_id)
        agent = desk.people.get(request.args.get("agent", AGENT_ID, type=int))
        frame = desk.app_frame
        return render_template(
            "ticket.html",
            ticket=shown,
            account=SUBDOMAIN,
            agent=agent,
            frame_url=frame_url(desk),
            token=frame.token(agent.id, desk.clock.now()) if frame.signed and frame.url else None,
            host=host_settings(desk, shown, agent),
        )

    @routes.get("/tickets/<int:ticket_id>/data")
    def data(ticket_id: int) -> Response:
        """What the page shows, read again every few seconds."""
        return jsonify(ticket_data(desk, desk.tickets.get(ticket_id)))


def _add_actions(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.post("/tickets/<int:ticket_id>/reply")
    def reply(ticket_id: int) -> Response:
        given: Json = request.get_json()
        agent_id = int(given.get("agent_id", AGENT_ID))
        desk.agent_replies(
            ticket_id,
            html=given.get("html") or None,
            body=given.get("body") or "",
            public=bool(given.get("public", True)),
            status=given.get("status") or None,
            agent_id=agent_id,
        )
        return jsonify(ticket_data(desk, desk.tickets.get(ticket_id)))

    @routes.post("/proxy")
    def proxy() -> Response:
        """What `client.request` goes through: our own API with the agent's rights, or the outside."""
        given: Json = request.get_json()
        target = str(given["url"])
        headers = {str(name): str(value) for name, value in (given.get("headers") or {}).items()}
        if target.startswith("/"):
            target = request.host_url.rstrip("/") + target
            headers["Authorization"] = f"Bearer {desk.token(user_id=int(given.get('agent_id', AGENT_ID)))}"
        if given.get("contentType"):
            headers["Content-Type"] = str(given["contentType"])
        data = given.get("data")
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                str(given.get("type") or "GET"),
                target,
                data=data.encode() if isinstance(data, str) else data,
                headers=headers,
                timeout=PROXY_SECONDS,
                allow_redirects=False,
            )
        kind = answer.headers.get("Content-Type", "")
        return jsonify({"status": answer.status_code, "reason": answer.reason, "text": answer.text, "type": kind})


def frame_url(desk: ZendeskDesk) -> str | None:
    """The app's address with what its client library needs: our origin and the app's id."""
    if not desk.app_frame.url:
        return None
    query = urlencode({"origin": request.host_url.rstrip("/"), "app_guid": desk.app_frame.guid})
    return f"{desk.app_frame.url}{'&' if '?' in desk.app_frame.url else '?'}{query}"


def host_settings(desk: ZendeskDesk, ticket: Ticket, agent: User) -> Json:
    """What host.js tells the app: `registered` is the first message, `answers` what it can get."""
    frame = desk.app_frame
    return {
        "guid": frame.guid,
        "agentId": agent.id,
        "ticketId": ticket.id,
        "registered": {
            "metadata": {
                "appId": frame.app_id,
                "name": frame.name,
                "installationId": frame.installation_id,
                "version": "1.0",
                "settings": frame.settings,
            },
            "context": {
                "instanceGuid": frame.guid,
                "product": "support",
                "account": {"subdomain": SUBDOMAIN},
                "location": "ticket_sidebar",
                "ticketId": ticket.id,
            },
        },
        "answers": {
            "currentUser": _frame_user(agent),
            "currentAccount": {"subdomain": SUBDOMAIN, "planName": "Enterprise", "timeZone": {"name": "Stockholm"}},
        },
        "data": ticket_data(desk, ticket),
    }


def ticket_data(desk: ZendeskDesk, ticket: Ticket) -> Json:
    requester = desk.people.get(ticket.requester_id)
    names = {comment.author_id: desk.people.get(comment.author_id) for comment in ticket.comments}
    return {
        "ticket": ticket_json(ticket) | {"requester": _frame_user(requester)},
        "comments": [
            comment_json(comment, inline=True)
            | {"author": names[comment.author_id].name, "staff": names[comment.author_id].is_staff}
            for comment in ticket.comments
        ],
    }


def _frame_user(user: User) -> Json:
    shown = user_json(user)
    return {name: shown[name] for name in ("id", "name", "email", "role", "locale")}
