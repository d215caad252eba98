"""`/_sandbox/…`: the builders, switches and books over HTTP, for other processes and for a page that plays the agent's
screen. No token needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from sandbox.gorgias.account import AGENT_ID, SUBDOMAIN, Json
from sandbox.gorgias.oauth import Client
from sandbox.gorgias.people import brief_json, customer_json
from sandbox.gorgias.refusals import said
from sandbox.gorgias.tickets import listed_json, message_json
from sandbox.gorgias.views import ticket_json

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk


def blueprint(desk: GorgiasDesk) -> Blueprint:
    routes = Blueprint("control", __name__, url_prefix="/_sandbox")
    _add_actors(routes, desk)
    _add_screen(routes, desk)
    _add_books(routes, desk)
    _add_settings(routes, desk)
    _add_deliveries(routes, desk)

    @routes.errorhandler(TypeError)
    @routes.errorhandler(KeyError)
    def misused(error: Exception) -> tuple[Response, int]:
        return jsonify({"message": f"{type(error).__name__}: {error}"}), 400

    return routes


def sent() -> Json:
    given = request.get_json(silent=True)
    return given if isinstance(given, dict) else {}


def _add_actors(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.post("/customer_writes")
    def customer_writes() -> Response:
        return jsonify({"ticket_id": desk.customer_writes(**sent())})

    @routes.post("/customer_replies")
    def customer_replies() -> Response:
        return jsonify({"ticket_id": desk.customer_replies(**sent())})

    @routes.post("/agent_replies")
    def agent_replies() -> Response:
        return jsonify({"message_id": desk.agent_replies(**sent())})

    @routes.post("/person")
    def person() -> Response:
        return jsonify({"customer": customer_json(desk.person(**sent()))})

    @routes.post("/uninstall")
    def uninstall() -> Response:
        desk.uninstall()
        return jsonify({})

    @routes.post("/tickets/<int:ticket_id>/<what>")
    def ticket(ticket_id: int, what: str) -> Response:
        """`merge` with {"into": id}, `close`, `spam`, `delete` with {"gone": true} for good, `tag` with {"tag": name},
        `change` with the keys of an update.
        """
        given = sent()
        deeds: dict[str, Callable[[], object]] = {
            "merge": lambda: desk.merge(ticket_id, int(given["into"])),
            "close": lambda: desk.close_ticket(ticket_id),
            "spam": lambda: desk.spam_ticket(ticket_id),
            "delete": lambda: desk.delete_ticket(ticket_id, gone=bool(given.get("gone"))),
            "tag": lambda: desk.agent_tags(ticket_id, str(given["tag"])),
            "change": lambda: desk.agent_changes(ticket_id, given),
        }
        if what not in deeds:
            raise said(400, f"unknown: {what}")
        deeds[what]()
        return jsonify({"ticket_id": ticket_id})


def _add_screen(routes: Blueprint, desk: GorgiasDesk) -> None:
    """What a page needs that plays the agent's screen."""

    @routes.get("/tickets")
    def tickets() -> Response:
        """Newest first, trashed ones too."""
        rows = [listed_json(ticket, desk.tags.shown(ticket.tags)) for ticket in reversed(desk.tickets.all())]
        return jsonify({"tickets": rows, "account": SUBDOMAIN})

    @routes.get("/tickets/<int:ticket_id>")
    def screen(ticket_id: int) -> Response:
        """The ticket with customer, messages and tags, who looks (`?agent=`), and the cards of the sidebar."""
        found = desk.tickets.get(ticket_id)
        agent = desk.people.user(request.args.get("agent", AGENT_ID, type=int))
        return jsonify(
            {
                "ticket": ticket_json(found, desk.tags),
                "agent": brief_json(agent),
                "cards": desk.cards(ticket_id, agent.id),
            }
        )

    @routes.post("/press")
    def press() -> Response:
        """{"ticket_id", "button_id", "given": {key: value}, "agent_id"}: press a card's button, wait for the answer."""
        return jsonify(desk.press(**sent()))


def books(desk: GorgiasDesk) -> Json:
    """Everything that happened, trashed tickets included."""
    tickets = desk.tickets.all()
    return {
        "mails": [mail.as_json() for mail in desk.mails.mails],
        "messages": {one.id: [message_json(message) for message in one.messages] for one in tickets},
        "tags": {one.id: list(one.tags) for one in tickets},
        "tags_history": desk.writing.tags_history,
        "webhook_attempts": [attempt for call in list(desk.deliveries.log) for attempt in call.as_json()],
        "webhooks_dropped": desk.deliveries.dropped,
        "requests": dict(desk.requests),
        "bugs": [f"{type(bug).__name__}: {bug}" for bug in desk.bugs],
    }


def _add_books(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.get("/books")
    def show_books() -> Response:
        return jsonify(books(desk))

    @routes.post("/reset")
    def reset() -> Response:
        desk.reset()
        return jsonify({})


def _add_settings(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.route("/switches", methods=["GET", "POST"])
    def switches() -> Response:
        return jsonify(_set_known(desk.switches, sent()))

    @routes.route("/limits", methods=["GET", "POST"])
    def limits() -> Response:
        return jsonify(_set_known(desk.limits, sent()))

    @routes.post("/clock")
    def clock() -> Response:
        desk.clock.advance(float(sent()["advance"]))
        return jsonify({"now": desk.clock.now().isoformat()})

    @routes.post("/token")
    def token() -> Response:
        return jsonify({"access_token": desk.token(**sent())})

    @routes.post("/clients")
    def client() -> Response:
        given = sent()
        uris = given.get("redirect_uris")
        made = Client(given["id"], given["secret"], tuple(uris) if uris else None)
        desk.oauth.register(made)
        return jsonify(asdict(made))


def _add_deliveries(routes: Blueprint, desk: GorgiasDesk) -> None:
    @routes.post("/deliveries")
    def deliveries() -> Response:
        """{"hold": true}, {"release": true, "reverse": true}, {"twice": true}, {"drop_next": 1},
        {"retry_scale": 0}, {"timeout": 1}.
        """
        given = sent()
        for name in ("twice", "drop_next", "retry_scale", "timeout"):
            if name in given:
                setattr(desk.deliveries, name, given[name])
        if given.get("hold"):
            desk.deliveries.hold()
        released = desk.deliveries.release(reverse=bool(given.get("reverse"))) if given.get("release") else 0
        return jsonify({"released": released})

    @routes.post("/flush")
    def flush() -> tuple[Response, int]:
        try:
            desk.flush(float(sent().get("timeout", 30)))
        except TimeoutError as error:
            return jsonify({"message": str(error)}), 504
        return jsonify({}), 200


def _set_known(target: Any, given: Json) -> Json:
    known = {field.name for field in fields(target)}
    for name, value in given.items():
        if name not in known:
            raise KeyError(name)
        setattr(target, name, value)
    return asdict(target)
