"""Where tags and status do not travel with the words: they follow, as often as it takes, and the words go out once."""

from __future__ import annotations

import pytest

from connector.domain.case import State
from connector.flow.act import act
from connector.flow.made import COMPLETIONS
from connector.ports.errors import NotFound, NotSent, OutcomeUnknown, Refused
from connector.ports.helpdesk import TicketStatus
from tests.fakes.helpdesk import CAN_LITTLE
from tests.fakes.world import FakeWorld
from tests.flow.conftest import EMAIL, wants_refund


@pytest.fixture(autouse=True)
def _two_calls(world: FakeWorld) -> None:
    world.desk.capabilities = CAN_LITTLE


def settled_but(world: FakeWorld, error: Exception) -> str:
    """The refund is made, its reply is out, tags and status could not be set; return the ticket's id."""
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    assert act(world.services) is True
    world.desk.script.fail("complete", error)
    world.work()
    assert len(world.desk.replies(ticket)) == 1
    return ticket


def tags(world: FakeWorld, ticket: str) -> frozenset[str]:
    return world.desk.read_ticket(ticket).tags


@pytest.mark.parametrize("error", [NotSent("429", 2.0), OutcomeUnknown("time-out")], ids=["not sent", "unknown"])
def test_tags_and_status_are_set_later_without_saying_it_again(world: FakeWorld, error: Exception) -> None:
    ticket = settled_but(world, error)
    assert (world.states(ticket), tags(world, ticket)) == (["money done", "reply claimed"], frozenset())
    world.desk.script.heal()
    world.settle()
    assert world.states(ticket) == ["money done", "reply done"]
    assert (len(world.desk.replies(ticket)), world.desk.status(ticket)) == (1, TicketStatus.SOLVED)
    assert (tags(world, ticket), world.case(ticket).state) == ({"retour", "retour_settled"}, State.SETTLED)


@pytest.mark.parametrize("error", [Refused("400", "field required"), NotFound("404")], ids=["refused", "gone"])
def test_a_helpdesk_that_refuses_tags_does_not_hold_the_case_up(world: FakeWorld, error: Exception) -> None:
    ticket = settled_but(world, error)
    assert (world.states(ticket), world.case(ticket).state) == (["money done", "reply done"], State.SETTLED)
    case = world.case(ticket)
    with world.store.begin() as tx:
        replied = [entry for entry in tx.audit.trail(case.id) if entry.what == "replied"]
    assert [entry.why["odd"] for entry in replied] == [f"tags and status: {error}"]


def test_tags_that_keep_failing_are_given_up_and_nobody_is_asked(world: FakeWorld) -> None:
    ticket = settled_but(world, NotSent("503"))
    world.desk.script.fail("complete", NotSent("503"), times=None)
    for _ in range(COMPLETIONS - 1):
        world.settle()
        assert world.states(ticket) == ["money done", "reply claimed"]
    world.settle()
    assert (world.states(ticket), world.case(ticket).state) == (["money done", "reply done"], State.SETTLED)
    assert len(world.desk.replies(ticket)) == 1


def test_a_ticket_answered_meanwhile_is_not_marked_as_solved(world: FakeWorld) -> None:
    ticket = settled_but(world, NotSent("503"))
    world.desk.customer_replies(ticket, "Merci !")
    world.desk.script.heal()
    world.settle()
    assert (world.desk.status(ticket), "retour_settled" in tags(world, ticket)) == (None, True)
