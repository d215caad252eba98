"""Sending: what was surely not sent goes again, a clear no goes to a person, a brake holds, and nothing goes twice."""

from __future__ import annotations

import pytest

from connector.domain.case import State
from connector.flow import install
from connector.flow.act import act
from connector.flow.agent import undo
from connector.ports.errors import NotConnected, NotSent, ReadFailed, Refused
from connector.ports.helpdesk import Agent, TicketStatus
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_cancel, wants_refund


def test_a_clear_no_goes_to_an_agent_and_takes_nothing(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("refund", Refused("amount", "The most money available to refund is 0."))
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert world.shop.amounts(order.id) == []
    assert world.ledger() == [("void", "28.80 EUR")]
    assert world.leases() == 0
    assert world.states(ticket) == ["money refused", "note done"]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "refused.money")
    assert world.desk.replies(ticket) == []
    assert world.desk.status(ticket) is TicketStatus.OPEN
    assert "The most money available to refund is 0." in world.desk.notes(ticket)[0]


def test_a_cancel_that_did_nothing_is_a_no(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1}, "checkmo", shipped_days_ago=None)
    world.shop.script.before("cancel", lambda: world.shop.set_state(order.id, "holded"))
    ticket = world.writes(EMAIL, wants_cancel(order))
    world.work()
    assert world.states(ticket) == ["money refused", "note done"]
    assert world.case(ticket).state is State.WAITING_AGENT
    assert (world.desk.replies(ticket), world.promised(order.id), world.leases()) == ([], [], 0)


@pytest.mark.parametrize("error", [NotSent("429", 30.0), NotSent("no connection"), NotConnected("401")])
def test_what_was_surely_not_sent_is_sent_once_later(world: FakeWorld, error: Exception) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("refund", error)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert world.states(ticket) == ["money pending"]
    assert world.leases() == 0
    assert [str(each.amount) for each in world.promised(order.id)] == ["28.80 EUR"]
    world.wait(61)
    assert world.states(ticket) == ["money done", "reply done"]
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert world.shop.script.calls["refund"] == 2


