"""What an agent sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from connector.domain.facts import Facts
from connector.domain.ids import MemoId, TenantId
from connector.domain.money import Money
from sandbox.zendesk.account import AGENT_ID

OURS = TenantId("acme-1")
# Texts whose colour stands out by less than 4.5:1 (WCAG AA) against what is behind them.
FAINT = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).slice(0, 3).map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const light = (text) => rgb(text).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (it) => {
    for (; it; it = it.parentElement) {
      const colour = getComputedStyle(it).backgroundColor;
      if (colour !== 'rgba(0, 0, 0, 0)') return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const hasText = (it) => [...it.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const shown = (it) => !it.disabled && !it.closest('.visually-hidden, noscript, script') && hasText(it);
  return [...document.querySelectorAll('body *')].filter(shown).map((it) => {
    const [a, b] = [light(getComputedStyle(it).color), light(ground(it))].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), it.textContent];
  }).filter(([ratio]) => ratio < 4.5);
}"""


def test_shows_the_case_in_the_frame_of_the_ticket(desk: Any, show: Any, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    assert frame.locator("#headline").inner_text() == "Waiting for an agent: Assist mode: a person acts"
    assert frame.locator("#order h2").inner_text() == "Order 000000412 · complete"
    assert frame.locator("#order dl > div").all_inner_texts() == [
        "Paid 68.87 EUR · stripe_payments",
        "Sender owns the order yes",
        "Placed Nov 8, 2026",
    ]
    assert frame.locator("#asked h2").inner_text() == "Asked: Refund · Changed mind · 95% sure"
    assert frame.locator("#asked p").inner_text() == "1 × Brass lamp"
    assert frame.locator("#asked mark").all_text_contents() == ["refund one lamp (Request)"]
    assert frame.locator("#option-refund .line").inner_text().split() == [
        "?",
        "to",
        "be",
        "checked:",
        "Refund",
        "19.49",
        "EUR",
    ]
    assert frame.locator("#approve-refund").inner_text() == "Refund 19.49 EUR"
    assert frame.locator("button.primary").count() == 1
    assert frame.locator("#trail li").count() == 1


def test_speaks_french_to_a_french_agent(desk: Any, show: Any, ticket_id: int) -> None:
    desk.zendesk.people.get(AGENT_ID).locale = "fr"
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    assert frame.locator("#headline").inner_text() == "En attente d'un agent\u00a0: Mode assistance : une personne agit"
    assert frame.locator("#approve-refund").inner_text() == "Rembourser 19,49\u00a0EUR"
    assert frame.locator("html").get_attribute("lang") == "fr"


def test_says_the_same_things_in_both_languages(show: Any, page: Any) -> None:
    show()

    names = """async () => {
      const { WORDS } = await import(document.querySelector('script[src]').src.replace('main.js', 'i18n.js'));
      const keys = (words) => Object.entries(words).flatMap(([key, value]) =>
        typeof value === 'object' ? Object.keys(value).map((each) => `${key}.${each}`) : [key]);
      return [keys(WORDS.en), keys(WORDS.fr)];
    }"""
    english, french = page.frames[1].evaluate(names)
    assert english == french
    assert "confirm_refund" in english


def test_an_unknown_ticket_says_so(show: Any) -> None:
    assert show().locator("#empty").inner_text() == "Retour has nothing on this ticket."


def test_a_ticket_without_an_order_says_so(desk: Any, show: Any, ticket_id: int) -> None:
    desk.facts = Facts(today=date(2026, 11, 21))
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    assert frame.locator("#order").inner_text() == "No order found"
    assert frame.locator("#option-refund .amount").inner_text() == "–"
    assert frame.locator("button.primary").count() == 0


@pytest.mark.parametrize("setting", [{"mode": "shadow"}], ids=["shadow"])
def test_shadow_mode_says_so_and_has_no_buttons(desk: Any, show: Any, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    assert frame.locator("#mode").inner_text() == "Shadow mode: Retour only records what it would do."
    assert frame.locator("button.primary").count() == 0


def test_verdict_and_options_need_no_scrolling_at_320_by_600(desk: Any, show: Any, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    box = frame.locator("#options").evaluate(
        "(it) => { const b = it.getBoundingClientRect(); return [b.right, b.bottom]; }"
    )
    assert box[0] <= 320
    assert box[1] <= 600
    assert frame.locator("html").evaluate("(it) => it.scrollWidth") == 320


def test_asks_the_host_for_the_height_it_needs(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    page.wait_for_function("document.getElementById('app').style.height.endsWith('px')")
    needed = frame.locator("body").evaluate("(it) => Math.ceil(it.getBoundingClientRect().height)")
    page.wait_for_function("(px) => document.getElementById('app').style.height === `${px}px`", arg=needed)


def test_shows_what_was_refunded_before(desk: Any, show: Any, facts: Facts, ticket_id: int) -> None:
    memo = {"memos": (MemoId("9"),), "memo_dates": (date(2026, 11, 12),), "memo_amounts": (Money.parse("5.00 EUR"),)}
    desk.facts = replace(facts, **memo)
    desk.put_case(OURS, str(ticket_id))

    assert show().locator("#refunded").inner_text() == "Refunded before: 5.00 EUR (Nov 12, 2026)"


def test_the_page_keeps_contrast_in_both_schemes(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert (scheme, page.frames[1].evaluate(FAINT)) == (scheme, [])


def test_the_history_names_who_did_what(desk: Any, show: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    with desk.application.services.store.begin() as tx:
        tx.audit.append(case, "agent:38231140009911", "ordered", {}, datetime(2026, 11, 8, 12, 0, tzinfo=UTC))

    frame = show()
    frame.locator("#trail summary").click()

    assert frame.locator("#trail li").last.inner_text().endswith(" · agent 38231140009911 · ordered")
