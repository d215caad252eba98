"""Every code that the source can produce has its label in English and French, and no label is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import product
from pathlib import Path

import pytest

from connector.domain.case import State
from connector.domain.labels import (
    codes,
    field_label,
    fields,
    kind_label,
    label,
    option_label,
    reason_label,
    state_label,
    tone_labels,
    wish_label,
)
from connector.domain.policy import COMES_BACK, Mode
from connector.domain.request import Flag, Kind, Option, Reason
from connector.domain.rules.order_state import NOTHING_LEFT
from connector.ports.helpdesk import Lifecycle
from connector.ports.store import ActionKind

DOMAIN = Path(__file__).parents[2] / "connector" / "domain"
FLOW = sorted((DOMAIN.parent / "flow").rglob("*.py"))
SOURCES = [*sorted((DOMAIN / "rules").glob("*.py")), DOMAIN / "decision.py", DOMAIN / "step.py", *FLOW]
CODE = re.compile(r"[a-z_]+\.[a-z_]+")

# What each expression inside a code can be. A new one fails the test until it stands here.
VALUES: dict[str, Sequence[str]] = {
    "state": sorted(NOTHING_LEFT),
    "how": list(Mode),
    "policy.rollout.mode": list(Mode),
    "rollout.mode": list(Mode),
    "flags[0]": list(Flag),
    "Flag.AUTOMATIC if Flag.AUTOMATIC in request.flags else Flag.INJECTION": [Flag.AUTOMATIC, Flag.INJECTION],
    "request.kind": list(Kind),
    "which": ["customer", "shop"],
    "over": ["count", "currency", "amount"],
    "flag": list(Flag),
    "action.kind": list(ActionKind),
    "agreed.option": sorted(COMES_BACK),
    "ticket.lifecycle": [Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED],
}


def expanded(node: ast.JoinedStr) -> Iterator[str]:
    """Every text an f-string can give."""
    parts: list[list[str]] = [
        list(VALUES[ast.unparse(part.value)]) if isinstance(part, ast.FormattedValue) else [ast.literal_eval(part)]
        for part in node.values
    ]
    yield from map("".join, product(*parts))


def is_code(node: ast.JoinedStr) -> bool:
    """`text.{flag}` and not `{days} days, window {window}`."""
    first = node.values[0]
    return isinstance(first, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]*", str(first.value)) is not None


def codes_in(source: Path) -> set[str]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and is_code(node):
            found |= set(expanded(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            found.add(node.value)
        elif (
            isinstance(node, ast.Call) and ast.unparse(node.func) == "Words" and isinstance(node.args[1], ast.Constant)
        ):
            found.add(str(node.args[1].value))  # Words(then, why, …)
    return found


def produced() -> set[str]:
    return set().union(*(codes_in(source) for source in SOURCES))


def test_every_code_has_a_label_and_every_label_a_code() -> None:
    made = produced()
    assert made - codes() == set()
    assert codes() - made == set()
    assert len(made) > 100


def test_the_test_reads_the_source() -> None:
    """It would pass on nothing, so: a plain code, one out of an f-string, one of a step, and no detail."""
    made = produced()
    assert {"window.expired", "limit.shop_currency", "text.quoted_only", "ask.too_often"} <= made
    assert {"agent.approved", "away.reply", "ticket.merged", "payout.due", "settled"} <= made
    assert all(CODE.fullmatch(code) for code in made - {"settled"})


def test_speaks_english_and_french() -> None:
    assert label("window.expired", "en") == "The return window is over"
    assert label("window.expired", "fr") == "Le délai de retour est passé"


def test_speaks_english_to_others_and_shows_an_unknown_code_as_it_is() -> None:
    assert label("window.expired", "nl") == "The return window is over"
    assert label("moon.full", "fr") == "moon.full"


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_label_is_one_short_line_in_each_language(code: str) -> None:
    english, french = label(code, "en"), label(code, "fr")
    for text in (english, french):
        assert 5 <= len(text) <= 60
        assert text == text.strip()
        assert not set(text) & set("\n.{}")
    assert english != french


@pytest.mark.parametrize(
    ("enum", "say"),
    [(Option, option_label), (Reason, reason_label), (Kind, kind_label), (State, state_label)],
    ids=["option", "reason", "kind", "state"],
)
def test_every_name_has_a_word_of_its_own(enum: type[StrEnum], say: Callable[[StrEnum, str], str]) -> None:
    for language in ("en", "fr"):
        words = [say(member, language) for member in enum]
        assert len(set(words)) == len(words)
        assert min(map(len, words)) > 2
    assert [say(member, "de") for member in enum] == [say(member, "en") for member in enum]


def test_every_field_of_a_reading_has_a_short_word_of_its_own() -> None:
    for language in ("en", "fr"):
        words = [field_label(field, language) for field in fields()]
        assert len(set(words)) == len(words) == 15
        assert {len(word) > 60 for word in words} == {False}
    assert [field_label("orders", language) for language in ("en", "fr", "de")] == [
        "Order number",
        "N° de commande",
        "Order number",
    ]


def test_evidence_of_a_flag_is_told_as_the_flag_and_an_unknown_field_as_it_is() -> None:
    assert field_label("injection", "en") == "The text is aimed at the software"
    assert field_label("shoe_width", "fr") == "shoe_width"


def test_a_wish_has_its_word_and_an_unknown_one_is_itself() -> None:
    assert [wish_label("size", language) for language in ("en", "fr", "de")] == ["size", "taille", "size"]
    assert [wish_label(what, "fr") for what in ("colour", "cup")] == ["couleur", "cup"]


@pytest.mark.parametrize(
    ("urgent", "sentiment", "english", "french"),
    [
        (False, "neu", (), ()),
        (True, "neu", ("Urgent",), ("Urgent",)),
        (False, "pos", ("Pleased",), ("Content",)),
        (True, "neg", ("Urgent", "Unhappy"), ("Urgent", "Mécontent")),
    ],
)
def test_urgency_and_mood_are_told_where_the_words_tell_them(
    urgent: bool, sentiment: str, english: tuple[str, ...], french: tuple[str, ...]
) -> None:
    assert tone_labels(urgent, sentiment, "en") == english
    assert tone_labels(urgent, sentiment, "fr") == french


def test_no_two_codes_of_one_rule_read_alike() -> None:
    for language in ("en", "fr"):
        said = [(code.split(".")[0], label(code, language)) for code in codes()]
        assert len(set(said)) == len(said)
