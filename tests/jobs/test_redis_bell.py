"""The bell that rings in other processes, on a real Redis and on none."""

from __future__ import annotations

import json
import logging
import time
import zlib
from collections.abc import Iterator

import pytest
from redis import Redis

from connector.jobs import queues, tasks
from connector.jobs.queues import DRAIN, PLENTY, QUEUE, RedisBell
from tests.redis_server import RedisServer, running_redis

KEY = f"rq:queue:{QUEUE}"
DEADLINE = 10.0


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with running_redis() as made:
        yield made


@pytest.fixture
def redis(server: RedisServer) -> Iterator[Redis]:
    with server.client() as client:
        client.flushall()
        yield client


def waited(redis: Redis, length: int) -> None:
    until = time.monotonic() + DEADLINE
    while redis.llen(KEY) != length:
        assert time.monotonic() < until, redis.llen(KEY)
        time.sleep(0.01)


def test_a_ring_is_one_job_without_any_data(server: RedisServer, redis: Redis) -> None:
    RedisBell(server.url).ring()
    waited(redis, 1)
    (job,) = (redis.hgetall(f"rq:job:{each.decode()}") for each in redis.lrange(KEY, 0, -1))
    assert json.loads(zlib.decompress(job[b"data"])) == [DRAIN, None, [], {}]
    assert job[b"result_ttl"] == b"0"


def test_rings_no_more_where_plenty_of_jobs_wait(server: RedisServer, redis: Redis) -> None:
    bell = RedisBell(server.url)
    for length in range(1, PLENTY + 1):
        bell.ring()
        waited(redis, length)
    for _ in range(5):
        bell.ring()
        time.sleep(0.02)
    assert redis.llen(KEY) == PLENTY


def test_redis_away_fails_nobody_and_is_told_once(
    server: RedisServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PAUSE_SECONDS", 0.01)
    server.kill()
    bell = RedisBell(server.url)
    caplog.set_level(logging.WARNING, "connector.jobs")
    for _ in range(20):
        bell.ring()
        time.sleep(0.01)
    server.start()
    with server.client() as redis:
        bell.ring()
        waited(redis, 1)
    until = time.monotonic() + DEADLINE
    while "redis_back" not in caplog.messages and time.monotonic() < until:
        time.sleep(0.01)
    assert caplog.messages == ["redis_away", "redis_back"]


def test_a_job_rings_the_bell_of_the_process_it_lands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(tasks._Here, "ring", None)
    with pytest.raises(RuntimeError, match="connector.worker"):
        tasks.drain()
    tasks.answer_with(lambda: heard.append(1))
    tasks.drain()
    assert heard == [1]
    assert f"{tasks.drain.__module__}.{tasks.drain.__name__}" == DRAIN
