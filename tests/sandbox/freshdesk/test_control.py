"""The controls over HTTP: what another process needs to play a scene and look at what came of it."""

from __future__ import annotations

from typing import Any

import pytest
import requests


@pytest.fixture
def control(server: Any) -> Any:
    def call(path: str, given: Any = None, *, status: int = 200) -> Any:
        answer = requests.post(f"{server.url}/_sandbox/{path}", json=given or {}, timeout=10)
        assert answer.status_code == status, answer.text
        return answer.json()

    return call


def books(server: Any) -> Any:
    return requests.get(f"{server.url}/_sandbox/books", timeout=10).json()


def test_plays_a_scene(server: Any, control: Any, api: Any) -> None:
    ticket_id = control("customer_writes", {"email": "lena@example.com", "subject": "s", "body": "b"})["ticket_id"]
    control("customer_replies", {"ticket_id": ticket_id, "body": "and?"})
    control("third_party_replies", {"ticket_id": ticket_id, "body": "me", "email": "c@example.com"})
    control("agent_replies", {"ticket_id": ticket_id, "body": "Soon"})
    control(f"tickets/{ticket_id}/tag", {"tag": "vip"})
    control(f"tickets/{ticket_id}/change", {"status": 4})

    shown = books(server)

    assert [said["body_text"] for said in shown["conversations"][str(ticket_id)]] == ["and?", "me", "Soon"]
    assert [(mail["to"], mail["text"]) for mail in shown["mails"]] == [("lena@example.com", "Soon")]
    assert (api.ticket(ticket_id)["tags"], api.ticket(ticket_id)["status"]) == (["vip"], 4)
    assert (shown["bugs"], shown["webhook_attempts"]) == ([], [])


@pytest.mark.parametrize(("what", "field"), [("delete", "deleted"), ("spam", "spam"), ("archive", "archived")])
def test_puts_tickets_away(control: Any, desk: Any, ticket_id: int, what: str, field: str) -> None:
    control(f"tickets/{ticket_id}/{what}")

    assert getattr(desk.tickets.get(ticket_id), field) is True


def test_merges_and_closes(control: Any, desk: Any, ticket_id: int) -> None:
    other = desk.customer_writes(email="a@example.com", subject="s")

    control(f"tickets/{other}/merge", {"into": ticket_id})
    control(f"tickets/{ticket_id}/close")

    assert [desk.tickets.get(number).status for number in (ticket_id, other)] == [5, 5]
    assert desk.tickets.get(other).merged_into == ticket_id


def test_makes_people_and_keys(control: Any, api_with: Any, desk: Any) -> None:
    user = control("person", {"email": "temp@acme.example", "name": "Temp", "staff": True})["user"]
    key = control("key", {"user_id": user["id"]})["key"]

    assert api_with(key)("GET", "/agents/me").json()["id"] == user["id"]
    assert control("key", {"user_id": user["id"], "reset": True})["key"] != key
    assert api_with(key)("GET", "/agents/me").status_code == 401


def test_switches_limits_and_time(control: Any, desk: Any) -> None:
    before = desk.clock.now()

    assert control("switches", {"search_lag": 0})["search_lag"] == 0
    assert control("limits", {"account_per_minute": None})["account_per_minute"] is None
    control("clock", {"advance": 3600})

    assert (desk.switches.search_lag, desk.limits.account_per_minute) == (0, None)
    assert (desk.clock.now() - before).total_seconds() >= 3600


def test_refuses_what_it_does_not_know(control: Any, ticket_id: int, desk: Any) -> None:
    control("switches", {"no_such": 1}, status=400)
    control("customer_writes", {"no_such": 1}, status=400)
    control(f"tickets/{ticket_id}/explode", status=400)

    assert len(desk.tickets.all()) == 1


def test_steers_deliveries(control: Any, desk: Any, rule: Any, receiver: Any) -> None:
    rule(1)
    control("deliveries", {"hold": True, "twice": True})
    desk.customer_writes(email="a@example.com", subject="s")
    control("flush")

    assert (list(receiver.got), control("deliveries", {"release": True})) == ([], {"released": 2})
    assert len(receiver.got) == 2


def test_reset_forgets_everything(control: Any, desk: Any, ticket_id: int, server: Any) -> None:
    control("reset")

    assert (desk.tickets.all(), books(server)["conversations"]) == ([], {})
