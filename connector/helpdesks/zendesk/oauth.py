"""Zendesk's token endpoint and authorisation page (contract, section 1). authlib builds and reads the OAuth messages;
they travel through `outbound` like every call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests
from authlib.oauth2.client import OAuth2Client

from connector import outbound
from connector.ports.errors import ReadFailed
from connector.tokens import OAUTH_FAILURES, TokenPair, failure_of

SCOPES = (
    "tickets:read tickets:write users:read macros:read macros:write "
    "webhooks:read webhooks:write triggers:read triggers:write"
)
ACCESS_SECONDS = 1800  # asked for; Zendesk allows 300 to 172800
REFRESH_SECONDS = 2_592_000  # 30 days; Zendesk allows 7 to 90


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """`id` is the client's Unique identifier text, not its number. A public client has no secret: PKCE alone."""

    id: str
    secret: str | None = field(default=None, repr=False)


def authorize_url(base_url: str, client: OAuthClient, redirect_uri: str, state: str, code_verifier: str) -> str:
    """Return where the admin's browser goes. `code_verifier`: 43 to 128 random characters, kept with `state`."""
    asked, _ = _oauth(client, None).create_authorization_url(
        f"{base_url}/oauth/authorizations/new", state=state, code_verifier=code_verifier, redirect_uri=redirect_uri
    )
    return str(asked)


@dataclass(frozen=True, slots=True)
class Callback:
    """What came back from Zendesk's page, with what we kept for it."""

    code: str = field(repr=False)
    redirect_uri: str
    code_verifier: str = field(repr=False)


def exchange_code(
    session: requests.Session, base_url: str, client: OAuthClient, callback: Callback, now: datetime
) -> TokenPair:
    """Trade the code, which lives 120 s and works once. Raise NotConnected or ReadFailed: start again from the page."""
    oauth = _oauth(client, session)
    with_pkce = {"code_verifier": callback.code_verifier, "redirect_uri": callback.redirect_uri, "scope": SCOPES}
    try:
        token = oauth.fetch_token(
            f"{base_url}/oauth/tokens", grant_type="authorization_code", code=callback.code, **with_pkce
        )
    except OAUTH_FAILURES as error:
        raise failure_of(error) from error
    return _pair_from(token, now)


def refresh_pair(
    session: requests.Session, base_url: str, client: OAuthClient, refresh_token: str, now: datetime
) -> TokenPair:
    """Trade a refresh token, which kills it and its access token. Raise DeadGrant, NotConnected or ReadFailed."""
    try:
        token = _oauth(client, session).refresh_token(f"{base_url}/oauth/tokens", refresh_token=refresh_token)
    except OAUTH_FAILURES as error:
        raise failure_of(error) from error
    return _pair_from(token, now)


def _oauth(client: OAuthClient, session: requests.Session | None) -> OAuth2Client:
    return OAuth2Client(
        _TokenEndpoint(session, client),
        client_id=client.id,
        scope=SCOPES,
        code_challenge_method="S256",
        token_endpoint_auth_method="none",  # noqa: S106 - the secret goes into the JSON body
    )


class _TokenEndpoint:
    """What authlib takes for a session. It speaks forms, Zendesk documents JSON; a failure is raised as ours."""

    def __init__(self, session: requests.Session | None, client: OAuthClient) -> None:
        self._session = session
        self._client = client

    def post(self, url: str, data: dict[str, str], **_: object) -> requests.Response:
        if self._session is None:
            raise ValueError("this client only builds addresses")
        body: dict[str, object] = {**data, "client_id": self._client.id}
        if self._client.secret:
            body["client_secret"] = self._client.secret
        body |= {"expires_in": ACCESS_SECONDS, "refresh_token_expires_in": REFRESH_SECONDS}
        return outbound.write(self._session, "POST", url, body)


def _pair_from(token: Any, now: datetime) -> TokenPair:
    """A missing `expires_in` is an older client's: it does not end. authlib has refused any that is no number."""
    access, refresh, seconds = (token.get(name) for name in ("access_token", "refresh_token", "expires_in"))
    if not isinstance(access, str) or not access:
        raise ReadFailed("token endpoint: no access token")
    ends = now + timedelta(seconds=int(seconds)) if seconds else None
    return TokenPair(access, refresh if isinstance(refresh, str) and refresh else None, now, ends)
