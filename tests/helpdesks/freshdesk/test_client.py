"""Whose key goes where, and how fast we may call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.freshdesk.client import LIST_RATE, RATE, Account
from connector.ports.errors import NotConnected, NotFound, NotSent, OutcomeUnknown, ReadFailed, Refused
from connector.ports.throttle import Rate

Sample = Callable[[str], Any]
URL = "https://acme.freshdesk.com/api/v2/thing"
LISTS = "https://acme.freshdesk.com/api/v2/tickets"
POOL, LIST_POOL = "freshdesk:acme", "freshdesk:acme:lists"
BASIC = matchers.header_matcher({"Authorization": "Basic a2V5LTE6WA=="})  # key-1:X


def test_reads_and_writes_with_the_key(http: responses.RequestsMock, account: Account) -> None:
    http.get(URL, json={"a": 1}, match=[BASIC, matchers.query_param_matcher({"x": "y"})])
    http.put(URL, json={"b": 2}, match=[BASIC, matchers.json_params_matcher({"c": 3})])
    assert account.read("/api/v2/thing", {"x": "y"}) == {"a": 1}
    assert account.write("PUT", "/api/v2/thing", {"c": 3}).json() == {"b": 2}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 401}, NotConnected),
        ({"status": 403}, NotConnected),
        ({"status": 404}, NotFound),
        ({"status": 405}, ReadFailed),
        ({"status": 429, "headers": {"Retry-After": "34"}}, ReadFailed),
        ({"status": 500}, ReadFailed),
        ({"status": 302, "headers": {"Location": "https://evil.example/"}}, ReadFailed),
        ({"body": "<html>"}, ReadFailed),
        ({"body": requests.ReadTimeout()}, ReadFailed),
    ],
)
def test_a_failed_read_is_not_repeated(
    http: responses.RequestsMock, account: Account, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.get(URL, **answer)
    with pytest.raises(error):
        account.read("/api/v2/thing")
    assert len(http.calls) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 401}, NotConnected),
        ({"status": 403}, NotConnected),
        ({"status": 400}, Refused),
        ({"status": 405}, Refused),
        ({"status": 307, "headers": {"Location": "https://evil.example/"}}, Refused),
        ({"status": 429, "headers": {"Retry-After": "34"}}, NotSent),
        ({"status": 500}, OutcomeUnknown),
        ({"body": requests.ReadTimeout()}, OutcomeUnknown),
        ({"body": requests.ConnectionError()}, OutcomeUnknown),
    ],
)
def test_a_write_is_made_once_whatever_happens(
    http: responses.RequestsMock, account: Account, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.post(URL, **answer)
    with pytest.raises(error):
        account.write("POST", "/api/v2/thing", {})
    assert len(http.calls) == 1


def test_counts_every_call_for_what_freshdesk_counts_it(
    http: responses.RequestsMock, account: Account, pace: Any
) -> None:
    http.get(URL, json={})
    http.post(URL, json={})
    http.get(LISTS, json=[])
    account.read("/api/v2/thing", calls=2)
    account.write("POST", "/api/v2/thing")
    account.list_tickets({})
    assert pace.taken == [(POOL, RATE, 2), (POOL, RATE, 1), (LIST_POOL, LIST_RATE, 1), (POOL, RATE, 1)]
    assert (RATE, LIST_RATE) == (Rate(40, 60.0), Rate(16, 60.0))


def test_does_not_call_before_its_time(http: responses.RequestsMock, account: Account, pace: Any) -> None:
    pace.waits = {POOL: 7.5}
    with pytest.raises(ReadFailed) as read:
        account.read("/api/v2/thing")
    with pytest.raises(NotSent) as write:
        account.write("POST", "/api/v2/thing")
    assert (read.value.retry_after, write.value.retry_after) == (7.5, 7.5)
    assert len(http.calls) == 0


def test_lists_wait_for_themselves_alone(http: responses.RequestsMock, account: Account, pace: Any) -> None:
    pace.waits = {LIST_POOL: 3.0}
    http.get(URL, json={})
    with pytest.raises(ReadFailed) as caught:
        account.list_tickets({})
    assert caught.value.retry_after == 3.0
    account.read("/api/v2/thing")
    assert len(http.calls) == 1


def test_learns_the_accounts_own_pace_once(
    http: responses.RequestsMock, account: Account, pace: Any, sample: Sample
) -> None:
    http.get(URL, json={}, headers={"X-Ratelimit-Total": sample("any__headers")["headers"]["X-Ratelimit-Total"]})
    account.read("/api/v2/thing")
    account.read("/api/v2/thing")
    assert pace.told == [(POOL, Rate(320, 60.0)), (LIST_POOL, Rate(80, 60.0))]


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("5000", [(POOL, Rate(4000, 3600.0))]),
        ("3000", [(POOL, Rate(2400, 3600.0))]),
        ("1", [(POOL, Rate(1, 60.0))]),
        ("0", []),
        ("many", []),
        ("²", []),
    ],
)
def test_believes_only_a_pace_that_is_one(
    http: responses.RequestsMock, account: Account, pace: Any, total: str, told: list[Any]
) -> None:
    http.get(URL, json={}, headers={"X-RateLimit-Total": total})
    account.read("/api/v2/thing")
    assert pace.told == told


def test_a_429_to_a_ticket_list_holds_the_lists_alone(
    http: responses.RequestsMock, account: Account, pace: Any
) -> None:
    http.get(LISTS, status=429, headers={"Retry-After": "55"})
    with pytest.raises(ReadFailed) as caught:
        account.list_tickets({})
    assert (caught.value.retry_after, pace.held) == (55.0, [(LIST_POOL, 55.0)])


def test_a_429_to_another_read_holds_the_account(http: responses.RequestsMock, account: Account, pace: Any) -> None:
    http.get(URL, status=429, headers={"Retry-After": "34"})
    with pytest.raises(ReadFailed):
        account.read("/api/v2/thing")
    assert pace.held == [(POOL, 34.0)]


def test_a_429_holds_everybody_back(http: responses.RequestsMock, account: Account, pace: Any, sample: Sample) -> None:
    recorded = sample("any__rate_limit")
    headers = {"Retry-After": "34", "X-Ratelimit-Total": "400"}
    assert headers.items() <= recorded["headers"].items()
    http.post(URL, status=429, json=recorded["body"], headers=headers)
    with pytest.raises(NotSent) as caught:
        account.write("POST", "/api/v2/thing")
    assert caught.value.retry_after == 34.0
    assert (pace.held, pace.told) == ([(POOL, 34.0)], [])
