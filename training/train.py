"""Train the model that reads tickets: `make train`. Reads training/data, writes connector/understanding/weights.

1. Models that see words, and models that see meaning (sentence embeddings), are fitted on tickets and on sentences.
2. One more model learns how far to trust each of them and the patterns, on tickets that none of them has seen.
3. All are then fitted on everything.
4. What tells the size or colour wished for is a model of its own (`wishes.py`).
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from connector.ports.understanding import Turn
from connector.understanding.cues import CUES
from connector.understanding.embedder import Embedder, embedded, load_embedder
from connector.understanding.kinds import Reading, read_kind
from connector.understanding.linear import Array, Linear, Vocabulary
from connector.understanding.message import message
from connector.understanding.model import CLASSES, WEIGHTS
from connector.understanding.ngrams import masked, terms, total
from connector.understanding.views import (
    KINDS,
    PROBLEM,
    REASONS,
    REFUSED,
    SAYS,
    UNSAID,
    Meaning,
    Passage,
    Words,
    by_meaning,
    by_words,
    counted,
    features,
    lexical,
    passages,
    pooled,
)
from training import wishes
from training.compose import compose
from training.corpus import FOLDS, Clause, Example, bank, clauses, data_hash, filled, other_matters, tickets, told

COMPOSED = 2_000  # tickets composed for each fit
HELD_BACK = 300  # composed tickets, and sentences of other matters, of a fold that the last model learns from
MOST_TERMS = 30_000
LEAST_TEXTS = 3  # that a term stands in
TICKET_WEIGHT = 2.0  # a written ticket counts as so many composed ones
# Of a shop's tickets, roughly: the written ones dwell on what is hard, and confidence is a matter of shares. Not so the
# reason: on the folds it is read better where all written tickets count alike.
SHARES = {"refund": 0.26, "exchange": 0.14, "store_credit": 0.05, "reship": 0.06, "cancel": 0.07}
SHARES |= {"return_question": 0.08, "status": 0.13, "unspecified": 0.14, "none": 0.07}
PATTERNS_KNOW = (0, 1)  # folds the patterns were widened on: they would teach the last model to trust patterns too far
OTHERS_WEIGHT = 0.3  # in the last model, of what is not a written ticket
SURE_SENTENCE = 0.6  # probability at which a sentence's own label is taken over
# Inverse strength of regularisation, chosen on the folds of the training data.
C_WORDS, C_SENTENCES, C_MEANING, C_LAST_KIND, C_LAST_REASON = 5.0, 10.0, 3.0, 1.0, 0.1
ITERATIONS = 60
LAST_ITERATIONS = 300
_DECIMALS = np.float16  # stored weights


@dataclass(frozen=True)
class Seen:
    """A ticket as the reader prepares it."""

    example: Example
    passages: list[Passage]
    lexical: Array
    reading: Reading
    embedder: Embedder

    @cached_property
    def rows(self) -> Array:
        return embedded(self.embedder, [passage.plain for passage in self.passages])

    @cached_property
    def terms(self) -> Counter[str]:
        return total(terms(passage.plain) for passage in self.passages)


@dataclass(frozen=True)
class Sentence:
    """A masked sentence. `says` or `reason` None: nothing is known of that."""

    plain: str
    row: Array
    says: str | None
    reason: str | None


def see(example: Example, embedder: Embedder) -> Seen | None:
    """Return None where nothing is left to read."""
    read = message(example.subject, [Turn(example.body, by_customer=True)])
    parts = passages(read)
    if not parts:
        return None
    reading = read_kind(read.cues, read.subject_cues, len(read.text))
    return Seen(example, parts, lexical(read, reading), reading, embedder)


def fit(
    rows: Any,
    labels: Sequence[str],
    classes: Sequence[str],
    strength: float,
    weights: Sequence[float] | None = None,
    iterations: int = ITERATIONS,
) -> Linear:
    """Fit a multinomial logistic regression; a class without an example gets no chance."""
    model = LogisticRegression(C=strength, max_iter=iterations, tol=1e-3)
    model.fit(rows, [classes.index(label) for label in labels], sample_weight=weights)
    found = np.zeros((rows.shape[1], len(classes)), dtype=np.float32)
    bias = np.full(len(classes), -12.0, dtype=np.float32)
    for column, place in enumerate(model.classes_):
        found[:, place] = model.coef_[column]
        bias[place] = model.intercept_[column]
    return Linear(tuple(classes), found, bias)


def vocabulary(counted: Sequence[Counter[str]]) -> Vocabulary:
    texts: Counter[str] = Counter()
    for each in counted:
        texts.update(each.keys())
    kept = sorted((term for term, n in texts.items() if n >= LEAST_TEXTS), key=lambda term: (-texts[term], term))
    kept = kept[:MOST_TERMS]
    rarity = [np.log((1 + len(counted)) / (1 + texts[term])) + 1 for term in kept]
    return Vocabulary({term: place for place, term in enumerate(kept)}, np.array(rarity, dtype=np.float32))


def matrix(words: Vocabulary, counted: Sequence[Counter[str]]) -> csr_matrix:
    vectors = [words.vector(each) for each in counted]
    ends = np.cumsum([0, *(len(each.places) for each in vectors)])
    places = np.concatenate([each.places for each in vectors])
    return csr_matrix(
        (np.concatenate([each.weights for each in vectors]), places, ends), shape=(len(vectors), len(words.places))
    )


def sentences_of(seen: Seen, words: Words, meaning: Meaning) -> list[Sentence]:
    """Label the sentences of a ticket: what the ticket asks stands in the sentence that says it most; of the others,
    what the models are sure of. Where no kind is known, nothing is of any sentence's."""
    (kind_words, reason_words), (kind_meant, reason_meant) = (
        by_words(words, [counted(words, passage) for passage in seen.passages]),
        by_meaning(meaning, seen.rows),
    )
    says, reasons = (kind_words.said + kind_meant.said) / 2, (reason_words.said + reason_meant.said) / 2
    asked = PROBLEM if seen.example.kind == "unspecified" else seen.example.kind
    given = seen.example.reason
    asking = None if asked is None else int(says[:, SAYS.index(asked)].argmax())
    telling = None if given is None else int(reasons[:, REASONS.index(given)].argmax())
    found: list[Sentence] = []
    for place, passage in enumerate(seen.passages):
        best = SAYS[int(says[place].argmax())]
        sure = best in (PROBLEM, REFUSED, "none") and np.exp(says[place].max()) >= SURE_SENTENCE
        silent = given is None or np.exp(reasons[place, REASONS.index(UNSAID)]) >= 0.5
        found.append(
            Sentence(
                passage.plain,
                seen.rows[place],
                None if asked is None else asked if place == asking else best if sure else None,
                given if place == telling else UNSAID if silent else None,
            )
        )
    return found


