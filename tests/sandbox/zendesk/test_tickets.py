"""Writing to tickets: what Zendesk takes, changes on the way, and refuses."""

from __future__ import annotations

from typing import Any

import pytest

PUBLIC = {"html_body": "<p>Hello</p>", "public": True}


def test_a_stale_safe_update_changes_nothing(api: Any, desk: Any, ticket_id: int, sample: Any) -> None:
    seen = api.ticket(ticket_id)["updated_at"]
    desk.clock.advance(1)
    desk.agent_replies(ticket_id, status="pending")

    answer = api.put_ticket(ticket_id, comment=PUBLIC, tags=["x"], safe_update=True, updated_stamp=seen)

    assert (answer.status_code, answer.json()) == (409, sample("conflict_409")["body"])
    assert api.ticket(ticket_id)["tags"] == ["storefront_eu"]
    assert desk.mails.mails == []


def test_two_changes_within_one_second_are_not_told_apart(api: Any, desk: Any, ticket_id: int) -> None:
    desk.clock.advance(1 - desk.clock.now().microsecond / 1e6)  # to the start of a second
    api.put_ticket(ticket_id, priority="high")
    seen = api.ticket(ticket_id)["updated_at"]
    desk.agent_replies(ticket_id, status="pending")

    assert api.put_ticket(ticket_id, tags=["x"], safe_update=True, updated_stamp=seen).status_code == 200


def test_a_system_change_does_not_move_updated_at(api: Any, desk: Any, ticket_id: int) -> None:
    seen = api.ticket(ticket_id)["updated_at"]
    desk.clock.advance(100)
    desk.writing.touch(desk.tickets.get(ticket_id))
    desk.clock.advance(100)

    assert api.put_ticket(ticket_id, tags=["x"], safe_update=True, updated_stamp=seen).status_code == 200


def test_refuses_updates_of_closed_tickets(api: Any, desk: Any, ticket_id: int, sample: Any) -> None:
    desk.close_ticket(ticket_id)

    answers = [api.put_ticket(ticket_id, comment=PUBLIC), api("PUT", f"/tickets/{ticket_id}/tags", json={"tags": "x"})]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json() == sample("error_422")
    assert (desk.mails.mails, api.ticket(ticket_id)["tags"]) == ([], ["storefront_eu"])


