"""Our two rules, made once and mended; and the ticket list that tells what they did not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connector.helpdesks.freshdesk import events
from connector.helpdesks.freshdesk.client import Account
from connector.helpdesks.freshdesk.events import EventSource, changed_since, ensure_rules, remove_rules
from connector.helpdesks.freshdesk.tickets import FreshdeskHelpdesk
from connector.ports.errors import NotConnected, NotSent, OutcomeUnknown, ReadFailed, Refused
from connector.ports.helpdesk import Changes

Sample = Callable[[str], Any]
Json = dict[str, Any]
RULES = {kind: f"https://acme.freshdesk.com/api/v2/automations/{kind}/rules" for kind in (1, 4)}
TICKETS = "https://acme.freshdesk.com/api/v2/tickets"
ENDPOINT = "https://retour.example/hooks/freshdesk/inst_8f2c"
SECRET = "REPLACE_PER_INSTALL"
NOON = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
ABOUT = {"description": "Sends the ticket id to Retour."}


@pytest.fixture
def wanted(sample: Sample) -> dict[int, Json]:
    return {
        1: sample("rule_create__new_ticket_request") | ABOUT,
        4: sample("rule_create__customer_replied_request") | ABOUT,
    }


@pytest.fixture
def there(sample: Sample, wanted: dict[int, Json]) -> dict[int, Json]:
    """Our rules as the account has them."""
    answer = sample("rule_create__answer")
    return {1: answer | wanted[1] | {"id": 501}, 4: answer | wanted[4] | {"id": 504}}


def test_makes_both_rules_where_there_are_none(
    http: responses.RequestsMock, account: Account, sample: Sample, wanted: dict[int, Json]
) -> None:
    http.get(RULES[1], json={"rules": [], "meta": {"total_count": 0}})
    http.get(RULES[4], json=[])  # seen as an array, too
    for kind in (1, 4):
        made = sample("rule_create__answer") | {"id": 500 + kind}
        http.post(RULES[kind], json=made, status=201, match=[matchers.json_params_matcher(wanted[kind])])
    source = ensure_rules(account, ENDPOINT, SECRET)
    assert source == EventSource(("501", "504"), SECRET)
    assert len(http.calls) == 4
    assert SECRET not in repr(source)


def test_mends_its_own_rules_instead_of_making_more(
    http: responses.RequestsMock, account: Account, wanted: dict[int, Json], there: dict[int, Json]
) -> None:
    theirs = [{"id": 7, "name": "Greet", "actions": [{"field_name": "status", "value": 3}]}, {"id": 8, "name": "No"}]
    elsewhere = {"id": 9, "name": there[1]["name"], "actions": [{"url": "https://another.example/"}]}
    by_name = {"id": 10, "name": "A copy", "actions": [{"url": ENDPOINT}]}
    http.get(RULES[1], json={"rules": [*theirs, elsewhere, by_name, there[1] | {"active": False}]})
    http.get(RULES[4], json={"rules": [there[4], there[4] | {"id": 505}]})
    for kind in (1, 4):
        wanted[kind]["actions"][0]["custom_headers"] = {"X-Retour-Secret": "new"}
        asked = matchers.json_params_matcher(wanted[kind])
        http.put(f"{RULES[kind]}/{500 + kind}", json=there[kind], match=[asked])
    http.delete(f"{RULES[4]}/505", status=204)
    assert ensure_rules(account, ENDPOINT, "new") == EventSource(("501", "504"), "new")
    assert len(http.calls) == 5


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 429, "headers": {"Retry-After": "34"}}, NotSent),
        ({"status": 403}, NotConnected),
        ({"status": 400, "json": {}}, Refused),
        ({"status": 500}, OutcomeUnknown),
        ({"status": 201, "json": []}, OutcomeUnknown),
        ({"body": requests.ReadTimeout()}, OutcomeUnknown),
    ],
)
def test_never_repeats_a_rules_write(
    http: responses.RequestsMock, account: Account, answer: Json, error: type[Exception]
) -> None:
    http.get(RULES[1], json=[])
    http.post(RULES[1], **answer)
    with pytest.raises(error):
        ensure_rules(account, ENDPOINT, SECRET)
    assert [call.request.method for call in http.calls] == ["GET", "POST"]


@pytest.mark.parametrize("answer", [{"status": 404}, {"json": {}}, {"json": [1]}, {"json": [{"id": 1}]}, {"json": 3}])
def test_a_list_of_another_shape_makes_no_rule(http: responses.RequestsMock, account: Account, answer: Json) -> None:
    http.get(RULES[1], **answer)
    with pytest.raises(ReadFailed):
        ensure_rules(account, ENDPOINT, SECRET)
    assert len(http.calls) == 1


def test_removes_its_own_rules_alone(http: responses.RequestsMock, account: Account, there: dict[int, Json]) -> None:
    http.get(RULES[1], json=[there[1], {"id": 7, "name": "Greet"}])
    http.get(RULES[4], json=[there[4]])
    http.delete(f"{RULES[1]}/501", status=204)
    http.delete(f"{RULES[4]}/504", status=404)  # somebody was faster
    assert remove_rules(account, ENDPOINT) == 2
    assert len(http.calls) == 4


# --- what the rules did not tell --------------------------------------------------------------------------------------


class Listed:
    """Tickets that changed at `changes`, seconds after noon, as the list tells them."""

    def __init__(self, http: responses.RequestsMock, changes: list[int], size: int) -> None:
        self.tickets = [{"id": n, "updated_at": text(NOON + timedelta(seconds=at))} for n, at in enumerate(changes)]
        self.size = size
        self.asked: list[tuple[str, str]] = []
        self.on_page: Callable[[Listed], None] = lambda _: None
        http.add_callback(responses.GET, TICKETS, self.answer)

    def answer(self, request: Any) -> tuple[int, dict[str, str], str]:
        given = request.params
        assert (given["order_by"], given["order_type"], given["per_page"]) == ("updated_at", "asc", str(self.size))
        self.asked.append((given["updated_since"], given["page"]))
        known = sorted(self.tickets, key=lambda each: (each["updated_at"], each["id"]))
        known = [each for each in known if str(each["updated_at"]) >= given["updated_since"]]
        first = (int(given["page"]) - 1) * self.size
        page = known[first : first + self.size]
        self.on_page(self)
        return 200, {}, requests.compat.json.dumps(page)


def text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PAGE", 2)
    monkeypatch.setattr(events, "LAST_PAGE", 3)


def test_tells_what_changed_in_one_call(
    http: responses.RequestsMock, desk: FreshdeskHelpdesk, sample: Sample, pace: Any
) -> None:
    asked = {"updated_since": "2026-10-05T11:59:59Z", "order_by": "updated_at", "order_type": "asc"}
    every = matchers.query_param_matcher(asked | {"per_page": "100", "page": "1"})
    http.get(TICKETS, json=sample("tickets_list__page"), match=[every])
    assert desk.changed_since(NOON) == Changes(("4211",))
    assert [pool for pool, _, _ in pace.taken] == ["freshdesk:acme:lists", "freshdesk:acme"]


@pytest.mark.usefixtures("small")
def test_begins_anew_at_the_last_change_and_names_each_once(http: responses.RequestsMock, account: Account) -> None:
    listed = Listed(http, [0, 5, 10, 15, 20], size=2)
    assert changed_since(account, NOON) == Changes(("0", "1", "2", "3", "4"))
    assert {page for _, page in listed.asked} == {"1"}
    assert listed.asked[:2] == [("2026-10-05T11:59:59Z", "1"), ("2026-10-05T12:00:04Z", "1")]


@pytest.mark.usefixtures("small")
def test_loses_none_where_a_ticket_changes_meanwhile(http: responses.RequestsMock, account: Account) -> None:
    listed = Listed(http, [0, 5, 10, 15], size=2)

    def first_moves_to_the_end(each: Listed) -> None:
        each.tickets[0]["updated_at"] = text(NOON + timedelta(seconds=90))

    listed.on_page = first_moves_to_the_end
    assert set(changed_since(account, NOON).ids) == {"0", "1", "2", "3"}


@pytest.mark.usefixtures("small")
def test_turns_pages_within_one_second(http: responses.RequestsMock, account: Account) -> None:
    listed = Listed(http, [7] * 5, size=2)
    assert changed_since(account, NOON) == Changes(("0", "1", "2", "3", "4"))
    assert [page for _, page in listed.asked] == ["1", "1", "2", "3"]


@pytest.mark.usefixtures("small")
def test_says_so_rather_than_leave_any_out(http: responses.RequestsMock, account: Account) -> None:
    listed = Listed(http, [7] * 7, size=2)
    until = changed_since(account, NOON).until
    assert until == NOON + timedelta(seconds=6)
    listed.asked.clear()
    with pytest.raises(ReadFailed, match="does not move on"):
        changed_since(account, until)
    assert [page for _, page in listed.asked] == ["1", "1", "2", "3"]


@pytest.mark.usefixtures("small")
def test_what_a_poll_may_not_ask_for_any_more_the_next_one_asks_for(
    http: responses.RequestsMock, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MAX_PAGES", 3)
    listed = Listed(http, [0, 5, 10, 15, 20, 25], size=2)
    first = changed_since(account, NOON)
    assert first == Changes(("0", "1", "2", "3"), NOON + timedelta(seconds=14))
    assert len(listed.asked) == 3
    assert first.until is not None
    assert changed_since(account, first.until) == Changes(("3", "4", "5"))


@pytest.mark.parametrize(
    "answer",
    [{"status": 429, "headers": {"Retry-After": "34"}}, {"status": 503}, {"status": 401}, {"status": 404}, {"json": 3}],
)
@pytest.mark.usefixtures("small")
def test_a_later_page_that_fails_leaves_what_was_read(
    http: responses.RequestsMock, account: Account, answer: Json
) -> None:
    page = [{"id": 8, "updated_at": text(NOON)}, {"id": 9, "updated_at": text(NOON + timedelta(seconds=5))}]
    http.get(TICKETS, json=page)
    http.get(TICKETS, **answer)
    assert changed_since(account, NOON) == Changes(("8", "9"), NOON + timedelta(seconds=4))
    assert len(http.calls) == 2


@pytest.mark.parametrize("seconds", [0, 1])
@pytest.mark.usefixtures("small")
def test_a_limit_before_anything_is_gained_is_a_failed_read(
    http: responses.RequestsMock, account: Account, seconds: int
) -> None:
    page = [{"id": n, "updated_at": text(NOON + timedelta(seconds=seconds))} for n in (8, 9)]
    http.get(TICKETS, json=page)
    http.get(TICKETS, status=429, headers={"Retry-After": "34"})
    with pytest.raises(ReadFailed) as caught:
        changed_since(account, NOON)
    assert caught.value.retry_after == 34.0
    assert len(http.calls) == 2


@pytest.mark.parametrize(
    "answer",
    [{"status": 404}, {"json": {}}, {"json": [1]}, {"json": [{"id": 1}]}, {"json": [{"id": 1, "updated_at": 3}]}],
)
def test_a_page_of_another_shape_is_a_failed_read(http: responses.RequestsMock, account: Account, answer: Json) -> None:
    http.get(TICKETS, **answer)
    with pytest.raises(ReadFailed):
        changed_since(account, NOON)
    assert len(http.calls) == 1
