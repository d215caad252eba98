"""The OAuth messages: forms with Basic authentication, tokens of a day, refresh tokens that stay."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.gorgias.install import GorgiasInstaller, check_account
from connector.helpdesks.gorgias.oauth import SCOPES, Callback, OAuthClient, authorize_url, exchange_code, revoke
from connector.ports.errors import NotConnected, ReadFailed
from connector.ports.helpdesk import InvalidAccount
from connector.tokens import DeadGrant, TokenPair, TokenSource

Sample = Callable[[str], Any]
BASE = "https://acme.gorgias.com"
TOKEN = f"{BASE}/oauth/token"
CLIENT = OAuthClient("retour-app", "client-secret-of-the-app")
CALLBACK = Callback("code-that-works-once", "https://retour.example/install/gorgias/callback")
BASIC = base64.b64encode(b"retour-app:client-secret-of-the-app").decode()
OWNER = ("tenant:t1", "oauth")


def form(fields: dict[str, str]) -> list[Any]:
    form_type = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {BASIC}"}
    return [matchers.urlencoded_params_matcher(fields), matchers.header_matcher(form_type)]


@pytest.fixture
def source(installer: GorgiasInstaller) -> TokenSource:
    return installer.tokens("t1", "acme")


@pytest.mark.parametrize("text", ["acme", " ACME ", "a", "a1-b", "7"])
def test_takes_account_names(text: str) -> None:
    assert check_account(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text", ["", "-acme", "acme.evil", "acme/evil", "acme@evil", "acme#", "a" * 64, "acmé", "a\n.b"]
)
def test_refuses_what_would_lead_to_another_host(installer: GorgiasInstaller, text: str) -> None:
    with pytest.raises(InvalidAccount):
        installer.authorize_url(text, CALLBACK.redirect_uri, "state-1", "verifier")


def test_sends_the_admin_to_gorgias_and_keeps_the_verifier() -> None:
    url = authorize_url(BASE, CLIENT, CALLBACK.redirect_uri, "state-1", "verifier-of-random-text")
    assert url.partition("?")[0] == f"{BASE}/oauth/authorize"
    asked = parse_qs(urlsplit(url).query)
    nonce = asked.pop("nonce")
    assert asked == {
        "response_type": ["code"],
        "client_id": ["retour-app"],
        "redirect_uri": [CALLBACK.redirect_uri],
        "scope": [SCOPES],
        "state": ["state-1"],
    }
    assert [len(each) for each in nonce] == [43]
    assert "verifier-of-random-text" not in url


def test_asks_for_the_least_scopes_and_for_a_refresh_token(sample: Sample) -> None:
    assert set(SCOPES.split()) == set(sample("oauth_token__answer")["scope"].split())
    assert "offline" in SCOPES.split()


def test_trades_the_code_for_a_pair(
    http: responses.RequestsMock, session: requests.Session, sample: Sample, clock: Any
) -> None:
    fields = {"grant_type": "authorization_code", "code": CALLBACK.code, "redirect_uri": CALLBACK.redirect_uri}
    answer = sample("oauth_token__answer")
    http.post(TOKEN, json=answer, match=form(fields))
    got = exchange_code(session, BASE, CLIENT, CALLBACK, clock.now)
    tomorrow = clock.now + timedelta(seconds=86_400)
    assert got == TokenPair(answer["access_token"], answer["refresh_token"], clock.now, tomorrow)
    assert answer["refresh_token"] not in repr(got)


@pytest.mark.parametrize("seconds", [{"expires_in": 0}, {}, {"expires_in": None}], ids=["zero", "missing", "null"])
def test_a_token_without_a_life_time_lives_a_day(
    http: responses.RequestsMock, session: requests.Session, clock: Any, seconds: dict[str, Any]
) -> None:
    http.post(TOKEN, json={"access_token": "a", "token_type": "Bearer", **seconds})
    got = exchange_code(session, BASE, CLIENT, CALLBACK, clock.now)
    assert got.expires_at == clock.now + timedelta(hours=24)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 400, "json": {"error": "invalid_grant"}}, DeadGrant),
        ({"status": 400, "json": {"error": "invalid_request"}}, NotConnected),
        ({"status": 401, "json": {"error": "invalid_client"}}, NotConnected),
        ({"status": 500, "body": "oops"}, ReadFailed),
        ({"status": 429, "json": {}}, ReadFailed),
        ({"status": 200, "body": "<html>"}, ReadFailed),
        ({"status": 200, "json": []}, ReadFailed),
        ({"status": 200, "json": {"token_type": "Bearer"}}, ReadFailed),
        ({"status": 200, "json": {"access_token": "a", "expires_in": "soon"}}, ReadFailed),
        ({"body": requests.ReadTimeout()}, ReadFailed),
    ],
)
def test_says_how_trading_failed_and_asks_once(
    http: responses.RequestsMock,
    session: requests.Session,
    clock: Any,
    answer: dict[str, Any],
    error: type[Exception],
) -> None:
    http.post(TOKEN, **answer)
    with pytest.raises(error) as caught:
        exchange_code(session, BASE, CLIENT, CALLBACK, clock.now)
    assert len(http.calls) == 1
    assert CALLBACK.code not in str(caught.value)
    assert "client-secret" not in str(caught.value)


def test_renews_and_keeps_the_refresh_token_that_did_not_come_back(
    http: responses.RequestsMock, source: TokenSource, secrets: Any, sample: Sample, clock: Any
) -> None:
    http.post(
        TOKEN,
        json=sample("oauth_refresh__answer"),
        match=form({"grant_type": "refresh_token", "refresh_token": "first-refresh"}),
    )
    source.store(TokenPair("old", "first-refresh", clock.now - timedelta(hours=24), clock.now))
    assert source.current() == sample("oauth_refresh__answer")["access_token"]
    assert secrets.values[OWNER] == {
        "access_token": sample("oauth_refresh__answer")["access_token"],
        "refresh_token": "first-refresh",
        "issued_at": "2026-11-02T09:20:00+00:00",
        "expires_at": "2026-11-03T09:20:00+00:00",
    }
    assert len(http.calls) == 1


def test_takes_a_new_refresh_token_if_one_comes(
    http: responses.RequestsMock, source: TokenSource, secrets: Any, sample: Sample, clock: Any
) -> None:
    http.post(TOKEN, json=sample("oauth_refresh__answer") | {"refresh_token": "second-refresh"})
    source.store(TokenPair("old", "first-refresh", clock.now - timedelta(hours=24), clock.now))
    source.current()
    assert secrets.values[OWNER]["refresh_token"] == "second-refresh"


def test_an_uninstalled_app_asks_for_a_person_and_stops_all_calls(
    http: responses.RequestsMock, source: TokenSource, secrets: Any, sample: Sample, clock: Any
) -> None:
    dead = sample("oauth__invalid_grant")
    http.post(TOKEN, json=dead["body"], status=dead["status"])
    source.store(TokenPair("old", "first-refresh", clock.now - timedelta(hours=24), clock.now))
    for _ in range(3):
        with pytest.raises(NotConnected, match="reconnect"):
            source.current()
    assert len(http.calls) == 1
    assert secrets.values[OWNER] == {"reconnect": "invalid_grant"}


@pytest.mark.parametrize(("refresh", "ended"), [("r-1", "r-1"), (None, "a-1")])
def test_revoking_ends_the_whole_grant(
    http: responses.RequestsMock, session: requests.Session, clock: Any, refresh: str | None, ended: str
) -> None:
    http.post(f"{BASE}/oauth/revoke", json={}, match=form({"token": ended}))
    revoke(session, BASE, CLIENT, TokenPair("a-1", refresh, clock.now, None))
    assert len(http.calls) == 1
