"""How many units a text speaks of: "one of the two", "both", "all three"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4},
    **{
        "cinq": 5,
        "ein": 1,
        "eine": 1,
        "einer": 1,
        "eines": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "uno": 1,
        "una": 1,
        "dos": 2,
    },
    **{"tres": 3, "due": 2, "tre": 3, "een": 1, "twee": 2, "drie": 3, "both": 2, "half": 0},
}
_NUMBER = rf"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|\d{{1,2}})"
_PART = re.compile(
    r"\b(?P<only>only |seulement |nur |solo |"
    rf"slechts )?(?P<part>{_NUMBER})(?P<seul> seule?)? (?:of|out of|des|de mes|sur(?: les)?|der|"
    r"von(?: den)?|de los|"
    rf"de las|dei|delle|van de|of the|of my)(?: the| my| these)? (?P<whole>{_NUMBER})\b"
)
_ALL_OF = re.compile(
    r"\b(?:both\b|(?:the|all|all the|les|mes|the other|die|beide|los|las|de|"
    rf"alle) (?P<count>{_NUMBER})(?= (?!mois|days|jours|weeks)[a-z]))|\bles deux\b|"
    rf"\btous les (?P<count2>{_NUMBER})\b"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    units: int
    start: int
    end: int


def quantity(folded: str, *, missing: bool) -> Quantity | None:
    """Return the units asked about. `missing`: where only one of two came, the other one is meant."""
    if match := _PART.search(folded):
        part, whole = _number(match["part"]), _number(match["whole"])
        if 0 < part <= whole:
            units = whole - part if missing and (match["only"] or match["seul"]) else part
            return Quantity(units, *match.span()) if units else None
    if match := _ALL_OF.search(folded):
        count = match["count"] or match["count2"]
        units = _number(count) if count else 2
        return Quantity(units, *match.span()) if units else None
    return None


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)
