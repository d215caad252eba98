"""Whether this machine's clock can be trusted: leases, due times and limits compare moments of several machines."""

from __future__ import annotations

import logging

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from connector.ports.clock import Clock

log = logging.getLogger(__name__)

ALLOWED = 10.0  # seconds between a worker's clock and the database's


def skew(engine: Engine, clock: Clock) -> float:
    """Seconds by which our clock is ahead of the database's; negative: behind. SQLite has no clock but ours: 0."""
    if engine.dialect.name == "sqlite":
        return 0.0
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))  # connecting may take long; asking does not
        before = clock()
        theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        after = clock()
    return float((before + (after - before) / 2 - theirs).total_seconds())


def steady(engine: Engine, clock: Clock) -> bool:
    """Whether this process may claim work. False, and logged, where its clock is off or the database is away."""
    try:
        off = skew(engine, clock)
    except SQLAlchemyError as error:
        log.warning("database_away", extra={"error": type(error).__name__})
        return False
    if abs(off) > ALLOWED:
        log.error("clock_off", extra={"seconds": round(off, 1)})
        return False
    return True
