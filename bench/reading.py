"""(g) Reading tickets by patterns alone, by words, with meaning: CPU a ticket, in turn; start and memory of each."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.noise import Figure, figure
from bench.progress import Progress
from connector.ports.understanding import Turn
from connector.understanding import TicketReader
from connector.understanding.model import Model, load_model
from connector.understanding.report import read_line
from training.evaluate import HELD_OUT, lines

MOST_MS, MOST_START, MOST_MB = 10.0, 2.0, 250.0
WAYS: Mapping[str, Callable[[], Model | None]] = {
    "patterns alone": lambda: None,
    "patterns and words": lambda: load_model(meaning=False),
    "patterns, words and meaning": load_model,
}
_ALONE = """
import json, re, sys, time
began = time.process_time()
from bench.reading import WAYS
from connector.ports.understanding import Turn
from connector.understanding import TicketReader
TicketReader(WAYS[sys.argv[1]]).understand("", [Turn("Please refund order 000000012", by_customer=True)])
most = int(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())[1]) / 1024
print(json.dumps([time.process_time() - began, most]))
"""


@dataclass
class Way:
    """`milliseconds` of CPU of the median ticket. `start`: CPU s to the first reading; `memory`: MB then."""

    name: str
    milliseconds: Figure
    start: Figure
    memory: Figure


def _tickets() -> list[tuple[str, list[Turn]]]:
    return [read_line(line)[1:] for path in sorted(HELD_OUT.glob("*.jsonl")) for line in lines(path)]


def _median_ms(reader: TicketReader, tickets: Sequence[tuple[str, list[Turn]]]) -> float:
    seconds = []
    for subject, turns in tickets:
        began = time.process_time()
        reader.understand(subject, turns)
        seconds.append(time.process_time() - began)
    return 1000 * median(seconds)


def _alone(way: str) -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", _ALONE, way], capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes


def measure(rounds: int, progress: Progress) -> list[Way]:
    tickets = _tickets()
    readers = {name: TicketReader(model) for name, model in WAYS.items()}
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in WAYS}
    for number in range(1, rounds + 1):
        progress.step(f"round {number} of {rounds}")
        for name, reader in readers.items():
            found[name].append((_median_ms(reader, tickets), *_alone(name)))
    return [Way(name, *(figure(list(each)) for each in zip(*values, strict=True))) for name, values in found.items()]
