"""(b) Where a ticket's CPU goes: one thread works tickets off in this process, the clock of its CPU is read wherever a
stage begins or ends. A stage does not count what a stage inside it counts."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from sqlalchemy import Connection

from bench.noise import Figure, figure
from bench.outside import Outside, outside
from bench.progress import Progress
from connector import outbound
from connector.app import create_app
from connector.bootstrap import Application, build
from connector.flow import act as act_step
from connector.flow import run as run_step
from connector.jobs import pool
from connector.settings import Settings
from connector.storage.secret_box import SecretBox
from connector.storage.throttle import SqlThrottle
from connector.web import webhooks
from sandbox.serving import serve

STAGES: tuple[tuple[str, Any, str], ...] = (  # what it is called, where it is looked up, by which name
    ("calls outside, signing and JSON included", outbound, "read"),
    ("calls outside, signing and JSON included", outbound, "write"),
    ("vendors' limits, counted over all processes", SqlThrottle, "take"),
    ("secrets: read and opened", SecretBox, "get"),
    ("database: statements", Connection, "execute"),
    ("database: statements", Connection, "scalar"),
    ("understand: clean, read, cues", run_step, "understand"),
    ("look up: order, credit memos, articles", run_step, "look_up"),
    ("decide, plan, keep", run_step, "settle_turn"),
    ("refund: look once more, send", act_step, "_money"),
    ("reply: look once more, render, write", act_step, "say"),
    ("record what became of an action", act_step, "finish"),
    ("read the ticket, claim, take up", pool, "run_ticket"),
    ("claim actions", pool, "act"),
)
RECEIVE, WHOLE = "receive: signature, group commit", "all but receive"
QUIET = 0.3  # seconds without anything to do: the last event was delivered


class Clock(threading.local):
    """CPU seconds of the calling thread, by stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []  # CPU of the stages within the running one

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def measured(*args: Any, **kwargs: Any) -> Any:
            self._inside.append(0.0)
            start = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                whole = time.thread_time() - start
                self.spent[stage] += whole - self._inside.pop()
                if self._inside:
                    self._inside[-1] += whole

        return measured


class Receiving:
    """Deliveries come in on other threads, each with its own clock: theirs are added up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.seconds = 0.0

    def timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def measured(*args: Any, **kwargs: Any) -> Any:
            start = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                with self._lock:
                    self.seconds += time.thread_time() - start

        return measured


@contextmanager
def _watching(clock: Clock, receiving: Receiving) -> Iterator[None]:
    before = [(where, name, getattr(where, name)) for _, where, name in STAGES]
    steps, receive = pool.STEPS, vars(webhooks)["receive"]
    try:
        for stage, where, name in STAGES:
            setattr(where, name, clock.timed(stage, getattr(where, name)))
        pool.STEPS = tuple(getattr(pool, step.__name__) for step in steps)
        webhooks.receive = receiving.timed(receive)  # type: ignore[attr-defined]
        yield
    finally:
        pool.STEPS, webhooks.receive = steps, receive  # type: ignore[attr-defined]
        for where, name, function in before:
            setattr(where, name, function)


def _work(retour: Application, say: Outside, prefix: str, count: int) -> float:
    """Return the CPU seconds of working all of them off. Raise RuntimeError if one is not settled."""
    say("order", prefix, count)
    say("write")
    spent, quiet_since = 0.0, time.monotonic()
    while time.monotonic() - quiet_since < QUIET:
        start = time.thread_time()
        if pool.drain(retour.services):
            spent += time.thread_time() - start
            quiet_since = time.monotonic()
        time.sleep(0.02)
    if say("settled") != [count, count, count]:
        raise RuntimeError("tickets that are not settled")
    return spent


def measure(tickets: int, rounds: int, progress: Progress) -> dict[str, Figure]:
    """CPU milliseconds per ticket and stage; WHOLE is all of them but RECEIVE."""
    found: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="retour-bench-") as folder, outside() as say:
        web: list[Any] = []
        with serve(lambda environ, start: web[0](environ, start)) as server:
            retour = build(Settings(**say("open", folder, "", server.url, {"pool_threads": "0"})))
            web.append(create_app(retour))
            say("join")
            _work(retour, say, "warm", 5)
            for number in range(1, rounds + 1):
                progress.step(f"CPU by stage, round {number} of {rounds}")
                clock, receiving = Clock(), Receiving()
                with _watching(clock, receiving):
                    whole = _work(retour, say, f"s{number}n", tickets)
                for stage, seconds in {RECEIVE: receiving.seconds, **clock.spent, WHOLE: whole}.items():
                    found[stage].append(seconds / tickets * 1000)
            retour.engine.dispose()
    return {stage: figure(values) for stage, values in found.items()}
