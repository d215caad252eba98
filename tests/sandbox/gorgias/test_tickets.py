"""Reading and writing tickets: what the API takes, what it refuses, and what leaves the house."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.gorgias.account import ADMIN_EMAIL, ADMIN_ID, AGENT_ID, API_KEY


def note(**changes: Any) -> dict[str, Any]:
    return {
        "channel": "internal-note",
        "via": "api",
        "from_agent": True,
        "public": False,
        "body_text": "Order found.",
    } | changes


def test_a_public_answer_mails_the_customer_a_moment_later(api: Any, desk: Any, ticket_id: int, reply: Any) -> None:
    made = api("POST", f"/tickets/{ticket_id}/messages", reply).json()

    [mail] = desk.mails.of(ticket_id)
    assert (mail.to, mail.text, mail.message_id) == ("jo.harper@example.com", reply["body_text"], made["id"])
    read = api("GET", f"/tickets/{ticket_id}/messages/{made['id']}").json()
    assert (made["sent_datetime"], read["sent_datetime"] is None, read["failed_datetime"]) == (None, False, None)


def test_the_same_answer_again_mails_again(api: Any, desk: Any, ticket_id: int, reply: Any) -> None:
    for _ in range(2):
        assert api("POST", f"/tickets/{ticket_id}/messages", reply).status_code == 201

    assert [mail.to for mail in desk.mails.of(ticket_id)] == ["jo.harper@example.com"] * 2
    assert [one["external_id"] for one in api.ticket(ticket_id)["messages"]] == [None, *[reply["external_id"]] * 2]


def test_an_answer_said_to_be_sent_already_mails_nobody(api: Any, desk: Any, ticket_id: int, reply: Any) -> None:
    imported = reply | {"sent_datetime": "2026-11-02T09:14:41+00:00"}

    made = api("POST", f"/tickets/{ticket_id}/messages", imported).json()

    assert made["sent_datetime"] == "2026-11-02T09:14:41.000000+00:00"
    assert desk.mails.mails == []


def test_a_message_that_cannot_be_sent_says_so_later(
    api: Any, desk: Any, ticket_id: int, reply: Any, integrate: Any, receiver: Any
) -> None:
    integrate(triggers={"ticket-message-failed": True})
    desk.switches.sending_error = "Mailbox disconnected"

    made = api("POST", f"/tickets/{ticket_id}/messages", reply).json()
    desk.flush()

    read = api("GET", f"/tickets/{ticket_id}/messages/{made['id']}").json()
    assert (made["failed_datetime"], made["last_sending_error"]) == (None, None)
    assert (read["sent_datetime"], read["last_sending_error"]) == (None, {"error": "Mailbox disconnected"})
    assert receiver.events() == ["ticket-message-failed"]
    assert receiver.got[0].json["message_id"] == str(made["id"])
    assert desk.mails.mails == []


def test_sending_may_take_its_time(api: Any, desk: Any, ticket_id: int, reply: Any) -> None:
    desk.switches.send_lag = 30
    made = api("POST", f"/tickets/{ticket_id}/messages", reply).json()
    before = list(desk.mails.mails)

    desk.clock.advance(31)
    desk.settle()

    assert (before, len(desk.mails.mails)) == ([], 1)
    assert desk.tickets.get(ticket_id).message(made["id"]).sent_at is not None


def test_a_note_stays_inside(api: Any, desk: Any, ticket_id: int) -> None:
    made = api("POST", f"/tickets/{ticket_id}/messages", note(public=True)).json()

    assert (made["public"], made["channel"], made["sender"]["id"]) == (False, "internal-note", ADMIN_ID)
    assert desk.mails.mails == []


@pytest.mark.parametrize("name", ["channel", "via", "from_agent"])
def test_refuses_a_message_without_what_it_needs(api: Any, desk: Any, ticket_id: int, reply: Any, name: str) -> None:
    del reply[name]

    answer = api("POST", f"/tickets/{ticket_id}/messages", reply)

    assert answer.status_code == 400
    assert answer.json()["error"]["data"] == {name: ["Missing data for required field."]}
    assert (len(desk.tickets.get(ticket_id).messages), desk.mails.mails) == (1, [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": {"from": {"address": "else@example.com"}, "to": [{"address": "jo@example.com"}]}}, "source"),
        ({"source": {"from": {"address": "support@acme-store.example"}, "to": []}}, "source"),
        ({"source": None}, "source"),
        ({"external_id": "x" * 256}, "external_id"),
        ({"body_text": "", "body_html": ""}, "body_text"),
        ({"channel": "pigeon"}, "channel"),
        ({"sender": {"id": 1}}, "sender"),
    ],
)
def test_refuses_an_answer_that_could_not_leave(
    api: Any, desk: Any, ticket_id: int, reply: Any, changes: dict[str, Any], field: str
) -> None:
    answer = api("POST", f"/tickets/{ticket_id}/messages", reply | changes)

    assert (answer.status_code, list(answer.json()["error"]["data"])) == (400, [field])
    assert (len(desk.tickets.get(ticket_id).messages), desk.mails.mails) == (1, [])


def test_another_agents_name_may_not_be_ours_to_use(api: Any, desk: Any, ticket_id: int) -> None:
    named = note(sender={"id": AGENT_ID})
    first = api("POST", f"/tickets/{ticket_id}/messages", named).json()
    desk.switches.any_sender = False
    second = api("POST", f"/tickets/{ticket_id}/messages", named).json()

    assert [first["sender"]["id"], second["sender"]["id"]] == [AGENT_ID, ADMIN_ID]


def test_tags_are_added_replaced_and_taken_away(api: Any, ticket_id: int, sample: Any) -> None:
    def names() -> list[str]:
        return [tag["name"] for tag in api.ticket(ticket_id)["tags"]]

    added = api("POST", f"/tickets/{ticket_id}/tags", sample("ticket-tags-add.request"))
    after_adding = names()
    taken = api("DELETE", f"/tickets/{ticket_id}/tags", {"names": ["retour-auto", "unknown"]})
    after_taking = names()
    replaced = api("PUT", f"/tickets/{ticket_id}/tags", {"names": ["x"]})

    assert [(one.status_code, one.content) for one in (added, taken, replaced)] == [(201, b""), (204, b""), (202, b"")]
    assert after_adding == ["storefront_eu", "retour-auto", "retour-refunded"]
    assert after_taking == ["storefront_eu", "retour-refunded"]
    assert names() == ["x"]


def test_tags_inside_an_update_replace_all(api: Any, ticket_id: int) -> None:
    answer = api("PUT", f"/tickets/{ticket_id}", {"tags": [{"name": "retour-auto"}]})

    assert answer.status_code == 202
    assert [tag["name"] for tag in api.ticket(ticket_id)["tags"]] == ["retour-auto"]


def test_an_update_changes_only_what_it_names(api: Any, desk: Any, ticket_id: int, sample: Any) -> None:
    wanted = sample("ticket-update.request")

    got = api("PUT", f"/tickets/{ticket_id}", wanted).json()

    assert (got["status"], got["assignee_user"]["name"], got["assignee_team"]["id"]) == ("closed", "Maya Lind", 311)
    assert got["meta"] == wanted["meta"]
    assert got["closed_datetime"] == got["updated_datetime"]
    assert (got["subject"], got["tags"][0]["name"]) == ("Order 000000123 arrived broken", "storefront_eu")
    cleared = api("PUT", f"/tickets/{ticket_id}", {"assignee_user": {"id": None}}).json()
    assert (cleared["assignee_user"], cleared["status"]) == (None, "closed")


@pytest.mark.parametrize(
    "given", [{"status": "pending"}, {"priority": "urgent"}, {"created_datetime": "2026-01-01"}, {"tags": ["plain"]}]
)
def test_refuses_an_update_it_does_not_know(api: Any, desk: Any, ticket_id: int, given: dict[str, Any]) -> None:
    before = api.ticket(ticket_id)

    answer = api("PUT", f"/tickets/{ticket_id}", {"subject": "changed"} | given)

    assert (answer.status_code, list(answer.json()["error"]["data"])) == (400, list(given))
    assert api.ticket(ticket_id) == before


def test_an_update_may_answer_with_nothing(api: Any, desk: Any, ticket_id: int) -> None:
    desk.switches.empty_ticket_put = True

    answer = api("PUT", f"/tickets/{ticket_id}", {"status": "closed"})

    assert (answer.status_code, answer.content) == (202, b"")
    assert desk.tickets.get(ticket_id).status == "closed"


def test_the_customers_answer_reopens(api: Any, desk: Any, ticket_id: int) -> None:
    desk.close_ticket(ticket_id)

    assert desk.customer_replies(ticket_id, "And now?") == ticket_id
    got = api.ticket(ticket_id)
    assert (got["status"], got["closed_datetime"], got["messages_count"]) == ("open", None, 2)


def test_our_own_answer_leaves_a_closed_ticket_closed(api: Any, desk: Any, ticket_id: int, reply: Any) -> None:
    desk.close_ticket(ticket_id)
    api("POST", f"/tickets/{ticket_id}/messages", reply)

    assert api.ticket(ticket_id)["status"] == "closed"


def test_a_trashed_ticket_is_read_until_the_trash_is_emptied(api: Any, desk: Any, ticket_id: int) -> None:
    desk.delete_ticket(ticket_id)
    trashed = api.ticket(ticket_id)
    listed = [row["id"] for row in api("GET", "/tickets").json()["data"]]
    without = api("GET", "/tickets?trashed=false").json()["data"]
    desk.clock.advance(31 * 24 * 3600)

    later = requests.get(
        f"{api.url}/api/tickets/{ticket_id}", headers={"Authorization": f"Bearer {desk.token()}"}, timeout=10
    )

    assert (trashed["trashed_datetime"] is None, listed, without) == (False, [ticket_id], [])
    assert later.status_code == 404


def test_a_ticket_deleted_for_good_is_gone(api: Any, desk: Any, ticket_id: int) -> None:
    assert api("DELETE", f"/tickets/{ticket_id}").status_code == 204
    assert api("GET", f"/tickets/{ticket_id}").status_code == 404
    assert api("POST", f"/tickets/{ticket_id}/messages", note()).status_code == 404


def test_a_merge_moves_the_thread_and_trashes_the_rest(api: Any, desk: Any, ticket_id: int) -> None:
    other = desk.customer_writes(email="jo.harper@example.com", subject="Again", body="Hello again", tags=["vip"])

    desk.merge(other, ticket_id)

    kept, gone = api.ticket(ticket_id), api.ticket(other)
    assert [message["ticket_id"] for message in kept["messages"]] == [ticket_id, ticket_id]
    assert [tag["name"] for tag in kept["tags"]] == ["storefront_eu", "vip"]
    assert (gone["messages"], gone["trashed_datetime"] is None) == ([], False)
    assert desk.customer_replies(other, "Where did it go?") == ticket_id


def test_strangers_and_machines_write_into_the_thread(api: Any, desk: Any, ticket_id: int) -> None:
    desk.third_party_replies(ticket_id, "I am her lawyer", email="law@example.com", name="Lou Law")
    desk.customer_replies(ticket_id, "Out of office", automatic=True)

    _, stranger, machine = api.ticket(ticket_id)["messages"]
    assert (stranger["sender"]["name"], stranger["source"]["from"]["address"]) == ("Lou Law", "law@example.com")
    assert machine["headers"]["Auto-Submitted"] == "auto-replied"
    assert [stranger["from_agent"], machine["from_agent"]] == [False, False]


def test_a_second_address_is_the_same_customer(api: Any, desk: Any, ticket_id: int) -> None:
    desk.person("jo.harper@example.com", "Jo Harper", more_emails=["jo.work@example.com"])
    other = desk.customer_writes(email="Jo.Work@example.com", subject="From work", body="Me again")

    same = api("GET", "/customers", params={"channel_type": "email", "channel_address": "jo.work@example.com"}).json()

    assert api.ticket(other)["customer"]["id"] == api.ticket(ticket_id)["customer"]["id"] == same["data"][0]["id"]
    assert api("GET", "/customers?email=jo.work@example.com").json()["data"] == []


def test_a_chat_has_no_mail_address(api: Any, desk: Any) -> None:
    chat = desk.customer_writes(email="visitor-77", name="Kim", subject="", body="Hi", channel="chat")
    desk.agent_replies(chat, "Hello Kim")

    got = api.ticket(chat)
    assert (got["customer"]["email"], got["meta"]["chat"]["conversation_id"]) == (None, "visitor-77")
    assert [mail.to for mail in desk.mails.of(chat)] == ["visitor-77"]


def test_agents_write_close_and_tag(api: Any, desk: Any, ticket_id: int) -> None:
    desk.agent_replies(ticket_id, "Looking into it", status="closed")
    desk.agent_replies(ticket_id, "VIP, be kind", public=False)
    desk.agent_tags(ticket_id, "vip")
    desk.agent_changes(ticket_id, {"priority": "high"})

    got = api.ticket(ticket_id)
    assert [(one["public"], one["from_agent"], one["via"]) for one in got["messages"][1:]] == [
        (True, True, "helpdesk"),
        (False, True, "helpdesk"),
    ]
    assert (got["status"], got["priority"]) == ("closed", "high")
    assert [tag["name"] for tag in got["tags"]] == ["storefront_eu", "vip"]
    assert [mail.text for mail in desk.mails.of(ticket_id)] == ["Looking into it"]


@pytest.mark.parametrize("query", ["status=open", "order_by=subject", "limit=101", "limit=0", "cursor=bm90"])
def test_refuses_a_list_it_cannot_give(api: Any, ticket_id: int, query: str) -> None:
    answer = api("GET", f"/tickets?{query}")

    assert (answer.status_code, list(answer.json()["error"]["data"])) == (400, [query.partition("=")[0]])


@pytest.mark.parametrize("order", ["created_datetime:desc", "updated_datetime:asc"])
def test_pages_show_every_ticket_once_though_new_ones_come(api: Any, desk: Any, order: str) -> None:
    made = [desk.customer_writes(email="a@example.com", subject=str(number)) for number in range(5)]
    seen: list[int] = []
    cursor = None
    while True:
        got = api("GET", "/tickets", params={"limit": 2, "order_by": order, "cursor": cursor}).json()
        seen += [row["id"] for row in got["data"]]
        cursor = got["meta"]["next_cursor"]
        if cursor is None:
            break
        if len(seen) == 2:
            made.append(desk.customer_writes(email="a@example.com", subject="in between"))

    expected = made[4::-1] if order.endswith("desc") else made
    assert seen == expected


def test_a_page_back(api: Any, desk: Any) -> None:
    made = [desk.customer_writes(email="a@example.com", subject=str(number)) for number in range(5)]
    first = api("GET", "/tickets?limit=2&order_by=created_datetime:asc").json()
    second = api("GET", f"/tickets?limit=2&order_by=created_datetime:asc&cursor={first['meta']['next_cursor']}").json()
    back = api("GET", f"/tickets?limit=2&order_by=created_datetime:asc&cursor={second['meta']['prev_cursor']}").json()

    assert [row["id"] for row in second["data"]] == made[2:4]
    assert [row["id"] for row in back["data"]] == made[:2]
    assert back["meta"]["prev_cursor"] is None


def test_the_bucket_runs_out_and_fills_again(api: Any, desk: Any, ticket_id: int) -> None:
    desk.limits.oauth_calls, desk.limits.window = 3, 3000.0
    answers = [api("GET", f"/tickets/{ticket_id}") for _ in range(3)]
    refused = api("PUT", f"/tickets/{ticket_id}", {"status": "closed"})
    desk.clock.advance(float(refused.headers["Retry-after"]))
    again = api("GET", f"/tickets/{ticket_id}")

    assert [one.status_code for one in answers] == [200, 200, 200]
    told = [one.headers["X-Gorgias-Account-Api-Call-Limit"] for one in answers]
    assert told == ["1/3", "2/3", "3/3"]
    assert (refused.status_code, refused.headers["X-Gorgias-Account-Api-Call-Limit"]) == (429, "3/3")
    assert (again.status_code, again.json()["status"]) == (200, "open")


def test_an_api_key_does_as_well_with_half_the_calls(server: Any, desk: Any, ticket_id: int) -> None:
    url = f"{server.url}/api/tickets/{ticket_id}"

    good = requests.get(url, auth=(ADMIN_EMAIL, API_KEY), timeout=10)
    bad = requests.get(url, auth=(ADMIN_EMAIL, "wrong"), timeout=10)

    assert (good.status_code, good.headers["X-Gorgias-Account-Api-Call-Limit"]) == (200, "1/40")
    assert bad.status_code == 401


def test_whoami_and_the_account(api: Any) -> None:
    assert api("GET", "/users/0").json()["id"] == ADMIN_ID
    assert api("GET", "/account").json()["domain"] == "acme"


def test_attachments_can_be_fetched_without_a_login(api: Any, server: Any, ticket_id: int) -> None:
    [file] = api.ticket(ticket_id)["messages"][0]["attachments"]

    got = requests.get(file["url"], timeout=10)

    assert file["url"].startswith(server.url)
    assert (got.headers["Content-Type"], len(got.content)) == ("image/jpeg", file["size"])


def test_a_snooze_ends_by_itself_or_by_an_answer(api: Any, desk: Any, ticket_id: int) -> None:
    until = "2099-01-01T00:00:00+00:00"
    api("PUT", f"/tickets/{ticket_id}", {"status": "closed", "snooze_datetime": until})
    snoozed = api.ticket(ticket_id)
    desk.customer_replies(ticket_id, "Still there?")

    got = api.ticket(ticket_id)
    assert snoozed["snooze_datetime"] == "2099-01-01T00:00:00.000000+00:00"
    assert (got["status"], got["snooze_datetime"]) == ("open", None)
