"""Webhooks as registered by API, with their signing secrets."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sandbox.zendesk.account import Json
from sandbox.zendesk.clock import Clock, iso_nano
from sandbox.zendesk.numbers import ulid
from sandbox.zendesk.refusals import bad_request, not_found

FOR_TRIGGERS = ["conditional_ticket_events"]
EVENT_PREFIX = "zen:event-type:"
REQUIRED = ("name", "endpoint", "http_method", "request_format", "status", "subscriptions")
EDITABLE = (*REQUIRED, "description", "authentication", "custom_headers")


@dataclass
class Webhook:
    id: str
    created_at: datetime
    created_by: int
    secret: str
    given: Json = field(default_factory=dict)

    @property
    def active(self) -> bool:
        return bool(self.given["status"] == "active")

    @property
    def subscriptions(self) -> list[str]:
        return list(self.given["subscriptions"])

    def credentials(self) -> dict[str, str]:
        """Return the headers that authenticate us to the receiver."""
        how = self.given.get("authentication") or {}
        data = how.get("data") or {}
        if how.get("type") == "bearer_token":
            return {"Authorization": f"Bearer {data['token']}"}
        if how.get("type") == "basic_auth":
            pair = f"{data['username']}:{data['password']}".encode()
            return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
        if how.get("type") == "api_key":
            return {str(data["name"]): str(data["value"])}
        return {}


class Webhooks:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._webhooks: dict[str, Webhook] = {}

    def add(self, given: Json, created_by: int) -> Webhook:
        values = {name: given[name] for name in EDITABLE if name in given}
        _check(values)
        made = Webhook(ulid(), self._clock.now(), created_by, new_secret(), values)
        self._webhooks[made.id] = made
        return made

    def get(self, webhook_id: str) -> Webhook:
        if webhook_id not in self._webhooks:
            raise not_found()
        return self._webhooks[webhook_id]

    def find(self, webhook_id: str) -> Webhook | None:
        return self._webhooks.get(webhook_id)

    def all(self) -> list[Webhook]:
        return list(self._webhooks.values())

    def edit(self, webhook: Webhook, given: Mapping[str, Any], *, whole: bool) -> None:
        """Replace (`whole`) or change what was registered; events and triggers cannot be swapped."""
        named = {name: given[name] for name in EDITABLE if name in given}
        values = named if whole else webhook.given | named
        _check(values)
        if (values["subscriptions"] == FOR_TRIGGERS) != (webhook.subscriptions == FOR_TRIGGERS):
            raise bad_request("Invalid webhook", "subscriptions cannot change between events and triggers")
        webhook.given = values

    def remove(self, webhook_id: str) -> None:
        self.get(webhook_id)
        del self._webhooks[webhook_id]

    def rotate(self, webhook: Webhook) -> None:
        webhook.secret = new_secret()


def new_secret() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _check(values: Mapping[str, Any]) -> None:
    missing = [name for name in REQUIRED if not values.get(name)]
    if missing:
        raise bad_request("Invalid webhook", f"missing: {', '.join(missing)}")
    subscriptions = values["subscriptions"]
    if not isinstance(subscriptions, list):
        raise bad_request("Invalid webhook", "subscriptions must be a list")
    events = [name for name in subscriptions if str(name).startswith(EVENT_PREFIX)]
    if subscriptions != FOR_TRIGGERS and len(events) != len(subscriptions):
        raise bad_request("Invalid webhook", "subscriptions are event types, or conditional_ticket_events alone")
    endpoint = urlsplit(str(values["endpoint"]))
    if endpoint.scheme not in ("http", "https") or not endpoint.hostname:
        raise bad_request("Invalid webhook", "endpoint is not a valid URL")
    if values.get("custom_headers") and endpoint.scheme != "https":
        raise bad_request("Invalid webhook", "custom headers need an https endpoint")


def webhook_json(webhook: Webhook) -> Json:
    """Credentials are never echoed: basic auth shows the user name, bearer nothing."""
    shown = {
        "id": webhook.id,
        "name": webhook.given["name"],
        "description": webhook.given.get("description", ""),
        "status": webhook.given["status"],
        "subscriptions": webhook.subscriptions,
        "created_at": iso_nano(webhook.created_at),
        "created_by": str(webhook.created_by),
        "endpoint": webhook.given["endpoint"],
        "http_method": webhook.given["http_method"],
        "request_format": webhook.given["request_format"],
    }
    how = webhook.given.get("authentication")
    if how:
        kept = {"type": how["type"], "add_position": how.get("add_position", "header")}
        if how["type"] == "basic_auth":
            kept["data"] = {"username": how["data"]["username"]}
        shown["authentication"] = kept
    return shown
