"""Calls in an account's name: our paths on its base URL, with a token that is renewed when it is turned down."""

from __future__ import annotations

from typing import Any, Protocol

import requests

from connector import outbound
from connector.ports.errors import NotConnected, NotSent


class Tokens(Protocol):
    """The account's access token. Both calls raise NotConnected or another Transient."""

    def current(self) -> str:
        """Return a token that holds for the next minute, as far as we know."""

    def renew(self, refused: str) -> None:
        """Replace `refused`, which Zendesk turned down, unless somebody else already did."""


class Account:
    """One Zendesk account. Only paths are taken, so that the token never goes to another host."""

    def __init__(self, base_url: str, tokens: Tokens, session: requests.Session) -> None:
        self.base_url = base_url.rstrip("/")
        self._tokens = tokens
        self._session = session

    def read(self, path: str, params: dict[str, str] | None = None) -> Any:
        """GET JSON. A read turned down with 401 is made once more with a new token.

        Raise NotFound, ReadFailed or NotConnected.
        """
        token = self._tokens.current()
        try:
            return self._get(path, params, token)
        except NotConnected as error:
            if not _is_turned_down(error):
                raise
        self._tokens.renew(token)
        return self._get(path, params, self._tokens.current())

    def write(self, method: str, path: str, body: object = None) -> requests.Response:
        """Make one call. After a 401 the token is renewed for next time, but nothing is sent again from here.

        Raise NotSent, NotConnected, Refused (its code is the status) or OutcomeUnknown.
        """
        token = self._tokens.current()
        try:
            return outbound.write(self._session, method, self.base_url + path, body, headers=_bearer(token))
        except NotConnected as error:
            if not _is_turned_down(error):
                raise
            self._tokens.renew(token)
            raise NotSent("401", retry_after=1.0) from error

    def _get(self, path: str, params: dict[str, str] | None, token: str) -> Any:
        return outbound.read(self._session, self.base_url + path, params=params, headers=_bearer(token))


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _is_turned_down(error: NotConnected) -> bool:
    """401 is the token's fault; 403 is a missing scope or role, which a new token would lack as well."""
    return str(error) == "401"
