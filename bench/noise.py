"""Several rounds of one figure: the median is quoted, with the lowest and the highest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    def show(self, digits: int = 0) -> str:
        """`2,487 (1,904-3,402)`."""
        if len(self.values) == 1:
            return f"{self.median:,.{digits}f}"
        return f"{self.median:,.{digits}f} ({min(self.values):,.{digits}f}-{max(self.values):,.{digits}f})"


def figure(values: Sequence[float]) -> Figure:
    return Figure(tuple(values))


def ratio(ours: Figure, theirs: Figure) -> Figure:
    """Round by round: what slows the machine down for a while slows both."""
    return Figure(tuple(a / b if b else 0.0 for a, b in zip(ours.values, theirs.values, strict=True)))
