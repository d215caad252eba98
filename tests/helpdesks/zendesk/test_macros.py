"""Publishing our texts as the account's macros, once each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.macros import publish
from connector.ports.errors import NotConnected, NotSent, OutcomeUnknown, ReadFailed, Refused
from connector.ports.helpdesk import Template

Sample = Callable[[str], Any]
Json = dict[str, Any]
MACROS = "https://acme.zendesk.com/api/v2/macros.json"
ONE = "https://acme.zendesk.com/api/v2/macros/38231170000001.json"
TEXT = Template(
    "Damaged item - refund sent",
    "Hi {{ticket.requester.first_name}},\n\nIt's done.",
    frozenset({"retour_macro_damaged"}),
)
ACTIONS = [
    {"field": "comment_value_html", "value": "<p>Hi {{ticket.requester.first_name}},</p><p>It's done.</p>"},
    {"field": "comment_mode_is_public", "value": "true"},
    {"field": "current_tags", "value": "retour_macro_damaged"},
]


def listed(*macros: Json, more: str | None = None) -> Json:
    return {"macros": list(macros), "meta": {"has_more": more is not None}, "links": {"next": more, "prev": None}}


@pytest.fixture
def theirs(sample: Sample) -> Json:
    return dict(sample("macro_read__published")["macro"])


def test_makes_a_macro_that_is_not_there(http: responses.RequestsMock, account: Account, theirs: Json) -> None:
    http.get(MACROS, json=listed(theirs | {"id": 5, "title": "Damaged item - refund sent"}))
    macro = {"title": "Retour::Damaged item - refund sent", "description": "Published by Retour", "active": True}
    asked = matchers.json_params_matcher({"macro": macro | {"actions": ACTIONS}})
    http.post(MACROS, json={"macro": theirs}, status=201, match=[asked])
    assert publish(account, [TEXT]) == {"Damaged item - refund sent": "38231170000001"}
    assert len(http.calls) == 2


def test_mends_a_macro_instead_of_making_a_second(http: responses.RequestsMock, account: Account, theirs: Json) -> None:
    http.get(MACROS, json=listed(theirs | {"active": False}))
    macro = {"title": "Retour::Damaged item - refund sent", "description": "Published by Retour"}
    there = {"id": 38231170000001, "actions": ACTIONS}  # and not "active": switched off stays off
    http.put(ONE, json={"macro": theirs}, match=[matchers.json_params_matcher({"macro": macro | there})])
    assert publish(account, [TEXT]) == {"Damaged item - refund sent": "38231170000001"}
    assert len(http.calls) == 2


def test_leaves_an_unchanged_macro_alone(http: responses.RequestsMock, account: Account, theirs: Json) -> None:
    http.get(MACROS, json=listed(theirs | {"actions": ACTIONS}))
    assert publish(account, [TEXT]) == {"Damaged item - refund sent": "38231170000001"}
    assert len(http.calls) == 1


def test_finds_a_macro_on_a_later_page(http: responses.RequestsMock, account: Account, theirs: Json) -> None:
    first = matchers.query_param_matcher({"page[size]": "100"})
    http.get(MACROS, json=listed(theirs | {"title": "x"}, more=f"{MACROS}?page%5Bafter%5D=c"), match=[first])
    http.get(
        MACROS, json=listed(theirs | {"actions": ACTIONS}), match=[matchers.query_param_matcher({"page[after]": "c"})]
    )
    assert publish(account, [TEXT]) == {"Damaged item - refund sent": "38231170000001"}


def test_makes_the_first_macro_of_an_empty_account(
    http: responses.RequestsMock, account: Account, theirs: Json
) -> None:
    http.get(MACROS, json=listed())
    http.post(MACROS, json={"macro": theirs}, status=201)
    assert len(publish(account, [TEXT])) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 429, "headers": {"Retry-After": "3600"}}, NotSent),
        ({"status": 403}, NotConnected),
        ({"status": 422, "json": {"error": "RecordInvalid"}}, Refused),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 201, "body": "<html>"}, OutcomeUnknown),
        ({"body": requests.ConnectionError()}, OutcomeUnknown),
    ],
)
def test_never_repeats_a_macros_write(
    http: responses.RequestsMock, account: Account, answer: Json, error: type[Exception]
) -> None:
    http.get(MACROS, json=listed())
    http.post(MACROS, **answer)
    with pytest.raises(error):
        publish(account, [TEXT])
    assert [call.request.method for call in http.calls] == ["GET", "POST"]


@pytest.mark.parametrize("document", [{}, [], {"macros": None}, {"odd": []}])
def test_a_list_of_another_shape_is_a_failed_read(
    http: responses.RequestsMock, account: Account, document: Any
) -> None:
    http.get(MACROS, json=document)
    with pytest.raises(ReadFailed):
        publish(account, [TEXT])
    assert len(http.calls) == 1
