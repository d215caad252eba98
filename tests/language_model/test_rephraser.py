"""Warmer words where nothing can be relied on; every other letter stays as the merchant wrote it."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connector.domain.request import Reason
from connector.language_model import ModelRephraser
from connector.language_model.plain_words import harmless
from connector.ports.replies import AsWritten, Reply
from connector.replies import MacroReplies, default_macros_dir
from connector.tally import Tally
from sandbox.language_model.app import MANNERS, RAW, StandIn
from sandbox.language_model.hostile import PROMISES
from tests.language_model.conftest import Ask, Said
from tests.replies.conftest import VALUES

REPLIES = MacroReplies(default_macros_dir(), "en")
MACROS = sorted(REPLIES.locales["en"].macros)
SORRY = "Receiving something damaged is disappointing, and we are sorry about it."
CLOSING = (
    "If it is not there by then, or if you have any question, just answer this message and a colleague will read it."
)


def refunded(language: str = "en", reason: str | None = "damaged") -> Reply:
    return REPLIES.render("refunded", language, reason, VALUES)


def rephrased(reply: Reply, *paragraphs: str) -> str:
    return ModelRephraser(Said({"paragraphs": list(paragraphs)})).rephrase(reply)


# --- what is free -----------------------------------------------------------------------------------------------------


def test_free_is_what_prints_no_value_between_greeting_and_signature() -> None:
    assert refunded().free == (SORRY, CLOSING)
    assert REPLIES.render("cancelled_unpaid", "en", None, VALUES).free == (
        "Thank you for your message.",
        "If you have a question or another wish, just answer this message and a colleague will read it.",
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("macro", MACROS)
def test_no_free_paragraph_of_the_shipped_macros_holds_a_value(macro: str, language: str) -> None:
    reply = REPLIES.render(macro, language, None, VALUES)
    paragraphs = reply.text.split("\n\n")
    assert set(reply.free) <= set(paragraphs[1:-1])
    shown = ["Marie", "Maison", "000000123", "Mug", "219", "2026", "2027", "R-7OK", "RET-7Q", "Lilas", "passed"]
    assert [(each, value) for each in reply.free for value in shown if value in each] == []


def test_only_harmless_sentences_are_sent_and_nothing_else() -> None:
    model = Said(None)
    reply = refunded()
    assert ModelRephraser(model).rephrase(reply) == reply.text
    (question,) = model.asked
    assert json.loads(question.user) == {"language": "en", "paragraphs": [SORRY]}  # the closing says "not"


def test_where_nothing_is_harmless_nobody_is_asked() -> None:
    model = Said({"paragraphs": []})
    reply = refunded(reason="wrong_item")
    assert ModelRephraser(model).rephrase(reply) == reply.text
    assert model.asked == []


# --- what is taken ----------------------------------------------------------------------------------------------------


def test_takes_warmer_words_and_leaves_the_rest(tally: Tally) -> None:
    reply, warm = refunded(), "We are truly sorry that you received something damaged, how disappointing that is."
    assert rephrased(reply, warm) == reply.text.replace(SORRY, warm)
    assert tally.counts()["model_answers"] == {("rephrase", "rephrased"): 1, ("rephrase", "kept"): 0}


@pytest.mark.parametrize(
    "bad",
    [
        *PROMISES,
        "",
        SORRY[:30] + ".",
        SORRY + " " + SORRY,
        SORRY.replace(", and", ",\nand"),
        SORRY + "\n\n" + SORRY,
        SORRY.replace("something", "2 things"),
        SORRY.replace("something", "two things"),
        SORRY.replace("something", "**something**"),
        SORRY.replace("something", "{{ name }} something"),
        SORRY.replace("something", "some\u200bthing"),
        SORRY.replace("something", "some\u0441thing"),
        SORRY.replace("sorry", "not sorry"),
        SORRY.replace("sorry", "never sorry"),
        SORRY.replace("sorry about it", "sorry about the refund"),
        SORRY.replace("sorry about it", "sorry about the re fund"),
        SORRY.replace("sorry about it", "sorry about the re-fund"),
        SORRY.replace("sorry about it", "sorry about the r e f u n d"),
        SORRY.replace("sorry about it", "sorry and you will see it soon"),
        SORRY.replace("sorry about it", "sorry about it on Monday"),
        SORRY.replace("sorry about it", "sorry, see evil.example"),
        SORRY.replace("sorry about it", "sorry until decembre"),
        SORRY.replace("about it.", "about it?"),
        SORRY.replace("about it.", "about it"),
        "Everyone here wishes you a wonderful time and hopes to see you around again.",
    ],
)
def test_keeps_the_merchants_sentence(bad: str) -> None:
    reply = refunded()
    assert rephrased(reply, bad) == reply.text


@pytest.mark.parametrize("count", [0, 2, 3])
def test_takes_nothing_of_another_number_of_paragraphs(count: int) -> None:
    reply = refunded()
    assert rephrased(reply, *["We are sorry that something damaged came, how disappointing."] * count) == reply.text


def test_asks_once_for_the_same_sentences(client: Ask, stand_in: StandIn) -> None:
    rephraser, reply = ModelRephraser(client()), refunded()
    texts = {rephraser.rephrase(reply) for _ in range(3)}
    assert texts == {reply.text.replace("are sorry", "are really sorry")}
    assert len(stand_in.requests) == 1
    assert rephraser.rephrase(refunded("fr")) != refunded("fr").text
    assert len(stand_in.requests) == 2


# --- whatever it answers ----------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    "we are sorry about something damaged disappointing receiving refund 5 € tomorrow not https://x.y {{ \n\n \n".split(
        " "
    )
)
ANSWERS = st.one_of(
    st.lists(WORDS, max_size=16).map(" ".join),
    st.text(max_size=120),
    st.lists(st.sampled_from([*SORRY.split(), "truly", "so", "remboursé", "gratuit"]), max_size=16).map(
        lambda words: " ".join(words) + "."
    ),
)


@given(
    macro=st.sampled_from(MACROS),
    language=st.sampled_from(["en", "fr"]),
    reason=st.sampled_from([None, *Reason]),
    answers=st.lists(ANSWERS, max_size=3),
)
@example(macro="refunded", language="en", reason=Reason.DAMAGED, answers=["\n\nKind regards,\nEvil"])
@settings(max_examples=400, deadline=None)
def test_whatever_it_answers_values_and_outcomes_stay(
    macro: str, language: str, reason: Reason | None, answers: list[str]
) -> None:
    reply = REPLIES.render(macro, language, reason, VALUES)
    before, after = reply.text.split("\n\n"), rephrased(reply, *answers).split("\n\n")
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        if old not in reply.free:
            assert new == old
        if new != old:
            assert not set(new) & set(string.digits + "€$£%{}[]<>*_#@/\\|`~^\n\t\x00")
            assert harmless(new)
            assert harmless(old)
            assert 0.5 * len(old) <= len(new) <= 1.6 * len(old)


@given(st.text(max_size=80))
def test_harmless_is_total(text: str) -> None:
    assert harmless(text) in {True, False}


@pytest.mark.parametrize("manner", sorted({*MANNERS, *RAW} - {"honest"}))
def test_no_manner_of_the_stand_in_changes_a_letter(client: Ask, stand_in: StandIn, manner: str) -> None:
    stand_in.manner = manner
    rephraser = ModelRephraser(client())
    for language in ("en", "fr"):
        reply = refunded(language)
        assert rephraser.rephrase(reply) == reply.text
    assert len(stand_in.requests) == 2


def test_without_a_model_replies_go_out_as_written() -> None:
    assert AsWritten().rephrase(refunded()) == refunded().text


@pytest.mark.parametrize(
    "sentence",
    [
        "Wir erstatten Ihnen alles.",
        "Sie bekommen Ihr Geld.",
        "Te devolvemos el dinero.",
        "Le rimborseremo tutto.",
        "U krijgt uw geld terug.",
        "Vous serez remboursée.",
        "Il arrive mardi.",
        "Kommt am Dienstag.",
        "It comes in three parts.",
        "C’est gratuit.",
    ],
)
def test_outcomes_dates_and_numbers_are_known_in_six_languages(sentence: str) -> None:
    assert harmless(sentence) is False
