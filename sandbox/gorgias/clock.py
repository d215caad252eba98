"""The stand-in's time: the machine's, plus whatever a test has moved it on by."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """UTC. Only moves forward. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ahead = timedelta()

    def now(self) -> datetime:
        with self._lock:
            return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("time does not run backwards")
        with self._lock:
            self._ahead += timedelta(seconds=seconds)


def iso(moment: datetime) -> str:
    """As Gorgias writes times: six decimals and the zone, e.g. 2026-11-02T09:14:03.120000+00:00."""
    return moment.isoformat(timespec="microseconds")


def iso_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
