"""OAuth as an outside client sees it (authlib), and what Gorgias does differently from most."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from sandbox.gorgias.oauth import ALL_SCOPES, CLIENT_ID, CLIENT_SECRET, Client

CALLBACK = "https://app.retour.example/oauth/gorgias/callback"
SCOPE = "openid email profile offline tickets:read tickets:write users:read"
DAY = 24 * 3600


@pytest.fixture
def client(server: Any) -> Iterator[OAuth2Session]:
    made = OAuth2Session(CLIENT_ID, CLIENT_SECRET, scope=SCOPE, redirect_uri=CALLBACK)
    yield made
    made.close()


def authorise(server: Any, desk: Any, client: OAuth2Session, **more: Any) -> str:
    """Return the address the browser is sent back to."""
    desk.switches.auto_approve = True
    page, _ = client.create_authorization_url(f"{server.url}/oauth/authorize", **({"state": "s t&a=te"} | more))
    return requests.get(page, allow_redirects=False, timeout=10).headers["Location"]


def connect(server: Any, desk: Any, client: OAuth2Session, **more: Any) -> dict[str, Any]:
    back = authorise(server, desk, client, **more)
    return client.fetch_token(f"{server.url}/oauth/token", authorization_response=back, state="s t&a=te")


def whoami(server: Any, access: str) -> int:
    headers = {"Authorization": f"Bearer {access}"}
    return requests.get(f"{server.url}/api/users/0", headers=headers, timeout=10).status_code


def claims(token: str) -> Any:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_an_outside_client_connects(server: Any, desk: Any, client: Any, sample: Any, shape_faults: Any) -> None:
    got = connect(server, desk, client, nonce="n-1")

    token = {key: value for key, value in got.items() if key != "expires_at"}  # authlib's own
    assert shape_faults(sample("oauth-token.response"), token) == []
    assert (token["expires_in"], token["scope"], token["token_type"]) == (86400, SCOPE, "Bearer")
    assert whoami(server, token["access_token"]) == 200
    assert claims(token["id_token"])["nonce"] == "n-1"
    assert claims(token["access_token"])["aud"] == "https://acme.gorgias.com/api"


def test_refreshing_keeps_the_refresh_token(
    server: Any, desk: Any, client: Any, sample: Any, shape_faults: Any
) -> None:
    first = connect(server, desk, client)
    desk.clock.advance(DAY)
    dead = whoami(server, first["access_token"])

    answers = [
        requests.post(
            f"{server.url}/oauth/token",
            data={"grant_type": "refresh_token", "refresh_token": first["refresh_token"]},
            auth=(CLIENT_ID, CLIENT_SECRET),
            timeout=10,
        )
        for _ in range(2)
    ]

    assert dead == 401
    assert [shape_faults(sample("oauth-refresh.response"), one.json()) for one in answers] == [[], []]
    assert [whoami(server, one.json()["access_token"]) for one in answers] == [200, 200]


def test_the_life_may_be_left_untold(server: Any, desk: Any, client: Any) -> None:
    desk.switches.tell_life = False

    got = connect(server, desk, client)

    told = claims(got["access_token"])
    assert (got["expires_in"], told["exp"] - told["iat"]) == (0, DAY)


def test_no_refresh_token_without_offline(server: Any, desk: Any) -> None:
    with OAuth2Session(CLIENT_ID, CLIENT_SECRET, scope="tickets:read", redirect_uri=CALLBACK) as client:
        got = connect(server, desk, client)

    assert not {"refresh_token", "id_token"} & set(got)


def test_passes_state_through_and_takes_a_no(server: Any, desk: Any, client: Any) -> None:
    page, _ = client.create_authorization_url(f"{server.url}/oauth/authorize", state="s t&a=te")
    shown = requests.get(page, timeout=10)

    denied = requests.post(page, data={"answer": "deny"}, allow_redirects=False, timeout=10)
    allowed = requests.post(page, data={"answer": "allow"}, allow_redirects=False, timeout=10)

    told = [parse_qs(urlsplit(one.headers["Location"]).query) for one in (denied, allowed)]
    assert "Authorize retour-app?" in shown.text
    assert told[0] == {"error": ["access_denied"], "state": ["s t&a=te"]}
    assert (told[1]["state"], len(told[1]["code"])) == (["s t&a=te"], 1)


def test_a_code_works_once_and_for_its_own_address(server: Any, desk: Any, client: Any) -> None:
    back = authorise(server, desk, client)
    code = parse_qs(urlsplit(back).query)["code"][0]

    def exchange(redirect_uri: str) -> requests.Response:
        body = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        return requests.post(f"{server.url}/oauth/token", data=body, auth=(CLIENT_ID, CLIENT_SECRET), timeout=10)

    answers = [exchange("https://else.example/"), exchange(CALLBACK)]

    assert [(one.status_code, one.json()) for one in answers] == [(400, {"error": "invalid_grant"})] * 2


def test_the_client_proves_itself_by_basic_credentials(server: Any) -> None:
    body = {"grant_type": "refresh_token", "refresh_token": "x", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}

    inside = requests.post(f"{server.url}/oauth/token", data=body, timeout=10)
    wrong = requests.post(f"{server.url}/oauth/token", data=body, auth=(CLIENT_ID, "wrong"), timeout=10)

    assert [one.status_code for one in (inside, wrong)] == [401, 401]
    assert inside.json() == {"error": "invalid_client"}


def test_never_sends_a_code_to_a_stranger(server: Any, desk: Any) -> None:
    desk.switches.auto_approve = True
    desk.oauth.register(Client("strict", "s", (CALLBACK,)))
    wanted = {"response_type": "code", "scope": SCOPE, "client_id": "strict", "redirect_uri": "https://evil.example/"}

    answer = requests.get(f"{server.url}/oauth/authorize", params=wanted, allow_redirects=False, timeout=10)

    assert (answer.status_code, "Location" in answer.headers) == (400, False)


def test_an_unknown_scope_is_told_by_redirect(server: Any, desk: Any) -> None:
    with OAuth2Session(CLIENT_ID, scope="tickets:read widgets:write", redirect_uri=CALLBACK) as client:
        back = authorise(server, desk, client)

    assert parse_qs(urlsplit(back).query)["error"] == ["invalid_scope"]


@pytest.mark.parametrize("how", ["uninstalled", "revoked"])
def test_after_leaving_refreshing_ends_and_the_access_token_lives_on(
    server: Any, desk: Any, client: Any, how: str, sample: Any
) -> None:
    got = connect(server, desk, client)
    if how == "uninstalled":
        desk.uninstall()
    else:
        answer = client.revoke_token(f"{server.url}/oauth/revoke", token=got["refresh_token"])
        assert (answer.status_code, answer.json()) == (200, {})

    with pytest.raises(OAuthError) as refused:
        client.refresh_token(f"{server.url}/oauth/token", refresh_token=got["refresh_token"])

    assert refused.value.error == sample("oauth-error.response")["body"]["error"]
    assert whoami(server, got["access_token"]) == 200


@pytest.mark.parametrize(
    ("scope", "method", "path", "allowed"),
    [
        ("tickets:read", "GET", "/tickets", True),
        ("tickets:read", "POST", "/tickets/86538298/messages", False),
        ("tickets:write", "GET", "/messages", False),
        ("integrations:write", "POST", "/widgets", True),
        ("macros:read", "GET", "/integrations", False),
        ("write:all", "GET", "/macros", True),
    ],
)
def test_scopes_count(api_with: Any, ticket_id: int, scope: str, method: str, path: str, allowed: bool) -> None:
    answer = api_with(scope=scope)(method, path, {} if method == "POST" else None)

    assert (answer.status_code != 403) is allowed


def test_every_scope_we_may_ask_for_is_known() -> None:
    wanted = (
        "openid email profile offline account:read users:read tickets:read tickets:write customers:read "
        "integrations:read integrations:write macros:read macros:write tags:read tags:write satisfaction_survey:read "
        "events:read"
    )
    assert set(wanted.split()) <= set(ALL_SCOPES.split())
