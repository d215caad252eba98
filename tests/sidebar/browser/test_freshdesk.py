"""The page inside Freshdesk's own app: through request templates only, and the secret never in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from connector.app import create_app
from connector.domain.ids import TenantId
from connector.helpdesks.freshdesk.package import app_files, packed
from connector.ports.store import ActionState
from connector.web.auth import new_app_secret
from sandbox.desk.freshdesk import create_app as screen_app
from sandbox.desk.marketplace import InstalledApp
from sandbox.freshdesk.desk import FreshdeskDesk
from sandbox.serving import Server, serve

OURS, OTHERS = TenantId("freshdesk-acme"), TenantId("other-1")
UI = Path(__file__).parents[3] / "sidebar_ui"


@pytest.fixture
def freshdesk() -> Iterator[FreshdeskDesk]:
    made = FreshdeskDesk(retry_scale=0, delivery_timeout=2)
    yield made
    made.close()


@pytest.fixture
def ticket_id(freshdesk: FreshdeskDesk) -> int:
    return freshdesk.customer_writes(
        email="lena.brandt@example.com",
        name="Lena Brandt",
        subject="Refund please - order 000000412",
        body="Please refund one lamp of order 000000412.",
    )


@pytest.fixture
def retour(socket_enabled: None, desk: Any) -> Iterator[Server]:
    desk.install(OURS, "acme", "", helpdesk="freshdesk")
    with serve(create_app(desk.application)) as running:
        yield running
    assert running.bugs == []


@pytest.fixture
def app(desk: Any, retour: Server) -> InstalledApp:
    secret = new_app_secret(desk.application.services, OURS)
    iparams = {"retour_host": "retour.example", "retour_secret": secret}
    return InstalledApp(packed(app_files(UI)), iparams, {"https://retour.example": retour.url})


@pytest.fixture
def screen(freshdesk: FreshdeskDesk, app: InstalledApp) -> Iterator[Server]:
    with serve(screen_app(freshdesk, lambda: app)) as running:
        yield running
    assert running.bugs == []


@pytest.fixture
def show(page: Any, screen: Server, ticket_id: int) -> Callable[[], Any]:
    def shown() -> Any:
        page.goto(f"{screen.url}/desk/tickets/{ticket_id}")
        frame = page.frame_locator("#app")
        frame.locator("#app:not([aria-busy]), #empty").first.wait_for()
        return frame

    return shown


def test_one_click_and_one_confirmation_order_once(
    desk: Any, show: Any, page: Any, app: InstalledApp, retour: Server, ticket_id: int
) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    secret = app.iparams["retour_secret"]
    seen: list[str] = []
    page.on("request", lambda it: seen.append(f"{it.url} {it.all_headers()} {it.post_data}"))
    page.on("response", lambda it: seen.append(it.text()) if it.url.startswith("http") else None)

    frame = show()
    assert frame.locator("#headline").inner_text() == "Waiting for an agent: Assist mode: a person acts"
    assert "19.49 EUR" in frame.locator("#option-refund").inner_text()
    frame.locator("#approve-refund").dblclick()
    assert frame.locator("#question p").inner_text() == "Refund 19.49 EUR on order 000000412?"
    assert desk.actions(case) == []
    frame.locator("#confirm").dblclick()
    frame.get_by_text("Ordered. Retour carries it out.").wait_for()
    frame.locator("#headline", has_text="Under way in the shop").wait_for()

    assert [action.key for action in desk.actions(case)] == [f"refund-{case}-1"]
    assert [call.partition("?")[0] for call in app.calls] == [
        f"GET https://retour.example/sidebar/api/tickets/{ticket_id}",
        f"POST https://retour.example/sidebar/api/cases/{case}/approve",
        f"GET https://retour.example/sidebar/api/tickets/{ticket_id}",
    ]
    assert len(seen) > 10
    assert [each for each in seen if secret in each or secret.rpartition(".")[2] in each] == []
    assert [each for each in seen if each.startswith(retour.url)] == []  # the browser never calls us
    kept = "[document.documentElement.outerHTML, JSON.stringify(localStorage), document.cookie]"
    assert secret not in str([frame.evaluate(kept) for frame in page.frames])


def test_a_ticket_that_is_opened_costs_one_call(
    desk: Any, show: Any, page: Any, app: InstalledApp, ticket_id: int
) -> None:
    desk.put_case(OURS, str(ticket_id))
    show()
    page.evaluate("window.host.activate()")
    page.wait_for_timeout(300)

    assert app.calls == [f"GET https://retour.example/sidebar/api/tickets/{ticket_id}?language=en"]


def test_another_ticket_in_the_same_frame_leaves_nothing_of_the_one_before(
    desk: Any, show: Any, page: Any, ticket_id: int
) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()
    frame.locator("#confirm").wait_for()

    page.evaluate("window.host.activate({ id: 987654, subject: 'Another' })")

    frame.get_by_text("Retour has nothing on this ticket.").wait_for()
    assert frame.locator("button").count() == 0
    assert desk.actions(case) == []


def test_another_tenants_case_on_the_same_ticket_is_not_shown(desk: Any, show: Any, ticket_id: int) -> None:
    theirs = desk.put_case(OTHERS, str(ticket_id))

    frame = show()

    assert frame.locator("#empty").inner_text() == "Retour has nothing on this ticket."
    assert desk.actions(theirs) == []


def test_an_ended_secret_is_told_and_orders_nothing(desk: Any, show: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()
    new_app_secret(desk.application.services, OURS)

    frame.locator("#confirm").click()

    frame.get_by_role("alert").get_by_text("Retour does not accept this app's secret.").wait_for()
    assert desk.actions(case) == []


def test_what_is_not_allowed_is_told_in_the_servers_words(desk: Any, show: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()
    desk.mode = "shadow"
    desk.install(OURS, "acme", "", helpdesk="freshdesk")

    frame.locator("#confirm").click()

    frame.get_by_role("alert").get_by_text("Shadow mode: only recorded").wait_for()
    assert desk.actions(case) == []


def test_no_answer_is_told_as_such(desk: Any, show: Any, page: Any, app: InstalledApp, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()
    app.outside = {"https://retour.example": "http://127.0.0.1:1"}

    frame.locator("#confirm").click()

    frame.get_by_text("Retour does not answer. Trying again cannot pay twice.").wait_for()
    assert desk.actions(case) == []


@pytest.mark.parametrize("setting", [{"hold_minutes": 30}], ids=["held"])
def test_undo_until_the_money_moves(desk: Any, show: Any, ticket_id: int) -> None:
    case = desk.put_case(OURS, str(ticket_id))
    frame = show()
    frame.locator("#approve-refund").click()
    frame.locator("#confirm").click()
    frame.locator("#undo", has_text="Undo (until ").wait_for()

    frame.locator("#undo").click()

    frame.get_by_text("Undone. Nothing was sent.").wait_for()
    assert [action.state for action in desk.actions(case)] == [ActionState.SUPERSEDED]


def test_the_draft_goes_into_the_opened_editor_as_text(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))
    frame = show()

    frame.locator("#draft", has_text="Put the draft into the reply").click()

    frame.get_by_text("The draft is in the reply.").wait_for()
    assert page.locator("#editor").inner_html() == "Hello Maya,<br><br>19.49 EUR is &lt;on&gt; its way."


def test_the_frame_is_as_tall_as_the_page_up_to_the_hosts_limit(
    desk: Any, show: Any, page: Any, ticket_id: int
) -> None:
    desk.put_case(OURS, str(ticket_id), quotes=tuple(f"{word} and so on" for word in "abc"))
    show()
    page.wait_for_timeout(200)

    height = page.locator("iframe#app").evaluate("(it) => it.clientHeight")
    content = page.frames[1].evaluate("Math.ceil(document.body.getBoundingClientRect().height)")

    assert height == min(content, 700)
