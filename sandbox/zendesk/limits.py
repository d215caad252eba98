"""Request limits and the headers that tell of them. None switches a limit off."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.zendesk.clock import Clock
from sandbox.zendesk.refusals import Refusal

MINUTE = 60
TEN_MINUTES = 600
SWITCHED_OFF = 1_000_000  # told where there is no limit: every answer names one


@dataclass
class Limits:
    """How many calls each window takes; the defaults are an Enterprise account's."""

    account_per_minute: int | None = 700
    updates_per_ticket: int | None = 30  # per user and ticket in ten minutes
    updates_per_minute: int | None = 100  # per account
    incremental_per_minute: int | None = 10
    search_export_per_minute: int | None = 100
    webhook_api_per_minute: int | None = 100
    webhook_tests_per_minute: int | None = 20


class Windows:
    """Sliding windows of calls, one per key."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[Hashable, deque[datetime]] = {}

    def take(self, key: Hashable, limit: int | None, seconds: int) -> tuple[int, int]:
        """Count one call; return (remaining, seconds until the oldest leaves). Raise a 429 when there is no room."""
        now = self._clock.now()
        if limit is None:
            return SWITCHED_OFF, seconds
        calls = self._calls.setdefault(key, deque())
        while calls and calls[0] <= now - timedelta(seconds=seconds):
            calls.popleft()
        if len(calls) >= limit:
            resets = math.ceil((calls[0] + timedelta(seconds=seconds) - now).total_seconds()) if calls else seconds
            raise too_many(limit, max(resets, 1))
        calls.append(now)
        return limit - len(calls), math.ceil((calls[0] + timedelta(seconds=seconds) - now).total_seconds())

    def note(self, key: Hashable) -> None:
        """Count a call that is never refused but takes room from others."""
        self._calls.setdefault(key, deque()).append(self._clock.now())


def headers(limit: int, remaining: int, resets: int) -> dict[str, str]:
    return {
        "x-rate-limit": str(limit),
        "x-rate-limit-remaining": str(remaining),
        "ratelimit-limit": str(limit),
        "ratelimit-remaining": str(remaining),
        "ratelimit-reset": str(resets),
    }


def too_many(limit: int, resets: int) -> Refusal:
    body = {"error": "APIRateLimitExceeded", "description": "Number of allowed API requests per minute exceeded"}
    return Refusal(429, body, {"retry-after": str(resets), **headers(limit, 0, resets)})
