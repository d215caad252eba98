"""Events are kept once, a ticket is in one worker's hands at a time, and nothing that came meanwhile is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from connector.domain.ids import TenantId
from connector.ports.store import TicketJob, Tx
from connector.storage.session import SqlStore
from connector.storage.tables import inbox, locks
from tests.storage.conftest import ACME, NOW, SISTER, at_once, counted

LEASE = 60.0
SECOND = timedelta(seconds=1)
LEASE_OVER = timedelta(seconds=61)


def rows(store: SqlStore) -> int:
    with store.engine.begin() as connection:
        return connection.scalar(select(func.count()).select_from(inbox)) or 0


def waiting(store: SqlStore) -> int:
    with store.begin() as tx:
        return tx.inbox.backlog()["waiting"]


def add(store: SqlStore, delivery: str, ticket: str = "7001", after: timedelta = timedelta(0)) -> bool:
    with store.begin() as tx:
        return tx.inbox.add(ACME.id, delivery, ticket, NOW + after)


def claim(store: SqlStore, after: timedelta = timedelta(0)) -> TicketJob | None:
    with store.begin() as tx:
        return tx.inbox.claim(NOW + after, LEASE)


def claimed(store: SqlStore, after: timedelta = timedelta(0)) -> TicketJob:
    job = claim(store, after)
    assert job is not None
    return job


def test_keeps_a_delivery_once(shop: SqlStore) -> None:
    assert add(shop, "d-1") is True
    assert add(shop, "d-1") is False
    assert add(shop, "d-1", ticket="9999") is False
    assert rows(shop) == 1
    assert claimed(shop).ticket_id == "7001"


def test_keeps_the_same_delivery_id_of_another_installation(shop: SqlStore) -> None:
    assert add(shop, "d-1") is True
    with shop.begin() as tx:
        assert tx.inbox.add(SISTER.id, "d-1", "7001", NOW) is True
    assert rows(shop) == 2


def test_keeps_a_delivery_once_though_eight_bring_it_at_once(shop: SqlStore) -> None:
    answers = at_once(lambda _: add(shop, "d-1"), 8)
    assert (counted(answers, True), counted(answers, False)) == (1, 7)
    assert rows(shop) == 1


def test_takes_the_longest_delivery_id_a_vendor_may_send(shop: SqlStore) -> None:
    assert add(shop, "d" * 100) is True
    assert add(shop, "d" * 100) is False


def test_keeps_nothing_of_an_unknown_installation(shop: SqlStore) -> None:
    with pytest.raises(IntegrityError), shop.begin() as tx:
        tx.inbox.add(TenantId("nobody"), "d-1", "7001", NOW)
    assert rows(shop) == 0


def test_gives_a_ticket_with_all_its_events_to_one_worker(shop: SqlStore) -> None:
    add(shop, "d-1")
    add(shop, "d-2")
    job = claimed(shop)
    assert (job.tenant, job.ticket_id, len(job.rows), job.attempts) == (ACME.id, "7001", 2, 0)
    assert claim(shop) is None


def test_gives_nothing_before_it_is_due(shop: SqlStore) -> None:
    add(shop, "d-1", after=SECOND)
    assert claim(shop) is None
    assert claimed(shop, after=SECOND).ticket_id == "7001"


def test_gives_the_ticket_that_waits_longest(shop: SqlStore) -> None:
    add(shop, "d-1", "7002", SECOND)
    add(shop, "d-2", "7001")
    assert [claimed(shop, after=SECOND).ticket_id for _ in range(2)] == ["7001", "7002"]


def test_gives_each_of_five_tickets_to_one_of_eight_workers(shop: SqlStore) -> None:
    for number in range(5):
        add(shop, f"d-{number}", f"70{number}")

    def take(_: int) -> str | None:
        job = claim(shop)
        return job.ticket_id if job else None

    taken = at_once(take, 8)
    while (job := claim(shop)) is not None:  # workers that found another's tickets only ask again
        taken.append(job.ticket_id)
    assert sorted(each for each in taken if each) == ["700", "701", "702", "703", "704"]


def test_finds_work_behind_many_tickets_in_other_hands(shop: SqlStore) -> None:
    for number in range(45):
        add(shop, f"d-{number}", f"8{number}")
    assert len({claimed(shop).ticket_id for _ in range(45)}) == 45
    assert claim(shop) is None


def test_leaves_what_came_while_the_ticket_was_being_read(shop: SqlStore) -> None:
    add(shop, "d-1")
    job = claimed(shop)
    add(shop, "d-2")
    with shop.begin() as tx:
        tx.inbox.done(job, "settled", NOW)
    assert waiting(shop) == 1
    again = claimed(shop)
    assert len(again.rows) == 1
    assert set(again.rows).isdisjoint(job.rows)


def test_done_is_done(shop: SqlStore) -> None:
    add(shop, "d-1")
    with shop.begin() as tx:
        tx.inbox.done(claimed_in(tx), "x" * 200, NOW)
    assert waiting(shop) == 0
    assert claim(shop, LEASE_OVER) is None
    assert add(shop, "d-1") is False
    with shop.engine.begin() as connection:
        assert connection.scalar(select(inbox.c.outcome)) == "x" * 80
        assert connection.scalar(select(func.count()).select_from(locks)) == 0


def claimed_in(tx: Tx) -> TicketJob:
    job = tx.inbox.claim(NOW, LEASE)
    assert job is not None
    return job


def test_a_ticket_of_a_dead_worker_is_taken_over_when_its_lease_ends(shop: SqlStore) -> None:
    add(shop, "d-1")
    first = claimed(shop)
    assert claim(shop, timedelta(seconds=60)) is None
    second = claimed(shop, LEASE_OVER)
    assert second.rows == first.rows
    assert second.holder != first.holder


def test_a_worker_that_lost_its_lease_cannot_put_the_ticket_back(shop: SqlStore) -> None:
    add(shop, "d-1")
    slow = claimed(shop)
    claimed(shop, LEASE_OVER)
    with shop.begin() as tx:
        tx.inbox.later(slow, NOW, "slow")
        assert tx.inbox.attempts(ACME.id, "7001") == 0
    assert claim(shop, LEASE_OVER) is None  # still in the second worker's hands
    with shop.engine.begin() as connection:
        assert connection.scalar(select(inbox.c.outcome)) == ""


def test_later_waits_and_counts(shop: SqlStore) -> None:
    add(shop, "d-1")
    with shop.begin() as tx:
        tx.inbox.later(claimed_in(tx), NOW + SECOND, "no connection")
        assert tx.inbox.attempts(ACME.id, "7001") == 1
    assert claim(shop) is None
    assert claimed(shop, SECOND).attempts == 1


def test_a_new_event_does_not_wait_for_a_postponed_one(shop: SqlStore) -> None:
    add(shop, "d-1")
    with shop.begin() as tx:
        tx.inbox.later(claimed_in(tx), NOW + timedelta(hours=1), "no connection")
    add(shop, "d-2", after=SECOND)
    assert len(claimed(shop, SECOND).rows) == 2


def test_postponing_is_no_try(shop: SqlStore) -> None:
    add(shop, "d-1")
    with shop.begin() as tx:
        tx.inbox.postpone(claimed_in(tx), NOW + SECOND)
        assert tx.inbox.attempts(ACME.id, "7001") == 0
    assert claim(shop) is None
    assert claimed(shop, SECOND).attempts == 0


def test_a_worker_that_lost_its_lease_cannot_postpone(shop: SqlStore) -> None:
    add(shop, "d-1")
    slow = claimed(shop)
    claimed(shop, LEASE_OVER)
    with shop.begin() as tx:
        tx.inbox.postpone(slow, NOW + timedelta(hours=1))
    assert claim(shop, LEASE_OVER) is None
    assert claimed(shop, timedelta(seconds=122)).rows == slow.rows  # still due when the second lease ends


def test_the_longest_names_fit(shop: SqlStore) -> None:
    """PostgreSQL refuses what is too long; SQLite would not say so."""
    longest = replace(ACME, id=TenantId("t" * 90), account="a" * 100)
    with shop.begin() as tx:
        tx.tenants.put(longest, NOW)
        assert tx.inbox.add(longest.id, "d" * 100, "7" * 20, NOW) is True
        job = tx.inbox.claim(NOW, LEASE)
    assert job is not None
    assert (job.tenant, job.ticket_id) == (longest.id, "7" * 20)
