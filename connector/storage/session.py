"""The engine, and one transaction as the flow sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import SQLITE_ERROR
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from connector.ports.errors import DatabaseAway
from connector.ports.store import Tx
from connector.storage.audit import SqlAudit
from connector.storage.cases import SqlCases
from connector.storage.dues import SqlDues
from connector.storage.inbox import SqlInbox
from connector.storage.ledger import SqlLedger
from connector.storage.outbox import SqlOutbox
from connector.storage.returns import SqlReturns
from connector.storage.tenants import SqlTenants

READ_ONLY = {"read_only": True}  # execution options of a connection that will not write: on SQLite it waits for nobody


def make_engine(url: str) -> Engine:
    """Make an engine for `sqlite:///path` or `postgresql+psycopg://…`.

    SQLite: WAL with synchronous FULL (an acknowledged event survives a power cut), and every transaction begins
    IMMEDIATE, so that a read turned write cannot fail halfway; those with `READ_ONLY` do not.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_size=40,
            max_overflow=10,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            connect_args=_patience(parsed),
        )
    engine = create_engine(url, pool_size=40, max_overflow=10, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # pysqlite would begin too late
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _patience(url: URL) -> dict[str, Any]:
    """How long a thread waits for PostgreSQL, for psycopg. What the URL's own `options` say comes last and holds.

    While we wait for an answer, `tcp_user_timeout` (ms) alone sees nothing: it counts from bytes that the other side
    did not acknowledge. The probes (seconds) find a server that vanished after some 25 s, and the server itself ends
    what waits for a lock or runs for too long.
    """
    limits = "-c lock_timeout=10s -c statement_timeout=30s"
    return {
        "connect_timeout": 10,
        "tcp_user_timeout": 30_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "options": f"{limits} {url.query.get('options', '')}".rstrip(),
    }


def is_away(error: Exception) -> bool:
    """Whether it is the database that does not answer now, and not what it was asked."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if getattr(getattr(error, "orig", None), "sqlite_errorcode", None) == SQLITE_ERROR:  # no such table, a wrong word
        return False
    return isinstance(error, (OperationalError, InterfaceError, TimeoutError))


@contextmanager
def answering() -> Iterator[None]:
    """Raise DatabaseAway for what `is_away`. What was cut at its commit may be kept all the same."""
    try:
        yield
    except (DBAPIError, TimeoutError) as error:
        if is_away(error):
            raise DatabaseAway(type(error).__name__) from error
        raise


class SqlStore:
    """`ports.store.Store` on SQLAlchemy Core."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """Raise DatabaseAway where the database does not answer, from the first statement to the commit."""
        with answering(), self.engine.begin() as connection:
            yield Tx(
                tenants=SqlTenants(connection),
                inbox=SqlInbox(connection),
                cases=SqlCases(connection),
                outbox=SqlOutbox(connection),
                ledger=SqlLedger(connection),
                audit=SqlAudit(connection),
                dues=SqlDues(connection),
                returns=SqlReturns(connection),
            )
