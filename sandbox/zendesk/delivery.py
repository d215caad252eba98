"""Sends webhooks for real, from background threads, with the vendor's promises and the vendor's gaps."""

from __future__ import annotations

import heapq
import itertools
import threading
import time

import requests

from sandbox.zendesk.account import ACCOUNT_ID
from sandbox.zendesk.clock import Clock, iso
from sandbox.zendesk.invocations import Attempt, Invocation
from sandbox.zendesk.retries import TIMED_OUT, Breaker, wait_before_repeat
from sandbox.zendesk.signature import sign
from sandbox.zendesk.webhooks import Webhook

KEPT_ANSWER = 2000  # characters of the receiver's answer kept in the log


class Deliveries:
    """`retry_scale` multiplies every wait before a repeat; 0 repeats at once."""

    def __init__(self, clock: Clock, *, workers: int = 4, timeout: float = 12.0, retry_scale: float = 1.0) -> None:
        self._clock = clock
        self.timeout = timeout  # seconds the receiver has for its answer
        self.retry_scale = retry_scale
        self.twice = False  # send every message two times, under one invocation id
        self.drop_next = 0  # so many messages are never sent, and leave no trace
        self.dropped = 0
        self.log: list[Invocation] = []
        self._breakers: dict[str, Breaker] = {}
        self._gone: set[str] = set()
        self._due: list[tuple[float, int, Webhook, Invocation]] = []
        self._order = itertools.count()
        self._held: list[tuple[Webhook, Invocation]] | None = None
        self._busy = 0
        self._closed = False
        self._changed = threading.Condition()
        for _ in range(workers):
            threading.Thread(target=self._work, daemon=True).start()

    def submit(self, webhook: Webhook, body: bytes) -> None:
        with self._changed:
            if self.drop_next > 0:
                self.drop_next -= 1
                self.dropped += 1
                return
            invocation = Invocation(webhook.id, body, self._clock.now())
            self.log.append(invocation)
            for _ in range(2 if self.twice else 1):
                if self._held is not None:
                    self._held.append((webhook, invocation))
                else:
                    self._queue(webhook, invocation, 0)

    def hold(self) -> None:
        """Keep new messages back until `release`."""
        with self._changed:
            self._held = self._held if self._held is not None else []

    def release(self, *, reverse: bool = False) -> int:
        """Send what was held, one after another in the caller's thread, newest first if `reverse`; return how many."""
        with self._changed:
            held, self._held = self._held or [], None
        for webhook, invocation in reversed(held) if reverse else held:
            self._send(webhook, invocation)
        return len(held)

    def flush(self, timeout: float = 30.0) -> None:
        """Wait until nothing is under way, repeats included; held messages are not waited for.
        Raise TimeoutError after `timeout` seconds.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: not self._due and not self._busy, timeout):
                raise TimeoutError(f"{len(self._due)} deliveries still due after {timeout} s")

    def forget(self, webhook_id: str) -> None:
        """Send nothing more to a webhook that was deleted."""
        with self._changed:
            self._gone.add(webhook_id)

    def log_of(self, webhook_id: str) -> list[Invocation]:
        """Newest first, as the API lists them."""
        with self._changed:
            return [invocation for invocation in reversed(self.log) if invocation.webhook_id == webhook_id]

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._due.clear()
            self._changed.notify_all()

    def _queue(self, webhook: Webhook, invocation: Invocation, delay: float) -> None:
        heapq.heappush(self._due, (time.monotonic() + delay, next(self._order), webhook, invocation))
        self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._closed and not (self._due and self._due[0][0] <= time.monotonic()):
                    self._changed.wait(self._due[0][0] - time.monotonic() if self._due else None)
                if self._closed:
                    return
                _, _, webhook, invocation = heapq.heappop(self._due)
                self._busy += 1
            try:
                self._send(webhook, invocation)
            finally:
                with self._changed:
                    self._busy -= 1
                    self._changed.notify_all()

    def _send(self, webhook: Webhook, invocation: Invocation) -> None:
        with self._changed:
            breaker = self._breakers.setdefault(webhook.id, Breaker())
            if webhook.id in self._gone or not webhook.active:
                return
            if not breaker.allows(self._clock.now()):
                invocation.status = "circuit broken"
                return
        attempt, retry_after = self._attempt(webhook, invocation)
        with self._changed:
            breaker.note(self._clock.now(), attempt.status != "success")
            invocation.attempts.append(attempt)
            invocation.status = attempt.status
            if attempt.status != "success" and attempt.status_code is not None and not self._closed:
                alike = sum(past.status_code == attempt.status_code for past in invocation.attempts)
                wait = wait_before_repeat(attempt.status_code, retry_after, alike)
                if wait is not None:
                    invocation.status = "retrying"
                    self._queue(webhook, invocation, wait * self.retry_scale)

    def _attempt(self, webhook: Webhook, invocation: Invocation) -> tuple[Attempt, str | None]:
        headers = signed_headers(webhook.id, webhook.secret, invocation.body, iso(self._clock.now()), invocation.id)
        code, answer_headers, answer = post(
            str(webhook.given["endpoint"]),
            str(webhook.given["http_method"]),
            headers | webhook.credentials() | (webhook.given.get("custom_headers") or {}),
            invocation.body,
            self.timeout,
        )
        status = "success" if code is not None and 200 <= code < 300 else "terminated"
        made = Attempt(
            code, status, headers, invocation.body.decode(), answer_headers, answer[:KEPT_ANSWER], self._clock.now()
        )
        return made, {name.lower(): value for name, value in answer_headers.items()}.get("retry-after")


def signed_headers(webhook_id: str, secret: str, body: bytes, timestamp: str, invocation_id: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Zendesk Webhook",
        "X-Zendesk-Account-Id": str(ACCOUNT_ID),
        "X-Zendesk-Webhook-Id": webhook_id,
        "X-Zendesk-Webhook-Invocation-Id": invocation_id,
        "X-Zendesk-Webhook-Signature": sign(secret, timestamp, body),
        "X-Zendesk-Webhook-Signature-Timestamp": timestamp,
    }


Sent = tuple[int | None, dict[str, str], str]


def post(endpoint: str, method: str, headers: dict[str, str], body: bytes, timeout: float) -> Sent:
    """Send once, follow nothing. Return (status, headers, text): 504 for no answer in time, None for no connection."""
    with requests.Session() as session:
        session.trust_env = False  # a proxy of this machine has no business here
        try:
            answer = session.request(
                method, endpoint, data=body, headers=headers, timeout=timeout, allow_redirects=False
            )
        except requests.Timeout:
            return TIMED_OUT, {}, ""
        except requests.RequestException as error:
            return None, {}, type(error).__name__
        return answer.status_code, dict(answer.headers), answer.text
