"""Bare WSGI with raw group commit: a writer thread writes whatever is queued in one statement, then lets all go."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from bench.apps.ground import INSERT, ROW, TENANT, answer, connect, verified

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LARGEST = 256
Waiting = tuple[tuple[str, str, str, str, str], threading.Lock]
waiting: SimpleQueue[Waiting] = SimpleQueue()


@cache
def statement(rows: int) -> str:
    return INSERT.format(rows=", ".join([ROW] * rows))


def write() -> None:
    execute = connect()
    while True:
        batch = [waiting.get()]
        try:
            while len(batch) < LARGEST:
                batch.append(waiting.get_nowait())
        except Empty:
            pass
        execute(statement(len(batch)), [value for row, _ in batch for value in row])
        for _, gate in batch:
            gate.release()


threading.Thread(target=write, daemon=True).start()


def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    found = verified(environ)
    if found is None:
        return answer(start, "401 Unauthorized")
    now = datetime.now(UTC).isoformat(" ")
    gate = threading.Lock()
    gate.acquire()
    waiting.put(((TENANT, *found, now, now), gate))
    gate.acquire()
    return answer(start, "202 Accepted")
