"""HTTP integrations: Gorgias' webhooks, and the source of sidebar data. Plus the connected mailbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sandbox.gorgias.account import ADMIN_ID, EMAIL_INTEGRATION_ID, SUPPORT_ADDRESS, SUPPORT_NAME, Json
from sandbox.gorgias.clock import Clock, iso, iso_or_none
from sandbox.gorgias.numbers import Numbers
from sandbox.gorgias.refusals import MISSING, invalid, not_found

TRIGGERS = (
    "ticket-created ticket-updated ticket-message-created ticket-self-unsnoozed ticket-message-failed "
    "ticket-assignment-updated ticket-status-updated ticket-handed-over"
).split()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
REQUEST_TYPES = ("application/json", "application/x-www-form-urlencoded")
HTTP_FIELDS = ("url", "method", "request_content_type", "response_content_type")
SHOWN_HTTP = (*HTTP_FIELDS, "form", "triggers")  # headers and hmac_secret are written, never read back


@dataclass
class Integration:
    id: int
    http_id: int
    name: str
    created_at: datetime
    updated_at: datetime
    user_id: int = ADMIN_ID
    description: str | None = None
    http: Json = field(default_factory=dict)  # triggers hyphenated, every one named
    deactivated_at: datetime | None = None
    failures: int = 0  # in a row

    def runs_on(self, trigger: str) -> bool:
        return self.deactivated_at is None and bool(self.http["triggers"].get(trigger))


class Integrations:
    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._integrations: dict[int, Integration] = {}

    def add(self, given: Json, user_id: int) -> Integration:
        """Raise a 400 refusal unless it is a complete HTTP integration."""
        _check(given, "Failed to create integration")
        now = self._clock.now()
        made = Integration(
            self._numbers.next("integration"), self._numbers.next("http"), given["name"], now, now, user_id
        )
        made.description = given.get("description")
        made.http = _normal(given["http"])
        self._integrations[made.id] = made
        return made

    def edit(self, integration: Integration, given: Json) -> bool:
        """Change what is named (`name` must be); return whether it was switched on again."""
        wanted = {"type": "http", **given, "http": integration.http | (given.get("http") or {})}
        _check(wanted, "Failed to update integration")
        integration.name = given["name"]
        integration.description = given.get("description", integration.description)
        integration.http = _normal(wanted["http"])
        integration.updated_at = self._clock.now()
        again = integration.deactivated_at is not None and given.get("deactivated_datetime", "") is None
        if again:
            integration.deactivated_at, integration.failures = None, 0
        elif given.get("deactivated_datetime"):
            integration.deactivated_at = integration.updated_at
        return again

    def get(self, integration_id: int) -> Integration:
        if integration_id not in self._integrations:
            raise not_found()
        return self._integrations[integration_id]

    def find(self, integration_id: int) -> Integration | None:
        return self._integrations.get(integration_id)

    def remove(self, integration_id: int) -> None:
        self.get(integration_id)
        del self._integrations[integration_id]

    def all(self) -> list[Integration]:
        return list(self._integrations.values())


def _check(given: Mapping[str, Any], message: str) -> None:
    faults: Json = {}
    if not isinstance(given.get("name"), str) or not given["name"]:
        faults["name"] = [MISSING]
    if given.get("type") != "http":
        faults["type"] = [MISSING if "type" not in given else "Must be one of: http."]
    http = given.get("http")
    wrong = _http_faults(http) if isinstance(http, dict) else [MISSING]
    if wrong:
        faults["http"] = wrong
    if faults:
        raise invalid(message, faults)


def _http_faults(http: Json) -> Json:
    faults: Json = {name: [MISSING] for name in HTTP_FIELDS if not http.get(name)}
    if "method" not in faults and http["method"] not in METHODS:
        faults["method"] = [f"Must be one of: {', '.join(METHODS)}."]
    if "request_content_type" not in faults and http["request_content_type"] not in REQUEST_TYPES:
        faults["request_content_type"] = [f"Must be one of: {', '.join(REQUEST_TYPES)}."]
    if "response_content_type" not in faults and http["response_content_type"] != "application/json":
        faults["response_content_type"] = ["Must be one of: application/json."]
    if "url" not in faults and (
        urlsplit(http["url"]).scheme not in ("http", "https") or not urlsplit(http["url"]).netloc
    ):
        faults["url"] = ["Not a valid URL."]
    unknown = [name for name in http.get("triggers") or {} if name.replace("_", "-") not in TRIGGERS]
    if unknown:
        faults["triggers"] = {name: ["Unknown field."] for name in unknown}
    return faults


def _normal(http: Json) -> Json:
    """Triggers are taken with hyphens or underscores; those not named are off."""
    given = {name.replace("_", "-"): bool(on) for name, on in (http.get("triggers") or {}).items()}
    return {**http, "form": http.get("form"), "triggers": dict.fromkeys(TRIGGERS, False) | given}


def integration_json(integration: Integration, *, underscores: bool = False) -> Json:
    http: Json = {"id": integration.http_id} | {name: integration.http.get(name) for name in SHOWN_HTTP}
    if underscores:
        http["triggers"] = {name.replace("-", "_"): on for name, on in http["triggers"].items()}
    return {
        "id": integration.id,
        "name": integration.name,
        "description": integration.description,
        "type": "http",
        "uri": f"/api/integrations/{integration.id}/",
        "application_id": None,
        "managed": False,
        "user": {"id": integration.user_id},
        "created_datetime": iso(integration.created_at),
        "updated_datetime": iso(integration.updated_at),
        "deactivated_datetime": iso_or_none(integration.deactivated_at),
        "http": http,
    }


def mailbox_json(created_at: datetime) -> Json:
    """The connected support address. UNCONFIRMED: where its address stands."""
    return {
        "id": EMAIL_INTEGRATION_ID,
        "name": SUPPORT_NAME,
        "description": None,
        "type": "email",
        "uri": f"/api/integrations/{EMAIL_INTEGRATION_ID}/",
        "application_id": None,
        "managed": False,
        "user": {"id": ADMIN_ID},
        "created_datetime": iso(created_at),
        "updated_datetime": iso(created_at),
        "deactivated_datetime": None,
        "http": None,
        "meta": {"address": SUPPORT_ADDRESS, "preferred": True},
    }
