"""Deliveries: nothing signs them, a secret header is all there is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from connector.helpdesks.freshdesk import PLUGIN
from connector.helpdesks.freshdesk.webhook import MAX_BODY
from connector.ports.errors import Malformed, NotAuthentic
from connector.ports.helpdesk import Delivery, RawWebhook

Sample = Callable[[str], Any]
SECRET = "REPLACE_PER_INSTALL"
NOW = datetime(2026, 10, 5, 9, 14, tzinfo=UTC)


def recorded(sample: Sample, name: str) -> RawWebhook:
    hook = sample(name)
    headers = {key.lower(): value for key, value in hook["headers"].items()}
    return RawWebhook(headers, json.dumps(hook["body"]).encode())


def sent(body: bytes, secret: str = SECRET) -> RawWebhook:
    return RawWebhook({"x-retour-secret": secret}, body)


@pytest.mark.parametrize("event", ["ticket_created", "status_changed", "simple_content", "unknown_event"])
def test_takes_any_recorded_delivery_as_a_hint_without_id(sample: Sample, event: str) -> None:
    hook = recorded(sample, f"webhook_delivery__{event}")
    assert PLUGIN.authenticate(hook, [SECRET], NOW) == Delivery(None, "4211", stale=False)


def test_takes_either_secret_while_they_rotate(sample: Sample) -> None:
    hook = recorded(sample, "webhook_delivery__ticket_created")
    assert PLUGIN.authenticate(hook, ["new one", SECRET], NOW).ticket_id == "4211"
    assert PLUGIN.authenticate(hook, [SECRET, "old one"], NOW).ticket_id == "4211"


@pytest.mark.parametrize("known", [[], ["another"], [""], [SECRET + "x"], [SECRET[:-1]]])
def test_refuses_without_the_right_secret(sample: Sample, known: list[str]) -> None:
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(recorded(sample, "webhook_delivery__ticket_created"), known, NOW)


@pytest.mark.parametrize("given", ["", "é", "replace_per_install"], ids=["empty", "not ASCII", "lower case"])
def test_refuses_another_header(given: str) -> None:
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(sent(b'{"ticket_id":"4211"}', given), [SECRET, ""], NOW)


def test_refuses_without_the_header() -> None:
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(RawWebhook({}, b'{"ticket_id":"4211"}'), [SECRET, ""], NOW)


def test_refuses_more_than_a_megabyte() -> None:
    body = b'{"ticket_id":"4211","x":"' + b"y" * MAX_BODY + b'"}'
    with pytest.raises(NotAuthentic, match="1000000 bytes"):
        PLUGIN.authenticate(sent(body), [SECRET], NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[" * 200_000,
        b"[]",
        b"{}",
        b'{"ticket_id":true}',
        b'{"ticket_id":"0"}',
        b'{"ticket_id":"{{ticket.id}}"}',
        b'{"ticket_id":"../agents/me"}',
        b'{"ticket_id":"4211","freshdesk_webhook":{"ticket_id":4212}}',
        b'{"freshdesk_webhook":[]}',
    ],
    ids=["empty", "text", "deep", "list", "nothing", "bool", "zero", "unfilled", "path", "two ids", "odd"],
)
def test_calls_genuine_bytes_without_one_ticket_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        PLUGIN.authenticate(sent(body), [SECRET], NOW)
