"""Which part of the reading made an addition gain: the part that, read as without it, takes the gain away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from tests.fuzz.engine import Engine
from tests.fuzz.judged import Weigh
from tests.fuzz.scene import Scene, follow, judge, read_scene

PARTS: Mapping[str, tuple[str, ...]] = {
    "amount": ("amount",),
    "everything": ("everything",),
    "quantity": ("quantity",),
    "orders": ("orders",),
    "flags": ("flags", "confidence"),
    "confidence": ("confidence",),
    "reason": ("reason",),
    "kind": ("kind", "kinds", "confidence", "flags", "status_of"),
    "wish": ("want",),
    "article": ("items", "skus", "text"),
    "language": ("lang",),
}


def parts_to_blame(engine: Engine, plain: Scene, added: Scene, weigh: Weigh) -> tuple[str, ...]:
    """By name; where no single part explains it, the first two that do; empty: nothing does."""
    before = judge(engine, plain)
    old, new = read_scene(engine.reader, plain), read_scene(engine.reader, added)

    def explain(parts: Sequence[str]) -> bool:
        mended = {name: getattr(old, name) for part in parts for name in PARTS[part]}
        return not weigh(before, follow(engine, added, replace(new, **mended)))

    single = tuple(part for part in PARTS if explain([part]))
    return single or next((pair for pair in combinations(PARTS, 2) if explain(pair)), ())
