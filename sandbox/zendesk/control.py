"""`/_sandbox/…`: the builders, switches and books over HTTP, for other processes. No token needed."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from sandbox.zendesk.account import AGENT_ID, Json
from sandbox.zendesk.oauth import Client
from sandbox.zendesk.people import user_json
from sandbox.zendesk.refusals import Refusal
from sandbox.zendesk.tickets import audit_json, comment_json

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

APP_SETTINGS = ("url", "app_id", "installation_id", "name", "settings", "signed", "with_sub", "guid")


def blueprint(desk: ZendeskDesk) -> Blueprint:
    routes = Blueprint("control", __name__, url_prefix="/_sandbox")
    _add_actors(routes, desk)
    _add_books(routes, desk)
    _add_settings(routes, desk)
    _add_app(routes, desk)
    _add_deliveries(routes, desk)

    @routes.errorhandler(TypeError)
    @routes.errorhandler(KeyError)
    def misused(error: Exception) -> tuple[Response, int]:
        return jsonify({"message": f"{type(error).__name__}: {error}"}), 400

    return routes


def app_key_blueprint(desk: ZendeskDesk) -> Blueprint:
    """Where the real API is believed to show an app's public key (UNCONFIRMED path)."""
    routes = Blueprint("app_key", __name__)

    @routes.get("/apps/<int:app_id>/public_key.pem")
    def key(app_id: int) -> Response:
        return Response(desk.app_frame.public_key(), content_type="application/x-pem-file")

    return routes


def sent() -> Json:
    given = request.get_json(silent=True)
    return given if isinstance(given, dict) else {}


def _add_actors(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.post("/customer_writes")
    def customer_writes() -> Response:
        return jsonify({"ticket_id": desk.customer_writes(**sent())})

    @routes.post("/customer_replies")
    def customer_replies() -> Response:
        return jsonify({"ticket_id": desk.customer_replies(**sent())})

    @routes.post("/agent_replies")
    def agent_replies() -> Response:
        return jsonify({"audit_id": desk.agent_replies(**sent())})

    @routes.post("/person")
    def person() -> Response:
        return jsonify({"user": user_json(desk.person(**sent()))})

    @routes.post("/tickets/<int:ticket_id>/<what>")
    def ticket(ticket_id: int, what: str) -> Response:
        """`merge` with {"into": id}, `close`, `delete`, `touch` (a system change)."""
        if what == "merge":
            desk.merge(ticket_id, int(sent()["into"]))
        elif what == "close":
            desk.close_ticket(ticket_id)
        elif what == "delete":
            desk.delete_ticket(ticket_id)
        elif what == "touch":
            desk.writing.touch(desk.tickets.get(ticket_id))
        else:
            raise Refusal(400, {"message": f"unknown: {what}"})
        return jsonify({"ticket_id": ticket_id})


def books(desk: ZendeskDesk) -> Json:
    """Everything that happened, deleted tickets included."""
    tickets = desk.tickets.all()
    return {
        "mails": [mail.as_json() for mail in desk.mails.mails],
        "comments": {one.id: [comment_json(comment, inline=True) for comment in one.comments] for one in tickets},
        "audits": {one.id: [audit_json(audit, one.comments) for audit in one.audits] for one in tickets},
        "tags_history": desk.writing.tags_history,
        "webhook_attempts": [
            attempt.as_json(invocation.id)
            for invocation in list(desk.deliveries.log)
            for attempt in list(invocation.attempts)
        ],
        "webhooks_dropped": desk.deliveries.dropped,
        "requests": dict(desk.requests),
    }


def _add_books(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.get("/books")
    def show_books() -> Response:
        return jsonify(books(desk))

    @routes.post("/reset")
    def reset() -> Response:
        desk.reset()
        return jsonify({})


def _add_settings(routes: Blueprint, desk: ZendeskDesk) -> None:
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
        made = Client(given["id"], given.get("secret"), tuple(uris) if uris else None, given.get("expiring", True))
        desk.oauth.register(made)
        return jsonify(asdict(made))


def _add_app(routes: Blueprint, desk: ZendeskDesk) -> None:
    @routes.route("/app", methods=["GET", "POST"])
    def app_settings() -> Response:
        """Where the sidebar app lives, and how it is signed; answers with its public key."""
        frame = desk.app_frame
        for name in sent():
            if name not in APP_SETTINGS:
                raise KeyError(name)
            setattr(frame, name, sent()[name])
        shown = {"url": frame.url, "app_id": frame.app_id, "installation_id": frame.installation_id}
        return jsonify(shown | {"signed": frame.signed, "guid": frame.guid, "public_key": frame.public_key()})

    @routes.get("/app/public_key")
    def public_key() -> Response:
        return Response(desk.app_frame.public_key(), content_type="application/x-pem-file")

    @routes.post("/app/token")
    def app_token() -> Response:
        """Sign a token for one page load; given claims replace the usual ones, to make wrong tokens."""
        given = sent()
        claims = desk.app_frame.claims(int(given.get("agent_id", AGENT_ID)), desk.clock.now())
        return jsonify({"token": desk.app_frame.sign(claims | given.get("claims", {}))})


def _add_deliveries(routes: Blueprint, desk: ZendeskDesk) -> None:
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
