"""Ids as Freshdesk hands them out: long ones that rise over the account, and short ones for tickets."""

from __future__ import annotations

import itertools
import threading


class Numbers:
    """Thread-safe sources of ids."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._big = itertools.count(43050000001)
        self._ticket = itertools.count(4211)

    def next(self) -> int:
        with self._lock:
            return next(self._big)

    def next_ticket(self) -> int:
        with self._lock:
            return next(self._ticket)
