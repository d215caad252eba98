"""The trained judge of kind and reason: two views by words, two by meaning, and what the patterns found, put together.

Trained by `make train` from training/data; its weights are plain arrays (`weights/`), loaded without pickles.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np

from connector.domain.request import Kind
from connector.understanding.cues import CUES
from connector.understanding.embedder import Embedder, load_embedder
from connector.understanding.linear import Array, Linear, Vocabulary
from connector.understanding.views import (
    KINDS,
    PROBLEM,
    REASONS,
    SAYS,
    UNSAID,
    Counted,
    Meaning,
    Passage,
    View,
    Words,
    by_meaning,
    by_words,
    counted,
    embeddings,
    features,
)

log = logging.getLogger(__name__)

# Log of the odds of a reason against none, in the sentence that tells it most. On folds 2 to 4 of the training data it
# costs fewer than one reason in 300, and spares one demand in 20 that gives none a reason made up.
LEAST_TOLD = -4.0
WEIGHTS = Path(__file__).parent / "weights"
CLASSES: Mapping[str, tuple[str, ...]] = {
    "whole_kind": KINDS,
    "whole_reason": REASONS,
    "says": SAYS,
    "says_reason": REASONS,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """`confidence`, `reason_confidence`: the probability that it is right. `reason`: the likeliest, of the wider ones;
    `no_reason`: the probability that none is given; `told`: a sentence tells of it, be it faintly.

    `kind_at`, `reason_at`: the sentence that speaks for it most, as [start, end); None: the subject's, or no sentence.
    """

    kind: Kind
    confidence: float
    reason: str
    reason_confidence: float
    no_reason: float
    told: bool
    kind_at: tuple[int, int] | None
    reason_at: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Last:
    """The models that put the views together: with and without those by meaning."""

    kind: Linear
    reason: Linear


@dataclass(frozen=True, slots=True)
class Looked:
    """A passage as the judge sees it. `row`: its embedding; None without an embedder."""

    passage: Passage
    counted: Counted
    row: Array | None


@dataclass(frozen=True, slots=True)
class Model:
    """`embedder` None: judged by words alone. `name` tells which, and which data it was trained on."""

    name: str
    words: Words
    meaning: Meaning
    last: Last
    embedder: Embedder | None

    def look_at(self, seen: Sequence[Passage]) -> list[Looked]:
        """Count the passages' words and embed them, once for all that they are part of."""
        rows = None if self.embedder is None or not seen else embeddings(self.embedder, seen)
        return [
            Looked(passage, counted(self.words, passage), None if rows is None else rows[place])
            for place, passage in enumerate(seen)
        ]

    def judge(self, looked: Sequence[Looked], shape: Array) -> Judged:
        """Judge these passages, at least one. `shape`: what the patterns found in them."""
        seen = [each.passage for each in looked]
        kind_views, reason_views = map(list, zip(by_words(self.words, [each.counted for each in looked]), strict=True))
        rows = [each.row for each in looked if each.row is not None]
        if rows:
            of_kind, of_reason = by_meaning(self.meaning, np.stack(rows))
            kind_views.append(of_kind)
            reason_views.append(of_reason)
        kinds = self.last.kind.of_rows(features(kind_views, shape)[None])[0]
        reasons = self.last.reason.of_rows(features(reason_views, shape)[None])[0]
        kind, reason = Kind(KINDS[int(kinds.argmax())]), REASONS[int(reasons[:-1].argmax())]
        says = SAYS.index(PROBLEM if kind is Kind.UNSPECIFIED else kind.value)
        return Judged(
            kind,
            float(np.exp(kinds.max())),
            reason,
            float(np.exp(reasons[:-1].max())),
            float(np.exp(reasons[REASONS.index(UNSAID)])),
            _is_told(seen, reason_views, REASONS.index(reason)),
            _loudest(seen, kind_views, says),
            _loudest(seen, reason_views, REASONS.index(reason)),
        )


def _is_told(seen: Sequence[Passage], views: Sequence[View], column: int) -> bool:
    """Whether a sentence tells of this reason rather than of none; a demand without any brings none to mind. A
    subject alone tells none: what is clear in it, the patterns find."""
    spoken = [place for place, passage in enumerate(seen) if passage.span is not None]
    silence = REASONS.index(UNSAID)
    gaps = sum((view.said[spoken, column] - view.said[spoken, silence] for view in views), np.zeros(len(spoken)))
    return bool(max(gaps, default=-np.inf) / len(views) >= LEAST_TOLD)


def _loudest(seen: Sequence[Passage], views: Sequence[View], column: int) -> tuple[int, int] | None:
    """Return the place of the sentence that says it most; None where there is nothing but a subject."""
    spoken = [place for place, passage in enumerate(seen) if passage.span is not None]
    best = max(spoken, key=lambda place: sum(float(view.said[place, column]) for view in views), default=None)
    return None if best is None else seen[best].span


_LOADING = Lock()


def load_model(*, meaning: bool = True) -> Model:
    """Return the packaged model, loaded once; `meaning` False: as if there were no embedder.

    Raise ValueError if it was trained for another version's patterns.
    """
    with _LOADING:
        return _loaded(meaning)


@lru_cache(maxsize=2)
def _loaded(meaning: bool) -> Model:
    about = json.loads((WEIGHTS / "model.json").read_text(encoding="utf-8"))
    if tuple(about["cues"]) != CUES:
        raise ValueError("the weights were trained with other patterns: run `make train`")
    with np.load(WEIGHTS / "model.npz", allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    vocabulary = Vocabulary({term: place for place, term in enumerate(about["terms"])}, arrays["rarity"])
    embedder = load_embedder() if meaning else None
    if embedder is None:
        log.warning("read_by_words")
    with_meaning = "with_meaning" if embedder is not None else "by_words"

    def linear(part: str, name: str, classes: tuple[str, ...]) -> Linear:
        return Linear(classes, arrays[f"{part}.{name}.weights"], arrays[f"{part}.{name}.bias"])

    return Model(
        name=f"blend-{about['version']}{'' if embedder is not None else '-words'}",
        words=Words(vocabulary, **{name: linear("words", name, classes) for name, classes in CLASSES.items()}),
        meaning=Meaning(**{name: linear("meaning", name, classes) for name, classes in CLASSES.items()}),
        last=Last(linear(with_meaning, "kind", KINDS), linear(with_meaning, "reason", REASONS)),
        embedder=embedder,
    )
