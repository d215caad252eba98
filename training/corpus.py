"""The texts the model learns from, all written for this project: tickets, clauses, and sentences of other matters.

`data/tickets.jsonl`       labelled tickets
`data/reasons.jsonl`       what is the matter, or texts that tell no reason: reasons are learnt from it, kinds are not
`data/clauses.json`        short clauses by what they say, per language; `compose.py` makes tickets of them
`data/other_matters.jsonl` what people type elsewhere, which asks a shop for nothing
`data/wishes.jsonl`        exchanges, with the size and colour wished for, or none; `wishes.py` learns from it
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connector.understanding.views import PROBLEM, REFUSED

DATA = Path(__file__).parent / "data"
FILES = ("tickets.jsonl", "reasons.jsonl", "clauses.json", "other_matters.jsonl")
FOLDS = 5
NEIGHBOURS = 10  # lines


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled ticket; `kind` None: only its reason is known. No example is judged by what others of its `fold`
    taught."""

    subject: str
    body: str
    lang: str
    kind: str | None
    reason: str | None
    fold: int
    composed: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence. `says`: a kind, PROBLEM or REFUSED."""

    text: str
    lang: str
    says: str
    reason: str | None
    fold: int


def data_hash(files: Sequence[str] = FILES) -> str:
    """SHA-256 over the files a model learns from."""
    digest = hashlib.sha256()
    for name in files:
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()


def fold_of(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % FOLDS


def tickets() -> list[Example]:
    """Neighbours in the file may resemble each other: they share their fold. New ones go to the end, so that none
    changes its fold."""
    return [
        Example(
            each.get("subject", ""),
            each["body"],
            each["lang"],
            each["kind"],
            each.get("reason"),
            fold=(place // NEIGHBOURS) % FOLDS,
        )
        for place, each in enumerate(_lines("tickets.jsonl"))
    ]


def told() -> list[Example]:
    return [
        Example("", each["text"], each["lang"], None, each["reason"], fold_of(each["text"]))
        for each in _lines("reasons.jsonl")
    ]


def other_matters() -> list[Clause]:
    return [
        Clause(each["body"], each["lang"], each["kind"], None, fold_of(each["body"]))
        for each in _lines("other_matters.jsonl")
    ]


def _lines(name: str) -> Iterator[dict[str, Any]]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def bank() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads((DATA / "clauses.json").read_text(encoding="utf-8"))
    return loaded


def clauses(bank: dict[str, dict[str, Any]]) -> list[Clause]:
    """Return every clause that says something, its slots still open."""
    found: list[Clause] = []
    for lang, of in bank.items():
        said = [(text, PROBLEM, reason) for reason, texts in of["problem"].items() for text in texts]
        said += [(text, kind, None) for kind, texts in of["request"].items() for text in texts]
        said += [(text, "return_question", None) for text in of["policy_question"]]
        said += [(each["text"], "status", None) for each in of["status"]]
        said += [(text, "none", None) for text in of["none"]]
        said += [(each["text"], REFUSED, None) for each in of["negated"]]
        found += [Clause(text, lang, says, reason, fold_of(text)) for text, says, reason in said]
    return found


_SLOT = re.compile(r"\{(\w+)\}")
_COLOURS = {
    "en": ("black", "blue", "red", "green", "white"),
    "fr": ("noir", "bleu", "rouge", "vert", "blanc"),
    "de": ("schwarz", "blau", "rot", "grün", "weiß"),
    "es": ("negro", "azul", "rojo", "verde", "blanco"),
    "it": ("nero", "blu", "rosso", "verde", "bianco"),
    "nl": ("zwart", "blauw", "rood", "groen", "wit"),
}
_SIZES = ("S", "M", "L", "XL", "38", "40", "42", "44", "8", "10")


def filled(text: str, lang: str, items: list[str], dice: random.Random) -> str:
    """Fill the slots `{item} {size} {color} {order} {amt}` by chance."""
    values = {
        "item": lambda: dice.choice(items),
        "size": lambda: dice.choice(_SIZES),
        "color": lambda: dice.choice(_COLOURS[lang]),
        "order": lambda: f"{dice.choice((0, 0, 1, 2))}{dice.randrange(10**8):08d}",
        "amt": lambda: f"{dice.randrange(5, 150)},{dice.randrange(100):02d} €",
    }
    return _SLOT.sub(lambda match: values[match[1]](), text)
