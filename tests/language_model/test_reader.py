"""Advice: asked for where the reader is unsure, proven by the text, and never a reason to do more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.domain.codec import from_json, to_json
from connector.domain.money import Money
from connector.domain.request import Flag, Kind, Reason
from connector.flow.understand import understand
from connector.language_model import AdvisedReader
from connector.language_model.advice import LONGEST, SCHEMA
from connector.language_model.client import Question
from connector.ports.helpdesk import Author, Lifecycle, Message, Ticket
from connector.ports.understanding import Advice, Evidence, Turn, Understanding
from connector.tally import Tally
from connector.understanding import TicketReader
from sandbox.language_model.app import MANNERS, StandIn
from tests.language_model.conftest import Ask, Fixed, Said, answered, reading

TEXT = "My lamp came back, order 12345. Could you make it right?"


def advised(read: Understanding, answer: Any) -> Understanding:
    return AdvisedReader(Fixed(read), Said(answer)).understand("", [])


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "read",
    [
        reading(TEXT, "0.80"),
        reading(TEXT, flags=frozenset({Flag.AUTOMATIC})),
        reading(TEXT, flags=frozenset({Flag.INJECTION})),
        reading("", flags=frozenset({Flag.QUOTED_ONLY})),
        reading(" \n"),
    ],
    ids=["sure", "automatic", "injection", "only quoted", "empty"],
)
def test_is_not_asked_about(read: Understanding) -> None:
    model = Said(answered("refund", proof={"kind": "lamp"}))
    assert AdvisedReader(Fixed(read), model).understand("", []) is read
    assert model.asked == []


def test_is_told_the_newest_words_without_what_is_private_and_nothing_else() -> None:
    text = "Refund me please, camille@example.com, 06 12 34 56 78, order 20000000123 " + "a" * LONGEST
    numbers = (Evidence("orders", text.index("2000"), text.index("2000") + 11, "20000000123"),)
    model = Said(None)
    AdvisedReader(Fixed(reading(text, evidence=numbers)), model).understand("my subject", [Turn("x", True)])
    (question,) = model.asked
    sent = json.loads(question.user)
    assert list(sent) == ["text"]
    assert len(sent["text"]) == LONGEST
    assert sent["text"].startswith(f"Refund me please, {'x' * 19}, {'x' * 14}, order 20000000123 aaa")
    assert question.schema is SCHEMA


def test_without_an_answer_everything_is_as_without_a_model() -> None:
    read = reading(TEXT)
    assert advised(read, None) is read


# --- what it may say --------------------------------------------------------------------------------------------------


def test_agreement_stands_beside_the_reading_and_leaves_it_as_sure(tally: Tally) -> None:
    read = reading(TEXT, "0.75", Kind.REFUND)
    found = advised(read, answered("refund", proof={"kind": "make it right"}))
    proof = Evidence("kind", 42, 55, "make it right")
    assert found == replace(read, advice=Advice("said-1", Kind.REFUND, None, (), (), None, (proof,)))
    assert found.text[proof.start : proof.end] == proof.text
    assert tally.counts()["model_answers"] == {("read", "agrees"): 1}


@pytest.mark.parametrize(("before", "after"), [("0.79", "0.70"), ("0.70", "0.70"), ("0.30", "0.30")])
@pytest.mark.parametrize("kind", ["cancel", "none", "unspecified", "status"])
def test_contradiction_makes_less_sure_and_nothing_else(kind: str, before: str, after: str, tally: Tally) -> None:
    read = reading(TEXT, before, Kind.REFUND, status_of="refund", evidence=(Evidence("kind", 0, 2, "My"),))
    found = advised(read, answered(kind, proof={"kind": "make it right"}))
    assert found.advice is not None
    assert (found.advice.kind, found.confidence) == (kind, Decimal(after))
    assert replace(found, advice=None, confidence=read.confidence) == read
    assert tally.counts()["model_answers"] == {("read", "contradicts"): 1}


@pytest.mark.parametrize("quote", [None, "", " ", "t", "make it wrong", "MAKE IT RIGHT", "make it  right"])
def test_a_kind_it_cannot_quote_is_no_advice(quote: str | None, tally: Tally) -> None:
    read = reading(TEXT)
    told = answered("refund", orders=["12345"], reason="damaged", proof={"kind": quote, "orders": "order 12345"})
    assert advised(read, told) == read
    assert tally.counts()["model_answers"] == {("read", "unproven"): 1}


def test_what_was_not_sent_proves_nothing() -> None:
    text = "Write to camille@example.com about a refund"
    for quote in ("camille@example.com", "x" * 19, "to xxxx"):
        assert advised(reading(text), answered("refund", proof={"kind": quote})).advice is None


def test_says_what_it_read_beside_all_that_was_read_before() -> None:
    text = "Swap the blue shirt for size L please, it is too small. 12345 is the number."
    answer = answered(
        "exchange",
        reason="too_small",
        orders=["12345"],
        items=["blue shirt", "green shirt"],
        want={"size": "L", "colour": "red"},
        proof={"kind": "Swap", "reason": "too small", "orders": "12345 is", "items": "blue shirt", "want": "size L"},
    )
    read = reading(text, "0.75", Kind.EXCHANGE, reason=Reason.STYLE, orders=("777",), want={"size": "S"})
    found = advised(read, answer)
    assert found.advice is not None
    assert (found.advice.reason, found.advice.orders) == (Reason.TOO_SMALL, ("12345",))
    assert (found.advice.items, found.advice.want) == (("blue shirt",), {"size": "L"})  # green and red stand nowhere
    assert [each.field for each in found.advice.evidence] == ["kind", "reason", "orders", "items", "want"]
    assert replace(found, advice=None) == read


@pytest.mark.parametrize("field", ["reason", "orders", "items", "want"])
def test_a_field_it_cannot_quote_is_left_out(field: str) -> None:
    told = {"reason": "damaged", "orders": ["12345"], "items": ["lamp"], "want": {"size": "L", "colour": None}}
    proof = {**dict.fromkeys(("kind", *told), TEXT), field: "order 12346"}
    advice = advised(reading(TEXT + " L"), answered("refund", **told, proof=proof)).advice
    assert advice is not None
    assert not getattr(advice, field)
    assert {each.field for each in advice.evidence} == {"kind", *told} - {field}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("I paid 150 EUR and 2,345.00 €", "345"),
        ("I paid 2345 €", "2345"),
        ("I paid € 2345", "2345"),
        ("call 0612345678", "345678"),
        ("call 0612345678", "0612345678"),
        ("order AB-12345", "12345"),
        ("order ABCDEF", "ABCDEF"),
        ("order 12", "12"),
        ("order 12345", "54321"),
        ("order 12345", "order 12345"),
    ],
)
def test_an_order_number_stands_in_the_text_as_one(text: str, number: str) -> None:
    quotes = {"kind": text[:5], "orders": text}
    advice = advised(reading(text), answered("none", orders=[number], proof=quotes)).advice
    assert advice is not None
    assert advice.orders == ()


@pytest.mark.parametrize("quote", ["make it right", None])
def test_flags_are_added_and_none_is_taken_away(quote: str | None) -> None:
    read = reading(TEXT, "0.70", Kind.REFUND, flags=frozenset({Flag.NEGATED}))
    found = advised(read, answered("refund", flags=["conditional"], proof={"kind": quote}))
    assert found.flags == {Flag.NEGATED, Flag.CONDITIONAL}
    assert replace(found, flags=read.flags, advice=None) == read


# --- kept with a decision ---------------------------------------------------------------------------------------------


def test_advice_comes_back_as_it_was_stored_and_older_readings_have_none() -> None:
    told = answered("exchange", want={"size": "L", "colour": None}, proof={"kind": "Could you", "want": TEXT})
    found = advised(reading(TEXT + " L"), told)
    assert found.advice is not None
    assert from_json(Understanding, to_json(found)) == found
    older = json.loads(to_json(found))
    del older["advice"]
    assert from_json(Understanding, json.dumps(older)) == replace(found, advice=None)


# --- never more allowed -----------------------------------------------------------------------------------------------

PIECES = ["refund ", "cancel ", "not ", "order 12345 ", "size L ", "the bowl ", "50 EUR ", "06 12 34 56 78 ", "yes "]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
QUOTES = st.one_of(st.none(), st.sampled_from([each.strip() for each in PIECES]), st.text(max_size=12))
WORDS = st.one_of(st.sampled_from(["12345", "L", "bowl", "50", "0612345678", "999"]), st.text(max_size=8))
ANSWERS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([str(each) for each in Kind]),
        "reason": st.one_of(st.none(), st.sampled_from([str(each) for each in Reason])),
        "orders": st.lists(WORDS, max_size=3),
        "items": st.lists(WORDS, max_size=3),
        "want": st.fixed_dictionaries({"size": st.none() | WORDS, "colour": st.none() | WORDS}),
        "flags": st.lists(st.sampled_from(SCHEMA["properties"]["flags"]["items"]["enum"]), max_size=2),
        "evidence": st.fixed_dictionaries(dict.fromkeys(("kind", "reason", "orders", "items", "want"), QUOTES)),
    }
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "flags", "x"]), inner),
    max_leaves=6,
)
HOSTILE = st.one_of(ANSWERS, ANSWERS.map(lambda each: {**each, "confidence": 1, "amount": "5000 EUR"}), JSON)


def readings(
    texts: Any, confidences: list[str], kinds: list[Kind], most_flags: int
) -> st.SearchStrategy[Understanding]:
    return st.builds(
        reading,
        texts,
        st.sampled_from(confidences),
        st.sampled_from(kinds),
        reason=st.none() | st.sampled_from(list(Reason)),
        orders=st.sampled_from([(), ("12345",), ("777", "888")]),
        items=st.sampled_from([(), ("bowl",)]),
        want=st.none() | st.just({"size": "S"}),
        amount=st.none() | st.just(Money.parse("50.00 EUR")),
        quantity=st.none() | st.just(1),
        everything=st.booleans(),
        bare=st.booleans(),
        pictures=st.booleans(),
        flags=st.frozensets(st.sampled_from(list(Flag)), max_size=most_flags),
    )


READINGS = readings(TEXTS, ["0.30", "0.55", "0.70", "0.79", "0.80", "0.93"], list(Kind), 2)
NOW = datetime(2026, 11, 12, tzinfo=UTC)
TICKET = Ticket("7", "subject", Lifecycle.OPEN, "1", frozenset(), "c@example.com", "C", "en", ())


def no_more_allowed(found: Understanding, without: Understanding) -> None:
    """Nothing but confidence, flags and advice may differ: less sure, more flags."""
    assert replace(found, confidence=without.confidence, flags=without.flags, advice=None) == without
    assert found.confidence <= without.confidence
    assert found.flags >= without.flags


@given(read=READINGS, answer=HOSTILE)
@settings(max_examples=400, deadline=None)
def test_whatever_it_answers_nothing_that_was_read_changes(read: Understanding, answer: Any) -> None:
    found = advised(read, answer)
    no_more_allowed(found, read)
    for piece in found.advice.evidence if found.advice is not None else ():
        assert read.text[piece.start : piece.end] == piece.text


# So alike that what one says often meets what another does.
PROOF = "order 12345 size L the bowl"
ALIKE = readings(st.just(PROOF), ["0.30", "0.75", "0.93"], [Kind.REFUND, Kind.EXCHANGE, Kind.UNSPECIFIED], 0)
PROVEN = st.builds(
    answered,
    st.sampled_from(["refund", "exchange"]),
    reason=st.sampled_from([None, "withdrawal"]),
    orders=st.just(["12345"]),
    want=st.just({"size": "L", "colour": None}),
    proof=st.just(dict.fromkeys(("kind", "reason", "orders", "want"), PROOF)),
)


@given(reads=st.lists(ALIKE, min_size=5, max_size=5), answers=st.lists(PROVEN | ANSWERS, min_size=6, max_size=6))
@settings(max_examples=400, deadline=None)
def test_nor_in_any_later_turn(reads: list[Understanding], answers: list[Any]) -> None:
    """Words on top of words and answers to questions: each turn's reading is the one without a model, but for what a
    model may change, and its advice is about the newest words."""
    inner = Fixed(dict(zip(("a", "ab", "b", "c", "d"), reads, strict=True)))
    advising = AdvisedReader(inner, Changing(answers))
    a, b, c, d = (Message(name, NOW, Author.CUSTOMER, True, name) for name in "abcd")
    had = was = None
    for turn, new, answering in (([a], [a], False), ([a, b], [b], False), ([c], [c], True), ([d], [d], True)):
        was = understand(inner, TICKET, turn, new, was if answering else None)
        had = understand(advising, TICKET, turn, new, had if answering else None)
        no_more_allowed(had, was)


@pytest.mark.parametrize(("kind", "kept"), [("cancel", Kind.CANCEL), ("none", None), ("unspecified", None)])
def test_an_answer_to_a_question_is_read_as_without_a_model(kind: str, kept: Kind | None) -> None:
    """Advice of the words before is not the answer's; that the answer demands nothing is no advice about the demand."""
    before = reading(TEXT, "0.93", Kind.REFUND, advice=Advice("said-1", Kind.EXCHANGE, None, (), (), None, ()))
    told = answered(kind, orders=["12345"], items=["bowl"], proof=dict.fromkeys(("kind", "orders", "items"), "bowl 12"))
    message = Message("b", NOW, Author.CUSTOMER, True, "b")
    inner = Fixed({"b": reading("the bowl 12345", bare=True)})
    found = understand(AdvisedReader(inner, Said(told)), TICKET, [message], [message], before)
    assert replace(found, advice=None) == understand(inner, TICKET, [message], [message], before)
    assert (found.kind, found.confidence, found.orders, found.items) == (Kind.REFUND, Decimal("0.93"), (), ())
    assert (found.advice.kind if found.advice is not None else None) == kept


