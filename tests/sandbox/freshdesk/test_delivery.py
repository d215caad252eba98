"""Rules send webhooks for real: unsigned, without an id, repeated by the vendor's rules, now and then lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.freshdesk.delivery import HELP_ARTICLE_WAITS

REPLY = "{reply_sent:sent}"


def write(desk: Any, **more: Any) -> int:
    made: int = desk.customer_writes(**({"email": "lena@example.com", "subject": "s", "body": "b"} | more))
    return made


def test_a_new_ticket_is_told(desk: Any, rule: Any, receiver: Any, sample: Any) -> None:
    rule(1)

    ticket_id = write(desk)
    desk.flush()

    [(headers, raw)] = receiver.got
    expected = sample("webhook_advanced_inbound")
    assert expected["headers"].items() <= headers.items()
    assert json.loads(raw) == expected["body"] | {"ticket_id": str(ticket_id)}
    assert [name for name in headers if "Signature" in name or "Delivery" in name or name.endswith("-Id")] == []


def test_a_customers_reply_is_told_and_nobody_elses(
    desk: Any, api: Any, rule: Any, receiver: Any, ticket_id: int
) -> None:
    rule(4)

    api("POST", f"/tickets/{ticket_id}/reply", json={"body": "ours"})
    desk.agent_replies(ticket_id, "a colleague's")
    desk.agent_replies(ticket_id, "a note", public=False)
    desk.customer_replies(ticket_id, "the customer's")
    desk.flush()

    assert receiver.bodies() == [{"ticket_id": str(ticket_id), "event": REPLY}]


@pytest.mark.parametrize(("counts", "events"), [(True, [REPLY]), (False, [])])
def test_whether_people_in_copy_count_is_a_switch(
    desk: Any, rule: Any, receiver: Any, ticket_id: int, counts: bool, events: list[str]
) -> None:
    desk.switches.others_are_requesters = counts
    rule(4)

    desk.third_party_replies(ticket_id, "me too", email="other@example.com")
    desk.flush()

    assert receiver.events() == events


def test_status_and_notes_are_told_to_rules_that_ask(
    desk: Any, api: Any, rule: Any, receiver: Any, ticket_id: int, sample: Any
) -> None:
    watched = [{"field_name": "note_type", "value": "public"}, {"field_name": "status", "from": "--", "to": "--"}]
    rule(4, performer={"type": 1}, events=watched)

    api("PUT", f"/tickets/{ticket_id}", json={"status": 4})
    api("POST", f"/tickets/{ticket_id}/notes", json={"body": "hidden"})
    api("PUT", f"/tickets/{ticket_id}", json={"status": 2})
    api("POST", f"/tickets/{ticket_id}/notes", json={"body": "seen", "private": False})
    desk.flush()

    expected = ["{status:{from:2,to:4}}", sample("webhook_advanced_status_inbound")["body"]["event"]]
    assert sorted(receiver.events()) == sorted([*expected, "{note_type:public}"])


def test_no_rule_runs_for_an_agents_own_ticket(desk: Any, rule: Any, receiver: Any) -> None:
    rule(1)

    write(desk, email="noor@acme-shop.example")
    desk.flush()

    assert (receiver.got, desk.deliveries.log) == ([], [])


@pytest.mark.parametrize("away", ["delete", "spam", "archive"])
def test_no_rule_runs_on_what_was_put_away(desk: Any, rule: Any, receiver: Any, ticket_id: int, away: str) -> None:
    rule(4)
    getattr(desk, f"{away}_ticket")(ticket_id)

    desk.customer_replies(ticket_id, "hello?")
    desk.flush()

    assert receiver.got == []


def test_an_earlier_rule_may_swallow_ours(desk: Any, rule: Any, receiver: Any) -> None:
    desk.switches.first_match_only = True
    rule(1, name="theirs", actions=[{"field_name": "priority", "value": 2}])
    rule(1)

    write(desk)
    desk.flush()

    assert receiver.got == []


def test_inactive_and_unmet_rules_stay_silent(desk: Any, rule: Any, receiver: Any) -> None:
    rule(1, active=False)
    urgent = {"resource_type": "ticket", "field_name": "priority", "operator": "in", "value": [4]}
    rule(1, conditions=[{"name": "condition_set_1", "match_type": "all", "properties": [urgent]}])

    write(desk)
    desk.flush()

    assert receiver.got == []


def test_an_edited_rule_sends_by_its_new_text_and_a_removed_one_nothing(
    desk: Any, api: Any, rule: Any, receiver: Any
) -> None:
    made = rule(1)
    action = made["actions"][0] | {"content": {"who": "{{ticket.requester.email}}", "event": "{{unknown.name}}"}}
    assert api("PUT", f"/automations/1/rules/{made['id']}", json={"actions": [action]}).status_code == 200

    write(desk)
    desk.flush()
    assert api("DELETE", f"/automations/1/rules/{made['id']}").status_code == 204
    write(desk)
    desk.flush()

    assert receiver.bodies() == [{"who": "lena@example.com", "event": ""}]
    assert api("GET", f"/automations/1/rules/{made['id']}").status_code == 404


@pytest.mark.parametrize(("escaped", "readable"), [(True, True), (False, False)])
def test_a_quote_in_a_subject_breaks_unescaped_content(
    desk: Any, api: Any, rule: Any, receiver: Any, escaped: bool, readable: bool
) -> None:
    desk.switches.escape_placeholders = escaped
    made = rule(1)
    action = made["actions"][0] | {"content": {"subject": "{{ticket.subject}}"}}
    api("PUT", f"/automations/1/rules/{made['id']}", json={"actions": [action]})

    write(desk, subject='the "good" mug')
    desk.flush()

    [(_, raw)] = receiver.got
    assert (raw == b'{"subject": "the \\"good\\" mug"}') is readable
    assert (raw == b'{"subject": "the "good" mug"}') is not readable


@pytest.mark.parametrize("key", ["request_type", "content_type", "content_layout", "url", "content"])
def test_a_webhook_with_a_key_left_out_is_a_bare_500(api: Any, sample: Any, key: str) -> None:
    wanted = sample("automation_rule_create_type1_request")
    del wanted["actions"][0][key]

    answer = api("POST", "/automations/1/rules", json=wanted)

    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert api("GET", "/automations/1/rules").json()["rules"] == []


@pytest.mark.parametrize(
    ("kind", "change", "field", "code"),
    [
        (1, {"name": ""}, "name", "missing_field"),
        (1, {"conditions": []}, "conditions", "missing_field"),
        (1, {"events": [{"field_name": "reply_sent"}]}, "events", "invalid_field"),
        (1, {"retour": True}, "retour", "invalid_field"),
        (4, {"events": []}, "events", "missing_field"),
        (4, {"performer": None}, "performer", "missing_field"),
    ],
)
def test_refuses_a_wrong_rule(api: Any, sample: Any, kind: int, change: Any, field: str, code: str) -> None:
    answer = api(
        "POST", f"/automations/{kind}/rules", json=sample(f"automation_rule_create_type{kind}_request") | change
    )

    assert answer.status_code == 400
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    assert api("GET", f"/automations/{kind}/rules").json() == {
        "rules": [],
        "meta": {"total_active_count": 0, "total_count": 0},
    }


def test_rules_need_an_admin_and_a_plan(api: Any, api_with: Any, desk: Any, sample: Any) -> None:
    wanted = sample("automation_rule_create_type1_request")
    clerk = api_with(desk.key(desk.person("temp@acme.example", "Temp", staff=True).id))

    denied = clerk("POST", "/automations/1/rules", json=wanted)
    desk.switches.automations_in_plan = False
    unpaid = api("POST", "/automations/1/rules", json=wanted)

    assert (denied.status_code, denied.json()["code"]) == (403, "access_denied")
    assert (unpaid.status_code, unpaid.json()["code"]) == (403, "require_feature")
    assert desk.rules.all(1) == []


def test_rules_may_be_listed_as_an_array(api: Any, desk: Any, rule: Any) -> None:
    desk.switches.rules_as_array = True
    made = rule(1)

    assert [one["id"] for one in api("GET", "/automations/1/rules").json()] == [made["id"]]


@pytest.mark.parametrize(
    ("answer", "sends", "status"),
    [
        ((202, {}, 0), 1, "success"),
        ((401, {}, 0), 4, "failed"),
        ((503, {"Retry-After": "1"}, 0), 4, "failed"),
    ],
)
def test_repeats_whatever_is_no_success(
    desk: Any, rule: Any, receiver: Any, answer: Any, sends: int, status: str
) -> None:
    rule(1)
    receiver.answers = [answer]

    write(desk)
    desk.flush()

    assert (len(receiver.got), len({body for _, body in receiver.got})) == (sends, 1)
    assert [message.status for message in desk.deliveries.log] == [status]


def test_repeats_by_the_help_article_if_told(desk: Any, rule: Any, receiver: Any) -> None:
    desk.deliveries.waits = HELP_ARTICLE_WAITS
    rule(1)
    receiver.answers = [(500, {}, 0)]

    write(desk)
    desk.flush()

    assert len(receiver.got) == 49


def test_no_answer_in_time_is_a_failure(desk: Any, rule: Any, receiver: Any) -> None:
    desk.deliveries.timeout = 0.2
    rule(1)
    receiver.answers = [(202, {}, 30), (202, {}, 0)]

    write(desk)
    desk.flush()

    [message] = desk.deliveries.log
    assert [attempt.status_code for attempt in message.attempts] == [None, 202]


def test_held_deliveries_go_out_when_released_in_any_order_and_number(desk: Any, rule: Any, receiver: Any) -> None:
    rule(1)
    desk.deliveries.twice = True
    desk.deliveries.hold()

    tickets = [write(desk), write(desk)]
    desk.flush()
    before = list(receiver.got)
    released = desk.deliveries.release(reverse=True)

    first, second = (str(ticket) for ticket in tickets)
    assert (before, released) == ([], 4)
    assert [body["ticket_id"] for body in receiver.bodies()] == [second, second, first, first]


def test_dropped_deliveries_leave_no_trace(desk: Any, rule: Any, receiver: Any) -> None:
    rule(1)
    desk.deliveries.drop_next = 1

    write(desk)
    kept = write(desk)
    desk.flush()

    assert [body["ticket_id"] for body in receiver.bodies()] == [str(kept)]
    assert (desk.deliveries.dropped, len(desk.deliveries.log)) == (1, 1)


def test_webhooks_take_calls_of_the_accounts_pool(desk: Any, api: Any, rule: Any) -> None:
    rule(1)
    before = int(api("GET", "/agents/me").headers["X-Ratelimit-Remaining"])

    write(desk)

    assert int(api("GET", "/agents/me").headers["X-Ratelimit-Remaining"]) == before - 2


def test_beyond_a_thousand_an_hour_they_wait_for_their_turn(desk: Any, rule: Any, receiver: Any) -> None:
    desk.limits.webhooks_per_hour = 1
    desk.deliveries.retry_scale = 1
    rule(1)

    write(desk)
    write(desk)
    with pytest.raises(TimeoutError, match="1 deliveries still due"):
        desk.flush(1)

    assert len(receiver.got) == 1


def test_a_reply_that_reopens_is_told_once(desk: Any, rule: Any, receiver: Any, ticket_id: int) -> None:
    desk.close_ticket(ticket_id)
    rule(4, events=[{"field_name": "reply_sent"}, {"field_name": "status", "from": "--", "to": 2}])

    desk.customer_replies(ticket_id, "still broken")
    desk.flush()

    assert receiver.events() == [REPLY]
