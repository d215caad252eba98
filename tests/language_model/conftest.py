"""The stand-in over real HTTP, a client for it, and readings for a model to spoil."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from connector.domain.request import Kind
from connector.language_model.client import Endpoint, LanguageModel, Question
from connector.outbound import make_session
from connector.ports.understanding import Turn, Understanding
from connector.tally import TALLY, Tally
from sandbox.faults import Faults
from sandbox.language_model.app import StandIn, create_app
from sandbox.serving import Server, serve

KEY = "sk-stand-in"
Ask = Callable[..., LanguageModel]


@dataclass
class Said:
    """A model that gives one answer, if it is of the asked form; `asked` are the questions."""

    answer: Any
    name: str = "said-1"
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> Any | None:
        self.asked.append(question)
        return self.answer if Draft202012Validator(question.schema).is_valid(self.answer) else None


@dataclass
class Fixed:
    """A reader that reads the same whatever it is given, or by its text."""

    reading: Understanding | Mapping[str, Understanding]

    def understand(self, subject: str, turns: list[Turn]) -> Understanding:
        return (
            self.reading
            if isinstance(self.reading, Understanding)
            else self.reading["".join(turn.body for turn in turns)]
        )


def reading(text: str, confidence: str = "0.30", kind: Kind = Kind.NONE, **more: Any) -> Understanding:
    given: dict[str, Any] = {
        "kind": kind,
        "kinds": (kind,),
        "reason": None,
        "orders": (),
        "items": (),
        "skus": (),
        "quantity": None,
        "everything": False,
        "want": None,
        "amount": None,
        "photo": False,
        "status_of": None,
        "lang": "en",
        "confidence": Decimal(confidence),
        "evidence": (),
        "flags": frozenset(),
        "text": text,
        "model": "fixed-1",
    }
    return Understanding(**{**given, **more})


def answered(kind: str = "none", **more: Any) -> dict[str, Any]:
    """A valid answer to "read". `proof`: quotes by field."""
    quotes = {**dict.fromkeys(("kind", "reason", "orders", "items", "want")), **more.pop("proof", {})}
    plain = {"reason": None, "orders": [], "items": [], "flags": []}
    return {**plain, "kind": kind, "want": {"size": None, "colour": None}, **more, "evidence": quotes}


@dataclass
class Time:
    """Both clocks of a client; neither moves by itself."""

    now: datetime = datetime(2026, 11, 12, 23, 0, tzinfo=UTC)
    ticks: float = 1000.0

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.ticks


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn(key=KEY)


@pytest.fixture
def server(stand_in: StandIn, faults: Faults) -> Iterator[Server]:
    with serve(create_app(stand_in, faults)) as running:
        yield running
    assert running.bugs == []


@pytest.fixture
def client(server: Server, time: Time) -> Iterator[Ask]:
    sessions = []

    def make(seconds: float = 5.0, tokens: int = 1_000_000, key: str = KEY, url: str = "") -> LanguageModel:
        session = make_session(True, connect=seconds, read=seconds, party_of=lambda url: "language_model")
        sessions.append(session)
        endpoint = Endpoint(url or f"{server.url}/v1", "stand-in-1", seconds, tokens, key)
        return LanguageModel(endpoint, session, time, time.monotonic)

    yield make
    for each in sessions:
        each.close()


@pytest.fixture(autouse=True)
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    """Each test counts from nothing."""
    empty = Tally()
    for name in ("seconds", *empty.counts()):
        monkeypatch.setattr(TALLY, name, getattr(empty, name))
    return TALLY
