"""The OAuth endpoints, with the page on which an admin of the account allows access."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request

from sandbox.gorgias.oauth import KNOWN_SCOPES, Client
from sandbox.gorgias.refusals import oauth_error

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Authorize app</title>
<h1>Authorize {client}?</h1><p>{scope}</p>
<form method="post"><button name="answer" value="allow" id="allow">Authorize</button>
<button name="answer" value="deny" id="deny">Cancel</button></form></html>"""


def blueprint(desk: GorgiasDesk) -> Blueprint:
    routes = Blueprint("oauth", __name__, url_prefix="/oauth")

    @routes.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Response:
        client, uri = _asking(desk)
        if fault := _fault():
            return _back(uri, {"error": fault})
        if request.method == "GET" and not desk.switches.auto_approve:
            page = PAGE.format(client=escape(client.id), scope=escape(request.args.get("scope", "")))
            return Response(page, content_type="text/html; charset=utf-8")
        if request.method == "POST" and request.form.get("answer") != "allow":
            return _back(uri, {"error": "access_denied"})
        scope, nonce = request.args.get("scope", ""), request.args.get("nonce")
        return _back(uri, {"code": desk.oauth.new_code(client, uri, scope, nonce, desk.switches.consenting_user)})

    @routes.post("/token")
    def token() -> Response:
        header, told = request.headers.get("Authorization"), desk.switches.tell_life
        return jsonify(desk.oauth.grant(header, request.form, tell_life=told))

    @routes.post("/revoke")
    def revoke() -> Response:
        desk.oauth.revoke(request.headers.get("Authorization"), request.form.get("token", ""))
        return jsonify({})

    return routes


def _asking(desk: GorgiasDesk) -> tuple[Client, str]:
    """Return who asks and where to answer; never redirect to an address that is not theirs."""
    client = desk.oauth.clients.get(request.args.get("client_id", ""))
    uri = request.args.get("redirect_uri", "")
    if client is None or not desk.oauth.accepts_redirect(client, uri):
        raise oauth_error(400, "invalid_client" if client is None else "invalid_request")
    return client, uri


def _fault() -> str | None:
    if request.args.get("response_type") != "code":
        return "unsupported_response_type"
    scopes = request.args.get("scope", "").split()
    return None if scopes and KNOWN_SCOPES.issuperset(scopes) else "invalid_scope"


def _back(uri: str, values: dict[str, str]) -> Response:
    state = request.args.get("state")
    query = urlencode(values | ({"state": state} if state is not None else {}))
    answer = redirect(f"{uri}{'&' if '?' in uri else '?'}{query}", 302)
    return Response(answer.get_data(), 302, dict(answer.headers))
