"""A failing pair without the sentences that it does not need."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.fuzz.engine import Engine
from tests.fuzz.judged import Outcome, Weigh
from tests.fuzz.scene import Scene, judge

_PIECES = re.compile(r"(?:(?<=[.!?])[ ]+|\n+)")
MOST_TRIES = 60


def shrunk(
    engine: Engine, plain: Scene, added: Scene, weigh: Weigh, fits: Callable[[Scene, Outcome], bool]
) -> tuple[Scene, Scene]:
    """Leave out, one by one, sentences that stand in both last messages (plain text only) while the gain stays and the
    addition `fits` what the ticket came to."""
    if plain.turn[-1].html or len(plain.turn) != len(added.turn):
        return plain, added
    tries = 0
    for piece in sorted({each for each in _PIECES.split(plain.turn[-1].body) if each.strip()}, key=len, reverse=True):
        one, two = plain.turn[-1].body, added.turn[-1].body
        if tries == MOST_TRIES or one.count(piece) != 1 or two.count(piece) != 1:
            continue
        tries += 1
        smaller = plain.with_last(one.replace(piece, "")), added.with_last(two.replace(piece, ""))
        before = judge(engine, smaller[0])
        if fits(smaller[0], before) and weigh(before, judge(engine, smaller[1])):
            plain, added = smaller
    return plain, added
