"""Everything the stand-in serves has the keys and JSON types of the contract's samples."""

from __future__ import annotations

from typing import Any

import pytest
import requests


def test_a_ticket_with_its_conversations(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    desk.customer_replies(ticket_id, "Photo attached.", attachments=["lid.jpg"])
    api("POST", f"/tickets/{ticket_id}/notes", json=sample("note_request"))

    got = api("GET", f"/tickets/{ticket_id}?include=conversations,requester,stats").json()

    assert shape_faults(sample("ticket"), got) == []
    assert [said["private"] for said in got["conversations"]] == [False, True]
    assert got["requester"]["email"] == "lena.hofmann@example.com"


def test_conversations(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    desk.customer_replies(ticket_id, "Photo attached.", attachments=["lid.jpg"])
    api("POST", f"/tickets/{ticket_id}/notes", json=sample("note_request"))

    got = api("GET", f"/tickets/{ticket_id}/conversations").json()

    assert shape_faults(sample("conversations_list"), got) == []
    assert [(said["incoming"], said["source"]) for said in got] == [(True, 0), (False, 2)]
    assert got[0]["attachments"][0]["name"] == "lid.jpg"


def test_a_list_of_tickets(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    got = api("GET", "/tickets?include=description,requester").json()

    assert shape_faults(sample("tickets_list_page"), got) == []
    assert [ticket["id"] for ticket in got] == [ticket_id]


def test_a_search(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    desk.clock.advance(120)

    got = api("GET", "/search/tickets", params={"query": "\"tag:'kettle'\""}).json()

    assert shape_faults(sample("tickets_search"), got) == []
    assert (got["total"], got["results"][0]["id"]) == (1, ticket_id)


def test_an_update(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    wanted = sample("ticket_update_request")

    answer = api("PUT", f"/tickets/{ticket_id}", json=wanted)

    assert (answer.status_code, shape_faults(sample("ticket_update_response"), answer.json())) == (200, [])
    assert {name: answer.json()[name] for name in wanted} == wanted


def test_a_reply(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    answer = api("POST", f"/tickets/{ticket_id}/reply", json=sample("reply_request"))

    assert (answer.status_code, shape_faults(sample("reply_response"), answer.json())) == (201, [])
    expected = {name: sample("reply_response")[name] for name in ("body", "body_text", "replied_to", "from_email")}
    assert {name: answer.json()[name] for name in expected} == expected


def test_a_note(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    answer = api("POST", f"/tickets/{ticket_id}/notes", json=sample("note_request"))

    assert (answer.status_code, shape_faults(sample("note_response"), answer.json())) == (201, [])
    expected = {name: sample("note_response")[name] for name in ("body", "body_text", "private", "incoming")}
    assert {name: answer.json()[name] for name in expected} == expected


def test_account_agent_and_contact(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    contact = api("GET", f"/contacts/{desk.tickets.get(ticket_id).requester_id}").json()

    assert shape_faults(sample("account"), api("GET", "/account").json()) == []
    assert shape_faults(sample("agent_me"), api("GET", "/agents/me").json()) == []
    assert shape_faults(sample("contact"), contact) == []
    assert (contact["email"], contact["active"]) == ("lena.hofmann@example.com", False)


@pytest.mark.parametrize("kind", [1, 4])
def test_rules(api: Any, sample: Any, shape_faults: Any, kind: int) -> None:
    wanted = sample(f"automation_rule_create_type{kind}_request")

    answer = api("POST", f"/automations/{kind}/rules", json=wanted)

    expected = sample("automation_rule_create_response")
    if kind == 1:
        expected = {name: expected[name] for name in expected if name not in ("performer", "events")}
        expected["description"] = "a text"
    assert (answer.status_code, shape_faults(expected, answer.json())) == (201, [])
    assert {name: answer.json()[name] for name in wanted} == wanted


def test_canned_responses(api: Any, sample: Any, shape_faults: Any) -> None:
    made = api("POST", "/canned_response_folders", json={"name": "Retour templates"})
    wanted = sample("canned_response_create_request") | {"folder_id": made.json()["id"]}

    answer = api("POST", "/canned_responses", json=wanted)

    assert (made.status_code, answer.status_code) == (201, 201)
    assert shape_faults(sample("canned_response_folder_create_response"), made.json()) == []
    assert shape_faults(sample("canned_response"), answer.json()) == []
    assert answer.json()["content"] == sample("canned_response")["content"]
    folders = api("GET", "/canned_response_folders").json()
    assert shape_faults(sample("canned_response_folders_list"), folders) == []
    assert [(folder["name"], folder["responses_count"]) for folder in folders] == [("Retour templates", 1)]


def test_headers_of_an_answer(api: Any, desk: Any, ticket_id: int, sample: Any) -> None:
    desk.customer_writes(email="a@example.com", subject="s")
    desk.windows.take("account", 400)

    answer = api("GET", "/tickets?per_page=1")

    expected = sample("http_200_headers")["headers"]
    assert set(expected) <= set(answer.headers.keys())
    names = ("Content-Type", "X-Freshdesk-Api-Version", "X-Ratelimit-Total")
    assert [answer.headers[name] for name in names] == [expected[name] for name in names]
    assert answer.headers["X-Ratelimit-Remaining"] == "398"
    assert answer.headers["Link"] == f'<{api.url}/api/v2/tickets?per_page=1&page=2>;rel="next"'


def _refused(api: Any, desk: Any, ticket_id: int, name: str) -> requests.Response:
    if name == "error_400_validation":
        return api("PUT", f"/tickets/{ticket_id}", json={"retour": 1})
    if name == "error_401":
        api.session.auth = ("wrong", "X")
        return api("GET", "/agents/me")
    if name == "error_403":
        api.session.auth = (desk.key(desk.person("temp@acme.example", "Temp", staff=True).id), "X")
        return api("GET", "/canned_response_folders")
    if name == "error_404":
        return api("GET", "/tickets/1")
    if name == "error_405_spam_or_deleted":
        desk.spam_ticket(ticket_id)
        return api("PUT", f"/tickets/{ticket_id}", json={"status": 4})
    if name == "error_409":
        return api("POST", "/contacts", json={"name": "Lena", "email": "lena.hofmann@example.com"})
    desk.limits.account_per_minute = 0
    return api("GET", "/agents/me")


@pytest.mark.parametrize(
    "name",
    [
        "error_400_validation",
        "error_401",
        "error_403",
        "error_404",
        "error_405_spam_or_deleted",
        "error_409",
        "error_429",
    ],
)
def test_refusals(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any, name: str) -> None:
    before = desk.tickets.get(ticket_id).status

    answer = _refused(api, desk, ticket_id, name)

    expected = sample(name)
    assert answer.status_code == expected["status"]
    assert shape_faults(expected["body"], answer.json() if answer.content else None) == []
    assert answer.headers["Content-Type"] == expected["headers"]["Content-Type"]
    assert answer.headers["X-Freshdesk-Api-Version"] == "latest=v2; requested=v2"
    assert ("Retry-After" in answer.headers) == ("Retry-After" in expected["headers"])
    if name == "error_404":
        assert answer.content == b""
    assert desk.tickets.get(ticket_id).status == before
