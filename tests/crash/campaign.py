"""Runs, one after the other: a matter is made, a fault strikes, fresh workers recover it, the books are compared."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from connector.flow.report import verify
from sandbox.faults import Fault
from tests.crash.audit import Findings, compare
from tests.crash.kinds import ALL, BY_NAME, Kind, Matter, kinds_on
from tests.crash.nursery import SLEEP_SECONDS, Errand, Letter, Trip
from tests.crash.passage import path_regex
from tests.crash.plan import Mode, Run, moments, plan
from tests.crash.world import SETTLE_SECONDS, Unprepared, World, is_quiet, world

ROUNDS = 8  # of recovery, each so much later that every lease is over and every silent write has settled
STEP_SECONDS = SETTLE_SECONDS + 20.0
RUNS_PER_WORLD = 250
LEAST = 5  # hits of every moment
MOST_IN_VAIN = 3  # worlds in a row for moments that are not reached
WRITES = ("POST ", "PUT ", "DELETE ")
TAG_BEFORE, TAG_BETWEEN = "vip", "warehouse-asked"  # set by a colleague while no worker works


def _tag(place: World, matter: Matter, tag: str) -> None:
    """A colleague of the agents sorts tickets meanwhile."""
    for ticket in matter.tickets:
        place.desk.tag(ticket, tag)


@dataclass
class Tally:
    """Counts of one kind."""

    runs: int = 0
    killed: int = 0
    dropped: int = 0
    doubles: int = 0
    unrecorded: int = 0
    unfounded: int = 0
    stuck: int = 0
    handed_over: int = 0
    wrongly_handed_over: int = 0
    lost_tags: int = 0

    def add(self, run: Run, trips: Sequence[Trip], found: Findings) -> None:
        self.runs += 1
        self.killed += sum(trip.killed for trip in trips)
        self.dropped += run.mode is Mode.UNSAVED or any(trip.texts("X") for trip in trips)
        for name in ("doubles", "unrecorded", "unfounded", "stuck", "handed_over", "wrongly_handed_over", "lost_tags"):
            setattr(self, name, getattr(self, name) + len(getattr(found, name)))

    @property
    def wrong(self) -> int:
        return self.doubles + self.unrecorded + self.unfounded + self.stuck + self.wrongly_handed_over + self.lost_tags


@dataclass
class Outcome:
    """What a campaign found. `hits`: deaths per kind and kill point."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {kind.name: Tally() for kind in ALL})
    hits: Counter[tuple[str, str]] = field(default_factory=Counter)
    listed: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    verified: int = 0  # decisions derived again
    least: int = 0  # hits that every moment must have, by the number of runs

    def total(self, name: str) -> int:
        return sum(getattr(tally, name) for tally in self.tallies.values())

    def moments(self) -> list[tuple[str, list[str]]]:
        """Every moment of every kind at which a worker may die: its kill points."""
        return [(kind, moment) for kind, of_kind in self.listed.items() for moment in moments(of_kind)]

    def hits_of(self, kind: str, moment: Sequence[str]) -> int:
        return sum(self.hits[kind, point] for point in moment)

    def fewest_hits(self) -> int:
        return min((self.hits_of(kind, moment) for kind, moment in self.moments()), default=0)


@dataclass
class Recovery:
    """The workers that recovered, and what nobody foresaw."""

    trips: list[Trip] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def excused(run: Run, trips: Sequence[Trip]) -> set[str]:
    """Keys of the actions that were claimed and not yet recorded when the fault struck: only these may be unknown."""
    found: set[str] = set()
    for trip in trips:
        in_flight: set[str] = set()
        for kind, text in trip.lines:
            if kind == "C":
                in_flight.add(text)
            elif kind == "R":
                in_flight.discard(text)
            elif (
                (kind == "X" and text.startswith(WRITES))
                or kind == "Z"
                or (run.mode is Mode.UNSAVED and (kind, text) == ("P", f"after {run.at}"))
            ):
                found |= in_flight
        if trip.killed:
            found |= in_flight
    return found


