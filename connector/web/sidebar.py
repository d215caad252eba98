"""The sidebar: the host's signed form post opens the page, a short bearer in the page's memory does the rest.

No cookies; the page may be framed by its helpdesk only. It learns its ticket from the helpdesk's own messages (the
signed URL does not name one), then asks for that ticket's view model.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Response, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue

from connector.domain.ids import CaseId, TenantId
from connector.domain.money import Money
from connector.domain.request import Option
from connector.flow import agent as flow
from connector.flow.services import Services, installation_of
from connector.ports.errors import Malformed, NotAuthentic, NotFound
from connector.ports.store import Installation
from connector.web.auth import LIFE, Bearers

log = logging.getLogger(__name__)

AUTHENTICATION = "the helpdesk's signed URL for the page, our bearer for its calls"
SAME_SECOND = timedelta(seconds=5)
"""RS256 is deterministic, and a token's documented claims name neither the agent nor themselves: two agents who open a
ticket in the same second carry the same one. So it is good for its first seconds, not for its first page."""
REFUSED = (
    "<!doctype html><meta charset=utf-8><title>Retour</title><p>Retour could not check who opened this page. "
    "Load the ticket again; if it stays so, tell your admin.<p lang=fr>Retour n’a pas pu vérifier qui a ouvert cette "
    "page. Rechargez le ticket ; si cela persiste, prévenez votre administrateur."
)
TICKET = re.compile(r"[A-Za-z0-9-]{1,40}")
ASSET = re.compile(r"(core|hosts)/[a-z0-9_]+\.(js|css)")  # the page itself is never served without its headers


@dataclass(frozen=True, slots=True)
class SidebarParts:
    """What the sidebar needs from the composition root."""

    bearers: Bearers
    assets: Path  # sidebar_ui/
    app_key: Callable[[Installation], str]  # the helpdesk app's public key, PEM; empty: not set up
    frame_ancestors: Callable[[Installation], str]
    once: Callable[[str, timedelta, timedelta], bool]  # remember a hash; False: it was there for longer than a grace


def sidebar(services: Services, parts: SidebarParts) -> Blueprint:
    """The page and its files; the page's calls are in `sidebar_api`."""
    pages = Blueprint("sidebar", __name__)

    @pages.post("/sidebar/<tenant>")
    def page(tenant: str) -> ResponseReturnValue:
        with services.store.begin() as tx:
            installation = installation_of(tx, TenantId(tenant))
        try:
            return opened(installation)
        except NotAuthentic as error:
            log.warning("sidebar_refused", extra={"tenant": tenant, "why": str(error)})
            refused = _framed(REFUSED, parts.frame_ancestors(installation))
            refused.status_code = 401
            return refused

    def opened(installation: Installation) -> Response:
        token, now = request.form.get("token", ""), services.clock()
        key = parts.app_key(installation)
        if not token or not key or not installation.app_installation:
            raise NotAuthentic("no token, or the sidebar app is not set up")
        plugin = services.plugin(installation.helpdesk)
        who = plugin.agent(token, installation.account, installation.app_installation, key, now)
        if not parts.once(hashlib.sha256(token.encode()).hexdigest(), LIFE, SAME_SECOND):
            raise NotAuthentic("this token opened a page before")
        bearer = parts.bearers.issue(installation.id, who, now)
        html = _page(parts.assets, installation.helpdesk, bearer)
        return _framed(html, parts.frame_ancestors(installation))

    @pages.get("/sidebar/assets/<path:name>")
    def asset(name: str) -> Response:
        if not ASSET.fullmatch(name):
            raise NotFound(name)
        answer = send_from_directory(parts.assets.resolve(), name, max_age=300)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    return pages


def sidebar_api(services: Services, bearers: Bearers) -> Blueprint:
    """What the page's script calls, each with the bearer of its page."""
    pages = Blueprint("sidebar_api", __name__)

    @pages.get("/sidebar/api/tickets/<ticket>")
    def view(ticket: str) -> ResponseReturnValue:
        seat = bearers.read(request.headers.get("Authorization"), services.clock())
        if not TICKET.fullmatch(ticket):
            raise Malformed("not a ticket's id")
        return _fresh(flow.view(services, seat.tenant, ticket, seat.agent, request.args.get("language")))

    @pages.post("/sidebar/api/cases/<case>/approve")
    def approve(case: str) -> ResponseReturnValue:
        seat = bearers.read(request.headers.get("Authorization"), services.clock())
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise Malformed("give a JSON object with decision, option and amount")
        try:
            number, option = int(body["decision"]), Option(body["option"])
            amount = Money.parse(str(body["amount"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Malformed("give decision (a number), option and amount (as shown)") from error
        key = flow.approve(
            services, seat.tenant, CaseId(case), number, option, amount, seat.agent, request.args.get("language")
        )
        return jsonify({"key": key}), 202

    @pages.post("/sidebar/api/cases/<case>/undo")
    def undo(case: str) -> ResponseReturnValue:
        seat = bearers.read(request.headers.get("Authorization"), services.clock())
        return jsonify({"undone": list(flow.undo(services, seat.tenant, CaseId(case), seat.agent))})

    return pages


def _page(assets: Path, helpdesk: str, bearer: str) -> str:
    """The static page with our bearer in it, as data: nothing in it is executed."""
    text = (assets / "core" / "index.html").read_text(encoding="utf-8")
    data = json.dumps({"bearer": bearer, "host": helpdesk}).replace("<", "\\u003c")
    return text.replace("__RETOUR__", data)


def _framed(html: str, ancestors: str) -> Response:
    answer = Response(html, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
        f"frame-ancestors {ancestors}"
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _fresh(view: flow.View) -> Response:
    answer = jsonify(view)
    answer.headers["Cache-Control"] = "no-store"
    return answer
