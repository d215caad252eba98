"""The embedded pool: threads that read tickets and send actions, woken by a doorbell, never dependent on it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from connector.flow.act import act
from connector.flow.dues import keep_promises, poll_all
from connector.flow.reconcile import reconcile
from connector.flow.run import run_ticket
from connector.flow.services import Services

log = logging.getLogger(__name__)


# What was begun is ended first: nobody whose money moved waits behind a queue of new tickets.
STEPS: tuple[Callable[[Services], bool], ...] = (act, reconcile, run_ticket, keep_promises)
LONGEST_SLEEP = 60.0  # of a worker that nobody rings


def step(services: Services) -> bool:
    """Do one thing that is due; False: nothing is."""
    return any(each(services) for each in STEPS)


def drain(services: Services) -> int:
    """Do everything that is due now, one after the other; return how much that was."""
    done = 0
    while step(services):
        done += 1
    return done


class Doorbell:
    """Wakes one sleeping thread per ring. A ring that nobody hears is made up for by the sweep."""

    def __init__(self) -> None:
        self._bell = threading.Semaphore(0)

    def ring(self) -> None:
        self._bell.release()

    def wait(self, seconds: float) -> None:
        self._bell.acquire(timeout=seconds)


class Pool:
    """`threads` workers that sleep until the bell rings, one clock that rings it every `sweep` seconds (rows whose
    doorbell was lost, retries whose time has come), one that polls every `poll` seconds (0: never)."""

    def __init__(self, services: Services, bell: Doorbell, threads: int, sweep: float, poll: float) -> None:
        self._services = services
        self._bell = bell
        self._stop = threading.Event()
        work = [threading.Thread(target=self._work, name=f"retour-{n}", daemon=True) for n in range(threads)]
        clocks = [threading.Thread(target=self._every, args=(sweep, bell.ring), name="retour-sweep", daemon=True)]
        if poll:
            ask = (poll, lambda: poll_all(services))
            clocks.append(threading.Thread(target=self._every, args=ask, name="retour-poll", daemon=True))
        self._threads = work + clocks

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """Let every thread finish what it is at; what is cut off is reconciled by whoever comes next."""
        self._stop.set()
        for _ in self._threads:
            self._bell.ring()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))

    def run_until_stopped(self) -> None:
        self._stop.wait()

    def _work(self) -> None:
        while not self._stop.is_set():
            self._bell.wait(LONGEST_SLEEP)
            try:
                if step(self._services):
                    self._bell.ring()  # where one thing was due there may be more: wake a colleague
                    drain(self._services)
            except Exception:
                log.exception("worker_failed")  # the database is away, say: the sweep rings again

    def _every(self, seconds: float, do: Callable[[], None]) -> None:
        while not self._stop.wait(seconds):
            try:
                do()
            except Exception:
                log.exception("clock_failed")
