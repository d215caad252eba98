"""Which bytes are believed, and what a genuine delivery points at."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connector.helpdesks.zendesk import PLUGIN
from connector.helpdesks.zendesk.webhook import MAX_BODY, PUBLIC_TEST_SECRET, sign
from connector.ports.errors import Malformed, NotAuthentic
from connector.ports.helpdesk import Delivery, RawWebhook

Sample = Callable[[str], Any]
SECRET = "cmV0b3VyLWV4YW1wbGUtc2lnbmluZy1zZWNyZXQtMDA="
STAMP = "2026-11-12T09:15:05Z"
SIGNED_AT = datetime(2026, 11, 12, 9, 15, 5, tzinfo=UTC)
MINUTES_5 = timedelta(minutes=5)
SECOND = timedelta(seconds=1)


def recorded(sample: Sample) -> RawWebhook:
    delivery = sample("webhook_delivery__ticket_created")
    headers = {name.lower(): value for name, value in delivery["headers"].items()}
    return RawWebhook(headers, delivery["raw_body"].encode())


def signed(body: bytes, secret: str = SECRET, stamp: str = STAMP, **headers: str) -> RawWebhook:
    given = {
        "x-zendesk-webhook-signature": sign(secret, stamp, body),
        "x-zendesk-webhook-signature-timestamp": stamp,
        "x-zendesk-webhook-invocation-id": "01JCX40DHT2X9B7Y3E8K5N6QRS",
    }
    return RawWebhook(given | headers, body)


def test_takes_the_recorded_delivery(sample: Sample) -> None:
    got = PLUGIN.authenticate(recorded(sample), [SECRET], SIGNED_AT)
    assert got == Delivery("01JCX40DHT2X9B7Y3E8K5N6QRS", "35436", stale=False)


def test_signs_as_the_vectors_say(sample: Sample) -> None:
    vectors = sample("webhook_signature__vectors")["vectors"]
    made = [sign(v["secret"], v["timestamp"], v["raw_body"].encode()) for v in vectors]
    assert made == [v["signature"] for v in vectors]
    assert len(made) == 4


def test_takes_either_secret_while_they_rotate(sample: Sample) -> None:
    hook = recorded(sample)
    assert PLUGIN.authenticate(hook, ["new one", SECRET], SIGNED_AT).ticket_id == "35436"
    assert PLUGIN.authenticate(hook, [SECRET, "old one"], SIGNED_AT).ticket_id == "35436"


@pytest.mark.parametrize("known", [[], ["another"], [""]], ids=["none", "wrong", "empty"])
def test_refuses_without_the_right_secret(sample: Sample, known: list[str]) -> None:
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(recorded(sample), known, SIGNED_AT)


def test_refuses_what_an_empty_secret_signed() -> None:
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(signed(b'{"ticket_id":"1"}', secret=""), ["", SECRET], SIGNED_AT)


def test_never_takes_the_public_test_secret_even_if_it_is_configured() -> None:
    hook = signed(b'{"ticket_id":"35436"}', secret=PUBLIC_TEST_SECRET)
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(hook, [PUBLIC_TEST_SECRET, SECRET], SIGNED_AT)


def test_refuses_a_changed_body_and_a_changed_timestamp(sample: Sample) -> None:
    hook = recorded(sample)
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(RawWebhook(hook.headers, hook.body.replace(b"35436", b"35437")), [SECRET], SIGNED_AT)
    later = {**hook.headers, "x-zendesk-webhook-signature-timestamp": "2026-11-12T09:15:06Z"}
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(RawWebhook(later, hook.body), [SECRET], SIGNED_AT)


@pytest.mark.parametrize("missing", ["x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp"])
def test_refuses_without_signature_or_timestamp(sample: Sample, missing: str) -> None:
    hook = recorded(sample)
    left = {name: value for name, value in hook.headers.items() if name != missing}
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(RawWebhook(left, hook.body), [SECRET], SIGNED_AT)


def test_refuses_a_signature_that_is_not_ascii(sample: Sample) -> None:
    hook = recorded(sample)
    with pytest.raises(NotAuthentic):
        PLUGIN.authenticate(
            RawWebhook({**hook.headers, "x-zendesk-webhook-signature": "é"}, hook.body), [SECRET], SIGNED_AT
        )


def test_refuses_more_than_a_megabyte_though_it_is_signed() -> None:
    body = b'{"ticket_id":"35436","x":"' + b"y" * MAX_BODY + b'"}'
    with pytest.raises(NotAuthentic, match="1000000 bytes"):
        PLUGIN.authenticate(signed(body), [SECRET], SIGNED_AT)


@pytest.mark.parametrize(
    ("age", "stale"), [(timedelta(), False), (MINUTES_5, False), (MINUTES_5 + SECOND, True), (timedelta(days=2), True)]
)
def test_takes_old_but_genuine_deliveries_as_hints(sample: Sample, age: timedelta, stale: bool) -> None:
    assert PLUGIN.authenticate(recorded(sample), [SECRET], SIGNED_AT + age).stale is stale


def test_refuses_a_timestamp_from_the_future_beyond_five_minutes(sample: Sample) -> None:
    assert PLUGIN.authenticate(recorded(sample), [SECRET], SIGNED_AT - MINUTES_5).stale is False
    with pytest.raises(NotAuthentic, match="future"):
        PLUGIN.authenticate(recorded(sample), [SECRET], SIGNED_AT - MINUTES_5 - SECOND)


@pytest.mark.parametrize("stamp", ["yesterday", "2026-11-12T09:15:05"], ids=["no time", "no zone"])
def test_calls_a_signed_but_unreadable_timestamp_malformed(stamp: str) -> None:
    with pytest.raises(Malformed):
        PLUGIN.authenticate(signed(b'{"ticket_id":"35436"}', stamp=stamp), [SECRET], SIGNED_AT)


@pytest.mark.parametrize("given", ["", "a b", "x" * 101], ids=["missing", "blank in it", "too long"])
def test_needs_an_invocation_id(given: str) -> None:
    hook = signed(b'{"ticket_id":"35436"}', **{"x-zendesk-webhook-invocation-id": given})
    with pytest.raises(Malformed):
        PLUGIN.authenticate(hook, [SECRET], SIGNED_AT)


@pytest.mark.parametrize(
    "name",
    [
        "webhook_event__comment_added",
        "webhook_event__comment_added_by_staff",
        "webhook_event__status_changed",
        "webhook_trigger__payload",
    ],
)
def test_finds_the_ticket_in_events_and_in_our_triggers_payload(sample: Sample, name: str) -> None:
    body = json.dumps(sample(name)).encode()
    assert PLUGIN.authenticate(signed(body), [SECRET], SIGNED_AT).ticket_id == "35436"


@pytest.mark.parametrize(
    "body",
    [
        {"type": "zen:event-type:ticket.never_heard_of", "detail": {"id": "35436"}},
        {"type": "zen:event-type:something_else.happened", "subject": "zen:ticket:35436"},
        {"type": "zen:event-type:ticket.created", "subject": "zen:ticket:35436", "detail": {"id": "0"}},
        {"ticket_id": 35436},
    ],
    ids=["unknown type", "subject alone", "detail absent in Zendesk's way", "id as a number"],
)
def test_takes_any_genuine_event_that_names_a_ticket(body: dict[str, Any]) -> None:
    assert PLUGIN.authenticate(signed(json.dumps(body).encode()), [SECRET], SIGNED_AT).ticket_id == "35436"


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
        b'{"ticket_id":"../users/1"}',
        b'{"type":"zen:event-type:user.created","subject":"zen:user:77","detail":{"id":"77"}}',
        b'{"type":"zen:event-type:ticket.created","subject":"zen:ticket:35436","detail":{"id":"35437"}}',
        b'{"subject":"zen:ticket:35436","ticket_id":"35437"}',
    ],
    ids=["empty", "text", "deep", "list", "nothing", "bool", "zero", "path", "user", "two ids", "two ways"],
)
def test_calls_genuine_bytes_without_one_ticket_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        PLUGIN.authenticate(signed(body), [SECRET], SIGNED_AT)
