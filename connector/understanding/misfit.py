"""Too small or too large? Who has one size and asks for another says it by the two, whatever the words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from connector.domain.request import Reason

_LETTERS = re.compile(r"(?:(?P<x>X{0,5})|(?P<times>[2-6])X)(?P<letter>[SML])")
_NUMBER = re.compile(r"(?P<whole>\d{1,3})(?:[.,](?P<half>5))?")
_ALIKE = 1.6  # sizes of one scale do not differ by more: what does is an age, a length, a count


def misfit(wished: str, others: Iterable[str]) -> Reason | None:
    """Return what the other sizes named must be, measured by the one wished for; None where they tell nothing, or
    both. All in capitals, as `sizes.py` gives them."""
    larger = {_compared(wished, other) for other in others} - {None}
    if len(larger) != 1:
        return None
    return Reason.TOO_SMALL if larger == {True} else Reason.TOO_LARGE


def _compared(wished: str, other: str) -> bool | None:
    """Whether `wished` is the larger one; None where they are alike or of different scales."""
    one, two = _letters(wished), _letters(other)
    if one is not None and two is not None:
        return None if one == two else one > two
    mine, theirs = _number(wished), _number(other)
    if not mine or not theirs or mine == theirs or max(mine, theirs) > _ALIKE * min(mine, theirs):
        return None
    return mine > theirs


def _letters(size: str) -> int | None:
    """XS -2, S -1, M 0, L 1, XL 2, 3XL 4."""
    if not (match := _LETTERS.fullmatch(size)):
        return None
    steps = int(match["times"]) if match["times"] else len(match["x"])
    return {"S": -1 - steps, "M": 0, "L": 1 + steps}[match["letter"]]


def _number(size: str) -> float | None:
    match = _NUMBER.fullmatch(size)
    return None if match is None else int(match["whole"]) + (0.5 if match["half"] else 0.0)
