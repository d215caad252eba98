"""The WSGI app: every endpoint of the stand-in, its agent's pages, and its controls, behind programmable faults."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from sandbox.faults import Faults
from sandbox.freshdesk import api_conversations, api_people, api_rules, api_tickets, asking, control, limits, pages
from sandbox.freshdesk.desk import FreshdeskDesk
from sandbox.freshdesk.refusals import Refusal, method_not_allowed, not_found, not_logged_in
from sandbox.serving import collect

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

API = "/api/v2"
PARTS = (api_tickets, api_conversations, api_people, api_rules)
UNLOCKED = ("/_sandbox/flush", "/_sandbox/deliveries")  # these wait for others
LIST_INCLUDE_COST = 2
VERSION = {"X-Freshdesk-Api-Version": "latest=v2; requested=v2"}


def create_app(desk: FreshdeskDesk, faults: Faults | None = None) -> WSGIApplication:
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.url_map.strict_slashes = False
    app.config["PROPAGATE_EXCEPTIONS"] = True  # a bug in here is the server's to report, not a 500 among others
    api = Blueprint("api", __name__, url_prefix=API)
    for part in PARTS:
        api.register_blueprint(part.blueprint(desk))
    app.register_blueprint(api)
    app.register_blueprint(control.blueprint(desk))
    app.register_blueprint(pages.blueprint(desk))
    app.before_request(lambda: _admit(desk) if request.path.startswith(API) else None)
    app.after_request(lambda answer: _finish(desk, answer))
    app.register_error_handler(Refusal, _refuse)
    app.register_error_handler(404, lambda _: _refuse(not_found()))
    app.register_error_handler(MethodNotAllowed, _wrong_verb)
    app.register_error_handler(HTTPException, _plain)

    @app.get("/attachments/<token>/<path:name>")
    def attachment(token: str, name: str) -> Response:
        found = desk.attachments.by_token(token)
        return Response(found.content, content_type=found.content_type)

    return (faults or Faults()).wrap(_one_at_a_time(desk, app))


def default_app() -> WSGIApplication:
    return create_app(FreshdeskDesk())


def _one_at_a_time(desk: FreshdeskDesk, app: WSGIApplication) -> WSGIApplication:
    """Each request sees and changes the state alone."""

    def serialised(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with nullcontext() if str(environ["PATH_INFO"]).startswith(UNLOCKED) else desk.lock:
            return collect(app, environ).replay(start_response)

    return serialised


def _admit(desk: FreshdeskDesk) -> None:
    """The account's pool, the key, the smaller pool. What is refused, and a path nobody knows, has been counted."""
    cost = _cost()
    given = request.authorization
    if given is None or given.type != "basic":
        desk.windows.note("account")
        raise not_logged_in()
    limit = desk.limits.account_per_minute
    remaining = desk.windows.take("account", limit, cost)
    g.user = desk.people.owner_of(given.username or "")
    told = {} if limit is None else limits.headers(limit, remaining, cost)
    g.headers = told | {"X-Ratelimit-Used-CurrentRequest": str(cost)}
    pool, smaller = _smaller_pool(desk)
    if pool is not None:
        desk.windows.take(pool, smaller)


def _cost() -> int:
    """One call, and more for what is included: 1 each in a ticket (conversations 2), 2 each in a list."""
    if request.method != "GET":
        return 1
    path = request.path.removeprefix(API)
    if path == "/tickets":
        return 1 + LIST_INCLUDE_COST * len(asking.includes())
    return 1 + sum(2 if name == "conversations" else 1 for name in asking.includes())


def _smaller_pool(desk: FreshdeskDesk) -> tuple[str | None, int | None]:
    path, allowed = request.path.removeprefix(API), desk.limits
    rule = request.url_rule.rule.removeprefix(API) if request.url_rule is not None else ""
    pools = {
        ("POST", "/tickets"): ("creates", allowed.creates_per_minute),
        ("PUT", "/tickets/<int:ticket_id>"): ("updates", allowed.updates_per_minute),
        ("GET", "/tickets"): ("ticket lists", allowed.ticket_lists_per_minute),
        ("GET", "/contacts"): ("contact lists", allowed.contact_lists_per_minute),
    }
    return pools.get((request.method, rule or path), (None, None))


def _finish(desk: FreshdeskDesk, answer: Response) -> Response:
    if request.path.startswith(API):
        if request.url_rule is not None:
            desk.requests[f"{request.method} {request.url_rule.rule}"] += 1
        for name, value in (VERSION | g.get("headers", {})).items():
            answer.headers.setdefault(name, value)
        if answer.mimetype == "application/json" or not answer.content_length:
            answer.headers["Content-Type"] = "application/json; charset=utf-8"
    return answer


def _refuse(refusal: Refusal) -> Response:
    answer = Response() if refusal.body is None else jsonify(refusal.body)
    answer.status_code = refusal.status
    answer.headers.update(refusal.headers)
    return answer


def _wrong_verb(error: MethodNotAllowed) -> Response:
    allowed = set(error.valid_methods or ()) - {"HEAD", "OPTIONS"}
    return _refuse(method_not_allowed(request.method, allowed))


def _plain(error: HTTPException) -> Response:
    return _refuse(Refusal(error.code or 500, {"code": error.name, "message": error.description}))
