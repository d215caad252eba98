"""Everything the stand-in serves has the keys and JSON types of the contract's samples."""

from __future__ import annotations

from typing import Any


def without(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: part for key, part in value.items() if key not in names}


def test_a_ticket_with_its_thread(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    got = api.ticket(ticket_id)

    open_ended = ("customer", "meta")  # free keys inside
    assert shape_faults(without(sample("ticket"), *open_ended), without(got, *open_ended)) == []
    assert (got["status"], got["messages_count"], got["trashed_datetime"]) == ("open", 1, None)
    [message] = got["messages"]
    assert message["stripped_text"] == "Hi,\n\nthe mug in order 000000123 arrived broken.\n\nJo"
    assert message["stripped_signature"] == "Sent from my phone"
    assert message["intents"] == [{"name": "refund/request"}]


def test_a_customer_with_several_addresses(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    made = desk.person("jo.harper@example.com", "Jo Harper", more_emails=["jo.work@example.com"])

    got = api("GET", f"/customers/{made.id}").json()

    assert shape_faults(without(sample("customer"), "integrations"), without(got, "integrations")) == []
    assert [(one["type"], one["address"], one["preferred"]) for one in got["channels"]] == [
        ("email", "jo.harper@example.com", True),
        ("email", "jo.work@example.com", False),
    ]


def test_an_incoming_message(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    [got] = api("GET", f"/tickets/{ticket_id}/messages").json()["data"]

    assert shape_faults(without(sample("message"), "headers"), without(got, "headers")) == []
    assert (got["from_agent"], got["receiver"], got["public"]) == (False, None, True)


def test_an_answer(api: Any, ticket_id: int, reply: Any, sample: Any, shape_faults: Any) -> None:
    answer = api("POST", f"/tickets/{ticket_id}/messages", reply)

    assert answer.status_code == 201
    got, expected = answer.json(), sample("message-agent-reply")
    assert shape_faults(without(expected, "meta"), without(got, "meta")) == []
    for name in ("channel", "via", "public", "from_agent", "subject", "body_text", "stripped_text", "sent_datetime"):
        assert got[name] == expected[name]
    assert got["external_id"] == "retour:ri_01J:reply:1"


def test_a_list_of_tickets(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    got = api("GET", "/tickets?limit=100&order_by=updated_datetime%3Adesc&trashed=false").json()
    expected = sample("list-tickets.page")
    rows = [without(row, "meta") for row in expected["data"]], [without(row, "meta") for row in got["data"]]

    assert (got["object"], got["uri"]) == (expected["object"], expected["uri"])
    assert shape_faults(*rows) == []
    assert got["meta"] == {"prev_cursor": None, "next_cursor": None}


def test_an_integration(integrate: Any, sample: Any, shape_faults: Any) -> None:
    got, expected = integrate(), sample("integration-webhook.create.response")

    assert shape_faults(expected, got) == []
    assert got["http"]["form"] == expected["http"]["form"]
    assert got["http"]["triggers"] == expected["http"]["triggers"]


def test_a_widget(api: Any, integrate: Any, sample: Any, shape_faults: Any) -> None:
    wanted = sample("widget.create.request")
    wanted["integration_id"] = integrate("integration-sidebar")["id"]

    got = api("POST", "/widgets", wanted).json()

    expected = sample("widget.create.response")
    assert shape_faults(without(expected, "template"), without(got, "template")) == []
    assert got["template"] == wanted["template"]


def test_a_macro(api: Any, sample: Any, shape_faults: Any) -> None:
    wanted = sample("macro.create.request")

    answer = api("POST", "/macros", wanted)

    assert answer.status_code == 201
    assert shape_faults(sample("macro"), answer.json()) == []
    assert {name: answer.json()[name] for name in wanted} == wanted


def test_what_a_form_renders_to(desk: Any, integrate: Any, receiver: Any, sample: Any, shape_faults: Any) -> None:
    integrate()
    desk.customer_writes(email="jo@example.com", name="Jo", subject="Hello", body="Hello")
    desk.flush()

    told = {one.json["event_type"]: one.json for one in receiver.got}
    created, written = sample("webhook-ticket-created"), sample("webhook-ticket-message-created")
    assert set(told) == {"ticket-created", "ticket-message-created"}
    assert shape_faults(created, told["ticket-created"]) == []
    assert shape_faults(written, told["ticket-message-created"]) == []
    for name in ("message_id", "message_from_agent", "message_public"):
        assert told["ticket-created"][name] == created[name] == ""
    for name in ("account_domain", "channel", "message_from_agent", "message_public"):
        assert told["ticket-message-created"][name] == written[name]


def test_the_whole_context(desk: Any, integrate: Any, receiver: Any, sample: Any, shape_faults: Any) -> None:
    integrate(form="{{context}}", triggers={"ticket_message_created": True})
    desk.customer_writes(email="jo@example.com", name="Jo", subject="Hello", body="Hello")
    desk.flush()

    [got] = [one.json for one in receiver.got]
    expected = sample("webhook-full-context.ticket-message-created")
    assert set(got) == set(expected)
    assert shape_faults(without(expected["message"], "headers"), without(got["message"], "headers")) == []
    assert set(got["ticket"]) == set(expected["ticket"])
    assert isinstance(got["message"]["from_agent"], bool)


def test_errors(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    missing = api("GET", "/tickets/1")
    wrong = api("POST", f"/tickets/{ticket_id}/messages", {})

    assert (missing.status_code, missing.json()) == (404, sample("error-404")["body"])
    assert wrong.status_code == 400
    assert set(wrong.json()["error"]) == set(sample("error-400")["body"]["error"])
    assert wrong.json()["error"]["data"]["channel"] == ["Missing data for required field."]


def test_a_full_bucket(api: Any, desk: Any, ticket_id: int, sample: Any) -> None:
    desk.limits.oauth_calls = 1
    api("GET", f"/tickets/{ticket_id}")

    answer = api("GET", f"/tickets/{ticket_id}")

    expected = sample("error-429")
    assert (answer.status_code, answer.json()) == (429, expected["body"])
    assert set(expected["headers"]) <= set(answer.headers)
