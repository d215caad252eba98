"""Ids as Gorgias hands them out: rising numbers, a row of its own for each kind of thing."""

from __future__ import annotations

import itertools
import threading

FIRST = {
    "ticket": 86538298,
    "message": 208822164,
    "user": 387705374,
    "channel": 457649605,
    "integration": 66701,
    "http": 987,
    "widget": 123,
    "macro": 23453,
    "tag": 9001,
    "event": 768,
    "token": 1,
}


class Numbers:
    """Thread-safe sources of ids."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows = {kind: itertools.count(first) for kind, first in FIRST.items()}

    def next(self, kind: str) -> int:
        with self._lock:
            return next(self._rows[kind])
