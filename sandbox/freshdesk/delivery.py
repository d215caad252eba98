"""Sends webhooks for real, from background threads: unsigned, without an id of their own, with the vendor's repeats."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import requests

from sandbox.freshdesk.account import Json
from sandbox.freshdesk.clock import Clock, iso

SUPPORT_NOTE_WAITS = (300.0, 1500.0, 1800.0)  # seconds: 5, 30 and 60 minutes after the first try
HELP_ARTICLE_WAITS = (1800.0,) * 48  # the vendor's other statement: plan for both
TIMED_OUT = "timed out"


@dataclass(frozen=True)
class Attempt:
    status_code: int | None  # None: no answer
    answer: str  # the start of it, or why there was none
    at: datetime

    @property
    def taken(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300


@dataclass
class Message:
    """One webhook call of one rule; a repeat is the same bytes again."""

    rule_id: int
    ticket_id: int
    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    made_at: datetime
    attempts: list[Attempt] = field(default_factory=list)
    status: str = "pending"  # success, retrying, failed

    def as_json(self) -> list[Json]:
        return [
            {
                "rule_id": self.rule_id,
                "ticket_id": self.ticket_id,
                "url": self.url,
                "body": self.body.decode(),
                "status_code": attempt.status_code,
                "at": iso(attempt.at),
            }
            for attempt in list(self.attempts)
        ]


class Deliveries:
    """`retry_scale` multiplies every wait before a repeat; 0 repeats at once. `delay` tells how long a message has to
    wait for its turn, in seconds; `bugs` takes what goes wrong in here.
    """

    def __init__(
        self,
        clock: Clock,
        delay: Callable[[], float],
        bugs: list[Exception],
        *,
        workers: int = 4,
        timeout: float = 12.0,
        retry_scale: float = 1.0,
    ) -> None:
        self._clock = clock
        self._delay = delay
        self._bugs = bugs
        self.timeout = timeout  # seconds the receiver has for its answer
        self.retry_scale = retry_scale
        self.waits: Sequence[float] = SUPPORT_NOTE_WAITS
        self.twice = False  # send every message two times
        self.drop_next = 0  # so many messages are never sent, and leave no trace
        self.dropped = 0
        self.log: list[Message] = []
        self._due: list[tuple[float, int, Message]] = []
        self._order = itertools.count()
        self._held: list[Message] | None = None
        self._busy = 0
        self._closed = False
        self._changed = threading.Condition()
        for _ in range(workers):
            threading.Thread(target=self._work, daemon=True).start()

    def submit(self, message: Message) -> None:
        with self._changed:
            if self.drop_next > 0:
                self.drop_next -= 1
                self.dropped += 1
                return
            self.log.append(message)
            for _ in range(2 if self.twice else 1):
                if self._held is not None:
                    self._held.append(message)
                else:
                    self._queue(message, self._delay() * self.retry_scale)

    def hold(self) -> None:
        """Keep new messages back until `release`."""
        with self._changed:
            self._held = self._held if self._held is not None else []

    def release(self, *, reverse: bool = False) -> int:
        """Send what was held, one after another in the caller's thread, newest first if `reverse`; return how many."""
        with self._changed:
            held, self._held = self._held or [], None
        for message in reversed(held) if reverse else held:
            self._send(message)
        return len(held)

    def flush(self, timeout: float = 30.0) -> None:
        """Wait until nothing is under way, repeats included; held messages are not waited for.
        Raise TimeoutError after `timeout` seconds.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: not self._due and not self._busy, timeout):
                raise TimeoutError(f"{len(self._due)} deliveries still due after {timeout} s")

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._due.clear()
            self._changed.notify_all()

    def _queue(self, message: Message, delay: float) -> None:
        heapq.heappush(self._due, (time.monotonic() + delay, next(self._order), message))
        self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._closed and not (self._due and self._due[0][0] <= time.monotonic()):
                    self._changed.wait(self._due[0][0] - time.monotonic() if self._due else None)
                if self._closed:
                    return
                _, _, message = heapq.heappop(self._due)
                self._busy += 1
            try:
                self._send(message)
            except Exception as error:  # the thread must live on; the test looks at `bugs`
                self._bugs.append(error)
            finally:
                with self._changed:
                    self._busy -= 1
                    self._changed.notify_all()

    def _send(self, message: Message) -> None:
        attempt = Attempt(*post(message, self.timeout), self._clock.now())
        with self._changed:
            message.attempts.append(attempt)
            failures = sum(not one.taken for one in message.attempts)
            if attempt.taken:
                message.status = "success"
            elif failures > len(self.waits) or self._closed:
                message.status = "failed"
            else:
                message.status = "retrying"
                self._queue(message, self.waits[failures - 1] * self.retry_scale)


def post(message: Message, timeout: float) -> tuple[int | None, str]:
    """Send once, redirects followed. Return (status, start of the answer); no status without an answer."""
    with requests.Session() as session:
        session.trust_env = False  # a proxy of this machine has no business here
        try:
            answer = session.request(
                message.method, message.url, data=message.body, headers=message.headers, timeout=timeout
            )
        except requests.Timeout:
            return None, TIMED_OUT
        except requests.RequestException as error:
            return None, type(error).__name__
        return answer.status_code, answer.text[:2000]
