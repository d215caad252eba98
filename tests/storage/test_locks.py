"""Names that are taken for a while, and forgotten long after."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from connector.storage.locks import forget, take
from connector.storage.tables import locks
from tests.storage.conftest import NOW, at_once

MINUTE = timedelta(minutes=1)


def taken(engine: Engine, name: str, holder: str = "me", now: datetime = NOW) -> bool:
    with engine.begin() as connection:
        return take(connection, name, holder, now, now + MINUTE)


def names(engine: Engine) -> list[str]:
    with engine.begin() as connection:
        return list(connection.scalars(select(locks.c.name).order_by(locks.c.name)))


def test_a_name_is_taken_once_until_its_time_is_over(engine: Engine) -> None:
    assert taken(engine, "a") is True
    assert taken(engine, "a") is False  # nor by its own holder
    assert taken(engine, "a", now=NOW + MINUTE) is False
    assert taken(engine, "a", "other", NOW + MINUTE + timedelta(microseconds=1)) is True
    with engine.begin() as connection:
        assert connection.scalar(select(locks.c.holder)) == "other"


def test_one_of_eight_takes_a_name(engine: Engine) -> None:
    assert sorted(at_once(lambda n: taken(engine, "a", str(n)), 8)) == [False] * 7 + [True]


def test_one_of_eight_takes_a_name_over(engine: Engine) -> None:
    taken(engine, "a")
    later = NOW + 2 * MINUTE
    assert sorted(at_once(lambda n: taken(engine, "a", str(n), later), 8)) == [False] * 7 + [True]


def test_forgets_what_was_over_a_day_ago(engine: Engine) -> None:
    taken(engine, "old")
    taken(engine, "newer", now=NOW + MINUTE)
    with engine.begin() as connection:
        forget(connection, NOW + MINUTE + timedelta(days=1, microseconds=1))
    assert names(engine) == ["newer"]