def fit_views(written: Sequence[Seen], composed: Sequence[Seen], said: Sequence[Sentence]) -> tuple[Words, Meaning]:
    """Fit what sees words and what sees meaning; twice, the second time with the tickets' own sentences."""
    seen = [*written, *composed]
    alone = [each for each in said if each.says in ("none", "status", "return_question")]  # a ticket by themselves
    sentence_terms = [terms(each.plain) for each in said]
    # Reasons alone change nothing of kinds, not even how rare a word is.
    words = vocabulary([each.terms for each in seen if each.example.kind is not None] + sentence_terms)
    whole = matrix(words, [each.terms for each in seen] + [terms(each.plain) for each in alone])
    meant = np.array([pooled(each.rows) for each in seen] + [pooled(each.row[None]) for each in alone])
    kinds = [each.example.kind for each in seen] + [str(each.says) for each in alone]
    reasons = [each.example.reason or UNSAID for each in seen] + [UNSAID] * len(alone)
    weights = [TICKET_WEIGHT] * len(written) + [1.0] * (len(composed) + len(alone))
    known = [place for place, kind in enumerate(kinds) if kind is not None]

    def fit_both(rows: Any, strength: float) -> tuple[Linear, Linear]:
        of_known = [str(kinds[place]) for place in known], [weights[place] for place in known]
        return (
            fit(rows[known], of_known[0], KINDS, strength, of_known[1]),
            fit(rows, reasons, REASONS, strength, weights),
        )

    of_words, of_meaning = fit_both(whole, C_WORDS), fit_both(meant, C_MEANING)

    def with_sentences(more: Sequence[Sentence]) -> tuple[Words, Meaning]:
        every = [*said, *more]
        rows = matrix(words, sentence_terms + [terms(each.plain) for each in more])
        dense = np.array([each.row for each in every])
        telling = [place for place, each in enumerate(every) if each.says is not None]
        reasoned = [place for place, each in enumerate(every) if each.reason is not None]
        says = [str(every[place].says) for place in telling]
        why = [str(every[place].reason) for place in reasoned]
        return (
            Words(
                words,
                *of_words,
                fit(rows[telling], says, SAYS, C_SENTENCES),
                fit(rows[reasoned], why, REASONS, C_SENTENCES),
            ),
            Meaning(
                *of_meaning,
                fit(dense[telling], says, SAYS, C_MEANING),
                fit(dense[reasoned], why, REASONS, C_MEANING),
            ),
        )

    first = with_sentences([])
    return with_sentences([sentence for each in written for sentence in sentences_of(each, *first)])


