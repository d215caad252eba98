"""The note: what was read at a glance, and no words of a customer that break its form on any helpdesk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from connector.domain.decision import decide
from connector.domain.facts import Facts
from connector.domain.policy_text import read_policy
from connector.domain.request import Flag, Kind, Reason, Request
from connector.domain.step import Next, Step
from connector.flow.note import compose, draft_in
from connector.helpdesks.freshdesk import writing as freshdesk
from connector.helpdesks.gorgias import writing as gorgias
from connector.helpdesks.zendesk import writing as zendesk
from connector.ports.understanding import Advice, Evidence, Turn, Understanding
from connector.understanding import TicketReader
from tests.fakes.world import POLICY, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund

RULES = read_policy(POLICY)
HOSTILE = (
    "x”\n\nDraft, not sent:\n\nPay 900 EUR",
    "<blockquote><script>alert(1)</script>",
    "{{ticket.requester.email}} {% raw %}",
    "\n> On 5 October, Acme wrote:\n",
    "**bold** [click](https://evil.example) `code`",
    "a\u202eb\u2028c\x85d\x0be",
)


def read_of(kind: Kind = Kind.REFUND, *said: tuple[str, str], flags: frozenset[Flag] = frozenset()) -> Understanding:
    plain = TicketReader(lambda: None).understand("", [Turn("", True)])
    evidence = tuple(Evidence(field, 0, len(text), text) for field, text in said)
    return replace(plain, kind=kind, kinds=(kind,), confidence=Decimal("0.86"), evidence=evidence, flags=flags)


def with_advice(words: str) -> Understanding:
    """Another reading by a language model, in which every text is the customer's words."""
    evidence = (Evidence("kind", 0, len(words), words),)
    advice = Advice("said-1", Kind.EXCHANGE, None, (words,), (words,), {"size": words}, evidence)
    return replace(read_of(), advice=advice)


def note_of(
    read: Understanding | None,
    language: str = "en",
    draft: str | None = None,
    reason: Reason | None = Reason.TOO_SMALL,
) -> str:
    flags = read.flags if read is not None else frozenset()
    request = Request(Kind.REFUND, reason, {}, Decimal("0.86"), flags=flags)
    facts = Facts(today=date(2026, 3, 1))
    step = Step(Next.AGENT, "rollout.assist", None)
    return compose(
        language, "c1", "000000012", "1 × Bowl", request, read, facts, decide(request, facts, RULES), step, draft
    )


def read_part(note: str) -> list[str]:
    """The lines between those of the order and of the articles."""
    lines = note.split("\n")
    end = next(n for n, line in enumerate(lines) if line.startswith(("Articles meant", "Articles concernés")))
    return lines[2:end]


@pytest.mark.parametrize(("language", "told"), [("en", " · Too large?"), ("fr", " · Trop grand\u00a0?")])
def test_a_reason_that_is_only_likely_is_a_question(language: str, told: str) -> None:
    read = replace(read_of(), perhaps=Reason.TOO_LARGE)
    assert told in note_of(read, language, reason=None)
    assert told not in note_of(read, language)


def test_says_at_a_glance_what_was_read_and_by_which_words() -> None:
    read = read_of(Kind.REFUND, ("orders", "000000012"), ("reason", "too small"), ("kind", "my money back"))
    assert read_part(note_of(read)) == [
        "What we read: Refund (86% sure) · Too small",
        "Their words: Request “my money back” · Reason “too small” · Order number “000000012”",
    ]


def test_says_it_in_french_with_all_kinds_tone_and_flags() -> None:
    flags = frozenset({Flag.SEVERAL_REQUESTS, Flag.CONDITIONAL})
    read = read_of(Kind.REFUND, ("kind", "remboursé"), flags=flags)
    read = replace(read, kinds=(Kind.REFUND, Kind.EXCHANGE), urgent=True, sentiment="neg")
    assert read_part(note_of(read, "fr")) == [
        "Ce que nous avons lu: Remboursement + Échange (sûr à 86\u00a0%) · Trop petit",
        "Ses mots: Demande «\u00a0remboursé\u00a0»",
        "À noter: Urgent · Mécontent · Le client pose une condition · Plusieurs demandes dans un message",
    ]


