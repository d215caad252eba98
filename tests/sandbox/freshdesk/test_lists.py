"""Finding tickets: lists with their silent window, the search with its narrow view."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

DAY = 86_400


def ids(answer: Any) -> list[int]:
    return [ticket["id"] for ticket in answer.json()]


def test_without_a_time_a_list_ends_thirty_days_ago(api: Any, desk: Any, ticket_id: int) -> None:
    desk.clock.advance(31 * DAY)
    fresh = desk.customer_writes(email="a@example.com", subject="s")

    assert ids(api("GET", "/tickets")) == [fresh]
    assert sorted(ids(api("GET", "/tickets?updated_since=2020-01-01T00:00:00Z"))) == [ticket_id, fresh]


def test_walks_by_change(api: Any, desk: Any, ticket_id: int) -> None:
    desk.clock.advance(10)
    second = desk.customer_writes(email="a@example.com", subject="s")
    desk.clock.advance(10)
    desk.agent_replies(ticket_id, "a note", public=False)
    at = api.ticket(ticket_id)["updated_at"]

    path = "/tickets?order_by=updated_at&order_type=asc&per_page=1&updated_since="
    first = api("GET", path + "2020-01-01T00:00:00Z")

    assert ids(first) == [second]
    assert ids(api("GET", first.links["next"]["url"].removeprefix(f"{api.url}/api/v2"))) == [ticket_id]
    assert ids(api("GET", path + at)) == [ticket_id]
    assert ids(api("GET", path + quote(at.replace("Z", "+00:00")))) == [ticket_id]


@pytest.mark.parametrize("since", ["yesterday", "2026-01-01"])
def test_refuses_a_time_that_is_none(api: Any, ticket_id: int, since: str) -> None:
    answer = api("GET", f"/tickets?updated_since={since}")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "updated_since")


@pytest.mark.parametrize(("name", "value"), [("order_by", "subject"), ("filter", "all"), ("include", "conversations")])
def test_refuses_unknown_wishes(api: Any, ticket_id: int, name: str, value: str) -> None:
    answer = api("GET", f"/tickets?{name}={value}")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid_value")


def test_lists_by_requester(api: Any, desk: Any, ticket_id: int) -> None:
    desk.customer_writes(email="a@example.com", subject="s")
    desk.person("lena.hofmann@example.com", "Lena", other_emails=["lena@work.example"])
    requester = desk.tickets.get(ticket_id).requester_id

    assert ids(api("GET", "/tickets?email=Lena@work.example")) == [ticket_id]
    assert ids(api("GET", f"/tickets?requester_id={requester}")) == [ticket_id]
    assert ids(api("GET", "/tickets?email=nobody@example.com")) == []


def test_descriptions_come_only_where_asked_for(api: Any, ticket_id: int) -> None:
    assert "description" not in api("GET", "/tickets").json()[0]


def search(api: Any, query: str, page: int = 1) -> Any:
    return api("GET", "/search/tickets", params={"query": query, "page": page})


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ('"status:2"', 2),
        ("\"status:2 AND tag:'kettle'\"", 1),
        ("\"tag:'KETTLE' OR priority:4\"", 2),
        ("\"(tag:'kettle' OR priority:4) AND status:5\"", 0),
        ('"priority:>2"', 1),
        ('"agent_id:null"', 2),
        ('"cf_order_number:000000187"', 1),
        ("\"created_at:>'2020-01-01'\"", 2),
    ],
)
def test_searches(api: Any, desk: Any, ticket_id: int, query: str, hits: int) -> None:
    other = desk.customer_writes(email="a@example.com", subject="s")
    desk.agent_changes(other, {"priority": 4})
    desk.agent_changes(ticket_id, {"custom_fields": {"cf_order_number": "000000187"}})
    desk.clock.advance(120)

    assert search(api, query).json()["total"] == hits


@pytest.mark.parametrize(
    "query",
    ["status:2", "\"email:'a@example.com'\"", '"requester_id:1"', '"status:open"', '"status:2 AND"', f'"{"x" * 513}"'],
)
def test_refuses_what_the_search_cannot_find(api: Any, desk: Any, query: str) -> None:
    assert search(api, query).status_code == 400


def test_the_search_is_some_time_behind(api: Any, desk: Any, ticket_id: int) -> None:
    before = search(api, '"status:2"').json()["total"]
    desk.clock.advance(desk.switches.search_lag + 1)

    assert (before, search(api, '"status:2"').json()["total"]) == (0, 1)


def test_the_search_shows_three_hundred_at_most(api: Any, desk: Any) -> None:
    for number in range(31):
        desk.customer_writes(email="a@example.com", subject=str(number))
    desk.clock.advance(120)

    second = search(api, '"status:2"', 2).json()

    assert (second["total"], len(second["results"])) == (31, 1)
    assert search(api, '"status:2"', 11).status_code == 400
