"""(b) Tickets settled per second end to end: a customer writes, the helpdesk delivers, Retour reads the ticket, looks
the order up, decides, refunds, answers. Stand-ins in a process of their own, Retour's processes as a merchant starts
them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, func, select

from bench.outside import Outside, environment, outside
from bench.progress import Progress
from bench.servers import ROOT, Contender, Group, running
from bench.site import DURABLE
from connector.storage.session import make_engine
from connector.storage.tables import cases
from tests.postgres import postgres_server
from tests.redis_server import running_redis

LONGEST = 120.0  # seconds a round may take
TICKETS = {0: 40, 100: 80}  # per round, by latency


@dataclass(frozen=True)
class Form:
    """How Retour runs. `workers` 0: embedded, one process with everything in it."""

    name: str
    workers: int
    kind: str  # of database


FORMS = (
    Form("embedded, SQLite", 0, "sqlite"),
    Form("web and 1 worker, PostgreSQL, Redis", 1, "postgresql"),
    Form("web and 2 workers, PostgreSQL, Redis", 2, "postgresql"),
)


@dataclass
class Settled:
    """A value per round; CPU in milliseconds of Retour's processes per ticket."""

    form: Form
    latency: int
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


class NotSettled(Exception):
    """Tickets that did not end as they must."""


@contextmanager
def _databases(form: Form, folder: Path) -> Iterator[dict[str, str]]:
    """Settings of the form that name what it stands on."""
    with ExitStack() as stack:
        if form.workers == 0:
            yield {"database_url": f"sqlite:///{folder / 'retour.db'}", "pool_threads": "32"}
            return
        postgres = stack.enter_context(postgres_server(options=DURABLE))
        redis = stack.enter_context(running_redis())
        yield {"database_url": postgres.url, "redis_url": redis.url, "pool_threads": "0"}


@contextmanager
def _retour(form: Form, folder: Path) -> Iterator[tuple[Outside, list[Group], Engine]]:
    """Everything up and joined. The groups are Retour's processes."""
    with ExitStack() as stack:
        more = stack.enter_context(_databases(form, folder))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        say = stack.enter_context(outside())
        database_url = more.pop("database_url")
        settings = say("open", str(folder), database_url, f"http://127.0.0.1:{port}", more)
        mine = environment(settings)
        web = Contender("Retour", "connector.wsgi:app", 1, 32)
        groups: list[Group] = [stack.enter_context(running(web, mine, port)).group]
        groups += [stack.enter_context(_worker(mine)) for _ in range(form.workers)]
        say("join")
        engine = make_engine(database_url)
        stack.callback(engine.dispose)
        yield say, groups, engine


@contextmanager
def _worker(variables: Mapping[str, str]) -> Iterator[Group]:
    process = subprocess.Popen(
        [sys.executable, "-m", "connector.worker"], cwd=ROOT, env={**os.environ, **variables}, start_new_session=True
    )
    group = Group(process)
    try:
        yield group
    finally:
        group.kill()


def _settled(engine: Engine) -> int:
    with engine.begin() as connection:
        return connection.scalar(select(func.count()).select_from(cases).where(cases.c.state == "settled")) or 0


def measure(form: Form, rounds: int, progress: Progress) -> list[Settled]:
    """Both latencies, in turn."""
    found = {latency: Settled(form, latency) for latency in TICKETS}
    with (
        tempfile.TemporaryDirectory(prefix="retour-bench-") as name,
        _retour(form, Path(name)) as (say, groups, engine),
    ):
        _round(say, groups, engine, "warm", 10)
        for number in range(1, rounds + 1):
            for latency, settled in found.items():
                progress.step(f"{form.name}, {latency} ms, round {number} of {rounds}")
                say("latency", latency)
                rate, cpu = _round(say, groups, engine, f"r{number}l{latency}n", TICKETS[latency])
                settled.rates.append(rate)
                settled.cpu.append(cpu)
    return list(found.values())


def _round(say: Outside, groups: list[Group], engine: Engine, prefix: str, count: int) -> tuple[float, float]:
    """Return tickets per second and CPU milliseconds per ticket. Raise NotSettled."""
    say("order", prefix, count)
    before, spent, start = _settled(engine), sum(group.cpu_seconds() for group in groups), time.monotonic()
    say("write")
    while _settled(engine) - before < count:
        if time.monotonic() - start > LONGEST:
            raise NotSettled(f"{_settled(engine) - before} of {count} after {LONGEST:.0f} s")
        time.sleep(0.05)
    seconds = time.monotonic() - start
    time.sleep(1.0)  # what our own answers cause belongs to it as well
    spent = sum(group.cpu_seconds() for group in groups) - spent
    written, told, refunded = say("settled")
    if (written, told, refunded) != (count, count, count):
        raise NotSettled(f"{written} written, {told} told once, {refunded} refunded once, of {count}")
    return count / seconds, spent / count * 1000
