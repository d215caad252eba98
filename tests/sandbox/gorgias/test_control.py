"""The controls over HTTP: another process can play everybody."""

from __future__ import annotations

from typing import Any

import pytest
import requests


@pytest.fixture
def control(server: Any) -> Any:
    def call(method: str, path: str, body: Any = None) -> requests.Response:
        return requests.request(method, f"{server.url}/_sandbox{path}", json=body, timeout=10)

    return call


def test_people_can_be_played_from_outside(control: Any) -> None:
    given = {"email": "jo@example.com", "name": "Jo", "subject": "Broken", "body": "Broken"}
    ticket = control("POST", "/customer_writes", given).json()["ticket_id"]
    control("POST", "/agent_replies", {"ticket_id": ticket, "body": "Sorry!"})
    control("POST", f"/tickets/{ticket}/tag", {"tag": "vip"})
    control("POST", f"/tickets/{ticket}/close")
    control("POST", "/customer_replies", {"ticket_id": ticket, "body": "Thanks"})
    control("POST", f"/tickets/{ticket}/spam")

    shown = control("GET", f"/tickets/{ticket}").json()["ticket"]
    books = control("GET", "/books").json()

    assert (shown["status"], shown["spam"], shown["messages_count"]) == ("open", True, 3)
    assert [mail["text"] for mail in books["mails"]] == ["Sorry!"]
    assert [one["to"] for one in books["tags_history"]] == [["vip"]]
    assert books["bugs"] == []


def test_tickets_can_be_merged_and_deleted_from_outside(control: Any, desk: Any) -> None:
    first, second = (desk.customer_writes(email="jo@example.com", subject=name) for name in ("a", "b"))
    control("POST", f"/tickets/{second}/merge", {"into": first})
    control("POST", f"/tickets/{second}/delete", {"gone": True})

    assert [ticket.id for ticket in desk.tickets.all()] == [first]
    assert len(desk.tickets.get(first).messages) == 2


def test_switches_limits_and_clock(control: Any, desk: Any) -> None:
    control("POST", "/switches", {"custom_headers": False, "sending_error": "no"})
    control("POST", "/limits", {"oauth_calls": None})
    before = desk.clock.now()
    control("POST", "/clock", {"advance": 3600})

    assert (desk.switches.custom_headers, desk.switches.sending_error, desk.limits.oauth_calls) == (False, "no", None)
    assert (desk.clock.now() - before).total_seconds() >= 3600


@pytest.mark.parametrize(
    ("path", "body"),
    [("/switches", {"nope": 1}), ("/customer_writes", {"subject": "x"}), ("/tickets/86538298/explode", {})],
)
def test_refuses_what_it_does_not_know(control: Any, ticket_id: int, desk: Any, path: str, body: Any) -> None:
    before = len(desk.tickets.all())

    assert control("POST", path, body).status_code == 400
    assert len(desk.tickets.all()) == before


def test_tokens_and_clients(control: Any, server: Any, desk: Any) -> None:
    token = control("POST", "/token", {"scope": "users:read"}).json()["access_token"]
    control("POST", "/clients", {"id": "another", "secret": "s"})

    got = requests.get(f"{server.url}/api/users/0/", headers={"Authorization": f"Bearer {token}"}, timeout=10)
    assert (got.status_code, "another" in desk.oauth.clients) == (200, True)


def test_reset_forgets_everything(control: Any, desk: Any, ticket_id: int) -> None:
    desk.clock.advance(1000)

    control("POST", "/reset")

    assert (desk.tickets.all(), desk.mails.mails) == ([], [])
    assert desk.customer_writes(email="a@example.com", subject="x") == ticket_id


def test_flush_and_release(control: Any, desk: Any, integrate: Any, receiver: Any) -> None:
    integrate(triggers={"ticket-created": True})
    control("POST", "/deliveries", {"hold": True, "retry_scale": 0})
    control("POST", "/customer_writes", {"email": "a@example.com", "subject": "x"})
    flushed = control("POST", "/flush").status_code
    held = len(receiver.got)

    released = control("POST", "/deliveries", {"release": True}).json()

    assert (flushed, held, released, len(receiver.got)) == (200, 0, {"released": 1}, 1)
