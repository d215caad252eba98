"""A backup is whole, checked and ours alone, made while others write; and what a restored database takes in doubt."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from connector.ports.store import Action, ActionKind, ActionState, Case
from connector.storage.backup import BackupFailed, back_up
from connector.storage.session import SqlStore, make_engine
from connector.storage.tables import leases
from tests.storage.conftest import ACME, NOW, action

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def file_store(sqlite_template: Path, tmp_path: Path) -> SqlStore:
    path = tmp_path / "retour.db"
    path.write_bytes(sqlite_template.read_bytes())
    store = SqlStore(make_engine(f"sqlite:///{path}"))
    with store.begin() as tx:
        tx.tenants.put_policy("a" * 64, "shop: Acme\n", NOW)
        tx.tenants.put(ACME, NOW)
    return store


def kept(path: Path) -> int:
    with closing(sqlite3.connect(path)) as copy:
        return int(copy.execute("SELECT count(*) FROM inbox").fetchone()[0])


def test_a_backup_holds_what_was_committed_and_is_ours_alone(file_store: SqlStore, tmp_path: Path) -> None:
    with file_store.begin() as tx:
        tx.inbox.add(ACME.id, "d-1", "7001", NOW)
    path = tmp_path / "copy.db"
    assert back_up(file_store.engine, path) == path.stat().st_size
    assert path.stat().st_mode & 0o777 == 0o600
    assert kept(path) == 1
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith("copy")) == ["copy.db"]
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    file_store.engine.dispose()


def test_a_backup_is_whole_while_others_write(file_store: SqlStore, tmp_path: Path) -> None:
    """Rows come in pairs, one transaction each: a copy with half a pair would be torn."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with file_store.begin() as tx:
                tx.inbox.add(ACME.id, f"a-{number}", "7001", NOW)
                tx.inbox.add(ACME.id, f"b-{number}", "7001", NOW)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [back_up(file_store.engine, tmp_path / f"{n}.db") and kept(tmp_path / f"{n}.db") for n in range(5)]
    finally:
        stop.set()
        writer.join(30)
        file_store.engine.dispose()
    assert [count % 2 for count in counts] == [0] * 5
    assert counts == sorted(counts)


def test_refuses_to_replace_a_file(file_store: SqlStore, tmp_path: Path) -> None:
    path = tmp_path / "there"
    path.write_text("last week's")
    with pytest.raises(BackupFailed, match="there already"):
        back_up(file_store.engine, path)
    assert path.read_text() == "last week's"
    file_store.engine.dispose()


def test_leaves_nothing_behind_where_it_cannot_write(file_store: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed):
        back_up(file_store.engine, tmp_path / "no such folder" / "copy.db")
    database = Path(file_store.engine.url.database or "")
    file_store.engine.dispose()
    database.write_bytes(b"this is no database" * 1000)
    with pytest.raises(BackupFailed):
        back_up(file_store.engine, tmp_path / "copy.db")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("copy")] == []


def test_comes_to_an_end_however_many_write(file_store: SqlStore, tmp_path: Path) -> None:
    """A copy made in steps begins anew at every commit of somebody else: here there is one after each step."""
    with file_store.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE ballast (bytes BLOB)")
        connection.exec_driver_sql("INSERT INTO ballast VALUES (zeroblob(20000000))")
    steps: list[tuple[int, int]] = []

    def write(done: int, whole: int) -> None:
        steps.append((done, whole))
        if len(steps) > 20:
            raise RuntimeError("it never ends")
        with file_store.begin() as tx:
            tx.inbox.add(ACME.id, f"d-{len(steps)}", "7001", NOW)

    path = tmp_path / "copy.db"
    back_up(file_store.engine, path, write)
    assert len(steps) == 1
    assert steps[0][0] == steps[0][1]
    assert kept(path) == 0  # as it was when the copy began
    file_store.engine.dispose()


def test_replaces_what_a_killed_run_left_behind(file_store: SqlStore, tmp_path: Path) -> None:
    with file_store.begin() as tx:
        tx.inbox.add(ACME.id, "d-1", "7001", NOW)
    for beside in ("", "-journal", "-wal", "-shm"):
        (tmp_path / f"copy.db.part{beside}").write_bytes(b"half of it" * 1000)
    path = tmp_path / "copy.db"
    back_up(file_store.engine, path)
    assert kept(path) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith("copy")) == ["copy.db"]
    file_store.engine.dispose()


