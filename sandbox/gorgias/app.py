"""The WSGI app: every endpoint of the stand-in, and its controls, behind programmable faults."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from sandbox.faults import Faults
from sandbox.gorgias import api_apps, api_oauth, api_people, api_tickets, control
from sandbox.gorgias.account import ADMIN_EMAIL, ADMIN_ID, API_KEY
from sandbox.gorgias.desk import GorgiasDesk
from sandbox.gorgias.oauth import basic
from sandbox.gorgias.refusals import Refusal, missing_scope, not_found, said, unauthorized
from sandbox.serving import collect

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

API = "/api"
PARTS = (api_tickets, api_people, api_apps)
SCOPE_OF = {  # first part of a path -> name in scopes, where they differ; widgets: UNCONFIRMED
    "messages": "tickets",
    "widgets": "integrations",
}
UNLOCKED = ("/_sandbox/flush", "/_sandbox/deliveries", "/_sandbox/press")  # these wait for others


def create_app(desk: GorgiasDesk, faults: Faults | None = None) -> WSGIApplication:
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.url_map.strict_slashes = False  # Gorgias' own `uri`s end in a slash
    app.config["PROPAGATE_EXCEPTIONS"] = True  # a bug in here is the server's to report, not a 500 among others
    api = Blueprint("api", __name__, url_prefix=API)
    api.before_request(lambda: _admit(desk))
    for part in PARTS:
        api.register_blueprint(part.blueprint(desk))
    app.register_blueprint(api)
    app.register_blueprint(api_oauth.blueprint(desk))
    app.register_blueprint(control.blueprint(desk))
    app.after_request(lambda answer: _finish(desk, answer))
    app.register_error_handler(Refusal, _refuse)
    app.register_error_handler(404, lambda _: _refuse(not_found()))
    app.register_error_handler(HTTPException, _plain)

    @app.get("/attachments/<token>/<name>")
    def attachment(token: str, name: str) -> Response:
        found = desk.attachments.by_token(token)
        return Response(found.content, content_type=found.content_type)

    return (faults or Faults()).wrap(_one_at_a_time(desk, app))


def default_app() -> WSGIApplication:
    return create_app(GorgiasDesk())


def _one_at_a_time(desk: GorgiasDesk, app: WSGIApplication) -> WSGIApplication:
    """Each request sees and changes the state alone; what is due happens before it and after it."""

    def serialised(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with nullcontext() if str(environ["PATH_INFO"]).startswith(UNLOCKED) else desk.lock:
            desk.settle()
            answer = collect(app, environ)
            desk.settle()
            return answer.replay(start_response)

    return serialised


def _admit(desk: GorgiasDesk) -> None:
    """Credentials, rate limit, scope, in this order."""
    header = request.headers.get("Authorization")
    name, key = basic(header)
    if name:
        if name.lower() != ADMIN_EMAIL or not hmac.compare_digest(key.encode(), API_KEY.encode()):
            raise unauthorized()
        g.user = desk.people.user(ADMIN_ID)
        g.limit_headers = desk.buckets.take("api keys", desk.limits.api_key_calls)
        return
    scheme, _, access = (header or "").partition(" ")
    token = desk.oauth.authenticate(access.strip() if scheme.lower() == "bearer" else "")
    g.user = desk.people.user(token.user_id)
    g.limit_headers = desk.buckets.take(f"app {token.client_id}", desk.limits.oauth_calls)
    first = request.path.removeprefix(f"{API}/").split("/")[0]
    resource = SCOPE_OF.get(first, first)
    action = "read" if request.method in ("GET", "HEAD") else "write"
    if not token.allows(action, resource):
        raise missing_scope(f"{resource}:{action}")


def _finish(desk: GorgiasDesk, answer: Response) -> Response:
    if request.url_rule is not None and not request.path.startswith("/_sandbox/"):
        desk.requests[f"{request.method} {request.url_rule.rule}"] += 1
    for name, value in g.get("limit_headers", {}).items():
        answer.headers.setdefault(name, value)
    return answer


def _refuse(refusal: Refusal) -> Response:
    answer = jsonify(refusal.body)
    answer.status_code = refusal.status
    answer.headers.update(refusal.headers)
    return answer


def _plain(error: HTTPException) -> Response:
    return _refuse(said(error.code or 500, error.name))
