"""The log of what was sent to a webhook, as its endpoints show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.zendesk.account import Json
from sandbox.zendesk.clock import iso
from sandbox.zendesk.numbers import ulid

LOGGED_HEADERS = (  # credentials are not kept
    "X-Zendesk-Webhook-Signature-Timestamp",
    "X-Zendesk-Webhook-Signature",
    "Content-Type",
    "User-Agent",
    "X-Zendesk-Account-Id",
    "X-Zendesk-Webhook-Id",
    "X-Zendesk-Webhook-Invocation-Id",
)


@dataclass(frozen=True)
class Attempt:
    status_code: int | None  # None: no connection
    status: str
    headers: dict[str, str]
    payload: str
    answer_headers: dict[str, str]
    answer: str
    completed_at: datetime
    id: str = field(default_factory=ulid)

    def as_json(self, invocation_id: str) -> Json:
        shown: Json = {
            "id": self.id,
            "invocation_id": invocation_id,
            "status": self.status,
            "request": {
                "headers": pairs({name: self.headers[name] for name in LOGGED_HEADERS}),
                "payload": self.payload,
            },
            "response": {"headers": pairs(self.answer_headers), "payload": self.answer},
            "completed_at": iso(self.completed_at),
        }
        return shown if self.status_code is None else shown | {"status_code": self.status_code}


@dataclass
class Invocation:
    """One message to one webhook. Its id stays over repeats."""

    webhook_id: str
    body: bytes
    created_at: datetime
    attempts: list[Attempt] = field(default_factory=list)
    status: str = "pending"  # success, terminated, retrying, circuit broken
    id: str = field(default_factory=ulid)

    @property
    def completed_at(self) -> datetime:
        return self.attempts[-1].completed_at if self.attempts else self.created_at

    def as_json(self) -> Json:
        shown = {"id": self.id, "status": self.status, "latest_completed_at": iso(self.completed_at)}
        code = self.attempts[-1].status_code if self.attempts else None
        return shown if code is None else shown | {"status_code": code}


def pairs(headers: dict[str, str]) -> list[Json]:
    return [{"key": name, "value": value} for name, value in headers.items()]