def test_leaves_alone_what_another_run_is_writing(file_store: SqlStore, tmp_path: Path) -> None:
    path, seen = tmp_path / "copy.db", []

    def second(done: int, whole: int) -> None:
        with pytest.raises(BackupFailed, match="another backup"):
            back_up(file_store.engine, path)
        seen.append((tmp_path / "copy.db.part").exists())

    back_up(file_store.engine, path, second)
    assert seen == [True]
    assert kept(path) == 0
    file_store.engine.dispose()


def test_says_what_to_do_on_postgresql(tmp_path: Path) -> None:
    engine = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(BackupFailed, match="pg_dump"):
        back_up(engine, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


# --- what a restored database takes in doubt, on both databases -------------------------------------------------------


def add(store: SqlStore, case: Case, key: str, kind: ActionKind) -> None:
    with store.begin() as tx:
        tx.outbox.add(action(case, key, kind), NOW)


def states(store: SqlStore, case: Case) -> dict[str, tuple[ActionState, int]]:
    with store.begin() as tx:
        return {each.key: (each.state, each.claim) for each in tx.outbox.of_case(case.id)}


def leased(engine: Engine) -> list[int]:
    with engine.begin() as connection:
        return list(connection.scalars(select(leases.c.outbox_id)))


def doubt(store: SqlStore) -> list[Action]:
    with store.begin() as tx:
        return list(tx.outbox.doubt(LATER))


def test_takes_what_is_pending_as_if_a_worker_had_fallen_silent(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    add(shop, case, "reply-1", ActionKind.REPLY)
    add(shop, case, "note-1", ActionKind.NOTE)
    assert [(each.key, each.state) for each in doubt(shop)] == [
        ("refund-1", ActionState.PENDING),
        ("reply-1", ActionState.PENDING),
    ]
    assert states(shop, case) == {
        "refund-1": (ActionState.CLAIMED, 1),
        "reply-1": (ActionState.CLAIMED, 1),
        "note-1": (ActionState.PENDING, 0),
    }
    assert len(leased(shop.engine)) == 1
    with shop.begin() as tx:
        sender = tx.outbox.claim(LATER)
        assert sender is not None
        assert sender.key == "note-1"
        assert tx.outbox.claim(LATER) is None
        assert tx.outbox.silent(LATER, LATER) is None  # not before `settle` is over: it may be under way right now
        silent = tx.outbox.silent(LATER + timedelta(seconds=1), LATER)
        assert silent is not None
        assert silent.key == "refund-1"


def test_doubting_again_changes_nothing(shop: SqlStore, case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    doubt(shop)
    before = states(shop, case)
    assert [each.state for each in doubt(shop)] == [ActionState.CLAIMED]
    assert states(shop, case) == before
    assert len(leased(shop.engine)) == 1


def test_what_was_ended_stays_so(shop: SqlStore, case: Case) -> None:
    add(shop, case, "reply-1", ActionKind.REPLY)
    with shop.begin() as tx:
        taken = tx.outbox.claim(NOW)
        assert taken is not None
        tx.outbox.close(taken, ActionState.DONE, "", NOW)
    assert doubt(shop) == []
    assert states(shop, case) == {"reply-1": (ActionState.DONE, 1)}


def test_two_on_one_order_cannot_both_be_looked_up(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    add(shop, case, "refund-1", ActionKind.MONEY)
    add(shop, sisters_case, "refund-2", ActionKind.MONEY)
    doubt(shop)
    assert states(shop, case) == {"refund-1": (ActionState.CLAIMED, 1)}
    assert states(shop, sisters_case) == {"refund-2": (ActionState.PERSON, 1)}
    assert len(leased(shop.engine)) == 1


def test_doubts_one_case_alone_where_asked(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    add(shop, case, "reply-1", ActionKind.REPLY)
    add(shop, sisters_case, "reply-2", ActionKind.REPLY)
    with shop.begin() as tx:
        assert [each.key for each in tx.outbox.doubt(LATER, case.id)] == ["reply-1"]
    assert states(shop, sisters_case) == {"reply-2": (ActionState.PENDING, 0)}


def test_knows_the_last_moment_it_recorded(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        assert (tx.outbox.newest(), tx.inbox.newest()) == (None, None)
        tx.inbox.add(ACME.id, "d-1", "7001", NOW)
        tx.inbox.add(ACME.id, "d-2", "7001", LATER)
    add(shop, case, "reply-1", ActionKind.REPLY)
    with shop.begin() as tx:
        assert tx.outbox.claim(LATER) is not None
        assert (tx.outbox.newest(), tx.inbox.newest()) == (LATER, LATER)
