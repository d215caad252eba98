"""The reader as a whole: never raises, stays pure, evidence is in the text, and scores do not fall."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.domain.request import Flag
from connector.ports.understanding import Reader, Turn, Understanding
from connector.understanding import PatternReader
from connector.understanding.patterns import PATTERNS
from connector.understanding.report import read_line
from tests.understanding.scores import Scores, read_scores

DEV = Path(__file__).parent / "fixtures" / "dev.jsonl"
PIECES = st.sampled_from(
    [
        "refund ",
        "I want ",
        "je veux ",
        "pas ",
        "remboursement ",
        "000000012 ",
        "> ",
        "\n",
        "On 1 wrote:",
        "<div>",
        "</p>",
    ]
    + [
        "<blockquote>",
        "1.234,56 €",
        "$",
        "n°",
        "-- \n",
        "merci",
        "Regards\n",
        "’",
        "ß",
        "İ",
        "\x00",
        "&lt;",
        "size L ",
        "O0O0",
    ]
)
BODIES = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))
TURNS = st.lists(
    st.builds(Turn, BODIES, by_customer=st.booleans(), html=st.booleans(), pictures=st.integers(0, 3)), max_size=4
)


@given(subject=BODIES, turns=TURNS)
@settings(max_examples=300, deadline=None)
def test_never_raises_and_every_evidence_is_in_the_text(subject: str, turns: list[Turn]) -> None:
    reader: Reader = PatternReader()
    understanding = reader.understand(subject, turns)
    assert understanding == reader.understand(subject, turns)
    assert understanding.kinds[0] is understanding.kind
    assert 0 <= understanding.confidence <= 1
    for piece in understanding.evidence:
        assert piece.text
        assert understanding.text[piece.start : piece.end] == piece.text


def tickets() -> Iterator[tuple[str, Understanding, dict[str, object]]]:
    for line in DEV.read_text(encoding="utf-8").splitlines():
        ticket_id, subject, turns = read_line(line)
        yield ticket_id, PatternReader().understand(subject, turns), json.loads(line)["expected"]


def test_every_field_that_the_text_supports_has_its_evidence() -> None:
    pieces = 0
    for ticket_id, understanding, _ in tickets():
        fields = {piece.field for piece in understanding.evidence}
        for piece in understanding.evidence:
            assert understanding.text[piece.start : piece.end] == piece.text, ticket_id
            pieces += 1
        for field in ("amount", "want", "quantity", "skus", "everything", "photo"):
            assert bool(getattr(understanding, field)) == (field in fields), (ticket_id, field)
        if understanding.actionable and understanding.confidence >= 1 - 0.2:
            assert "kind" in fields, ticket_id
    assert pieces >= 500


def test_injected_demands_are_never_actionable() -> None:
    injected = [understanding for _, understanding, label in tickets() if label["injection"]]
    assert len(injected) == 5
    assert [understanding.actionable for understanding in injected] == [False] * 5
    assert all(Flag.INJECTION in understanding.flags for understanding in injected)


@pytest.fixture(scope="module")
def scores() -> Scores:
    return read_scores(DEV)


def test_reads_kinds_at_least_as_well_as_before(scores: Scores) -> None:
    assert scores.tickets == 165
    assert scores.right >= 165
    assert round(scores.macro_f1, 3) >= 1.0


def test_reads_reasons_and_order_numbers_at_least_as_well_as_before(scores: Scores) -> None:
    assert scores.reasons == 100
    assert scores.reasons_right >= 95
    assert (scores.orders_expected, scores.orders_right) == (120, 119)
    assert scores.orders_found <= 121


def test_no_money_kind_is_wrong_where_it_is_sure(scores: Scores) -> None:
    assert scores.wrong_money == []
    assert scores.wrong_actionable == []
    assert scores.actionable_right >= 86


def test_all_languages_have_the_same_cues() -> None:
    names = {lang: set(patterns) for lang, patterns in PATTERNS.items()}
    assert set(names) == {"en", "fr", "de", "es", "it", "nl"}
    assert all(of == names["en"] for of in names.values())


def test_understanding_names_its_model() -> None:
    understanding = PatternReader().understand("", [])
    assert understanding.model == "patterns-1"
    assert dataclasses.is_dataclass(understanding)
