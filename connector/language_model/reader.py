"""A reader that asks a language model where it is unsure itself. What comes back stands beside what was read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from connector.domain.request import Flag
from connector.language_model.advice import SCHEMA, SYSTEM, advised, shown
from connector.language_model.client import Model, Question
from connector.ports.understanding import Reader, Turn, Understanding

UNSURE = Decimal("0.80")
MOST_TOKENS = 500
_NOT_FOR_IT = frozenset({Flag.AUTOMATIC, Flag.INJECTION, Flag.QUOTED_ONLY})


class AdvisedReader:
    """Implements `connector.ports.understanding.Reader`. As pure as the model is; without an answer, the inner one."""

    def __init__(self, inner: Reader, model: Model) -> None:
        self._inner = inner
        self._model = model

    def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
        """Read as the inner reader does. Where that is unsure, `advice.advised` puts the model's advice beside it."""
        read = self._inner.understand(subject, turns)
        if not worth_asking(read):
            return read
        user = json.dumps({"text": shown(read)}, ensure_ascii=False)
        answer = self._model.ask(Question("read", SYSTEM, user, SCHEMA, MOST_TOKENS))
        return read if answer is None else advised(read, answer, self._model.name)


def worth_asking(read: Understanding) -> bool:
    return read.confidence < UNSURE and not read.flags & _NOT_FOR_IT and bool(read.text.strip())
