"""What keeps a pool alive: threads that die, steps that fail, a stop in the middle."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from connector.flow.dues import poll_all
from connector.flow.services import Services
from connector.jobs import pool as pools
from connector.jobs.pool import Doorbell, Pool, step
from connector.ports.helpdesk import Changes
from tests.fakes.world import TENANT, FakeWorld, fake_world

NOTHING = cast(Services, None)  # the steps of these tests look at nothing
DEADLINE = 10.0


@dataclass
class Steps:
    """Stands where the flow would: `due` things to do, each of which runs `do`."""

    do: Callable[[], None]
    due: int = 0
    done: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    all_done: threading.Event = field(default_factory=threading.Event)

    def __call__(self, _: Services) -> bool:
        with self.lock:
            if not self.due:
                return False
            self.due -= 1
        self.do()
        with self.lock:
            self.done += 1
        if not self.due:
            self.all_done.set()
        return True


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    made = Steps(lambda: None)
    monkeypatch.setattr(pools, "STEPS", (made,))
    monkeypatch.setattr(pools, "FIRST_PAUSE", 0.01)
    return made


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records]


def test_one_ring_gets_everything_done(steps: Steps) -> None:
    steps.due, bell = 50, Doorbell()
    pool = Pool(NOTHING, bell, threads=4, sweep=60, poll=0)
    pool.start()
    bell.ring()
    assert steps.all_done.wait(DEADLINE)
    pool.stop()
    assert (steps.due, steps.done) == (0, 50)


def test_work_that_nobody_rang_for_is_found_by_the_sweep(steps: Steps) -> None:
    steps.due = 1
    pool = Pool(NOTHING, Doorbell(), threads=1, sweep=0.05, poll=0)
    pool.start()
    assert steps.all_done.wait(DEADLINE)
    pool.stop()


def test_nothing_is_begun_while_the_clock_is_off(steps: Steps) -> None:
    looks, good = threading.Semaphore(0), threading.Event()

    def steady() -> bool:
        looks.release()
        return good.is_set()

    steps.due, bell = 5, Doorbell()
    pool = Pool(NOTHING, bell, threads=2, sweep=0.02, poll=0, steady=steady)
    pool.start()
    for _ in range(5):  # four sweeps at least, each of which rings
        assert looks.acquire(timeout=DEADLINE)
    assert (steps.due, steps.done) == (5, 0)
    good.set()
    assert steps.all_done.wait(DEADLINE)
    pool.stop()
    assert (steps.due, steps.done) == (0, 5)


def test_a_stopped_pool_ends_what_is_at_hand_and_begins_nothing(steps: Steps) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()

    def take_long() -> None:
        begun.release()
        go_on.wait(DEADLINE)

    steps.due, steps.do, bell = 10, take_long, Doorbell()
    pool = Pool(NOTHING, bell, threads=2, sweep=60, poll=0)
    pool.start()
    bell.ring()
    bell.ring()
    assert begun.acquire(timeout=DEADLINE)
    assert begun.acquire(timeout=DEADLINE)
    stopping = threading.Thread(target=pool.stop)
    stopping.start()
    while not pool._stop.is_set():
        pass
    go_on.set()
    stopping.join(DEADLINE)
    assert (steps.done, steps.due) == (2, 8)
    assert [each.is_alive() for each in pool._threads.values()] == [False] * 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_dies_is_replaced(steps: Steps, caplog: pytest.LogCaptureFixture) -> None:
    deaths = iter([True])

    def die_once() -> None:
        if next(deaths, False):
            raise SystemExit  # what no `except Exception` catches

    steps.due, steps.do = 2, die_once
    pool = Pool(NOTHING, Doorbell(), threads=1, sweep=0.05, poll=0)
    pool.start()
    assert steps.all_done.wait(DEADLINE)
    pool.stop()
    assert steps.done == 1
    assert "thread_died" in events(caplog)


def test_trouble_is_waited_out_and_told_once(steps: Steps, caplog: pytest.LogCaptureFixture) -> None:
    trouble = iter(range(5))

    def fail_at_first() -> None:
        if next(trouble, None) is not None:
            steps.due += 1
            raise ConnectionError("the database is away")

    steps.due, steps.do, bell = 1, fail_at_first, Doorbell()
    pool = Pool(NOTHING, bell, threads=1, sweep=60, poll=0)
    pool.start()
    bell.ring()
    assert steps.all_done.wait(DEADLINE)
    pool.stop()
    assert events(caplog) == ["work_failed", "work_goes_on"]
    assert [getattr(record, "count", None) for record in caplog.records] == [None, 5]


def test_a_step_that_fails_does_not_keep_the_others_from_their_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Services) -> bool:
        raise ValueError("a row that nobody can read")

    left = [1, 2]
    monkeypatch.setattr(pools, "STEPS", (fail, lambda _: bool(left) and left.pop() > 0))
    assert [step(NOTHING), step(NOTHING)] == [True, True]
    with pytest.raises(ValueError, match="nobody can read"):
        step(NOTHING)


def test_rings_are_kept_up_to_a_bound_and_lead_elsewhere_if_told() -> None:
    bell, heard = Doorbell(), []
    for _ in range(Doorbell.MOST * 3):
        bell.ring()
    assert bell._rings == Doorbell.MOST
    bell.lead_to(lambda: heard.append(1))
    bell.ring()
    assert (bell._rings, heard) == (Doorbell.MOST, [1])


@pytest.fixture
def world(tmp_path: Path) -> Iterator[FakeWorld]:
    made = fake_world(tmp_path)
    yield made
    made.engine.dispose()


def test_polls_only_where_it_is_this_processes_turn(world: FakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(world.desk, "changed_since", lambda since: asked.append(since) or Changes(()))
    names: list[str] = []
    poll_all(world.services, lambda tenant: names.append(tenant) is not None)
    assert (names, asked) == ([TENANT], [])
    poll_all(world.services, lambda tenant: True)
    assert len(asked) == 1
