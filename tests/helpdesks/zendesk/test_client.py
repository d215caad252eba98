"""What a turned-down token does to a read and to a write."""

from __future__ import annotations

from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.zendesk.client import Account
from connector.ports.errors import NotConnected, NotFound, NotSent, OutcomeUnknown, ReadFailed, Refused

URL = "https://acme.zendesk.com/api/v2/thing"


def bearer(token: str) -> Any:
    return matchers.header_matcher({"Authorization": f"Bearer {token}"})


def test_reads_with_the_accounts_token(http: responses.RequestsMock, account: Account) -> None:
    http.get(URL, json={"a": 1}, match=[bearer("token-1"), matchers.query_param_matcher({"x": "y"})])
    assert account.read("/api/v2/thing", {"x": "y"}) == {"a": 1}


def test_reads_again_with_a_renewed_token(http: responses.RequestsMock, account: Account, tokens: Any) -> None:
    http.get(URL, status=401, match=[bearer("token-1")])
    http.get(URL, json={"a": 1}, match=[bearer("token-2")])
    assert account.read("/api/v2/thing") == {"a": 1}
    assert tokens.renewed == ["token-1"]


def test_reads_only_once_more(http: responses.RequestsMock, account: Account, tokens: Any) -> None:
    http.get(URL, status=401)
    with pytest.raises(NotConnected):
        account.read("/api/v2/thing")
    assert len(http.calls) == 2
    assert tokens.renewed == ["token-1"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 403}, NotConnected),
        ({"status": 404}, NotFound),
        ({"status": 429, "headers": {"Retry-After": "41"}}, ReadFailed),
        ({"status": 500}, ReadFailed),
        ({"status": 302, "headers": {"Location": "https://evil.example/"}}, ReadFailed),
        ({"body": "<html>"}, ReadFailed),
        ({"body": requests.ReadTimeout()}, ReadFailed),
    ],
)
def test_other_failed_reads_are_not_repeated(
    http: responses.RequestsMock, account: Account, tokens: Any, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.get(URL, **answer)
    with pytest.raises(error):
        account.read("/api/v2/thing")
    assert len(http.calls) == 1
    assert tokens.renewed == []


def test_a_write_turned_down_renews_the_token_but_is_not_sent_again(
    http: responses.RequestsMock, account: Account, tokens: Any
) -> None:
    http.put(URL, status=401)
    with pytest.raises(NotSent, match="401"):
        account.write("PUT", "/api/v2/thing", {})
    assert len(http.calls) == 1
    assert tokens.renewed == ["token-1"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 403}, NotConnected),
        ({"status": 409}, Refused),
        ({"status": 422}, Refused),
        ({"status": 307, "headers": {"Location": "https://evil.example/"}}, Refused),
        ({"status": 429, "headers": {"Retry-After": "41"}}, NotSent),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 503, "headers": {"Retry-After": "1"}}, OutcomeUnknown),
        ({"body": requests.ReadTimeout()}, OutcomeUnknown),
        ({"body": requests.ConnectionError()}, OutcomeUnknown),
    ],
)
def test_a_write_is_made_once_whatever_happens(
    http: responses.RequestsMock, account: Account, tokens: Any, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.put(URL, **answer)
    with pytest.raises(error):
        account.write("PUT", "/api/v2/thing", {})
    assert len(http.calls) == 1
    assert tokens.renewed == []
