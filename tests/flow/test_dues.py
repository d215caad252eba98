"""Promised dates that have come, and events that never came."""

from __future__ import annotations

import pytest

from connector.domain.case import State
from connector.flow.dues import poll, poll_all
from connector.ports.errors import ReadFailed
from connector.ports.helpdesk import Lifecycle
from connector.ports.store import Installation
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund


def owed(world: FakeWorld) -> str:
    """A refund that a person must transfer by the 17th; return the ticket's id."""
    order = world.shop.place(EMAIL, {"BOL-01": 1}, "checkmo")
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    return ticket


def test_says_nothing_before_the_day(world: FakeWorld) -> None:
    ticket = owed(world)
    world.clock.advance(days=6)
    world.keep_promises()
    assert world.desk.notes(ticket) == []


def test_reminds_an_agent_of_a_payout_that_is_due_until_it_is_made(world: FakeWorld) -> None:
    ticket = owed(world)
    world.clock.advance(days=7)
    world.keep_promises()
    world.keep_promises()
    assert len(world.desk.notes(ticket)) == 1
    assert "28.80 EUR, 000000001" in world.desk.notes(ticket)[0]
    world.clock.advance(days=2)
    world.keep_promises()
    assert len(world.desk.notes(ticket)) == 1
    world.clock.advance(days=1)
    world.keep_promises()
    assert len(world.desk.notes(ticket)) == 2
    with world.store.begin() as tx:
        tx.dues.payout_done(tx.dues.payouts()[0].key, "agent:7", world.clock())
    world.clock.advance(days=30)
    world.keep_promises()
    assert len(world.desk.notes(ticket)) == 2
    assert len(world.desk.replies(ticket)) == 1
    assert world.case(ticket).state is State.SETTLED


def test_reminds_nobody_of_what_was_transferred(world: FakeWorld) -> None:
    ticket = owed(world)
    key = world.payouts()[0].key
    with world.store.begin() as tx:
        assert tx.dues.payout_done(key, "agent:7", world.clock()) is True
    world.clock.advance(days=7)
    world.keep_promises()
    assert (world.desk.notes(ticket), world.payouts()) == ([], [])


def test_a_date_that_only_the_bank_keeps_is_recorded_and_nobody_bothered(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    world.clock.advance(days=15)
    world.keep_promises()
    assert world.desk.notes(ticket) == []
    assert world.said(ticket)[-1] == "due"


def test_a_reminder_on_a_closed_ticket_is_given_up_and_the_payout_stays_open(world: FakeWorld) -> None:
    ticket = owed(world)
    world.desk.shut(ticket, Lifecycle.CLOSED)
    world.clock.advance(days=7)
    world.keep_promises()
    for _ in range(3):
        world.settle()
    assert world.states(ticket)[:2] == ["money done", "reply done"]
    assert world.states(ticket)[2] != "note pending"
    assert len(world.payouts()) == 1


def ours(world: FakeWorld) -> Installation:
    with world.store.begin() as tx:
        found = tx.tenants.get(TENANT)
    assert found is not None
    return found


def test_poll_has_what_changed_read_and_a_ticket_we_know_answered_only_once(world: FakeWorld) -> None:
    order, other = (world.shop.place(EMAIL, {"BOL-01": 1}) for _ in range(2))
    told = world.writes(EMAIL, wants_refund(order))
    world.work()
    missed = world.desk.customer_writes(EMAIL, wants_refund(other))
    assert poll(world.services, ours(world)) == 2
    world.work()
    assert [len(world.desk.replies(ticket)) for ticket in (told, missed)] == [1, 1]
    assert [world.shop.amounts(each.id) for each in (order, other)] == [["28.80 EUR"], ["28.80 EUR"]]
    assert (len(world.cases()), world.waiting_tickets()) == (2, 0)


def test_poll_looks_back_to_the_last_one_that_succeeded(world: FakeWorld) -> None:
    assert poll(world.services, ours(world)) == 0
    world.clock.advance(minutes=10)
    ticket = world.desk.customer_writes(EMAIL, "Bonjour")
    world.clock.advance(minutes=60)
    world.desk.script.fail("changed_since", ReadFailed("503"))
    with pytest.raises(ReadFailed):
        poll(world.services, ours(world))
    assert world.waiting_tickets() == 0
    assert poll(world.services, ours(world)) == 1
    world.read()
    said = [message.id for message in world.desk.read_ticket(ticket).messages]
    with world.store.begin() as tx:
        assert tx.cases.handled(TENANT, said) == frozenset(said)
    world.clock.advance(minutes=10)
    assert poll(world.services, ours(world)) == 0


def test_a_poll_that_was_not_told_all_is_gone_on_with_where_it_ended(world: FakeWorld) -> None:
    poll(world.services, ours(world))
    for _ in range(5):
        world.clock.advance(minutes=10)
        world.desk.customer_writes(EMAIL, "Bonjour")
    world.clock.advance(minutes=10)
    world.desk.most_changes = 3
    assert [poll(world.services, ours(world)) for _ in range(2)] == [3, 3]  # the third is told again
    world.clock.advance(minutes=10)
    world.desk.customer_writes(EMAIL, "Bonjour")
    world.clock.advance(minutes=10)
    assert [poll(world.services, ours(world)) for _ in range(2)] == [1, 0]
    assert world.waiting_tickets() == 6


def test_more_changes_than_one_poll_takes_within_the_overlap_are_caught_up_with(world: FakeWorld) -> None:
    poll(world.services, ours(world))
    world.clock.advance(minutes=10)
    for _ in range(6):
        world.clock.advance(seconds=5)
        world.desk.customer_writes(EMAIL, "Bonjour")
    world.clock.advance(minutes=10)
    world.desk.most_changes = 2
    polls = [poll(world.services, ours(world)) for _ in range(5)]
    assert polls == [2, 2, 2, 2, 2]
    assert world.waiting_tickets() == 6


def test_a_ticket_whose_event_was_lost_is_settled_by_polling(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.desk.customer_writes(EMAIL, wants_refund(order))
    poll_all(world.services)
    world.work()
    assert world.case(ticket).state is State.SETTLED
    assert world.shop.amounts(order.id) == ["28.80 EUR"]


def test_poll_reads_nothing_in_mode_off(world: FakeWorld) -> None:
    world.set_policy(("mode: auto ", "mode: off "))
    world.desk.customer_writes(EMAIL, "Bonjour")
    poll_all(world.services)
    assert (world.desk.script.calls["changed_since"], world.waiting_tickets()) == (0, 0)


def test_an_account_that_cannot_be_polled_adds_nothing_and_stops_nobody(world: FakeWorld) -> None:
    world.desk.customer_writes(EMAIL, "Bonjour")
    world.desk.script.fail("changed_since", ReadFailed("503"))
    poll_all(world.services)
    assert world.waiting_tickets() == 0
    poll_all(world.services)
    assert world.waiting_tickets() == 1
