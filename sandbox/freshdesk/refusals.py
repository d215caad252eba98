"""The ways this stand-in says no. Texts are UNCONFIRMED in the contract: callers may rely on status and codes only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class Refusal(Exception):
    """An answer other than 2xx, raised from anywhere below a route. `body` None: an empty answer."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def not_found() -> Refusal:
    return Refusal(404, None)


def invalid(field: str, code: str, message: str, status: int = 400) -> Refusal:
    """`code`: missing_field, invalid_value, duplicate_value, datatype_mismatch, invalid_field, readonly_field …"""
    error = {"field": field, "message": message, "code": code}
    return Refusal(status, {"description": "Validation failed", "errors": [error]})


def unexpected(fields: Iterable[str]) -> Refusal:
    text = "Unexpected/invalid field in request"
    errors = [{"field": field, "message": text, "code": "invalid_field"} for field in fields]
    return Refusal(400, {"description": "Validation failed", "errors": errors})


def missing(field: str) -> Refusal:
    return invalid(field, "missing_field", "It should not be blank as this is a mandatory field")


def invalid_json() -> Refusal:
    return Refusal(400, {"code": "invalid_json", "message": "Request body has invalid json format"})


def not_logged_in() -> Refusal:
    text = "You have to be logged in to perform this action."
    return Refusal(401, {"code": "invalid_credentials", "message": text})


def access_denied() -> Refusal:
    return Refusal(403, {"code": "access_denied", "message": "You are not authorized to perform this action."})


def feature_missing(feature: str) -> Refusal:
    text = f"The {feature} feature(s) is/are not supported in your plan. Please upgrade your account to use it."
    return Refusal(403, {"code": "require_feature", "message": text})


def method_not_allowed(method: str, allowed: Iterable[str]) -> Refusal:
    verbs = ", ".join(sorted(allowed))
    return Refusal(405, {"message": f"{method} method is not allowed. It should be one of these method(s): {verbs}"})


def duplicate(field: str) -> Refusal:
    return invalid(field, "duplicate_value", "It should be a unique value", status=409)


def internal_error() -> Refusal:
    text = "We're sorry, but something went wrong."
    return Refusal(500, {"code": "internal_error", "message": text})


def too_many(headers: Mapping[str, str]) -> Refusal:
    return Refusal(429, {"message": "You have exceeded the limit of requests per minute"}, headers)
