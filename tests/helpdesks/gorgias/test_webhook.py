"""Which bytes are believed, and what a genuine delivery points at."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from connector.helpdesks.gorgias import PLUGIN
from connector.helpdesks.gorgias.webhook import MAX_BODY
from connector.ports.errors import Malformed, NotAuthentic
from connector.ports.helpdesk import Delivery, RawWebhook

Sample = Callable[[str], Any]
SECRET = "whs-random-secret-of-this-installation"
NOW = datetime(2026, 11, 2, 9, 20, tzinfo=UTC)


def body(**fields: Any) -> bytes:
    return json.dumps({"event_type": "ticket-message-created", "ticket_id": "7", "message_id": "9"} | fields).encode()


def take(content: bytes, secrets: list[str], query: Mapping[str, str], headers: Mapping[str, str]) -> Delivery:
    return PLUGIN.authenticate(RawWebhook(headers, content, query), secrets, NOW)


def taken(content: bytes) -> Delivery:
    return take(content, [SECRET], {"t": SECRET}, {})


def test_takes_the_recorded_deliveries(sample: Sample) -> None:
    message = json.dumps(sample("webhook_delivery__message_created")).encode()
    created = json.dumps(sample("webhook_delivery__ticket_created")).encode()
    assert taken(message) == Delivery("ticket-message-created-208822164", "86538298", stale=False)
    assert taken(created) == Delivery(None, "86538298", stale=False)


def test_takes_an_event_it_has_never_heard_of(sample: Sample) -> None:
    assert taken(json.dumps(sample("webhook_delivery__unknown")).encode()) == Delivery(None, "86538298")


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({"t": SECRET}, {}),
        ({}, {"x-retour-secret": SECRET}),
        ({"t": SECRET}, {"x-retour-secret": "lost on the way"}),
        ({"t": "lost on the way"}, {"x-retour-secret": SECRET}),
    ],
    ids=["address", "header", "address right", "header right"],
)
def test_takes_the_secret_from_address_or_header(query: dict[str, str], headers: dict[str, str]) -> None:
    assert take(body(), [SECRET], query, headers).ticket_id == "7"


def test_takes_either_secret_while_they_change() -> None:
    assert take(body(), ["new one", SECRET], {"t": SECRET}, {}).ticket_id == "7"
    assert take(body(), [SECRET, "old one"], {"t": SECRET}, {}).ticket_id == "7"


@pytest.mark.parametrize("known", [[], ["another"], [""], [SECRET[:-1]], [SECRET + "x"]])
def test_refuses_without_the_right_secret(known: list[str]) -> None:
    with pytest.raises(NotAuthentic):
        take(body(), known, {"t": SECRET}, {"x-retour-secret": SECRET})


@pytest.mark.parametrize("given", ["", "another", SECRET.upper(), "é" + SECRET, f" {SECRET}"])
def test_refuses_another_secret(given: str) -> None:
    with pytest.raises(NotAuthentic):
        take(body(), [SECRET, ""], {"t": given}, {"x-retour-secret": given})


def test_refuses_a_secret_that_only_the_body_carries() -> None:
    with pytest.raises(NotAuthentic):
        take(body(t=SECRET), [SECRET], {"token": SECRET}, {"x-gorgias-signature": SECRET})


def test_refuses_what_is_too_long_to_be_ours() -> None:
    with pytest.raises(NotAuthentic):
        taken(body(filler="x" * MAX_BODY))


def test_reads_a_bad_body_only_once_the_secret_is_right() -> None:
    with pytest.raises(NotAuthentic):
        take(b"not json", [SECRET], {}, {})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b"[" * 100_000,
        body(ticket_id=""),
        body(ticket_id=None),
        body(ticket_id="None"),
        body(ticket_id=True),
        body(ticket_id="../users/0"),
        body(ticket_id="0"),
        body(ticket_id={"id": 7}),
        b'{"message_id": "9"}',
    ],
)
def test_a_genuine_delivery_that_names_no_ticket_is_malformed(content: bytes) -> None:
    with pytest.raises(Malformed):
        taken(content)


@pytest.mark.parametrize(
    ("fields", "delivery_id"),
    [
        ({"ticket_id": 7, "message_id": 9}, "ticket-message-created-9"),
        ({"event_type": "ticket_message_created"}, "ticket-message-created-9"),
        ({"event_type": "ticket-message-failed"}, "ticket-message-failed-9"),
        ({"message_id": ""}, None),
        ({"message_id": "None"}, None),
        ({"event_type": ""}, None),
        ({"event_type": "{{event.type}}"}, None),
        ({"event_type": "x" * 200}, None),
    ],
)
def test_knows_an_event_by_its_message(fields: dict[str, Any], delivery_id: str | None) -> None:
    assert taken(body(**fields)) == Delivery(delivery_id, "7")
