"""The ways this stand-in says no. The contract knows the shapes from 2020; callers may rely on the status only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MISSING = "Missing data for required field."


class Refusal(Exception):
    """An answer other than 2xx, raised from anywhere below a route."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def said(status: int, message: str) -> Refusal:
    return Refusal(status, {"error": {"msg": message}})


def not_found() -> Refusal:
    return said(404, "Resource not found.")


def invalid(message: str, data: Mapping[str, Any]) -> Refusal:
    """`data` holds a list of complaints per field, nested as the fields are."""
    return Refusal(400, {"error": {"msg": message, "data": dict(data)}})


def conflict(message: str) -> Refusal:
    return said(409, message)


def unauthorized() -> Refusal:
    return said(401, "Invalid or expired credentials.")


def missing_scope(scope: str) -> Refusal:
    """UNCONFIRMED: how Gorgias refuses a token without the scope."""
    return said(403, f"Missing scope: {scope}.")


def too_many(retry_after: int, used: str) -> Refusal:
    """The body is UNCONFIRMED."""
    headers = {"Retry-after": str(retry_after), "X-Gorgias-Account-Api-Call-Limit": used}
    return Refusal(429, {"error": {"msg": "Too many requests."}}, headers)


def oauth_error(status: int, name: str) -> Refusal:
    return Refusal(status, {"error": name})
