"""What one click and one confirmation do, by mouse and keyboard, and what the agent is told when it fails."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connector.bootstrap import utc_now
from connector.domain.case import State
from connector.domain.ids import TenantId
from connector.ports.store import ActionState

OURS = TenantId("acme-1")


def end_well(desk: Any, case: Any) -> None:
    """What the worker does once the shop and the customer have everything."""
    with desk.application.services.store.begin() as tx:
        while action := tx.outbox.claim(utc_now()):
            tx.outbox.made(action, "77", utc_now())
            tx.outbox.close(action, ActionState.DONE, "", utc_now())
        tx.cases.save(replace(tx.cases.get(case), state=State.SETTLED, why="policy.allows"), utc_now())


def test_one_click_and_one_confirmation_order_once(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    calls: list[Any] = []
    page.on("request", lambda request: calls.append(request.post_data_json) if "/approve" in request.url else None)

    frame.locator("#approve-refund").dblclick()
    assert frame.locator("#question p").inner_text() == "Refund 19.49 EUR on order 000000412?"
    assert (desk.actions(case), calls) == ([], [])

    held: list[Any] = []
    page.route("**/approve?*", lambda route: held.append(route))  # the answer comes after both clicks
    frame.locator("#confirm").dblclick()
    frame.get_by_text("Ordering …").wait_for()
    for route in held:
        route.continue_()
    frame.get_by_text("Ordered. Retour carries it out.").wait_for()
    assert calls == [{"decision": 1, "option": "refund", "amount": "19.49 EUR"}]
    assert [action.key for action in desk.actions(case)] == [f"refund-{case}-1"]
    frame.locator("#headline", has_text="Under way in the shop").wait_for()
    assert frame.locator("button.primary").count() == 0


def test_a_second_confirmation_before_the_answer_is_ignored(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    calls: list[Any] = []
    page.on("request", lambda request: calls.append(request.post_data_json) if "/approve" in request.url else None)
    frame.locator("#approve-refund").click()

    frame.locator("#confirm").evaluate("(it) => { it.click(); it.click(); }")

    frame.get_by_text("Ordered. Retour carries it out.").wait_for()
    assert (len(calls), len(desk.actions(case))) == (1, 1)


def test_watches_an_order_until_it_is_settled(desk: Any, show: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()
    frame.locator("#confirm").click()
    frame.get_by_text("Ordered. Retour carries it out.").wait_for()

    end_well(desk, case)

    frame.get_by_text("Done.", exact=True).wait_for()
    frame.locator("#headline", has_text="Settled: Every rule allows it").wait_for()
    assert "Money: done · no. 77" in frame.locator("#actions").inner_text()


def test_the_keyboard_is_enough(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    focused = "document.activeElement.id"
    frame.locator("#approve-refund").focus()

    page.keyboard.press("Enter")
    assert page.frames[1].evaluate(focused) == "question"
    page.keyboard.press("Enter")  # a key held down answers nothing
    page.keyboard.press("Escape")
    assert page.frames[1].evaluate(focused) == "approve-refund"
    assert (frame.locator("#question").count(), desk.actions(case)) == (0, [])

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.frames[1].evaluate(focused) == "confirm"
    page.keyboard.press("Enter")

    frame.get_by_text("Ordered. Retour carries it out.").wait_for()
    assert [action.key for action in desk.actions(case)] == [f"refund-{case}-1"]
    frame.locator("#headline:focus").wait_for()


@pytest.mark.parametrize("setting", [{"hold_minutes": 30}], ids=["held"])
def test_undo_until_the_money_moves(desk: Any, show: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()
    frame.locator("#confirm").click()

    frame.locator("#undo", has_text="Undo (until ").wait_for()
    frame.locator("#undo").click()

    frame.get_by_text("Undone. Nothing was sent.").wait_for()
    frame.locator("#undo").wait_for(state="detached")
    assert [action.state for action in desk.actions(case)] == [ActionState.SUPERSEDED]
    assert frame.locator("#approve-refund").count() == 0


def test_a_case_that_moved_on_is_shown_anew_and_nothing_is_ordered(desk: Any, show: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()
    with desk.application.services.store.begin() as tx:
        stored = tx.cases.decision(case, 1)
        assert stored is not None
        tx.cases.add_decision(replace(stored, number=2))
        tx.cases.save(replace(tx.cases.get(case), turn=2, state=State.HANDED_OVER), utc_now())

    frame.locator("#confirm").click()

    frame.get_by_text("The case moved on. This is how it stands now.").wait_for()
    frame.locator("#headline", has_text="Handed over to a person").wait_for()
    assert desk.actions(case) == []


def test_what_is_not_allowed_any_more_is_told_in_words(desk: Any, show: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()
    desk.mode = "shadow"
    desk.install(OURS, "acme", str(desk.zendesk.app_frame.installation_id))

    frame.locator("#confirm").click()

    frame.get_by_role("alert").get_by_text("Shadow mode: only recorded").wait_for()
    frame.locator("#mode").wait_for()
    assert desk.actions(case) == []


def test_a_page_that_is_too_old_says_so(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    page.route("**/approve?*", lambda route: route.fulfill(status=401, json={"error": "NotAuthentic"}))
    frame.locator("#approve-refund").click()

    frame.locator("#confirm").click()

    frame.get_by_text("This page is too old. Load the page again.").wait_for()
    assert desk.actions(case) == []


def test_a_lost_answer_is_no_second_order(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/approve?*", lose)
    frame.locator("#approve-refund").click()
    frame.locator("#confirm").click()

    frame.get_by_text("Retour does not answer. Trying again cannot pay twice.").wait_for()
    assert len(desk.actions(case)) == 1
    frame.locator("#headline", has_text="Under way in the shop").wait_for()


def test_the_draft_goes_into_the_reply_as_text(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))
    frame = show()

    frame.locator("#draft").click()

    frame.get_by_text("The draft is in the reply.").wait_for()
    assert page.locator("#editor").inner_html() == "Hello Maya,<br><br>19.49 EUR is &lt;on&gt; its way."
