"""python-freshdesk kept on a leash: our session, our errors, nothing printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses

from connector.helpdesks.freshdesk.client import Account
from connector.helpdesks.freshdesk.sdk import contained, freshdesk_for
from connector.ports.errors import NotConnected, NotFound, ReadFailed

Sample = Callable[[str], Any]
ME = "https://acme.freshdesk.com/api/v2/agents/me"


def test_reads_an_agent_on_our_session(
    http: responses.RequestsMock, account: Account, pace: Any, sample: Sample
) -> None:
    http.get(ME, json=sample("agent_read__global_access"))
    assert freshdesk_for(account).agents.currently_authenticated_agent().ticket_scope == 1
    request = http.calls[0].request
    assert (request.headers["Authorization"], request.headers["User-Agent"]) == ("Basic a2V5LTE6WA==", "Retour/0.1")
    assert len(pace.taken) == 1


def test_reaches_a_stand_in_by_its_own_address(
    http: responses.RequestsMock, session: requests.Session, pace: Any, sample: Sample
) -> None:
    http.get("http://127.0.0.1:8123/api/v2/agents/me", json=sample("agent_read__global_access"))
    here = Account("http://127.0.0.1:8123/", "acme", lambda: "key-1", session, pace)
    assert freshdesk_for(here).agents.currently_authenticated_agent().id == 43009900001


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 401}, NotConnected),
        ({"status": 404}, NotFound),
        ({"status": 429, "headers": {"Retry-After": "34"}}, ReadFailed),
        ({"status": 500}, ReadFailed),
        ({"body": requests.ReadTimeout()}, ReadFailed),
        ({"json": []}, ReadFailed),
        ({"json": {"id": 5}}, ReadFailed),
        ({"json": {"id": 5, "created_at": "yesterday-ish", "updated_at": "x"}}, ReadFailed),
    ],
)
def test_its_exceptions_stay_inside(
    http: responses.RequestsMock, account: Account, answer: dict[str, Any], error: type[Exception]
) -> None:
    http.get(ME, **answer)
    with pytest.raises(error), contained():
        freshdesk_for(account).agents.currently_authenticated_agent()
    assert len(http.calls) == 1


def test_writes_nothing(http: responses.RequestsMock, account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    """Its deletes print, its posts would know no time-out: there is nothing they could go through."""
    api = freshdesk_for(account)
    for attempt in (
        lambda: api.tickets.create_ticket("x"),
        lambda: api.comments.create_reply(4211, "x"),
        lambda: api.tickets.update_ticket(4211, status=4),
        lambda: api.tickets.delete_ticket(4211),
    ):
        with pytest.raises(ReadFailed), contained():
            attempt()
    assert len(http.calls) == 0
    assert capsys.readouterr() == ("", "")
