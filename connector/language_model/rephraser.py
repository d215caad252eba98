"""Warmer words for the sentences of a reply that hold no value; everything else goes out as the merchant wrote it.

Sent are these sentences and their language: no name, no order, never the customer's text.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import Any

from connector.language_model.client import Model, Question
from connector.language_model.plain_words import harmless, long_words
from connector.ports.replies import Reply
from connector.tally import TALLY

SHORTEST, LONGEST = 0.5, 1.6  # of the original's length
KEPT = 0.5  # of what a paragraph is about
REMEMBERED = 512  # answers: the same few sentences come again and again
MOST_TOKENS = 400

SYSTEM = """You polish sentences of an online shop's reply to a customer. The user message is JSON: a language and
paragraphs. Write each paragraph anew in that language, warm, simple, polite, about as long, with the same meaning and
most of the same words. Promise nothing, add nothing, leave nothing out. No numbers, names, links or markup.
Answer with one JSON object: {"paragraphs": [...]}, as many as you were given, in the same order."""

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["paragraphs"],
    "properties": {"paragraphs": {"type": "array", "items": {"type": "string"}}},
}

Paragraphs = tuple[str, ...]


class ModelRephraser:
    """Implements `Rephraser`. An answer is remembered: asked again, a model would say the same, and it costs."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._known: dict[tuple[str, Paragraphs], Paragraphs] = {}
        self._lock = threading.Lock()

    def rephrase(self, reply: Reply) -> str:
        free = tuple(each for each in dict.fromkeys(reply.free) if harmless(each))
        if not free:
            return reply.text
        new = dict(zip(free, self._rephrased(reply.locale, free), strict=True))
        return "\n\n".join(new.get(each, each) for each in reply.text.split("\n\n"))

    def _rephrased(self, locale: str, free: Paragraphs) -> Paragraphs:
        with self._lock:
            if known := self._known.get((locale, free)):
                return known
        user = json.dumps({"language": locale, "paragraphs": free}, ensure_ascii=False)
        answer = self._model.ask(Question("rephrase", SYSTEM, user, SCHEMA, MOST_TOKENS))
        if answer is None:
            return free
        new = checked(free, answer["paragraphs"])
        with self._lock:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[locale, free] = new
        return new


def checked(old: Sequence[str], new: Sequence[str]) -> Paragraphs:
    """Return the new paragraphs that may be sent, the old ones in place of the others."""
    if len(old) != len(new):
        TALLY.model_answer("rephrase", "kept", len(old))
        return tuple(old)
    found = tuple(after if says_the_same(before, after) else before for before, after in zip(old, new, strict=True))
    changed = sum(before != after for before, after in zip(old, found, strict=True))
    TALLY.model_answer("rephrase", "rephrased", changed)
    TALLY.model_answer("rephrase", "kept", len(old) - changed)
    return found


def says_the_same(before: str, after: str) -> bool:
    """As far as can be told: nothing to rely on, about as long, as many questions, about the same."""
    about = long_words(before)
    return (
        harmless(after)
        and SHORTEST * len(before) <= len(after) <= LONGEST * len(before)
        and before.count("?") == after.count("?")
        and len(about & long_words(after)) >= KEPT * len(about)
    )
