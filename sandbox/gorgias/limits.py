"""The leaky bucket: every call adds a drop, and the bucket runs out evenly over its window. None: no limit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from sandbox.gorgias.clock import Clock
from sandbox.gorgias.refusals import too_many


@dataclass
class Limits:
    """Calls per window. One bucket for each OAuth app, one for all API keys together (UNCONFIRMED: who shares)."""

    oauth_calls: int | None = 80
    api_key_calls: int | None = 40
    window: float = 20.0  # seconds; 10 on an Enterprise account


class Buckets:
    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._levels: dict[str, tuple[float, datetime]] = {}

    def take(self, name: str, size: int | None) -> dict[str, str]:
        """Count one call; return the headers that tell of it. Raise a 429 refusal when the bucket is full."""
        if size is None:
            return {}
        now = self._clock.now()
        per_second = size / self._limits.window
        level, at = self._levels.get(name, (0.0, now))
        level = max(0.0, level - (now - at).total_seconds() * per_second)
        if level + 1 > size:
            self._levels[name] = (level, now)
            raise too_many(max(1, math.ceil((level + 1 - size) / per_second)), f"{size}/{size}")
        self._levels[name] = (level + 1, now)
        return {"X-Gorgias-Account-Api-Call-Limit": f"{math.ceil(level + 1)}/{size}", "Retry-after": "0"}