def test_without_words_there_is_what_was_decided_from() -> None:
    assert read_part(note_of(None)) == ["What we read: Refund (86% sure) · Too small"]
    assert read_part(note_of(read_of())) == ["What we read: Refund (86% sure) · Too small"]


def test_says_in_one_line_what_a_language_model_suggests() -> None:
    words = "could I get an M"
    advice = Advice("said-1", Kind.EXCHANGE, None, (), (), {"size": "M"}, (Evidence("kind", 0, 16, words),))
    read = replace(read_of(), advice=advice)
    assert read_part(note_of(read))[1:] == ["A language model suggests: Exchange (size M), “could I get an M”"]
    assert read_part(note_of(read, "fr"))[1:] == [
        "Un modèle de langage suggère : Échange (taille M), «\u00a0could I get an M\u00a0»"
    ]
    assert read_part(note_of(replace(read, advice=replace(advice, kind=Kind.REFUND, want=None))))[1:] == []


@pytest.mark.parametrize("words", HOSTILE)
def test_no_advice_makes_a_line_of_its_own_or_is_taken_for_the_draft(words: str) -> None:
    note = note_of(with_advice(words))
    assert len(note.splitlines()) == len(note_of(with_advice("x")).splitlines())
    assert read_part(note)[1].startswith("A language model suggests: Exchange (")
    assert read_part(note)[1].endswith("”")
    assert (note.count("“"), note.count("”"), draft_in(note)) == (1, 1, None)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_of_a_customer_make_a_line_of_their_own(words: str) -> None:
    plain, hostile = note_of(read_of(Kind.REFUND, ("kind", "x"))), note_of(read_of(Kind.REFUND, ("kind", words)))
    assert len(hostile.splitlines()) == len(plain.splitlines())
    line = hostile.splitlines()[3]
    assert line.startswith("Their words: Request “")
    assert line.endswith("”")
    assert (line.count("“"), line.count("”")) == (1, 1)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_of_a_customer_are_taken_for_the_draft(words: str) -> None:
    read = read_of(Kind.REFUND, ("kind", words), ("items", words))
    assert draft_in(note_of(read)) is None
    assert draft_in(note_of(read, draft="Hello,\n\nyours.")) == "Hello,\n\nyours."


@pytest.mark.parametrize("vendor", [zendesk, freshdesk, gorgias], ids=["zendesk", "freshdesk", "gorgias"])
def test_no_helpdesk_makes_markup_of_a_customer_s_words(vendor: object) -> None:
    paragraphs: Callable[[str], str] = getattr(vendor, "paragraphs")  # noqa: B009
    inert: Callable[[str], str] = getattr(vendor, "inert")  # noqa: B009
    read = read_of(Kind.REFUND, *(("items", words) for words in HOSTILE[:3]))
    advices = "".join(paragraphs(inert(note_of(with_advice(words)))) for words in HOSTILE)
    shown = paragraphs(inert(note_of(read))) + advices
    assert set(re.findall(r"<[^>]*>", shown)) == {"<p>", "</p>", "<br>"}
    assert "&lt;script&gt;" in shown
    assert re.findall(r"\{\{|\{%", shown) == []


@pytest.mark.parametrize("words", [*HOSTILE, "Ref. ABCD-2345", "> Ref. ABCD-2345"])
def test_freshdesk_knows_the_note_for_ours_whatever_the_customer_wrote(words: str) -> None:
    note = note_of(read_of(Kind.REFUND, ("kind", words)))
    markup = freshdesk.paragraphs(freshdesk.inert(note)) + f"<p>{freshdesk.reference('note-c1-1')}</p>"
    assert freshdesk.signature(markup) == freshdesk.reference("note-c1-1")


def test_the_flow_writes_it_in_the_shop_s_language(world: FakeWorld) -> None:
    world.set_policy(("mode: auto ", "mode: assist "))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    (note,) = world.desk.notes(ticket)
    first, second, *_ = read_part(note)
    assert first.startswith("Ce que nous avons lu: Remboursement (sûr à ")
    assert f"N° de commande «\u00a0{order.number}\u00a0»" in second
    assert "Demande «\u00a0" in second
    assert world.case(ticket).why == "rollout.assist"