class Changing(Said):
    """Says something else each time."""

    def __init__(self, answers: list[Any]) -> None:
        super().__init__(None)
        self.answers = iter(answers)

    def ask(self, question: Question) -> Any | None:
        self.answer = next(self.answers, None)
        return super().ask(question)


# --- with the stand-in ------------------------------------------------------------------------------------------------


def test_an_honest_model_finds_what_the_patterns_miss(client: Ask, stand_in: StandIn) -> None:
    body = "Bonjour, la lampe 000000012 fait triste mine. Je veux mes ronds, vite."
    turns = [Turn(body, True)]
    without = TicketReader(lambda: None).understand("", turns)
    found = AdvisedReader(TicketReader(lambda: None), client()).understand("", turns)
    assert without.confidence < Decimal("0.55")
    assert found.advice is not None
    assert (found.advice.model, found.advice.kind) == ("stand-in-1", Kind.REFUND)
    assert replace(found, advice=None) == without
    assert len(stand_in.requests) == 1


@pytest.mark.parametrize("manner", sorted(MANNERS))
def test_no_manner_of_the_stand_in_allows_more(client: Ask, stand_in: StandIn, manner: str) -> None:
    stand_in.manner = manner
    model, asked = client(), 0
    for body in ("mes ronds svp", "mes ronds pour le bol", "et mes ronds, la 000000012 ?", "ronds ou lampe, mes ronds"):
        turns = [Turn(body, True)]
        without = TicketReader(lambda: None).understand("", turns)
        no_more_allowed(AdvisedReader(TicketReader(lambda: None), model).understand("", turns), without)
        asked += without.confidence < Decimal("0.80")
    assert asked == 4
    assert stand_in.requests
