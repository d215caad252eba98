"""Where a delivery's CPU goes between the server and the disk: one thread, no server, no load."""

from __future__ import annotations

import cProfile
import io
import pstats
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import load
from bench.noise import Figure, figure
from bench.progress import Progress
from bench.site import HOOK_SECRET, TENANT, site
from connector.app import create_app
from connector.bootstrap import build
from connector.domain.ids import TenantId
from connector.settings import Settings
from connector.storage.intake import SqlIntake

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

DELIVERIES = 1_500  # of a round
AT_ONCE = (1, 8, 32)
SHOWN = 12  # functions


@dataclass
class Profile:
    """CPU microseconds: of a delivery up to the intake, and of a row there by how many come at once."""

    before: Figure
    rows: dict[int, Figure]
    hottest: list[tuple[str, float]] = field(default_factory=list)  # of a delivery up to the intake, profiled


def _nobody() -> None:
    """A bell in an empty house."""


class _KeepsNothing:
    def keep(self, tenant: TenantId, delivery_id: str, ticket_id: str, at: datetime) -> bool:
        return True


def _environs(round_number: int) -> list[WSGIEnvironment]:
    plan = load.Plan(80, f"/hooks/{TENANT}", HOOK_SECRET, f"p{round_number}")
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [_environ(load.request(plan, number, stamp)) for number in range(1, DELIVERIES + 1)]


def _environ(raw: bytes) -> WSGIEnvironment:
    """As a server hands it over."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, protocol = first.split(" ")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": protocol,
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    for line in lines:
        name, _, value = line.partition(": ")
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environ


def _send(app: WSGIApplication, environs: Sequence[WSGIEnvironment]) -> None:
    """Raise RuntimeError unless every one is acknowledged."""
    said: set[str] = set()

    def start(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:
        said.add(status)
        return said.__contains__  # nobody writes by it

    for environ in environs:
        list(app(environ, start))
    if said != {"202 Accepted"}:
        raise RuntimeError(f"not every delivery was taken: {said}")


def _microseconds(work: Callable[[], None], count: int) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) / count * 1e6


def _at_once(intake: SqlIntake, size: int, name: str) -> None:
    """As many threads as there are rows, again and again: whoever comes meanwhile shares the next transaction."""
    now = datetime.now(UTC)

    def keep(thread: int) -> None:
        for number in range(DELIVERIES // size):
            intake.keep(TENANT, f"{name}-{thread}-{number}", "7001", now)

    threads = [threading.Thread(target=keep, args=(thread,)) for thread in range(size)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def measure(rounds: int, progress: Progress) -> Profile:
    before: list[float] = []
    rows: dict[int, list[float]] = {size: [] for size in AT_ONCE}
    profiler = cProfile.Profile()
    with site("sqlite") as where:
        names = {name.removeprefix("RETOUR_").lower(): value for name, value in where.environment.items()}
        settings = Settings(**{name: value for name, value in names.items() if not name.startswith("bench")})
        retour = build(settings)
        app = create_app(replace(retour, services=replace(retour.services, intake=_KeepsNothing())))
        for number in range(1, rounds + 1):
            progress.step(f"profile, round {number} of {rounds}")
            environs = _environs(number)
            before.append(_microseconds(partial(_send, app, environs), DELIVERIES))
            for size in AT_ONCE:
                work = partial(_at_once, SqlIntake(where.engine, _nobody), size, f"{number}-{size}")
                rows[size].append(_microseconds(work, DELIVERIES // size * size))
        environs = _environs(0)
        profiler.runcall(_send, app, environs)
        retour.engine.dispose()
    return Profile(figure(before), {size: figure(each) for size, each in rows.items()}, _hottest(profiler))


def _hottest(profiler: cProfile.Profile) -> list[tuple[str, float]]:
    """Functions by their own time, in microseconds per delivery."""
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, Any]] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    by_time = sorted(stats.items(), key=lambda item: -item[1][2])[:SHOWN]
    return [
        (f"{Path(file).name}:{name}" if file != "~" else name, own / DELIVERIES * 1e6)
        for (file, _, name), (_, _, own, _, _) in by_time
    ]
