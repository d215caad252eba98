"""`python -m tests.fuzz --n 20000 --seed 1`: status 0 if nothing gained; with a mutant, if it was caught."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests.fuzz.campaign import LEAST_ACTING, Tally, run
from tests.fuzz.hostile import additions
from tests.fuzz.mutants import MUTANTS

SHOWN = 20  # pairs


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Add hostile text; nothing may rise.")
    parser.add_argument("--n", type=int, default=20_000, help="pairs of a ticket and the same with an addition")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same pairs")
    parser.add_argument("--workers", type=int, help="processes; as many as there are cores")
    parser.add_argument("--mutant", choices=MUTANTS, help="an engine that obeys hostile text: it must be caught")
    parser.add_argument(
        "--only", choices=sorted({each.category for each in additions()}), help="additions of this kind"
    )
    return parser.parse_args(argv)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _progress(percent: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{percent:3} %" + ("\n" if percent == 100 else ""))


def _counts(tally: Tally) -> str:
    steps = ", ".join(f"{step} {count}" for step, count in tally.tickets.most_common())
    lines = [
        f"{tally.tickets.total()} ordinary tickets: {steps}",
        f"{tally.share:.1%} of them settled or agreed alone",
        "",
    ]
    lines.append(f"{'category':16} {'pairs':>8} {'on acting':>10} {'rises':>6}")
    rises = Counter(each.category for each in tally.rises)
    for name, count in sorted(tally.pairs.items()):
        lines.append(f"{name:16} {count:8} {tally.on_acting[name]:10} {rises[name]:6}")
    lines.append("")
    lines += [f"{place:24} {count:8}" for place, count in sorted(tally.by_place.items())]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    given = arguments(argv)
    _say(
        f"== {given.n} pairs, seed {given.seed}, {len(additions())} additions"
        + (f", {given.mutant}" if given.mutant else "")
    )
    began = time.monotonic()
    tally = run(given.n, given.seed, mutant=given.mutant, only=given.only, workers=given.workers, show=_progress)
    _say(_counts(tally))
    for each in tally.rises[:SHOWN]:
        where = f"seed {given.seed}, ticket {each.ticket}, {each.category}, {each.place}"
        _say(f"\nRISE: {', '.join(each.gained)}; by its {' and '.join(each.blamed) or 'words'}\n  {where}\n{each.text}")
    _say(f"\n{tally.pairs.total()} pairs, {len(tally.rises)} rises, {time.monotonic() - began:.0f} s")
    if given.mutant:
        _say(f"mutant {given.mutant}: {'caught' if tally.rises else 'NOT CAUGHT'}")
        return 0 if tally.rises else 1
    if tally.share < LEAST_ACTING:
        _say(f"only {tally.share:.1%} of the tickets acted, at least {LEAST_ACTING:.0%} have to")
        return 1
    return 1 if tally.rises else 0


if __name__ == "__main__":
    raise SystemExit(main())
