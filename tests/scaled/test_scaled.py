"""Many processes on one PostgreSQL, with Redis as their doorbell: whatever dies, each ticket gets exactly one memo and
one answer. Waits are deadlines; nothing here says how fast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scaled.world import THREADS, World, scaled_world

TICKETS = 10
ONCE = (1, 1)  # one memo, one mail


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with scaled_world(tmp_path_factory.mktemp("scaled")) as made:
        yield made


def test_several_workers_settle_each_ticket_once(world: World) -> None:
    world.faults.latency = 40
    with world.workers(2) as workers:
        matters = world.write(TICKETS)
        world.wait(lambda: world.settled(matters), "every ticket to be settled")
    world.faults.latency = 0
    assert world.made(matters) == [ONCE] * TICKETS
    taken = [each.events().count("ticket_read") for each in workers]
    assert min(taken) > 0, taken  # none did it alone
    assert [event for each in workers for event in each.events() if event in {"work_failed", "redis_away"}] == []


def test_loses_nothing_when_redis_is_killed_and_uses_it_again(world: World) -> None:
    with world.workers(2) as workers:
        world.wait(lambda: world.listening() >= 2, "a worker to listen")
        before = world.write(3)
        world.redis.kill()
        during = world.write(3)
        world.wait(lambda: world.settled(before + during), "every ticket to be settled without Redis")
        world.wait(lambda: all("redis_away" in each.events() for each in workers), "both workers to notice")
        world.redis.start()  # empty
        world.wait(lambda: all("redis_back" in each.events() for each in workers), "both workers to be back")
        after = world.write(3)
        world.wait(lambda: world.settled(after), "every ticket to be settled")
        world.wait(lambda: world.jobs_done() > 0, "a job to be heard")
        assert [each.events().count("redis_away") for each in workers] == [1, 1]  # said once, not per try
    assert world.made(before + during + after) == [ONCE] * 9


def test_rings_through_redis_and_loses_nothing_when_it_is_emptied(world: World) -> None:
    with world.workers(1):
        world.wait(lambda: world.listening() >= 1, "the worker to listen")
        before = world.write(2)
        world.wait(lambda: world.jobs_done() > 0, "a job to be heard")
        during = world.write(2)
        with world.redis.client() as redis:
            redis.flushall()
        world.wait(lambda: world.settled(before + during), "every ticket to be settled")
        after = world.write(2)
        world.wait(lambda: world.settled(after), "every ticket to be settled")
        world.wait(lambda: world.jobs_done() > 0, "a job to be heard again")
    assert world.made(before + during + after) == [ONCE] * 6


def test_tickets_of_a_killed_worker_are_taken_up_once_their_lease_is_over(world: World) -> None:
    world.slow_reads(THREADS, 30)
    with world.workers(1) as (victim,):
        matters = world.write(6)
        world.wait(lambda: not world.faults.pending(), "every thread to be reading")
        victim.kill()
    assert (world.in_hand(), world.claimed()) == (THREADS, 0)
    assert world.made(matters) == [(0, 0)] * 6
    with world.workers(2):
        world.wait(lambda: world.settled(matters), "the others to take everything up")
    assert world.made(matters) == [ONCE] * 6


def test_a_worker_told_to_stop_ends_what_is_at_hand_and_takes_nothing_up(world: World) -> None:
    world.slow_reads(THREADS, 1)
    with world.workers(1) as (worker,):
        matters = world.write(2 * THREADS)
        world.wait(lambda: not world.faults.pending(), "every thread to be reading")
        assert worker.end() == 0
    assert (world.in_hand(), world.claimed()) == (0, 0)
    assert sorted(state != "" for state in world.states(matters)) == [False] * THREADS + [True] * THREADS
    with world.workers(1):
        world.wait(lambda: world.settled(matters), "the next worker to go on")
    assert world.made(matters) == [ONCE] * len(matters)


def test_processes_survive_a_restart_of_postgresql(world: World) -> None:
    world.slow_reads(2 * THREADS, 1.5)
    with world.workers(2) as workers:
        matters = world.write(6)
        world.wait(lambda: not world.faults.pending(), "every thread to be reading")
        world.postgres.stop()
        world.wait(lambda: all("work_failed" in each.events() for each in workers), "both workers to notice")
        assert world.readiness() == 503
        world.postgres.start()
        assert world.readiness() == 200
        more = world.write(2)  # through the web process
        world.wait(lambda: world.settled(matters + more), "every ticket to be settled")
        world.wait(lambda: all("work_goes_on" in each.events() for each in workers), "both workers to be back")
        assert [(each.alive, "thread_died" in each.events()) for each in workers] == [(True, False)] * 2
        assert [each.events().count("work_failed") for each in workers] == [1, 1]  # said once, not per thread
    assert world.made(matters + more) == [ONCE] * 8


CALLS_PER_MINUTE = 50


def test_workers_together_stay_below_the_helpdesks_limit(tmp_path: Path) -> None:
    with scaled_world(tmp_path, CALLS_PER_MINUTE) as world, world.workers(2) as workers:
        world.wait(lambda: world.listening() >= 2, "both workers to listen")
        world.faults.latency = 150  # long enough for both to take part
        matters = world.write(20)  # a minute's calls are not enough for them
        world.wait(lambda: any("ticket_later" in each.events() for each in workers), "a worker to wait")
        world.wait(lambda: world.due() + world.in_hand() + world.claimed() == 0, "the next minute to be waited for")
        waiting, made = world.waiting(), world.made(matters)
        assert world.answers["429"] == 0
        assert min(len({"ticket_read", "ticket_later"} & set(each.events())) for each in workers) > 0
        assert set(made) <= {(0, 0), (1, 0), ONCE}
        assert sum(memos for memos, _ in made) > 0
        assert {each.ticket for each, done in zip(matters, made, strict=True) if done != ONCE} <= waiting
        assert waiting != set()
