"""The WSGI app of one shop: what stands between a request and its route, in Magento's order."""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sandbox.faults import Faults
from sandbox.magento import control, handshake, oauth, projection, routes, search
from sandbox.magento.access import ANONYMOUS, Token
from sandbox.magento.money import as_json
from sandbox.magento.pages import ERROR_PAGE, MAINTENANCE_PAGE, as_xml
from sandbox.magento.refusals import NotAuthorized, PlainError, Refusal, no_route
from sandbox.magento.routing import Call, Route
from sandbox.magento.shop import Shop
from sandbox.serving import Answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = re.compile(r"/(?:index\.php/)?rest(?:/(?P<store>[A-Za-z0-9_]+))??/(?P<version>V\d+)/(?P<path>.*?)/?")
STATUSES = {
    200: "200 OK",
    400: "400 Bad Request",
    401: "401 Unauthorized",
    404: "404 Not Found",
    500: "500 Internal Server Error",
    503: "503 Service Unavailable",
}


def create_app(shop: Shop, faults: Faults | None = None) -> WSGIApplication:
    """Return the shop over HTTP: REST below /rest, the sandbox's own calls below /_sandbox."""
    return (faults or Faults()).wrap(_App(shop))


def default_app() -> WSGIApplication:
    """An empty USD shop with an EUR view, for `python -m sandbox magento`."""
    return create_app(Shop())


class _App:
    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._sessions: dict[str, threading.Lock] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if environ["PATH_INFO"].startswith("/_sandbox/"):
            answer = control.answer(self._shop, environ["REQUEST_METHOD"], environ["PATH_INFO"], body)
            return answer.replay(start_response)
        began = time.monotonic()
        session, lock = self._session(environ)
        with lock:
            answer, template = self._answer(environ, body)
        cookie = f"PHPSESSID={session}; Max-Age=3600; path=/; HttpOnly; SameSite=Lax"
        answer.headers += [("Set-Cookie", cookie), ("Cache-Control", "no-store"), ("Pragma", "no-cache")]
        entry = {"at": self._shop.now(), "method": environ["REQUEST_METHOD"], "path": environ["PATH_INFO"]}
        entry |= {"route": template, "status": int(answer.status[:3]), "query": environ["QUERY_STRING"]}
        self._shop.requests.append(entry | {"milliseconds": round((time.monotonic() - began) * 1000, 3)})
        return answer.replay(start_response)

    def _session(self, environ: WSGIEnvironment) -> tuple[str, AbstractContextManager[Any]]:
        """Return the session and what serialises it: PHP locks the file of a session a client sends back."""
        found = re.search(r"PHPSESSID=([0-9a-zA-Z,-]+)", environ.get("HTTP_COOKIE", ""))
        if found is None:
            return secrets.token_hex(13), nullcontext()
        return found[1], self._sessions.setdefault(found[1], threading.Lock())

    def _answer(self, environ: WSGIEnvironment, body: bytes) -> tuple[Answer, str]:
        if self._shop.maintenance:
            return _html(503, MAINTENANCE_PAGE), "maintenance"
        if environ["PATH_INFO"] in handshake.PATHS:
            status, text = handshake.answer(self._shop, environ)
            return _html(status, text), f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        accept = environ.get("HTTP_ACCEPT", "*/*")
        if not re.search(r"application/(json|xml)|\*/\*|application/\*", accept):
            return _html(500, ERROR_PAGE), "not acceptable"
        template = "none"
        status, value = 200, None
        try:
            route, args, store = self._route(environ)
            template = f"{route.method} {route.template}"
            value = self._work(environ, body, route, args, store)
        except PlainError as error:
            plain = [("Content-Type", "text/plain;charset=UTF-8")]
            return Answer(STATUSES[error.status], plain, error.message.encode()), template
        except Refusal as refusal:
            status, value = refusal.status, refusal.body()
        if "application/xml" in accept and "json" not in accept:
            return Answer(
                STATUSES[status], [("Content-Type", "application/xml; charset=utf-8")], as_xml(value)
            ), template
        return Answer(STATUSES[status], [("Content-Type", "application/json; charset=utf-8")], _json(value)), template

    def _route(self, environ: WSGIEnvironment) -> tuple[Route, tuple[str, ...], str | None]:
        """Find route and store view by the path as sent: %2F inside a segment is no separator."""
        found = PATH.fullmatch(environ["RAW_URI"].partition("?")[0])
        if found is None or found["version"] != "V1":
            raise no_route()
        if found["store"] not in (None, "all", *(store.code for store in self._shop.stores)):
            raise Refusal(400, "Specified request cannot be processed.")
        route, args = routes.find(environ["REQUEST_METHOD"], found["path"], msi=self._shop.msi)
        store = None if found["store"] == "all" else found["store"]
        return route, tuple(unquote(argument) for argument in args), store

    def _work(
        self, environ: WSGIEnvironment, body: bytes, route: Route, args: tuple[str, ...], store: str | None
    ) -> Any:
        token = self._token(environ)
        if route.resource != ANONYMOUS and (token is None or not token.allows(route.resource)):
            raise NotAuthorized(route.resource)
        query = search.php_query(environ["QUERY_STRING"])
        fields = query.get("fields")
        call = Call(args, query, _decoded(environ, body) if route.method != "GET" else {}, store)
        if route.method != "GET":
            return as_json(route.handler(self._shop, call))
        with self._shop.mutex:
            value = as_json(route.handler(self._shop, call))
        return projection.project(value, fields) if isinstance(fields, str) else value

    def _token(self, environ: WSGIEnvironment) -> Token | None:
        """Return whose call this is, None for anonymous, which is what any other scheme or bad bearer is."""
        scheme, _, value = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        access = self._shop.access
        if scheme.lower() == "bearer":
            admin = self._shop.admin_tokens.read(value.strip())
            return access.by_access_token(value.strip()) if admin is None and self._shop.bearer_allowed else admin
        if scheme.lower() == "oauth":
            base_url = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"
            pending = self._shop.integrations.request_tokens()
            return oauth.verify(access, value, environ["REQUEST_METHOD"], base_url, environ["RAW_URI"], pending)
        return None


def _decoded(environ: WSGIEnvironment, body: bytes) -> Any:
    """Return the JSON body, {} without one. Neither body nor Content-Type is fine; a body without a type is not."""
    if not body:
        return {}
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip()
    if not kind:
        raise Refusal(400, "Content-Type header is empty.")
    if kind != "application/json":
        raise Refusal(400, f"Server cannot understand Content-Type HTTP header media type {kind}")
    try:
        return json.loads(body)
    except ValueError as error:
        raise Refusal(400, "Decoding error.") from error


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _html(status: int, page: str) -> Answer:
    return Answer(STATUSES[status], [("Content-Type", "text/html; charset=UTF-8")], page.encode())
