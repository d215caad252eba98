"""The OAuth endpoints, with the page on which an admin of the account allows access."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, g, jsonify, redirect, request

from sandbox.zendesk.oauth import Client, token_json
from sandbox.zendesk.refusals import Refusal

if TYPE_CHECKING:
    from sandbox.zendesk.desk import ZendeskDesk

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Allow access</title>
<h1>Allow {client} access to your account?</h1><p>{scope}</p>
<form method="post"><button name="answer" value="allow" id="allow">Allow</button>
<button name="answer" value="deny" id="deny">Deny</button></form></html>"""


def blueprint(desk: ZendeskDesk) -> Blueprint:
    routes = Blueprint("oauth", __name__)

    @routes.route("/oauth/authorizations/new", methods=["GET", "POST"])
    def authorise() -> Response:
        client, uri = _asking(desk)
        if fault := _wrong(client):
            return _back(uri, {"error": "invalid_request", "error_description": fault})
        if request.method == "GET" and not desk.switches.auto_approve:
            page = PAGE.format(client=escape(client.id), scope=escape(request.args.get("scope", "")))
            return Response(page, content_type="text/html; charset=utf-8")
        if request.method == "POST" and request.form.get("answer") != "allow":
            return _back(uri, {"error": "access_denied", "error_description": "The end-user denied the request."})
        scope, challenge = request.args.get("scope", "read"), request.args.get("code_challenge")
        return _back(uri, {"code": desk.oauth.new_code(client, uri, scope, challenge, desk.switches.consenting_user)})

    @routes.post("/oauth/tokens")
    def tokens() -> tuple[Response, int]:
        given = request.get_json(silent=True)
        if not isinstance(given, dict):
            raise Refusal(400, {"error": "invalid_request", "error_description": "The body must be JSON."})
        status, body = desk.oauth.grant(given)
        return jsonify(body), status

    return routes


def api_blueprint(desk: ZendeskDesk) -> Blueprint:
    """The part that needs a token."""
    routes = Blueprint("tokens", __name__)

    @routes.get("/oauth/tokens/current")
    def current() -> Response:
        return jsonify(token_json(g.token))

    @routes.delete("/oauth/tokens/current")
    def revoke_current() -> tuple[str, int]:
        desk.oauth.revoke(g.token.id)
        return "", 204

    @routes.delete("/oauth/tokens/<int:token_id>")
    def revoke(token_id: int) -> tuple[str, int]:
        desk.oauth.revoke(token_id)
        return "", 204

    return routes


def _asking(desk: ZendeskDesk) -> tuple[Client, str]:
    """Return who asks and where to answer; never redirect to an address that is not theirs."""
    client = desk.oauth.clients.get(request.args.get("client_id", ""))
    uri = request.args.get("redirect_uri", "")
    if client is None or not desk.oauth.accepts_redirect(client, uri):
        text = "Invalid authorization request: no such client, or the redirect URI is not registered."
        raise Refusal(400, {"error": "invalid_request", "error_description": text})
    return client, uri


def _wrong(client: Client) -> str | None:
    if request.args.get("response_type") != "code":
        return "response_type must be code"
    challenge = request.args.get("code_challenge")
    if challenge and request.args.get("code_challenge_method") != "S256":
        return "code_challenge_method must be S256"
    return "PKCE is required for public clients" if client.secret is None and not challenge else None


def _back(uri: str, values: dict[str, str]) -> Response:
    state = request.args.get("state")
    query = urlencode(values | ({"state": state} if state is not None else {}))
    answer = redirect(f"{uri}{'&' if '?' in uri else '?'}{query}", 302)
    return Response(answer.get_data(), 302, dict(answer.headers))
