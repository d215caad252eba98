"""What is under test: a reader and what decides by its reading. The reader is made here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from connector.flow.decide import Decided, derive
from connector.ports.understanding import Reader, Turn, Understanding
from connector.understanding import TicketReader
from connector.understanding.embedder import Embedder
from connector.understanding.linear import Array
from connector.understanding.model import Model, load_model

Derive = Callable[..., Decided]


@dataclass(frozen=True)
class Engine:
    reader: Reader
    derive: Derive = derive


class _RememberingEmbedder:
    """The sentences of a ticket are embedded once, not with each of its additions: most of what reading costs."""

    def __init__(self, embedder: Embedder) -> None:
        self._row = lru_cache(maxsize=20_000)(lambda text: embedder.encode([text])[0])

    def encode(self, texts: list[str]) -> Array:
        return np.stack([self._row(text) for text in texts])


@lru_cache(maxsize=1)
def _model() -> Model:
    model = load_model()
    return model if model.embedder is None else replace(model, embedder=_RememberingEmbedder(model.embedder))


class _Remembering:
    """What stood before a question of ours is read once as well."""

    def __init__(self, reader: Reader) -> None:
        self._read = lru_cache(maxsize=256)(reader.understand)

    def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
        return self._read(subject, tuple(turns))


def make_reader() -> Reader:
    return _Remembering(TicketReader(_model))
