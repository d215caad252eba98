"""What RQ runs in a worker process: nothing but the bell of its pool, whose threads drain inbox and outbox."""

from __future__ import annotations

from collections.abc import Callable


class _Here:
    """The bell of the process a job lands in; RQ finds functions by name, so that it must be reached by name."""

    ring: Callable[[], None] | None = None


def answer_with(ring: Callable[[], None]) -> None:
    """Jobs that land in this process ring here."""
    _Here.ring = ring


def drain() -> None:
    """There is something to do. Raise RuntimeError in a process that has no pool, such as a bare `rq worker`."""
    if _Here.ring is None:
        raise RuntimeError("this process works nothing off: start `python -m connector.worker`")
    _Here.ring()
