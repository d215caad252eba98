"""A failing pair without the sentences that it does not need."""

from __future__ import annotations

import re

from tests.fuzz.engine import Engine
from tests.fuzz.judged import Weigh
from tests.fuzz.scene import Scene, judge

_PIECES = re.compile(r"(?:(?<=[.!?])[ ]+|\n+)")
MOST_TRIES = 60


def shrunk(engine: Engine, plain: Scene, added: Scene, weigh: Weigh) -> tuple[Scene, Scene]:
    """Leave out, one by one, sentences that stand in both last messages (plain text only) while the gain stays."""
    if plain.turn[-1].html or len(plain.turn) != len(added.turn):
        return plain, added
    tries = 0
    for piece in sorted({each for each in _PIECES.split(plain.turn[-1].body) if each.strip()}, key=len, reverse=True):
        one, two = plain.turn[-1].body, added.turn[-1].body
        if tries == MOST_TRIES or one.count(piece) != 1 or two.count(piece) != 1:
            continue
        tries += 1
        smaller = plain.with_last(one.replace(piece, "")), added.with_last(two.replace(piece, ""))
        if weigh(judge(engine, smaller[0]), judge(engine, smaller[1])):
            plain, added = smaller
    return plain, added
