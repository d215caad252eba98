"""Our webhook, made once and mended; and the export that tells what the webhook did not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.events import MAX_EXPORT_PAGES, EventSource, changed_since, ensure_webhook
from connector.helpdesks.zendesk.tickets import ZendeskHelpdesk
from connector.helpdesks.zendesk.webhook import PUBLIC_TEST_SECRET
from connector.ports.errors import NotConnected, NotSent, OutcomeUnknown, ReadFailed, Refused
from connector.ports.helpdesk import Changes

Sample = Callable[[str], Any]
Json = dict[str, Any]
HOOKS = "https://acme.zendesk.com/api/v2/webhooks"
ENDPOINT = "https://hooks.retour.example/zendesk/acme"
ID = "01JCX3W4N8PZK6T0V7Q2M5R1AB"
SECRET = "cmV0b3VyLWV4YW1wbGUtc2lnbmluZy1zZWNyZXQtMDA="
EXPORT = "https://acme.zendesk.com/api/v2/incremental/tickets/cursor.json"
NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
HOUR_AGO = NOON - timedelta(hours=1)


def listed(*hooks: Json, more: str | None = None) -> Json:
    links = {"next": more, "prev": None}
    return {"webhooks": list(hooks), "meta": {"has_more": more is not None}, "links": links}


@pytest.fixture
def ours(sample: Sample) -> Json:
    return dict(sample("webhook_create__answer")["webhook"])


@pytest.fixture
def wanted(sample: Sample) -> Json:
    asked = sample("webhook_create__request")
    del asked["webhook"]["authentication"]  # the signature proves more, and is one secret less
    return dict(asked)


def test_makes_a_webhook_where_there_is_none(
    http: responses.RequestsMock, account: Account, sample: Sample, wanted: Json
) -> None:
    paged = matchers.query_param_matcher({"page[size]": "100"})
    bearer = matchers.header_matcher({"Authorization": "Bearer token-1"})
    http.get(HOOKS, json=listed(), match=[paged, bearer])
    http.post(HOOKS, json=sample("webhook_create__answer"), status=201, match=[matchers.json_params_matcher(wanted)])
    http.get(f"{HOOKS}/{ID}/signing_secret", json=sample("signing_secret__own"))
    source = ensure_webhook(account, ENDPOINT)
    assert source == EventSource(ID, SECRET)
    assert len(http.calls) == 3
    assert SECRET not in repr(source)


def test_a_second_install_makes_no_second_webhook(
    http: responses.RequestsMock, account: Account, sample: Sample, ours: Json
) -> None:
    http.get(HOOKS, json=listed(ours))
    http.get(f"{HOOKS}/{ID}/signing_secret", json=sample("signing_secret__own"))
    assert ensure_webhook(account, ENDPOINT) == EventSource(ID, SECRET)
    assert [call.request.method for call in http.calls] == ["GET", "GET"]


def test_finds_ours_on_a_later_page(http: responses.RequestsMock, account: Account, sample: Sample, ours: Json) -> None:
    more = f"{HOOKS}?page%5Bafter%5D=c&page%5Bsize%5D=100"
    first = matchers.query_param_matcher({"page[size]": "100"})
    http.get(HOOKS, json=listed(ours | {"id": "X", "name": "theirs"}, more=more), match=[first])
    after = matchers.query_param_matcher({"page[size]": "100", "page[after]": "c"})
    http.get(HOOKS, json=listed(ours), match=[after])
    http.get(f"{HOOKS}/{ID}/signing_secret", json=sample("signing_secret__own"))
    assert ensure_webhook(account, ENDPOINT).webhook_id == ID


def test_takes_the_token_to_no_other_host(http: responses.RequestsMock, account: Account, ours: Json) -> None:
    http.get(
        HOOKS, json=listed(ours | {"name": "theirs"}, more="https://acme.zendesk.com.evil.example/api/v2/webhooks")
    )
    with pytest.raises(ReadFailed, match="another host"):
        ensure_webhook(account, ENDPOINT)
    assert len(http.calls) == 1


@pytest.mark.parametrize(
    "change",
    [{"status": "inactive"}, {"subscriptions": ["zen:event-type:ticket.created"]}],
    ids=["paused", "hears too little"],
)
def test_mends_ours(
    http: responses.RequestsMock, account: Account, sample: Sample, ours: Json, wanted: Json, change: Json
) -> None:
    http.get(HOOKS, json=listed(ours | change))
    http.put(f"{HOOKS}/{ID}", status=204, match=[matchers.json_params_matcher(wanted)])
    http.get(f"{HOOKS}/{ID}/signing_secret", json=sample("signing_secret__own"))
    assert ensure_webhook(account, ENDPOINT) == EventSource(ID, SECRET)
    assert len(http.calls) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Retour ticket events (old)"},
        {"endpoint": "https://hooks.retour.example/zendesk/other"},
        {"subscriptions": ["conditional_ticket_events"]},
    ],
    ids=["another name", "another endpoint", "a trigger's"],
)
def test_leaves_other_webhooks_alone(
    http: responses.RequestsMock, account: Account, sample: Sample, ours: Json, change: Json
) -> None:
    http.get(HOOKS, json=listed(ours | {"id": "X"} | change))
    http.post(HOOKS, json=sample("webhook_create__answer"), status=201)
    http.get(f"{HOOKS}/{ID}/signing_secret", json=sample("signing_secret__own"))
    assert ensure_webhook(account, ENDPOINT).webhook_id == ID


@pytest.mark.parametrize("secret", ["", PUBLIC_TEST_SECRET, None])
def test_refuses_a_secret_that_is_not_the_webhooks_own(
    http: responses.RequestsMock, account: Account, ours: Json, secret: str | None
) -> None:
    http.get(HOOKS, json=listed(ours))
    http.get(f"{HOOKS}/{ID}/signing_secret", json={"signing_secret": {"secret": secret, "algorithm": "SHA256"}})
    with pytest.raises(ReadFailed, match="secret of its own"):
        ensure_webhook(account, ENDPOINT)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 429, "headers": {"Retry-After": "60"}}, NotSent),
        ({"status": 401}, NotSent),
        ({"status": 403}, NotConnected),
        ({"status": 422, "json": {"error": {"title": "x", "message": "y"}}}, Refused),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 201, "json": {"odd": 1}}, OutcomeUnknown),
        ({"body": requests.ReadTimeout()}, OutcomeUnknown),
    ],
)
def test_never_repeats_making_a_webhook(
    http: responses.RequestsMock, account: Account, answer: Json, error: type[Exception]
) -> None:
    http.get(HOOKS, json=listed())
    http.post(HOOKS, **answer)
    with pytest.raises(error):
        ensure_webhook(account, ENDPOINT)
    assert [call.request.method for call in http.calls] == ["GET", "POST"]


def export(desk: ZendeskHelpdesk, since: datetime) -> list[str]:
    return list(desk.changed_since(since).ids)


def test_lists_what_changed_deleted_ones_included(
    http: responses.RequestsMock, desk: ZendeskHelpdesk, sample: Sample
) -> None:
    since = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
    asked = matchers.query_param_matcher({"start_time": str(int(since.timestamp()))})
    http.get(EXPORT, json=sample("export_read__one_page"), match=[asked])
    assert export(desk, since) == ["35436", "35437"]
    assert len(http.calls) == 1


def test_follows_the_cursor_and_names_each_ticket_once(http: responses.RequestsMock, account: Account) -> None:
    one = {"tickets": [{"id": 1}, {"id": 2}], "after_cursor": "c", "end_of_stream": False}
    two = {"tickets": [{"id": 2}, {"id": 3}], "after_cursor": "d", "end_of_stream": True}
    since = NOON - timedelta(hours=1)
    start = matchers.query_param_matcher({"start_time": str(int(since.timestamp()))})
    http.get(EXPORT, json=one, match=[start])
    http.get(EXPORT, json=two, match=[matchers.query_param_matcher({"cursor": "c"})])
    assert changed_since(account, since, NOON) == Changes(("1", "2", "3"))


def test_never_starts_in_the_minutes_the_export_leaves_out(http: responses.RequestsMock, account: Account) -> None:
    start = matchers.query_param_matcher({"start_time": str(int((NOON - timedelta(minutes=2)).timestamp()))})
    http.get(EXPORT, json={"tickets": [], "end_of_stream": True}, match=[start])
    assert changed_since(account, NOON, NOON) == Changes(())


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 429, "headers": {"Retry-After": "60"}},
        {"status": 404},
        {"json": []},
        {"json": {"tickets": []}},
        {"json": {"tickets": [{}], "end_of_stream": True}},
        {"json": {"tickets": [{"id": 1, "generated_timestamp": 10**20}], "end_of_stream": True}},
        {"json": {"tickets": [{"id": 1}], "end_of_stream": False, "after_cursor": None}},
    ],
)
def test_fails_rather_than_leave_changes_out(http: responses.RequestsMock, account: Account, answer: Json) -> None:
    http.get(EXPORT, **answer)
    with pytest.raises(ReadFailed):
        changed_since(account, NOON - timedelta(hours=1), NOON)
    assert len(http.calls) == 1


def test_notices_an_export_that_does_not_move_on(http: responses.RequestsMock, account: Account) -> None:
    http.get(EXPORT, json={"tickets": [{"id": 1}], "after_cursor": "same", "end_of_stream": False})
    with pytest.raises(ReadFailed, match="does not move on"):
        changed_since(account, NOON - timedelta(hours=1), NOON)
    assert len(http.calls) == 2


def exported(cursor: str, *changes: tuple[int, int]) -> Json:
    """A page that is not the last: tickets, and the seconds after `HOUR_AGO` at which they changed."""
    begin = int(HOUR_AGO.timestamp())
    tickets = [{"id": ticket, "generated_timestamp": begin + at} for ticket, at in changes]
    return {"tickets": tickets, "after_cursor": cursor, "end_of_stream": False}


def test_reads_no_more_pages_than_zendesk_allows_a_minute_and_tells_how_far_it_came(
    http: responses.RequestsMock, account: Account
) -> None:
    for number in range(MAX_EXPORT_PAGES):
        http.get(EXPORT, json=exported(str(number), (number, 10 * number)))
    told = changed_since(account, HOUR_AGO, NOON)
    assert told == Changes(("0", "1", "2", "3", "4", "5", "6", "7"), HOUR_AGO + timedelta(seconds=69))
    assert len(http.calls) == MAX_EXPORT_PAGES == 8


@pytest.mark.parametrize(
    "answer",
    [{"status": 429, "headers": {"Retry-After": "60"}}, {"status": 503}, {"status": 403}, {"status": 404}, {"json": 3}],
)
def test_a_later_page_that_fails_leaves_what_was_read(
    http: responses.RequestsMock, account: Account, answer: Json
) -> None:
    http.get(EXPORT, json=exported("c", (1, 5), (2, 9)))
    http.get(EXPORT, **answer)
    assert changed_since(account, HOUR_AGO, NOON) == Changes(("1", "2"), HOUR_AGO + timedelta(seconds=8))
    assert len(http.calls) == 2


@pytest.mark.parametrize(
    "page",
    [
        exported("c", (1, 0), (2, 1)),
        exported("c"),
        exported("c") | {"tickets": [{"id": 1}]},
        exported("c") | {"tickets": [{"id": 1, "generated_timestamp": None}]},
    ],
    ids=["all of the first second", "nothing", "undated", "no date"],
)
def test_a_limit_before_anything_is_gained_is_a_failed_read(
    http: responses.RequestsMock, account: Account, page: Json
) -> None:
    http.get(EXPORT, json=page)
    http.get(EXPORT, status=429, headers={"Retry-After": "34"})
    with pytest.raises(ReadFailed) as caught:
        changed_since(account, HOUR_AGO, NOON)
    assert caught.value.retry_after == 34.0
    assert len(http.calls) == 2
