"""Hearing of changes: the integration, and the list for what it never told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import responses
from responses import matchers

from connector.helpdesks.gorgias.client import Account
from connector.helpdesks.gorgias.events import EventSource, changed_since, ensure_events, remove_events
from connector.ports.errors import NotSent, OutcomeUnknown, ReadFailed, Refused
from connector.ports.helpdesk import Changes

Sample = Callable[[str], Any]
Json = dict[str, Any]
API = "https://acme.gorgias.com/api"
HOOKS = f"{API}/integrations"
ENDPOINT = "https://retour.example/hooks/gorgias-acme"
ON = {"ticket-created", "ticket-message-created", "ticket-message-failed"}
WANTED: Json = {
    "name": "Retour - ticket events",
    "description": "Tells Retour which ticket has news",
    "type": "http",
    "http": {
        "url": f"{ENDPOINT}?t=new-secret",
        "method": "POST",
        "request_content_type": "application/json",
        "response_content_type": "application/json",
        "headers": {"X-Retour-Secret": "new-secret"},
        "hmac_secret": "new-secret",
        "form": {
            "schema": "retour.gorgias.v1",
            "event_type": "{{event.type}}",
            "account_domain": "{{ticket.account.domain}}",
            "ticket_id": "{{ticket.id}}",
            "message_id": "{{message.id}}",
        },
        "triggers": {
            "ticket-created": True,
            "ticket-message-created": True,
            "ticket-message-failed": True,
            "ticket-updated": False,
            "ticket-self-unsnoozed": False,
            "ticket-status-updated": False,
            "ticket-assignment-updated": False,
            "ticket-handed-over": False,
        },
    },
}


def page(*held: Any, cursor: str | None = None) -> Json:
    return {"data": list(held), "meta": {"prev_cursor": None, "next_cursor": cursor}}


def json_is(body: Json) -> list[Any]:
    return [matchers.json_params_matcher(body)]


@pytest.fixture
def integration(sample: Sample) -> Json:
    """Ours, made earlier."""
    made = dict(sample("integration_create__answer"))
    return made | {"http": made["http"] | {"url": f"{ENDPOINT}?t=old-secret"}}


def test_makes_the_integration_where_there_is_none(
    http: responses.RequestsMock, account: Account, integration: Json
) -> None:
    theirs = integration | {"name": "Another app"}
    elsewhere = integration | {"http": {"url": "https://other.example/hooks/gorgias-acme?t=x"}}
    mailbox = {"id": 1, "type": "email", "name": "Retour - ticket events", "http": None}
    http.get(HOOKS, json=page(theirs, elsewhere, mailbox))
    http.post(HOOKS, json=integration, status=201, match=json_is(WANTED))
    assert ensure_events(account, ENDPOINT, "new-secret") == EventSource("66701", "new-secret")
    assert len(http.calls) == 2


def test_mends_its_own_with_the_new_secret_and_switches_it_on_again(
    http: responses.RequestsMock, account: Account, integration: Json
) -> None:
    http.get(HOOKS, json=page(integration | {"deactivated_datetime": "2026-11-01T12:00:00+00:00"}))
    http.put(f"{HOOKS}/66701", json=integration, match=json_is(WANTED | {"deactivated_datetime": None}))
    assert ensure_events(account, ENDPOINT, "new-secret") == EventSource("66701", "new-secret")
    assert len(http.calls) == 2


def test_keeps_one_of_two(http: responses.RequestsMock, account: Account, integration: Json) -> None:
    http.get(HOOKS, json=page(integration, integration | {"id": 66800}))
    http.put(f"{HOOKS}/66701", json=integration)
    http.delete(f"{HOOKS}/66800", status=204)
    assert ensure_events(account, ENDPOINT, "new-secret").integration_id == "66701"
    assert len(http.calls) == 3


def test_looks_for_what_it_made_where_the_answer_is_empty(
    http: responses.RequestsMock, account: Account, integration: Json
) -> None:
    http.get(HOOKS, json=page())
    http.post(HOOKS, status=202)
    http.get(HOOKS, json=page(integration))
    assert ensure_events(account, ENDPOINT, "new-secret").integration_id == "66701"
    assert len(http.calls) == 3


def test_does_not_know_what_it_cannot_find(http: responses.RequestsMock, account: Account) -> None:
    http.get(HOOKS, json=page())
    http.post(HOOKS, status=202)
    with pytest.raises(OutcomeUnknown):
        ensure_events(account, ENDPOINT, "new-secret")
    assert [call.request.method for call in http.calls] == ["GET", "POST", "GET"]


@pytest.mark.parametrize(
    ("answer", "error"), [({"status": 400}, Refused), ({"status": 502}, OutcomeUnknown), ({"status": 429}, NotSent)]
)
def test_says_how_making_failed_and_tries_once(
    http: responses.RequestsMock, account: Account, answer: Json, error: type[Exception]
) -> None:
    http.get(HOOKS, json=page())
    http.post(HOOKS, **answer)
    with pytest.raises(error):
        ensure_events(account, ENDPOINT, "new-secret")
    assert len(http.calls) == 2


@pytest.mark.parametrize("document", [page("x"), page({"name": WANTED["name"], "http": "x"}), []])
def test_makes_nothing_where_the_list_is_odd(http: responses.RequestsMock, account: Account, document: Any) -> None:
    http.get(HOOKS, json=document)
    with pytest.raises(ReadFailed):
        ensure_events(account, ENDPOINT, "new-secret")
    assert len(http.calls) == 1


def test_removes_its_own_only(http: responses.RequestsMock, account: Account, integration: Json) -> None:
    theirs = integration | {"id": 5, "http": {"url": "https://other.example/?t=x"}}
    http.get(HOOKS, json=page(theirs, integration, integration | {"id": 66800}))
    http.delete(f"{HOOKS}/66701", status=204)
    http.delete(f"{HOOKS}/66800", status=404)  # somebody was faster
    remove_events(account, ENDPOINT)
    assert len(http.calls) == 3


def test_says_that_an_integration_in_use_stays(
    http: responses.RequestsMock, account: Account, integration: Json
) -> None:
    http.get(HOOKS, json=page(integration))
    http.delete(f"{HOOKS}/66701", status=409)
    with pytest.raises(Refused, match="409"):
        remove_events(account, ENDPOINT)


# --- the list ---------------------------------------------------------------------------------------------------------

SINCE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PARAMS = {"order_by": "updated_datetime:desc", "trashed": "false", "limit": "100"}


def changed(ticket_id: int, minutes: float) -> Json:
    at = SINCE + timedelta(minutes=minutes)
    return {"id": ticket_id, "updated_datetime": at.isoformat(), "created_datetime": SINCE.isoformat()}


def test_reads_the_recorded_list(http: responses.RequestsMock, account: Account, sample: Sample) -> None:
    recorded = sample("tickets_list__one_page")
    recorded["meta"]["next_cursor"] = None
    http.get(f"{API}/tickets", json=recorded, match=[matchers.query_param_matcher(PARAMS)])
    assert changed_since(account, SINCE) == Changes(("86538298",))


def test_stops_at_what_is_older(http: responses.RequestsMock, account: Account) -> None:
    first = page(changed(3, 3), changed(2, 2), cursor="c2")
    second = page(changed(2, 2), changed(1, 0), changed(9, -0.01), cursor="c3")
    http.get(f"{API}/tickets", json=first, match=[matchers.query_param_matcher(PARAMS)])
    http.get(f"{API}/tickets", json=second, match=[matchers.query_param_matcher(PARAMS | {"cursor": "c2"})])
    assert changed_since(account, SINCE) == Changes(("3", "2", "1"))
    assert len(http.calls) == 2


def test_a_ticket_never_touched_counts_by_when_it_came(http: responses.RequestsMock, account: Account) -> None:
    http.get(f"{API}/tickets", json=page(changed(3, 3) | {"updated_datetime": None}))
    assert changed_since(account, SINCE) == Changes(("3",))


def test_leaves_none_out_silently(http: responses.RequestsMock, account: Account) -> None:
    http.get(f"{API}/tickets", json=page(changed(3, 3), cursor="same"))
    with pytest.raises(ReadFailed, match="does not move on"):
        changed_since(account, SINCE)
    assert len(http.calls) == 2


def test_gives_up_on_more_than_six_thousand(http: responses.RequestsMock, account: Account) -> None:
    for number in range(60):
        http.get(f"{API}/tickets", json=page(changed(number, 3), cursor=f"c{number}"))
    with pytest.raises(ReadFailed, match="too many"):
        changed_since(account, SINCE)
    assert len(http.calls) == 60


def test_keeps_nothing_where_a_later_page_fails_since_it_is_the_oldest(
    http: responses.RequestsMock, account: Account
) -> None:
    http.get(f"{API}/tickets", json=page(changed(3, 3), cursor="c2"))
    http.get(f"{API}/tickets", status=503)
    with pytest.raises(ReadFailed, match="503"):
        changed_since(account, SINCE)
    assert len(http.calls) == 2


@pytest.mark.parametrize("answer", [{"status": 404}, {"json": page({"id": 1})}, {"json": page("x")}, {"json": {}}])
def test_another_answer_is_a_failed_read(http: responses.RequestsMock, account: Account, answer: Json) -> None:
    http.get(f"{API}/tickets", **answer)
    with pytest.raises(ReadFailed):
        changed_since(account, SINCE)
