"""How much of an order is meant: all of it, or so many units. Only words about the matter say so: not "we are both
lawyers", nor "I told the press about the whole order"."""

from __future__ import annotations

import re

from connector.domain.small_words import SMALL_WORDS
from connector.understanding.fold import unwrap
from connector.understanding.injection import injections
from connector.understanding.items import items
from connector.understanding.message import Message
from connector.understanding.order_number import order_numbers
from connector.understanding.quantity import Quantity, quantity

_ASKS = frozenset({"refund", "exchange", "store_credit", "reship", "cancel", "give_back", "send_new"})
_ABOUT = frozenset("about concern concerns cela concerne agit il geht um se trata si tratta het gaat om".split())
_WORD = re.compile(r"[^\W\d_]+")
_NOT = re.compile(
    r"\b(?:not|no|never|pas|ne|n'\w+|sauf|sans|nicht|kein\w*|ohne|non|niet|geen|salvo|sin|senza|zonder|except|without|"
    r"dont)\b|n't\b"
)
Span = tuple[int, int]


def whole_order(read: Message) -> Span | None:
    """Return where the whole order is said to be meant; what was not read whole tells no such thing."""
    if not read.whole:
        return None
    to_software = injections(read.folded)
    for cue in read.cues.named("everything"):
        sentence = read.cues.sentence(cue)
        ordered = any(sentence[0] < end and start < sentence[1] for start, end in to_software)
        if (
            not ordered
            and not _NOT.search(read.folded, sentence[0], cue.start)
            and _on_the_matter(read, sentence, cue.start, cue.end)
        ):
            return cue.start, cue.end
    return None


def units(read: Message, *, missing: bool) -> Quantity | None:
    """Return the units asked about; where several numbers are told, the lowest."""
    folded, found = unwrap(read.folded), []
    for start, end in read.cues.sentence_spans:
        if (said := quantity(folded[start:end], missing=missing)) is None:
            continue
        said = Quantity(said.units, start + said.start, start + said.end)
        if _on_the_matter(read, (start, end), said.start, said.end):
            found.append(said)
    return min(found, key=lambda each: each.units, default=None)


def _on_the_matter(read: Message, sentence: Span, start: int, end: int) -> bool:
    """Whether the sentence around [start, end) asks, gives a reason, names an order or article, or no more."""
    first, last = sentence
    named = [cue for cue in read.cues.found if first <= cue.start < last and not cue.negated]
    if any(cue.name in _ASKS or cue.name.startswith("reason_") for cue in named):
        return True
    folded = read.folded[first:last]
    if order_numbers(folded) or items(read.text[first:last], folded, read.lang):
        return True
    rest = _WORD.findall(f"{read.folded[first:start]} {read.folded[end:last]}")
    return all(word in SMALL_WORDS or word in _ABOUT for word in rest)
