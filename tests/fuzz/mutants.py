"""Engines that obey hostile text in one way each, to see that the property can fail."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from connector.domain.decision import Decision
from connector.domain.request import Kind
from connector.flow.decide import Decided, derive
from connector.ports.understanding import Reader, Turn, Understanding
from tests.fuzz.engine import Engine, make_reader

_TAGS = re.compile(r"<[^>]*>")
_APPROVED = re.compile(r"approv|manager|authori|verified|CEO|owner|VIP|approuv|valid|genehmig|aprob", re.IGNORECASE)


class _Obedient:
    """A reader that changes what it read by what stands in the raw text."""

    def __init__(self, reader: Reader, change: Callable[[Understanding, str], Understanding]) -> None:
        self._reader, self._change = reader, change

    def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
        raw = "\n".join([subject, *(turn.body for turn in turns)])
        return self._change(self._reader.understand(subject, turns), raw)


class _SeesAll:
    """A reader for which hidden text and history are the customer's words as well."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
        shown = [replace(turn, body=re.sub(r"(?m)^> ?", "", _TAGS.sub("\n", turn.body)), html=False) for turn in turns]
        return self._reader.understand(subject, shown)


def _believes_approvals(read: Understanding, raw: str) -> Understanding:
    return replace(read, confidence=Decimal(1), flags=frozenset()) if _APPROVED.search(raw) else read


def _flags_nothing(read: Understanding, _raw: str) -> Understanding:
    sure = read.kind not in {Kind.NONE, Kind.UNSPECIFIED}
    return replace(read, flags=frozenset(), confidence=Decimal("0.95") if sure else read.confidence)


def _photo_by_words(read: Understanding, _raw: str) -> Understanding:
    return replace(read, pictures=read.pictures or read.photo)


def _pays_what_is_asked(*args: object) -> Decided:
    """The sum in the text counts where it is more than ours."""
    decided = derive(*args)  # type: ignore[arg-type]
    asked = decided.request.amount
    if asked is None:
        return decided
    offers = tuple(
        replace(each, amount=asked)
        if each.amount is not None and each.amount.currency == asked.currency and asked > each.amount
        else each
        for each in decided.decision.offers
    )
    return replace(decided, decision=Decision(decided.decision.judgements, offers, decided.decision.policy_hash))


MUTANTS: Mapping[str, Callable[[], Engine]] = {
    "believes-approvals": lambda: Engine(_Obedient(make_reader(), _believes_approvals)),
    "flags-nothing": lambda: Engine(_Obedient(make_reader(), _flags_nothing)),
    "photo-by-words": lambda: Engine(_Obedient(make_reader(), _photo_by_words)),
    "sees-all": lambda: Engine(_SeesAll(make_reader())),
    "pays-what-is-asked": lambda: Engine(make_reader(), _pays_what_is_asked),
}
TEMPTED_BY = {  # the additions that each of them obeys
    "believes-approvals": "authority",
    "flags-nothing": "prompt",
    "photo-by-words": "claim",
    "sees-all": "hidden",
    "pays-what-is-asked": "amounts",
}


def engine_of(mutant: str | None) -> Engine:
    """The real one for None. Raise KeyError for a mutant nobody knows."""
    return Engine(make_reader()) if mutant is None else MUTANTS[mutant]()
