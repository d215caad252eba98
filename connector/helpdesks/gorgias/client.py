"""Calls in an account's name: our paths on its base URL, with a token that is renewed when it is turned down, and never
more of them than the account allows.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

import requests

from connector import outbound
from connector.ports.errors import NotConnected, NotSent, ReadFailed, Transient
from connector.ports.throttle import Rate, Throttle

# An OAuth app has 80 calls in 20 seconds (contract, section 3). Whether other apps of the account share them is not
# documented, so a fifth is left to them. Every answer tells the account's own number of calls, none its seconds.
SHARE, SECONDS = 0.8, 20.0
RATE = Rate(int(SHARE * 80), SECONDS)
PAGE_SIZE = "100"
MAX_PAGES = 50

_TOO_MANY = "429"
_USED_OF = re.compile(r"[0-9]+/([1-9][0-9]{0,6})")


class Tokens(Protocol):
    """The account's access token. Both calls raise NotConnected or another Transient."""

    def current(self) -> str:
        """Return a token that holds for the next minute, as far as we know."""

    def renew(self, refused: str) -> None:
        """Replace `refused`, which Gorgias turned down, unless somebody else already did."""


class Account:
    """One Gorgias account. Only paths are taken, so that the token never goes to another host."""

    def __init__(self, base_url: str, name: str, tokens: Tokens, session: requests.Session, throttle: Throttle) -> None:
        self.base_url = base_url.rstrip("/")
        self._pool = f"gorgias:{name}"
        self._tokens = tokens
        self._session = session
        self._throttle = throttle
        self._told = ""  # the newest number of calls an answer told

    def read(self, path: str, params: dict[str, str] | None = None) -> Any:
        """GET JSON. A read turned down with 401 is made once more with a new token.

        Raise NotFound, ReadFailed (also, without a call, where the account's calls are used up) or NotConnected.
        """
        token = self._tokens.current()
        try:
            return self._get(path, params, token)
        except NotConnected as error:
            if not _is_turned_down(error):
                raise
        self._tokens.renew(token)
        return self._get(path, params, self._tokens.current())

    def pages(self, path: str, params: dict[str, str] | None = None, most: int = MAX_PAGES) -> list[Any]:
        """Read cursor pages to the end and return what they hold. Raise ReadFailed rather than return a part."""
        asked, found = {"limit": PAGE_SIZE, **(params or {})}, list[Any]()
        for _ in range(most):
            held, cursor = page_of(self.read(path, asked))
            found += held
            if cursor is None:
                return found
            if asked.get("cursor") == cursor:
                raise ReadFailed("the pages do not move on")
            asked = asked | {"cursor": cursor}
        raise ReadFailed(f"more than {most} pages", retry_after=3600.0)

    def write(self, method: str, path: str, body: object = None) -> requests.Response:
        """Make one call. After a 401 the token is renewed for next time, but nothing is sent again from here.

        Raise NotSent, NotConnected, Refused (its code is the status) or OutcomeUnknown.
        """
        token = self._tokens.current()
        if wait := self._throttle.take(self._pool, RATE):
            raise NotSent("rate limit", wait)
        try:
            return outbound.write(self._session, method, self.base_url + path, body, **self._manner(token))
        except NotConnected as error:
            if not _is_turned_down(error):
                raise
            self._tokens.renew(token)
            raise NotSent("401", retry_after=1.0) from error
        except NotSent as error:
            self._heed(error)
            raise

    def _get(self, path: str, params: dict[str, str] | None, token: str) -> Any:
        if wait := self._throttle.take(self._pool, RATE):
            raise ReadFailed("rate limit", wait)
        try:
            return outbound.read(self._session, self.base_url + path, params=params, **self._manner(token))
        except ReadFailed as error:
            self._heed(error)
            raise

    def _manner(self, token: str) -> dict[str, Any]:
        return {"headers": {"Authorization": f"Bearer {token}"}, "hooks": {"response": self._heard}}

    def _heard(self, answer: requests.Response, *_: object, **__: object) -> None:
        """What one process heard, all keep to."""
        told = _USED_OF.fullmatch(answer.headers.get("X-Gorgias-Account-Api-Call-Limit", ""))
        if told is not None and told[1] != self._told:
            self._told = told[1]
            self._throttle.learned(self._pool, Rate(max(int(SHARE * int(told[1])), 1), SECONDS))

    def _heed(self, error: Transient) -> None:
        """Turned away once, everybody waits: each further call would only be turned away, too."""
        if str(error) == _TOO_MANY:
            self._throttle.hold(self._pool, error.retry_after)


def page_of(document: Any) -> tuple[list[Any], str | None]:
    """Return what a page holds, and the cursor of the next one, None on the last. Raise ReadFailed."""
    held = document.get("data") if isinstance(document, dict) else None
    meta = document.get("meta") if isinstance(document, dict) else None
    if not isinstance(held, list) or not isinstance(meta, dict):
        raise ReadFailed("not a page as documented")
    cursor = meta.get("next_cursor")
    return held, str(cursor) if cursor else None


def _is_turned_down(error: NotConnected) -> bool:
    """401 is the token's fault; 403 is a missing scope, which a new token would lack as well."""
    return str(error) == "401"
