"""The account's pool of calls per minute, its smaller pools within, and the headers that tell of it.

The defaults are a Pro account's. None switches a limit off.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.freshdesk.clock import Clock
from sandbox.freshdesk.refusals import too_many

MINUTE, HOUR = 60, 3600
PLENTY = 1_000_000


@dataclass
class Limits:
    account_per_minute: int | None = 400
    creates_per_minute: int | None = 160
    updates_per_minute: int | None = 160
    ticket_lists_per_minute: int | None = 100
    contact_lists_per_minute: int | None = 100
    webhooks_per_hour: int | None = 1000  # more are sent later
    webhooks_count: bool = True  # each webhook takes one call of the account's pool


class Windows:
    """Sliding windows of calls, one per pool."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[str, deque[datetime]] = {}

    def take(self, pool: str, limit: int | None, cost: int = 1, seconds: int = MINUTE) -> int:
        """Count `cost` calls and return how many are left. Raise a 429 when the pool is used up: that counts nothing.

        A call that costs more than is left is still made: it is refused only once nothing is left.
        """
        if limit is None:
            return PLENTY
        wait = self.wait(pool, limit, seconds)
        if wait > 0:
            raise too_many({"Retry-After": str(math.ceil(wait)), **headers(limit, 0, 1)})
        self.note(pool, cost)
        return max(0, limit - len(self._calls[pool]))

    def wait(self, pool: str, limit: int, seconds: int = MINUTE) -> float:
        """Return the seconds until there is room for one call, 0 if there is."""
        now, calls = self._clock.now(), self._calls.setdefault(pool, deque())
        while calls and calls[0] <= now - timedelta(seconds=seconds):
            calls.popleft()
        if len(calls) < limit:
            return 0.0
        if limit <= 0:
            return float(seconds)
        return (calls[len(calls) - limit] + timedelta(seconds=seconds) - now).total_seconds()

    def note(self, pool: str, cost: int = 1) -> None:
        """Count calls that are never refused but take room from others."""
        now, calls = self._clock.now(), self._calls.setdefault(pool, deque())
        while calls and calls[0] <= now - timedelta(seconds=HOUR):  # of no use to the longest window
            calls.popleft()
        calls.extend([now] * cost)


def headers(limit: int, remaining: int, cost: int) -> dict[str, str]:
    return {
        "X-Ratelimit-Total": str(limit),
        "X-Ratelimit-Remaining": str(remaining),
        "X-Ratelimit-Used-CurrentRequest": str(cost),
    }
