"""The one mapping of errors to HTTP. What is not listed is a bug: 500, its text never shown."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from connector.domain.codec import BadJson
from connector.domain.errors import IllegalTransition, InvalidMoney, InvalidPolicy, RetourError
from connector.flow.agent import NotAllowed, Stale
from connector.flow.handshake import TooSoon
from connector.flow.install import CannotInstall
from connector.flow.services import UnknownInstallation
from connector.ports.errors import (
    DatabaseAway,
    Malformed,
    NotAuthentic,
    NotFound,
    OutcomeUnknown,
    Overtaken,
    Refused,
    Transient,
)
from connector.ports.helpdesk import InvalidAccount
from connector.ports.replies import BrokenMacro, MissingValue, UnknownCountry
from connector.ports.secrets import UnreadableSecret
from connector.ports.store import KeyClash, NotKept, OverLimit

log = logging.getLogger(__name__)

STATUS: Mapping[type[RetourError], int] = {
    NotAuthentic: 401,
    NotAllowed: 403,
    UnknownInstallation: 404,
    NotFound: 404,
    Stale: 409,
    IllegalTransition: 409,
    OverLimit: 409,
    Overtaken: 409,
    KeyClash: 500,
    Malformed: 400,
    BadJson: 400,
    InvalidMoney: 400,
    InvalidPolicy: 400,
    InvalidAccount: 400,
    CannotInstall: 400,
    TooSoon: 429,
    Refused: 502,
    OutcomeUnknown: 502,
    Transient: 503,
    DatabaseAway: 503,
    NotKept: 503,
    BrokenMacro: 500,
    MissingValue: 500,
    UnknownCountry: 500,
    UnreadableSecret: 500,
}
SHOWN = frozenset({400, 403, 409})  # whose text says what to do; the others say nothing about what is inside


def status_of(error: RetourError) -> int:
    """The status of the nearest listed class."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def answer_to(error: RetourError, path: str) -> Response:
    """What is said when one of our own errors ends a request to `path`."""
    status = status_of(error)
    level = logging.ERROR if status == 500 else logging.WARNING
    log.log(level, "refused", extra={"status": status, "error": type(error).__name__, "path": path})
    said = {"error": getattr(error, "code", type(error).__name__)}
    if status in SHOWN:
        said["message"] = str(error)
    return _json(said, status, {"Retry-After": "30"} if status == 503 else {})


def answer_to_bug(error: Exception, path: str) -> Response:
    """What is said when something that nobody foresaw ends a request to `path`."""
    log.error("bug", exc_info=error, extra={"path": path, "status": 500})
    return _json({"error": "internal"}, 500, {})


def _json(said: Mapping[str, str], status: int, headers: Mapping[str, str]) -> Response:
    return Response(json.dumps(said) + "\n", status, headers, mimetype="application/json")


def set_up_errors(app: Flask) -> None:
    @app.errorhandler(RetourError)
    def known(error: RetourError) -> Response:
        return answer_to(error, _place())

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Response | HTTPException:
        return error if isinstance(error, HTTPException) else answer_to_bug(error, _place())


def _place() -> str:
    """The path for logs; of an address that holds a secret (`<token>`), only its form."""
    rule = str(request.url_rule or "")
    return rule if "<token>" in rule else request.path
