"""(a) Durable receives per second, signature checked, against three other ways to do it on the same machine, in the
same run: every contender is started once, then all are loaded in turn, round after round."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field

from bench import load
from bench.noise import Figure, figure, ratio
from bench.progress import Progress
from bench.servers import Contender, Running, running
from bench.site import HOOK_SECRET, TENANT, Site, site
from tests.redis_server import running_redis

CONNECTIONS = 32
WARM_UP, MEASURED = 0.3, 1.5  # seconds
MOST = 18_000  # deliveries per second that the load is prepared for

OURS = "Retour"
ONE, GROUP, TEXTBOOK = "bare, a COMMIT per request", "bare, group commit", "textbook"
GOALS = {ONE: 0.6, GROUP: 0.35, TEXTBOOK: 2.5}
SLOW_GOALS = {"sqlite": {ONE: 5.0}}


def contenders(kind: str) -> tuple[Contender, ...]:
    """Each in the arrangement that suits it best on this database."""
    return (
        Contender(OURS, "connector.wsgi:app", 1, 32),
        Contender(ONE, "bench.apps.one_commit:app", 2, 4),
        Contender(GROUP, "bench.apps.group_commit:app", 1, 32),
        Contender(TEXTBOOK, "bench.apps.textbook:app", 2, 8, server="gunicorn"),
    )


@dataclass
class Row:
    """What one contender did, a value per round."""

    contender: Contender
    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # microseconds of the server's processes per delivery

    def rate(self) -> Figure:
        return figure(self.rates)


@dataclass
class Table:
    """`checked`: deliveries whose rows were counted."""

    database: str
    sync_milliseconds: float
    rows: list[Row]
    checked: int = 0

    def ratio(self, name: str) -> Figure:
        rates = {row.contender.name: row.rate() for row in self.rows}
        return ratio(rates[OURS], rates[name])


class Lost(Exception):
    """A delivery was acknowledged and is not there, or something else was answered than an acknowledgement."""


def measure(
    kind: str, rounds: int, progress: Progress, sync_milliseconds: float = 0.0, without: frozenset[str] = frozenset()
) -> Table:
    """Raise Lost if a contender acknowledged what it did not keep."""
    with ExitStack() as stack:
        where = stack.enter_context(site(kind, sync_milliseconds))
        redis = stack.enter_context(running_redis())
        environment = {**where.environment, "BENCH_REDIS": redis.url}
        table = Table(kind, sync_milliseconds, [Row(each) for each in contenders(kind) if each.name not in without])
        servers = [stack.enter_context(running(row.contender, environment)) for row in table.rows]
        for number in range(1, rounds + 1):
            for row, server in zip(table.rows, servers, strict=True):
                progress.step(f"round {number} of {rounds}, {row.contender.name}")
                table.checked += _round(where, row, server, number)
            redis.client().flushall()
    return table


def _round(where: Site, row: Row, server: Running, number: int) -> int:
    where.empty()
    _load(server, f"w{number}", WARM_UP)
    before, spent = where.kept()[0], server.group.cpu_seconds()
    result = _load(server, f"r{number}", MEASURED)
    spent = server.group.cpu_seconds() - spent
    rows, different = where.kept()
    acknowledged = len(result.acknowledged)
    if result.refused or result.cut_off or (rows - before, different) != (acknowledged, rows):
        raise Lost(
            f"{row.contender.name}: {acknowledged} acknowledged, {rows - before} kept, "
            f"{result.refused} refused, {result.cut_off} cut off"
        )
    row.rates.append(result.rate)
    row.p50.append(result.percentile(0.5))
    row.p99.append(result.percentile(0.99))
    row.cpu.append(spent / acknowledged * 1e6)
    return acknowledged


def _load(server: Running, prefix: str, seconds: float) -> load.Result:
    plan = load.Plan(server.port, f"/hooks/{TENANT}", HOOK_SECRET, prefix, CONNECTIONS, seconds, int(MOST * seconds))
    return load.result_of(load.start(plan))
