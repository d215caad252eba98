"""However many threads and processes ask, no window of time ever holds more calls than its rate."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from connector.ports.throttle import Rate
from connector.storage.session import make_engine
from connector.storage.tables import throttles
from connector.storage.throttle import LONGEST_HOLD, SqlThrottle
from tests.storage.conftest import NOW, at_once

POOL = "zendesk:acme.zendesk.com"
RATE = Rate(20, 10.0)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(engine: Engine, clock: Clock) -> SqlThrottle:
    return SqlThrottle(engine, clock)


@pytest.fixture
def another(database_url: str, clock: Clock) -> Iterator[SqlThrottle]:
    """The same database in another process."""
    engine = make_engine(database_url)
    try:
        yield SqlThrottle(engine, clock)
    finally:
        engine.dispose()


def spend(throttle: SqlThrottle, rate: Rate = RATE, pool: str = POOL) -> int:
    """Call until told to wait; return how often it went."""
    for made in range(1000):
        if throttle.take(pool, rate) > 0:
            return made
    raise AssertionError("no limit")


def most_in_a_window(moments: list[float], seconds: float) -> int:
    """The fullest window of all: each one begins with a call."""
    moments = sorted(moments)
    return max(sum(begin <= each < begin + seconds for each in moments) for begin in moments)


def test_a_window_takes_its_calls_and_no_more(throttle: SqlThrottle, clock: Clock) -> None:
    assert spend(throttle) == 20
    clock.advance(9.9)
    assert spend(throttle) == 0
    clock.advance(2.0)
    assert spend(throttle) == 20


def test_says_how_long_to_wait_and_counts_nothing_then(throttle: SqlThrottle, clock: Clock) -> None:
    spend(throttle)
    wait = throttle.take(POOL, RATE)
    assert RATE.seconds <= wait <= RATE.seconds + 2.0
    for _ in range(50):
        throttle.take(POOL, RATE)
    clock.advance(wait + 0.001)
    assert spend(throttle) == 20


def test_pools_do_not_know_each_other(throttle: SqlThrottle) -> None:
    assert spend(throttle) == 20
    assert spend(throttle, pool="zendesk:sister.zendesk.com") == 20


def test_two_processes_share_a_rate(throttle: SqlThrottle, another: SqlThrottle) -> None:
    assert spend(throttle) + spend(another) == 20


@pytest.mark.parametrize("step", [0.02, 0.13, 0.7, 1.9])
def test_no_window_holds_more_however_the_calls_fall(
    throttle: SqlThrottle, another: SqlThrottle, clock: Clock, step: float
) -> None:
    """Three calls are wanted at every step, by both processes in turn: more than the rate allows."""
    made: list[float] = []
    began = clock.now
    while clock.now < began + timedelta(seconds=40):
        for each in (throttle, another, throttle):
            if each.take(POOL, RATE) == 0.0:
                made.append((clock.now - began).total_seconds())
        clock.advance(step)
    assert most_in_a_window(made, RATE.seconds) <= RATE.calls
    assert len(made) >= 40  # and it is no standstill: 40 s at this rate are 80 calls at most


def test_threads_of_two_processes_keep_to_the_rate_in_real_time(engine: Engine, database_url: str) -> None:
    rate, until = Rate(30, 1.0), time.monotonic() + 3.0
    sister = make_engine(database_url)
    guard, made = threading.Lock(), list[float]()
    pair = [SqlThrottle(each, lambda: datetime.now(UTC)) for each in (engine, sister)]

    def work(number: int) -> int:
        mine = 0
        while time.monotonic() < until:
            wait = pair[number % 2].take(POOL, rate)
            if wait == 0.0:
                mine += 1
                with guard:
                    made.append(time.monotonic())
            else:
                time.sleep(min(wait, 0.02))
        return mine

    try:
        counts = at_once(work, 8)
    finally:
        sister.dispose()
    assert sum(counts) == len(made)
    assert most_in_a_window(made, rate.seconds) <= rate.calls
    assert len(made) >= 30


def test_what_a_busy_process_took_along_lapses(throttle: SqlThrottle, another: SqlThrottle, clock: Clock) -> None:
    throttle.take(POOL, RATE)
    throttle.take(POOL, RATE)  # busy: takes one along
    clock.advance(1.0)
    assert spend(another) == 17  # 20 - 2 - the one that lapsed
    assert spend(throttle) == 0


def test_a_held_pool_takes_no_call_anywhere(throttle: SqlThrottle, another: SqlThrottle, clock: Clock) -> None:
    throttle.take(POOL, RATE)
    throttle.take(POOL, RATE)
    throttle.hold(POOL, 30.0)
    assert [throttle.take(POOL, RATE), another.take(POOL, RATE)] == [30.0, 30.0]
    clock.advance(29.0)
    assert [throttle.take(POOL, RATE), another.take(POOL, RATE)] == [1.0, 1.0]
    clock.advance(1.0)
    assert [throttle.take(POOL, RATE), another.take(POOL, RATE)] == [0.0, 0.0]


def test_a_shorter_hold_does_not_end_a_longer_one(throttle: SqlThrottle, another: SqlThrottle) -> None:
    throttle.hold(POOL, 30.0)
    another.hold(POOL, 2.0)
    assert throttle.take(POOL, RATE) == 30.0


def test_nobody_is_held_for_days(throttle: SqlThrottle) -> None:
    throttle.hold(POOL, 86_400.0)
    assert throttle.take(POOL, RATE) == LONGEST_HOLD


def test_what_was_learned_counts_in_every_process(throttle: SqlThrottle, another: SqlThrottle, clock: Clock) -> None:
    throttle.learned(POOL, Rate(5, 10.0))
    assert spend(another) == 5
    throttle.learned(POOL, Rate(8, 10.0))
    assert spend(another) == 3
    throttle.learned(POOL, Rate(5, 10.0))
    clock.advance(12.0)
    assert spend(another) + spend(throttle) == 5


def test_learning_the_same_again_asks_nobody(engine: Engine, throttle: SqlThrottle) -> None:
    throttle.learned(POOL, Rate(5, 10.0))
    with engine.begin() as connection:
        connection.execute(throttles.delete())
    throttle.learned(POOL, Rate(5, 10.0))
    with engine.begin() as connection:
        assert connection.execute(select(throttles)).all() == []


def test_a_clock_that_ran_ahead_stops_nobody(engine: Engine, throttle: SqlThrottle, clock: Clock) -> None:
    ahead = Clock()
    ahead.advance(86_400)
    broken = SqlThrottle(engine, ahead)
    spend(broken)
    broken.hold(POOL, 600)
    assert spend(throttle) == 20


def test_a_clock_a_little_behind_frees_nothing_early(engine: Engine, throttle: SqlThrottle, clock: Clock) -> None:
    assert spend(throttle) == 20
    behind = Clock()
    behind.advance(-9.0)
    assert spend(SqlThrottle(engine, behind)) == 0


def test_more_calls_than_a_window_takes_are_not_waited_for_forever(throttle: SqlThrottle) -> None:
    assert throttle.take(POOL, RATE, calls=50) == 0.0
    assert throttle.take(POOL, RATE) > 0


def test_nobody_calls_while_the_database_is_away(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    engine = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    throttle = SqlThrottle(engine, clock)
    assert throttle.take(POOL, RATE) == 5.0
    throttle.learned(POOL, RATE)
    throttle.hold(POOL, 3.0)
    assert [record.msg for record in caplog.records] == ["throttle_away"] * 3


def test_a_rate_of_nothing_lets_nothing_pass(engine: Engine) -> None:
    assert SqlThrottle(engine, lambda: NOW).take("pool", Rate(0, 60.0)) == 60.0
