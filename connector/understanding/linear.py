"""Logistic regression over weighted terms: a lookup, a product, a softmax. Plain arrays, no pickles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vector:
    """A text as weighted terms, of length one: `places` in the vocabulary and what each weighs."""

    places: NDArray[np.int64]
    weights: Array


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`rarity`: of each term the inverse document frequency it was trained with."""

    places: Mapping[str, int]
    rarity: Array

    def vector(self, terms: Counter[str]) -> Vector:
        known = [(place, count) for term, count in terms.items() if (place := self.places.get(term)) is not None]
        places = np.array([place for place, _ in known], dtype=np.int64)
        weights = np.array([count for _, count in known], dtype=np.float32)
        weights = (1 + np.log(weights)) * self.rarity[places] if known else weights
        return Vector(places, weights / (np.linalg.norm(weights) or 1.0))


@dataclass(frozen=True, slots=True)
class Linear:
    """`weights`: one row a feature, one column a class."""

    classes: tuple[str, ...]
    weights: Array
    bias: Array

    def of_terms(self, texts: Sequence[Vector]) -> Array:
        """Return the classes' log-probabilities, one row a text."""
        scores = [text.weights @ self.weights[text.places] + self.bias for text in texts]
        return log_softmax(np.array(scores, dtype=np.float32).reshape(len(texts), len(self.classes)))

    def of_rows(self, rows: Array) -> Array:
        """The same for dense rows."""
        return log_softmax(rows @ self.weights + self.bias)


def log_softmax(scores: Array) -> Array:
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result