def test_the_thirty_first_update_in_ten_minutes_is_refused(api: Any, desk: Any, ticket_id: int) -> None:
    answers = [api.put_ticket(ticket_id, comment=PUBLIC) for _ in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 600
    assert answers[-1].headers["x-rate-limit-remaining"] == "0"
    assert len(desk.mails.mails) == 30
    desk.clock.advance(601)
    assert api.put_ticket(ticket_id, comment=PUBLIC).status_code == 200


def test_the_agents_screen_uses_up_the_same_limits(api: Any, desk: Any, ticket_id: int) -> None:
    desk.limits.updates_per_minute = 2
    desk.agent_replies(ticket_id, "one")
    desk.agent_replies(ticket_id, "two")

    answer = api.put_ticket(ticket_id, comment=PUBLIC)

    assert (answer.status_code, [mail.text for mail in desk.mails.mails]) == (429, ["one", "two"])


def test_refuses_a_safe_update_without_a_stamp(api: Any, ticket_id: int) -> None:
    answer = api.put_ticket(ticket_id, tags=["x"], safe_update=True)

    assert (answer.status_code, api.ticket(ticket_id)["tags"]) == (400, ["storefront_eu"])


def test_refuses_more_calls_than_the_account_has(api: Any, desk: Any, ticket_id: int, sample: Any) -> None:
    desk.limits.account_per_minute = 2

    answers = [api("GET", f"/tickets/{ticket_id}") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json() == sample("rate_limit_429")["body"]
    assert set(sample("rate_limit_429")["headers"]) <= {name.lower() for name in answers[-1].headers}


def test_tags_replace_the_list_lower_cased_and_once_each(api: Any, desk: Any, ticket_id: int) -> None:
    answer = api.put_ticket(ticket_id, tags=["Retour_Done", "retour_done", "a b"], additional_tags=["never"])

    assert answer.json()["ticket"]["tags"] == ["a", "b", "retour_done"]
    assert desk.writing.tags_history[-1] == {
        "ticket_id": ticket_id,
        "from": ["storefront_eu"],
        "to": ["a", "b", "retour_done"],
    }


def test_additional_tags_alone_change_nothing(api: Any, ticket_id: int) -> None:
    answer = api.put_ticket(ticket_id, additional_tags=["never"], remove_tags=["storefront_eu"])

    assert (answer.status_code, answer.json()["ticket"]["tags"]) == (200, ["storefront_eu"])


def test_the_tags_endpoint_adds_sets_and_removes(api: Any, ticket_id: int) -> None:
    path = f"/tickets/{ticket_id}/tags"

    got = [
        api("PUT", path, json={"tags": ["Urgent"]}).json()["tags"],
        api("DELETE", path, json={"tags": ["storefront_eu"]}).json()["tags"],
        api("POST", path, json={"tags": ["one", "two"]}).json()["tags"],
        api("GET", path).json()["tags"],
    ]

    assert got == [["storefront_eu", "urgent"], ["urgent"], ["one", "two"], ["one", "two"]]


def test_the_tags_endpoint_honours_safe_update(api: Any, desk: Any, ticket_id: int) -> None:
    stale = {"tags": ["x"], "safe_update": True, "updated_stamp": api.ticket(ticket_id)["updated_at"]}
    desk.clock.advance(1)
    desk.agent_replies(ticket_id, status="pending")

    answer = api("PUT", f"/tickets/{ticket_id}/tags", json=stale)

    assert (answer.status_code, api.ticket(ticket_id)["tags"]) == (409, ["storefront_eu"])


def test_placeholders_are_expanded_even_in_a_customers_words(api: Any, desk: Any, ticket_id: int) -> None:
    text = "<p>You wrote: {{ticket.id}} {{ ticket.requester.email }} {{nothing}}{% if x %}</p>"

    api.put_ticket(ticket_id, comment={"html_body": text})

    assert [mail.text for mail in desk.mails.mails] == [f"You wrote: {ticket_id} maya.lindqvist@example.com"]


def test_broken_up_placeholders_are_left_alone(api: Any, desk: Any, ticket_id: int) -> None:
    api.put_ticket(ticket_id, comment={"body": "{\u200b{ticket.id}}"})

    assert [mail.text for mail in desk.mails.mails] == ["{\u200b{ticket.id}}"]


def test_customers_mail_is_not_expanded(api: Any, desk: Any, ticket_id: int) -> None:
    desk.customer_replies(ticket_id, "{{ticket.id}}")

    comments = api("GET", f"/tickets/{ticket_id}/comments").json()["comments"]
    assert comments[-1]["body"] == "{{ticket.id}}"


def test_a_long_comment_is_cut_without_a_word(api: Any, desk: Any, ticket_id: int) -> None:
    answer = api.put_ticket(ticket_id, comment={"body": "é" * 40_000})

    assert answer.status_code == 200
    assert [len(mail.text) for mail in desk.mails.mails] == [32_768]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"comment": {"body": ""}}, "comment"),
        ({"comment": {"body": "x", "author_id": 1}}, "author"),
        ({"comment": {"body": "x", "uploads": ["guessed"]}}, "uploads"),
        ({"status": "done"}, "status"),
        ({"tags": [1]}, "tags"),
        ({"assignee_id": 1}, "assignee"),
    ],
)
def test_refuses_invalid_fields_and_changes_nothing(
    api: Any, desk: Any, ticket_id: int, fields: dict[str, Any], named: str
) -> None:
    answer = api.put_ticket(ticket_id, **({"priority": "high"} | fields))

    assert (answer.status_code, list(answer.json()["details"])) == (422, [named])
    assert (api.ticket(ticket_id)["priority"], len(desk.tickets.get(ticket_id).audits)) == (None, 1)


def test_scripts_are_taken_out_of_html(api: Any, ticket_id: int) -> None:
    markup = '<p onclick="x()">Hi<script>alert(1)</script> <a href="javascript:x">there</a></p>'

    answer = api.put_ticket(ticket_id, comment={"html_body": markup})

    event = answer.json()["audit"]["events"][0]
    assert event["html_body"] == '<div class="zd-comment" dir="auto"><p dir="auto">Hi <a>there</a></p></div>'


def test_private_notes_send_no_mail(api: Any, desk: Any, ticket_id: int) -> None:
    api.put_ticket(ticket_id, comment={"body": "note", "public": False})

    assert desk.mails.mails == []


def test_copied_people_get_the_mail_too(api: Any, desk: Any) -> None:
    ticket_id = desk.customer_writes(email="a@example.com", subject="s", body="b", cc=["c@example.com"])

    api.put_ticket(ticket_id, comment=PUBLIC)

    assert [mail.to for mail in desk.mails.mails] == ["a@example.com", "c@example.com"]


