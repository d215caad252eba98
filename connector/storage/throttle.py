"""`ports.throttle.Throttle` on SQL: one row a pool, counted under its lock, over all processes.

A process may take a handful of calls at once and spend them within a second; what it does not spend lapses. A call is
therefore counted up to a second before it is made, and kept in the count for that much longer: no window of
`rate.seconds` ever holds more than `rate.calls`, wherever it begins. Moments come from our own clock: where two
machines' clocks differ, a window may hold as much more as the clocks differ (`clocks.ALLOWED` at most; what callers
give as `rate` is a share of the vendor's limit).
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, update
from sqlalchemy.exc import SQLAlchemyError

from connector.ports.clock import Clock
from connector.ports.throttle import Rate
from connector.storage.clocks import ALLOWED
from connector.storage.statements import insert_once
from connector.storage.tables import throttles

log = logging.getLogger(__name__)

LAPSE = 1.0  # seconds in which a handful must be spent
HANDFUL = 10  # calls taken at once at most, and never more than a twentieth of the rate
SLICES = 20  # per window: calls within one slice are counted together
LONGEST_HOLD = 900.0  # seconds; `outbound.retry_after` never asks for more
AWAY = 5.0  # seconds to wait where the database does not answer

Spent = Sequence[tuple[float, int]]  # (when the slice began, calls in it), oldest first; seconds since 1970


@dataclass
class _Hand:
    """What this process holds of one pool. Its lock keeps all but one thread from asking the database at once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    left: int = 0
    taken_at: float = 0.0  # when the handful, or a single call, was taken
    known: Rate | None = None  # what this process last told the database


def granted(spent: Spent, rate: Rate, now: float, least: int, most: int) -> tuple[int, float]:
    """How many of `most` calls may be made now, and else (fewer than `least`) the seconds until `least` may."""
    if rate.calls < 1:
        return 0, rate.seconds
    least = min(least, rate.calls)  # more than a window takes would wait forever
    free = rate.calls - sum(calls for _, calls in spent)
    if free >= least:
        return min(max(most, least), free), 0.0
    for began, calls in spent:
        free += calls
        if free >= least:
            return 0, max(_over(began, rate) - now, 0.05)
    return 0, rate.seconds


def counted(spent: Spent, rate: Rate, now: float) -> list[tuple[float, int]]:
    """What still counts. A slice that begins later than any working clock says is a broken clock's: it does not."""
    return [(began, calls) for began, calls in spent if began <= now + ALLOWED and _over(began, rate) > now]


def _over(began: float, rate: Rate) -> float:
    """When a slice has left every window: its last call may have been counted at its end, and made `LAPSE` later."""
    return began + rate.seconds / SLICES + LAPSE + rate.seconds


def added(spent: Spent, rate: Rate, now: float, calls: int) -> list[tuple[float, int]]:
    """Count calls in the running slice, or in a new one. A slice never begins before one that is counted already."""
    at = max(now, spent[-1][0]) if spent else now
    if spent and at < spent[-1][0] + rate.seconds / SLICES:
        return [*spent[:-1], (spent[-1][0], spent[-1][1] + calls)]
    return [*spent, (at, calls)]


class SqlThrottle:
    """Callers must not hold a transaction: SQLite has one writer, who would wait for themselves."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._guard = threading.Lock()
        self._hands: dict[str, _Hand] = {}

    def take(self, pool: str, rate: Rate, calls: int = 1) -> float:
        """Where the database does not answer, nobody calls: unknown is not yes."""
        hand = self._hand(pool)
        with hand.lock:
            now = self._clock().timestamp()
            fresh = 0 <= now - hand.taken_at < LAPSE
            if fresh and hand.left >= calls:
                hand.left -= calls
                return 0.0
            # Whoever called a moment ago is busy: it takes some more along. A lone call takes itself.
            most = calls + min(HANDFUL, rate.calls // SLICES) if fresh else calls
            try:
                got, wait = self._ask(pool, rate, calls, most)
            except SQLAlchemyError as error:
                log.warning("throttle_away", extra={"error": type(error).__name__})
                return AWAY
            hand.left, hand.taken_at = max(got - calls, 0), now
            return wait

    def learned(self, pool: str, rate: Rate) -> None:
        """News, no permission: it is dropped where the database does not answer, and comes with the next answer."""
        hand = self._hand(pool)
        with hand.lock:
            if hand.known == rate:
                return
            try:
                with self._engine.begin() as connection:
                    self._row(connection, pool)
                    values = {"calls": rate.calls, "seconds": rate.seconds}
                    connection.execute(update(throttles).where(throttles.c.pool == pool).values(**values))
            except SQLAlchemyError as error:
                log.warning("throttle_away", extra={"error": type(error).__name__})
                return
            hand.known = rate

    def hold(self, pool: str, seconds: float) -> None:
        """Other processes stop with their handful, within a second. At most a quarter of an hour."""
        hand = self._hand(pool)
        with hand.lock:
            hand.left = 0
            until = self._clock() + timedelta(seconds=min(seconds, LONGEST_HOLD))
            try:
                with self._engine.begin() as connection:
                    row = self._row(connection, pool)
                    if row.held_until is None or row.held_until < until:
                        connection.execute(update(throttles).where(throttles.c.pool == pool).values(held_until=until))
            except SQLAlchemyError as error:
                log.warning("throttle_away", extra={"error": type(error).__name__})

    def _hand(self, pool: str) -> _Hand:
        with self._guard:
            return self._hands.setdefault(pool, _Hand())

    def _ask(self, pool: str, rate: Rate, least: int, most: int) -> tuple[int, float]:
        """Count up to `most` calls. Return how many, and the seconds to wait if that is fewer than `least`."""
        with self._engine.begin() as connection:
            row = self._row(connection, pool)
            moment = self._clock()  # after the lock: it may have been waited for
            now = moment.timestamp()
            if row.calls is not None:
                rate = Rate(row.calls, row.seconds)
            if (held := _held(row.held_until, moment)) > 0:
                return 0, held
            spent = counted([(began, calls) for began, calls in json.loads(row.spent)], rate, now)
            got, wait = granted(spent, rate, now, least, most)
            if got:
                values = {"spent": json.dumps(added(spent, rate, now, got))}
                connection.execute(update(throttles).where(throttles.c.pool == pool).values(**values))
            return got, wait

    def _row(self, connection: Connection, pool: str) -> Row[Any]:
        """The pool's row, locked, made at first use."""
        mine = select(throttles).where(throttles.c.pool == pool).with_for_update()
        row = connection.execute(mine).first()
        if row is None:
            insert_once(connection, throttles, {"pool": pool, "spent": "[]"})
            row = connection.execute(mine).one()
        return row


def _held(until: datetime | None, now: datetime) -> float:
    """Seconds that are left; an end further off than any hold lasts was set by a broken clock."""
    left = (until - now).total_seconds() if until else 0.0
    return left if left <= LONGEST_HOLD + ALLOWED else 0.0
