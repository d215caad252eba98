"""Our texts as the account's macros: made, mended, left alone."""

from __future__ import annotations

from typing import Any

import pytest
import responses
from responses import matchers

from connector.helpdesks.gorgias.client import Account
from connector.helpdesks.gorgias.install import GorgiasInstaller
from connector.helpdesks.gorgias.macros import publish
from connector.ports.errors import OutcomeUnknown, ReadFailed
from connector.ports.helpdesk import Template
from connector.tokens import TokenPair

URL = "https://acme.gorgias.com/api/macros"
TEXT = Template(
    "Ask for the order number (en)", "Hi {{ticket.customer.firstname}},\n\nwhich order?", frozenset({"b", "a"})
)
WANTED: dict[str, Any] = {
    "name": "Retour: Ask for the order number (en)",
    "external_id": "retour:Ask for the order number (en)",
    "actions": [
        {
            "type": "user",
            "name": "setResponseText",
            "title": "Reply",
            "arguments": {
                "body_text": "Hi {{ticket.customer.firstname}},\n\nwhich order?",
                "body_html": "<p>Hi {{ticket.customer.firstname}},</p><p>which order?</p>",
            },
        },
        {"type": "user", "name": "addTags", "title": "Add tags", "arguments": {"tags": "a, b"}},
    ],
}


def page(*held: Any, cursor: str | None = None) -> dict[str, Any]:
    return {"data": list(held), "meta": {"next_cursor": cursor}}


def wanted() -> list[Any]:
    return [matchers.json_params_matcher(WANTED)]


def test_makes_a_macro_for_each_text(http: responses.RequestsMock, account: Account, sample: Any) -> None:
    http.get(URL, json=page(sample("macro_read__published")))
    http.post(URL, json=WANTED | {"id": 7}, status=201, match=wanted())
    assert publish(account, [TEXT]) == 1
    assert len(http.calls) == 2


def test_leaves_alone_what_is_as_it_should_be(http: responses.RequestsMock, account: Account) -> None:
    there = WANTED | {"id": 7, "usage": 4, "archived_datetime": "2026-11-01T12:00:02+00:00"}
    there["actions"] = [action | {"id": 1} for action in WANTED["actions"]]
    http.get(URL, json=page({"id": 1, "name": "x", "actions": None}, cursor="c2"))
    http.get(URL, json=page(there), match=[matchers.query_param_matcher({"limit": "100", "cursor": "c2"})])
    assert publish(account, [TEXT]) == 1
    assert len(http.calls) == 2


@pytest.mark.parametrize(
    "changes", [{"name": "Renamed"}, {"external_id": None}, {"actions": []}, {"actions": WANTED["actions"][:1]}]
)
def test_mends_what_was_changed(http: responses.RequestsMock, account: Account, changes: dict[str, Any]) -> None:
    http.get(URL, json=page(WANTED | {"id": 7} | changes))
    http.put(f"{URL}/7", json={}, match=wanted())
    assert publish(account, [TEXT]) == 1
    assert len(http.calls) == 2


def test_a_text_without_tags_sets_none(http: responses.RequestsMock, account: Account) -> None:
    http.get(URL, json=page())
    only = matchers.json_params_matcher(WANTED | {"actions": WANTED["actions"][:1]})
    http.post(URL, json={}, status=201, match=[only])
    assert publish(account, [Template(TEXT.title, TEXT.text)]) == 1


@pytest.mark.parametrize("answer", [{"status": 404}, {"json": page("x")}, {"json": page({"id": 1})}, {"json": []}])
def test_makes_nothing_where_the_list_is_odd(
    http: responses.RequestsMock, account: Account, answer: dict[str, Any]
) -> None:
    http.get(URL, **answer)
    with pytest.raises(ReadFailed):
        publish(account, [TEXT])
    assert len(http.calls) == 1


def test_an_unanswered_macro_is_not_made_again_blindly(
    http: responses.RequestsMock, installer: GorgiasInstaller, clock: Any
) -> None:
    installer.tokens("t", "acme").store(TokenPair("access", None, clock.now, None))
    http.get(URL, json=page())
    http.post(URL, status=502)
    with pytest.raises(OutcomeUnknown):
        installer.publish("t", "acme", [TEXT])
    assert len(http.calls) == 2
