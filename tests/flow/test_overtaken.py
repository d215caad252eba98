"""Right before the call the order is looked at again; what is no longer as it was decided about is decided anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from connector.domain.case import State
from connector.ports.shop import ShopOrder
from tests.fakes.world import FakeWorld
from tests.flow.conftest import EMAIL, wants_cancel, wants_refund


def test_refunds_nothing_where_an_agent_made_the_memo_first(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    assert [str(each.amount) for each in world.promised(order.id)] == ["28.80 EUR"]
    world.shop.agent_refunds(order.id, {"BOL-01": 1})
    world.act()
    assert world.shop.script.calls["refund"] == 0
    assert world.ledger() == [("void", "28.80 EUR")]
    assert (world.leases(), world.states(ticket)) == (0, ["money superseded"])
    assert (world.case(ticket).state, world.case(ticket).why) == (State.UNDERSTOOD, "overtaken.again")


def test_tells_the_customer_about_the_memo_an_agent_made_first(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.shop.agent_refunds(order.id, {"BOL-01": 1})
    world.work()
    assert world.states(ticket) == ["money superseded", "reply done"]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.SETTLED, "refunded.before")
    assert len(world.desk.replies(ticket)) == 1
    assert "28,80" in world.desk.replies(ticket)[0]
    assert world.shop.moved(order.id) == ["28.80 EUR"]


def test_sees_a_memo_made_between_the_claim_and_the_look(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 2})
    ticket = world.writes(EMAIL, f"Bonjour, je souhaite être remboursé d'un des deux bols, commande {order.number}.")
    world.read()
    world.shop.script.before("order", lambda: world.shop.agent_refunds(order.id, {"BOL-01": 1}))
    world.act()
    assert world.shop.script.calls["refund"] == 0
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert world.said(ticket)[-1] == "decide_again"
    assert world.ledger() == [("void", "28.80 EUR")]


@pytest.mark.parametrize("state", ["holded", "payment_review", "closed"])
def test_refunds_nothing_where_the_state_is_another(world: FakeWorld, state: str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.shop.set_state(order.id, state)
    world.work()
    assert world.shop.writes == 0
    assert world.ledger() == [("void", "28.80 EUR")]
    assert world.states(ticket) == ["money superseded", "note done"]
    assert world.case(ticket).state is State.WAITING_AGENT
    assert world.desk.replies(ticket) == []


def shipped(world: FakeWorld, order: ShopOrder) -> None:
    world.shop.ship(order.id)


def invoiced(world: FakeWorld, order: ShopOrder) -> None:
    world.shop.invoice(order.id)
    world.shop.set_state(order.id, order.state)  # only the units show it


@pytest.mark.parametrize("payment", ["contractpay", "checkmo"])
def test_cancels_nothing_that_left_meanwhile(world: FakeWorld, payment: str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1}, payment, shipped_days_ago=None)
    ticket = world.writes(EMAIL, wants_cancel(order))
    world.read()
    assert world.case(ticket).state is State.ACTING
    world.shop.ship(order.id)
    world.shop.set_state(order.id, order.state)  # only the units show it
    world.work()
    assert world.shop.writes == 0
    assert [state for state, _ in world.ledger()] == ["void"]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "shipped.already")
    assert world.desk.replies(ticket) == []


@pytest.mark.parametrize("act", [invoiced, shipped])
def test_cancels_no_order_that_was_paid_or_left_between_look_and_decision(
    world: FakeWorld, act: Callable[[FakeWorld, ShopOrder], None]
) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1}, "checkmo", shipped_days_ago=None)
    ticket = world.writes(EMAIL, wants_cancel(order))
    world.read()
    world.shop.script.before("order", lambda: act(world, order))
    world.act()
    assert world.shop.script.calls["cancel"] == 0
    assert world.states(ticket) == ["money superseded"]
    assert (world.leases(), world.promised(order.id)) == (0, [])


def test_decides_again_on_the_earlier_words(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.set_state(order.id, "processing")
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.shop.set_state(order.id, "complete")
    world.work()
    assert world.states(ticket) == ["money superseded", "money done", "reply done"]
    assert (world.case(ticket).turn, world.ledger()) == (2, [("void", "28.80 EUR"), ("made", "28.80 EUR")])
    assert (world.shop.script.calls["refund"], len(world.desk.replies(ticket))) == (1, 1)


def test_an_order_that_never_stands_still_goes_to_a_person(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    for number in range(8):
        world.read()
        world.shop.set_state(order.id, ("processing", "complete")[number % 2])
        world.act()
    world.work()
    assert (world.shop.writes, world.desk.replies(ticket)) == (0, [])
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "overtaken.too_often")
    assert [state for state, _ in world.ledger() if state != "void"] == []
    assert len(world.desk.notes(ticket)) == 1
