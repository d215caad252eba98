"""Calls integrations for real, from background threads. No signature, no delivery id: Gorgias shows none of either."""

from __future__ import annotations

import heapq
import itertools
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import requests

from sandbox.gorgias.account import Json
from sandbox.gorgias.clock import Clock, iso
from sandbox.gorgias.integrations import Integration
from sandbox.gorgias.templating import as_text, filled_form, filled_url

REPEATS = 3  # of a time-out, a refused connection, a 429 or a 5xx; number and pause are guesses: none is published
PAUSE = 5.0  # seconds before a repeat
KEPT_ANSWER = 2000  # characters of the receiver's answer kept in the log
UNREAD = ("GET", "HEAD")  # methods without a body


@dataclass(frozen=True)
class Attempt:
    status_code: int | None  # None: no connection, or no answer in time
    answer: str
    at: datetime

    @property
    def ok(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300

    @property
    def worth_repeating(self) -> bool:
        return self.status_code is None or self.status_code == 429 or self.status_code >= 500


@dataclass
class Call:
    """One event for one integration, filled in when the event happened."""

    integration_id: int
    trigger: str
    ticket_id: int
    customer_id: int
    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    attempts: list[Attempt] = field(default_factory=list)

    def as_json(self) -> list[Json]:
        told = {"integration_id": self.integration_id, "trigger": self.trigger, "ticket_id": self.ticket_id}
        told |= {"method": self.method, "url": self.url, "body": self.body.decode()}
        return [
            told | {"status_code": one.status_code, "answer": one.answer, "at": iso(one.at)} for one in self.attempts
        ]


def call_for(integration: Integration, context: Json, *, with_headers: bool, lower_booleans: bool) -> Call:
    http = integration.http

    def shown(value: Any) -> str:
        return as_text(value, lower_booleans=lower_booleans)

    headers = {"User-Agent": "Gorgias"} | (dict(http.get("headers") or {}) if with_headers else {})
    body = b""
    if http["method"] not in UNREAD:
        headers["Content-Type"] = http["request_content_type"]
        if http.get("form") is not None:  # without a form, a POST arrives empty
            form = filled_form(http["form"], context, shown)
            plain = http["request_content_type"] == "application/json"
            body = (json.dumps(form) if plain else urlencode(form)).encode()
    ticket = context["ticket"]
    url = filled_url(http["url"], context)
    trigger = str(context["event"]["type"])
    return Call(integration.id, trigger, ticket["id"], ticket["customer"]["id"], http["method"], url, headers, body)


class Deliveries:
    """`retry_scale` multiplies every wait before a repeat; 0 repeats at once. `allowed` is asked before each attempt,
    `heard` told after it.
    """

    def __init__(
        self,
        clock: Clock,
        allowed: Callable[[Call], bool],
        heard: Callable[[Call, Attempt], None],
        *,
        workers: int = 4,
        timeout: float = 5.0,
        retry_scale: float = 1.0,
    ) -> None:
        self._clock = clock
        self._allowed = allowed
        self._heard = heard
        self.timeout = timeout  # seconds the receiver has for its answer
        self.retry_scale = retry_scale
        self.twice = False  # make every call two times
        self.drop_next = 0  # so many calls are never made, and leave no trace
        self.dropped = 0
        self.log: list[Call] = []
        self.bugs: list[Exception] = []
        self._due: list[tuple[float, int, Call]] = []
        self._order = itertools.count()
        self._held: list[Call] | None = None
        self._busy = 0
        self._closed = False
        self._changed = threading.Condition()
        for _ in range(workers):
            threading.Thread(target=self._work, daemon=True).start()

    def submit(self, call: Call) -> None:
        with self._changed:
            if self.drop_next > 0:
                self.drop_next -= 1
                self.dropped += 1
                return
            self.log.append(call)
            for _ in range(2 if self.twice else 1):
                if self._held is not None:
                    self._held.append(call)
                else:
                    self._queue(call, 0)

    def hold(self) -> None:
        """Keep new calls back until `release`."""
        with self._changed:
            self._held = self._held if self._held is not None else []

    def release(self, *, reverse: bool = False) -> int:
        """Make the held calls, one after another in the caller's thread, newest first if `reverse`; return how many."""
        with self._changed:
            held, self._held = self._held or [], None
        for call in reversed(held) if reverse else held:
            self._send(call)
        return len(held)

    def flush(self, timeout: float = 30.0) -> None:
        """Wait until nothing is under way, repeats included; held calls are not waited for.
        Raise TimeoutError after `timeout` seconds.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: not self._due and not self._busy, timeout):
                raise TimeoutError(f"{len(self._due)} calls still due after {timeout} s")

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._due.clear()
            self._changed.notify_all()

    def _queue(self, call: Call, delay: float) -> None:
        heapq.heappush(self._due, (time.monotonic() + delay, next(self._order), call))
        self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._closed and not (self._due and self._due[0][0] <= time.monotonic()):
                    self._changed.wait(self._due[0][0] - time.monotonic() if self._due else None)
                if self._closed:
                    return
                _, _, call = heapq.heappop(self._due)
                self._busy += 1
            try:
                self._send(call)
            except Exception as error:  # a bug in a stand-in must not look like a message that never came
                self.bugs.append(error)
            finally:
                with self._changed:
                    self._busy -= 1
                    self._changed.notify_all()

    def _send(self, call: Call) -> None:
        if not self._allowed(call):
            return
        attempt = self._attempt(call)
        self._heard(call, attempt)
        with self._changed:
            call.attempts.append(attempt)
            failed = sum(not past.ok for past in call.attempts)
            if not attempt.ok and attempt.worth_repeating and failed <= REPEATS and not self._closed:
                self._queue(call, PAUSE * self.retry_scale)

    def _attempt(self, call: Call) -> Attempt:
        code, text = send(call.method, call.url, call.headers, call.body, self.timeout)
        return Attempt(code, text, self._clock.now())


def send(method: str, url: str, headers: dict[str, str], body: bytes, timeout: float) -> tuple[int | None, str]:
    """Call once, follow nothing. Return (status, text); status None for no connection or no answer in time."""
    with requests.Session() as session:
        session.trust_env = False  # a proxy of this machine has no business here
        try:
            answer = session.request(method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False)
        except requests.RequestException as error:
            return None, type(error).__name__
        return answer.status_code, answer.text
