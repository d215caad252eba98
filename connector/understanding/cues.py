"""What the patterns find in a text, what stands in their way, and what is turned round by a negation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from connector.understanding.figures import figures
from connector.understanding.fold import sentences
from connector.understanding.language import LANGUAGES, possible
from connector.understanding.patterns import PATTERNS

_LOOK_BACK = 60  # characters in which a negation governs what follows
_NOT_INSIDE = re.compile(
    r"\b(?:not|no|never|pas|plus|jamais|nicht|keine?n?|non|niet|geen)\b|n't\b"
)  # "je ne veux pas etre rembourse" holds its own negation
_NOT_AFTER = re.compile(
    r"[ ,]{0,2}(?:pas|jamais|nicht|niet)\b(?! (?:nur|seulement|alleen|que?\b))"
)  # "je ne le renvoie pas"
_ASKS = ("refund", "exchange", "store_credit", "reship", "cancel", "give_back", "send_new")
_MAYBES = tuple(f"maybe_{name}" for name in _ASKS[:5])
_STATUS = ("status_refund", "status_return", "status_exchange", "status_order")
_GOVERNED = frozenset((*_ASKS, *_MAYBES, "reason_withdrawal"))
GOVERNORS = frozenset({"negation", "contrast", "between"})  # patterns that make no cue by themselves
CUES = tuple(sorted(set(PATTERNS["en"]) - GOVERNORS))
_HOLD_NEGATION = frozenset({"cancel", "give_back"})  # "do not ship it", "nous ne souhaitons pas le garder"


@dataclass(frozen=True, slots=True)
class Cue:
    """One match: [start, end) in the text. `negated`: "no refund"; `contrasted`: "rather than a refund"."""

    name: str
    start: int
    end: int
    negated: bool = False
    contrasted: bool = False

    def overlaps(self, other: Cue) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of a text in order; `sentence` spans are offsets into the same text."""

    found: tuple[Cue, ...]
    sentence_spans: tuple[tuple[int, int], ...]

    def named(self, *names: str) -> list[Cue]:
        """Return those that count, in order of mention."""
        return [cue for cue in self.found if cue.name in names and not cue.negated and not cue.contrasted]

    def refused(self) -> list[Cue]:
        return [cue for cue in self.found if cue.negated]

    def sentence(self, cue: Cue) -> tuple[int, int]:
        return next((span for span in self.sentence_spans if span[0] <= cue.start < span[1]), (cue.start, cue.end))


@cache
def _compiled(lang: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(parts), re.MULTILINE) for name, parts in PATTERNS[lang].items() if parts}


@cache
def _governors(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    patterns = PATTERNS[lang]
    between = rf"(?:[ ']+{patterns['between'][0]})*[ ']*$"
    return re.compile(rf"\b{patterns['negation'][0]}{between}"), re.compile(rf"\b{patterns['contrast'][0]}{between}")


def find_cues(text: str, folded: str) -> Cues:
    """Read `folded`, each sentence with the patterns of the languages that it may be in: what stands beside it changes
    nothing. Time grows with the length only."""
    spans = sentences(folded)
    langs = [possible(text[start:end], folded[start:end]) for start, end in spans]
    found: list[Cue] = []
    for lang in LANGUAGES:
        for start, end in _runs(spans, [lang in each for each in langs]):
            for name, pattern in _compiled(lang).items():
                if name not in GOVERNORS:
                    found += _read(name, pattern, folded, start, end, lang)
    said = figures(folded)
    found = [cue for cue in found if not (cue.name.startswith("reason_") and _inside(cue, said))]
    found.sort(key=lambda cue: (cue.start, -cue.end))
    return Cues(tuple(_unblocked(found)), tuple(spans))


def _runs(spans: Sequence[tuple[int, int]], wanted: Sequence[bool]) -> Iterable[tuple[int, int]]:
    """Yield the stretches of sentences wanted, as [start, end)."""
    for is_wanted, run in groupby(zip(wanted, spans, strict=True), key=lambda each: each[0]):
        stretch = [span for _, span in run]
        if is_wanted:
            yield stretch[0][0], stretch[-1][1]


def _read(name: str, pattern: re.Pattern[str], folded: str, start: int, end: int, lang: str) -> Iterable[Cue]:
    """Yield what `pattern`, which never matches nothing, finds in [start, end). What a negation
    governs ends at the comma: after it, another request may begin."""
    place = start
    while (match := pattern.search(folded, place, end)) is not None:
        place = match.end()
        cue = _governed(name, match, folded, lang)
        comma = folded.find(",", cue.start, cue.end) if cue.negated or cue.contrasted else -1
        if comma < 0:
            yield cue
            continue
        place = comma + 1
        if (refused := pattern.match(folded, match.start(), comma)) is not None:
            yield _governed(name, refused, folded, lang)


def _inside(cue: Cue, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < cue.end and cue.start < end for start, end in spans)


def _governed(name: str, match: re.Match[str], folded: str, lang: str) -> Cue:
    if name not in _GOVERNED:
        return Cue(name, match.start(), match.end())
    start = match.start() + len(match[0]) - len(match[0].lstrip(" .,;:!\n"))
    before = re.split(r"[.!?;,:\n]", folded[max(0, start - _LOOK_BACK) : start])[-1]
    negation, contrast = _governors(lang)
    contrasted = contrast.search(before) is not None
    inside = name not in _HOLD_NEGATION and _NOT_INSIDE.search(match[0]) is not None
    after = _NOT_AFTER.match(folded, match.end()) is not None
    negated = not contrasted and (inside or after or negation.search(before) is not None)
    return Cue(name, start, match.end(), negated, contrasted)


def _unblocked(found: Sequence[Cue]) -> Iterable[Cue]:
    """Leave out requests that are part of something else: "where is my refund", "was cancelled", "refund policy"."""
    decoys = [cue for cue in found if cue.name == "decoy"]
    status = [cue for cue in found if cue.name in _STATUS and not _hit(cue, decoys)]
    questions = [cue for cue in found if cue.name == "question"]
    settled = [cue for cue in found if cue.name == "settled" and not _hit(cue, status)]
    retracted = [cue for cue in found if cue.name == "retracted"]
    for cue in found:
        if cue.name in _MAYBES and _hit(cue, [*decoys, *status, *questions, *settled, *retracted]):
            continue
        if cue.name in _ASKS and (
            _hit(cue, [*decoys, *settled, *retracted])
            or any(other.start <= cue.start and other.overlaps(cue) for other in (*status, *questions))
        ):
            continue
        if (cue.name in _STATUS and cue not in status) or (cue.name == "settled" and cue not in settled):
            continue
        yield cue


def _hit(cue: Cue, others: Sequence[Cue]) -> bool:
    return any(cue.overlaps(other) for other in others)
