"""Says what is being measured and how much there is left; on a terminal in one line, else one line a part."""

from __future__ import annotations

import sys
import time


class Progress:
    """`total`: seconds that all parts are expected to take."""

    def __init__(self, total: float) -> None:
        self._total = max(total, 1.0)
        self._start = time.monotonic()
        self._part = ""

    def part(self, name: str) -> None:
        self._part = name
        if not sys.stderr.isatty():
            print(f"{self._clock()}  {name}", file=sys.stderr, flush=True)

    def step(self, what: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{self._clock()}  {self._part}: {what}", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        print(file=sys.stderr) if sys.stderr.isatty() else None

    def _clock(self) -> str:
        gone = int(time.monotonic() - self._start)
        return f"{gone // 60:3}:{gone % 60:02} of about {self._total / 60:.0f} min"
