"""Is it alive, and can it work?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

AUTHENTICATION = "none: it tells nothing but that"


def health(look: Callable[[], Mapping[str, object]]) -> Blueprint:
    """`look` says whether this process is `ready`, and why not; it never raises."""
    pages = Blueprint("health", __name__)

    @pages.get("/health/live")
    def live() -> ResponseReturnValue:
        return jsonify({"live": True})

    @pages.get("/health/ready")
    def ready() -> ResponseReturnValue:
        """The database answers, is migrated and agrees with our clock; how much waits."""
        found = look()
        return jsonify(found), 200 if found["ready"] else 503

    return pages
