"""Ids as Zendesk hands them out: rising numbers per account, and time-ordered texts for webhooks."""

from __future__ import annotations

import itertools
import secrets
import threading
import time

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Numbers:
    """Thread-safe sources of ids."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._big = itertools.count(38231200000001)
        self._ticket = itertools.count(35436)

    def next(self) -> int:
        with self._lock:
            return next(self._big)

    def next_ticket(self) -> int:
        with self._lock:
            return next(self._ticket)


def ulid() -> str:
    """Return 26 characters that sort by time."""
    value = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return "".join(CROCKFORD[(value >> shift) & 31] for shift in range(125, -1, -5))
