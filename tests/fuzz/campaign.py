"""Many pairs of a ticket and the same ticket with a hostile addition, on all cores; what gained, and what was tried."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from multiprocessing import get_context
from random import Random

from tests.fuzz.blame import parts_to_blame
from tests.fuzz.engine import Engine
from tests.fuzz.hostile import NUMBERS, PLACES, Addition, Place, above, add, additions, fits
from tests.fuzz.judged import GIVES, Outcome, Weigh, gains
from tests.fuzz.mutants import engine_of
from tests.fuzz.report import told
from tests.fuzz.scene import Scene, judge
from tests.fuzz.shrink import shrunk
from tests.fuzz.tickets import ordinary

PER_TICKET = 8  # additions tried on one ticket: its own reading is reused
LEAST_ACTING = 0.15  # of the ordinary tickets; with fewer the run would prove little
CHUNK = 50  # tickets


@dataclass(frozen=True, slots=True)
class Rise:
    """One pair that gained. `blamed`: the parts of the reading that made it gain. `text`: the pair, readable."""

    ticket: int
    category: str
    place: str
    gained: tuple[str, ...]
    blamed: tuple[str, ...]
    text: str


@dataclass
class Tally:
    """`tickets`: ordinary ones by their step. Pairs by category, those on acting tickets too, and by place."""

    tickets: Counter[str] = field(default_factory=Counter)
    acting: int = 0
    pairs: Counter[str] = field(default_factory=Counter)
    on_acting: Counter[str] = field(default_factory=Counter)
    by_place: Counter[str] = field(default_factory=Counter)
    rises: list[Rise] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.tickets += other.tickets
        self.acting += other.acting
        self.pairs += other.pairs
        self.on_acting += other.on_acting
        self.by_place += other.by_place
        self.rises += other.rises

    @property
    def share(self) -> float:
        """Of the ordinary tickets, those settled or agreed to alone."""
        return self.acting / max(self.tickets.total(), 1)


def weigh_of(addition: Addition, scene: Scene, before: Outcome) -> Weigh:
    names_order = addition.category == "other order" or any(number in addition.text for number in NUMBERS)
    corrects = names_order and (scene.waits or not before.orders_named)
    return partial(gains, claim=addition.claim or corrects, demand=addition.demands)


def gained(engine: Engine, before: Outcome, scene: Scene, added: Scene, addition: Addition, place: Place) -> list[str]:
    """What the addition gained; of one that hides words, over both tickets (`judged.py`)."""
    after, weigh = judge(engine, added), weigh_of(addition, scene, before)
    found = weigh(before, after)
    if found and (part := above(scene, addition, place, added)):
        also = weigh(judge(engine, part), after)
        found = [each for each in found if each in also]
    return found


def pairs(
    scene: Scene, before: Outcome, rng: Random, most: int, only: str | None = None
) -> Iterator[tuple[Addition, Place, Scene]]:
    """At most `most` different additions that fit the ticket, each in one place. Every category has the same chance,
    however many texts it has. `only`: of this one."""
    made = 0
    for addition in _drawn(rng, only):
        places = [each for each in PLACES if fits(scene, before, addition, each)]
        place = rng.choice(places) if places else None
        added = add(scene, addition, place, rng) if place else None
        if place is not None and added is not None:
            yield addition, place, added
            made += 1
        if made == most:
            return


def _drawn(rng: Random, only: str | None) -> Iterator[Addition]:
    """All additions, one of each category in turn."""
    by_name: dict[str, list[Addition]] = {}
    for each in additions():
        if only is None or each.category == only:
            by_name.setdefault(each.category, []).append(each)
    decks = [rng.sample(deck, k=len(deck)) for deck in rng.sample(list(by_name.values()), k=len(by_name))]
    for hand in zip_longest(*decks):
        yield from (each for each in hand if each is not None)


def try_tickets(seed: int, numbers: Sequence[int], mutant: str | None = None, only: str | None = None) -> Tally:
    """Run these tickets in this process."""
    engine, tally = engine_of(mutant), Tally()
    for number in numbers:
        scene = ordinary(seed, number)
        before = judge(engine, scene)
        acts = before.rank == GIVES
        tally.tickets[before.step] += 1
        tally.acting += acts
        for addition, place, added in pairs(scene, before, Random(f"{seed} {number} added"), PER_TICKET, only):
            tally.pairs[addition.category] += 1
            tally.on_acting[addition.category] += acts
            tally.by_place[place.name] += 1
            found = gained(engine, before, scene, added, addition, place)
            if found:
                tally.rises.append(_rise(engine, number, before, scene, added, addition, place, found))
    return tally


def _rise(
    engine: Engine,
    number: int,
    before: Outcome,
    scene: Scene,
    added: Scene,
    addition: Addition,
    place: Place,
    found: Sequence[str],
) -> Rise:
    weigh = weigh_of(addition, scene, before)
    blamed = parts_to_blame(engine, scene, added, weigh)
    scene, added = shrunk(engine, scene, added, weigh, lambda ticket, came_to: fits(ticket, came_to, addition, place))
    text = told(scene, added, judge(engine, scene), judge(engine, added))
    return Rise(number, addition.category, place.name, tuple(found), blamed, text)


def run(
    n: int,
    seed: int,
    *,
    mutant: str | None = None,
    only: str | None = None,
    workers: int | None = None,
    show: Callable[[int], None] | None = None,
) -> Tally:
    """Try `n` pairs, rounded up to whole tickets. The same seed makes the same pairs, however many workers there are.
    `show` is told the percentage that is done."""
    tickets = range(-(-n // PER_TICKET))
    chunks = [tickets[at : at + CHUNK] for at in range(0, len(tickets), CHUNK)]
    whole = Tally()
    with ProcessPoolExecutor(workers or os.cpu_count() or 1, get_context("spawn")) as pool:
        for done, each in enumerate([pool.submit(try_tickets, seed, chunk, mutant, only) for chunk in chunks], start=1):
            whole.add(each.result())
            if show is not None:
                show(done * 100 // len(chunks))
    return whole
