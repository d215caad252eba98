"""The controls over HTTP: what another process needs to play a scene and look at what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey


@pytest.fixture
def tell(server: Any) -> Any:
    def post(path: str, **body: Any) -> Any:
        answer = requests.post(f"{server.url}/_sandbox/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return post


def test_plays_a_conversation_and_keeps_books(server: Any, tell: Any, desk: Any) -> None:
    ticket_id = tell("customer_writes", email="a@example.com", name="A", subject="s", body="b", flags=[3])["ticket_id"]
    tell("agent_replies", ticket_id=ticket_id, body="Hello {{ticket.requester.name}}", status="solved", tags=["X"])
    assert tell("customer_replies", ticket_id=ticket_id, body="thanks")["ticket_id"] == ticket_id

    books = requests.get(f"{server.url}/_sandbox/books", timeout=10).json()

    assert [(mail["to"], mail["text"]) for mail in books["mails"]] == [("a@example.com", "Hello A")]
    assert [comment["body"] for comment in books["comments"][str(ticket_id)]] == ["b", "Hello A", "thanks"]
    assert [change["to"] for change in books["tags_history"]] == [["x"]]
    assert len(books["audits"][str(ticket_id)]) == 3


def test_counts_requests_by_route(server: Any, api: Any, ticket_id: int) -> None:
    api.ticket(ticket_id)
    api.ticket(ticket_id)
    api("GET", f"/tickets/{ticket_id}/comments")

    books = requests.get(f"{server.url}/_sandbox/books", timeout=10).json()

    assert books["requests"] == {
        "GET /api/v2/tickets/<int:ticket_id>": 2,
        "GET /api/v2/tickets/<int:ticket_id>/comments": 1,
    }


def test_reset_forgets_everything(api: Any, tell: Any, desk: Any, ticket_id: int) -> None:
    tell("reset")

    assert (desk.tickets.all(), desk.webhooks.all()) == ([], [])
    assert api("GET", "/users/me.json").status_code == 401


def test_switches_limits_clock_and_deliveries(tell: Any, desk: Any) -> None:
    before = desk.clock.now()
    tell("clock", advance=3600)

    assert tell("switches", comment_on_create=True)["comment_on_create"] is True
    assert tell("limits", account_per_minute=None)["account_per_minute"] is None
    tell("deliveries", drop_next=2, twice=True, timeout=1)
    assert (desk.deliveries.drop_next, desk.deliveries.twice, desk.deliveries.timeout) == (2, True, 1)
    assert (desk.clock.now() - before).total_seconds() >= 3600


def test_refuses_a_switch_that_does_not_exist(server: Any) -> None:
    answer = requests.post(f"{server.url}/_sandbox/switches", json={"nonsense": 1}, timeout=10)

    assert answer.status_code == 400


@pytest.mark.parametrize(("what", "status"), [("close", "closed"), ("touch", "new")])
def test_does_what_zendesk_does_by_itself(tell: Any, api: Any, ticket_id: int, what: str, status: str) -> None:
    tell(f"tickets/{ticket_id}/{what}")

    assert api.ticket(ticket_id)["status"] == status


def test_faults_reach_the_api_but_not_the_controls(server: Any, api: Any, ticket_id: int) -> None:
    fault = [{"kind": "refuse", "status": 503, "times": None}]
    requests.post(f"{server.url}/_sandbox/faults", json=fault, timeout=10)

    answer = api("GET", f"/tickets/{ticket_id}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=UTF-8")
    assert requests.get(f"{server.url}/_sandbox/books", timeout=10).status_code == 200


@pytest.mark.parametrize("with_sub", [True, False])
def test_the_frames_token_is_checked_with_the_public_key(tell: Any, sample: Any, with_sub: bool) -> None:
    shown = tell("app", url="http://localhost:1/sidebar", installation_id=77, with_sub=with_sub)

    token = jwt.decode(tell("app/token")["token"], RSAKey.import_key(shown["public_key"]), algorithms=["RS256"])

    expected = sample("signed_url_jwt")
    assert token.header == expected["jwt_header"]
    assert set(token.claims) == set(expected["claims"]) | ({"sub"} if with_sub else set())
    assert token.claims["aud"] == "https://acme.zendesk.com/api/v2/apps/installations/77.json"
    assert token.claims["context"] == expected["claims"]["context"]


def test_the_apps_key_is_served_to_admins(api: Any, tell: Any) -> None:
    answer = api("GET", "/apps/9/public_key.pem")

    assert answer.text == tell("app")["public_key"]


def test_runs_as_a_process() -> None:
    command = [sys.executable, "-m", "sandbox", "zendesk", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        try:
            made = requests.post(
                f"{url}/_sandbox/customer_writes", json={"email": "a@example.com", "subject": "s"}, timeout=10
            )
            page = requests.get(f"{url}/agent/tickets", timeout=10)
        finally:
            process.terminate()
            process.communicate(timeout=10)

    assert json.loads(made.text) == {"ticket_id": 35436}
    assert "35436" in page.text
