"""Calls in an account's name: our paths on its base URL, within its limits, with a token that is renewed when it is
turned down."""

from __future__ import annotations

from typing import Any, Protocol
from urllib.parse import urlsplit

import requests

from connector import outbound
from connector.helpdesks.zendesk.limits import Limits
from connector.ports.errors import NotConnected, NotSent, ReadFailed
from connector.ports.throttle import Throttle


class Tokens(Protocol):
    """The account's access token. Both calls raise NotConnected or another Transient."""

    def current(self) -> str:
        """Return a token that holds for the next minute, as far as we know."""

    def renew(self, refused: str) -> None:
        """Replace `refused`, which Zendesk turned down, unless somebody else already did."""


class Account:
    """One Zendesk account. Only paths are taken, so that the token never goes to another host. Without a throttle
    nothing is counted."""

    def __init__(
        self, base_url: str, tokens: Tokens, session: requests.Session, throttle: Throttle | None = None
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._tokens = tokens
        self._session = session
        self._limits = Limits(urlsplit(self.base_url).netloc, throttle) if throttle else None

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
        if wait := self._wait(method, path):
            raise NotSent("rate limit", wait)
        try:
            return outbound.write(self._session, method, self.base_url + path, body, **self._with(token))
        except NotConnected as error:
            if not _is_turned_down(error):
                raise
            self._tokens.renew(token)
            raise NotSent("401", retry_after=1.0) from error

    def _get(self, path: str, params: dict[str, str] | None, token: str) -> Any:
        if wait := self._wait("GET", path):
            raise ReadFailed("rate limit", wait)
        return outbound.read(self._session, self.base_url + path, params=params, **self._with(token))

    def _wait(self, method: str, path: str) -> float:
        return self._limits.wait(method, path) if self._limits else 0.0

    def _with(self, token: str) -> dict[str, Any]:
        more: dict[str, Any] = {"headers": {"Authorization": f"Bearer {token}"}}
        return more | {"hooks": {"response": self._limits.heard}} if self._limits else more


def _is_turned_down(error: NotConnected) -> bool:
    """401 is the token's fault; 403 is a missing scope or role, which a new token would lack as well."""
    return str(error) == "401"
