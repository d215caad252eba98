"""Time, so that a test can be anywhere in it."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def __call__(self) -> datetime:
        """Return now, aware, in UTC."""
