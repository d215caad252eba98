"""How probable it is that a size or colour is the one wished for.

Each value gets a score, the sum of its features' weights; "none of them" has the score 0. The probabilities are the
softmax over all of these. Trained by `python -m training.wishes`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from connector.understanding.candidate import Candidate
from connector.understanding.linear import Array, log_softmax
from connector.understanding.model import WEIGHTS
from connector.understanding.surroundings import MOST_MENTIONS, Classes, surroundings

BUCKETS = 1 << 16  # features are known by a hash; some share a weight, which does no harm


@dataclass(frozen=True, slots=True)
class WishModel:
    """`weights`: one a bucket. `least`: the probability from which a value counts as wished for."""

    weights: Array
    classes: Classes
    least: float

    def probabilities(self, folded: str, own: Sequence[Candidate], beside: Sequence[Candidate]) -> dict[str, float]:
        """Return for each value of `own` how probably it is wished for; they add up to one with "none of them"."""
        if not own or len(own) > MOST_MENTIONS:
            return {}
        features = surroundings(folded, own, beside, self.classes)
        scores = [float(self.weights[buckets(each)].sum()) for each in features.values()]
        shares = np.exp(log_softmax(np.array([[*scores, 0.0]], dtype=np.float32)))[0]
        return {value: float(share) for value, share in zip(features, shares, strict=False)}


def buckets(features: Iterable[str]) -> NDArray[np.int64]:
    """Return the places of the features' weights."""
    return np.array([crc32(each.encode("utf-8", "replace")) % BUCKETS for each in features], dtype=np.int64)


@lru_cache(maxsize=1)
def load_wish_model() -> WishModel:
    """Load what `python -m training.wishes` has written."""
    about = json.loads((WEIGHTS / "wishes.json").read_text(encoding="utf-8"))
    with np.load(WEIGHTS / "wishes.npz", allow_pickle=False) as stored:
        weights = stored["weights"].astype(np.float32)
    return WishModel(weights, about["classes"], about["least"])