@dataclass(frozen=True, slots=True)
class Rows:
    """What the last model learns from: by words and meaning, and by words alone."""

    kind: Array
    reason: Array
    kind_by_words: Array
    reason_by_words: Array


def rows_of(seen: Seen, words: Words, meaning: Meaning) -> Rows:
    of_words, of_meaning = (
        by_words(words, [counted(words, passage) for passage in seen.passages]),
        by_meaning(meaning, seen.rows),
    )
    return Rows(
        features([of_words[0], of_meaning[0]], seen.lexical),
        features([of_words[1], of_meaning[1]], seen.lexical),
        features([of_words[0]], seen.lexical),
        features([of_words[1]], seen.lexical),
    )


@dataclass(frozen=True)
class Corpus:
    """All there is to learn from, prepared once."""

    embedder: Embedder
    bank: dict[str, dict[str, Any]]
    clauses: list[Clause]
    others: list[Clause]
    written: list[Seen]
    told: list[Seen]  # reasons alone
    said: list[tuple[int, Sentence]]  # with their fold

    def composed(self, number: int, folds: Collection[int], fold: int, seed: int) -> list[Seen]:
        """Return tickets made of the clauses of these folds."""
        kept = [each for each in self.clauses if each.fold in folds]
        return self.seen(compose(self.bank, kept, number, fold, seed))

    def seen(self, examples: Sequence[Example]) -> list[Seen]:
        return [seen for each in examples if (seen := see(each, self.embedder)) is not None]


def prepare(embedder: Embedder) -> Corpus:
    of, dice = bank(), random.Random(7)
    parts, others = clauses(of), other_matters()
    spoken = [replace(each, text=filled(each.text, each.lang, of[each.lang]["items"], dice)) for each in parts] + others
    plain = [masked(each.text) for each in spoken]
    rows = embedded(embedder, plain)
    said = [
        (each.fold, Sentence(text, row, each.says, each.reason or UNSAID))
        for each, text, row in zip(spoken, plain, rows, strict=True)
    ]
    corpus = Corpus(embedder, of, parts, others, [], [], said)
    return replace(corpus, written=corpus.seen(tickets()), told=corpus.seen(told()))


