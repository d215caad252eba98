"""A shop that two installations share, an open case in each, and threads that do something at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

import pytest

from connector.domain.ids import ActionKey, LineId, OrderId, ShopId, TenantId
from connector.domain.money import Money
from connector.domain.policy import Limit
from connector.ports.store import ActionKind, Case, Installation, NewAction, Reservation
from connector.storage.session import SqlStore

NOW = datetime(2026, 11, 12, 9, 0, 0, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 12)
ORDER, LINE = OrderId("501"), LineId("10")
ACME = Installation(
    id=TenantId("zendesk-acme"),
    helpdesk="zendesk",
    account="acme",
    base_url="https://acme.zendesk.com",
    shop=ShopId("shop-1"),
    shop_url="https://shop.example.test",
    service_user="900",
    policy_hash="a" * 64,
)
SISTER = replace(ACME, id=TenantId("zendesk-sister"), account="sister", base_url="https://sister.zendesk.com")
Result = TypeVar("Result")


def euros(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def limit(count: int, amount: str, days: int = 1) -> Limit:
    return Limit(days=days, count=count, amount=euros(amount))


def at_once(work: Callable[[int], Result], threads: int) -> list[Result]:
    """What `work(0)` to `work(threads - 1)` return, all begun at the same moment; the first error is raised."""
    barrier = threading.Barrier(threads)
    results: dict[int, Result] = {}
    errors: list[BaseException] = []

    def run(number: int) -> None:
        barrier.wait(30)
        try:
            results[number] = work(number)
        except BaseException as error:
            errors.append(error)

    running = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
    if errors:
        raise errors[0]
    return [results[number] for number in range(threads)]


@pytest.fixture
def shop(store: SqlStore) -> SqlStore:
    """The store with both installations in it."""
    with store.begin() as tx:
        tx.tenants.put_policy("a" * 64, "shop: Acme\n", NOW)
        tx.tenants.put(ACME, NOW)
        tx.tenants.put(SISTER, NOW)
    return store


@pytest.fixture
def case(shop: SqlStore) -> Case:
    with shop.begin() as tx:
        return tx.cases.open(ACME, "7001", "fr", NOW)


@pytest.fixture
def sisters_case(shop: SqlStore) -> Case:
    with shop.begin() as tx:
        return tx.cases.open(SISTER, "7002", "en", NOW)


def action(case: Case, key: str, kind: ActionKind = ActionKind.REPLY, payload: str = "{}") -> NewAction:
    """Due now; a money action is about the one order."""
    order = ORDER if kind is ActionKind.MONEY else None
    return NewAction(ActionKey(key), case, kind, payload, NOW, order)


def reservation(
    key: str,
    amount: str = "10.00",
    order: str = "501",
    customer: str = "c" * 32,
    day: date = TODAY,
    units: int = 1,
) -> Reservation:
    return Reservation(ActionKey(key), ACME.shop, OrderId(order), customer, day, euros(amount), {LINE: units})


def counted(answers: Sequence[object], wanted: object) -> int:
    return sum(answer == wanted for answer in answers)
