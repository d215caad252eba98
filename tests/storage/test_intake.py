"""Deliveries that come together are kept together, each has its own answer, and nothing is said that is not durable."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError

from connector.domain.ids import TenantId
from connector.ports.store import NotKept
from connector.storage.intake import LARGEST, SqlIntake
from connector.storage.session import SqlStore, make_engine
from connector.storage.tables import inbox
from tests.storage.conftest import ACME, NOW, SISTER, at_once

WAIT = 30  # seconds; far more than anything here takes


@dataclass
class Bell:
    rings: int = 0
    broken: bool = False
    rows_at_ring: list[int] = field(default_factory=list)
    look: Callable[[], int] = lambda: 0

    def __call__(self) -> None:
        self.rings += 1
        self.rows_at_ring.append(self.look())
        if self.broken:
            raise ConnectionError("no answer")


def kept(engine: Engine) -> list[tuple[str, str, str]]:
    """Tenant, delivery and ticket, in the order they were kept."""
    with engine.begin() as connection:
        rows = connection.execute(
            select(inbox.c.tenant_id, inbox.c.delivery_id, inbox.c.ticket_id).order_by(inbox.c.id)
        )
        return [(row.tenant_id, row.delivery_id, row.ticket_id) for row in rows]


def count_of(engine: Engine) -> int:
    with engine.begin() as connection:
        return connection.scalar(select(func.count()).select_from(inbox)) or 0


@pytest.fixture
def bell(shop: SqlStore) -> Bell:
    return Bell(look=lambda: count_of(shop.engine))


@pytest.fixture
def intake(shop: SqlStore, bell: Bell) -> SqlIntake:
    return SqlIntake(shop.engine, bell)


@contextmanager
def commits(engine: Engine) -> Iterator[list[int]]:
    """One entry per transaction that writes to the inbox."""
    seen: list[int] = []

    def executed(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO inbox"):
            seen.append(1)

    event.listen(engine, "after_cursor_execute", executed)
    try:
        yield seen
    finally:
        event.remove(engine, "after_cursor_execute", executed)


Delivery = tuple[TenantId, str, str]


def together(intake: SqlIntake, engine: Engine, deliveries: Sequence[Delivery]) -> list[bool | BaseException]:
    """Let a first delivery be on its way to the disk while these queue up, in this order; return what each is told.

    The first one, `opener`, is kept by itself; all the others are one batch.
    """
    opened, queued = threading.Event(), threading.Event()
    told: list[bool | BaseException | None] = [None] * len(deliveries)

    def hold(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO inbox") and not opened.is_set():
            opened.set()
            assert queued.wait(WAIT)

    def keep(place: int, delivery: Delivery) -> None:
        try:
            told[place] = intake.keep(*delivery, NOW)
        except BaseException as error:
            told[place] = error

    event.listen(engine, "before_cursor_execute", hold)
    first = threading.Thread(target=intake.keep, args=(ACME.id, "opener", "1", NOW))
    first.start()
    assert opened.wait(WAIT)
    rest = []
    for place, delivery in enumerate(deliveries):
        rest.append(threading.Thread(target=keep, args=(place, delivery)))
        rest[-1].start()
        while len(intake._queue) <= place:
            rest[-1].join(0.001)
    queued.set()
    for thread in [first, *rest]:
        thread.join(WAIT)
    event.remove(engine, "before_cursor_execute", hold)
    assert None not in told
    return [each for each in told if each is not None]


def test_keeps_a_delivery_once(intake: SqlIntake, shop: SqlStore, bell: Bell) -> None:
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is False
    assert intake.keep(ACME.id, "d-1", "9999", NOW) is False
    assert intake.keep(SISTER.id, "d-1", "7001", NOW) is True
    assert kept(shop.engine) == [(ACME.id, "d-1", "7001"), (SISTER.id, "d-1", "7001")]
    assert bell.rings == 2


def test_a_worker_finds_what_was_kept(intake: SqlIntake, shop: SqlStore) -> None:
    intake.keep(ACME.id, "d-1", "7001", NOW)
    with shop.begin() as tx:
        job = tx.inbox.claim(NOW, 60)
    assert job is not None
    assert (job.tenant, job.ticket_id, job.attempts) == (ACME.id, "7001", 0)


def test_what_comes_meanwhile_shares_one_transaction_in_the_order_it_came(
    intake: SqlIntake, shop: SqlStore, bell: Bell
) -> None:
    with commits(shop.engine) as seen:
        told = together(intake, shop.engine, [(ACME.id, f"d-{n}", str(100 + n)) for n in range(10)])
    assert told == [True] * 10
    assert len(seen) == 2
    assert kept(shop.engine) == [(ACME.id, "opener", "1")] + [(ACME.id, f"d-{n}", str(100 + n)) for n in range(10)]
    assert bell.rings == 2
    assert bell.rows_at_ring[-1] == 11  # committed before the bell rang


def test_tells_the_first_of_two_in_one_batch_that_it_is_new(intake: SqlIntake, shop: SqlStore) -> None:
    deliveries = [(ACME.id, "d-1", "7001"), (ACME.id, "d-1", "7001"), (SISTER.id, "d-1", "7001"), (ACME.id, "d-1", "1")]
    assert together(intake, shop.engine, deliveries) == [True, False, True, False]
    assert kept(shop.engine)[1:] == [(ACME.id, "d-1", "7001"), (SISTER.id, "d-1", "7001")]


def test_tells_repeats_across_batches(intake: SqlIntake, shop: SqlStore, bell: Bell) -> None:
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True
    assert together(intake, shop.engine, [(ACME.id, "d-1", "7001"), (ACME.id, "opener", "1")]) == [False, False]
    assert count_of(shop.engine) == 2
    assert bell.rings == 2  # nothing new: nobody has to be woken


def test_a_transaction_takes_no_more_than_its_largest_number_of_rows(intake: SqlIntake, shop: SqlStore) -> None:
    deliveries = [(ACME.id, f"d-{n}", "7001") for n in range(LARGEST + 3)]
    with commits(shop.engine) as seen:
        assert together(intake, shop.engine, deliveries) == [True] * (LARGEST + 3)
    assert len(seen) == 3
    assert count_of(shop.engine) == LARGEST + 4


def test_one_that_cannot_be_kept_does_not_take_its_neighbours_with_it(
    intake: SqlIntake, shop: SqlStore, bell: Bell
) -> None:
    told = together(
        intake,
        shop.engine,
        [
            (ACME.id, "d-1", "7001"),
            (TenantId("nobody"), "d-2", "7002"),
            (ACME.id, "d-1", "7001"),
            (ACME.id, "d-3", "3"),
        ],
    )
    assert [type(each) for each in told] == [bool, NotKept, bool, bool]
    assert [told[0], told[2], told[3]] == [True, False, True]
    assert [row[1] for row in kept(shop.engine)] == ["opener", "d-1", "d-3"]
    assert bell.rings == 2


def test_acknowledges_nothing_while_the_database_cannot(
    intake: SqlIntake, shop: SqlStore, bell: Bell, caplog: pytest.LogCaptureFixture
) -> None:
    with shop.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    told = at_once(lambda n: _told(intake, n), 12)
    with shop.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
    assert [type(each) for each in told] == [NotKept] * 12
    assert (count_of(shop.engine), bell.rings) == (0, 0)
    assert {record.msg for record in caplog.records} == {"not_kept"}
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True


def test_acknowledges_nothing_whose_commit_failed(intake: SqlIntake, shop: SqlStore, bell: Bell) -> None:
    """On PostgreSQL the statement commits itself."""
    at = "commit" if shop.engine.dialect.name == "sqlite" else "before_cursor_execute"

    def refuse(*_: Any) -> None:
        raise DBAPIError.instance("COMMIT", None, OSError("no space left on device"), OSError)

    event.listen(shop.engine, at, refuse)
    try:
        told = [_told(intake, 1), _told(intake, 2)]
    finally:
        event.remove(shop.engine, at, refuse)
    assert [type(each) for each in told] == [NotKept, NotKept]
    assert (count_of(shop.engine), bell.rings) == (0, 0)


def _told(intake: SqlIntake, number: int) -> bool | Exception:
    try:
        return intake.keep(ACME.id, f"d-{number}", "7001", NOW)
    except NotKept as error:
        return error


def test_a_writer_that_is_interrupted_leaves_nobody_waiting(intake: SqlIntake, shop: SqlStore, bell: Bell) -> None:
    def interrupt(_connection: Any, _cursor: Any, _statement: str, parameters: Any, *_: Any) -> None:
        if "d-1" in str(parameters):
            raise KeyboardInterrupt

    event.listen(shop.engine, "before_cursor_execute", interrupt)
    try:
        told = together(intake, shop.engine, [(ACME.id, f"d-{n}", "7001") for n in range(1, 4)])
    finally:
        event.remove(shop.engine, "before_cursor_execute", interrupt)
    assert [type(each) for each in told] == [KeyboardInterrupt, NotKept, NotKept]
    assert [row[1] for row in kept(shop.engine)] == ["opener"]
    assert bell.rings == 1
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True


def test_64_threads_are_each_told_their_own_outcome(intake: SqlIntake, shop: SqlStore, bell: Bell) -> None:
    """Every delivery comes twice: one of the two is new."""
    with commits(shop.engine) as seen:
        told = at_once(lambda n: [intake.keep(ACME.id, f"d-{n // 2}-{k}", "7001", NOW) for k in range(20)], 64)
    for k in range(20):
        assert sum(each[k] for each in told) == 32
        assert all(told[n][k] + told[n + 1][k] == 1 for n in range(0, 64, 2))
    assert count_of(shop.engine) == 640
    assert 1 <= bell.rings <= len(seen)
    assert bell.rows_at_ring[-1] == 640
    assert len(seen) < 1280 / 2  # they do share


def test_a_bell_that_fails_fails_nobody(intake: SqlIntake, shop: SqlStore, bell: Bell) -> None:
    bell.broken = True
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True
    assert together(intake, shop.engine, [(ACME.id, "d-2", "7002")]) == [True]
    assert (bell.rings, count_of(shop.engine)) == (3, 3)


def test_a_bell_that_hangs_holds_one_request_and_is_rung_again_for_the_rest(shop: SqlStore) -> None:
    hangs, go_on, rings = threading.Event(), threading.Event(), []

    def ring() -> None:
        rings.append(count_of(shop.engine))
        if len(rings) == 1:
            hangs.set()
            assert go_on.wait(WAIT)

    intake = SqlIntake(shop.engine, ring)
    held = threading.Thread(target=intake.keep, args=(ACME.id, "d-0", "7001", NOW))
    held.start()
    assert hangs.wait(WAIT)
    assert [intake.keep(ACME.id, f"d-{n}", "7001", NOW) for n in range(1, 6)] == [True] * 5
    assert rings == [1]
    go_on.set()
    held.join(WAIT)
    assert rings == [1, 6]


def test_survives_a_restart_of_the_database(intake: SqlIntake, shop: SqlStore, database_url: str) -> None:
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True
    if shop.engine.dialect.name == "postgresql":
        other = make_engine(database_url)
        with other.begin() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        other.dispose()
    else:
        shop.engine.dispose()
    assert intake.keep(ACME.id, "d-2", "7001", NOW) is True
    assert count_of(shop.engine) == 2


def test_a_forked_child_has_a_queue_of_its_own(intake: SqlIntake, shop: SqlStore) -> None:
    """Whoever writes in the parent at the moment of the fork does not exist in the child: it must not be waited for."""
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True
    intake._writing = True  # as if a request were writing right now
    child = os.fork()
    if child == 0:
        try:
            shop.engine.dispose(close=False)
            os._exit(0 if intake.keep(ACME.id, "d-2", "7001", NOW) else 2)
        finally:
            os._exit(3)
    intake._writing = False
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert intake.keep(ACME.id, "d-3", "7001", NOW) is True
    assert [row[1] for row in kept(shop.engine)] == ["d-1", "d-2", "d-3"]


def test_keeps_the_same_row_as_anybody_else(intake: SqlIntake, shop: SqlStore) -> None:
    """Its statement is written by hand: no default of the table may be missing."""
    intake.keep(ACME.id, "d-1", "7001", NOW)
    with shop.begin() as tx:
        tx.inbox.add(ACME.id, "d-2", "7001", NOW)
    with shop.engine.begin() as connection:
        first, second = connection.execute(select(inbox).order_by(inbox.c.id)).mappings().all()
    ours = {"id": first["id"], "delivery_id": "d-1"}
    assert dict(first) == {**second, **ours}
    assert (first["received_at"], first["due_at"]) == (NOW, NOW)


def test_refuses_a_moment_without_a_zone(intake: SqlIntake, shop: SqlStore) -> None:
    with pytest.raises(NotKept):
        intake.keep(ACME.id, "d-1", "7001", NOW.replace(tzinfo=None))
    assert count_of(shop.engine) == 0


def test_takes_no_connection_from_the_pool_but_the_first(shop: SqlStore) -> None:
    intake, taken = SqlIntake(shop.engine, lambda: None), []
    event.listen(shop.engine, "checkout", lambda *_: taken.append(1))
    assert [intake.keep(ACME.id, f"d-{n}", "7001", NOW) for n in range(5)] == [True] * 5
    assert len(taken) == 1


def test_takes_another_connection_after_an_error(intake: SqlIntake, shop: SqlStore) -> None:
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True
    with pytest.raises(NotKept):
        intake.keep(TenantId("nobody"), "d-2", "7001", NOW)
    assert shop.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert intake.keep(ACME.id, "d-3", "7001", NOW) is True


def test_closes_its_connection_with_the_engine(intake: SqlIntake, shop: SqlStore) -> None:
    closed: list[Any] = []
    event.listen(shop.engine, "close_detached", closed.append)
    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True
    shop.engine.dispose()
    assert len(closed) == 1
    shop.engine.dispose()
    assert len(closed) == 1


def test_asks_an_empty_pool_once_for_all_who_wait(
    intake: SqlIntake, shop: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try takes as long as the pool waits: one by one, the last would be answered after minutes."""
    asked = []

    def empty(batch: Sequence[Any]) -> set[Any]:
        if batch[0].key[1] != "opener":
            asked.append(len(batch))
            raise TimeoutError("QueuePool limit of size 40 overflow 10 reached, connection timed out")
        return insert(batch)

    insert = intake._insert
    monkeypatch.setattr(intake, "_insert", empty)
    told = together(intake, shop.engine, [(ACME.id, f"d-{n}", "7001") for n in range(5)])
    assert [type(each) for each in told] == [NotKept] * 5
    assert asked == [5]
    assert [row[1] for row in kept(shop.engine)] == ["opener"]


def test_a_statement_that_is_cut_is_repeated_once(
    intake: SqlIntake, shop: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only on a connection that was kept: one that was just made is no older than the fault."""
    tries = []

    def cut(_batch: Sequence[Any]) -> set[Any]:
        tries.append(1)
        raise OperationalError("INSERT", None, OSError("server closed the connection"), connection_invalidated=True)

    assert intake.keep(ACME.id, "d-1", "7001", NOW) is True
    with monkeypatch.context() as patched:
        patched.setattr(intake, "_insert", cut)
        assert type(_told(intake, 2)) is NotKept
        assert len(tries) == 2
        intake._let_go(shop.engine)
        assert type(_told(intake, 3)) is NotKept
        assert len(tries) == 3
    assert [row[1] for row in kept(shop.engine)] == ["d-1"]
    assert intake.keep(ACME.id, "d-2", "7001", NOW) is True
