"""A size or colour that stands somewhere in a text, wished for or not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """[start, end) in the text. `bare`: a letter or number with no word for size before it, so it may be an initial
    or a count."""

    value: str
    start: int
    end: int
    bare: bool = False
