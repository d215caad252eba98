"""Train the model that tells which size and colour is wished for: `python -m training.wishes`, in seconds.

1. Words of like meaning, in any language, are put into classes by their embeddings: what is learnt of "brauche" holds
   for "necesito". The embedder is needed here only; the classes are stored.
2. A logistic regression is fitted: of all sizes in a text, or all colours, which one is wished for, or none of them.
3. The probability from which a value counts is chosen on texts that the model has not seen, so that few are wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.cluster import MiniBatchKMeans

from connector.understanding.embedder import Embedder, embedded, load_embedder
from connector.understanding.fold import fold, unwrap
from connector.understanding.model import WEIGHTS
from connector.understanding.order_number import blanked
from connector.understanding.surroundings import MOST_MENTIONS, surroundings
from connector.understanding.wish_model import BUCKETS, buckets
from connector.understanding.wishes import about, named_colours, named_sizes
from training.corpus import DATA, FOLDS, NEIGHBOURS, data_hash

FILES = ("wishes.jsonl", "tickets.jsonl")
CLASSES = (50, 150, 400)  # how many classes of words, the coarsest first
LEAST_WORDS = 2  # times that a word is written before it has a class
STRENGTH = 1.5  # inverse strength of regularisation, chosen on the folds
LEAST_PRECISION = 0.905  # on unseen texts, most of which are harder than what customers write
_WORD = re.compile(r"[^\W\d_]+(?:['’]s\b)?")
Classes = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and what is wished for in it: kind ("size", "colour") -> value, folded."""

    body: str
    want: dict[str, str]
    fold: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The sizes of a text, or its colours, each with the buckets of its features. `wished`: their place, if any."""

    values: tuple[str, ...]
    features: tuple[NDArray[np.int64], ...]
    wished: int | None
    missed: bool  # what is wished for is not among the values
    fold: int


def texts() -> list[Text]:
    """Return what there is to learn from: all of wishes.jsonl, and the tickets that ask for an exchange."""
    found = []
    for name in FILES:
        for place, line in enumerate((DATA / name).read_text(encoding="utf-8").splitlines()):
            each = json.loads(line)
            want = {kind: fold(str(value)) for kind, value in (each.get("want") or {}).items()}
            if want or each.get("kind", "exchange") == "exchange":
                found.append(Text(each["body"], want, (place // NEIGHBOURS) % FOLDS))
    return found


def classes_of_words(bodies: Iterable[str], embedder: Embedder) -> Classes:
    """Put words into classes of like meaning. They are embedded as they are written most often, accents and all."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for body in bodies:
        for match in _WORD.finditer(body):
            forms[fold(match[0])][match[0].lower()] += 1
    words = sorted(word for word, written in forms.items() if written.total() >= LEAST_WORDS)
    rows = embedded(embedder, [forms[word].most_common(1)[0][0] for word in words])
    found = [MiniBatchKMeans(n, random_state=1, n_init=1, max_iter=20).fit_predict(rows) for n in CLASSES]
    return {word: [int(each[place]) for each in found] for place, word in enumerate(words)}


def choices(text: Text, classes: Classes) -> list[Choice]:
    """Return the choice among the text's sizes, and that among its colours."""
    folded = unwrap(blanked(fold(text.body)))
    named = {"size": named_sizes(text.body, folded), "colour": named_colours(text.body, folded)}
    found = []
    for kind, beside in (("size", "colour"), ("colour", "size")):
        own = named[kind][:MOST_MENTIONS]
        features = surroundings(about(folded, [*own, *named[beside]]), own, named[beside], classes)
        values = tuple(fold(value) for value in features)
        want = text.want.get(kind)
        wished = values.index(want) if want in values else None
        missed = want is not None and wished is None
        found.append(Choice(values, tuple(buckets(each) for each in features.values()), wished, missed, text.fold))
    return found


