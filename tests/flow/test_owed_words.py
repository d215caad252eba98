"""Words about money that moved reach somebody, whatever happens between the money and the words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from connector.domain.case import State
from connector.domain.money import Money
from connector.flow import install
from connector.flow.act import act
from connector.ports.errors import NotSent, OutcomeUnknown
from connector.ports.helpdesk import TicketStatus
from tests.fakes.helpdesk import CAN_LITTLE
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund


def told_later(world: FakeWorld) -> str:
    """The refund is made; what is to be said about it could not be sent yet."""
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    world.desk.script.fail("write", NotSent("429", 60.0))
    assert [act(world.services), act(world.services)] == [True, True]
    return ticket


def test_a_reply_that_is_owed_survives_uninstalling(world: FakeWorld) -> None:
    ticket = told_later(world)
    install.uninstall(world.services, TENANT)
    assert world.states(ticket) == ["money done", "reply pending"]
    world.answers(ticket, "Bonjour, avez-vous du nouveau ?")
    world.wait(minutes=10)
    assert (world.waiting_tickets(), len(world.desk.replies(ticket))) == (0, 1)
    assert world.states(ticket) == ["money done", "reply done"]


def test_a_note_about_odd_money_is_not_withdrawn_by_the_next_message(world: FakeWorld) -> None:
    world.shop.books = lambda memo: replace(memo, amount=memo.amount + Money(Decimal("-20.00"), "EUR"))
    ticket = told_later(world)
    assert world.states(ticket) == ["money done", "note pending"]
    world.answers(ticket, "Merci beaucoup, bonne journée")
    world.work()
    assert world.desk.written == []
    world.wait(minutes=10)
    assert "another amount than promised" in world.desk.notes(ticket)[0]
    assert world.states(ticket)[:2] == ["money done", "note done"]


def test_tags_are_tried_again_however_long_the_words_had_waited(world: FakeWorld) -> None:
    world.desk.capabilities = CAN_LITTLE
    ticket = told_later(world)
    world.clock.advance(minutes=40)
    world.desk.script.fail("complete", NotSent("429", 5.0))
    world.work()
    assert (world.states(ticket), world.desk.status(ticket)) == (["money done", "reply claimed"], None)
    world.settle()
    assert (world.states(ticket), world.desk.status(ticket)) == (["money done", "reply done"], TicketStatus.SOLVED)


def test_words_that_are_out_are_never_put_before_a_person_as_unknown(world: FakeWorld) -> None:
    world.desk.capabilities = CAN_LITTLE
    ticket = told_later(world)
    world.clock.advance(days=2)
    world.desk.script.fail("complete", NotSent("429", 5.0), times=2)
    world.work()
    world.settle()
    assert (world.states(ticket), world.desk.notes(ticket)) == (["money done", "reply claimed"], [])
    world.settle()
    assert (world.states(ticket), world.case(ticket).state) == (["money done", "reply done"], State.SETTLED)


def test_a_merge_while_money_is_in_doubt_reads_nothing_again(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("refund", OutcomeUnknown("time-out"))
    ticket = world.writes(EMAIL, wants_refund(order))
    other = world.writes(EMAIL, "Merci beaucoup !")
    world.work()
    world.settle()
    assert world.states(ticket) == ["money person", "note done"]
    world.answers(ticket, "Alors, qu'en est-il de mon remboursement ?")
    world.read()
    assert world.states(ticket) == ["money person", "note done", "note pending"]
    world.desk.move(ticket, other)
    for each in (ticket, other):
        world.event(each)
        world.work()
    assert [case.ticket_id for case in world.cases()] == [ticket]
    assert (world.shop.writes, world.desk.replies(other)) == (1, [])


def test_a_wish_that_a_merge_carries_along_before_it_was_decided_is_read_where_it_went(world: FakeWorld) -> None:
    world.set_policy(("hold_minutes: 0 ", "hold_minutes: 60 "))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    other = world.writes(EMAIL, "Merci beaucoup !")
    world.work()
    world.desk.move(ticket, other)
    world.event(ticket)
    world.work()
    assert (world.states(ticket), world.case(ticket).why) == (["money superseded"], "ticket.deleted")
    world.event(other)
    world.work()
    world.wait(minutes=61)
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert (len(world.desk.replies(other)), world.case(other).state) == (1, State.SETTLED)


def test_an_undelivered_answer_of_an_older_case_is_told_as_well(world: FakeWorld) -> None:
    order, more = (world.shop.place(EMAIL, {"BOL-01": 1}) for _ in range(2))
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    first = world.desk.read_ticket(ticket).messages[-1].id
    world.answers(ticket, wants_refund(more))
    world.work()
    assert len(world.desk.replies(ticket)) == 2
    world.desk.bounce(ticket, first)
    world.event(ticket)
    world.work()
    assert "n'a pas été remise" in world.desk.notes(ticket)[0]
    assert [case.state for case in world.cases()] == [State.SETTLED, State.SETTLED]
