"""Publishing our texts as the account's canned responses, once each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.freshdesk.client import Account
from connector.helpdesks.freshdesk.macros import publish
from connector.ports.errors import NotConnected, NotSent, OutcomeUnknown, ReadFailed, Refused
from connector.ports.helpdesk import Template

Sample = Callable[[str], Any]
Json = dict[str, Any]
API = "https://acme.freshdesk.com/api/v2"
FOLDERS, RESPONSES = f"{API}/canned_response_folders", f"{API}/canned_responses"
INSIDE = f"{FOLDERS}/43000044383/responses"
TITLE = "Retour: refund approved"
TEXT = Template(TITLE, "Hi {{ticket.requester.firstname}},\n\nyour refund is on its way.", frozenset({"ignored"}))
MARKUP = "<p>Hi {{ticket.requester.firstname}},</p><p>your refund is on its way.</p>"
BODY = {"title": TITLE, "content_html": MARKUP, "folder_id": 43000044383, "visibility": 0}
OURS = {"id": 43000044383, "name": "Retour", "personal": False}


@pytest.fixture
def theirs(sample: Sample) -> Json:
    return dict(sample("canned_response_read__one"))


def test_makes_folder_and_response_where_there_are_none(
    http: responses.RequestsMock, account: Account, sample: Sample, theirs: Json
) -> None:
    http.get(FOLDERS, json=[*sample("folders_read__one"), OURS | {"id": 3, "personal": True}])
    named = matchers.json_params_matcher({"name": "Retour"})
    http.post(FOLDERS, json=sample("folder_create__answer"), status=201, match=[named])
    http.get(INSIDE, json=[])
    http.post(RESPONSES, json=theirs, status=201, match=[matchers.json_params_matcher(BODY)])
    assert publish(account, [TEXT]) == {TITLE: "43000093982"}
    assert len(http.calls) == 4


def test_mends_a_response_instead_of_making_a_second(
    http: responses.RequestsMock, account: Account, theirs: Json
) -> None:
    http.get(FOLDERS, json=[OURS])
    http.get(INSIDE, json=[theirs])
    http.put(f"{RESPONSES}/43000093982", json=theirs, match=[matchers.json_params_matcher(BODY)])
    assert publish(account, [TEXT]) == {TITLE: "43000093982"}
    assert len(http.calls) == 3


def test_leaves_a_response_alone_whose_words_are_the_same(
    http: responses.RequestsMock, account: Account, theirs: Json
) -> None:
    rewritten = "<div>Hi&nbsp;{{ticket.requester.firstname}},<br />\nyour refund is on its way.</div>"
    http.get(FOLDERS, json=[OURS])
    http.get(INSIDE, json=[theirs | {"content_html": rewritten}])
    assert publish(account, [TEXT]) == {TITLE: "43000093982"}
    assert len(http.calls) == 2


def page(number: str) -> Any:
    return matchers.query_param_matcher({"per_page": "100", "page": number})


def test_finds_a_response_on_a_later_page(http: responses.RequestsMock, account: Account, theirs: Json) -> None:
    http.get(FOLDERS, json=[OURS])
    http.get(INSIDE, json=[theirs | {"id": n, "title": "x"} for n in range(100)], match=[page("1")])
    http.get(INSIDE, json=[theirs | {"content_html": MARKUP}], match=[page("2")])
    assert publish(account, [TEXT]) == {TITLE: "43000093982"}


def test_a_list_without_pages_is_read_once_more_and_ends(
    http: responses.RequestsMock, account: Account, theirs: Json
) -> None:
    every = [theirs | {"id": n, "title": str(n)} for n in range(99)] + [theirs | {"content_html": MARKUP}]
    http.get(FOLDERS, json=[OURS])
    http.get(INSIDE, json=every)
    assert publish(account, [TEXT]) == {TITLE: "43000093982"}
    assert len(http.calls) == 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 429, "headers": {"Retry-After": "34"}}, NotSent),
        ({"status": 403}, NotConnected),
        ({"status": 400, "json": {}}, Refused),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 201, "body": "<html>"}, OutcomeUnknown),
        ({"status": 201, "json": {}}, OutcomeUnknown),
        ({"body": requests.ConnectionError()}, OutcomeUnknown),
    ],
)
def test_never_repeats_a_responses_write(
    http: responses.RequestsMock, account: Account, answer: Json, error: type[Exception]
) -> None:
    http.get(FOLDERS, json=[OURS])
    http.get(INSIDE, json=[])
    http.post(RESPONSES, **answer)
    with pytest.raises(error):
        publish(account, [TEXT])
    assert [call.request.method for call in http.calls] == ["GET", "GET", "POST"]


@pytest.mark.parametrize(
    "answer", [{"status": 404}, {"json": {}}, {"json": None}, {"json": [{"name": "Retour"}]}, {"json": [1]}]
)
def test_a_list_of_another_shape_is_a_failed_read(http: responses.RequestsMock, account: Account, answer: Json) -> None:
    http.get(FOLDERS, **answer)
    with pytest.raises(ReadFailed):
        publish(account, [TEXT])
    assert len(http.calls) == 1
