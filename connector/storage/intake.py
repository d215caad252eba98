"""Group commit of deliveries: whatever came while one transaction was written goes into the next one together.

A sync of the disk costs the same for one row as for 256, and SQLite lets one transaction write at a time: a commit per
request would make every request wait for all syncs before its own.
"""

from __future__ import annotations

import logging
import os
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from connector.domain.ids import TenantId
from connector.ports.store import NotKept
from connector.storage.session import is_away
from connector.storage.tables import inbox

log = logging.getLogger(__name__)

LARGEST = 256  # rows of one transaction
INTERRUPTED = RuntimeError("the writer was interrupted")

# By hand: SQLAlchemy would write the text anew for every transaction, which cost more than all that the insert does.
INSERT = """INSERT INTO inbox (tenant_id, delivery_id, ticket_id, received_at, due_at, attempts, outcome)
{rows} ON CONFLICT DO NOTHING RETURNING tenant_id, delivery_id"""
# One text for any number of rows, planned once; a parameter is a whole column.
POSTGRESQL = INSERT.format(
    rows="SELECT *, 0, '' FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])"
)

Outcome = bool | Exception
Key = tuple[TenantId, str]


@cache
def _sqlite(rows: int) -> str:
    """At most `LARGEST` texts."""
    return INSERT.format(rows="VALUES " + ", ".join(["(?, ?, ?, ?, ?, 0, '')"] * rows))


class _Waiting:
    """A delivery whose request waits. `outcome` None: not written yet."""

    __slots__ = ("at", "gate", "key", "outcome", "ticket_id")

    def __init__(self, key: Key, ticket_id: str, at: datetime) -> None:
        self.key, self.ticket_id, self.at = key, ticket_id, at
        self.outcome: Outcome | None = None
        self.gate = threading.Lock()
        self.gate.acquire()


class SqlIntake:
    """`ports.store.Intake` on SQLAlchemy Core.

    There is no thread of its own: whoever comes while nobody writes, writes what is queued, and hands over to the first
    who came meanwhile. So nothing has to be started, stopped or brought over a fork, and a lone request waits for no
    other thread. `ring` is called once per transaction that kept something new, after its commit.

    One connection is kept, for whoever writes: to take it from the pool costs a way to the server and back. It is
    closed with the engine.
    """

    def __init__(self, engine: Engine, ring: Callable[[], None]) -> None:
        self._engine = engine
        if engine.dialect.name != "sqlite":  # one statement is a transaction: no BEGIN, no COMMIT to wait for
            self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        utc = inbox.c.received_at.type.dialect_impl(engine.dialect).bind_processor(engine.dialect)
        self._moment: Callable[[datetime], Any] = utc or (lambda at: at)
        self._ring = ring
        self._connection: Connection | None = None
        self._parents: list[Connection] = []  # of the process this one was forked from: never used, never closed
        self._forget_everybody()
        event.listen(engine, "engine_disposed", self._let_go)
        anew = weakref.WeakMethod(self._forget_everybody)
        os.register_at_fork(after_in_child=lambda: (forget := anew()) and forget())

    def _forget_everybody(self) -> None:
        """Also in a forked child: the requests that waited are its parent's."""
        self._guard = threading.Lock()
        self._queue: deque[_Waiting] = deque()
        self._writing = False
        self._ringing = self._ring_again = False
        if self._connection is not None:
            self._parents.append(self._connection)
        self._connection = None

    def _let_go(self, _engine: Engine) -> None:
        """Close the connection, unless somebody writes with it at this moment."""
        with self._guard:
            if self._connection is not None and not self._writing:
                self._connection.detach()  # its pool was emptied already
                self._connection.close()
                self._connection = None

    def keep(self, tenant: TenantId, delivery_id: str, ticket_id: str, at: datetime) -> bool:
        mine = _Waiting((tenant, delivery_id), ticket_id, at)
        with self._guard:
            self._queue.append(mine)
            first, self._writing = not self._writing, True
        if not first:
            mine.gate.acquire()  # until it is written, or it is its turn to write
        if mine.outcome is None:
            self._write_what_waits()
        if isinstance(mine.outcome, bool):
            return mine.outcome
        raise NotKept(type(mine.outcome).__name__) from mine.outcome

    def _write_what_waits(self) -> None:
        with self._guard:
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), LARGEST))]
        for each in batch:
            each.outcome = INTERRUPTED  # until it is known better
        try:
            self._write(batch)
        finally:
            self._hand_over()
            for each in batch:
                each.gate.release()
        if any(each.outcome is True for each in batch):
            self._tell()

    def _hand_over(self) -> None:
        with self._guard:
            self._writing = bool(self._queue)
            if self._queue:
                self._queue[0].gate.release()

    def _write(self, batch: Sequence[_Waiting]) -> None:
        """Give every row its outcome. One that cannot be kept must not take its neighbours with it."""
        error = self._commit(batch)
        if error is None:
            return
        if len(batch) == 1 or is_away(error):  # then it is for every row alike: one by one would only take longer
            for each in batch:
                each.outcome = error
            return
        for each in batch:
            alone = self._commit([each])
            if alone is not None:
                each.outcome = alone

    def _commit(self, batch: Sequence[_Waiting]) -> Exception | None:
        """Write all or nothing. Outcomes are given once they are durable; return what went wrong."""
        try:
            new = self._insert_anew(batch)
        except Exception as error:
            log.warning("not_kept", exc_info=error, extra={"count": len(batch)})
            return error
        for each in batch:
            each.outcome = each.key in new
            new.discard(each.key)  # the same delivery twice in one batch: the first was kept, the other is a repeat
        return None

    def _insert_anew(self, batch: Sequence[_Waiting]) -> set[Key]:
        """Once more where the connection that was kept turns out to be cut.

        What the first try may have kept all the same is then called a repeat: it is durable, and the sweep finds it.
        """
        was_kept = self._connection is not None
        try:
            return self._insert(batch)
        except DBAPIError as error:
            if not (was_kept and error.connection_invalidated):
                raise
        return self._insert(batch)

    def _insert(self, batch: Sequence[_Waiting]) -> set[Key]:
        """Return the keys of those that were not there.

        Sorted, so that two processes that write the same deliveries cannot wait for each other's rows.
        """
        rows = []
        for each in sorted(batch, key=attrgetter("key")):
            at = self._moment(each.at)
            rows.append((*each.key, each.ticket_id, at, at))
        connection = self._connection or self._engine.connect()
        self._connection = None  # after an error the pool knows what to do with it
        try:
            with connection.begin():
                new = {(TenantId(tenant), delivery_id) for tenant, delivery_id in _execute(connection, rows)}
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return new

    def _tell(self) -> None:
        """One ring at a time: while a bell hangs, one request hangs with it; the others leave word to ring again."""
        with self._guard:
            if self._ringing:
                self._ring_again = True
                return
            self._ringing = True
        again = True
        while again:
            try:
                self._ring()
            except Exception as error:  # kept is kept: the sweep finds what nobody rang for
                log.warning("ring_failed", exc_info=error)
            with self._guard:
                again, self._ring_again = self._ring_again, False
                self._ringing = again


def _execute(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> Iterable[Sequence[str]]:
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(POSTGRESQL, tuple(list(column) for column in zip(*rows, strict=True)))
    return connection.exec_driver_sql(_sqlite(len(rows)), tuple(chain.from_iterable(rows)))