def test_uploads_are_used_once(api: Any, ticket_id: int) -> None:
    token = api("POST", "/uploads?filename=label.pdf", data=b"%PDF").json()["upload"]["token"]
    comment = {"body": "label", "uploads": [token]}

    first, second = api.put_ticket(ticket_id, comment=comment), api.put_ticket(ticket_id, comment=comment)

    files = [file["file_name"] for file in first.json()["audit"]["events"][0]["attachments"]]
    assert (files, second.status_code) == (["label.pdf"], 422)


def test_attachments_need_no_login(api: Any, desk: Any, ticket_id: int) -> None:
    comment = api("GET", f"/tickets/{ticket_id}/comments").json()["comments"][0]
    del api.session.headers["Authorization"]

    file = api.session.get(comment["attachments"][0]["content_url"], timeout=10)

    assert (file.status_code, file.headers["Content-Type"], file.content[:4]) == (200, "image/png", b"\x89PNG")


def test_inline_images_are_listed_where_asked_for(api: Any, desk: Any) -> None:
    picture = {"file_name": "inline.png", "inline": True}
    ticket_id = desk.customer_writes(email="a@example.com", subject="s", body="b", attachments=[picture])
    path = f"/tickets/{ticket_id}/comments"

    counts = [
        len(api("GET", path + query).json()["comments"][0]["attachments"])
        for query in ("", "?include_inline_images=true")
    ]

    assert counts == [0, 1]


def test_a_key_makes_creation_repeatable(api: Any, desk: Any) -> None:
    wanted = {"ticket": {"subject": "s", "comment": {"body": "b"}, "requester": {"email": "a@example.com"}}}
    headers = {"Idempotency-Key": "k1"}

    answers = [api("POST", "/tickets", json=wanted, headers=headers) for _ in range(2)]
    other = api("POST", "/tickets", json={"ticket": {**wanted["ticket"], "subject": "t"}}, headers=headers)

    assert [(one.status_code, one.headers["x-idempotency-lookup"]) for one in answers] == [(201, "miss"), (201, "hit")]
    assert (other.status_code, other.json()["error"]) == (400, "IdempotentRequestError")
    assert (len(desk.tickets.all()), len(desk.mails.mails)) == (1, 1)


def test_a_key_is_kept_for_two_hours(api: Any, desk: Any) -> None:
    wanted = {"ticket": {"subject": "s", "comment": {"body": "b"}}}
    api("POST", "/tickets", json=wanted, headers={"Idempotency-Key": "k1"})
    desk.clock.advance(7201)
    fresh = desk.token()

    again = api("POST", "/tickets", json=wanted, headers={"Idempotency-Key": "k1", "Authorization": f"Bearer {fresh}"})

    assert (again.headers["x-idempotency-lookup"], len(desk.tickets.all())) == ("miss", 2)


def test_updates_have_no_key(api: Any, desk: Any, ticket_id: int) -> None:
    for _ in range(2):
        body = {"ticket": {"comment": PUBLIC}}
        api("PUT", f"/tickets/{ticket_id}", json=body, headers={"Idempotency-Key": "k1"})

    assert len(desk.mails.mails) == 2


def test_a_customers_answer_reopens(api: Any, desk: Any, ticket_id: int) -> None:
    api.put_ticket(ticket_id, status="solved")

    same = desk.customer_replies(ticket_id, "Still broken")

    assert (same, api.ticket(ticket_id)["status"]) == (ticket_id, "open")


def test_an_answer_to_a_closed_ticket_is_a_follow_up(api: Any, desk: Any, ticket_id: int) -> None:
    desk.close_ticket(ticket_id)

    followed = desk.customer_replies(ticket_id, "Me again")

    ticket = api.ticket(followed)
    assert followed != ticket_id
    assert ticket["via"]["source"]["rel"] == "follow_up"
    assert ticket["via"]["source"]["from"]["ticket_id"] == ticket_id
    assert (ticket["status"], ticket["tags"]) == ("new", ["storefront_eu"])
    assert api.ticket(ticket_id)["followup_ids"] == [followed]


def test_another_sender_shows_in_author_and_via(api: Any, desk: Any, ticket_id: int) -> None:
    desk.customer_replies(ticket_id, "Pay me", email="mallory@example.net", name="Maya L")

    comment = api("GET", f"/tickets/{ticket_id}/comments").json()["comments"][-1]

    assert comment["author_id"] != api.ticket(ticket_id)["requester_id"]
    assert comment["via"]["source"]["from"]["address"] == "mallory@example.net"


