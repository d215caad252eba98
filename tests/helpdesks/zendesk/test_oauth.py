"""The OAuth messages, and the pair that rotates under a lock."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.zendesk.install import InvalidSubdomain, ZendeskInstaller, check_subdomain
from connector.helpdesks.zendesk.oauth import (
    SCOPES,
    Callback,
    OAuthClient,
    authorize_url,
    exchange_code,
)
from connector.ports.errors import NotConnected, ReadFailed
from connector.tokens import DeadGrant, TokenPair, TokenSource

Sample = Callable[[str], Any]
BASE = "https://acme.zendesk.com"
TOKENS = f"{BASE}/oauth/tokens"
CLIENT = OAuthClient("zdg-retour", "client-secret-shown-once")
OWNER = ("tenant:t1", "oauth")


@pytest.fixture
def source(secrets: Any, session: requests.Session, clock: Any) -> TokenSource:
    return ZendeskInstaller("https://{account}.zendesk.com", CLIENT, session, secrets, clock).tokens("t1", "acme")


@pytest.fixture
def callback(sample: Sample) -> Callback:
    asked = sample("oauth_token__request")
    return Callback(asked["code"], asked["redirect_uri"], asked["code_verifier"])


def pair(now: datetime, ends_in: int | None = 1800, refresh: str | None = "31048ba4d7c601302f3173f243da835f") -> Any:
    ends = None if ends_in is None else now + timedelta(seconds=ends_in)
    return TokenPair("old-access", refresh, now - timedelta(minutes=30), ends)


@pytest.mark.parametrize("text", ["acme", " ACME ", "a1b", "acme-home", "a" * 63])
def test_takes_account_names(text: str) -> None:
    assert check_subdomain(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ab",
        "-acme",
        "acme-",
        "acme.evil",
        "acme/evil",
        "acme@evil",
        "acme#",
        "a" * 64,
        "acmé",
        "ac me",
        "acme\n.evil",
    ],
)
def test_refuses_what_would_lead_to_another_host(text: str) -> None:
    with pytest.raises(InvalidSubdomain):
        check_subdomain(text)


def test_sends_the_admin_to_zendesk_with_pkce() -> None:
    verifier = "43-to-128-characters-of-unreserved-text-made-at-random-0001"
    url = authorize_url(BASE, CLIENT, "https://app.retour.example/cb", "state-1", verifier)
    assert url.partition("?")[0] == f"{BASE}/oauth/authorizations/new"
    digest = hashlib.sha256(verifier.encode()).digest()
    assert parse_qs(urlsplit(url).query) == {
        "response_type": ["code"],
        "client_id": ["zdg-retour"],
        "redirect_uri": ["https://app.retour.example/cb"],
        "scope": [SCOPES],
        "state": ["state-1"],
        "code_challenge": [base64.urlsafe_b64encode(digest).decode().rstrip("=")],
        "code_challenge_method": ["S256"],
    }


@pytest.mark.parametrize("status", [200, 201])
def test_trades_the_code_for_a_pair(
    http: responses.RequestsMock, session: requests.Session, sample: Sample, clock: Any, callback: Callback, status: int
) -> None:
    asked = matchers.json_params_matcher(sample("oauth_token__request"))
    http.post(TOKENS, json=sample("oauth_token__answer"), status=status, match=[asked])
    got = exchange_code(session, BASE, CLIENT, callback, clock.now)
    assert got == TokenPair(
        "gErypPlm4dOVgGRvA1ZzMH5MQ3nLo8bo",
        "31048ba4d7c601302f3173f243da835f",
        clock.now,
        clock.now + timedelta(seconds=1800),
    )
    assert "gErypPlm4" not in repr(got)


def test_a_public_client_sends_no_secret(
    http: responses.RequestsMock, session: requests.Session, sample: Sample, clock: Any, callback: Callback
) -> None:
    asked = sample("oauth_token__request")
    del asked["client_secret"]
    http.post(TOKENS, json=sample("oauth_token__answer"), match=[matchers.json_params_matcher(asked)])
    assert exchange_code(session, BASE, OAuthClient("zdg-retour"), callback, clock.now).access.startswith("gEryp")


def test_a_token_without_expiry_does_not_end(
    http: responses.RequestsMock, session: requests.Session, clock: Any, callback: Callback
) -> None:
    http.post(TOKENS, json={"access_token": "forever", "token_type": "bearer"})
    assert exchange_code(session, BASE, CLIENT, callback, clock.now) == TokenPair("forever", None, clock.now, None)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 400, "json": {"error": "invalid_grant", "error_description": "x"}}, DeadGrant),
        ({"status": 400, "json": {"error": "invalid_client"}}, NotConnected),
        ({"status": 401, "json": {"error": "invalid_client"}}, NotConnected),
        ({"status": 500, "body": "oops"}, ReadFailed),
        ({"status": 429, "json": {}}, ReadFailed),
        ({"status": 200, "body": "<html>"}, ReadFailed),
        ({"status": 200, "json": []}, ReadFailed),
        ({"status": 200, "json": {"token_type": "bearer"}}, ReadFailed),
        ({"status": 200, "json": {"error": "odd"}}, ReadFailed),
        ({"body": requests.ReadTimeout()}, ReadFailed),
    ],
)
def test_says_how_trading_failed_and_asks_once(
    http: responses.RequestsMock,
    session: requests.Session,
    clock: Any,
    callback: Callback,
    answer: dict[str, Any],
    error: type[Exception],
) -> None:
    http.post(TOKENS, **answer)
    with pytest.raises(error) as caught:
        exchange_code(session, BASE, CLIENT, callback, clock.now)
    assert len(http.calls) == 1
    assert callback.code not in str(caught.value)
    assert "client-secret" not in str(caught.value)


def test_a_fresh_token_costs_no_call(source: TokenSource, secrets: Any, clock: Any) -> None:
    source.store(pair(clock.now, ends_in=61))
    assert source.current() == "old-access"
    assert secrets.locks == []


def test_renews_a_minute_ahead_and_stores_before_use(
    http: responses.RequestsMock, source: TokenSource, secrets: Any, sample: Sample, clock: Any
) -> None:
    asked = matchers.json_params_matcher(sample("oauth_refresh__request"))
    answer = sample("oauth_token__answer") | {"access_token": "new-access", "refresh_token": "new-refresh"}
    http.post(TOKENS, json=answer, match=[asked])
    source.store(pair(clock.now, ends_in=60))
    assert source.current() == "new-access"
    assert source.current() == "new-access"
    assert len(http.calls) == 1
    assert secrets.locks == ["oauth:t1"]
    assert secrets.values[OWNER] == {
        "access_token": "new-access",
        "refresh_token": "new-refresh",
        "issued_at": "2026-11-12T09:20:00+00:00",
        "expires_at": "2026-11-12T09:50:00+00:00",
    }


def test_keeps_the_refresh_token_where_none_came_back(
    http: responses.RequestsMock, source: TokenSource, secrets: Any, clock: Any
) -> None:
    http.post(TOKENS, json={"access_token": "new-access", "expires_in": 300})
    source.store(pair(clock.now, ends_in=0))
    source.current()
    assert secrets.values[OWNER]["refresh_token"] == "31048ba4d7c601302f3173f243da835f"


def test_uses_the_pair_another_process_got_while_this_one_waited(
    http: responses.RequestsMock, source: TokenSource, secrets: Any, clock: Any
) -> None:
    source.store(pair(clock.now, ends_in=0))
    others = TokenPair("others-access", "others-refresh", clock.now, clock.now + timedelta(hours=1))
    secrets.while_waiting = lambda: source.store(others)
    assert source.current() == "others-access"
    assert len(http.calls) == 0


def test_renewing_after_a_401_leaves_a_newer_token_alone(
    http: responses.RequestsMock, source: TokenSource, clock: Any
) -> None:
    source.store(pair(clock.now))
    source.renew("one before that")
    assert source.current() == "old-access"
    assert len(http.calls) == 0


def test_renews_a_turned_down_token_though_its_time_is_not_up(
    http: responses.RequestsMock, source: TokenSource, sample: Sample, clock: Any
) -> None:
    http.post(TOKENS, json=sample("oauth_token__answer"))
    source.store(pair(clock.now))
    source.renew("old-access")
    assert source.current() == "gErypPlm4dOVgGRvA1ZzMH5MQ3nLo8bo"
    assert len(http.calls) == 1


def test_does_not_renew_again_and_again_when_new_tokens_are_turned_down(
    http: responses.RequestsMock, source: TokenSource, clock: Any
) -> None:
    source.store(TokenPair("new", "r", clock.now - timedelta(seconds=59), clock.now + timedelta(hours=1)))
    with pytest.raises(NotConnected, match="just issued"):
        source.renew("new")
    assert len(http.calls) == 0


def test_a_dead_refresh_token_asks_for_a_person_and_stops_all_calls(
    http: responses.RequestsMock, source: TokenSource, secrets: Any, sample: Sample, clock: Any
) -> None:
    dead = sample("oauth__errors")["token_endpoint"]
    http.post(TOKENS, json=dead["body"], status=dead["status"])
    source.store(pair(clock.now, ends_in=0))
    for _ in range(3):
        with pytest.raises(NotConnected, match="reconnect"):
            source.current()
    assert len(http.calls) == 1
    assert secrets.values[OWNER] == {"reconnect": "invalid_grant"}
    source.store(pair(clock.now))
    assert source.current() == "old-access"


def test_a_dead_token_that_cannot_be_refreshed_asks_for_a_person(
    http: responses.RequestsMock, source: TokenSource, secrets: Any, clock: Any
) -> None:
    source.store(pair(clock.now, ends_in=None, refresh=None))
    with pytest.raises(NotConnected, match="reconnect"):
        source.renew("old-access")
    assert secrets.values[OWNER] == {"reconnect": "no refresh token"}
    assert len(http.calls) == 0


@pytest.mark.parametrize("answer", [{"status": 503}, {"body": requests.ConnectionError()}, {"status": 429}])
def test_a_passing_failure_keeps_the_pair(
    http: responses.RequestsMock, source: TokenSource, secrets: Any, clock: Any, answer: dict[str, Any]
) -> None:
    http.post(TOKENS, **answer)
    source.store(pair(clock.now, ends_in=0))
    before = dict(secrets.values[OWNER])
    with pytest.raises(ReadFailed):
        source.current()
    assert secrets.values[OWNER] == before
    assert len(http.calls) == 1


def test_without_a_stored_pair_a_person_must_connect(http: responses.RequestsMock, source: TokenSource) -> None:
    with pytest.raises(NotConnected):
        source.current()
    assert len(http.calls) == 0
