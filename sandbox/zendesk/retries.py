"""When Zendesk sends a webhook again, and when it stops sending for a while."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

TIMED_OUT = 504  # how the log shows an answer that did not come in time
REPEATS = {TIMED_OUT: 5, 409: 3, 429: 5, 503: 5}  # the number for 429 and 503 is a guess: none is published
LONGEST_WAIT = 60  # seconds; a Retry-After from here on is not honoured
PAUSE = 5.0  # seconds before repeating a time-out or a 409; a guess: none is published


def wait_before_repeat(status_code: int, retry_after: str | None, sent_so_far: int) -> float | None:
    """Return the seconds to wait, or None when this answer is final. `sent_so_far` counts this attempt."""
    if sent_so_far > REPEATS.get(status_code, 0):
        return None
    if status_code in (429, 503):
        if retry_after is None or not retry_after.isdigit() or int(retry_after) >= LONGEST_WAIT:
            return None
        return float(retry_after)
    return PAUSE


@dataclass
class Breaker:
    """Per webhook: 70 % errors, or more than 1000, among at least 100 sends in five minutes stop sending for 5 s."""

    window: timedelta = timedelta(minutes=5)
    least_sends: int = 100
    error_share: float = 0.7
    most_errors: int = 1000
    blocked_for: timedelta = timedelta(seconds=5)

    def __post_init__(self) -> None:
        self._sends: deque[tuple[datetime, bool]] = deque()
        self._errors = 0
        self._blocked_until: datetime | None = None

    def allows(self, now: datetime) -> bool:
        return self._blocked_until is None or now >= self._blocked_until

    def note(self, now: datetime, failed: bool) -> None:
        self._sends.append((now, failed))
        self._errors += failed
        while self._sends[0][0] <= now - self.window:
            self._errors -= self._sends.popleft()[1]
        too_many = self._errors > self.most_errors or self._errors >= self.error_share * len(self._sends)
        if failed and too_many and len(self._sends) >= self.least_sends:
            self._blocked_until = now + self.blocked_for
