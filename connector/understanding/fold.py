"""Lower case without accents, character for character, so that offsets stay those of the customer's own text."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "ß": "s",
    "œ": "o",
    "æ": "a",
    "ø": "o",
}
_SOFT_WRAP = 40  # a line at least this long was probably broken by the mail program, not by its writer


def fold(text: str) -> str:
    """Return `text` folded; always of the same length."""
    return text.translate({ord(char): _folded(char) for char in set(text)})


def _folded(char: str) -> str:
    lower = char.lower()
    if lower in _SPECIAL:
        return _SPECIAL[lower]
    if char.isspace():
        return "\n" if char == "\n" else " "
    base = unicodedata.normalize("NFKD", lower)[:1]
    return base if base and not base.isspace() else " " if base else char


def unwrap(folded: str) -> str:
    """Turn line ends inside a sentence into spaces; same length. Blank lines and short lines still end a sentence."""
    lines = folded.split("\n")
    joined: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        joined.append(line)
        joined.append(" " if len(line) >= _SOFT_WRAP and following[:1].islower() else "\n")
    return "".join(joined[:-1])


_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)|\n")


def sentences(folded: str) -> list[tuple[int, int]]:
    """Return the sentences' [start, end) offsets; the closing sign belongs to its sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _SENTENCE_END.finditer(folded):
        if folded[start : end.end()].strip():
            spans.append((start, end.end()))
        start = end.end()
    if folded[start:].strip():
        spans.append((start, len(folded)))
    return spans
