"""The agent's screen of the Freshdesk stand-in, with an installed app in the ticket's sidebar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, abort, jsonify, request, url_for

from sandbox.desk.marketplace import BadRequest, InstalledApp
from sandbox.desk.screen import Json, Said, Screen, Shown, blueprint
from sandbox.freshdesk.account import AGENT_ID, DOMAIN
from sandbox.freshdesk.clock import iso
from sandbox.freshdesk.refusals import Refusal
from sandbox.freshdesk.tickets import STATUS_NAMES, Ticket

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from sandbox.freshdesk.desk import FreshdeskDesk

CLIENT_SCRIPT = "fresh_client.js"


class FreshdeskScreen:
    """Implements `Screen`."""

    account: str = DOMAIN
    statuses: Mapping[str, str] = {str(number): name for number, name in STATUS_NAMES.items()}

    def __init__(self, desk: FreshdeskDesk) -> None:
        self._desk = desk

    def listed(self) -> Sequence[Shown]:
        with self._desk.lock:
            kept = [one for one in self._desk.tickets.all() if not (one.deleted or one.spam or one.archived)]
            return [self._shown(ticket, ()) for ticket in reversed(kept)]

    def shown(self, ticket_id: int) -> Shown:
        with self._desk.lock:
            ticket = self._desk.tickets.get(ticket_id)
            people = self._desk.people
            first = Said(people.get(ticket.requester_id).name, False, True, ticket.html, iso(ticket.created_at))
            others = [
                Said(people.get(one.user_id).name, not one.incoming, one.public, one.html, iso(one.created_at))
                for one in ticket.conversations
            ]
            return self._shown(ticket, (first, *others))

    def reply(self, ticket_id: int, html: str, public: bool, status: str | None) -> None:
        self._desk.agent_replies(ticket_id, html=html or None, public=public, status=int(status) if status else None)

    def _shown(self, ticket: Ticket, said: Sequence[Said]) -> Shown:
        status = STATUS_NAMES.get(ticket.status, str(ticket.status))
        requester = self._desk.people.get(ticket.requester_id)
        return Shown(ticket.id, ticket.subject, status, requester.email or requester.name, tuple(ticket.tags), said)


def create_app(desk: FreshdeskDesk, installed: Callable[[], InstalledApp | None]) -> WSGIApplication:
    """The screen as an application of its own. `installed` is asked for each page: an app may come later."""
    return host_app(FreshdeskScreen(desk), installed)


def host_app(screen: Screen, installed: Callable[[], InstalledApp | None]) -> Flask:
    """The screen of any ticket source with the platform's app beside it."""
    app = Flask(__name__, static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.register_error_handler(Refusal, lambda refusal: (jsonify(refusal.body), refusal.status))

    def settings(_ticket_id: int) -> Json:
        found = installed()
        user = {"id": AGENT_ID, "contact": {"name": "Noor Haddad", "language": "en"}}
        return {"loggedInUser": user, "iparams": found.shown_iparams if found else {}, "app": found is not None}

    app.register_blueprint(blueprint(screen, "screen_freshdesk.html", settings))
    app.register_blueprint(_platform(installed))
    return app


def _platform(installed: Callable[[], InstalledApp | None]) -> Blueprint:
    routes = Blueprint("platform", __name__, url_prefix="/desk")

    def the_app() -> InstalledApp:
        return installed() or abort(404)

    @routes.get("/app/<path:name>")
    def file(name: str) -> Response:
        found = the_app()
        if f"app/{name}" not in found.files:
            abort(404)
        kind = "text/javascript" if name.endswith(".js") else guess_type(name)[0] or "application/octet-stream"
        if name.endswith(".html"):
            return Response(found.page(name, url_for("screen.static", filename=CLIENT_SCRIPT)), mimetype="text/html")
        return Response(found.files[f"app/{name}"], mimetype=kind)

    @routes.post("/app-requests/<template>")
    def invoke(template: str) -> tuple[Response, int]:
        given: dict[str, Any] = request.get_json()
        try:
            return jsonify(the_app().invoke(template, given.get("context") or {}, given.get("body"))), 200
        except BadRequest as error:
            return jsonify({"status": 400, "headers": {}, "response": str(error)}), 200

    return routes
