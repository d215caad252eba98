"""zenpy kept on a leash: it neither repeats nor sleeps, and what it thinks stays inside."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import requests
import responses
import zenpy.lib.api
from zenpy.lib.api_objects import Macro
from zenpy.lib.exception import ZenpyException

from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.sdk import contained, zenpy_for
from connector.ports.errors import NotSent, OutcomeUnknown, ReadFailed, Refused

URL = "https://acme.zendesk.com/api/v2/macros/7.json"


@pytest.fixture(autouse=True)
def no_sleep(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(zenpy.lib.api, "sleep", slept.append)
    return slept


@pytest.mark.parametrize("retry_after", ["1", "600", "0", "", "Thu, 12 Nov 2026 12:00:00 GMT"])
def test_does_not_sleep_on_a_429(
    http: responses.RequestsMock, account: Account, no_sleep: list[float], retry_after: str
) -> None:
    http.get(URL, status=429, headers={"Retry-After": retry_after})
    http.put(URL, status=429, headers={"Retry-After": retry_after})
    api = zenpy_for(account).macros
    with pytest.raises(ReadFailed):
        api(id=7)
    with pytest.raises(NotSent):
        api.update(Macro(id=7, title="x"))
    assert len(http.calls) == 2
    assert no_sleep == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"body": requests.ReadTimeout()}, OutcomeUnknown),
        ({"body": requests.ConnectionError()}, OutcomeUnknown),
        ({"status": 503, "headers": {"Retry-After": "1"}}, OutcomeUnknown),
        ({"status": 413, "headers": {"Retry-After": "1"}}, Refused),
    ],
)
def test_does_not_repeat_an_unanswered_put(
    http: responses.RequestsMock,
    account: Account,
    no_sleep: list[float],
    answer: dict[str, Any],
    error: type[Exception],
) -> None:
    http.put(URL, **answer)
    with pytest.raises(error):
        zenpy_for(account).macros.update(Macro(id=7, title="x"))
    assert len(http.calls) == 1
    assert no_sleep == []


def test_reads_every_time_anew(http: responses.RequestsMock, account: Account) -> None:
    http.get(URL, json={"macro": {"id": 7, "title": "x"}})
    api = zenpy_for(account).macros
    assert [api(id=7).title, api(id=7).title] == ["x", "x"]
    assert len(http.calls) == 2


def test_reaches_a_stand_in_by_its_own_address(
    http: responses.RequestsMock, tokens: Any, session: requests.Session
) -> None:
    http.get("http://127.0.0.1:8123/api/v2/macros/7.json", json={"macro": {"id": 7, "title": "x"}})
    assert zenpy_for(Account("http://127.0.0.1:8123/", tokens, session)).macros(id=7).title == "x"


def test_its_errors_become_ours_and_ours_pass() -> None:
    with pytest.raises(ReadFailed), contained(ReadFailed):
        raise ZenpyException("odd")
    with pytest.raises(OutcomeUnknown), contained(OutcomeUnknown):
        raise KeyError("odd")
    with pytest.raises(Refused), contained(OutcomeUnknown):
        raise Refused("422")


def test_logs_no_bodies_even_where_everything_is_logged(
    http: responses.RequestsMock, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    http.put(URL, json={"macro": {"id": 7, "title": "SECRET-TITLE"}})
    zenpy_for(account).macros.update(Macro(id=7, title="SECRET-TITLE"))
    assert "SECRET-TITLE" not in caplog.text
    assert "token-1" not in caplog.text