def test_merging_closes_the_source(api: Any, desk: Any, ticket_id: int) -> None:
    source = desk.customer_writes(email="maya.lindqvist@example.com", subject="Same mug", body="b")

    answer = api("POST", f"/tickets/{ticket_id}/merge", json={"ids": [source]})

    job = api("GET", f"/job_statuses/{answer.json()['job_status']['id']}").json()["job_status"]
    assert job["status"] == "completed"
    merged = api.ticket(source)
    assert (merged["status"], merged["tags"]) == ("closed", ["closed_by_merge"])
    last = [api("GET", f"/tickets/{number}/comments").json()["comments"][-1] for number in (source, ticket_id)]
    assert [comment["via"]["source"]["rel"] for comment in last] == ["merge", "merge"]
    assert f"#{ticket_id}" in last[0]["body"]
    assert f"#{source}" in last[1]["body"]


def test_refuses_merging_a_ticket_with_itself(api: Any, ticket_id: int) -> None:
    answer = api("POST", f"/tickets/{ticket_id}/merge", json={"ids": [ticket_id]})

    assert (answer.status_code, api.ticket(ticket_id)["status"]) == (422, "new")


def test_a_deleted_ticket_is_gone_but_exported(api: Any, desk: Any, ticket_id: int) -> None:
    api("DELETE", f"/tickets/{ticket_id}")
    answers = [api("GET", f"/tickets/{ticket_id}{part}").status_code for part in ("", "/comments", "/audits", "/tags")]
    answers.append(api.put_ticket(ticket_id, tags=["x"]).status_code)
    desk.clock.advance(61)

    exported = api("GET", "/incremental/tickets/cursor?start_time=1").json()["tickets"]

    assert answers == [404] * 5
    assert [(ticket["id"], ticket["status"]) for ticket in exported] == [(ticket_id, "deleted")]


def test_comments_come_in_pages(api: Any, desk: Any, ticket_id: int) -> None:
    for number in range(4):
        desk.customer_replies(ticket_id, f"more {number}")
    link, pages = f"{api.url}/api/v2/tickets/{ticket_id}/comments?page[size]=2", []

    while link:
        got = api.session.get(link, timeout=10).json()
        pages.append([comment["body"][:6] for comment in got["comments"]])
        link = got["links"]["next"] if got["meta"]["has_more"] else None

    assert [len(page) for page in pages] == [2, 2, 1]
    assert pages[1:] == [["more 1", "more 2"], ["more 3"]]


def test_the_incremental_export_leaves_the_last_minute_out_and_resumes(api: Any, desk: Any, ticket_id: int) -> None:
    start = int(desk.clock.now().timestamp()) - 3600
    first = api("GET", f"/incremental/tickets/cursor?start_time={start}").json()
    desk.clock.advance(61)
    second = api("GET", "/incremental/tickets/cursor", params={"cursor": first["after_cursor"]}).json()
    third = api("GET", "/incremental/tickets/cursor", params={"cursor": second["after_cursor"]}).json()

    assert [len(got["tickets"]) for got in (first, second, third)] == [0, 1, 0]
    assert second["end_of_stream"] is True


def test_the_eleventh_incremental_call_in_a_minute_is_refused(api: Any) -> None:
    codes = [api("GET", "/incremental/tickets/cursor?start_time=1").status_code for _ in range(11)]

    assert codes == [200] * 10 + [429]


def test_exports_and_webhooks_are_for_admins(api_with: Any, desk: Any) -> None:
    agent = api_with(user_id=38231140009911)

    paths = ["/incremental/tickets/cursor?start_time=1", "/webhooks"]

    assert [agent("GET", path).status_code for path in paths] == [403, 403]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tags:storefront_eu", 1),
        ("tags:other", 0),
        ("-tags:storefront_eu", 0),
        ("type:ticket status<solved", 1),
        ("requester:maya.lindqvist@example.com status:new", 1),
    ],
)
def test_searches_by_tag_status_and_requester(api: Any, ticket_id: int, query: str, found: int) -> None:
    got = api("GET", "/search/export", params={"query": query, "filter[type]": "ticket"}).json()

    assert len(got["results"]) == found


def test_refuses_searches_it_does_not_know(api: Any) -> None:
    answer = api("GET", "/search/export", params={"query": "broken mug", "filter[type]": "ticket"})

    assert answer.status_code == 400
