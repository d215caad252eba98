"""The views of a ticket by which the model judges: its whole text, its sentences, and what the patterns found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from connector.domain.request import Flag, Kind, Reason
from connector.understanding.cues import CUES, Cues
from connector.understanding.embedder import Embedder, embedded
from connector.understanding.fold import sentences, unwrap
from connector.understanding.kinds import CLEAR, CONTESTED, GUESS, PROBABLE, UNKNOWN, Reading, reason_cue
from connector.understanding.linear import Array, Linear, Vector, Vocabulary
from connector.understanding.message import Message
from connector.understanding.ngrams import masked, terms, total

MOST_SENTENCES = 14
MOST_READ = 4_000  # characters of a ticket that the model sees
KINDS = tuple(kind.value for kind in Kind)
UNSAID = "unsaid"
REASONS = (
    *("damaged", "defective", "wrong_item", "not_received", "late", "too_small", "too_large", "changed_mind"),
    *("not_as_described", "duplicate", "other", UNSAID),
)  # label sets know fewer reasons than we do: `report.WIDER`
# What one sentence says: a kind; a problem told; a remedy refused.
PROBLEM, REFUSED = "problem", "refused"
SAYS = (*(kind for kind in KINDS if kind != Kind.UNSPECIFIED), PROBLEM, REFUSED)

_FLAGS = (Flag.SEVERAL_REQUESTS, Flag.NEGATED, Flag.CONDITIONAL)
_LEVELS = (UNKNOWN, GUESS, CONTESTED, PROBABLE, CLEAR)
_LETTER = re.compile(r"[a-z]")
_LEAST = -8.0  # log-probabilities below this are alike


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the newest words: [start, end), or None for the subject. `plain`: masked (ngrams.py)."""

    span: tuple[int, int] | None
    plain: str


def passages(message: Message) -> list[Passage]:
    """Return the subject, where it counts, and the sentences that say anything; at most MOST_SENTENCES."""
    found = [] if message.subject_cues is None else [Passage(None, masked(message.subject))]
    for start, end in sentences(unwrap(message.folded[:MOST_READ])):
        plain = masked(message.text[start:end])
        if _LETTER.search(plain):
            found.append(Passage((start, end), plain))
    return found[:MOST_SENTENCES]


def lexical(message: Message, reading: Reading) -> Array:
    """What the patterns found, as numbers: cues said and refused, the reading they lead to, the shape of the text."""
    body, above = message.cues, message.subject_cues or Cues((), ())
    said = {cue.name for cue in body.found if not cue.negated and not cue.contrasted}
    refused = {cue.name for cue in body.found if cue.negated}
    contrasted = {cue.name for cue in body.found if cue.contrasted}
    subject = {cue.name for cue in above.found if not cue.negated}
    given = reason_cue(body) or reason_cue(above)
    reason = given[0] if given else None
    values = [name in named for named in (said, refused, contrasted, subject) for name in CUES]
    values += [reading.kind is kind for kind in Kind]
    values += [reading.kind is kind and reading.confidence >= PROBABLE for kind in Kind]
    values += [reading.confidence >= level for level in _LEVELS]
    values += [flag in reading.flags for flag in _FLAGS]
    values += [reason is each for each in (*Reason, None)]
    values += ["?" in message.text, any(char.isdigit() for char in message.text), message.subject_cues is not None]
    return np.array([*values, min(len(message.text) / 500, 3.0)], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Words:
    """Models that see words."""

    vocabulary: Vocabulary
    whole_kind: Linear
    whole_reason: Linear
    says: Linear
    says_reason: Linear


@dataclass(frozen=True, slots=True)
class Meaning:
    """The same on sentence embeddings; of a whole ticket: the mean and the greatest of its sentences."""

    whole_kind: Linear
    whole_reason: Linear
    says: Linear
    says_reason: Linear


@dataclass(frozen=True, slots=True)
class View:
    """Log-probabilities: `whole` of the ticket (one row), `said` of its sentences (a row each)."""

    whole: Array
    said: Array

    def summed_up(self) -> list[Array]:
        rows = (self.whole[0], self.said.max(axis=0), self.said.mean(axis=0))
        return [np.maximum(row, _LEAST) / 4 for row in rows]


@dataclass(frozen=True, slots=True)
class Counted:
    """A sentence's terms, and the same as a vector."""

    terms: Counter[str]
    vector: Vector


def counted(words: Words, passage: Passage) -> Counted:
    found = terms(passage.plain)
    return Counted(found, words.vocabulary.vector(found))


def by_words(words: Words, seen: Sequence[Counted]) -> tuple[View, View]:
    """Return the views of (kind, reason)."""
    each = [sentence.vector for sentence in seen]
    whole = [words.vocabulary.vector(total(sentence.terms for sentence in seen))]
    return (
        View(words.whole_kind.of_terms(whole), words.says.of_terms(each)),
        View(words.whole_reason.of_terms(whole), words.says_reason.of_terms(each)),
    )


def by_meaning(meaning: Meaning, rows: Array) -> tuple[View, View]:
    """The same; `rows`: the sentences' embeddings."""
    whole = pooled(rows)[None]
    return (
        View(meaning.whole_kind.of_rows(whole), meaning.says.of_rows(rows)),
        View(meaning.whole_reason.of_rows(whole), meaning.says_reason.of_rows(rows)),
    )


def embeddings(embedder: Embedder, seen: Sequence[Passage]) -> Array:
    return embedded(embedder, [passage.plain for passage in seen])


def pooled(rows: Array) -> Array:
    return np.concatenate([rows.mean(axis=0), rows.max(axis=0)])


def features(views: Sequence[View], lexical: Array) -> Array:
    """What the last model judges by."""
    return np.concatenate([part for view in views for part in view.summed_up()] + [lexical])
