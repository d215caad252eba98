"""Webhooks leave for real: signed, repeated by the vendor's rules, and now and then lost, doubled or out of order."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.zendesk.clock import Clock
from sandbox.zendesk.retries import Breaker
from sandbox.zendesk.signature import TEST_SECRET, sign


def test_signs_like_the_vectors(sample: Any) -> None:
    vectors = sample("webhook_signature_vectors")["vectors"]

    made = [sign(one["secret"], one["timestamp"], one["raw_body"].encode()) for one in vectors]

    assert made == [one["signature"] for one in vectors]
    assert len(made) == 4


def test_a_new_ticket_is_delivered_signed(
    desk: Any, api: Any, hook: Any, receiver: Any, sample: Any, shape_faults: Any
) -> None:
    ticket_id = desk.customer_writes(email="maya@example.com", name="Maya", subject="Tasse cassée ☕", body="b")
    desk.flush()

    [(headers, raw)] = receiver.got
    secret = api("GET", f"/webhooks/{hook['id']}/signing_secret").json()["signing_secret"]["secret"]
    assert headers["X-Zendesk-Webhook-Signature"] == sign(secret, headers["X-Zendesk-Webhook-Signature-Timestamp"], raw)
    assert {name.title() for name in sample("webhook_delivery")["headers"]} <= set(headers)
    assert headers["Authorization"] == "Bearer per-tenant-random-value"
    assert headers["X-Zendesk-Webhook-Id"] == hook["id"]
    body = receiver.bodies()[0]
    assert shape_faults(sample("webhook_event_ticket_created"), body) == []
    assert (body["detail"]["id"], body["detail"]["status"]) == (str(ticket_id), "NEW")


def test_a_customers_comment_is_delivered(
    desk: Any, hook: Any, ticket_id: int, receiver: Any, sample: Any, shape_faults: Any
) -> None:
    desk.customer_replies(ticket_id, "My other card, please.")
    desk.flush()

    body = next(body for body in receiver.bodies() if body["type"].endswith("comment_added"))
    assert shape_faults(sample("webhook_event_comment_added"), body) == []
    assert body["event"]["comment"]["author"]["is_staff"] is False


def test_a_staff_comment_is_delivered_in_the_other_style(
    desk: Any, api: Any, hook: Any, ticket_id: int, receiver: Any, sample: Any, shape_faults: Any
) -> None:
    api.put_ticket(ticket_id, comment={"body": "Order found.", "public": False})
    desk.flush()

    body = next(body for body in receiver.bodies() if body["type"].endswith("comment_added"))
    assert shape_faults(sample("webhook_event_comment_added_by_staff"), body) == []
    assert (body["detail"]["assignee_id"], body["detail"]["priority"]) == ("0", "")


def test_a_status_change_is_delivered_to_who_asked_for_it(
    desk: Any, api: Any, hook: Any, ticket_id: int, receiver: Any, sample: Any, shape_faults: Any
) -> None:
    wanted = {"subscriptions": ["zen:event-type:ticket.status_changed"]}
    assert api("PATCH", f"/webhooks/{hook['id']}", json={"webhook": wanted}).status_code == 204
    desk.flush()
    receiver.got.clear()
    api.put_ticket(ticket_id, status="solved", comment={"body": "done"})
    desk.flush()

    [body] = receiver.bodies()
    assert shape_faults(sample("webhook_event_status_changed"), body) == []
    assert (body["event"]["previous"], body["event"]["current"]) == ("NEW", "SOLVED")
    assert body["event"]["meta"]["sequence"]["total"] == 2


def test_creation_may_be_told_with_its_comment(desk: Any, hook: Any, receiver: Any) -> None:
    desk.switches.comment_on_create = True

    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()

    assert sorted(body["type"].split(".")[-1] for body in receiver.bodies()) == ["comment_added", "created"]


@pytest.mark.parametrize(
    ("answer", "sends"),
    [
        ((202, {}, 0), 1),
        ((401, {}, 0), 1),
        ((500, {}, 0), 1),
        ((302, {"Location": "/elsewhere"}, 0), 1),
        ((409, {}, 0), 4),
        ((503, {}, 0), 1),
        ((503, {"Retry-After": "60"}, 0), 1),
        ((503, {"Retry-After": "59"}, 0), 6),
        ((429, {"Retry-After": "30"}, 0), 6),
    ],
)
def test_repeats_by_the_rules_under_one_invocation_id(
    desk: Any, hook: Any, receiver: Any, answer: Any, sends: int
) -> None:
    receiver.answers = [answer]

    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()

    assert len(receiver.got) == sends
    assert len({headers["X-Zendesk-Webhook-Invocation-Id"] for headers, _ in receiver.got}) == 1


def test_a_time_out_is_repeated_five_times_and_logged_as_504(desk: Any, api: Any, hook: Any, receiver: Any) -> None:
    desk.deliveries.timeout = 0.2
    receiver.answers = [(202, {}, 30)]

    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()

    assert len(receiver.got) == 6
    [logged] = api("GET", f"/webhooks/{hook['id']}/invocations").json()["invocations"]
    assert (logged["status_code"], logged["status"]) == (504, "terminated")


def test_a_repeat_that_is_taken_ends_the_matter(desk: Any, api: Any, hook: Any, receiver: Any) -> None:
    receiver.answers = [(503, {"Retry-After": "1"}, 0), (202, {}, 0)]

    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()

    [logged] = api("GET", f"/webhooks/{hook['id']}/invocations").json()["invocations"]
    assert (len(receiver.got), logged["status"], logged["status_code"]) == (2, "success", 202)


def test_the_log_shows_invocations_and_attempts(
    desk: Any, api: Any, hook: Any, receiver: Any, sample: Any, shape_faults: Any
) -> None:
    receiver.answers = [(403, {"Content-Type": "text/html"}, 0)]
    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()

    log = api("GET", f"/webhooks/{hook['id']}/invocations").json()
    [invocation] = log["invocations"]
    attempts = api("GET", f"/webhooks/{hook['id']}/invocations/{invocation['id']}/attempts").json()

    assert shape_faults(sample("webhook_invocations"), log) == []
    assert shape_faults(sample("webhook_invocation_attempts"), attempts) == []
    assert attempts["attempts"][0]["request"]["payload"].encode() == receiver.got[0][1]
    assert "per-tenant-random-value" not in str(attempts)


def test_the_log_can_be_filtered(desk: Any, api: Any, hook: Any) -> None:
    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()
    path = f"/webhooks/{hook['id']}/invocations"

    counts = [
        len(api("GET", path, params=params).json()["invocations"])
        for params in (
            {"filter[status]": "success"},
            {"filter[status]": "terminated"},
            {"filter[from_ts]": "2099-01-01T00:00:00Z"},
        )
    ]

    assert counts == [1, 0, 0]


def test_held_messages_arrive_in_reverse(desk: Any, hook: Any, receiver: Any) -> None:
    desk.deliveries.hold()
    for subject in ("first", "second", "third"):
        desk.customer_writes(email="a@example.com", subject=subject, body="b")
    desk.flush()
    before = len(receiver.got)

    released = desk.deliveries.release(reverse=True)

    assert (before, released) == (0, 3)
    assert [body["detail"]["subject"] for body in receiver.bodies()] == ["third", "second", "first"]


def test_a_message_may_come_twice(desk: Any, hook: Any, receiver: Any) -> None:
    desk.deliveries.twice = True

    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()

    ids = [headers["X-Zendesk-Webhook-Invocation-Id"] for headers, _ in receiver.got]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_message_may_never_come(desk: Any, api: Any, hook: Any, receiver: Any) -> None:
    desk.deliveries.drop_next = 1

    for subject in ("lost", "kept"):
        desk.customer_writes(email="a@example.com", subject=subject, body="b")
    desk.flush()

    assert [body["detail"]["subject"] for body in receiver.bodies()] == ["kept"]
    assert len(api("GET", f"/webhooks/{hook['id']}/invocations").json()["invocations"]) == 1


def test_nothing_is_sent_to_a_deleted_or_inactive_webhook(desk: Any, api: Any, hook: Any, receiver: Any) -> None:
    api("PATCH", f"/webhooks/{hook['id']}", json={"webhook": {"status": "inactive"}})
    desk.customer_writes(email="a@example.com", subject="s", body="b")
    api("DELETE", f"/webhooks/{hook['id']}")
    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()

    assert receiver.got == []
    assert api("GET", f"/webhooks/{hook['id']}").status_code == 404


def test_a_breaker_blocks_for_five_seconds_after_seventy_per_cent_errors() -> None:
    clock, breaker = Clock(), Breaker()
    for number in range(100):
        breaker.note(clock.now(), failed=number >= 30)

    blocked = breaker.allows(clock.now())
    clock.advance(5)

    assert (blocked, breaker.allows(clock.now())) == (False, True)


@pytest.mark.parametrize(("sends", "errors"), [(99, 99), (100, 69)])
def test_a_breaker_lets_pass_below_its_bounds(sends: int, errors: int) -> None:
    clock, breaker = Clock(), Breaker()
    for number in range(sends):
        breaker.note(clock.now(), failed=number >= sends - errors)

    assert breaker.allows(clock.now()) is True


def test_an_open_breaker_skips_and_logs(desk: Any, api: Any, hook: Any, receiver: Any) -> None:
    receiver.answers = [(500, {}, 0)]
    for number in range(100):
        desk.customer_writes(email="a@example.com", subject=f"s{number}", body="b")
    desk.flush()
    receiver.got.clear()

    desk.customer_writes(email="a@example.com", subject="skipped", body="b")
    desk.flush()

    newest = api("GET", f"/webhooks/{hook['id']}/invocations").json()["invocations"][0]
    assert receiver.got == []
    assert (newest["status"], "status_code" in newest) == ("circuit broken", False)


def test_rotating_the_secret_changes_signatures(desk: Any, api: Any, hook: Any, receiver: Any) -> None:
    path = f"/webhooks/{hook['id']}/signing_secret"
    old = api("GET", path).json()["signing_secret"]["secret"]

    answer = api("POST", path)

    desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()
    [(headers, raw)] = receiver.got
    stamp, signature = headers["X-Zendesk-Webhook-Signature-Timestamp"], headers["X-Zendesk-Webhook-Signature"]
    new = answer.json()["signing_secret"]["secret"]
    assert answer.status_code == 201
    assert (signature == sign(new, stamp, raw), signature == sign(old, stamp, raw)) == (True, False)


@pytest.mark.parametrize("registered", [True, False])
def test_test_sends_are_signed(api: Any, hook: Any, receiver: Any, registered: bool) -> None:
    wanted = {"endpoint": receiver.url, "http_method": "POST", "payload": '{"a":1}'}
    params = {"webhook_id": hook["id"]} if registered else {}
    own = api("GET", f"/webhooks/{hook['id']}/signing_secret").json()["signing_secret"]["secret"]

    answer = api("POST", "/webhooks/test", params=params, json={"request": wanted})

    [(headers, raw)] = receiver.got
    stamp = headers["X-Zendesk-Webhook-Signature-Timestamp"]
    assert headers["X-Zendesk-Webhook-Signature"] == sign(own if registered else TEST_SECRET, stamp, raw)
    assert answer.json()["response"]["status"] == 202


@pytest.mark.parametrize(
    "changes",
    [
        {"subscriptions": ["zen:event-type:ticket.created", "conditional_ticket_events"]},
        {"subscriptions": []},
        {"endpoint": "ftp://x"},
        {"name": None},
        {"custom_headers": {"X-A": "1"}},
    ],
)
def test_refuses_invalid_webhooks(api: Any, receiver: Any, sample: Any, changes: dict[str, Any]) -> None:
    wanted = sample("webhook_create_request")["webhook"] | {"endpoint": receiver.url} | changes

    answer = api("POST", "/webhooks", json={"webhook": wanted})

    assert (answer.status_code, list(answer.json()["error"])) == (400, ["title", "message"])
    assert api("GET", "/webhooks").json()["webhooks"] == []


def test_a_webhook_cannot_change_between_events_and_triggers(api: Any, hook: Any) -> None:
    wanted = {"subscriptions": ["conditional_ticket_events"]}

    assert api("PATCH", f"/webhooks/{hook['id']}", json={"webhook": wanted}).status_code == 400


def test_basic_auth_shows_the_user_name_only(api: Any, sample: Any, receiver: Any) -> None:
    how = {"type": "basic_auth", "data": {"username": "u", "password": "p"}, "add_position": "header"}
    wanted = sample("webhook_create_request")["webhook"] | {"endpoint": receiver.url, "authentication": how}

    shown = api("POST", "/webhooks", json={"webhook": wanted}).json()["webhook"]["authentication"]

    assert shown == {"type": "basic_auth", "add_position": "header", "data": {"username": "u"}}


@pytest.fixture
def trigger_hook_id(api: Any, receiver: Any, sample: Any) -> str:
    """A webhook for triggers, and the contract's trigger that uses it."""
    for_triggers = sample("webhook_create_request")["webhook"]
    for_triggers |= {"endpoint": receiver.url, "subscriptions": ["conditional_ticket_events"]}
    made: str = api("POST", "/webhooks", json={"webhook": for_triggers}).json()["webhook"]["id"]
    wanted = sample("trigger_create_request")
    wanted["trigger"]["actions"][0]["value"][0] = made
    api("POST", "/triggers", json=wanted)
    return made


