"""The account's pool of calls: what each costs, what is told about it, and what a used-up pool answers."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("/agents/me", 1),
        ("/tickets/{id}", 1),
        ("/tickets/{id}?include=stats,requester", 3),
        ("/tickets/{id}?include=conversations", 3),
        ("/tickets?include=description,requester", 5),
        ("/nowhere", 1),
        ("/tickets/1", 1),
    ],
)
def test_what_a_call_costs(api: Any, ticket_id: int, path: str, cost: int) -> None:
    headers = api("GET", path.replace("{id}", str(ticket_id))).headers

    told = [headers[f"X-Ratelimit-{name}"] for name in ("Total", "Remaining", "Used-CurrentRequest")]
    assert told == ["400", str(400 - cost), str(cost)]


def test_a_used_up_pool_refuses_everything_until_the_minute_is_over(api: Any, desk: Any, ticket_id: int) -> None:
    desk.limits.account_per_minute = 2
    api("GET", "/agents/me")
    api("GET", "/tickets/1")  # calls that fail count

    refused = api("POST", f"/tickets/{ticket_id}/reply", json={"body": "b"})

    assert (refused.status_code, refused.headers["X-Ratelimit-Remaining"]) == (429, "0")
    assert 55 <= int(refused.headers["Retry-After"]) <= 60
    assert desk.mails.mails == []
    desk.clock.advance(61)
    assert api("POST", f"/tickets/{ticket_id}/reply", json={"body": "b"}).status_code == 201


@pytest.mark.parametrize(
    ("limit", "method", "path", "given"),
    [
        ("updates_per_minute", "PUT", "/tickets/{id}", {"priority": 1}),
        ("ticket_lists_per_minute", "GET", "/tickets", None),
        ("contact_lists_per_minute", "GET", "/contacts", None),
        (
            "creates_per_minute",
            "POST",
            "/tickets",
            {"subject": "s", "description": "d", "email": "a@example.com", "status": 2, "priority": 1},
        ),
    ],
)
def test_some_calls_have_a_smaller_pool(
    api: Any, desk: Any, ticket_id: int, limit: str, method: str, path: str, given: Any
) -> None:
    setattr(desk.limits, limit, 1)
    path = path.replace("{id}", str(ticket_id))

    answers = [api(method, path, json=given).status_code for _ in range(2)]

    assert answers == [201 if method == "POST" else 200, 429]
    assert api("GET", "/agents/me").status_code == 200


def test_off_means_off(api: Any, desk: Any) -> None:
    desk.limits.account_per_minute = None

    answers = [api("GET", "/agents/me") for _ in range(30)]

    assert {answer.status_code for answer in answers} == {200}
    assert "X-Ratelimit-Total" not in answers[-1].headers


def test_a_wrong_key_takes_a_call_too(api: Any, api_with: Any) -> None:
    api_with("wrong")("GET", "/agents/me")

    assert api("GET", "/agents/me").headers["X-Ratelimit-Remaining"] == "398"