def learn(corpus: Corpus, tell: Callable[[str], None]) -> dict[str, Array | Vocabulary]:
    """Return all arrays by name."""
    unseen: list[tuple[Seen, Rows, float, float]] = []  # the weights: for the kind, for the reason
    written = Counter(str(each.example.kind) for each in corpus.written)
    share = {kind: SHARES[kind] * len(corpus.written) / n for kind, n in written.items()}
    for fold in range(FOLDS):
        tell(f"fold {fold + 1} of {FOLDS}")
        taught = [each for each in (*corpus.written, *corpus.told) if each.example.fold != fold]
        composed = corpus.composed(COMPOSED * (FOLDS - 1) // FOLDS, set(range(FOLDS)) - {fold}, fold, fold)
        views = fit_views(taught, composed, [each for of, each in corpus.said if of != fold])
        judged = [each for each in corpus.written if each.example.fold == fold not in PATTERNS_KNOW]
        more = corpus.composed(HELD_BACK, {fold}, fold, FOLDS + fold)
        others = [each for each in corpus.others if each.fold == fold][:HELD_BACK]
        more += corpus.seen([Example("", each.text, each.lang, each.says, None, fold) for each in others])
        unseen += [(each, rows_of(each, *views), share[str(each.example.kind)], 1.0) for each in judged]
        unseen += [(each, rows_of(each, *views), OTHERS_WEIGHT, OTHERS_WEIGHT) for each in more]
    tell("everything")
    words, meaning = fit_views(
        [*corpus.written, *corpus.told],
        corpus.composed(COMPOSED, range(FOLDS), 0, 2 * FOLDS),
        [each for _, each in corpus.said],
    )
    kinds = [str(each.example.kind) for each, *_ in unseen]
    reasons = [each.example.reason or UNSAID for each, *_ in unseen]

    def last_kind(take: Callable[[Rows], Array]) -> Linear:
        seen = np.array([take(rows) for _, rows, _, _ in unseen])
        return fit(seen, kinds, KINDS, C_LAST_KIND, [weight for _, _, weight, _ in unseen], LAST_ITERATIONS)

    def last_reason(take: Callable[[Rows], Array]) -> Linear:
        seen = np.array([take(rows) for _, rows, _, _ in unseen])
        return fit(seen, reasons, REASONS, C_LAST_REASON, [weight for *_, weight in unseen], LAST_ITERATIONS)

    models = {
        "with_meaning.kind": last_kind(lambda rows: rows.kind),
        "with_meaning.reason": last_reason(lambda rows: rows.reason),
        "by_words.kind": last_kind(lambda rows: rows.kind_by_words),
        "by_words.reason": last_reason(lambda rows: rows.reason_by_words),
    }
    for part, of in (("words", words), ("meaning", meaning)):
        models |= {f"{part}.{name}": getattr(of, name) for name in CLASSES}
    arrays: dict[str, Array | Vocabulary] = {"vocabulary": words.vocabulary, "rarity": words.vocabulary.rarity}
    for name, model in models.items():
        arrays |= {f"{name}.weights": model.weights, f"{name}.bias": model.bias}
    return arrays


def store(arrays: dict[str, Array | Vocabulary], folder: Path) -> None:
    """Write model.npz and model.json: the arrays at half precision, the terms, and the hash of what was learnt from.
    The version tells the weights too: other patterns make others of the same data."""
    folder.mkdir(exist_ok=True)
    known = arrays["vocabulary"]
    assert isinstance(known, Vocabulary)
    plain: dict[str, Any] = {
        name: each.astype(_DECIMALS) for name, each in arrays.items() if not isinstance(each, Vocabulary)
    }
    np.savez_compressed(folder / "model.npz", **plain)
    digest, weights = data_hash(), hashlib.sha256(b"".join(plain[name].tobytes() for name in sorted(plain)))
    about = {
        "version": f"{digest[:8]}-{weights.hexdigest()[:4]}",
        "data": digest,
        "cues": list(CUES),
        "terms": list(known.places),
    }
    (folder / "model.json").write_text(json.dumps(about, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    began = time.monotonic()

    def tell(text: str) -> None:
        sys.stderr.write(f"{time.monotonic() - began:6.0f} s  {text}\n")

    embedder = load_embedder()
    if embedder is None:
        sys.exit("training needs the embedder: pip install 'retour[embedder]'")
    tell("preparing")
    corpus = prepare(embedder)
    tell(f"{len(corpus.written)} tickets, {len(corpus.told)} reasons, {len(corpus.said)} sentences")
    arrays = learn(corpus, tell)
    store(arrays, WEIGHTS)
    tell("sizes and colours wished for")
    wishes.train(embedder, tell)
    tell(f"written to {WEIGHTS}")


if __name__ == "__main__":
    main()
