"""Which fault strikes in which run. Kill points come first: each as often as the others."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, cycle, islice

from tests.crash.kinds import BY_NAME

PAIRS, LOST, TWICE, SLEEPS = 0.09, 0.08, 0.05, 0.05  # shares of all runs; the rest are kills
GATEWAY = "POST magento invoice/{id}/refund"
LONGEST = 90  # boundaries of one worker
RECOVERY = 30  # boundaries of a worker that recovers


class Mode(StrEnum):
    NONE = "none"  # no fault: shows the boundaries
    KILL = "kill"  # the worker dies at a kill point
    DROP = "drop"  # the work is done, the answer lost
    DROP_BEFORE = "drop_before"  # hung up before anything was done
    DROP_AND_KILL = "drop_and_kill"  # the answer is lost, and the worker dies of it
    TWICE = "twice"  # the worker dies at a kill point, and the one that recovers dies as well
    UNSAVED = "unsaved"  # the gateway paid, Magento could not save the memo and says so
    SLEEP = "sleep"  # the worker's machine sleeps at a kill point, another one takes over, and the first wakes up
    PAIR = "pair"  # two workers at once, none, one or both of which die


@dataclass(frozen=True)
class Run:
    """`at`: the kill point, or the call (`<name> #n`). `kill_at`: boundaries at which the two of a pair die; the second
    is also the recovering worker's."""

    kind: str
    mode: Mode
    at: str = ""
    kill_at: tuple[int | None, int | None] = (None, None)


def calls_of(points: Sequence[str]) -> list[str]:
    """`POST magento … #1` of every call among the kill points."""
    calls = [point.removeprefix("before ") for point in points if point.startswith("before ")]
    return [call for call in calls if not call.startswith("commit ")]


def moments(points: Sequence[str]) -> list[list[str]]:
    """Kill points put together between which nothing changes anywhere: after one commit or write, until the next. Who
    dies at one of them leaves the same behind as who dies at another."""
    found: list[list[str]] = [[]]
    for point in points:
        side, _, name = point.partition(" ")
        if side == "after" and not name.startswith("GET "):
            found.append([])
        found[-1].append(point)
    return [moment for moment in found if moment]


def _shuffled(chance: random.Random, runs: Sequence[Run]) -> Iterator[Run]:
    """The same runs over and over, each round in another order."""
    while True:
        yield from chance.sample(runs, len(runs))


def _pairs(chance: random.Random, kinds: Sequence[str]) -> Iterator[Run]:
    """Every other pair is of a kind in which the two meet: two tickets on one order, two scans of one parcel."""
    meeting = cycle([kind for kind in kinds if BY_NAME[kind].meets] or kinds)
    for kind in chain.from_iterable((each, next(meeting)) for each in cycle(kinds)):
        dies = [chance.randint(1, LONGEST) if chance.random() < share else None for share in (0.7, 0.25)]
        yield Run(kind, Mode.PAIR, kill_at=(dies[0], dies[1]))


def plan(points: Mapping[str, Sequence[str]], runs: int, chance: random.Random) -> list[Run]:
    """Return `runs` runs. `points`: kill points per kind."""
    kills = [Run(kind, Mode.KILL, point) for kind, of_kind in points.items() for point in of_kind]
    lost = [
        Run(kind, mode, call)
        for kind, of_kind in points.items()
        for call in calls_of(of_kind)
        for mode in (Mode.DROP, Mode.DROP_BEFORE, Mode.DROP_AND_KILL)
    ]
    unsaved = [Run(kind, Mode.UNSAVED, f"{GATEWAY} #1") for kind in points if f"before {GATEWAY} #1" in points[kind]]
    # Not right before a call: what a worker sees before it calls, it cannot see once it is calling.
    sleeps = [replace(kill, mode=Mode.SLEEP) for kill in kills if kill.at.startswith("after ")]
    pairs, losses, twice, naps = (round(runs * share) for share in (PAIRS, LOST, TWICE, SLEEPS))
    each_kind = [chance.choice([run for run in kills if run.kind == kind]) for kind in points if points[kind]]
    made = [
        *islice(
            chain(each_kind, _shuffled(chance, kills)), max(runs - pairs - losses - twice - naps - len(unsaved), 0)
        ),
        *islice(_shuffled(chance, lost), losses),
        *islice(_shuffled(chance, sleeps), naps),
        *(
            replace(kill, mode=Mode.TWICE, kill_at=(None, chance.randint(1, RECOVERY)))
            for kill in islice(_shuffled(chance, kills), twice)
        ),
        *unsaved,
        *islice(_pairs(chance, [kind for kind in points if kind in BY_NAME]), pairs),
    ]
    return chance.sample(made, len(made))[:runs]