def test_a_trigger_sends_its_template_when_met(
    desk: Any, api: Any, receiver: Any, trigger_hook_id: str, sample: Any, shape_faults: Any
) -> None:
    ticket_id = desk.customer_writes(email="a@example.com", subject="s", body="b")
    api.put_ticket(ticket_id, comment={"body": "by staff"})
    api.put_ticket(ticket_id, tags=["retour_done"])
    desk.customer_replies(ticket_id, "done already")
    desk.flush()

    [body] = receiver.bodies()
    assert shape_faults(sample("webhook_trigger_payload"), body) == []
    assert body["ticket_id"] == str(ticket_id)


def test_a_trigger_without_its_webhook_does_nothing(desk: Any, api: Any, receiver: Any, trigger_hook_id: str) -> None:
    api("DELETE", f"/webhooks/{trigger_hook_id}")

    ticket_id = desk.customer_writes(email="a@example.com", subject="s", body="b")
    desk.flush()

    assert (receiver.got, api.ticket(ticket_id)["status"]) == ([], "new")


def test_a_trigger_wants_its_own_kind_of_webhook(api: Any, hook: Any, sample: Any) -> None:
    wanted = sample("trigger_create_request")
    wanted["trigger"]["actions"][0]["value"][0] = hook["id"]

    assert api("POST", "/triggers", json=wanted).status_code == 422
