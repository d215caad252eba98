"""The stand-in's time: the machine's, plus whatever a test has moved it on by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """UTC. Only moves forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._ahead += timedelta(seconds=seconds)


def to_second(moment: datetime) -> datetime:
    """Cut to the resolution Zendesk keeps its ticket times in."""
    return moment.replace(microsecond=0)


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_nano(moment: datetime) -> str:
    """Nine decimals, as in webhooks and events."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f000Z")
