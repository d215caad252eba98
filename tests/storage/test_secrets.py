"""Secrets are unreadable at rest, keys can be changed, and a lock is held by one and not for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, func, select

from connector.ports.errors import ReadFailed, Transient
from connector.ports.secrets import UnreadableSecret
from connector.storage.secret_box import SecretBox
from connector.storage.tables import locks, secrets
from tests.storage.conftest import NOW, at_once

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))
OWNER = "tenant:zendesk-acme"
PAIR = {"access": "token-ä-1", "refresh": "token-2"}


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def box(engine: Engine, *keys: str, clock: Callable[[], datetime] | None = None) -> SecretBox:
    return SecretBox(engine, clock or Clock(), keys or (OLD,))


def at_rest(engine: Engine) -> list[bytes]:
    with engine.begin() as connection:
        return [bytes(each) for each in connection.scalars(select(secrets.c.value).order_by(secrets.c.name))]


def held(engine: Engine) -> int:
    with engine.begin() as connection:
        return connection.scalar(select(func.count()).select_from(locks)) or 0


def test_gives_back_the_newest_value(engine: Engine) -> None:
    mine = box(engine)
    assert mine.get(OWNER, "oauth") is None
    mine.put(OWNER, "oauth", {"access": "first"})
    mine.put(OWNER, "oauth", PAIR)
    assert mine.get(OWNER, "oauth") == PAIR
    assert mine.get(OWNER, "webhook") is None
    assert mine.get("tenant:zendesk-sister", "oauth") is None


def test_nothing_can_be_read_at_rest(engine: Engine, database_url: str) -> None:
    box(engine).put(OWNER, "oauth", PAIR)
    (raw,) = at_rest(engine)
    for part in ("token", "access", "refresh", "ä"):
        assert part.encode() not in raw
    if database_url.startswith("sqlite:///"):
        path = Path(database_url.removeprefix("sqlite:///"))
        files = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))  # the log beside it as well
        assert raw in files
        assert b"token-2" not in files


def test_the_same_value_twice_does_not_look_the_same(engine: Engine) -> None:
    mine = box(engine)
    mine.put(OWNER, "a", PAIR)
    mine.put(OWNER, "b", PAIR)
    first, second = at_rest(engine)
    assert first != second


def test_an_old_key_still_opens_and_rotation_frees_it(engine: Engine) -> None:
    box(engine, OLD).put(OWNER, "oauth", PAIR)
    box(engine, OLD).put(OWNER, "webhook", {"current": "s"})
    both = box(engine, NEW, OLD)
    assert both.get(OWNER, "oauth") == PAIR
    assert both.rotate() == 2
    assert box(engine, NEW).get(OWNER, "oauth") == PAIR
    assert box(engine, NEW).get(OWNER, "webhook") == {"current": "s"}
    with pytest.raises(UnreadableSecret):
        box(engine, OLD).get(OWNER, "oauth")


def test_a_lost_key_is_named_and_shows_nothing(engine: Engine) -> None:
    box(engine, OLD).put(OWNER, "oauth", PAIR)
    with pytest.raises(UnreadableSecret) as caught:
        box(engine, OTHER).get(OWNER, "oauth")
    assert str(caught.value) == "tenant:zendesk-acme oauth"


def test_rotation_changes_nothing_if_one_secret_cannot_be_opened(engine: Engine) -> None:
    box(engine, OLD).put(OWNER, "a", PAIR)
    box(engine, OTHER).put(OWNER, "b", PAIR)
    before = at_rest(engine)
    with pytest.raises(UnreadableSecret):
        box(engine, NEW, OLD).rotate()
    assert at_rest(engine) == before


def test_a_changed_byte_is_not_read(engine: Engine) -> None:
    mine = box(engine)
    mine.put(OWNER, "oauth", PAIR)
    (raw,) = at_rest(engine)
    changed = raw[:40] + (b"A" if raw[40:41] != b"A" else b"B") + raw[41:]
    with engine.begin() as connection:
        connection.execute(secrets.update().values(value=changed))
    with pytest.raises(UnreadableSecret):
        mine.get(OWNER, "oauth")


def test_a_lock_is_let_go_of(engine: Engine) -> None:
    mine = box(engine)
    for _ in range(2):
        with mine.lock("refresh", 5):
            assert held(engine) == 1
    assert held(engine) == 0


def test_a_lock_is_let_go_of_after_an_error(engine: Engine) -> None:
    with pytest.raises(RuntimeError), box(engine).lock("refresh", 5):
        raise RuntimeError
    assert held(engine) == 0


def test_a_lock_is_held_by_one_at_a_time(engine: Engine) -> None:
    mine = box(engine)
    inside, most = [0], [0]
    guard = threading.Lock()

    def work(_: int) -> None:
        with mine.lock("refresh", 20):
            with guard:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            held(engine)  # long enough for the others to try
            with guard:
                inside[0] -= 1

    at_once(work, 6)
    assert most == [1]


def test_who_waits_in_vain_is_told_to_come_back(engine: Engine) -> None:
    mine = box(engine)
    with mine.lock("refresh", 5):
        with pytest.raises(ReadFailed) as caught, mine.lock("refresh", 0.1):
            pytest.fail("two hold one lock")
        assert isinstance(caught.value, Transient)
        with mine.lock("another", 0.1):
            assert held(engine) == 2
    assert held(engine) == 0


def test_a_lock_of_a_dead_holder_ends(engine: Engine) -> None:
    clock = Clock()
    mine = box(engine, clock=clock)
    abandoned = mine.lock("refresh", 5)
    abandoned.__enter__()
    clock.now = NOW + timedelta(seconds=5)
    with pytest.raises(ReadFailed), mine.lock("refresh", 0.1):
        pytest.fail("the last moment still counts")
    clock.now = NOW + timedelta(seconds=5, microseconds=1)
    with mine.lock("refresh", 5):
        abandoned.__exit__(None, None, None)  # it was not dead, only slow: it must not end the other's lock
        assert held(engine) == 1
    assert held(engine) == 0
