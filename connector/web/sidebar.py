"""The sidebar: the host's signed form post opens the page, a short bearer in the page's memory does the rest.

No cookies; the page may be framed by its helpdesk only. It learns its ticket from the helpdesk's own messages (the
signed URL does not name one), then asks for that ticket's view model. Two more ways lead here: a helpdesk's app that
holds the page itself and brings its app secret, and a card's link, which opens the page for one ticket in a window.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue

from connector.domain.ids import CaseId, TenantId
from connector.domain.money import Money
from connector.domain.request import Option
from connector.flow import agent as flow
from connector.flow.services import Services, connected_of
from connector.ports.errors import Malformed, NotAuthentic, NotFound
from connector.ports.store import Installation
from connector.web.auth import LIFE, UNPROVEN, Bearers, Links, Seat, seat_of

log = logging.getLogger(__name__)

AUTHENTICATION = (
    "the helpdesk's signed URL or a card's signed link for the page, our bearer or an app secret for its calls"
)
SAME_SECOND = timedelta(seconds=5)
"""RS256 is deterministic, and a token's documented claims name neither the agent nor themselves: two agents who open a
ticket in the same second carry the same one. So it is good for its first seconds, not for its first page."""
REFUSED = (
    "<!doctype html><meta charset=utf-8><title>Retour</title><p>Retour could not check who opened this page. "
    "Load the ticket again; if it stays so, tell your admin.<p lang=fr>Retour n’a pas pu vérifier qui a ouvert cette "
    "page. Rechargez le ticket ; si cela persiste, prévenez votre administrateur."
)
TOO_OLD = (
    "<!doctype html><meta charset=utf-8><title>Retour</title><p>This link is not good any more. The card in your "
    "helpdesk brings a new one as soon as the ticket changes: add a tag, for example. Nothing was done.<p lang=fr>"
    "Ce lien n’est plus valable. La carte de votre helpdesk en apporte un nouveau dès que le ticket change : ajoutez "
    "par exemple un tag. Rien n’a été fait."
)
TICKET = re.compile(r"[A-Za-z0-9-]{1,40}")
ASSET = re.compile(r"(core|hosts)/[a-z0-9_]+\.(js|css)")  # the page itself is never served without its headers


@dataclass(frozen=True, slots=True)
class SidebarParts:
    """What the sidebar needs from the composition root."""

    bearers: Bearers
    links: Links
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
            installation = connected_of(tx, TenantId(tenant))
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
        html = _page(parts.assets, {"bearer": bearer, "host": installation.helpdesk})
        return _framed(html, parts.frame_ancestors(installation))

    @pages.get("/sidebar/<tenant>/open")
    def by_link(tenant: str) -> ResponseReturnValue:
        """Open the page for the link's ticket. It only opens: programs that look at links change nothing."""
        with services.store.begin() as tx:
            installation = connected_of(tx, TenantId(tenant))
        now = services.clock()
        try:
            ticket = parts.links.read(request.args.get("link", ""), installation.id, now)
        except NotAuthentic as error:
            log.warning("sidebar_refused", extra={"tenant": tenant, "why": str(error)})
            refused = _framed(TOO_OLD, "'none'")
            refused.status_code = 401
            return refused
        bearer = parts.bearers.issue(installation.id, UNPROVEN, now, ticket)
        html = _page(parts.assets, {"bearer": bearer, "host": installation.helpdesk, "ticket": ticket}, root="..")
        return _framed(html, "'none'")

    @pages.get("/sidebar/assets/<path:name>")
    def asset(name: str) -> Response:
        if not ASSET.fullmatch(name):
            raise NotFound(name)
        answer = send_from_directory(parts.assets.resolve(), name, max_age=300)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    return pages


def sidebar_api(services: Services, bearers: Bearers) -> Blueprint:
    """What the page's script calls, each with the bearer of its page or through an app with its secret."""
    pages = Blueprint("sidebar_api", __name__)

    def seat() -> Seat:
        return seat_of(request.headers.get("Authorization"), bearers, services.secrets, services.clock())

    @pages.get("/sidebar/api/tickets/<ticket>")
    def view(ticket: str) -> ResponseReturnValue:
        caller = seat()
        if not TICKET.fullmatch(ticket):
            raise Malformed("not a ticket's id")
        if caller.ticket not in {None, ticket}:
            raise NotFound(ticket)
        return fresh(flow.view(services, caller.tenant, ticket, caller.agent, request.args.get("language")))

    @pages.post("/sidebar/api/cases/<case>/approve")
    def approve(case: str) -> ResponseReturnValue:
        caller = seat()
        number, option, amount = _approval(request.get_json(silent=True))
        case_id, language = _within(services, caller, case), request.args.get("language")
        key = flow.approve(services, caller.tenant, case_id, number, option, amount, caller.agent, language)
        return jsonify({"key": key}), 202

    @pages.post("/sidebar/api/cases/<case>/undo")
    def undo(case: str) -> ResponseReturnValue:
        caller = seat()
        case_id = _within(services, caller, case)
        return jsonify({"undone": list(flow.undo(services, caller.tenant, case_id, caller.agent))})

    return pages


def _within(services: Services, caller: Seat, case: str) -> CaseId:
    """A case of another ticket than the caller's is as good as none. Raise NotFound."""
    if caller.ticket is not None:
        with services.store.begin() as tx:
            there = tx.cases.find(CaseId(case))
        if there is None or (there.tenant, there.ticket_id) != (caller.tenant, caller.ticket):
            raise NotFound(case)
    return CaseId(case)


def _approval(body: Any) -> tuple[int, Option, Money]:
    """Decision, option and amount as the page sent them. Raise Malformed."""
    if not isinstance(body, dict):
        raise Malformed("give a JSON object with decision, option and amount")
    try:
        return int(body["decision"]), Option(body["option"]), Money.parse(str(body["amount"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed("give decision (a number), option and amount (as shown)") from error


def _page(assets: Path, given: Mapping[str, str], root: str = ".") -> str:
    """The static page with what it is given in it, as data: nothing in it is executed. `root` leads to `/sidebar`."""
    text = (assets / "core" / "index.html").read_text(encoding="utf-8")
    data = json.dumps(dict(given)).replace("<", "\\u003c")
    return text.replace("__ASSETS__", f"{root}/assets").replace("__RETOUR__", data)


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


def fresh(view: flow.View) -> Response:
    """JSON that nobody keeps."""
    answer = jsonify(view)
    answer.headers["Cache-Control"] = "no-store"
    return answer