def fit(seen: Sequence[Choice]) -> NDArray[np.float32]:
    """Fit the features' weights: a softmax over the values of each choice and "none of them", whose score is 0."""
    seen = [choice for choice in seen if choice.values]
    rows = [row for choice in seen for row in choice.features]
    sizes = np.array([len(choice.values) for choice in seen])
    starts = np.cumsum([0, *sizes[:-1]])
    wished = np.concatenate([[place == choice.wished for place in range(len(choice.values))] for choice in seen])
    ends = np.cumsum([0, *(len(row) for row in rows)])
    ones = np.ones(ends[-1])
    matrix = csr_matrix((ones, np.concatenate(rows), ends), shape=(len(rows), BUCKETS))
    turned = matrix.T.tocsr()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = matrix @ weights
        highest = np.maximum(np.maximum.reduceat(scores, starts), 0)
        shares = np.exp(scores - np.repeat(highest, sizes))
        whole = np.add.reduceat(shares, starts) + np.exp(-highest)
        likelihood = (scores * wished).sum() - (highest + np.log(whole)).sum()
        slope = turned @ (wished - shares / np.repeat(whole, sizes))
        return weights @ weights / 2 - STRENGTH * likelihood, weights - STRENGTH * slope

    best = minimize(loss, np.zeros(BUCKETS), jac=True, method="L-BFGS-B", options={"maxiter": 200, "ftol": 1e-6})
    weights: NDArray[np.float32] = best.x.astype(np.float32)
    return weights


def surest(choice: Choice, weights: NDArray[np.float32]) -> tuple[float, bool]:
    """Return the likeliest value's probability, and whether it is the one wished for."""
    scores = np.array([weights[each].sum() for each in choice.features] + [0.0])
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    place = int(shares[:-1].argmax())
    return float(shares[place]), place == choice.wished


def least_probability(judged: Sequence[tuple[float, bool]]) -> float:
    """Return the lowest probability at which enough of the values taken are right."""
    right = taken = 0
    least = 1.0
    for probability, is_right in sorted(judged, reverse=True):
        taken += 1
        right += is_right
        if right >= LEAST_PRECISION * taken:
            least = probability
    return round(least, 3)


def learn(every: Sequence[Choice], tell: Callable[[str], None]) -> tuple[NDArray[np.float32], float]:
    """Return the weights, and the probability from which a value counts."""
    judged: list[tuple[float, bool]] = []
    wished = sum(choice.wished is not None or choice.missed for choice in every)
    for held in range(FOLDS):
        weights = fit([choice for choice in every if choice.fold != held])
        judged += [surest(choice, weights) for choice in every if choice.fold == held and choice.values]
    least = least_probability(judged)
    taken = [right for probability, right in judged if probability >= least]
    tell(f"on unseen texts, from {least}: precision {sum(taken) / len(taken):.3f}, recall {sum(taken) / wished:.3f}")
    return fit(every), least


def store(weights: NDArray[np.float32], classes: Classes, least: float, folder: Path) -> None:
    """Write wishes.npz and wishes.json: the weights at half precision, the words' classes, the data's hash."""
    np.savez_compressed(folder / "wishes.npz", weights=weights.astype(np.float16))
    about = {"data": data_hash(FILES), "least": least, "classes": classes}
    text = json.dumps(about, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n")
    (folder / "wishes.json").write_text(text + "\n", encoding="utf-8")


def train(embedder: Embedder, tell: Callable[[str], None]) -> None:
    """Learn which sizes and colours are wished for, and store it."""
    known = texts()
    every_body = [json.loads(line)["body"] for name in FILES for line in (DATA / name).open(encoding="utf-8")]
    classes = classes_of_words(every_body, embedder)
    every = [choice for text in known for choice in choices(text, classes)]
    tell(f"{len(known)} texts, {len(classes)} words in classes")
    weights, least = learn(every, tell)
    store(weights, classes, least, WEIGHTS)


def main() -> None:
    embedder = load_embedder()
    if embedder is None:
        sys.exit("training needs the embedder: pip install 'retour[embedder]'")
    train(embedder, lambda text: print(text, file=sys.stderr))


if __name__ == "__main__":
    main()
