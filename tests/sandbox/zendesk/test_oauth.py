"""OAuth: codes live 120 s and once, a refresh kills the pair before it, scopes count."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from sandbox.zendesk.oauth import Client

VERIFIER = "43-to-128-characters-of-unreserved-text-made-at-random-0001"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
CALLBACK = "https://app.retour.example/oauth/zendesk/callback"


def authorise(url: str, desk: Any, **changes: str) -> requests.Response:
    desk.switches.auto_approve = True
    params = {
        "response_type": "code",
        "client_id": "zdg-retour",
        "redirect_uri": CALLBACK,
        "scope": "tickets:read tickets:write",
        "state": "s t&a=te",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    wanted = {name: value for name, value in (params | changes).items() if value}
    return requests.get(f"{url}/oauth/authorizations/new", params=wanted, allow_redirects=False, timeout=10)


def code_of(answer: requests.Response) -> str:
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


@pytest.fixture
def code(server: Any, desk: Any) -> str:
    return code_of(authorise(server.url, desk))


@pytest.fixture
def tokens(server: Any, sample: Any) -> Any:
    def ask(**changes: Any) -> requests.Response:
        kind = "oauth_refresh_request" if "refresh_token" in changes else "oauth_token_request"
        body = {key: value for key, value in (sample(kind) | changes).items() if value is not None}
        return requests.post(f"{server.url}/oauth/tokens", json=body, timeout=10)

    return ask


def status(server: Any, access: str, path: str = "/api/v2/oauth/tokens/current.json") -> int:
    headers = {"Authorization": f"Bearer {access}"}
    return requests.get(f"{server.url}{path}", headers=headers, timeout=10).status_code


def test_passes_state_through(server: Any, desk: Any) -> None:
    answer = authorise(server.url, desk)

    parts = urlsplit(answer.headers["Location"])
    assert answer.status_code == 302
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == CALLBACK
    assert parse_qs(parts.query)["state"] == ["s t&a=te"]


def test_shows_a_consent_page_and_takes_the_answer(server: Any, desk: Any) -> None:
    page = authorise(server.url, desk).request.url or ""
    desk.switches.auto_approve = False

    shown = requests.get(page, timeout=10)
    denied = requests.post(page, data={"answer": "deny"}, allow_redirects=False, timeout=10)
    allowed = requests.post(page, data={"answer": "allow"}, allow_redirects=False, timeout=10)

    assert 'value="allow"' in shown.text
    assert parse_qs(urlsplit(denied.headers["Location"]).query)["error"] == ["access_denied"]
    assert len(code_of(allowed)) == 20


@pytest.mark.parametrize("changes", [{"client_id": "other"}, {"redirect_uri": "http://evil.example/"}])
def test_never_redirects_to_strangers(server: Any, desk: Any, changes: dict[str, str]) -> None:
    answer = authorise(server.url, desk, **changes)

    assert (answer.status_code, "Location" in answer.headers) == (400, False)


def test_a_code_becomes_a_token(server: Any, tokens: Any, code: str, sample: Any, shape_faults: Any) -> None:
    answer = tokens(code=code)

    assert answer.status_code == 201
    assert shape_faults(sample("oauth_token_response"), answer.json()) == []
    assert (answer.json()["expires_in"], answer.json()["scope"]) == (1800, "tickets:read tickets:write")
    assert status(server, answer.json()["access_token"]) == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "another-verifier-that-is-long-enough-to-be-a-valid-one"},
        {"code_verifier": None},
        {"redirect_uri": "https://app.retour.example/other"},
        {"code": "guessed"},
    ],
    ids=["wrong verifier", "no verifier", "other redirect", "unknown code"],
)
def test_refuses_a_wrong_code(tokens: Any, code: str, changes: dict[str, Any], sample: Any) -> None:
    answer = tokens(**({"code": code} | changes))

    assert (answer.status_code, answer.json()) == (400, sample("oauth_error")["token_endpoint"]["body"])


def test_a_code_works_once(tokens: Any, code: str) -> None:
    assert [tokens(code=code).status_code, tokens(code=code).status_code] == [201, 400]


@pytest.mark.parametrize(("later", "expected"), [(119, 201), (121, 400)])
def test_a_code_lives_for_120_seconds(tokens: Any, desk: Any, code: str, later: int, expected: int) -> None:
    desk.clock.advance(later)

    assert tokens(code=code).status_code == expected


def test_refuses_a_wrong_client_secret(tokens: Any, code: str) -> None:
    answer = tokens(code=code, client_secret="guessed")

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("seconds", [300, 172_800])
def test_refuses_lifetimes_out_of_range(tokens: Any, code: str, seconds: int) -> None:
    assert tokens(code=code, expires_in=seconds).status_code == 400


def test_a_token_dies_when_its_time_is_over(server: Any, tokens: Any, desk: Any, code: str) -> None:
    access = tokens(code=code, expires_in=600).json()["access_token"]

    desk.clock.advance(599)
    before = status(server, access)
    desk.clock.advance(2)

    assert (before, status(server, access)) == (200, 401)


def test_a_refresh_kills_the_old_pair_at_once(server: Any, tokens: Any, code: str) -> None:
    old = tokens(code=code).json()

    answer = tokens(refresh_token=old["refresh_token"])

    new = answer.json()
    assert answer.status_code == 200
    assert (status(server, old["access_token"]), status(server, new["access_token"])) == (401, 200)
    assert new["refresh_token"] != old["refresh_token"]
    again = tokens(refresh_token=old["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert status(server, new["access_token"]) == 200


def test_a_refresh_token_dies_too(tokens: Any, desk: Any, code: str) -> None:
    old = tokens(code=code).json()
    desk.clock.advance(31 * 86_400)

    assert tokens(refresh_token=old["refresh_token"]).json()["error"] == "invalid_grant"


def test_an_old_kind_of_client_gets_a_token_without_end(server: Any, tokens: Any, desk: Any) -> None:
    desk.oauth.register(Client("old", "s", expiring=False))
    got = tokens(code=code_of(authorise(server.url, desk, client_id="old")), client_id="old", client_secret="s").json()
    desk.clock.advance(400 * 86_400)

    assert set(got) == {"access_token", "token_type", "scope"}
    assert status(server, got["access_token"]) == 200


def test_a_public_client_needs_pkce(server: Any, desk: Any) -> None:
    desk.oauth.register(Client("public", None))

    answer = authorise(server.url, desk, client_id="public", code_challenge="", code_challenge_method="")

    assert parse_qs(urlsplit(answer.headers["Location"]).query)["error"] == ["invalid_request"]


def test_refuses_calls_without_a_living_token(server: Any, ticket_id: int, sample: Any) -> None:
    answer = requests.get(f"{server.url}/api/v2/tickets/{ticket_id}", timeout=10)

    assert (answer.status_code, answer.json()) == (401, sample("oauth_error")["api_with_dead_token"]["body"])


@pytest.mark.parametrize("scope", ["tickets:read", "read", "tickets:read users:write nonsense"])
def test_refuses_writes_without_the_scope(api_with: Any, ticket_id: int, scope: str, sample: Any) -> None:
    api = api_with(scope=scope)

    answer = api.put_ticket(ticket_id, tags=["x"])

    assert (answer.status_code, answer.json()) == (403, sample("oauth_error")["api_missing_scope"]["body"])
    assert api.ticket(ticket_id)["tags"] == ["storefront_eu"]


def test_a_token_can_be_looked_at_and_revoked(api: Any) -> None:
    token = api("GET", "/oauth/tokens/current.json").json()["token"]

    revoked = api("DELETE", f"/oauth/tokens/{token['id']}")

    assert {"id", "expires_at", "scopes"} <= set(token)
    assert (revoked.status_code, api("GET", "/users/me.json").status_code) == (204, 401)


def test_the_exports_can_be_told_to_want_the_wide_scope(api_with: Any, desk: Any) -> None:
    api = api_with(scope="tickets:read")
    params = {"query": "tags:x", "filter[type]": "ticket"}

    narrow = api("GET", "/search/export", params=params).status_code
    desk.switches.exports_need_read = True

    assert (narrow, api("GET", "/search/export", params=params).status_code) == (200, 403)
