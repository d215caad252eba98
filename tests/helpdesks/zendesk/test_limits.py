"""An account's limits: counted before a call, learned from its answers, kept to by all after a 429."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import responses

from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.events import MAX_EXPORT_PAGES
from connector.helpdesks.zendesk.limits import ACCOUNT, EXPORT, UPDATES, share
from connector.ports.errors import NotSent, OutcomeUnknown, ReadFailed
from connector.ports.throttle import Rate

BASE = "https://acme.zendesk.com"
TICKET = "/api/v2/tickets/7001"
POOL = "zendesk:acme.zendesk.com"


@dataclass
class Counting:
    """`waits`: seconds to wait, by pool."""

    waits: dict[str, float] = field(default_factory=dict)
    taken: list[tuple[str, Rate]] = field(default_factory=list)
    told: dict[str, Rate] = field(default_factory=dict)
    held: list[tuple[str, float]] = field(default_factory=list)

    def take(self, pool: str, rate: Rate, calls: int = 1) -> float:
        if pool not in self.waits:
            self.taken.append((pool, rate))
        return self.waits.get(pool, 0.0)

    def learned(self, pool: str, rate: Rate) -> None:
        self.told[pool] = rate

    def hold(self, pool: str, seconds: float) -> None:
        self.held.append((pool, seconds))


@pytest.fixture
def throttle() -> Counting:
    return Counting()


@pytest.fixture
def limited(tokens: Any, session: requests.Session, throttle: Counting) -> Account:
    return Account(BASE, tokens, session, throttle)


def test_the_limits_are_the_contracts_and_ours_are_four_fifths() -> None:
    assert (ACCOUNT, UPDATES, EXPORT) == (200, 100, 10)
    assert share(ACCOUNT) == Rate(160, 60.0)
    assert share(EXPORT).calls >= MAX_EXPORT_PAGES  # else a long export could never come to its end


def test_a_read_counts_for_the_account(http: responses.RequestsMock, limited: Account, throttle: Counting) -> None:
    http.get(BASE + TICKET, json={})
    limited.read(TICKET)
    assert throttle.taken == [(POOL, Rate(160, 60.0))]


def test_an_update_and_an_export_count_for_their_endpoint_too(
    http: responses.RequestsMock, limited: Account, throttle: Counting
) -> None:
    http.put(BASE + TICKET, json={})
    http.get(BASE + "/api/v2/incremental/tickets/cursor.json", json={})
    limited.write("PUT", TICKET, {})
    limited.read("/api/v2/incremental/tickets/cursor.json", {"start_time": "1"})
    assert [pool for pool, _ in throttle.taken] == [f"{POOL}:updates", POOL, f"{POOL}:export", POOL]
    assert throttle.taken[0][1] == Rate(80, 60.0)
    assert throttle.taken[2][1] == Rate(8, 60.0)


@pytest.mark.parametrize("pool", [POOL, f"{POOL}:updates"])
def test_a_write_beyond_the_limit_is_not_sent(
    http: responses.RequestsMock, limited: Account, throttle: Counting, pool: str
) -> None:
    throttle.waits[pool] = 7.5
    with pytest.raises(NotSent, match="rate limit") as caught:
        limited.write("PUT", TICKET, {})
    assert caught.value.retry_after == 7.5
    assert len(http.calls) == 0


def test_a_read_beyond_the_limit_is_not_made(
    http: responses.RequestsMock, limited: Account, throttle: Counting
) -> None:
    throttle.waits[POOL] = 3.0
    with pytest.raises(ReadFailed, match="rate limit") as caught:
        limited.read(TICKET)
    assert caught.value.retry_after == 3.0
    assert len(http.calls) == 0


def test_a_read_repeated_with_a_new_token_counts_twice(
    http: responses.RequestsMock, limited: Account, throttle: Counting
) -> None:
    http.get(BASE + TICKET, status=401)
    http.get(BASE + TICKET, json={})
    limited.read(TICKET)
    assert len(throttle.taken) == 2


@pytest.mark.parametrize(("told", "account", "updates"), [("700", 560, 80), ("2500", 2000, 221), ("200", 160, 80)])
def test_learns_the_plan_from_an_answer(
    http: responses.RequestsMock, limited: Account, throttle: Counting, told: str, account: int, updates: int
) -> None:
    http.get(BASE + TICKET, json={}, headers={"x-rate-limit": told})
    limited.read(TICKET)
    assert throttle.told == {POOL: Rate(account, 60.0), f"{POOL}:updates": Rate(updates, 60.0)}


@pytest.mark.parametrize("told", ["", "0", "-5", "many", "1e9", "99999999", "²²"])
def test_learns_nothing_from_what_is_no_limit(
    http: responses.RequestsMock, limited: Account, throttle: Counting, told: str
) -> None:
    http.get(BASE + TICKET, json={}, headers={"x-rate-limit": told})
    limited.read(TICKET)
    assert throttle.told == {}


def test_a_429_stops_the_account_for_as_long_as_it_says(
    http: responses.RequestsMock, limited: Account, throttle: Counting
) -> None:
    http.get(BASE + TICKET, status=429, headers={"Retry-After": "41", "x-rate-limit": "20"})
    with pytest.raises(ReadFailed):
        limited.read(TICKET)
    assert throttle.held == [(POOL, 41.0)]
    assert throttle.told == {}


def test_a_429_with_room_in_the_account_stops_the_endpoint_for_a_minute_at_most(
    http: responses.RequestsMock, limited: Account, throttle: Counting
) -> None:
    http.put(BASE + TICKET, status=429, headers={"Retry-After": "500", "X-Rate-Limit-Remaining": "120"})
    with pytest.raises(NotSent) as caught:
        limited.write("PUT", TICKET, {})
    assert caught.value.retry_after == 500.0
    assert throttle.held == [(f"{POOL}:updates", 60.0)]


def test_a_failed_call_teaches_nothing_wrong(
    http: responses.RequestsMock, limited: Account, throttle: Counting
) -> None:
    http.put(BASE + TICKET, body=requests.ReadTimeout())
    with pytest.raises(OutcomeUnknown):
        limited.write("PUT", TICKET, {})
    assert (throttle.told, throttle.held) == ({}, [])
