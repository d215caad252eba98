"""The ways this stand-in says no. Wording marked UNCONFIRMED in the contract: callers may rely on the status only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """An answer other than 2xx, raised from anywhere below a route."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def not_found() -> Refusal:
    return Refusal(404, {"error": "RecordNotFound", "description": "Not found"})


def invalid(field: str, description: str) -> Refusal:
    details = {field: [{"description": description, "error": None}]}
    return Refusal(422, {"error": "RecordInvalid", "description": "Record validation errors", "details": details})


def bad_request(title: str, message: str) -> Refusal:
    """The third error shape, seen on newer endpoints."""
    return Refusal(400, {"error": {"title": title, "message": message}})


def conflict() -> Refusal:
    text = (
        "Safe Update prevented the update due to outdated ticket data. "
        "Please fetch the latest ticket data and try again."
    )
    return Refusal(409, {"description": text, "error": "UpdateConflict"})


def dead_token() -> Refusal:
    text = "The access token provided is expired, revoked, malformed or invalid for other reasons."
    return Refusal(401, {"error": "invalid_token", "error_description": text})


def missing_scope(scope: str) -> Refusal:
    text = f"You are missing the following required scopes: {scope}"
    return Refusal(403, {"error": "Forbidden", "description": text})


def forbidden(text: str) -> Refusal:
    return Refusal(403, {"error": "Forbidden", "description": text})


def invalid_grant() -> Refusal:
    text = (
        "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is "
        "invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was "
        "issued to another client."
    )
    return Refusal(400, {"error": "invalid_grant", "error_description": text})
