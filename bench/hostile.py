"""(f) Mails of 200 kB made to keep the reader busy: the worst of them against as much plain prose, in CPU."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.noise import Figure, figure, ratio
from bench.progress import Progress
from connector.ports.understanding import Turn
from connector.understanding import TicketReader
from tests.understanding.nasties import filled, known, patterns, traps

SIZE = 200_000  # characters; what is longer is not looked at
SHOWN = 8
MOST = 1.0  # seconds that any of them may take
PROSE = "Hello, I ordered a lamp two weeks ago and it came with a broken shade. I would like my money back, please.\n"


@dataclass
class Nasty:
    """`seconds` of CPU for one mail, and how many times that of prose."""

    name: str
    seconds: Figure
    against_prose: Figure


@dataclass
class Hostile:
    prose: Figure  # seconds of CPU
    read: int  # mails, each of them once a round
    worst: Sequence[Nasty]


def _cpu(body: str, html: bool) -> float:
    start = time.process_time()
    TicketReader().understand("", [Turn(body, by_customer=True, html=html)])
    return time.process_time() - start


def measure(rounds: int, progress: Progress) -> Hostile:
    """Every nasty and every trap once; then the worst of them again, in turn with prose."""
    mails = [(f"{name}, {'HTML' if html else 'plain'}", text, html)
             for name, text in known(SIZE).items() for html in (False, True)]  # fmt: skip
    prose = filled(SIZE, PROSE)
    _cpu(prose, html=True)  # patterns are compiled at their first use
    found = []
    for name, text, html in mails:
        progress.step(name)
        found.append((_cpu(text, html), name, text, html))
    built = patterns()
    for name, pattern in built.items():
        progress.step(f"trap for {name}")
        whole, _, half, *_ = traps(pattern, SIZE)  # two of five, or it takes too long
        tried = [(_cpu(trap, html=False), f"trap for {name}", trap, False) for trap in (whole, half)]
        found.append(max(tried))
    worst = sorted(found, reverse=True)[:SHOWN]
    seconds: dict[str, list[float]] = {name: [] for _, name, _, _ in worst}
    plain = []
    for number in range(1, rounds + 1):
        progress.step(f"the worst, round {number} of {rounds}")
        plain.append(_cpu(prose, html=False))
        for _, name, text, html in worst:
            seconds[name].append(_cpu(text, html))
    base = figure(plain)
    nasties = [Nasty(name, figure(values), ratio(figure(values), base)) for name, values in seconds.items()]
    return Hostile(base, len(found), sorted(nasties, key=lambda each: -each.seconds.median))
