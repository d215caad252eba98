"""What the model sees of a text: words, pairs of words and pieces of words, with numbers and addresses masked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from connector.understanding.amount import amounts
from connector.understanding.fold import fold
from connector.understanding.order_number import blanked, order_numbers

_LONGEST_WORD = 40  # characters; what is longer is no word
_PIECES = (3, 4, 5)  # characters of the pieces
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[?!€$£]")
_DIGITS = re.compile(r"\d+")


def masked(text: str) -> str:
    """Return `text` folded, with order numbers, sums, links, addresses and other numbers as words of their own."""
    folded = fold(text)
    visible = blanked(folded)
    spans = [(number.start, number.end, " xorder ") for number in order_numbers(folded)]
    spans += [(amount.start, amount.end, " xsum ") for amount in amounts(visible)]
    parts, at = [], 0
    for start, end, word in sorted(spans):
        if start >= at:
            parts += [visible[at:start], word]
            at = end
    parts.append(visible[at:])
    return _DIGITS.sub(_number, "".join(parts))


def _number(match: re.Match[str]) -> str:
    """Sizes and counts stay what they are, by their length alone."""
    return f" xn{min(len(match[0]), 5)} "


def terms(text: str) -> Counter[str]:
    """Return the terms of a masked text with their counts."""
    words = _WORD.findall(text)
    counted: Counter[str] = Counter()
    for word in words:
        counted.update(_pieces(word))
    counted.update(f"{one} {two}" for one, two in zip(words, words[1:], strict=False))
    return counted


@lru_cache(maxsize=5_000)  # about a kilobyte a word
def _pieces(word: str) -> tuple[str, ...]:
    word = word[:_LONGEST_WORD]
    padded = f"_{word}_"
    return (word, *(padded[at : at + size] for size in _PIECES for at in range(len(padded) - size + 1)))


def total(counters: Iterable[Counter[str]]) -> Counter[str]:
    """Add up the terms of several texts."""
    summed: Counter[str] = Counter()
    for counter in counters:
        summed.update(counter)
    return summed
