"""The WSGI app: every endpoint of the stand-in, its agent desk, and its controls, behind programmable faults."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from sandbox.desk.pages import blueprint as desk_pages
from sandbox.faults import Faults
from sandbox.serving import collect
from sandbox.zendesk import api_exports, api_oauth, api_people, api_rules, api_tickets, api_webhooks, control, limits
from sandbox.zendesk.desk import ZendeskDesk
from sandbox.zendesk.refusals import Refusal, missing_scope, not_found

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

API = "/api/v2"
PARTS = (api_tickets, api_people, api_webhooks, api_rules, api_exports)
RESOURCES = {"uploads": "tickets", "search": "tickets", "incremental": "tickets", "job_statuses": "tickets"}
UNLOCKED = ("/_sandbox/flush", "/_sandbox/deliveries", "/api/v2/webhooks/test", "/agent/proxy")  # these wait for others


def create_app(desk: ZendeskDesk, faults: Faults | None = None) -> WSGIApplication:
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.url_map.strict_slashes = False
    app.config["PROPAGATE_EXCEPTIONS"] = True  # a bug in here is the server's to report, not a 500 among others
    api = Blueprint("api", __name__, url_prefix=API)
    api.before_request(lambda: _admit(desk))
    for part in PARTS:
        api.register_blueprint(part.blueprint(desk))
    api.register_blueprint(api_oauth.api_blueprint(desk))
    api.register_blueprint(control.app_key_blueprint(desk))
    app.register_blueprint(api)
    app.register_blueprint(api_oauth.blueprint(desk))
    app.register_blueprint(control.blueprint(desk))
    app.register_blueprint(desk_pages(desk))
    app.after_request(lambda answer: _finish(desk, answer))
    app.register_error_handler(Refusal, _refuse)
    app.register_error_handler(404, lambda _: _refuse(not_found()))
    app.register_error_handler(HTTPException, _plain)

    @app.get("/attachments/token/<token>")
    def attachment(token: str) -> Response:
        found = desk.attachments.by_token(token)
        return Response(found.content, content_type=found.content_type)

    return (faults or Faults()).wrap(_one_at_a_time(desk, app))


def default_app() -> WSGIApplication:
    return create_app(ZendeskDesk())


def _one_at_a_time(desk: ZendeskDesk, app: WSGIApplication) -> WSGIApplication:
    """Each request sees and changes the state alone. `.json` at the end of an API path is optional."""

    def serialised(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        if path.startswith(API) and path.endswith(".json"):
            path = environ["PATH_INFO"] = path.removesuffix(".json")
        with nullcontext() if path.startswith(UNLOCKED) else desk.lock:
            return collect(app, environ).replay(start_response)

    return serialised


def _admit(desk: ZendeskDesk) -> None:
    """Token, scope, account limit, in this order."""
    with desk.lock:
        g.token = desk.oauth.authenticate(request.headers.get("Authorization"))
        g.user = desk.people.get(g.token.user_id)
        g.headers = {}
        first = request.path.removeprefix(f"{API}/").split("/")[0]
        action = "read" if request.method in ("GET", "HEAD") else "write"
        if first != "oauth" and not g.token.allows(action, RESOURCES.get(first, first)):
            raise missing_scope(action)
        limit = desk.limits.account_per_minute
        remaining, resets = desk.windows.take("account", limit, limits.MINUTE)
        g.account_headers = limits.headers(limit or limits.SWITCHED_OFF, remaining, resets)


def _finish(desk: ZendeskDesk, answer: Response) -> Response:
    if request.url_rule is not None and not request.path.startswith("/_sandbox/"):
        desk.requests[f"{request.method} {request.url_rule.rule}"] += 1
    for headers in (g.get("account_headers", {}), g.get("headers", {})):
        for name, value in headers.items():
            answer.headers.setdefault(name, value)
    if answer.mimetype == "application/json":
        answer.headers["Content-Type"] = "application/json; charset=utf-8"
    return answer


def _refuse(refusal: Refusal) -> Response:
    answer = jsonify(refusal.body)
    answer.status_code = refusal.status
    answer.headers.update(refusal.headers)
    return answer


def _plain(error: HTTPException) -> Response:
    return _refuse(Refusal(error.code or 500, {"error": error.name, "description": error.description}))
