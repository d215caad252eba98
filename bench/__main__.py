"""`make bench`: every measurement, with the results in `bench/README.md`.

`python -m bench receive kill --rounds 1 --print` does some of it, shorter, and only shows what it found.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from bench import (
    calls,
    deciding,
    hostile,
    killing,
    machine,
    profiling,
    reading,
    receiving,
    report,
    settling,
    site,
    stages,
)
from bench.progress import Progress
from demo.desks import STAGES
from tests.postgres import NoPostgres

KINDS = ("sqlite", "postgresql")
SYNC = 3.0  # milliseconds added where a slow disk is imitated
KILLS = 3
TICKETS_COUNTED = 5
TICKETS_STAGED = 20

Part = Callable[[int, Progress], list[str]]


def _receive(rounds: int, progress: Progress) -> list[str]:
    tables = []
    for sync in (0.0, SYNC):
        if sync and site.compiler() is None:
            print("no C compiler: the slow disk is left out", file=sys.stderr)
            continue
        for kind in KINDS:
            progress.part(f"(a) durable receives, {kind}{f', {sync:g} ms added to each sync' if sync else ''}")
            without = frozenset({receiving.TEXTBOOK}) if sync else frozenset[str]()
            tables.append(receiving.measure(kind, rounds, progress, sync, without))
    return report.receiving(tables)


def _profile(rounds: int, progress: Progress) -> list[str]:
    progress.part("profile of a delivery")
    return report.profile(profiling.measure(rounds, progress))


def _settle(rounds: int, progress: Progress) -> list[str]:
    found = []
    for form in settling.FORMS:
        progress.part(f"(b) tickets settled, {form.name}")
        found += settling.measure(form, min(rounds, 3), progress)
    progress.part("(b) CPU by stage")
    return report.settling(found, stages.measure(TICKETS_STAGED, min(rounds, 3), progress))


def _calls(rounds: int, progress: Progress) -> list[str]:
    progress.part("(c) outside calls")
    return report.calls([calls.count(vendor, TICKETS_COUNTED, progress) for vendor in STAGES])


def _decide(rounds: int, progress: Progress) -> list[str]:
    progress.part("(d) decide")
    return report.deciding(deciding.measure(rounds, progress))


def _kill(rounds: int, progress: Progress) -> list[str]:
    found = []
    for kind in KINDS:
        progress.part(f"(e) SIGKILL in the middle of a load, {kind}")
        found.append(killing.kill_and_count(kind, KILLS, progress))
    lines = report.killing(found)
    if any(each.lost or each.doubles for each in found):
        raise receiving.Lost("\n".join(lines))
    return lines


def _hostile(rounds: int, progress: Progress) -> list[str]:
    progress.part("(f) understand hostile")
    return report.hostile(hostile.measure(rounds, progress))


def _read(rounds: int, progress: Progress) -> list[str]:
    progress.part("(g) read tickets")
    return report.reading(reading.measure(rounds, progress))


PARTS: Mapping[str, tuple[Part, float, float]] = {  # with the seconds it takes anyway, and per round
    "receive": (_receive, 25, 40),
    "profile": (_profile, 3, 3),
    "settle": (_settle, 35, 30),
    "calls": (_calls, 25, 0),
    "decide": (_decide, 0, 2),
    "kill": (_kill, 40, 0),
    "hostile": (_hostile, 80, 3),
    "read": (_read, 5, 15),
}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="part", help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--print", action="store_true", help="show the results and leave README.md alone")
    given = parser.parse_args(argv)
    wanted = given.parts or list(PARTS)
    progress = Progress(sum(PARTS[each][1] + PARTS[each][2] * given.rounds for each in wanted))
    about, start = machine.describe(), time.monotonic()
    try:
        sections = [line for each in PARTS if each in wanted for line in PARTS[each][0](given.rounds, progress)]
    except (receiving.Lost, NoPostgres) as error:
        print(f"\n{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    progress.done()
    command = " ".join(["python -m bench", *given.parts, *([f"--rounds {given.rounds}"] if given.rounds != 5 else [])])
    lines = [*report.machine(about, command, (time.monotonic() - start) / 60), *sections]
    if given.print or given.parts:
        print("\n".join(lines))
    else:
        report.write(lines)
        print(f"written to {report.README}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
