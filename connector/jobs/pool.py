"""The pool: threads that read tickets and send actions, woken by a doorbell, never dependent on it. The same one in an
embedded web process and in every worker process."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from connector.flow.act import act
from connector.flow.dues import keep_promises, poll_all
from connector.flow.parcels import settle_parcel
from connector.flow.reconcile import reconcile
from connector.flow.run import run_ticket
from connector.flow.services import Services

log = logging.getLogger(__name__)


# What was begun is ended first: nobody whose money moved waits behind a queue of new tickets.
STEPS: tuple[Callable[[Services], bool], ...] = (act, reconcile, settle_parcel, run_ticket, keep_promises)
LONGEST_SLEEP = 60.0  # of a worker that nobody rings
FIRST_PAUSE = 0.5  # after a failure of what all work stands on, such as the database; doubles
LONGEST_PAUSE = 15.0
POLL_TURN = 0.9  # of the time between two polls: whoever polls next is not kept waiting for the one after


def step(services: Services) -> bool:
    """Do one thing that is due; False: nothing is. What fails does not keep the other steps from their work: it is
    raised once nothing else is due."""
    failed: Exception | None = None
    for each in STEPS:
        try:
            if each(services):
                return True
        except Exception as error:
            failed = failed or error
    if failed is not None:
        raise failed
    return False


def drain(services: Services) -> int:
    """Do everything that is due now, one after the other; return how much that was."""
    done = 0
    while step(services):
        done += 1
    return done


class Doorbell:
    """Wakes one sleeping thread per ring. A ring that nobody hears is made up for by the sweep."""

    MOST = 64  # rings that are kept: whoever answers one looks for everything that is due

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rings = 0
        self._elsewhere: Callable[[], None] | None = None

    def lead_to(self, ring: Callable[[], None]) -> None:
        """Nobody sleeps in this process: from now on rings go there. `ring` must neither wait nor fail."""
        self._elsewhere = ring

    def ring(self) -> None:
        if self._elsewhere is not None:
            self._elsewhere()
            return
        with self._changed:
            self._rings = min(self._rings + 1, self.MOST)
            self._changed.notify()

    def wait(self, seconds: float) -> None:
        with self._changed:
            if self._changed.wait_for(lambda: self._rings > 0, seconds):
                self._rings -= 1


def _every_time(_name: str, _seconds: float) -> bool:
    return True


def _always() -> bool:
    return True


class Pool:
    """`threads` workers that sleep until the bell rings, one clock that rings it every `sweep` seconds (rows whose
    doorbell was lost, retries whose time has come), one that polls every `poll` seconds (0: never).

    `turn(name, seconds)` says whether this process may do what `name` stands for; no other one may for so long.
    `steady()` is asked at every sweep: while it says no (this machine's clock is off, say), nothing is begun.
    """

    def __init__(
        self,
        services: Services,
        bell: Doorbell,
        threads: int,
        sweep: float,
        poll: float,
        turn: Callable[[str, float], bool] = _every_time,
        steady: Callable[[], bool] = _always,
    ) -> None:
        self._services = services
        self._bell = bell
        self._turn = turn
        self._steady = steady
        self._may_begin = True
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._failures = 0  # in a row, over all threads
        self._duties: dict[str, Callable[[], None]] = {f"retour-{n}": self._work for n in range(threads)}
        self._duties["retour-sweep"] = lambda: self._every(sweep, self._sweep)
        if poll:
            self._duties["retour-poll"] = lambda: self._every(poll, lambda: self._poll(poll))
        self._threads: dict[str, threading.Thread] = {}

    def start(self) -> None:
        self._may_begin = self._steady()
        for name in self._duties:
            self._start(name)

    def _start(self, name: str) -> None:
        self._threads[name] = threading.Thread(target=self._duties[name], name=name, daemon=True)
        self._threads[name].start()

    def stop(self, seconds: float = 10.0) -> None:
        """Begin nothing new and let every thread finish what it is at; what is cut off is reconciled by whoever comes
        next. Repeatable."""
        self._stop.set()
        self._bell.ring()  # each thread that leaves wakes the next
        until = time.monotonic() + seconds
        for thread in list(self._threads.values()):
            thread.join(max(until - time.monotonic(), 0))

    def _work(self) -> None:
        while not self._stop.is_set():
            self._bell.wait(LONGEST_SLEEP)
            self._answer()
        self._bell.ring()

    def _answer(self) -> None:
        """Work until nothing is due. While the database is away, say, look again ever more rarely."""
        pause, alone = FIRST_PAUSE, True
        while self._may_begin and not self._stop.is_set():
            try:
                found = step(self._services)
            except Exception:
                if self._first_failure():
                    log.exception("work_failed")
                self._stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            self._recovered()
            if not found:
                return
            pause = FIRST_PAUSE
            if alone:
                alone = False
                self._bell.ring()  # where one thing was due there may be more: wake a colleague

    def _first_failure(self) -> bool:
        """One line with the trace when trouble begins, not one a thread and try."""
        with self._lock:
            self._failures += 1
            return self._failures == 1

    def _recovered(self) -> None:
        if not self._failures:
            return
        with self._lock:
            failures, self._failures = self._failures, 0
        if failures:
            log.warning("work_goes_on", extra={"count": failures})

    def _sweep(self) -> None:
        self._may_begin = self._steady()
        self._bell.ring()
        for name, thread in list(self._threads.items()):
            if not thread.is_alive() and not self._stop.is_set():
                log.error("thread_died", extra={"missing": name})
                self._start(name)

    def _poll(self, seconds: float) -> None:
        if self._may_begin:
            poll_all(self._services, lambda tenant: self._turn(f"poll:{tenant}", seconds * POLL_TURN))

    def _every(self, seconds: float, do: Callable[[], None]) -> None:
        while not self._stop.wait(seconds):
            try:
                do()
            except Exception:
                log.exception("clock_failed")
