"""Calls: whose token, what a turned-down one does, and never more of them than allowed."""

from __future__ import annotations

from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.gorgias.client import Account
from connector.ports.errors import NotConnected, NotFound, NotSent, OutcomeUnknown, ReadFailed, Refused
from connector.ports.throttle import Rate

URL = "https://acme.gorgias.com/api/thing"


def bearer(token: str) -> Any:
    return matchers.header_matcher({"Authorization": f"Bearer {token}"})


def query(**params: str) -> Any:
    return matchers.query_param_matcher(params)


def test_reads_with_the_accounts_token(http: responses.RequestsMock, account: Account, throttle: Any) -> None:
    http.get(URL, json={"a": 1}, match=[bearer("token-1"), query(x="y")])
    assert account.read("/api/thing", {"x": "y"}) == {"a": 1}
    assert throttle.taken == [("gorgias:acme", Rate(64, 20.0))]
    assert throttle.held == []


def test_reads_again_with_a_renewed_token_and_counts_both(
    http: responses.RequestsMock, account: Account, tokens: Any, throttle: Any
) -> None:
    http.get(URL, status=401, match=[bearer("token-1")])
    http.get(URL, json={"a": 1}, match=[bearer("token-2")])
    assert account.read("/api/thing") == {"a": 1}
    assert tokens.renewed == ["token-1"]
    assert len(throttle.taken) == 2


def test_reads_only_once_more(http: responses.RequestsMock, account: Account, tokens: Any) -> None:
    http.get(URL, status=401)
    with pytest.raises(NotConnected):
        account.read("/api/thing")
    assert len(http.calls) == 2
    assert tokens.renewed == ["token-1"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 403}, NotConnected),
        ({"status": 404}, NotFound),
        ({"status": 500}, ReadFailed),
        ({"status": 502, "body": "<html>"}, ReadFailed),
        ({"status": 302, "headers": {"Location": "https://evil.example/"}}, ReadFailed),
        ({"body": "<html>"}, ReadFailed),
        ({"body": requests.ReadTimeout()}, ReadFailed),
    ],
)
def test_other_failed_reads_are_not_repeated_and_hold_nobody_up(
    http: responses.RequestsMock, account: Account, throttle: Any, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.get(URL, **answer)
    with pytest.raises(error):
        account.read("/api/thing")
    assert len(http.calls) == 1
    assert throttle.held == []


def test_a_write_turned_down_renews_the_token_but_is_not_sent_again(
    http: responses.RequestsMock, account: Account, tokens: Any
) -> None:
    http.post(URL, status=401)
    with pytest.raises(NotSent, match="401"):
        account.write("POST", "/api/thing", {})
    assert len(http.calls) == 1
    assert tokens.renewed == ["token-1"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 403}, NotConnected),
        ({"status": 400}, Refused),
        ({"status": 409}, Refused),
        ({"status": 307, "headers": {"Location": "https://evil.example/"}}, Refused),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 502, "body": "<html>"}, OutcomeUnknown),
        ({"body": requests.ReadTimeout()}, OutcomeUnknown),
        ({"body": requests.ConnectionError()}, OutcomeUnknown),
    ],
)
def test_a_write_is_made_once_whatever_happens(
    http: responses.RequestsMock, account: Account, throttle: Any, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.post(URL, **answer)
    with pytest.raises(error):
        account.write("POST", "/api/thing", {})
    assert len(http.calls) == 1
    assert throttle.held == []


def test_makes_no_call_when_the_account_s_calls_are_used_up(
    http: responses.RequestsMock, account: Account, throttle: Any
) -> None:
    throttle.wait = 3.5
    with pytest.raises(ReadFailed, match="rate limit") as reading:
        account.read("/api/thing")
    with pytest.raises(NotSent, match="rate limit") as writing:
        account.write("POST", "/api/thing", {})
    assert (reading.value.retry_after, writing.value.retry_after) == (3.5, 3.5)
    assert len(http.calls) == 0


def test_once_turned_away_everybody_waits_as_long_as_gorgias_asks(
    http: responses.RequestsMock, account: Account, throttle: Any, sample: Any
) -> None:
    limit = sample("any__rate_limit")
    answer: dict[str, Any] = {"status": limit["status"], "json": limit["body"]}
    headers = {"Retry-after": limit["headers"]["Retry-after"]}
    http.get(URL, headers=headers, **answer)
    http.post(URL, headers=headers, **answer)
    with pytest.raises(ReadFailed) as reading:
        account.read("/api/thing")
    with pytest.raises(NotSent) as writing:
        account.write("POST", "/api/thing", {})
    assert (reading.value.retry_after, writing.value.retry_after) == (5.0, 5.0)
    assert throttle.held == [("gorgias:acme", 5.0), ("gorgias:acme", 5.0)]


def test_reads_pages_to_the_end(http: responses.RequestsMock, account: Account) -> None:
    first, last = {"data": [1, 2], "meta": {"next_cursor": "c2"}}, {"data": [3], "meta": {"next_cursor": None}}
    http.get(URL, json=first, match=[query(limit="100", a="b")])
    http.get(URL, json=last, match=[query(limit="100", a="b", cursor="c2")])
    assert account.pages("/api/thing", {"a": "b"}) == [1, 2, 3]
    assert len(http.calls) == 2


@pytest.mark.parametrize("document", [[], {}, {"data": []}, {"data": {}, "meta": {}}, {"data": [], "meta": None}])
def test_takes_nothing_else_for_a_page(http: responses.RequestsMock, account: Account, document: Any) -> None:
    http.get(URL, json=document)
    with pytest.raises(ReadFailed, match="not a page"):
        account.pages("/api/thing")
    assert len(http.calls) == 1


def test_returns_no_part_of_what_has_no_end(http: responses.RequestsMock, account: Account) -> None:
    http.get(URL, json={"data": [1], "meta": {"next_cursor": "same"}})
    with pytest.raises(ReadFailed, match="do not move on"):
        account.pages("/api/thing")
    assert len(http.calls) == 2


def test_reads_no_more_pages_than_asked_for(http: responses.RequestsMock, account: Account) -> None:
    http.get(URL, json={"data": [1], "meta": {"next_cursor": "c2"}})
    with pytest.raises(ReadFailed, match="more than 1 pages"):
        account.pages("/api/thing", most=1)
    assert len(http.calls) == 1


def test_keeps_to_the_number_of_calls_that_answers_tell(
    http: responses.RequestsMock, account: Account, throttle: Any
) -> None:
    for told in ("3/80", "4/160", "5/160", "nonsense", "6/0"):
        http.get(URL, json={}, headers={"X-Gorgias-Account-Api-Call-Limit": told})
        account.read("/api/thing")
    assert throttle.told == [("gorgias:acme", Rate(64, 20.0)), ("gorgias:acme", Rate(128, 20.0))]
