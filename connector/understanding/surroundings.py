"""What stands around a size or colour in its text, as features from which the model tells a wish from the rest.

The value itself is masked: "I need xthis, not xother". So what is learnt of one size holds for every other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from connector.understanding.candidate import Candidate

Classes = Mapping[str, Sequence[int]]  # a word's classes of words of like meaning, the coarsest first
THIS, OTHER, BESIDE = "xthis", "xother", "xbeside"  # this value, another of its kind, one of the other kind
_TOKEN = re.compile(r"[^\W_]+(?:'s\b)?|->|[.,;:!?()>→/=\n-]")
_SENTENCE_END = frozenset(".!?;\n")
_CLAUSE_END = frozenset(",:()-")
_EDGE = "^"  # begins or ends a sentence
_REACH = 20  # words of its sentence that count, on either side
_NEIGHBOUR = 12  # words of the sentence before, and of the one after
_TOUCHING = 3  # words next to it that count together
_NEAR, _NOT_FAR = 3, 7  # words
MOST_MENTIONS = 30  # with more, a text lists sizes rather than wishing for one


def surroundings(
    folded: str, own: Sequence[Candidate], beside: Sequence[Candidate], classes: Classes
) -> dict[str, set[str]]:
    """Return for each value among `own` its features. `beside`: the colours where these are sizes, and the reverse."""
    words, values = _words(folded, own, beside)
    named = list(dict.fromkeys(candidate.value for candidate in own))
    bare = {candidate.value for candidate in own if candidate.bare}
    found: dict[str, set[str]] = {}
    for value in named:
        masked = [THIS if of == value else OTHER if of else word for word, of in zip(words, values, strict=True)]
        places = [place for place, word in enumerate(masked) if word == THIS]
        features = set(_about_all(value, named, values, len(places)))
        if value in bare:
            features.add("bare")
        for row in _rows(masked, classes):
            for place in places:
                features.update(_around(row, place))
        found[value] = features
    return found


def _words(folded: str, own: Sequence[Candidate], beside: Sequence[Candidate]) -> tuple[list[str], list[str]]:
    """Return the words of the text, and for each the value that it is, or ""."""
    marks = [(each.start, each.end, each.value) for each in own] + [(each.start, each.end, "") for each in beside]
    words: list[str] = []
    values: list[str] = []
    at = 0
    for start, end, value in [*sorted(marks), (len(folded), len(folded), None)]:
        if start < at:
            continue
        plain = ["xnumber" if word.isdigit() else word for word in _TOKEN.findall(folded[at:start])]
        words += plain
        values += [""] * len(plain)
        if value is not None:
            words.append(OTHER if value else BESIDE)
            values.append(value)
        at = end
    return words, values


def _about_all(value: str, named: Sequence[str], values: Sequence[str], mentions: int) -> Iterator[str]:
    """What is true of the text as a whole: how many values there are, and whether this is the first or last of them."""
    several = "several " if len(named) > 1 else ""
    yield f"values {min(len(named), 4)}"
    yield f"mentions {min(mentions, 3)}"
    yield f"{several}first" if value == named[0] else f"{several}later"
    if value == next(each for each in reversed(values) if each):
        yield f"{several}last"


def _rows(words: Sequence[str], classes: Classes) -> Iterator[list[str]]:
    """Yield the text as words, then as classes of words, once for each coarseness."""
    yield list(words)
    sizes = len(next(iter(classes.values()), ()))
    for size in range(sizes):
        yield [f"{size}#{classes[word][size]}" if word in classes else word for word in words]


def _around(row: Sequence[str], place: int) -> Iterator[str]:
    """Yield the features of one mention: words, pairs and what touches it, on either side."""
    start = place
    while start > 0 and place - start < _REACH and row[start - 1] not in _SENTENCE_END:
        start -= 1
    end = place + 1
    while end < len(row) and end - place <= _REACH and row[end] not in _SENTENCE_END:
        end += 1
    yield f"end {row[end] if end < len(row) else _EDGE}"
    for side, words in (("l", row[start:place][::-1]), ("r", row[place + 1 : end])):
        yield from _on_one_side(side, [*words, _EDGE])
    for word in row[max(0, start - 1 - _NEIGHBOUR) : max(0, start - 1)]:
        yield f"before {word}"
    for word in row[end + 1 : end + 1 + _NEIGHBOUR]:
        yield f"after {word}"


def _on_one_side(side: str, words: Sequence[str]) -> Iterator[str]:
    """`words`: the nearest first."""
    for n in range(1, _TOUCHING + 1):
        yield f"{side}{n} {' '.join(words[:n])}"
    same_clause = True
    for distance, word in enumerate(words):
        yield f"{side} {word}"
        if distance < _NOT_FAR:
            yield f"{side}{'near' if distance < _NEAR else 'mid'} {word}"
        same_clause = same_clause and word not in _CLAUSE_END
        if same_clause:
            yield f"{side}c {word}"
    for one, two in pairwise(words):
        yield f"{side} {one} {two}"
    for one, two in zip(words[:_NOT_FAR], words[2:], strict=False):
        yield f"{side} {one} _ {two}"
