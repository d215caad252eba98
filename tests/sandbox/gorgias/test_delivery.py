"""What integrations are told, how often, and what becomes of those that do not answer."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests

ALL = dict.fromkeys(
    (
        "ticket-created",
        "ticket-updated",
        "ticket-message-created",
        "ticket-self-unsnoozed",
        "ticket-message-failed",
        "ticket-assignment-updated",
        "ticket-status-updated",
        "ticket-handed-over",
    ),
    True,
)


def write(desk: Any, **more: Any) -> int:
    ticket: int = desk.customer_writes(email="jo+a@example.com", name="Jo", subject="Hello", body="Hello", **more)
    desk.flush()
    return ticket


def test_comes_with_address_and_headers_as_given_and_nothing_else(desk: Any, integrate: Any, receiver: Any) -> None:
    integrate(triggers={"ticket-created": True})
    write(desk)

    [got] = receiver.got
    assert (got.method, got.path, got.query) == ("POST", "/gorgias/v1/in_7Qk2/events", "t=wh_2c9e")
    assert (got.headers["X-Retour-Install"], got.headers["X-Retour-Secret"]) == ("in_7Qk2", "whs_5f0b")
    assert got.headers["Content-Type"] == "application/json"
    assert [name for name in got.headers if "signature" in name.lower() or name.endswith("-Id")] == []


def test_headers_may_be_missing_on_arrival(desk: Any, integrate: Any, receiver: Any) -> None:
    desk.switches.custom_headers = False
    integrate(triggers={"ticket-created": True})
    write(desk)

    [got] = receiver.got
    assert got.query == "t=wh_2c9e"
    assert [name for name in got.headers if name.startswith("X-Retour")] == []


def test_values_arrive_as_texts(desk: Any, integrate: Any, receiver: Any) -> None:
    form = {"n": "{{ticket.id}}", "b": "{{ticket.spam}}", "none": "{{ticket.external_id}}", "mix": "#{{ ticket.id }}!"}
    integrate(triggers={"ticket-created": True}, form=form | {"deep": [{"x": "{{ticket.nope.x}}"}], "as_is": 7})
    ticket = write(desk)
    desk.switches.lower_booleans = True
    write(desk)

    first, second = (one.json for one in receiver.got)
    wanted = {"n": str(ticket), "b": "False", "none": "", "mix": f"#{ticket}!", "deep": [{"x": ""}], "as_is": 7}
    assert first == wanted
    assert second["b"] == "false"


def test_quotes_in_a_value_do_not_break_the_body(desk: Any, integrate: Any, receiver: Any) -> None:
    integrate(triggers={"ticket-message-created": True}, form={"text": "{{message.body_text}}"})
    desk.customer_writes(email="a@example.com", subject="x", body='He said "no"\n\\ {{ticket.id}}')
    desk.flush()

    assert [one.json for one in receiver.got] == [{"text": 'He said "no"\n\\ {{ticket.id}}'}]


def test_without_a_form_the_body_is_empty(desk: Any, integrate: Any, receiver: Any) -> None:
    integrate(triggers={"ticket-created": True}, form=None)
    write(desk)

    assert [one.body for one in receiver.got] == [b""]


def test_a_form_may_be_url_encoded(desk: Any, integrate: Any, receiver: Any) -> None:
    kind = "application/x-www-form-urlencoded"
    integrate(triggers={"ticket-created": True}, form={"mail": "{{ticket.customer.email}}"}, request_content_type=kind)
    write(desk)

    assert [one.body for one in receiver.got] == [b"mail=jo%2Ba%40example.com"]


def test_encoded_braces_are_not_filled_in(desk: Any, integrate: Any, receiver: Any) -> None:
    url = f"{receiver.url}/x?a=%7B%7Bticket.id%7D%7D&b={{{{ticket.id}}}}"
    integrate(url=url, triggers={"ticket-created": True})
    ticket = write(desk)

    assert receiver.got[0].query == f"a=%7B%7Bticket.id%7D%7D&b={ticket}"


def test_our_own_notes_and_answers_are_told_too(
    desk: Any, api: Any, integrate: Any, receiver: Any, ticket_id: int
) -> None:
    integrate(triggers={"ticket-message-created": True})
    note = {"channel": "internal-note", "via": "api", "from_agent": True, "body_text": "x", "external_id": "retour:1"}
    made = api("POST", f"/tickets/{ticket_id}/messages", note).json()
    desk.flush()

    [got] = [one.json for one in receiver.got]
    assert (got["message_id"], got["message_from_agent"], got["message_public"]) == (str(made["id"]), "True", "False")


def test_each_change_has_its_triggers(desk: Any, api: Any, integrate: Any, receiver: Any, ticket_id: int) -> None:
    integrate(triggers=ALL)

    def told(method: str, path: str, body: Any) -> Counter[str]:
        receiver.got.clear()
        assert api(method, f"/tickets/{ticket_id}{path}", body).status_code < 300
        desk.flush()
        return Counter(receiver.events())

    assert told("POST", "/tags", {"names": ["x"]}) == Counter(["ticket-updated"])
    assert told("POST", "/tags", {"names": ["x"]}) == Counter()
    assert told("PUT", "", {"meta": {"rev": 1}}) == Counter(["ticket-updated"])
    assert told("PUT", "", {"status": "closed"}) == Counter(["ticket-updated", "ticket-status-updated"])
    assigned = told("PUT", "", {"assignee_user": {"id": 387654483}})
    assert assigned == Counter(["ticket-updated", "ticket-assignment-updated"])
    snoozed = told("PUT", "", {"snooze_datetime": "2026-01-01T00:00:00"})
    assert snoozed["ticket-self-unsnoozed"] == 1


def test_held_calls_leave_when_released_newest_first_if_wanted(desk: Any, integrate: Any, receiver: Any) -> None:
    integrate(triggers={"ticket-created": True})
    desk.deliveries.hold()
    made = [write(desk), write(desk)]
    before = list(receiver.got)

    released = desk.deliveries.release(reverse=True)

    assert (before, released) == ([], 2)
    assert [one.json["ticket_id"] for one in receiver.got] == [str(made[1]), str(made[0])]


def test_a_call_may_come_twice_or_never(desk: Any, integrate: Any, receiver: Any) -> None:
    integrate(triggers={"ticket-created": True})
    desk.deliveries.twice = True
    write(desk)
    desk.deliveries.drop_next = 1
    write(desk)

    first, second = receiver.got
    assert (first.body, desk.deliveries.dropped) == (second.body, 1)


@pytest.mark.parametrize(("answers", "calls"), [([503, 429, 200], 3), ([500], 4), ([400, 200], 1), ([302, 200], 1)])
def test_repeats_what_may_be_repeated(desk: Any, integrate: Any, receiver: Any, answers: list[int], calls: int) -> None:
    receiver.answers = [(status, "{}", 0) for status in answers]
    integrate(triggers={"ticket-created": True})
    write(desk)

    assert [one.body for one in receiver.got] == [receiver.got[0].body] * calls


def test_a_time_out_is_repeated(desk: Any, integrate: Any, receiver: Any) -> None:
    desk.deliveries.timeout = 0.2
    receiver.answers = [(200, "{}", 0.5), (200, "{}", 0)]
    integrate(triggers={"ticket-created": True})
    write(desk)

    assert [attempt.status_code for attempt in desk.deliveries.log[0].attempts] == [None, 200]
    assert len(receiver.got) == 2


def test_a_hundred_failures_in_a_row_switch_it_off(desk: Any, api: Any, integrate: Any, receiver: Any) -> None:
    made = integrate(triggers={"ticket-created": True})
    receiver.answers = [(400, "{}", 0)] * 99 + [(200, "{}", 0)] + [(400, "{}", 0)]
    desk.deliveries.hold()
    for _ in range(202):
        desk.customer_writes(email="a@example.com", subject="x")
    desk.deliveries.release()

    shown = api("GET", f"/integrations/{made['id']}").json()
    [event] = api("GET", "/events", params={"types[]": "integration-deactivated"}).json()["data"]
    assert len(receiver.got) == 200  # 99 failures, a success, 100 failures: the last two are not made
    assert shown["deactivated_datetime"] is not None
    assert event["object_id"] == made["id"]


def test_what_was_switched_off_can_be_switched_on(desk: Any, api: Any, integrate: Any, receiver: Any) -> None:
    made = integrate(triggers={"ticket-created": True})
    path = f"/integrations/{made['id']}"
    api("PUT", path, {"name": made["name"], "deactivated_datetime": "2026-01-01T00:00:00"})
    write(desk)
    before = len(receiver.got)

    unnamed = api("PUT", path, {"deactivated_datetime": None})
    named = api("PUT", path, {"name": made["name"], "deactivated_datetime": None})
    write(desk)

    assert (unnamed.status_code, unnamed.json()["error"]["data"]) == (
        400,
        {"name": ["Missing data for required field."]},
    )
    assert (named.json()["deactivated_datetime"], before, len(receiver.got)) == (None, 0, 1)


def test_underscored_triggers_are_taken_and_may_be_shown(desk: Any, api: Any, integrate: Any, receiver: Any) -> None:
    made = integrate(triggers={"ticket_created": True})
    desk.switches.underscore_triggers = True
    write(desk)

    shown = api("GET", f"/integrations/{made['id']}").json()["http"]["triggers"]
    assert made["http"]["triggers"]["ticket-created"] is True
    assert (shown["ticket_created"], len(receiver.got)) == (True, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"type": "email"}, "type"),
        ({"http": {"url": "https://a.example"}}, "http"),
        ({"http": None}, "http"),
    ],
)
def test_refuses_an_integration_it_cannot_call(api: Any, sample: Any, changes: dict[str, Any], field: str) -> None:
    answer = api("POST", "/integrations", sample("integration-webhook.create.request") | changes)

    assert (answer.status_code, list(answer.json()["error"]["data"])) == (400, [field])
    assert api("GET", "/integrations?type=http").json()["data"] == []


def test_the_list_names_the_mailbox_but_cannot_filter_for_it(api: Any, integrate: Any) -> None:
    made = integrate()

    everything = api("GET", "/integrations").json()["data"]
    refused = api("GET", "/integrations?type=email")

    assert {(one["type"], one["id"]) for one in everything} == {("email", 66567), ("http", made["id"])}
    assert refused.status_code == 400


def test_the_books_tell_of_every_attempt(server: Any, desk: Any, integrate: Any, receiver: Any) -> None:
    receiver.answers = [(503, "busy", 0), (200, "{}", 0)]
    integrate(triggers={"ticket-created": True})
    ticket = write(desk)

    [first, second] = requests.get(f"{server.url}/_sandbox/books", timeout=10).json()["webhook_attempts"]
    assert (first["status_code"], first["answer"], second["status_code"]) == (503, "busy", 200)
    assert (first["ticket_id"], first["trigger"]) == (ticket, "ticket-created")


def test_a_get_passes_the_customers_address(desk: Any, integrate: Any, receiver: Any) -> None:
    integrate("integration-sidebar", triggers={"ticket-created": True})
    ticket = write(desk)

    [got] = receiver.got
    assert (got.method, got.body) == ("GET", b"")
    assert parse_qs(got.query) == {"t": ["sb_77ad"], "email": ["jo+a@example.com"], "ticket_id": [str(ticket)]}
