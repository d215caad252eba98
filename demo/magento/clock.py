"""Retour's clock. Where a scenario needs time to pass it runs ahead: no shop can be told that it is later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class MovableClock:
    """The real time, and how far ahead of it we are. It never goes back."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> None:
        self._ahead += max(by, timedelta())
