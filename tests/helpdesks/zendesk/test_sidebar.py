"""Which sidebar tokens are believed, and what they prove."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from connector.helpdesks.zendesk import PLUGIN
from connector.ports.errors import NotAuthentic
from connector.ports.helpdesk import Agent

Sample = Callable[[str], Any]
Claims = dict[str, Any]
KEY = RSAKey.generate_key(2048)
PEM = KEY.as_pem(private=False).decode()
INSTALLATION = "4815162342"
AGENT_URL = "https://acme.zendesk.com/api/v2/users/38231140009911.json"
UNKNOWN = Agent("unknown", verified=False)
IAT, EXP = 1794474900, 1794475200


@pytest.fixture
def claims(sample: Sample) -> Claims:
    return dict(sample("signed_url__claims")["claims"])


def token(claims: Claims, key: Any = KEY, alg: str = "RS256") -> str:
    return jwt.encode({"alg": alg}, claims, key, algorithms=[alg])


def check(text: str, at: int = IAT + 10, account: str = "acme", installation: str = INSTALLATION) -> Agent:
    return PLUGIN.agent(text, account, installation, PEM, datetime.fromtimestamp(at, UTC))


def test_a_token_without_sub_proves_the_installation_only(claims: Claims) -> None:
    assert check(token(claims)) == UNKNOWN


def test_a_sub_of_this_account_names_the_agent(claims: Claims) -> None:
    assert check(token(claims | {"sub": AGENT_URL})) == Agent("38231140009911", verified=True)


@pytest.mark.parametrize(
    "sub",
    [
        "38231140009911",
        "https://evil.zendesk.com/api/v2/users/38231140009911.json",
        "http://acme.zendesk.com/api/v2/users/38231140009911.json",
        "https://acmeXzendesk.com/api/v2/users/38231140009911.json",
        AGENT_URL + "?x",
        AGENT_URL + "\n",
        "https://acme.zendesk.com/api/v2/users/me.json",
        "https://acme.zendesk.com/api/v2/users/0.json",
        "",
    ],
)
def test_another_sub_names_nobody(claims: Claims, sub: str) -> None:
    assert check(token(claims | {"sub": sub})) == UNKNOWN


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "evil.zendesk.com"},
        {"iss": None},
        {"aud": "https://acme.zendesk.com/api/v2/apps/installations/1.json"},
        {"aud": "https://evil.zendesk.com/api/v2/apps/installations/4815162342.json"},
        {"aud": [f"https://acme.zendesk.com/api/v2/apps/installations/{INSTALLATION}.json", "x"]},
        {"aud": None},
        {"exp": None},
        {"exp": "soon"},
        {"iat": None},
        {"iat": IAT + 3600, "exp": IAT + 7200},
        {"nbf": IAT + 3600},
        {"context": None},
        {"context": "support"},
        {"context": {"product": "support", "location": "nav_bar"}},
        {"context": {"product": "chat", "location": "ticket_sidebar"}},
    ],
)
def test_refuses_a_token_that_is_not_for_here_and_now(claims: Claims, change: Claims) -> None:
    kept = {name: value for name, value in (claims | change).items() if value is not None}
    with pytest.raises(NotAuthentic):
        check(token(kept))


@pytest.mark.parametrize(("at", "taken"), [(EXP + 29, True), (EXP + 30, False), (IAT - 30, True), (IAT - 31, False)])
def test_allows_clocks_to_differ_by_half_a_minute(claims: Claims, at: int, taken: bool) -> None:
    if taken:
        assert check(token(claims), at) == UNKNOWN
    else:
        with pytest.raises(NotAuthentic):
            check(token(claims), at)


def test_refuses_another_key_and_a_changed_token(claims: Claims) -> None:
    with pytest.raises(NotAuthentic):
        check(token(claims, RSAKey.generate_key(2048)))
    head, _, signature = token(claims).split(".")
    other = base64.urlsafe_b64encode(json.dumps(claims | {"sub": AGENT_URL}).encode()).decode().rstrip("=")
    with pytest.raises(NotAuthentic):
        check(f"{head}.{other}.{signature}")


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256"])
def test_refuses_other_rsa_algorithms(claims: Claims, alg: str) -> None:
    with pytest.raises(NotAuthentic):
        check(token(claims, alg=alg))


def test_refuses_the_public_key_used_as_a_shared_secret(claims: Claims) -> None:
    def part(value: Claims) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    signed = f"{part({'alg': 'HS256'})}.{part(claims)}"
    mac = hmac.new(PEM.encode(), signed.encode(), hashlib.sha256).digest()
    with pytest.raises(NotAuthentic):
        check(f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}")
    with pytest.raises(NotAuthentic):
        check(f"{part({'alg': 'none'})}.{part(claims)}.")


@pytest.mark.parametrize("text", ["", "a", "a.b.c", "....", "é"])
def test_refuses_what_is_no_token(text: str) -> None:
    with pytest.raises(NotAuthentic):
        check(text)


@pytest.mark.parametrize("pem", ["", "secret", "-----BEGIN PUBLIC KEY-----\nxx\n-----END PUBLIC KEY-----"])
def test_refuses_everything_while_the_apps_key_is_unusable(claims: Claims, pem: str) -> None:
    with pytest.raises(NotAuthentic):
        PLUGIN.agent(token(claims), "acme", INSTALLATION, pem, datetime.fromtimestamp(IAT, UTC))


def test_refuses_a_key_of_another_kind(claims: Claims) -> None:
    pem = ECKey.generate_key("P-256").as_pem(private=False).decode()
    with pytest.raises(NotAuthentic):
        PLUGIN.agent(token(claims), "acme", INSTALLATION, pem, datetime.fromtimestamp(IAT, UTC))


@pytest.mark.parametrize(
    ("account", "installation"),
    [
        ("evil", INSTALLATION),
        ("acme", "1"),
        ("", INSTALLATION),
        ("acme", ""),
        ("acme/..", INSTALLATION),
        ("acme", "1/2"),
    ],
)
def test_refuses_another_tenants_record(claims: Claims, account: str, installation: str) -> None:
    with pytest.raises(NotAuthentic):
        check(token(claims | {"sub": AGENT_URL}), account=account, installation=installation)
