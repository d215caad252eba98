"""A process that only forks workers: everything is imported and built in it, but it has no thread, no connection to the
database and none to the outside, so that a fork is cheap and clean. Started with `python -m tests.crash.nursery FD`.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parents[2]
STUCK_SECONDS = 90  # a worker that lives so long hangs
SLEEP_SECONDS = 240.0  # of a machine that sleeps: every lease is over, every silent write settled and sent again


@dataclass(frozen=True)
class Letter:
    """A delivery as the helpdesk signed and sent it."""

    id: int
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Errand:
    """What one worker is to do: take these deliveries in, then everything that is due `ahead` seconds from now.
    `sleep_at`: where its machine sleeps while the other errands are done, one after the other."""

    letters: Sequence[Letter] = ()
    ahead: float = 0.0
    kill_at: str | int | None = None
    sleep_at: str | None = None


@dataclass(frozen=True)
class Trip:
    """What became of it. `lines`: see `passage.Passage`; `acknowledged`: deliveries answered with 202."""

    lines: Sequence[tuple[str, str]]
    killed: bool
    status: int  # as os.waitpid gives it

    def texts(self, kind: str) -> list[str]:
        return [text for line, text in self.lines if line == kind]

    @property
    def points(self) -> list[str]:
        return self.texts("P")

    @property
    def acknowledged(self) -> set[int]:
        return {int(text) for text in self.texts("A")}

    @property
    def errors(self) -> list[str]:
        """What must never happen in a worker: exceptions that nobody foresaw."""
        stuck = [] if self.killed or self.status == 0 else [f"worker ended with status {self.status}"]
        return self.texts("E") + stuck


@dataclass
class Nursery:
    """The harness's side."""

    pipe: Connection
    process: subprocess.Popen[bytes] = field(repr=False)

    def send_out(self, *errands: Errand) -> list[Trip]:
        """Fork one worker per errand, let them start together, and wait for all."""
        self.pipe.send(errands)
        trips: list[Trip] = self.pipe.recv()
        return trips

    def warm_up(self, errand: Errand) -> None:
        """Let the nursery itself do this, once."""
        self.pipe.send(errand)
        self.pipe.recv()


@contextmanager
def nursery(settings: object, mutant: str | None) -> Iterator[Nursery]:
    """Start one for a world. `settings`: connector.settings.Settings."""
    ours, theirs = Pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.nursery", str(theirs.fileno())], pass_fds=[theirs.fileno()], cwd=ROOT
    )
    theirs.close()
    try:
        ours.send((settings, mutant))
        yield Nursery(ours, process)
    finally:
        ours.close()
        process.wait(STUCK_SECONDS)


def serve(pipe: Connection) -> None:
    """The nursery's own loop: errands in, trips out, until the harness hangs up."""
    from connector.app import create_app
    from connector.bootstrap import build
    from connector.jobs.pool import drain
    from connector.storage.throttle import SqlThrottle
    from tests.crash.mutants import apply
    from tests.crash.passage import Passage

    settings, mutant = pipe.recv()
    apply(mutant)
    SqlThrottle.take = lambda *_: 0.0  # type: ignore[method-assign]  # hundreds of runs a minute on one account
    ahead = [0.0]
    application = build(settings, clock=lambda: datetime.now(UTC) + timedelta(seconds=ahead[0]))
    client = create_app(application).test_client()

    def work(errand: Errand, report: Callable[[str, str], None], sleep: Callable[[], None] = lambda: None) -> None:
        def nap() -> None:
            sleep()
            ahead[0] += SLEEP_SECONDS

        logging.getLogger("connector").addHandler(_Errors(report))
        ahead[0] = errand.ahead
        passage = Passage(report)
        passage.kill_at = errand.kill_at
        passage.sleep_at, passage.nap = errand.sleep_at, nap
        passage.follow(application.engine)
        do(errand, report)

    def do(errand: Errand, report: Callable[[str, str], None]) -> None:
        for letter in errand.letters:
            answer = client.post(letter.path, data=letter.body, headers=dict(letter.headers))
            if answer.status_code == 202:
                report("A", str(letter.id))
            else:
                report("E", f"delivery answered {answer.status_code}")
        drain(application.services)

    def warm_up(errand: Errand) -> None:
        """Work once in this process, so that what is compiled and loaded at first use is there in every fork; then let
        go of every connection."""
        do(errand, lambda *_: None)
        application.engine.dispose()
        application.session.close()
        gc.freeze()  # so that the forks' collectors leave the shared pages alone

    while True:
        try:
            asked = pipe.recv()
            if isinstance(asked, Errand):
                warm_up(asked)
                pipe.send(None)
            else:
                sleeps = asked[0].sleep_at is not None
                pipe.send(_one_sleeps(asked[0], asked[1:], work) if sleeps else _together(asked, work))
        except (EOFError, BrokenPipeError):
            return


class _Errors(logging.Handler):
    """What the product logs as an error is an exception that it did not foresee."""

    def __init__(self, report: Callable[[str, str], None]) -> None:
        super().__init__(logging.ERROR)
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        place = traceback.extract_tb(record.exc_info[2])[-1] if record.exc_info and record.exc_info[2] else None
        self._report("E", f"{record.msg}: {type(error).__name__}: {error} at {place}".replace("\n", " "))


Work = Callable[..., None]  # errand, report, and what sleeping is


def _one_sleeps(errand: Errand, meanwhile: Sequence[Errand], work: Work) -> list[Trip]:
    """Let one worker go to where it sleeps, then others do their work, one after the other, then the first one wake up
    and go on."""
    (asleep, tell), (wake, alarm), (ready, go), (reading, writing) = (os.pipe() for _ in range(4))
    os.close(go)  # it starts at once

    def sleep() -> None:
        os.write(tell, b"z")
        os.read(wake, 1)

    pid = os.fork()
    if pid == 0:
        for end in (asleep, alarm, reading):
            os.close(end)
        _child(errand, lambda given, report: work(given, report, sleep), ready, writing)
    for end in (tell, wake, ready, writing):
        os.close(end)
    os.read(asleep, 1)  # or it ended before it could sleep
    others = [trip for other in meanwhile for trip in _together([other], work)]
    os.close(alarm)
    os.close(asleep)
    return [_awaited(pid, reading), *others]


def _together(errands: Sequence[Errand], work: Work) -> list[Trip]:
    ready, go = os.pipe()
    started: list[tuple[int, int]] = []
    for errand in errands:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(go)
            os.close(reading)
            _child(errand, work, ready, writing)
        os.close(writing)
        started.append((pid, reading))
    os.close(ready)
    os.close(go)  # the starting gun: every worker's read comes back
    return [_awaited(pid, reading) for pid, reading in started]


def _child(errand: Errand, work: Work, ready: int, to: int) -> None:
    """Never returns. Each line is written at once: what a killed worker passed is known."""

    def report(kind: str, text: str) -> None:
        os.write(to, f"{kind} {text}\n".encode())

    signal.alarm(STUCK_SECONDS)
    os.read(ready, 1)
    try:
        work(errand, report)
    except BaseException as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        report("E", f"{type(error).__name__}: {error} at {place}".replace("\n", " "))
        os._exit(1)
    os._exit(0)


def _awaited(pid: int, reading: int) -> Trip:
    with os.fdopen(reading, "rb") as told:
        lines = [line.decode().rstrip("\n") for line in told]
    _, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return Trip([(line[0], line[2:]) for line in lines], killed, status)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the harness ends us by hanging up
    from tests.crash import nursery as importable  # what is pickled must have a name on the other side

    importable.serve(Connection(int(sys.argv[1])))