@dataclass
class Campaign:
    """`database_url` None: SQLite, a file per world."""

    database_url: str | None
    seed: int
    mutant: str | None = None
    kinds: Sequence[Kind] = ()  # none: all that the helpdesk allows
    vendor: str = "zendesk"
    show: Callable[[str], None] = lambda _: None

    def __post_init__(self) -> None:
        self.kinds = self.kinds or kinds_on(self.vendor)
        self._chance = random.Random(self.seed)
        self._lacking: int | None = None  # hits, after the last world
        self._in_vain = 0  # worlds in a row that brought none
        self.outcome = Outcome(tallies={kind.name: Tally() for kind in self.kinds})

    def execute(self, runs: int) -> Outcome:
        """List the kill points, then do `runs` runs and as many more as every moment needs for its share of hits."""
        todo: list[Run] | None = None
        while todo is None or todo:
            with self._world() as place:
                if todo is None:
                    self._list_points(place)
                    todo = plan(self.outcome.listed, runs, self._chance)
                    kills = sum(run.mode is Mode.KILL for run in todo)
                    self.outcome.least = min(LEAST, kills // len(self.outcome.moments()))
                for run in todo[:RUNS_PER_WORLD]:
                    self._one(place, run)
                todo = todo[RUNS_PER_WORLD:] or self._missing()
                self._verify(place)
                self.show(f"{self.outcome.total('runs')} runs, {len(self.outcome.problems)} problems")
        return self.outcome

    def list_points(self) -> Outcome:
        """The dry run alone."""
        with self._world() as place:
            self._list_points(place)
        return self.outcome

    def repeat(self, runs: Sequence[Run]) -> Outcome:
        """Do just these runs, in one world."""
        with self._world() as place:
            for run in runs:
                self._one(place, run)
            self._verify(place)
        return self.outcome

    @contextmanager
    def _world(self) -> Iterator[World]:
        with world(self.database_url, self.mutant, self.vendor) as place:
            for kind in self.kinds:
                with suppress(Unprepared):  # a run of this kind will say so
                    kind.prepare(place)
                place.nursery.warm_up(Errand(place.letters()))
            place.nursery.warm_up(Errand(place.letters(), STEP_SECONDS))
            yield place

    def _list_points(self, place: World) -> None:
        for kind in self.kinds:
            trip = self._one(place, Run(kind.name, Mode.NONE))[0]
            self.outcome.listed[kind.name] = trip.points

    def _missing(self) -> list[Run]:
        """Moments not hit often enough: the way there may differ from run to run. Empty as well once such runs brought
        nothing three times: then one cannot be reached, and the count shows it."""
        lacking = [
            Run(kind, Mode.KILL, self._chance.choice(moment))
            for kind, moment in self.outcome.moments()
            for _ in range(self.outcome.least - self.outcome.hits_of(kind, moment))
        ]
        progress = self._lacking is None or len(lacking) < self._lacking
        self._in_vain = 0 if progress else self._in_vain + 1
        self._lacking = len(lacking)
        return lacking[:RUNS_PER_WORLD] * (1 + self._in_vain) if self._in_vain < MOST_IN_VAIN else []

    def _one(self, place: World, run: Run) -> list[Trip]:
        kind = BY_NAME[run.kind]
        place.shop.gateway.latency = kind.gateway_seconds if run.mode is Mode.PAIR else 0.0
        try:
            matter = kind.prepare(place)
        except Unprepared as error:
            self._note(run, [], Findings(stuck=[str(error)]))
            return [Trip([], killed=False, status=0)]
        letters = self._mixed(place.letters())
        _tag(place, matter, TAG_BEFORE)
        trips = self._struck(place, run, letters)
        _tag(place, matter, TAG_BETWEEN)
        if kind.meanwhile is not None:
            kind.meanwhile(place, matter)
        errors = [error for trip in trips for error in trip.errors]
        again = self._recovered(place, run, letters, {number for trip in trips for number in trip.acknowledged})
        errors += again.errors
        trips += [trip for trip in again.trips if trip.killed]
        found = compare(place, kind, matter, excused(run, trips), {TAG_BEFORE, TAG_BETWEEN})
        found.stuck += errors
        self._note(run, trips, found)
        self._note_hits(run, trips)
        return trips

    def _note(self, run: Run, trips: Sequence[Trip], found: Findings) -> None:
        self.outcome.tallies[run.kind].add(run, trips, found)
        self.outcome.problems += [f"{run}: {text}" for text in found.wrong]
        for text in found.wrong:
            self.show(f"{run}: {text}")

    def _mixed(self, letters: Sequence[Letter]) -> list[Letter]:
        """Out of order, and one of them twice. There may be none: a date has come."""
        if not letters:
            return []
        return [*self._chance.sample(letters, len(letters)), self._chance.choice(letters)]

    def _struck(self, place: World, run: Run, letters: Sequence[Letter]) -> list[Trip]:
        """Send out the worker or workers whom the fault strikes."""
        if run.mode is Mode.PAIR:
            first, second = run.kill_at
            return place.nursery.send_out(Errand(letters[::2], 0, first), Errand(letters[1::2], 0, second))
        if run.mode is Mode.SLEEP:
            meanwhile = [Errand((), SLEEP_SECONDS - seconds) for seconds in (40, 20)]
            return place.nursery.send_out(Errand(letters, sleep_at=run.at), *meanwhile)
        if run.mode is Mode.UNSAVED:
            saves, place.shop.parallel_saves = place.shop.parallel_saves, 0
            try:
                return place.nursery.send_out(Errand(letters))
            finally:
                place.shop.parallel_saves = saves
        if run.mode in {Mode.DROP, Mode.DROP_BEFORE, Mode.DROP_AND_KILL}:
            return self._cut_off(place, run, letters)
        dies = run.mode in {Mode.KILL, Mode.TWICE}
        return place.nursery.send_out(Errand(letters, 0, run.at if dies else None))

    def _cut_off(self, place: World, run: Run, letters: Sequence[Letter]) -> list[Trip]:
        route, _, number = run.at.rpartition(" #")
        method, path = path_regex(route)
        how = "drop_before" if run.mode is Mode.DROP_BEFORE else "drop"
        faults = place.magento_faults if " magento " in route else place.desk.faults
        faults.add(Fault(how, method, path, skip=int(number) - 1))
        try:
            kill_at = f"after {run.at}" if run.mode is Mode.DROP_AND_KILL else None
            return place.nursery.send_out(Errand(letters, 0, kill_at))
        finally:
            faults.clear()

    def _recovered(self, place: World, run: Run, letters: Sequence[Letter], acknowledged: set[int]) -> Recovery:
        """Send fresh workers, later and later, until nothing is due. The first gets every delivery that was not
        acknowledged, and one once more."""
        done, known = Recovery(), set(acknowledged)
        waiting = list(letters)
        for number in range(1, ROUNDS + 1):
            waiting = [each for each in waiting if each.id not in known]
            fresh = place.letters()
            waiting += self._chance.sample(fresh, len(fresh))
            if not waiting and number > 1 and is_quiet(place):
                return done
            again = [self._chance.choice(letters)] if number == 1 and letters else []
            ahead = number * STEP_SECONDS
            dies = run.kill_at[1] if run.mode is Mode.TWICE and number == 1 else None
            errands = [Errand([*waiting, *again], ahead, dies)] + [Errand((), ahead)] * (run.mode is Mode.PAIR)
            trips = place.nursery.send_out(*errands)
            done.trips += trips
            done.errors += [error for trip in trips for error in trip.errors]
            known |= {letter for trip in trips for letter in trip.acknowledged}
        done.errors.append(f"not at rest after {ROUNDS} rounds")
        return done

    def _note_hits(self, run: Run, trips: Sequence[Trip]) -> None:
        for trip in trips:
            if trip.killed and trip.points:
                self.outcome.hits[run.kind, trip.points[-1]] += 1

    def _verify(self, place: World) -> None:
        checked, problems = verify(place.retour.services.store)
        before = 0 if self.database_url else self.outcome.verified  # one PostgreSQL holds all worlds, a file one
        self.outcome.verified = before + checked
        self.outcome.problems += [f"verify: {problem}" for problem in problems]
        bugs = [f"stand-in: {type(bug).__name__}: {bug}" for bug in place.bugs()]
        self.outcome.problems += bugs
        for text in [*problems, *bugs]:
            self.show(text)
