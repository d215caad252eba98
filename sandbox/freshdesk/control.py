"""`/_sandbox/…`: the builders, switches and books over HTTP, for other processes. No key needed."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from sandbox.freshdesk.account import Json
from sandbox.freshdesk.people import agent_json, contact_json
from sandbox.freshdesk.refusals import Refusal
from sandbox.freshdesk.showing import conversation_json

if TYPE_CHECKING:
    from sandbox.freshdesk.desk import FreshdeskDesk


def blueprint(desk: FreshdeskDesk) -> Blueprint:
    routes = Blueprint("control", __name__, url_prefix="/_sandbox")
    _add_actors(routes, desk)
    _add_fates(routes, desk)
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


def _add_actors(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.post("/customer_writes")
    def customer_writes() -> Response:
        return jsonify({"ticket_id": desk.customer_writes(**sent())})

    @routes.post("/customer_replies")
    def customer_replies() -> Response:
        return jsonify({"ticket_id": desk.customer_replies(**sent())})

    @routes.post("/third_party_replies")
    def third_party_replies() -> Response:
        return jsonify({"ticket_id": desk.third_party_replies(**sent())})

    @routes.post("/agent_replies")
    def agent_replies() -> Response:
        return jsonify({"conversation_id": desk.agent_replies(**sent())})

    @routes.post("/person")
    def person() -> Response:
        user = desk.person(**sent())
        return jsonify({"user": agent_json(user) if user.is_staff else contact_json(user)})


def _add_fates(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.post("/tickets/<int:ticket_id>/<what>")
    def ticket(ticket_id: int, what: str) -> Response:
        """`merge` with {"into": id}, `tag` with {"tag": name}, `change` with fields, `close`, `delete`, `spam`,
        `archive`.
        """
        simple = {
            "close": desk.close_ticket,
            "delete": desk.delete_ticket,
            "spam": desk.spam_ticket,
            "archive": desk.archive_ticket,
        }
        if what in simple:
            simple[what](ticket_id)
        elif what == "merge":
            desk.merge(ticket_id, int(sent()["into"]))
        elif what == "tag":
            desk.agent_tags(ticket_id, str(sent()["tag"]))
        elif what == "change":
            desk.agent_changes(ticket_id, sent())
        else:
            raise Refusal(400, {"message": f"unknown: {what}"})
        return jsonify({"ticket_id": ticket_id})


def books(desk: FreshdeskDesk) -> Json:
    """Everything that happened, whatever became of the tickets."""
    tickets = desk.tickets.all()
    return {
        "mails": [mail.as_json() for mail in desk.mails.mails],
        "conversations": {one.id: [conversation_json(said) for said in one.conversations] for one in tickets},
        "tags_history": desk.writing.tags_history,
        "webhook_attempts": [attempt for message in list(desk.deliveries.log) for attempt in message.as_json()],
        "webhooks_dropped": desk.deliveries.dropped,
        "requests": dict(desk.requests),
        "bugs": [repr(bug) for bug in desk.bugs],
    }


def _add_books(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.get("/books")
    def show_books() -> Response:
        return jsonify(books(desk))

    @routes.post("/reset")
    def reset() -> Response:
        desk.reset()
        return jsonify({})


def _add_settings(routes: Blueprint, desk: FreshdeskDesk) -> None:
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

    @routes.post("/key")
    def key() -> Response:
        """An agent's API key; with {"reset": true} a new one."""
        given = {name: value for name, value in sent().items() if name != "reset"}
        return jsonify({"key": desk.people.reset_key(**given) if sent().get("reset") else desk.key(**given)})


def _add_deliveries(routes: Blueprint, desk: FreshdeskDesk) -> None:
    @routes.post("/deliveries")
    def deliveries() -> Response:
        """{"hold": true}, {"release": true, "reverse": true}, {"twice": true}, {"drop_next": 1},
        {"retry_scale": 0}, {"timeout": 1}, {"waits": [1800, 1800]}.
        """
        given = sent()
        for name in ("twice", "drop_next", "retry_scale", "timeout", "waits"):
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
