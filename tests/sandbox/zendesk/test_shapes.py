"""Everything the stand-in serves has the keys and JSON types of the contract's samples."""

from __future__ import annotations

from typing import Any

import pytest

NOTE = {"body": "Order 000000412 found.", "public": False}
RETOUR = {"retour": {"operation": "op_1", "kind": "lookup_note"}}


def test_a_ticket(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    assert shape_faults(sample("ticket"), api("GET", f"/tickets/{ticket_id}.json").json()) == []


def test_a_ticket_with_its_users(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    got = api("GET", f"/tickets/{ticket_id}?include=users").json()

    assert shape_faults(sample("ticket_with_users"), got) == []
    assert [user["email"] for user in got["users"]] == ["maya.lindqvist@example.com"]


def test_comments_with_their_authors(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    api.put_ticket(ticket_id, comment=NOTE, metadata=RETOUR)

    got = api("GET", f"/tickets/{ticket_id}/comments?include=users&page[size]=100").json()

    assert shape_faults(sample("comments_list"), got) == []
    assert [comment["public"] for comment in got["comments"]] == [True, False]
    assert got["comments"][1]["metadata"]["custom"] == RETOUR


def test_a_flagged_comment(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    desk.customer_replies(ticket_id, "My other card, please.", flags=[14, 21], trusted=False)

    got = api("GET", f"/tickets/{ticket_id}/comments?include=users").json()

    assert shape_faults(sample("comment_flagged"), got) == []
    plain, flagged = got["comments"]
    assert "trusted" not in plain["metadata"]
    assert (flagged["metadata"]["trusted"], flagged["metadata"]["flags"]) == (False, [14, 21])


def test_audits(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    fields = [{"id": 38231190010002, "value": "retour_refunded"}]
    api.put_ticket(ticket_id, comment=NOTE, status="solved", tags=["x"], custom_fields=fields, metadata=RETOUR)

    got = api("GET", f"/tickets/{ticket_id}/audits").json()

    assert shape_faults(sample("ticket_audits_page"), got) == []
    changed = [event.get("field_name") for event in got["audits"][1]["events"]]
    assert changed == [None, "status", "tags", "38231190010002"]


def test_an_update(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    wanted = sample("ticket_update_request")
    wanted["ticket"]["updated_stamp"] = api.ticket(ticket_id)["updated_at"]

    answer = api("PUT", f"/tickets/{ticket_id}", json=wanted)

    assert answer.status_code == 200
    assert shape_faults(sample("ticket_update_response"), answer.json()) == []
    expected, got = sample("ticket_update_response"), answer.json()
    for name in ("status", "tags", "custom_status_id"):
        assert got["ticket"][name] == expected["ticket"][name]
    for name in ("body", "html_body", "plain_body", "public", "author_id"):
        assert got["audit"]["events"][0][name] == expected["audit"]["events"][0][name]
    assert got["audit"]["metadata"]["custom"] == expected["audit"]["metadata"]["custom"]


def test_users_and_identities(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    user_id = api.ticket(ticket_id)["requester_id"]
    desk.people.add_identity(desk.people.get(user_id), "maya.l@another.example", verified=False)

    assert shape_faults(sample("user"), api("GET", f"/users/{user_id}").json()) == []
    assert shape_faults(sample("user"), api("GET", "/users/me.json").json()) == []
    identities = api("GET", f"/users/{user_id}/identities").json()
    assert shape_faults(sample("user_identities"), identities) == []
    assert [(one["verified"], one["primary"]) for one in identities["identities"]] == [(True, True), (False, False)]


def test_macros(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    made = api("POST", "/macros", json=sample("macro_create_request"))
    api.put_ticket(ticket_id, custom_fields=[{"id": 38231190010001, "value": "000000412"}])

    assert made.status_code == 201
    assert shape_faults(sample("macro"), made.json()) == []
    preview = api("GET", f"/tickets/{ticket_id}/macros/{made.json()['macro']['id']}/apply").json()
    assert preview == sample("macro_apply_preview")
    assert len(api("GET", f"/tickets/{ticket_id}/comments").json()["comments"]) == 1


def test_webhooks(api: Any, hook: Any, sample: Any, shape_faults: Any) -> None:
    assert shape_faults(sample("webhook_create_response"), {"webhook": hook}) == []
    assert shape_faults(sample("signing_secret"), api("GET", f"/webhooks/{hook['id']}/signing_secret").json()) == []


def test_a_trigger(api: Any, receiver: Any, sample: Any, shape_faults: Any) -> None:
    for_triggers = sample("webhook_create_request")["webhook"]
    for_triggers |= {"endpoint": receiver.url, "subscriptions": ["conditional_ticket_events"]}
    wanted = sample("trigger_create_request")
    made = api("POST", "/webhooks", json={"webhook": for_triggers}).json()["webhook"]
    wanted["trigger"]["actions"][0]["value"][0] = made["id"]

    answer = api("POST", "/triggers.json", json=wanted)

    assert answer.status_code == 201
    assert shape_faults(sample("trigger_create_response"), answer.json()) == []


def test_an_upload(api: Any, sample: Any, shape_faults: Any) -> None:
    headers = {"Content-Type": "application/pdf"}
    answer = api("POST", "/uploads?filename=label.pdf", data=b"%PDF-1.4", headers=headers)

    assert answer.status_code == 201
    assert shape_faults(sample("upload_response"), answer.json()) == []


def test_the_incremental_export(api: Any, desk: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    desk.clock.advance(120)

    got = api("GET", "/incremental/tickets/cursor.json?start_time=1").json()

    assert shape_faults(sample("incremental_cursor_page"), got) == []
    assert [ticket["id"] for ticket in got["tickets"]] == [ticket_id]


def test_the_search_export(api: Any, ticket_id: int, sample: Any, shape_faults: Any) -> None:
    params = {"query": "tags:storefront_eu", "filter[type]": "ticket", "page[size]": 100}
    got = api("GET", "/search/export.json", params=params).json()

    assert shape_faults(sample("search_export_page"), got) == []
    assert [ticket["id"] for ticket in got["results"]] == [ticket_id]


def test_headers_tell_what_is_left(api: Any, ticket_id: int) -> None:
    answer = api.put_ticket(ticket_id, priority="high")

    assert answer.headers["x-rate-limit"] == "700"
    assert answer.headers["x-rate-limit-remaining"] == "699"
    assert answer.headers["zendesk-rate-limit-tickets-update"].startswith("total=30; remaining=29; resets=")


@pytest.mark.parametrize("path", ["/tickets/1", "/users/1", "/macros/1", "/triggers/1", "/webhooks/1", "/nothing"])
def test_what_does_not_exist(api: Any, path: str, sample: Any) -> None:
    answer = api("GET", path)

    assert (answer.status_code, answer.json()) == (404, sample("error_404"))
