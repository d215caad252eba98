"""What this process did since it started, counted for `connector/metrics.py`: plain numbers, so that counting costs a
microsecond and nothing is imported for it. No id, address or secret is ever a label: labels come from short lists."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # upper ends of the buckets of outside calls


@dataclass
class Spread:
    """How long calls took: how many fell into each bucket (the last one has no end), and their sum in seconds."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(SECONDS) + 1))
    total: float = 0.0


@dataclass
class Tally:
    """Counts by labels. Rolled back transactions were counted all the same: these are rates to watch, no books."""

    deliveries: Counter[tuple[str, ...]] = field(default_factory=Counter)  # helpdesk, outcome
    tickets: Counter[tuple[str, ...]] = field(default_factory=Counter)  # outcome
    actions: Counter[tuple[str, ...]] = field(default_factory=Counter)  # kind, outcome
    calls: Counter[tuple[str, ...]] = field(default_factory=Counter)  # party, method, status
    model_calls: Counter[tuple[str, ...]] = field(default_factory=Counter)  # kind (read, rephrase), outcome
    model_answers: Counter[tuple[str, ...]] = field(default_factory=Counter)  # kind, outcome
    model_tokens: Counter[tuple[str, ...]] = field(default_factory=Counter)  # kind
    seconds: dict[tuple[str, str], Spread] = field(default_factory=dict)  # party, method
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def delivery(self, helpdesk: str, outcome: str) -> None:
        """`outcome`: accepted, repeated, refused or away (the database)."""
        with self._lock:
            self.deliveries[helpdesk, outcome] += 1

    def ticket(self, outcome: str) -> None:
        with self._lock:
            self.tickets[(outcome,)] += 1

    def action(self, kind: str, outcome: str) -> None:
        with self._lock:
            self.actions[kind, outcome] += 1

    def call(self, party: str, method: str, status: int | None, seconds: float) -> None:
        """A call outside. `status` None: no answer came."""
        with self._lock:
            self.calls[party, method, status_class(status)] += 1
            spread = self.seconds.setdefault((party, method), Spread())
            spread.buckets[bisect_left(SECONDS, seconds)] += 1
            spread.total += seconds

    def model_call(self, kind: str, outcome: str) -> None:
        """A question to the language model, asked or not; the outcomes are those of `language_model/client.py`."""
        with self._lock:
            self.model_calls[kind, outcome] += 1

    def model_answer(self, kind: str, outcome: str, count: int = 1) -> None:
        """What became of its answer."""
        with self._lock:
            self.model_answers[kind, outcome] += count

    def model_spent(self, kind: str, tokens: int) -> None:
        with self._lock:
            self.model_tokens[(kind,)] += tokens

    def counts(self) -> Mapping[str, Mapping[tuple[str, ...], int]]:
        """A copy, by name."""
        with self._lock:
            return {
                "deliveries": dict(self.deliveries),
                "tickets": dict(self.tickets),
                "actions": dict(self.actions),
                "calls": dict(self.calls),
                "model_calls": dict(self.model_calls),
                "model_answers": dict(self.model_answers),
                "model_tokens": dict(self.model_tokens),
            }

    def spreads(self) -> Mapping[tuple[str, str], Spread]:
        """A copy."""
        with self._lock:
            return {labels: Spread(list(each.buckets), each.total) for labels, each in self.seconds.items()}


def status_class(status: int | None) -> str:
    """429 stands alone: it is the one that says "too fast"."""
    if status is None:
        return "none"
    return "429" if status == 429 else f"{status // 100}xx"


TALLY = Tally()
