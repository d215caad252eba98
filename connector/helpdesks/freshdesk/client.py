"""Calls in an account's name: our paths on its base URL, with its API key, no faster than the account allows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import requests

from connector import outbound
from connector.ports.errors import NotSent, ReadFailed
from connector.ports.throttle import Rate, Throttle

SHARE = 0.8  # of what the account allows: its other apps, and our own webhooks, use the same pool
RATE = Rate(int(SHARE * 50), 60.0)  # the lowest plan's, until an answer told the account's own
LIST_RATE = Rate(int(SHARE * 20), 60.0)
LISTS = {200: 20, 400: 100, 700: 200}  # ticket lists a minute, by calls a minute (contract, section 3, "Limits")
HOURLY = 3000  # a total this high is an old account's, counted by the hour

ApiKey = Callable[[], str]


class Account:
    """One Freshdesk account. Only paths are taken, so that the key never goes to another host.

    `key` returns the API key of the agent we write as, or raises NotConnected. `name` is the subdomain.
    """

    def __init__(self, base_url: str, name: str, key: ApiKey, session: requests.Session, throttle: Throttle) -> None:
        self.base_url = base_url.rstrip("/")
        self._key = key
        self._session = session
        self._throttle = throttle
        self._pool = f"freshdesk:{name}"
        self._lists = f"{self._pool}:lists"
        self._told = ""  # the newest X-RateLimit-Total

    def read(self, path: str, params: dict[str, str] | None = None, calls: int = 1) -> Any:
        """GET JSON. `calls`: what Freshdesk counts it as; each `include` costs more.

        Raise NotFound, ReadFailed (also where we have to wait first) or NotConnected.
        """
        return self._read(path, params, calls, self._pool)

    def list_tickets(self, params: dict[str, str]) -> Any:
        """GET a page of tickets, which the account allows less often than other calls. Raise as `read` does."""
        wait = self._throttle.take(self._lists, LIST_RATE)
        if wait > 0:
            raise ReadFailed("rate limit of ticket lists", wait)
        return self._read("/api/v2/tickets", params, 1, self._lists)

    def write(self, method: str, path: str, body: object = None) -> requests.Response:
        """Make one call. Raise NotSent, NotConnected, Refused (its code is the status) or OutcomeUnknown."""
        key = self._key()
        wait = self._throttle.take(self._pool, RATE)
        if wait > 0:
            raise NotSent("rate limit", wait)
        return outbound.write(self._session, method, self.base_url + path, body, **self._manner(key, self._pool))

    def _read(self, path: str, params: dict[str, str] | None, calls: int, pool: str) -> Any:
        key = self._key()
        wait = self._throttle.take(self._pool, RATE, calls)
        if wait > 0:
            raise ReadFailed("rate limit", wait)
        return outbound.read(self._session, self.base_url + path, params=params, **self._manner(key, pool))

    def _manner(self, key: str, pool: str) -> dict[str, Any]:
        """The key is the user's name, the password may be anything (contract, section 1)."""
        return {"auth": (key, "X"), "hooks": {"response": partial(self._heard, pool)}}

    def _heard(self, pool: str, answer: requests.Response, *_: object, **__: object) -> None:
        """Every process hears what this answer says about the pace. A 429 holds `pool`, that of the refused call alone:
        a poll that asked for too many lists keeps no reply from a customer.
        """
        if answer.status_code == 429:
            self._throttle.hold(pool, outbound.retry_after(answer))
            return
        told = answer.headers.get("X-RateLimit-Total", "")
        if told == self._told or not (told.isascii() and told.isdigit()) or int(told) == 0:
            return
        self._told, total = told, int(told)
        self._throttle.learned(self._pool, Rate(max(int(SHARE * total), 1), 3600.0 if total >= HOURLY else 60.0))
        if total in LISTS:
            self._throttle.learned(self._lists, Rate(int(SHARE * LISTS[total]), 60.0))
