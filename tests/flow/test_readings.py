"""A reading as those see it who look at it later: short quotes, places in the text, and what the audit keeps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from connector.domain.codec import to_json
from connector.domain.request import Flag, Kind, Option, Reason, Request
from connector.flow.readings import MOST_QUOTED, as_read, by_field, for_agent, quoted, reading_of, suggested, traced
from connector.ports.store import StoredDecision
from connector.ports.understanding import Advice, Evidence, Turn, Understanding
from connector.understanding import TicketReader
from tests.fakes.clock import MovableClock

WORDS = "Bonjour 😀😀, le bol est trop petit. Je voudrais être remboursé pour la commande 000000012."


def read_of(text: str = WORDS) -> Understanding:
    return TicketReader(lambda: None).understand("", [Turn(text, True)])


def request_of(read: Understanding) -> Request:
    return Request(read.kind, read.reason, {}, read.confidence, flags=read.flags, language=read.lang)


def stored(reading: str) -> StoredDecision:
    return StoredDecision("c" * 8, 1, MovableClock()(), "{}", "{}", "hash", "2", "{}", "{}", reading)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("too small", "too small"),
        ("too\n\n small\r\n\t\u2028now", "too small now"),
        ('say "yes” « now »', "say 'yes' ' now '"),
        ("one\u202etwo\u200bthree\x00\ue000\ud800", "onetwothree"),
        ("I want it back. And more.", "I want it back. …"),
        ("see https://evil.example and www.evil.example", "see https: //evil.example and www. evil.example"),
        ("a" * 200, "a" * (MOST_QUOTED - 1) + "…"),
        ("word " * 40, ("word " * 15).strip() + "…"),
        ("😀" * 81, "😀" * 79 + "…"),
        (" \n\u200b ", ""),
    ],
)
def test_a_quote_is_one_short_line_that_nothing_breaks(text: str, shown: str) -> None:
    assert quoted(text) == shown
    assert len(quoted(text)) <= MOST_QUOTED + 2


def test_each_field_is_quoted_once_in_the_order_in_which_they_are_told() -> None:
    said = (
        ("items", "a bowl"),
        ("moon", "full"),
        ("orders", "12"),
        ("kind", "money"),
        ("items", "a  bowl"),
        ("skus", " "),
    )
    evidence = [Evidence(field, 0, 0, text) for field, text in said]
    assert list(by_field(evidence).items()) == [
        ("kind", ["money"]),
        ("orders", ["12"]),
        ("items", ["a bowl"]),
        ("moon", ["full"]),
    ]


def test_no_more_than_three_quotes_of_one_field() -> None:
    assert by_field([Evidence("items", 0, 0, word) for word in "abcde"]) == {"items": ["a", "b", "c"]}


def test_places_count_as_javascript_counts() -> None:
    read = read_of()
    seen = for_agent(request_of(read), read, "fr")
    units = seen["text"].encode("utf-16-le")
    marked = {
        each["field"]: units[2 * each["start"] : 2 * each["end"]].decode("utf-16-le") for each in seen["evidence"]
    }
    assert marked == {each.field: each.text for each in read.evidence}
    assert {"kind", "reason", "orders"} <= marked.keys()
    orders = next(each for each in seen["evidence"] if each["field"] == "orders")
    assert (orders["label"], orders["start"]) == ("N° de commande", WORDS.index("000000012") + 2)  # two emoji before it


def test_the_view_of_a_reading_has_all_that_was_read() -> None:
    read = replace(read_of(), kinds=(Kind.REFUND, Kind.EXCHANGE), urgent=True, sentiment="neg")
    asked = replace(request_of(read), flags=frozenset({Flag.SEVERAL_REQUESTS}))
    seen = for_agent(asked, read, "en")
    assert seen.pop("evidence") != []
    assert seen == {
        "kinds": [{"code": "refund", "label": "Refund"}, {"code": "exchange", "label": "Exchange"}],
        "confidence": str(read.confidence),
        "reason": {"code": "too_small", "label": "Too small"},
        "text": WORDS,
        "language": "fr",
        "flags": [{"code": "several_requests", "label": "Several requests in one message"}],
        "model": read.model,
        "urgent": True,
        "sentiment": "neg",
        "tone": ["Urgent", "Unhappy"],
        "advice": None,
    }


def test_without_a_reading_the_request_still_stands() -> None:
    asked = Request(Kind.CANCEL, Reason.DUPLICATE, {}, Decimal("0.91"), language="de")
    assert for_agent(asked, None, "fr") == {
        "kinds": [{"code": "cancel", "label": "Annulation"}],
        "confidence": "0.91",
        "reason": {"code": "duplicate", "label": "Commandé deux fois"},
        "text": "",
        "language": "de",
        "evidence": [],
        "flags": [],
        "model": None,
        "urgent": False,
        "sentiment": "neu",
        "tone": [],
        "advice": None,
    }


@pytest.mark.parametrize(
    ("start", "end", "text"), [(0, 3, "abd"), (5, 9, "xyz"), (-3, 3, "abc"), (2, 1, ""), (0, 0, "")]
)
def test_marks_nothing_that_does_not_stand_there(start: int, end: int, text: str) -> None:
    read = replace(read_of(), text="abc", evidence=(Evidence("kind", start, end, text), Evidence("items", 1, 3, "bc")))
    assert [each["field"] for each in for_agent(request_of(read), read, "en")["evidence"]] == ["items"]


def test_erased_words_leave_no_marks() -> None:
    read = replace(read_of(), text="")
    assert for_agent(request_of(read), read, "en")["evidence"] == []


@pytest.mark.parametrize("kept", ["", "null", "{}", "[", '{"kind":"moon"}'])
def test_a_reading_that_is_not_kept_is_none(kept: str) -> None:
    assert reading_of(stored(kept)) is None
    assert reading_of(None) is None


def test_a_reading_that_is_kept_comes_back_whole() -> None:
    assert reading_of(stored(to_json(read_of()))) == read_of()


def test_the_audit_keeps_no_words() -> None:
    read = read_of()
    assert traced(read) == {
        "kind": Kind.REFUND,
        "kinds": [Kind.REFUND],
        "reason": Reason.TOO_SMALL,
        "confidence": read.confidence,
        "model": read.model,
    }


def test_the_audit_keeps_which_model_advised_what() -> None:
    read = read_of()
    assert traced(replace(read, advice=advice(Kind.CANCEL))) == {
        **traced(read),
        "advice": {"model": "said-1", "kind": Kind.CANCEL},
    }


def advice(kind: Kind, **more: Any) -> Advice:
    told = {"reason": None, "orders": (), "items": (), "want": None, "evidence": (Evidence("kind", 0, 7, "Bonjour"),)}
    return Advice("said-1", kind, **{**told, **more})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (advice(Kind.REFUND), None),
        (advice(Kind.REFUND, reason=Reason.TOO_SMALL, orders=("12",), items=("le bol",)), None),
        (advice(Kind.EXCHANGE), "Exchange"),
        (advice(Kind.EXCHANGE, want={"size": "M", "colour": "bleu"}), "Exchange (size M, colour bleu)"),
        (advice(Kind.REFUND, reason=Reason.DAMAGED), "Refund (Damaged)"),
        (advice(Kind.REFUND, orders=("12", "777")), "Refund (777)"),
        (advice(Kind.CANCEL, items=("la tasse", "a\n“b”")), "Cancellation (la tasse, a 'b')"),
    ],
)
def test_a_suggestion_says_what_a_model_read_otherwise(given: Advice, said: str | None) -> None:
    read = replace(read_of(), items=("bol",), advice=given)
    found = (f"A language model suggests: {said}", "Bonjour") if said else None
    assert suggested(request_of(read), read, "en") == found
    shown = for_agent(request_of(read), read, "en")["advice"]
    assert shown == ({"said": found[0], "words": found[1]} if found else None)


def test_a_suggestion_speaks_french() -> None:
    read = replace(read_of(), advice=advice(Kind.EXCHANGE, want={"size": "M"}, evidence=()))
    assert suggested(request_of(read), read, "fr") == ("Un modèle de langage suggère : Échange (taille M)", "")


def test_a_wish_that_was_read_is_no_suggestion_but_another_size_is() -> None:
    read = replace(read_of(), want={"size": "l"})
    for size, said in (("L", "Exchange"), ("XL", "Exchange (size XL)")):
        found = replace(read, advice=advice(Kind.EXCHANGE, want={"size": size}))
        assert suggested(request_of(found), found, "en") == (f"A language model suggests: {said}", "Bonjour")


@pytest.mark.parametrize(
    ("kind", "option", "same"),
    [
        (Kind.REFUND, Option.REFUND, True),
        (Kind.REFUND, Option.KEEP_ITEM, True),
        (Kind.REFUND, Option.STORE_CREDIT, False),
        (Kind.EXCHANGE, Option.KEEP_ITEM, False),
        (Kind.UNSPECIFIED, Option.REFUND, False),
    ],
)
def test_an_option_is_as_read_or_otherwise(kind: Kind, option: Option, same: bool) -> None:
    assert as_read(kind, option) is same