def test_waits_as_long_as_the_other_side_asks(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("refund", NotSent("429", 120.0))
    world.writes(EMAIL, wants_refund(order))
    world.work()
    world.wait(100)
    assert world.shop.script.calls["refund"] == 1
    world.wait(30)
    assert world.shop.script.calls["refund"] == 2


def test_nothing_is_sent_on_a_look_that_failed(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("order", ReadFailed("503"))
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert (world.shop.script.calls["refund"], world.states(ticket)) == (0, ["money pending"])
    world.wait(10)
    assert world.shop.amounts(order.id) == ["28.80 EUR"]


def test_a_claim_that_is_no_longer_fresh_is_not_sent_but_claimed_anew(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.before("order", lambda: world.clock.advance(world.services.timing.fresh + 1))
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.act()
    assert world.shop.script.calls["refund"] == 0
    assert (world.states(ticket), world.leases()) == (["money pending"], 0)
    world.wait(10)
    assert (world.shop.script.calls["refund"], world.shop.amounts(order.id)) == (1, ["28.80 EUR"])


def test_a_stale_claim_on_a_reply_is_not_sent_but_claimed_anew(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.desk.script.before("read_ticket", lambda: world.clock.advance(world.services.timing.fresh + 1))
    world.act()
    assert world.desk.script.calls["write"] == 0
    assert world.states(ticket) == ["money done", "reply pending"]
    world.wait(10)
    assert (world.desk.script.calls["write"], len(world.desk.replies(ticket))) == (1, 1)


def test_gives_up_after_a_day_of_trying_and_tells_an_agent(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("refund", NotSent("no connection"), times=None)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    for _ in range(46):
        world.clock.advance(minutes=30)
        world.act()
    assert world.states(ticket) == ["money pending"]
    world.wait(minutes=90)
    assert world.states(ticket) == ["money refused", "note done"]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "away.money")
    assert world.ledger() == [("void", "28.80 EUR")]
    assert (world.shop.amounts(order.id), world.leases(), world.desk.replies(ticket)) == ([], 0, [])
    world.shop.script.heal()
    world.wait(minutes=60)
    assert world.shop.amounts(order.id) == []


def test_what_was_held_for_days_is_not_given_up_at_the_first_failure(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.clock.advance(days=2)
    world.shop.script.fail("refund", NotSent("429"))
    world.act()
    assert world.states(ticket) == ["money pending"]
    world.wait(10)
    assert world.shop.amounts(order.id) == ["28.80 EUR"]


def test_the_brake_holds_money_that_was_decided_before_it(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    install.change(world.services, TENANT, brake=True)
    world.act()
    world.wait(minutes=10)
    assert (world.shop.writes, world.states(ticket)) == (0, ["money pending"])
    assert world.desk.written == []
    install.change(world.services, TENANT, brake=False)
    world.wait(minutes=20)
    assert world.states(ticket) == ["money done", "reply done"]
    assert world.shop.amounts(order.id) == ["28.80 EUR"]


def test_with_the_brake_on_a_person_decides(world: FakeWorld) -> None:
    install.change(world.services, TENANT, brake=True)
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "brake.on")
    assert (world.shop.writes, world.promised(order.id), world.desk.replies(ticket)) == (0, [], [])


@pytest.mark.parametrize("mode", ["off", "shadow", "assist"])
def test_money_decided_in_auto_stays_once_the_mode_is_another(world: FakeWorld, mode: str) -> None:
    world.set_policy(("hold_minutes: 0 ", "hold_minutes: 10 "))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert world.states(ticket) == ["money pending"]
    world.set_policy(("mode: auto ", f"mode: {mode} "))
    world.wait(minutes=11)
    assert (world.shop.writes, world.shop.moved(order.id), world.leases()) == (0, [], 0)
    assert world.ledger() == [("void", "28.80 EUR")]
    assert world.desk.replies(ticket) == []


@pytest.mark.parametrize("mode", ["off", "shadow", "assist"])
def test_a_question_decided_in_auto_stays_once_the_mode_is_another(world: FakeWorld, mode: str) -> None:
    ticket = world.writes(EMAIL, "Bonjour, je souhaite être remboursé pour le bol, il ne me plaît pas.")
    world.read()
    assert world.states(ticket) == ["reply pending"]
    world.set_policy(("mode: auto ", f"mode: {mode} "))
    world.work()
    assert world.desk.replies(ticket) == []


@pytest.mark.parametrize("mode", ["off", "shadow", "assist"])
def test_the_customer_is_told_of_money_that_moved_whatever_the_mode_is_now(world: FakeWorld, mode: str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    assert act(world.services) is True
    world.set_policy(("mode: auto ", f"mode: {mode} "))
    world.work()
    assert world.states(ticket) == ["money done", "reply done"]
    assert "28,80" in world.desk.replies(ticket)[0]


def test_a_held_refund_moves_when_its_minutes_are_over(world: FakeWorld) -> None:
    world.set_policy(("hold_minutes: 0 ", "hold_minutes: 10 "))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    world.wait(minutes=9)
    assert (world.case(ticket).state, world.shop.writes) == (State.HELD, 0)
    world.wait(minutes=2)
    assert (world.case(ticket).state, world.shop.amounts(order.id)) == (State.SETTLED, ["28.80 EUR"])


def test_an_undone_refund_never_moves(world: FakeWorld) -> None:
    world.set_policy(("hold_minutes: 0 ", "hold_minutes: 10 "))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    case = world.case(ticket)
    assert undo(world.services, TENANT, case.id, Agent("7", verified=True)) == [f"refund-{case.id}-1"]
    world.wait(minutes=30)
    assert world.shop.writes == 0
    assert world.ledger() == [("void", "28.80 EUR")]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "agent.undone")


def test_one_money_action_per_order_at_a_time(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1})
    first = world.writes(EMAIL, f"Bonjour, je souhaite être remboursé du bol, commande {order.number}.")
    second = world.writes(EMAIL, f"Bonjour, je souhaite être remboursé du mug, commande {order.number}.")
    world.read()
    assert world.states(first) == ["money pending"]
    assert (world.case(second).state, world.case(second).why) == (State.WAITING_AGENT, "refunded.pending")
    world.work()
    assert world.shop.amounts(order.id) == ["28.80 EUR"]


def test_money_waits_while_the_ticket_has_unread_words(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.answers(ticket, "Finalement, je ne veux plus de remboursement, je garde le bol.")
    world.act()
    assert (world.shop.writes, world.states(ticket)) == (0, ["money pending"])
    world.work()
    assert world.shop.writes == 0
    assert world.states(ticket) == ["money superseded", "note done"]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "text.implicit")
    assert world.ledger() == [("void", "28.80 EUR")]


@pytest.mark.parametrize(
    "words", ["Finalement je garde le bol, merci de ne rien faire.", "Oubliez ma demande, s'il vous plaît."]
)
def test_a_wish_taken_back_moves_no_money(world: FakeWorld, words: str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.answers(ticket, words)
    world.work()
    assert world.shop.amounts(order.id) == []
    assert world.desk.replies(ticket) == []
