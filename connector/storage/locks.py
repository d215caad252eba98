"""Named locks with an end: whoever dies holding one lets go of it when its time is over."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, select, update

from connector.ports.clock import Clock
from connector.ports.errors import ReadFailed
from connector.storage.statements import insert_once
from connector.storage.tables import locks

POLL_SECONDS = 0.05


def take(connection: Connection, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Take the lock if it is free or its time is over. Atomic on both databases."""
    if insert_once(connection, locks, {"name": name, "holder": holder, "until": until}):
        return True
    over = update(locks).where(locks.c.name == name, locks.c.until < now).values(holder=holder, until=until)
    return bool(connection.execute(over).rowcount)


def ends_at(connection: Connection, name: str) -> datetime:
    """Return when the time of a name that is there is over."""
    until: datetime = connection.execute(select(locks.c.until).where(locks.c.name == name)).scalar_one()
    return until


def forget(connection: Connection, now: datetime) -> None:
    """Drop names whose time was over a day ago."""
    connection.execute(delete(locks).where(locks.c.until < now - timedelta(days=1)))


@contextmanager
def held(engine: Engine, clock: Clock, name: str, seconds: float) -> Iterator[None]:
    """Hold `name` for at most `seconds`, waiting for it as long; no transaction stays open meanwhile."""
    holder, tries = secrets.token_hex(8), int(seconds / POLL_SECONDS)
    for _ in range(max(tries, 1)):
        now = clock()
        with engine.begin() as connection:
            if take(connection, name, holder, now, now + timedelta(seconds=seconds)):
                break
        time.sleep(POLL_SECONDS)
    else:
        raise ReadFailed(f"lock {name} is held by somebody else")
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(delete(locks).where(locks.c.name == name, locks.c.holder == holder))
