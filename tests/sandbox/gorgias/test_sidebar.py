"""Widgets: stored, fed by an integration's GET, drawn on the ticket, and pressed."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests


@pytest.fixture
def widget(api: Any, integrate: Any, receiver: Any, sample: Any) -> Any:
    """The contract's widget on the contract's data, its buttons pointed at the receiver."""
    receiver.answers = [(200, json.dumps(sample("sidebar-data.response")), 0)]
    wanted = json.loads(json.dumps(sample("widget.create.request")).replace("https://api.retour.test", receiver.url))
    wanted["integration_id"] = integrate("integration-sidebar")["id"]
    answer = api("POST", "/widgets", wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def ticket(desk: Any, widget: Any) -> int:
    made: int = desk.customer_writes(email="jo@example.com", name="Jo Harper", subject="Broken", body="Broken")
    desk.flush()
    return made


def test_the_answer_is_kept_on_the_customer(api: Any, widget: Any, ticket: int, sample: Any) -> None:
    kept = api.ticket(ticket)["customer"]["integrations"]

    expected = {"__integration_type__": "http", **sample("sidebar-data.response")}
    assert kept == {str(widget["integration_id"]): expected}


def test_a_failed_or_odd_answer_leaves_what_was_kept(api: Any, desk: Any, receiver: Any, ticket: int) -> None:
    before = api.ticket(ticket)["customer"]["integrations"]
    for status, text in ((404, '{"status": "unknown"}'), (200, "not JSON"), (200, "[1]")):
        receiver.answers = [(status, text, 0)]
        desk.customer_replies(ticket, "Hello?")
        desk.flush()

    assert api.ticket(ticket)["customer"]["integrations"] == before


def test_draws_the_cards(desk: Any, ticket: int, sample: Any) -> None:
    data = sample("sidebar-data.response")

    [card] = desk.cards(ticket)

    assert (card["title"], card["link"]) == ("Retour", "https://app.retour.test")
    assert [(one["title"], one["value"]) for one in card["fields"]][:2] == [
        ("Status", data["status"]),
        ("Suggested", data["recommended"]),
    ]
    first, second = card["cards"]
    assert [first["title"], second["title"]] == ["Order 000000123", "Order 000000098"]
    assert first["link"] == data["orders"][0]["admin_url"]
    assert first["links"] == [{"label": "Review in Retour", "url": data["orders"][0]["confirm_url"]}]
    assert [one["label"] for one in first["buttons"]] == ["Exchange", "Store credit", "Refund"]
    assert [one["key"] for one in first["buttons"][2]["inputs"]] == ["note"]


def test_a_button_calls_with_what_the_row_and_the_agent_say(
    api: Any, desk: Any, receiver: Any, ticket: int, sample: Any, shape_faults: Any
) -> None:
    button = desk.cards(ticket)[0]["cards"][0]["buttons"][2]
    receiver.answers = [(200, '{"ok": true}', 0)]
    receiver.got.clear()

    answer = desk.press(ticket, button["id"], {"note": "photo shows damage", "act": "forged"})

    [got], expected = receiver.got, sample("widget-button-click.inbound")
    assert answer == {"status": 200, "body": '{"ok": true}'}
    assert (got.method, got.path) == (expected["method"], expected["path"])
    assert {name: values[0] for name, values in parse_qs(got.body.decode()).items()} == expected["form"] | {
        "ticket_id": str(ticket),
        "agent": "maya@acme-store.example",
    }
    assert got.headers["X-Retour-Install"] == "in_7Qk2"
    [event] = api("GET", f"/events?object_type=Ticket&object_id={ticket}").json()["data"]
    assert (event["type"], event["data"]["status"]) == ("action-executed", "success")


def test_buttons_may_not_survive_the_api(api: Any, desk: Any, widget: Any, ticket: int) -> None:
    desk.switches.keep_buttons = False
    api("PUT", f"/widgets/{widget['id']}", {"template": widget["template"]})

    [card] = desk.cards(ticket)
    assert [one["buttons"] for one in card["cards"]] == [[], []]
    assert card["cards"][0]["links"][0]["label"] == "Review in Retour"


def test_an_integration_in_use_cannot_be_deleted(api: Any, widget: Any) -> None:
    path = f"/integrations/{widget['integration_id']}"

    refused = api("DELETE", path)
    still_there = api("GET", path).status_code
    first = api("DELETE", f"/widgets/{widget['id']}")
    then = api("DELETE", path)

    assert (refused.status_code, still_there) == (409, 200)
    assert [(one.status_code, one.content) for one in (first, then)] == [(204, b""), (204, b"")]
    assert api("GET", path).status_code == 404


@pytest.mark.parametrize("spoil", ["card as root", "unknown part", "list of two", "card of a list with a path"])
def test_refuses_a_template_it_cannot_draw(api: Any, widget: Any, spoil: str) -> None:
    template = copy.deepcopy(widget["template"])
    rows = template["widgets"][0]["widgets"][4]
    if spoil == "card as root":
        template["type"] = "card"
    elif spoil == "unknown part":
        rows["type"] = "iframe"
    elif spoil == "list of two":
        rows["widgets"].append(rows["widgets"][0])
    else:
        rows["widgets"][0]["path"] = "orders"

    answer = api("PUT", f"/widgets/{widget['id']}", {"template": template})

    assert (answer.status_code, list(answer.json()["error"]["data"])) == (400, ["template"])
    assert api("GET", f"/widgets/{widget['id']}").json()["template"] == widget["template"]


def test_refuses_a_widget_without_its_integration(api: Any, sample: Any) -> None:
    answer = api("POST", "/widgets", sample("widget.create.request"))

    assert (answer.status_code, list(answer.json()["error"]["data"])) == (400, ["integration_id"])
    assert api("GET", "/widgets").json()["data"] == []


def test_a_page_can_play_the_agents_screen(server: Any, desk: Any, ticket: int) -> None:
    base = f"{server.url}/_sandbox"

    listed = requests.get(f"{base}/tickets", timeout=10).json()
    shown = requests.get(f"{base}/tickets/{ticket}", timeout=10).json()
    button = shown["cards"][0]["cards"][0]["buttons"][0]["id"]
    pressed = requests.post(f"{base}/press", json={"ticket_id": ticket, "button_id": button}, timeout=10)
    unknown = requests.post(f"{base}/press", json={"ticket_id": ticket, "button_id": "1.9"}, timeout=10)

    assert ([row["id"] for row in listed["tickets"]], listed["account"]) == ([ticket], "acme")
    assert (shown["ticket"]["customer"]["name"], shown["agent"]["name"]) == ("Jo Harper", "Maya Lind")
    assert (pressed.json()["status"], unknown.status_code) == (200, 404)


def test_macros_are_found_changed_archived_and_deleted(api: Any, desk: Any, sample: Any) -> None:
    made = api("POST", "/macros", sample("macro.create.request")).json()
    path = f"/macros/{made['id']}"
    changed = api("PUT", path, {"actions": made["actions"][:1]}).json()
    api("PUT", "/macros/archive", {"ids": [made["id"]]})
    while_archived = api("GET", "/macros").json()["data"]
    api("PUT", "/macros/unarchive", {"ids": [made["id"]]})
    desk.macros.ruled.add(made["id"])
    in_use = api("DELETE", path)
    desk.macros.ruled.clear()

    assert ([one["name"] for one in changed["actions"]], changed["name"]) == (["setResponseText"], made["name"])
    assert while_archived == []
    assert [one["id"] for one in api("GET", "/macros?search=damaged").json()["data"]] == [made["id"]]
    assert (in_use.status_code, api("DELETE", path).status_code, api("GET", path).status_code) == (409, 204, 404)


@pytest.mark.parametrize(
    ("given", "field"), [({"actions": []}, "name"), ({"name": "x", "actions": [{"name": "nope"}]}, "actions")]
)
def test_refuses_a_macro_it_does_not_know(api: Any, given: dict[str, Any], field: str) -> None:
    answer = api("POST", "/macros", given)

    assert (answer.status_code, list(answer.json()["error"]["data"])) == (400, [field])
    assert api("GET", "/macros").json()["data"] == []


def test_archives_thirty_at_most(api: Any) -> None:
    assert api("PUT", "/macros/archive", {"ids": list(range(31))}).status_code == 400


def test_customer_data_is_one_blob(api: Any, ticket: int) -> None:
    customer = api.ticket(ticket)["customer"]["id"]
    for data in ({"theirs": 1}, {"ours": 2}):
        answer = api("PUT", f"/customers/{customer}/data", {"data": data})
        assert (answer.status_code, answer.content) == (202, b"")

    assert api("GET", f"/customers/{customer}").json()["data"] == {"ours": 2}
