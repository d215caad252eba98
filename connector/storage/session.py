"""The engine, and one transaction as the flow sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from connector.ports.store import Tx
from connector.storage.audit import SqlAudit
from connector.storage.cases import SqlCases
from connector.storage.dues import SqlDues
from connector.storage.inbox import SqlInbox
from connector.storage.ledger import SqlLedger
from connector.storage.outbox import SqlOutbox
from connector.storage.tenants import SqlTenants


def make_engine(url: str) -> Engine:
    """Make an engine for `sqlite:///path` or `postgresql+psycopg://…`.

    SQLite: WAL with synchronous FULL (an acknowledged event survives a power cut), and every transaction begins
    IMMEDIATE, so that a read turned write cannot fail halfway.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_size=40, max_overflow=10, pool_pre_ping=True, isolation_level="READ COMMITTED")
    engine = create_engine(url, pool_size=40, max_overflow=10, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # pysqlite would begin too late
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


class SqlStore:
    """`ports.store.Store` on SQLAlchemy Core."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        with self.engine.begin() as connection:
            yield Tx(
                tenants=SqlTenants(connection),
                inbox=SqlInbox(connection),
                cases=SqlCases(connection),
                outbox=SqlOutbox(connection),
                ledger=SqlLedger(connection),
                audit=SqlAudit(connection),
                dues=SqlDues(connection),
            )
