"""`python -m tests.crash --runs 2000 --database both`: status 0 if nothing was wrong, a mutant was caught."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from demo.desks import STAGES
from tests.crash.campaign import Campaign, Outcome
from tests.crash.mutants import MUTANTS
from tests.crash.table import points, summary, table
from tests.postgres import running_postgres

DATABASES = ("sqlite", "postgresql")


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description="Kill workers, count effects.")
    parser.add_argument("--runs", type=int, default=2000, help="per database")
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--helpdesk", choices=sorted(STAGES), default="zendesk")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same runs")
    parser.add_argument("--mutant", choices=MUTANTS, help="take a guard out of Retour: the harness must notice")
    return parser.parse_args(argv)


@contextmanager
def _url(database: str) -> Iterator[str | None]:
    if database == "sqlite":
        yield None
        return
    with running_postgres() as url:
        yield url


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _campaign(database: str, given: argparse.Namespace) -> Outcome:
    mutant = f", mutant {given.mutant}" if given.mutant else ""
    _say(f"== {given.helpdesk}, {database}: {given.runs} runs, seed {given.seed}{mutant}")
    began = time.monotonic()
    with _url(database) as url:
        outcome = Campaign(url, given.seed, given.mutant, vendor=given.helpdesk, show=_say).execute(given.runs)
    _say(f"{points(outcome)}\n\n{table(outcome)}\n\n{summary(outcome)}")
    _say(f"{database}: {time.monotonic() - began:.0f} s")
    return outcome


def main(argv: Sequence[str] | None = None) -> int:
    given = arguments(argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and workers end with us
    outcomes = [_campaign(each, given) for each in (DATABASES if given.database == "both" else (given.database,))]
    if given.mutant:
        caught = all(outcome.problems for outcome in outcomes)
        _say(f"mutant {given.mutant}: {'caught' if caught else 'NOT CAUGHT'}")
        return 0 if caught else 1
    enough = all(outcome.fewest_hits() >= outcome.least for outcome in outcomes)
    return 0 if enough and not any(outcome.problems for outcome in outcomes) else 1


if __name__ == "__main__":
    raise SystemExit(main())
