"""What the page does not do, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connector.domain.ids import TenantId
from sandbox.serving import Server
from tests.sidebar.conftest import understanding

OURS = TenantId("acme-1")
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


@pytest.mark.parametrize("more", ["", " and more" * 50], ids=["short", "long"])
def test_hostile_text_stays_text(desk: Any, show: Any, page: Any, ticket_id: int, more: str) -> None:
    desk.reading = replace(understanding(desk.request_made, (HOSTILE,)), text=HOSTILE + more)
    desk.put_case(OURS, str(ticket_id))

    frame = show()

    assert frame.locator("#asked mark").text_content() == f"{HOSTILE} (Request)"
    assert frame.locator("#asked blockquote").text_content() == f"{HOSTILE} (Request){more}"
    assert frame.locator("#asked q").all_inner_texts() == ([HOSTILE] if more else [])
    assert frame.locator("#app img, #app script").count() == 0
    assert page.frames[1].title() == "Retour"


def test_the_bearer_is_nowhere_but_in_memory(desk: Any, show: Any, page: Any, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))
    show()

    kept = page.frames[1].evaluate(
        "[document.cookie, localStorage.length, sessionStorage.length, !document.getElementById('retour')]"
    )

    assert kept == ["", 0, 0, True]
    assert page.context.cookies(page.frames[1].url) == []


def test_listens_to_its_host_alone(desk: Any, show: Any, page: Any, retour: Server, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))
    frame = show()
    calls: list[str] = []
    page.on("request", lambda request: calls.append(request.url) if "/sidebar/api/" in request.url else None)

    # from its own window, hence neither the parent nor the parent's origin
    page.frames[1].evaluate("window.postMessage({key: 'zaf.pane.activated', message: {}}, '*')")
    page.frames[1].evaluate("new Promise((done) => setTimeout(done, 100))")
    assert calls == []

    page.evaluate("window.host.send('pane.activated')")
    frame.locator("#headline").wait_for()
    page.wait_for_timeout(300)
    assert calls == [f"{retour.url}/sidebar/api/tickets/{ticket_id}?language=en"]


@pytest.mark.parametrize("bad", ["forged", "expired", "replayed"])
def test_shows_nothing_for_a_bad_token(
    desk: Any, page: Any, retour: Server, zendesk_server: Server, ticket_id: int, monkeypatch: Any, bad: str
) -> None:
    desk.put_case(OURS, str(ticket_id))
    good = desk.token()
    tokens = {
        "forged": good[:-8] + "AAAAAAAA",
        "expired": desk.token(iat=1_700_000_000, exp=1_700_000_300),
        "replayed": good,
    }
    monkeypatch.setattr(desk.zendesk.app_frame, "token", lambda *_given: tokens[bad])
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if "/sidebar/" in answer.url else None)

    address = f"{zendesk_server.url}/agent/tickets/{ticket_id}"
    monkeypatch.setattr("connector.web.sidebar.SAME_SECOND", timedelta(0))
    if bad == "replayed":
        page.goto(address)
        page.frame_locator("#app").locator("#headline").wait_for()
        answers.clear()
    page.goto(address)
    page.wait_for_function("window.frames[0] !== undefined")
    page.frame_locator("#app").get_by_text("Retour could not check who opened this page").wait_for()

    assert answers == [401]
    assert page.frame_locator("#app").locator("#headline, #retour, script").count() == 0


def test_another_site_cannot_frame_it(desk: Any, browser: Any, retour: Server, ticket_id: int) -> None:
    desk.put_case(OURS, str(ticket_id))
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    address = f"{retour.url}/sidebar/{OURS}?origin=http://127.0.0.1:9&app_guid=x"
    page.set_content(
        f'<iframe name="app"></iframe><form method="post" action="{address}" target="app">'
        f'<input name="token" value="{desk.token()}"></form><script>document.forms[0].submit()</script>'
    )

    page.wait_for_function("window.frames.length === 1")
    page.wait_for_timeout(1_000)

    assert [line for line in said if "frame-ancestors" in line or "Framing" in line] != []
    assert page.frame_locator("iframe").locator("#app").count() == 0
    context.close()
