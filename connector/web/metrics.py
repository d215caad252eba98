"""`GET /metrics` for Prometheus."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from flask import Blueprint, Response, abort, request

AUTHENTICATION = "the bearer token of the settings; without one there is no such page"
TEXT = "text/plain; version=0.0.4; charset=utf-8"


def allowed(header: str | None, token: str) -> bool:
    """Whether an Authorization header carries the token, compared in constant time. Without a token nobody may."""
    given = (header or "").encode("utf-8", "surrogatepass")
    return bool(token) and hmac.compare_digest(given, f"Bearer {token}".encode())


def metrics(token: str, render: Callable[[], bytes]) -> Blueprint:
    pages = Blueprint("metrics", __name__)

    @pages.get("/metrics")
    def show() -> Response:
        if not token:
            abort(404)
        if not allowed(request.headers.get("Authorization"), token):
            abort(401)
        return Response(render(), content_type=TEXT)

    return pages
