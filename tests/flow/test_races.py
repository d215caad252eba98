"""Two workers on one ticket, one order, one row, interleaved at every step: one case, one action, one reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from connector.domain.case import State
from connector.domain.ids import OrderId
from connector.flow.act import act
from connector.flow.reconcile import reconcile
from connector.flow.run import run_ticket
from connector.flow.services import Services
from connector.ports.errors import OutcomeUnknown
from tests.fakes.world import FakeWorld
from tests.flow.conftest import EMAIL, wants_refund
from tests.flow.stepping import LateStore, SteppingStore

READS = ["find_order", "invoices", "shipments", "products"]
TRANSACTIONS = [1, 2, 3]  # of reading a ticket: claim, what is known, decide


def between(world: FakeWorld, step: int | str, somebody: Callable[[], object]) -> Services:
    """Services of a first worker between whose steps `somebody` acts once."""
    if isinstance(step, int):
        return replace(world.services, store=SteppingStore(world.store, step, somebody))
    (world.desk if step in {"read_ticket", "write"} else world.shop).script.before(step, somebody)
    return world.services


def settled_once(world: FakeWorld, ticket: str, order: OrderId) -> None:
    world.wait(5)
    assert len(world.cases()) == 1
    assert world.shop.script.calls["refund"] == 1
    assert world.shop.amounts(order) == ["28.80 EUR"]
    assert len(world.desk.replies(ticket)) == 1
    assert world.ledger() == [("made", "28.80 EUR")]
    assert world.states(ticket) == ["money done", "reply done"]
    assert (world.case(ticket).state, world.waiting_tickets(), world.leases()) == (State.SETTLED, 0, 0)


@pytest.mark.parametrize("step", [*TRANSACTIONS, "read_ticket", *READS])
def test_a_slow_reader_whose_lease_ended_adds_nothing(world: FakeWorld, step: int | str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))

    def another_worker() -> None:
        world.clock.advance(world.services.timing.ticket_lease + 1)
        world.work()

    run_ticket(between(world, step, another_worker))
    settled_once(world, ticket, order.id)


@pytest.mark.parametrize("step", [2, 3, "read_ticket", *READS])
def test_a_ticket_in_one_worker_s_hands_is_not_taken_by_another(world: FakeWorld, step: int | str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    taken: list[bool] = []
    run_ticket(between(world, step, lambda: taken.append(run_ticket(world.services))))
    assert taken == [False]
    settled_once(world, ticket, order.id)


@pytest.mark.parametrize("step", [2, 3, "read_ticket", *READS])
def test_words_that_come_while_a_ticket_is_read_are_decided_about_as_well(world: FakeWorld, step: int | str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    run_ticket(between(world, step, lambda: world.answers(ticket, "Finalement, je ne veux plus de remboursement.")))
    world.work()
    world.wait(5)
    assert (world.shop.writes, world.desk.replies(ticket)) == (0, [])
    assert (world.case(ticket).state, len(world.cases())) == (State.WAITING_AGENT, 1)
    assert [state for state, _ in world.ledger() if state != "void"] == []
    assert world.waiting_tickets() == 0


def test_a_message_another_worker_took_rolls_everything_back(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    seen: list[tuple[int, int]] = []

    def another_worker() -> None:
        world.clock.advance(world.services.timing.ticket_lease + 1)
        assert run_ticket(world.services) is True
        seen.append((len(world.cases()), world.outbox_rows()))

    assert run_ticket(between(world, 3, another_worker)) is True
    assert seen == [(1, 1)]
    assert (len(world.cases()), world.outbox_rows(), world.case(ticket).turn) == (1, 1, 1)
    assert world.said(ticket) == ["opened", "asked", "decided", "ordered"]


def test_a_worker_that_died_lets_go_of_its_ticket(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    with world.store.begin() as tx:
        assert tx.inbox.claim(world.clock(), world.services.timing.ticket_lease) is not None
    world.work()
    assert world.cases() == []
    world.wait(world.services.timing.ticket_lease + 1)
    settled_once(world, ticket, order.id)


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, "order", "refund", "memos"])
def test_a_row_is_sent_by_one_of_two_workers(world: FakeWorld, step: int | str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    act(between(world, step, world.work))
    settled_once(world, ticket, order.id)


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, "read_ticket", "write"])
def test_a_reply_is_sent_by_one_of_two_workers(world: FakeWorld, step: int | str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    assert act(world.services) is True
    act(between(world, step, world.work))
    settled_once(world, ticket, order.id)


@pytest.mark.parametrize("step", [1, 2, 3, 4, "order", "memos"])
def test_a_silent_row_is_found_by_one_of_two_workers(world: FakeWorld, step: int | str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("refund", OutcomeUnknown("time-out"), done=True)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    world.clock.advance(world.services.timing.settle + 1)

    def another_worker() -> None:
        world.clock.advance(world.services.timing.settle + 1)
        while reconcile(world.services):
            pass
        world.work()

    reconcile(between(world, step, another_worker))
    settled_once(world, ticket, order.id)


def test_the_slow_sender_s_late_answer_does_not_undo_what_reconciling_found(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.shop.script.after("refund", world.settle)  # its answer takes longer than `settle`
    act(world.services)
    settled_once(world, ticket, order.id)


def test_two_tickets_about_one_order_are_refunded_once(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    first = world.writes(EMAIL, wants_refund(order))
    second = world.writes(EMAIL, wants_refund(order))
    world.shop.script.before("products", world.read)  # the second is decided while the first is being looked up
    world.work()
    world.wait(5)
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert len(world.desk.replies(first)) + len(world.desk.replies(second)) == 1
    assert [state for state, _ in world.ledger()] == ["made"]


def test_a_limit_reached_inside_the_transaction_goes_to_an_agent(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 2})
    words = f"Bonjour, je souhaite être remboursé d'un des deux bols, commande {order.number}."
    first = world.writes(EMAIL, words)
    world.read()
    ledger = world.ledger()
    second = world.writes(EMAIL, words)
    assert run_ticket(replace(world.services, store=LateStore(world.store))) is True
    assert (world.case(second).state, world.case(second).why) == (State.WAITING_AGENT, "limit.reached")
    assert world.states(second) == ["note pending"]
    assert world.ledger() == ledger == [("reserved", "28.80 EUR")]
    assert world.said(second) == ["opened", "asked", "decided", "overtaken_in_ledger"]
    world.work()
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert (len(world.desk.replies(first)), len(world.desk.replies(second))) == (1, 0)
