"""What was read, in the page: the customer's words with what counted marked in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connector.domain.ids import TenantId
from connector.domain.request import Flag, Kind
from connector.ports.understanding import Advice, Evidence, Understanding
from sandbox.zendesk.account import AGENT_ID
from tests.sidebar.browser.test_shows import FAINT
from tests.sidebar.conftest import understanding

OURS = TenantId("acme-1")
WORDS = "😀 Hello 🏳️‍🌈,\nthe lamp is too small. Refund one lamp of 000000412, quickly!"
UNLABELLED = """(it) => {
  const copy = it.cloneNode(true);
  copy.querySelectorAll('span').forEach((label) => label.remove());
  return copy.textContent;
}"""
LONG = WORDS + "\n\n" + "I wrote to you before and nobody answered me. " * 12


def said(desk: Any, text: str, *spans: tuple[str, str]) -> Understanding:
    evidence = tuple(Evidence(field, at := text.index(words), at + len(words), words) for field, words in spans)
    return replace(understanding(desk.request_made, ("x",)), text=text, evidence=evidence)


def test_marks_what_was_read_where_it_stands(desk: Any, show: Any, ticket_id: int) -> None:
    desk.reading = said(
        desk, WORDS, ("kind", "Refund one lamp"), ("items", "lamp of"), ("reason", "too small"), ("orders", "000000412")
    )
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    assert frame.locator("#asked mark").evaluate_all("(all) => all.map((it) => [it.firstChild.data, it.title])") == [
        ["too small", "Reason"],
        ["Refund one lamp of", "Request, Article"],
        ["000000412", "Order number"],
    ]
    assert frame.locator("#asked mark").first.text_content() == "too small (Reason)"
    assert frame.locator("#asked blockquote").evaluate(UNLABELLED) == WORDS
    assert frame.locator("#asked details, #asked q, #advice").count() == 0


def test_says_kinds_tone_and_flags(desk: Any, show: Any, ticket_id: int) -> None:
    desk.request_made = replace(desk.request_made, flags=frozenset({Flag.SEVERAL_REQUESTS}))
    read = said(desk, WORDS, ("kind", "Refund"))
    desk.reading = replace(read, kinds=(Kind.REFUND, Kind.STATUS), urgent=True, sentiment="neg")
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    assert frame.locator("#asked h2").inner_text() == "Asked: Refund + Where does it stand? · Changed mind · 95% sure"
    assert frame.locator("#tone").inner_text() == "Urgent · Unhappy"
    assert frame.locator(".flags li").all_inner_texts() == ["Several requests in one message"]


def test_labels_speak_the_agent_s_language_and_words_the_customer_s(desk: Any, show: Any, ticket_id: int) -> None:
    desk.zendesk.people.get(AGENT_ID).locale = "fr"
    desk.reading = said(desk, WORDS, ("orders", "000000412"))
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    assert frame.locator("#asked mark").text_content() == "000000412 (N° de commande)"
    assert frame.locator("#asked blockquote").get_attribute("lang") == "en"
    assert frame.locator("#asked mark span").get_attribute("lang") == "fr"
    assert frame.locator("#asked blockquote").get_attribute("aria-label") == "Ses mots"


def test_long_words_are_folded_below_what_counted_and_open_by_keyboard(desk: Any, show: Any, ticket_id: int) -> None:
    desk.reading = said(desk, LONG, ("kind", "Refund one lamp"), ("reason", "too small"))
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    assert frame.locator("#asked q").all_inner_texts() == ["too small", "Refund one lamp"]
    assert frame.locator("#asked mark").first.is_visible() is False
    frame.locator("#words summary").focus()
    frame.locator("#words summary").press("Enter")
    assert frame.locator("#asked mark").first.is_visible() is True
    assert frame.locator("#asked mark").count() == 2
    assert frame.locator("#words summary").inner_text() == "All that was read"


@pytest.mark.parametrize(("text", "folded"), [("a" * 220, 0), ("a" * 221, 1), ("a\n" * 3, 0), ("a\n" * 4, 1)])
def test_folds_what_would_push_the_options_down(desk: Any, show: Any, ticket_id: int, text: str, folded: int) -> None:
    desk.reading = said(desk, text, ("kind", "a"))
    desk.put_case(OURS, str(ticket_id))

    assert show().locator("#words").count() == folded


def test_a_long_piece_of_evidence_is_shortened_between_characters(desk: Any, show: Any, ticket_id: int) -> None:
    desk.reading = said(desk, "😀" * 150, ("kind", "😀" * 150))
    desk.put_case(OURS, str(ticket_id))

    assert show().locator("#asked q").all_inner_texts() == ["😀" * 120 + "…"]


@pytest.mark.parametrize("text", [WORDS, LONG], ids=["short", "long"])
def test_fits_320_pixels_and_keeps_contrast(desk: Any, show: Any, page: Any, ticket_id: int, text: str) -> None:
    desk.reading = said(desk, text.replace("Hello", "Hello" * 30), ("kind", "Refund one lamp"), ("reason", "too small"))
    desk.put_case(OURS, str(ticket_id))
    frame = show()
    if frame.locator("#words").count():
        frame.locator("#words summary").click()

    assert frame.locator("html").evaluate("(it) => it.scrollWidth") == 320
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert (scheme, page.frames[1].evaluate(FAINT)) == (scheme, [])


def test_options_stay_in_sight_below_long_words(desk: Any, show: Any, ticket_id: int) -> None:
    desk.reading = said(desk, LONG, ("kind", "Refund one lamp"), ("reason", "too small"))
    desk.put_case(OURS, str(ticket_id))

    bottom = show().locator("#options").evaluate("(it) => it.getBoundingClientRect().bottom")

    assert bottom <= 600


def test_says_what_a_language_model_suggests_as_text(desk: Any, show: Any, ticket_id: int) -> None:
    read = said(desk, "Could I get <b>an M</b>?", ("kind", "Could I"))
    proof = Evidence("kind", 0, 19, "Could I get <b>an M")
    advice = Advice("said-1", Kind.EXCHANGE, None, ("<i>9</i>",), (), {"size": "M"}, (proof,))
    desk.reading = replace(read, advice=advice)
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    told = "A language model suggests: Exchange (<i>9</i>, size M), Could I get <b>an M"
    assert frame.locator("#advice").text_content() == told
    assert frame.locator("#advice q").get_attribute("lang") == "en"
    assert frame.locator("#asked b, #asked i").count() == 0


def test_without_words_the_rest_is_shown(desk: Any, show: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    with desk.application.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE decisions SET reading = 'null' WHERE case_id = ?", (case,))

    frame = show()

    assert frame.locator("#asked h2").inner_text() == "Asked: Refund · Changed mind · 95% sure"
    assert frame.locator("#asked blockquote, #asked mark, #words").count() == 0
    assert frame.locator("#approve-refund").is_visible() is True
