"""The agent's screen in a real browser: the app's frame is loaded by a signed form post and spoken to by messages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

from sandbox.serving import serve

CHROMIUM = Path("/usr/bin/chromium")
APP = """<!doctype html><meta charset="utf-8"><title>app</title><script>
const query = new URLSearchParams(location.search);
const guid = query.get("app_guid");
const got = [], waiting = new Map();
let last = 0;
const say = (message) =>
  parent.postMessage(JSON.stringify({...message, appGuid: guid, instanceGuid: guid}), query.get("origin"));
const ask = (request, params) =>
  new Promise((done) => { waiting.set(++last, done); say({id: last, request, params}); });
let objection = null;
addEventListener("message", (event) => {
  if (event.source !== parent || event.origin !== query.get("origin")) return;
  const message = event.data;
  got.push(message);
  if (message.id) waiting.get(message.id)(message.result);
  if (message.needsReply) say({key: "iframe.reply:ticket.save", ...(objection ? {error: {msg: objection}} : {})});
});
say({key: "iframe.handshake", message: {version: "2.0.9"}});
</script>"""


class App:
    """Stands in for our own sidebar: keeps what it was loaded with."""

    def __init__(self) -> None:
        self.loads: list[tuple[str, str, str]] = []

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read().decode()
        self.loads.append((environ["REQUEST_METHOD"], environ["QUERY_STRING"], body))
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [APP.encode()]


@pytest.fixture
def app(server: Any, desk: Any) -> Iterator[App]:
    made = App()
    with serve(made) as running:
        desk.app_frame.url = f"{running.url}/zendesk/sidebar"
        desk.app_frame.guid = "11111111-2222-3333-4444-555555555555"
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("needs /usr/bin/chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def screen(browser: Any, server: Any, app: App, ticket_id: int) -> Iterator[Any]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/agent/tickets/{ticket_id}")
    page.wait_for_function("window.host.trace.some((one) => one.data.key === 'zaf.pane.activated')")
    yield page
    context.close()


def in_app(screen: Any, script: str) -> Any:
    frame = next(frame for frame in screen.frames if "/zendesk/sidebar" in frame.url)
    return frame.evaluate(script)


def shape(value: Any) -> Any:
    return {key: shape(part) for key, part in value.items()} if isinstance(value, dict) else type(value).__name__


def test_lists_tickets_and_shows_one(server: Any, ticket_id: int) -> None:
    listed = requests.get(f"{server.url}/agent/tickets", timeout=10).text
    shown = requests.get(f"{server.url}/agent/tickets/{ticket_id}", timeout=10).text

    assert "Mug arrived broken - order 000000412" in listed
    assert "No app installed" in shown
    assert requests.get(f"{server.url}/agent/tickets/1", timeout=10).status_code == 404


def test_markup_in_a_subject_stays_text(server: Any, desk: Any) -> None:
    ticket_id = desk.customer_writes(email="a@example.com", subject="</script><b>x", body="</script><b>y")

    for path in ("", f"/{ticket_id}"):
        assert "</script><b>" not in requests.get(f"{server.url}/agent/tickets{path}", timeout=10).text


def test_loads_the_app_by_a_signed_form_post(screen: Any, app: App, desk: Any, server: Any, sample: Any) -> None:
    [(method, query, body)] = app.loads

    token = jwt.decode(
        body.removeprefix("token="), RSAKey.import_key(desk.app_frame.public_key()), algorithms=["RS256"]
    )
    assert (method, token.claims["iss"]) == ("POST", "acme.zendesk.com")
    assert "app_guid=11111111-2222-3333-4444-555555555555" in query
    assert f"origin=http%3A%2F%2F{server.url.removeprefix('http://').replace(':', '%3A')}" in query


def test_registers_as_in_the_recorded_trace(screen: Any, sample: Any) -> None:
    recorded = next(
        one["data"] for one in sample("zaf_messages")["trace"] if one["data"].get("key") == "zaf.app.registered"
    )

    got = in_app(screen, "got[0]")

    assert shape(got) == shape(recorded)
    assert got["message"]["context"]["ticketId"] == 35436


def test_answers_get_set_and_invoke_as_recorded(screen: Any, sample: Any) -> None:
    trace = [one["data"] for one in sample("zaf_messages")["trace"] if one["dir"] == "host_to_app"]
    recorded = {one["id"]: one["result"] for one in trace if "result" in one}

    got = [
        in_app(screen, "ask('get', ['ticket.id', 'ticket.nope'])"),
        in_app(screen, "ask('invoke', {resize: [{width: '100%', height: '555px'}]})"),
        in_app(screen, "ask('set', {'comment.text': 'hi'})"),
        in_app(screen, "ask('invoke', {track: [{type: 'click'}]})"),
    ]

    assert got == [recorded[1], recorded[2], recorded[3], recorded[4]]
    assert screen.evaluate("document.getElementById('app').offsetHeight") == 555


def test_tells_ticket_user_and_account(screen: Any) -> None:
    got = in_app(screen, "ask('get', ['ticket', 'currentUser', 'currentAccount'])")

    assert got["errors"] == {}
    assert got["ticket"]["requester"]["email"] == "maya.lindqvist@example.com"
    assert (got["currentUser"]["email"], got["currentAccount"]["subdomain"]) == ("noor@acme.example", "acme")


def test_a_draft_is_inserted_and_sent(screen: Any, desk: Any, ticket_id: int) -> None:
    in_app(screen, "ask('invoke', {'ticket.editor.insert': ['<p>Dear {{ticket.requester.first_name}}</p>']})")
    in_app(screen, "ask('invoke', {notify: ['Draft is ready', 'notice']})")
    noticed = screen.inner_text("#notice")
    screen.select_option("select[name=status]", "solved")
    screen.click("button[type=submit]")
    screen.wait_for_function("window.host.trace.some((one) => one.data.key === 'zaf.ticket.submit.done')")

    assert noticed == "Draft is ready"
    assert [mail.text for mail in desk.mails.mails] == ["Dear Maya"]
    assert desk.tickets.get(ticket_id).status == "solved"
    assert screen.inner_text("#status") == "solved"
    assert screen.locator("#comments li.staff.public").count() == 1


def test_the_app_may_refuse_a_save(screen: Any, desk: Any) -> None:
    in_app(screen, "objection = 'Finish the refund first'")
    in_app(screen, "say({key: 'iframe.on:ticket.save', message: {subscriberCount: 1}})")
    screen.fill("#editor", "bye")
    screen.click("button[type=submit]")
    screen.wait_for_selector("#notice.error")

    assert screen.inner_text("#notice") == "Finish the refund first"
    assert desk.mails.mails == []


@pytest.mark.parametrize(("path", "key"), [("/api/v2/tickets/35436.json", "done"), ("/api/v2/tickets/1.json", "fail")])
def test_requests_go_through_the_proxy(screen: Any, sample: Any, path: str, key: str) -> None:
    in_app(screen, f"say({{key: 'request:1', message: {json.dumps({'url': path, 'type': 'GET'})}}})")
    screen.wait_for_function(f"window.host.trace.some((one) => one.data.key === 'zaf.request:1.{key}')")

    answer = in_app(screen, f"got.find((one) => one.key === 'zaf.request:1.{key}').message.responseArgs")

    if key == "done":
        assert (answer[0]["ticket"]["id"], answer[1:]) == (35436, ["success", {"status": 200}])
    else:
        assert (answer[0]["status"], answer[1]) == (404, "error")


def test_new_comments_appear_and_are_announced(screen: Any, desk: Any, ticket_id: int) -> None:
    desk.customer_replies(ticket_id, "Where is it?", flags=[14], trusted=False)
    screen.wait_for_selector("text=Where is it?")

    assert screen.locator("#comments .flagged").count() == 1
    assert "zaf.ticket.updated" in in_app(screen, "got.map((one) => one.key)")


def test_messages_of_strangers_are_not_heard(screen: Any) -> None:
    before = screen.evaluate("window.host.trace.length")
    screen.evaluate(
        "window.postMessage(JSON.stringify({key: 'iframe.handshake', appGuid: window.host.settings.guid}), '*')"
    )
    screen.evaluate("new Promise((done) => setTimeout(done, 50))")

    assert screen.evaluate("window.host.trace.length") == before
