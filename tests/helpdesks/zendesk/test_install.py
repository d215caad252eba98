"""The check after connecting, and leaving."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import responses

from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.install import probe, service_user, uninstall
from connector.ports.errors import NotConnected, ReadFailed
from connector.ports.probe import Probe

API = "https://acme.zendesk.com/api/v2"
NOW = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
ENDPOINT = "https://hooks.retour.example/zendesk/acme"
EXPORT, ME, MACROS, HOOKS = "incremental/tickets/cursor.json", "users/me.json", "macros.json", "webhooks"
ANSWERS: dict[str, Any] = {
    EXPORT: {"tickets": [], "end_of_stream": True},
    ME: {"user": {"id": 38231140009950, "role": "admin"}},
    MACROS: {"macros": []},
    HOOKS: {"webhooks": []},
}


def announce(http: responses.RequestsMock, changes: dict[str, dict[str, Any]], upto: str = HOOKS) -> None:
    for path, document in ANSWERS.items():
        http.get(f"{API}/{path}", **(changes.get(path) or {"json": document}))
        if path == upto:
            return


def test_finds_a_good_connection(http: responses.RequestsMock, account: Account) -> None:
    announce(http, {})
    assert probe(account, NOW) == Probe(True, "connected", ())
    assert len(http.calls) == 4


def test_names_every_missing_permission(http: responses.RequestsMock, account: Account) -> None:
    announce(http, {EXPORT: {"status": 403}, HOOKS: {"status": 403}})
    assert probe(account, NOW) == Probe(False, "permissions are missing", ("tickets:read", "webhooks:read"))


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        ({"status": 401}, "401"),
        ({"status": 404}, "no usable answer: no ticket export"),
        ({"status": 500}, "no usable answer: 500"),
        ({"body": "<html>"}, "no usable answer: not JSON: text/plain"),
        ({"body": requests.ConnectionError()}, "no usable answer: ConnectionError"),
    ],
)
def test_tells_a_bad_token_from_a_bad_address(
    http: responses.RequestsMock, account: Account, answer: dict[str, Any], detail: str
) -> None:
    announce(http, {EXPORT: answer}, upto=EXPORT)
    assert probe(account, NOW) == Probe(False, detail)


def test_tells_that_there_is_no_zendesk(http: responses.RequestsMock, account: Account) -> None:
    announce(http, {ME: {"status": 404}}, upto=ME)
    assert probe(account, NOW) == Probe(False, "no Zendesk at this address")


def test_names_the_user_we_write_as(http: responses.RequestsMock, account: Account) -> None:
    http.get(f"{API}/{ME}", json=ANSWERS[ME])
    assert service_user(account) == "38231140009950"


@pytest.mark.parametrize("user", [{"id": None, "role": "end-user"}, {"id": 5, "role": "end-user"}])
def test_refuses_a_token_of_somebody_who_may_not_write(
    http: responses.RequestsMock, account: Account, user: dict[str, Any]
) -> None:
    http.get(f"{API}/{ME}", json={"user": user})
    with pytest.raises(NotConnected):
        service_user(account)


def test_an_answer_without_a_user_is_a_failed_read(http: responses.RequestsMock, account: Account) -> None:
    http.get(f"{API}/{ME}", json=[])
    with pytest.raises(ReadFailed):
        service_user(account)


@pytest.fixture
def ours(sample: Any) -> dict[str, Any]:
    return dict(sample("webhook_create__answer")["webhook"])


def test_leaves_nothing_behind(http: responses.RequestsMock, account: Account, ours: dict[str, Any]) -> None:
    theirs = ours | {"id": "THEIRS", "endpoint": "https://elsewhere.example/"}
    http.get(f"{API}/webhooks", json={"webhooks": [ours, theirs], "meta": {"has_more": False}})
    http.delete(f"{API}/webhooks/{ours['id']}", status=204)
    http.get(f"{API}/oauth/tokens/current.json", json={"token": {"id": 77}})
    http.delete(f"{API}/oauth/tokens/77", status=204)
    assert uninstall(account, ENDPOINT) == ()
    assert len(http.calls) == 4


def test_leaving_twice_is_no_error(http: responses.RequestsMock, account: Account, ours: dict[str, Any]) -> None:
    http.get(f"{API}/webhooks", json={"webhooks": [ours], "meta": {"has_more": False}})
    http.delete(f"{API}/webhooks/{ours['id']}", status=404, json={"error": "RecordNotFound"})
    http.get(f"{API}/oauth/tokens/current.json", json={"token": {"id": 77}})
    http.delete(f"{API}/oauth/tokens/77", status=204)
    assert uninstall(account, ENDPOINT) == ()


def test_says_what_could_not_be_undone_and_undoes_the_rest(
    http: responses.RequestsMock, account: Account, ours: dict[str, Any]
) -> None:
    http.get(f"{API}/webhooks", json={"webhooks": [ours], "meta": {"has_more": False}})
    http.delete(f"{API}/webhooks/{ours['id']}", status=500)
    http.get(f"{API}/oauth/tokens/current.json", json={"token": {"id": 77}})
    http.delete(f"{API}/oauth/tokens/77", status=204)
    assert uninstall(account, ENDPOINT) == ("webhook",)


@pytest.mark.parametrize("document", [[], {}, {"token": {}}, {"token": {"id": "../x"}}])
def test_revokes_nothing_it_cannot_name(http: responses.RequestsMock, account: Account, document: Any) -> None:
    http.get(f"{API}/webhooks", json={"webhooks": [], "meta": {"has_more": False}})
    http.get(f"{API}/oauth/tokens/current.json", json=document)
    assert uninstall(account, ENDPOINT) == ("token",)
    assert len(http.calls) == 2
