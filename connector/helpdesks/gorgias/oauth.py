"""Gorgias' authorisation page, token endpoint and revocation (contract, section 1). authlib builds and reads the OAuth
messages; they travel through `outbound` like every call.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests
from authlib.oauth2.client import OAuth2Client

from connector import outbound
from connector.ports.errors import ReadFailed
from connector.tokens import OAUTH_FAILURES, TokenPair, failure_of

# `offline` brings the refresh token. Widgets have no scope of their own.
SCOPES = (
    "openid email profile offline account:read users:read tickets:read tickets:write customers:read "
    "integrations:read integrations:write macros:read macros:write tags:read tags:write "
    "satisfaction_survey:read events:read"
)
ACCESS_SECONDS = 86_400  # how long a token lives where the answer says 0 or nothing


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """The app as the partner portal knows it."""

    id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Callback:
    """What came back from Gorgias' page, with what we kept for it."""

    code: str = field(repr=False)
    redirect_uri: str


def authorize_url(base_url: str, client: OAuthClient, redirect_uri: str, state: str, verifier: str) -> str:
    """Return where the admin's browser goes. There is no PKCE; the nonce, which an id token would repeat, is derived
    from the verifier, so that the verifier itself stays with us.
    """
    nonce = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked, _ = OAuth2Client(None, client_id=client.id, scope=SCOPES).create_authorization_url(
        f"{base_url}/oauth/authorize", state=state, redirect_uri=redirect_uri, nonce=nonce
    )
    return str(asked)


def exchange_code(
    session: requests.Session, base_url: str, client: OAuthClient, callback: Callback, now: datetime
) -> TokenPair:
    """Trade the code, which works once. Raise NotConnected or ReadFailed: start again from the page."""
    try:
        token = _oauth(session, client).fetch_token(
            f"{base_url}/oauth/token",
            grant_type="authorization_code",
            code=callback.code,
            redirect_uri=callback.redirect_uri,
        )
    except OAUTH_FAILURES as error:
        raise failure_of(error) from error
    return _pair_from(token, now)


def refresh_pair(
    session: requests.Session, base_url: str, client: OAuthClient, refresh_token: str, now: datetime
) -> TokenPair:
    """Get a new access token; the refresh token stays unless another one comes back.

    Raise DeadGrant (the app was uninstalled), NotConnected or ReadFailed.
    """
    try:
        token = _oauth(session, client).refresh_token(f"{base_url}/oauth/token", refresh_token=refresh_token)
    except OAUTH_FAILURES as error:
        raise failure_of(error) from error
    return _pair_from(token, now)


def revoke(session: requests.Session, base_url: str, client: OAuthClient, pair: TokenPair) -> None:
    """End the grant. Safe to repeat. Raise Transient, Refused or OutcomeUnknown."""
    _TokenEndpoint(session, client).post(f"{base_url}/oauth/revoke", {"token": pair.refresh or pair.access})


def _oauth(session: requests.Session, client: OAuthClient) -> OAuth2Client:
    endpoint = _TokenEndpoint(session, client)
    return OAuth2Client(
        endpoint,
        client_id=client.id,
        token_endpoint_auth_method="none",  # noqa: S106 - `_TokenEndpoint` authenticates
    )


class _TokenEndpoint:
    """What authlib takes for a session: forms, with the client's id and secret as HTTP Basic; a failure is ours."""

    def __init__(self, session: requests.Session, client: OAuthClient) -> None:
        self._session = session
        self._client = client

    def post(self, url: str, data: dict[str, str], **_: object) -> requests.Response:
        basic = (self._client.id, self._client.secret)
        return outbound.write(self._session, "POST", url, data=data, auth=basic)


def _pair_from(token: Any, now: datetime) -> TokenPair:
    """authlib has refused an `expires_in` that is no number, and kept the refresh token where none came back."""
    access, refresh, seconds = (token.get(name) for name in ("access_token", "refresh_token", "expires_in"))
    if not isinstance(access, str) or not access:
        raise ReadFailed("token endpoint: no access token")
    ends = now + timedelta(seconds=int(seconds or 0) or ACCESS_SECONDS)
    return TokenPair(access, refresh if isinstance(refresh, str) and refresh else None, now, ends)
