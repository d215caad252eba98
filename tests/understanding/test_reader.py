"""The reader as a whole: never raises, stays pure, evidence is in the text, and scores do not fall."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.domain.request import ASKED_OPTION, Flag
from connector.ports.understanding import Reader, Turn, Understanding
from connector.understanding import TicketReader
from connector.understanding.cues import find_cues
from connector.understanding.fold import fold
from connector.understanding.model import WEIGHTS, load_model
from connector.understanding.patterns import PATTERNS
from connector.understanding.reader import PATTERNS_ALONE
from connector.understanding.report import read_line
from training.corpus import data_hash
from training.evaluate import HELD_OUT, Scores, interval, read_scores

SETS = ("dev", "like_dev", "mails", "complaints")
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
    reader: Reader = TicketReader()
    understanding = reader.understand(subject, turns)
    assert understanding == reader.understand(subject, turns)
    assert understanding.kinds[0] is understanding.kind
    assert 0 <= understanding.confidence <= 1
    for piece in understanding.evidence:
        assert piece.text
        assert understanding.text[piece.start : piece.end] == piece.text


def tickets(name: str) -> Iterator[tuple[str, Understanding, dict[str, object]]]:
    reader = TicketReader()
    for line in (HELD_OUT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        ticket_id, subject, turns = read_line(line)
        yield ticket_id, reader.understand(subject, turns), json.loads(line)["expected"]


def test_every_field_that_the_text_supports_has_its_evidence() -> None:
    pieces = 0
    for ticket_id, understanding, _ in tickets("dev"):
        fields = {piece.field for piece in understanding.evidence}
        for piece in understanding.evidence:
            assert understanding.text[piece.start : piece.end] == piece.text, ticket_id
            pieces += 1
        for field in ("amount", "want", "quantity", "skus", "everything", "photo"):
            assert bool(getattr(understanding, field)) == (field in fields), (ticket_id, field)
        if understanding.kind in ASKED_OPTION and understanding.text:
            assert "kind" in fields, ticket_id
    assert pieces >= 500


def test_urgency_and_mood_have_their_evidence() -> None:
    read = TicketReader().understand("", [Turn("This is unacceptable, answer me urgently.", by_customer=True)])
    assert (read.urgent, read.sentiment) == (True, "neg")
    assert {("urgent", "urgently"), ("sentiment", "unacceptable")} <= {(e.field, e.text) for e in read.evidence}


def test_what_refuses_or_conditions_a_demand_has_its_evidence() -> None:
    body = "I do not want a refund of order 000000012. Unless you can mend it by Friday, refund me."
    read = TicketReader().understand("", [Turn(body, by_customer=True)])
    assert {Flag.NEGATED, Flag.CONDITIONAL} <= read.flags
    assert {("negated", "want a refund"), ("conditional", "Unless")} <= {(e.field, e.text) for e in read.evidence}


def test_an_order_in_the_subject_tells_a_shop_from_a_bank() -> None:
    body = "I want a refund, please credit my card."
    reader = TicketReader()
    assert reader.understand("", [Turn(body, by_customer=True)]).actionable is False
    assert reader.understand("Order 000000012", [Turn(body, by_customer=True)]).actionable is True


@pytest.mark.parametrize("beside", ["Il doppio, per il disturbo.", "My lawyer writes tomorrow.", "Merci d'avance."])
def test_a_sentence_is_read_the_same_whatever_stands_beside(beside: str) -> None:
    said = "Ich nehme lieber einen Gutschein. Bestellung 000000012."
    alone, both = (find_cues(text, fold(text)) for text in (said, f"{said}\n\n{beside}"))
    assert [cue for cue in both.found if cue.start < len(said)] == list(alone.found)


def test_injected_demands_are_never_actionable() -> None:
    injected = [understanding for _, understanding, label in tickets("dev") if label["injection"]]
    assert len(injected) == 5
    assert [understanding.actionable for understanding in injected] == [False] * 5
    assert all(Flag.INJECTION in understanding.flags for understanding in injected)


@pytest.fixture(scope="module")
def scores() -> dict[str, Scores]:
    reader = TicketReader()
    return {name: read_scores(HELD_OUT / f"{name}.jsonl", reader) for name in (*SETS, "pairs")}


# What `make eval` measured of the shipped weights, less a margin for other machines' arithmetic.
@pytest.mark.parametrize(
    ("name", "kinds", "likeliest", "told"), [("dev", 0.94, 0.92, 0.90), ("like_dev", 0.94, 0.86, 0.80)]
)
def test_reads_kinds_and_reasons_of_tickets_never_seen(
    scores: dict[str, Scores], name: str, kinds: float, likeliest: float, told: float
) -> None:
    of = scores[name]
    assert of.macro_f1 >= kinds
    assert (of.reasons_right / of.reasons >= likeliest, of.reasons_told / of.reasons >= told) == (True, True)


@pytest.mark.parametrize("name", [*SETS, "pairs"])
def test_reads_order_numbers_of_tickets_never_seen(scores: dict[str, Scores], name: str) -> None:
    of = scores[name]
    assert (of.orders_right / of.orders_found >= 0.99, of.orders_right / of.orders_expected >= 0.99) == (True, True)


@pytest.mark.parametrize("name", SETS)
def test_no_money_may_be_acted_on_that_is_not_asked_for(scores: dict[str, Scores], name: str) -> None:
    # complaints-051: "you have the jacket, and my £75. Pay me back already!", by its author a question after a refund;
    # mails-132: an exchange and, at the end, a refund of something else.
    assert set(scores[name].wrong_actionable) <= {"complaints-051", "mails-132"}
    assert scores[name].actionable_right >= 0.15 * scores[name].money


def test_confidence_is_a_probability(scores: dict[str, Scores]) -> None:
    assert scores["dev"].calibration_error <= 0.05
    assert scores["dev"].wrong_among_surest <= 1


def test_french_is_read_as_well_as_english(scores: dict[str, Scores]) -> None:
    pairs = scores["pairs"].pairs.values()
    assert len(pairs) == 137
    _, _, high = interval([each["fr"] - each["en"] for each in pairs])
    assert high > -0.02


def test_all_languages_have_the_same_cues() -> None:
    names = {lang: set(patterns) for lang, patterns in PATTERNS.items()}
    assert set(names) == {"en", "fr", "de", "es", "it", "nl"}
    assert all(of == names["en"] for of in names.values())


def test_weights_were_trained_on_the_data_in_the_project() -> None:
    about = json.loads((WEIGHTS / "model.json").read_text(encoding="utf-8"))
    assert about["data"] == data_hash(), "run `make train`"
    assert load_model().name.startswith(f"blend-{data_hash()[:8]}-")


def test_without_the_embedder_tickets_are_read_by_words_and_the_name_says_so() -> None:
    reader = TicketReader(lambda: load_model(meaning=False))
    read = read_scores(HELD_OUT / "dev.jsonl", reader)
    assert reader.understand("", [Turn("Please refund me", by_customer=True)]).model.endswith("-words")
    assert read.accuracy >= 0.9
    assert read.wrong_actionable == []


def test_patterns_alone_name_themselves() -> None:
    understanding = TicketReader(lambda: None).understand("", [])
    assert understanding.model == PATTERNS_ALONE
    assert dataclasses.is_dataclass(understanding)
