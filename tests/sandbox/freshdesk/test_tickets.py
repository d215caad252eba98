"""What callers and people can do with a ticket, and what they cannot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sandbox.faults import Fault
from sandbox.freshdesk.account import AGENT_ID, SERVICE_USER_ID


def test_only_the_ten_oldest_conversations_come_inside_a_ticket(api: Any, desk: Any, ticket_id: int) -> None:
    for number in range(12):
        desk.customer_replies(ticket_id, f"more {number}")

    assert [said["body_text"] for said in api.ticket(ticket_id)["conversations"]] == [f"more {n}" for n in range(10)]


def test_conversations_are_paged(api: Any, desk: Any, ticket_id: int) -> None:
    for number in range(35):
        desk.customer_replies(ticket_id, f"more {number}")

    first = api("GET", f"/tickets/{ticket_id}/conversations")
    second = api("GET", first.links["next"]["url"].removeprefix(f"{api.url}/api/v2"))

    assert (len(first.json()), [said["body_text"] for said in second.json()]) == (
        30,
        [f"more {n}" for n in range(30, 35)],
    )
    assert "Link" not in second.headers


@pytest.mark.parametrize(("name", "value"), [("per_page", "101"), ("page", "301"), ("page", "0")])
def test_refuses_a_page_beyond_the_wall(api: Any, ticket_id: int, name: str, value: str) -> None:
    answer = api("GET", f"/tickets?{name}={value}")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid_value")


def test_tags_are_replaced_not_added(api: Any, desk: Any, ticket_id: int) -> None:
    desk.agent_tags(ticket_id, "vip")

    api("PUT", f"/tickets/{ticket_id}", json={"tags": ["retour-done"]})

    assert desk.tickets.get(ticket_id).tags == ["retour-done"]
    assert desk.writing.tags_history[-1] == {"ticket_id": ticket_id, "from": ["kettle", "vip"], "to": ["retour-done"]}


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"status": 4, "retour": 1}, "retour", "invalid_field"),
        ({"status": 9}, "status", "invalid_value"),
        ({"status": "4"}, "status", "datatype_mismatch"),
        ({"tags": "one,two"}, "tags", "datatype_mismatch"),
        ({"tags": ["x" * 33]}, "tags", "invalid_value"),
        ({"custom_fields": {"order": "1"}}, "order", "invalid_field"),
        ({"responder_id": 1}, "responder_id", "invalid_value"),
        ({"group_id": 1}, "group_id", "invalid_value"),
        ({"requester_id": 1}, "requester_id", "invalid_value"),
    ],
)
def test_refuses_a_wrong_update(api: Any, desk: Any, ticket_id: int, given: Any, field: str, code: str) -> None:
    answer = api("PUT", f"/tickets/{ticket_id}", json=given)

    assert answer.status_code == 400
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    ticket = desk.tickets.get(ticket_id)
    assert (ticket.status, ticket.tags, ticket.responder_id) == (2, ["kettle"], None)


def test_refuses_what_is_no_json(api: Any, ticket_id: int) -> None:
    answer = api("PUT", f"/tickets/{ticket_id}", data="{", headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_json")


def test_a_field_required_on_resolve_stops_the_resolving(api: Any, desk: Any, ticket_id: int) -> None:
    desk.switches.required_on_resolve = ("cf_order_number",)

    refused = api("PUT", f"/tickets/{ticket_id}", json={"status": 4})
    taken = api("PUT", f"/tickets/{ticket_id}", json={"status": 4, "custom_fields": {"cf_order_number": "000000187"}})

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "missing_field")
    assert (taken.status_code, taken.json()["status"]) == (200, 4)


def test_the_same_reply_twice_mails_twice(api: Any, desk: Any, ticket_id: int) -> None:
    for _ in range(2):
        api("POST", f"/tickets/{ticket_id}/reply", json={"body": "<p>Refunded</p><p>Bye</p>"})

    mails = desk.mails.of(ticket_id)
    assert [(mail.to, mail.text) for mail in mails] == [("lena.hofmann@example.com", "Refunded\n\nBye")] * 2


def test_an_answer_that_got_lost_was_work_done(api: Any, desk: Any, ticket_id: int, faults: Any) -> None:
    faults.add(Fault("drop", method="POST", path_regex="/reply$"))

    with pytest.raises(OSError, match="aborted"):
        api("POST", f"/tickets/{ticket_id}/reply", json={"body": "Refunded"})

    assert [mail.text for mail in desk.mails.of(ticket_id)] == ["Refunded"]


def test_copies_of_a_reply_are_mailed_too(api: Any, desk: Any, ticket_id: int) -> None:
    api("POST", f"/tickets/{ticket_id}/reply", json={"body": "b", "cc_emails": ["c@x.example"], "user_id": AGENT_ID})

    assert [mail.to for mail in desk.mails.of(ticket_id)] == ["lena.hofmann@example.com", "c@x.example"]
    assert desk.tickets.get(ticket_id).conversations[0].user_id == AGENT_ID


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"body": ""}, "body", "missing_field"),
        ({"body": "b", "private": True}, "private", "invalid_field"),
        ({"body": "b", "from_email": "other@acme.example"}, "from_email", "invalid_value"),
        ({"body": "b", "user_id": 7}, "user_id", "invalid_value"),
        ({"body": "b", "cc_emails": "c@x.example"}, "cc_emails", "datatype_mismatch"),
    ],
)
def test_refuses_a_wrong_reply(api: Any, desk: Any, ticket_id: int, given: Any, field: str, code: str) -> None:
    answer = api("POST", f"/tickets/{ticket_id}/reply", json=given)

    assert answer.status_code == 400
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    assert (desk.tickets.get(ticket_id).conversations, desk.mails.mails) == ([], [])


def test_a_reply_takes_files(api: Any, desk: Any, ticket_id: int) -> None:
    files = [("attachments[]", ("label.pdf", b"%PDF-1.4", "application/pdf"))]

    answer = api("POST", f"/tickets/{ticket_id}/reply", data={"body": "Your label"}, files=files)

    [file] = answer.json()["attachments"]
    assert (file["name"], file["content_type"], file["size"]) == ("label.pdf", "application/pdf", 8)
    assert api.session.get(file["attachment_url"], timeout=5).content == b"%PDF-1.4"


def test_html_is_rewritten(api: Any, ticket_id: int) -> None:
    body = '<p style="x" onclick="y()">Hi<br/>there</p><script>bad()</script>'

    said = api("POST", f"/tickets/{ticket_id}/notes", json={"body": body}).json()

    assert (said["body"], said["body_text"]) == ("<div><p>Hi<br>there</p></div>", "Hi there")


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("plain", "<div>plain</div>"),
        ("<div>one</div>", "<div>one</div>"),
        ("<div>one</div>tail", "<div><div>one</div>tail</div>"),
        ("<div>one</div><div>two</div>", "<div><div>one</div><div>two</div></div>"),
        ("a &lt; b &amp; c", "<div>a &lt; b &amp; c</div>"),
    ],
)
def test_everything_is_inside_one_div(api: Any, ticket_id: int, body: str, kept: str) -> None:
    assert api("POST", f"/tickets/{ticket_id}/notes", json={"body": body}).json()["body"] == kept


def test_notes_alone_can_be_edited(api: Any, ticket_id: int) -> None:
    note = api("POST", f"/tickets/{ticket_id}/notes", json={"body": "one"}).json()["id"]
    reply = api("POST", f"/tickets/{ticket_id}/reply", json={"body": "one"}).json()["id"]

    assert api("PUT", f"/conversations/{note}", json={"body": "two"}).json()["body_text"] == "two"
    assert api("PUT", f"/conversations/{reply}", json={"body": "two"}).status_code == 405
    assert [said["body_text"] for said in api.ticket(ticket_id)["conversations"]] == ["two", "one"]
    assert api("DELETE", f"/conversations/{note}").status_code == 204
    assert [said["id"] for said in api.ticket(ticket_id)["conversations"]] == [reply]


@pytest.mark.parametrize("away", ["delete", "spam", "archive"])
@pytest.mark.parametrize(
    ("method", "path", "given"),
    [("PUT", "", {"status": 4}), ("POST", "/reply", {"body": "b"}), ("POST", "/notes", {"body": "b"})],
)
def test_refuses_writes_to_what_was_put_away(
    api: Any, desk: Any, ticket_id: int, away: str, method: str, path: str, given: Any
) -> None:
    getattr(desk, f"{away}_ticket")(ticket_id)
    before = desk.tickets.get(ticket_id).status

    answer = api(method, f"/tickets/{ticket_id}{path}", json=given)

    expected = f"{method} method is not allowed. It should be one of these method(s): GET"
    assert (answer.status_code, answer.json()) == (405, {"message": expected})
    assert (desk.tickets.get(ticket_id).status, desk.tickets.get(ticket_id).conversations) == (before, [])


def test_trash_and_spam_can_be_read_and_say_so(api: Any, desk: Any, ticket_id: int) -> None:
    other = desk.customer_writes(email="a@example.com", subject="s")
    api("DELETE", f"/tickets/{ticket_id}")
    desk.spam_ticket(other)

    assert (api.ticket(ticket_id)["deleted"], api.ticket(other)["spam"]) == (True, True)
    assert api("GET", "/tickets").json() == []
    assert [ticket["id"] for ticket in api("GET", "/tickets?filter=deleted").json()] == [ticket_id]
    assert [ticket["id"] for ticket in api("GET", "/tickets?filter=spam").json()] == [other]
    assert api("PUT", f"/tickets/{ticket_id}/restore").status_code == 204
    assert [ticket["id"] for ticket in api("GET", "/tickets").json()] == [ticket_id]


def test_the_archive_has_its_own_address(api: Any, desk: Any, ticket_id: int) -> None:
    assert api("GET", f"/tickets/archived/{ticket_id}").status_code == 404
    desk.archive_ticket(ticket_id)

    assert api("GET", f"/tickets/{ticket_id}").status_code == 404
    archived = api("GET", f"/tickets/archived/{ticket_id}").json()
    assert (archived["id"], archived["archived"], archived["status"]) == (ticket_id, True, 5)


@pytest.mark.parametrize("status", [3, 4, 5])
def test_a_customers_answer_reopens(api: Any, desk: Any, ticket_id: int, status: int) -> None:
    api("PUT", f"/tickets/{ticket_id}", json={"status": status})

    assert desk.customer_replies(ticket_id, "still broken") == ticket_id

    stats = api("GET", f"/tickets/{ticket_id}?include=stats").json()
    assert (stats["status"], stats["stats"]["reopened_at"] is None) == (2, status == 3)


def test_an_agents_reply_changes_no_status(desk: Any, ticket_id: int) -> None:
    desk.agent_changes(ticket_id, {"status": 4})

    desk.agent_replies(ticket_id, "by the way")

    assert (desk.tickets.get(ticket_id).status, len(desk.mails.of(ticket_id))) == (4, 1)


@pytest.mark.parametrize("away", ["delete", "archive"])
def test_mail_to_trash_or_archive_starts_a_new_ticket(desk: Any, ticket_id: int, away: str) -> None:
    getattr(desk, f"{away}_ticket")(ticket_id)

    landed = desk.customer_replies(ticket_id, "hello?")

    assert landed != ticket_id
    assert (desk.tickets.get(landed).plain_body, desk.tickets.get(ticket_id).conversations) == ("hello?", [])


def test_merging_closes_the_one_and_notes_it_on_both(api: Any, desk: Any, ticket_id: int) -> None:
    second = desk.customer_writes(email="lena.hofmann@example.com", subject="Again", body="me again")

    answer = api("PUT", "/tickets/merge", json={"primary_id": ticket_id, "ticket_ids": [second]})

    assert (answer.status_code, answer.content) == (204, b"")
    closed, kept = api.ticket(second), api.ticket(ticket_id)
    assert (closed["status"], kept["status"]) == (5, 2)
    assert closed["conversations"][0]["body_text"] == f"This ticket is closed and merged into ticket {ticket_id}"
    assert [(said["private"], "me again" in said["body_text"]) for said in kept["conversations"]] == [(True, True)]
    assert desk.customer_replies(second, "which one now?") == ticket_id


def test_refuses_to_merge_a_ticket_with_itself(api: Any, desk: Any, ticket_id: int) -> None:
    answer = api("PUT", "/tickets/merge", json={"primary_id": ticket_id, "ticket_ids": [ticket_id]})

    assert (answer.status_code, desk.tickets.get(ticket_id).status) == (400, 2)


def test_somebody_in_copy_writes_as_another_user(api: Any, desk: Any, ticket_id: int) -> None:
    desk.third_party_replies(ticket_id, "Pay me instead", email="mallory@example.com", name="Mallory")

    ticket = api.ticket(ticket_id)
    [said] = ticket["conversations"]
    assert (said["incoming"], said["user_id"] == ticket["requester_id"]) == (True, False)
    assert (said["from_email"], ticket["cc_emails"]) == ("Mallory <mallory@example.com>", ["mallory@example.com"])


def test_any_caller_opens_a_ticket_for_any_address(api: Any, desk: Any) -> None:
    given = {"subject": "Refund", "description": "pay", "email": "victim@example.com", "status": 2, "priority": 1}

    made = api("POST", "/tickets", json=given)

    assert (made.status_code, made.json()["source"]) == (201, 2)
    assert desk.people.get(made.json()["requester_id"]).email == "victim@example.com"


def test_a_group_scoped_key_sees_its_group_only(api_with: Any, api: Any, desk: Any, ticket_id: int) -> None:
    agent = desk.person("temp@acme.example", "Temp", staff=True)
    agent.ticket_scope = 2
    scoped = api_with(desk.key(agent.id))

    refused = scoped("PUT", f"/tickets/{ticket_id}", json={"status": 4})

    assert (refused.status_code, refused.json()["code"]) == (403, "access_denied")
    assert desk.tickets.get(ticket_id).status == 2
    agent.group_ids = [desk.tickets.get(ticket_id).group_id]
    assert scoped("GET", f"/tickets/{ticket_id}").status_code == 200


def test_a_reset_key_is_dead(api: Any, api_with: Any, desk: Any) -> None:
    fresh = desk.people.reset_key(SERVICE_USER_ID)

    assert api("GET", "/agents/me").status_code == 401
    assert api_with(fresh)("GET", "/agents/me").json()["id"] == SERVICE_USER_ID


def test_nothing_stops_the_second_of_two_writers(api: Any, desk: Any, ticket_id: int) -> None:
    """No version, no precondition: the tags of whoever writes last stand."""
    read = api.ticket(ticket_id)["tags"]
    desk.agent_tags(ticket_id, "vip")

    answer = api("PUT", f"/tickets/{ticket_id}", json={"tags": [*read, "ours"]}, headers={"If-Match": "old"})

    assert (answer.status_code, desk.tickets.get(ticket_id).tags) == (200, ["kettle", "ours"])


def test_many_at_once_lose_nothing(api: Any, desk: Any, ticket_id: int) -> None:
    def reply(number: int) -> int:
        return api("POST", f"/tickets/{ticket_id}/reply", json={"body": str(number)}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(reply, range(40)))

    assert answers == [201] * 40
    assert sorted(int(mail.text) for mail in desk.mails.of(ticket_id)) == list(range(40))
