"""A database that does not answer is told from a question it cannot answer; and nobody waits for it for ever."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, TimeoutError

from connector.ports.errors import DatabaseAway
from connector.storage.secret_box import SecretBox
from connector.storage.session import SqlStore, is_away, make_engine
from connector.storage.tables import secrets
from tests.storage.conftest import ACME, NOW

WAIT = 30  # seconds; far more than anything here takes
OWNER = "tenant:zendesk-acme"


@pytest.fixture
def box(engine: Engine) -> SecretBox:
    made = SecretBox(engine, lambda: NOW, [Fernet.generate_key().decode()])
    made.put(OWNER, "oauth", {"access": "token-1"})
    return made


@contextmanager
def cut(engine: Engine, url: str, at: str) -> Iterator[None]:
    """Cut every connection of the engine just before a statement that contains `at`; on SQLite, let it be locked."""

    def cutting(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if at not in statement:
            return
        if engine.dialect.name == "sqlite":
            raise OperationalError(statement, None, sqlite3.OperationalError("database is locked"))
        other = make_engine(url)
        with other.begin() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        other.dispose()

    event.listen(engine, "before_cursor_execute", cutting)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", cutting)


def test_a_transaction_that_is_cut_says_that_the_database_is_away(shop: SqlStore, database_url: str) -> None:
    def write() -> None:
        with shop.begin() as tx:
            tx.tenants.get(ACME.id)
            tx.inbox.add(ACME.id, "d-1", "7001", NOW)

    with cut(shop.engine, database_url, "INSERT INTO inbox"), pytest.raises(DatabaseAway):
        write()
    with shop.begin() as tx:
        assert sum(tx.inbox.backlog().values()) == 0
        assert tx.inbox.add(ACME.id, "d-1", "7001", NOW) is True


def test_a_secret_that_cannot_be_read_says_that_the_database_is_away(
    box: SecretBox, engine: Engine, database_url: str
) -> None:
    with cut(engine, database_url, "FROM secrets"), pytest.raises(DatabaseAway):
        box.get(OWNER, "oauth")
    assert box.get(OWNER, "oauth") == {"access": "token-1"}


def test_what_is_wrong_with_the_question_stays_what_it_is(shop: SqlStore) -> None:
    wrong = OperationalError if shop.engine.dialect.name == "sqlite" else ProgrammingError
    with pytest.raises(wrong, match="nowhere"), shop.begin() as tx:
        tx.inbox._connection.execute(text("SELECT 1 FROM nowhere"))  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError), shop.begin() as tx:
        tx.inbox._connection.execute(text("INSERT INTO secrets (owner) VALUES ('a')"))  # type: ignore[attr-defined]


def test_a_pool_that_is_empty_is_away() -> None:
    assert is_away(TimeoutError("QueuePool limit of size 40 overflow 10 reached")) is True


def test_who_reads_a_secret_waits_for_no_writer(box: SecretBox, engine: Engine) -> None:
    """As it was committed last: what the writer does is not there yet."""
    read: list[object] = []
    with engine.begin() as writer:
        writer.execute(secrets.delete())
        reader = threading.Thread(target=lambda: read.append(box.get(OWNER, "oauth")), daemon=True)
        reader.start()
        reader.join(5)
        assert read == [{"access": "token-1"}]
    assert box.get(OWNER, "oauth") is None


def setting_of(engine: Engine) -> Callable[[str], str]:
    def setting(name: str) -> str:
        with engine.begin() as connection:
            return str(connection.scalar(text(f"SHOW {name}")))

    return setting


def test_postgresql_is_not_waited_for_for_ever(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    try:
        setting = setting_of(engine)
        assert (setting("lock_timeout"), setting("statement_timeout")) == ("10s", "30s")
        with engine.connect() as connection:
            said = connection.connection.dbapi_connection.info.get_parameters()  # type: ignore[union-attr]
    finally:
        engine.dispose()
    wanted = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "30000"}
    assert {name: said[name] for name in wanted} == wanted


def test_what_the_address_of_the_database_says_holds(postgres_url: str) -> None:
    engine = make_engine(f"{postgres_url}{'&' if '?' in postgres_url else '?'}options=-c%20statement_timeout%3D5min")
    try:
        setting = setting_of(engine)
        assert (setting("lock_timeout"), setting("statement_timeout")) == ("10s", "5min")
    finally:
        engine.dispose()
