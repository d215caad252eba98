"""(e) The web process is killed in the middle of a load, started again, and every delivery is sent once more, as a
vendor would. Nothing that was acknowledged may be missing, nothing may be there twice."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bench import load
from bench.progress import Progress
from bench.receiving import CONNECTIONS
from bench.servers import Contender, running
from bench.site import HOOK_SECRET, TENANT, Site, site

OURS = Contender("Retour", "connector.wsgi:app", 1, 32)
BEFORE_THE_KILL = 0.7  # seconds


@dataclass
class Toll:
    """Summed over all kills. `unsure`: kept, but killed before the answer: the vendor sends those again."""

    database: str
    kills: int = 0
    acknowledged: int = 0
    unsure: int = 0
    lost: int = 0
    sent_again: int = 0
    doubles: int = 0


def kill_and_count(kind: str, kills: int, progress: Progress) -> Toll:
    toll = Toll(kind)
    with site(kind) as where:
        for number in range(1, kills + 1):
            progress.step(f"kill {number} of {kills}")
            _one(where, number, toll)
    return toll


def _plan(port: int, number: int, count: int, seconds: float) -> load.Plan:
    return load.Plan(port, f"/hooks/{TENANT}", HOOK_SECRET, f"k{number}", CONNECTIONS, seconds, count)


def _one(where: Site, number: int, toll: Toll) -> None:
    where.empty()
    with running(OURS, where.environment) as server:
        loading = load.start(_plan(server.port, number, 30_000, 30.0))
        while not where.kept()[0]:  # the load builds its requests first
            time.sleep(0.02)
        time.sleep(BEFORE_THE_KILL)
        server.group.kill()
        result = load.result_of(loading)
    kept = where.kept_ids()
    promised = {f"k{number}-{each}" for each in result.acknowledged}
    sent = max((int(each.partition("-")[2]) for each in kept), default=0)
    with running(OURS, where.environment) as server:
        again = load.result_of(load.start(_plan(server.port, number, sent, 30.0)))
    rows, different = where.kept()
    toll.kills += 1
    toll.acknowledged += len(promised)
    toll.unsure += len(set(kept) - promised)
    toll.lost += len(promised - set(kept))
    toll.sent_again += len(again.acknowledged)
    toll.doubles += (rows - different) + abs(different - sent)
