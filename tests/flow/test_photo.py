"""Damaged → a photo is asked for → 48 hours → an agent, if none came."""

from __future__ import annotations

import pytest

from connector.domain.case import State
from tests.fakes.world import FakeWorld
from tests.flow.conftest import EMAIL

HOURS = 3600


def damaged(world: FakeWorld, words: str = "je voudrais être remboursé") -> str:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, f"Bonjour, le bol est arrivé cassé, {words}. Commande {order.number}")
    world.work()
    return ticket


@pytest.mark.parametrize("words", ["je voudrais être remboursé", "que faire"])
def test_a_claim_of_damage_is_asked_for_its_photo(world: FakeWorld, words: str) -> None:
    ticket = damaged(world, words)
    (mail,) = world.desk.replies(ticket)
    assert "photo" in mail
    assert "jeudi 12 mars 2026" in mail
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_CUSTOMER, "proof.photo_missing")
    assert world.shop.writes == 0


def test_the_photo_in_time_settles_it(world: FakeWorld) -> None:
    ticket = damaged(world)
    world.clock.advance(47 * HOURS)
    world.answers(ticket, "Voici la photo", pictures=1)
    world.work()
    order = world.case(ticket).order
    assert order is not None
    assert world.shop.amounts(order) == ["28.80 EUR"]
    assert world.case(ticket).state is State.SETTLED
    world.clock.advance(2 * HOURS)
    world.keep_promises()
    assert (world.case(ticket).state, world.desk.notes(ticket)) == (State.SETTLED, [])


@pytest.mark.parametrize(("seconds", "state"), [(-1, State.WAITING_CUSTOMER), (1, State.WAITING_AGENT)])
def test_after_48_hours_an_agent_takes_over(world: FakeWorld, seconds: int, state: State) -> None:
    asked = world.clock()
    ticket = damaged(world)
    world.clock.advance((asked - world.clock()).total_seconds() + 48 * HOURS + seconds)
    world.keep_promises()
    assert world.case(ticket).state is state
    assert len(world.desk.notes(ticket)) == (state is State.WAITING_AGENT)


def test_the_policy_says_how_long(world: FakeWorld) -> None:
    world.set_policy(
        (
            "damaged: {options: [reship, exchange, refund, store_credit], proof: photo}",
            "damaged: {options: [reship, exchange, refund, store_credit], proof: photo, proof_hours: 12}",
        )
    )
    ticket = damaged(world)
    world.clock.advance(12 * HOURS)
    world.keep_promises()
    assert world.case(ticket).why == "proof.no_photo"


def test_a_photo_that_comes_after_the_deadline_is_still_looked_at(world: FakeWorld) -> None:
    ticket = damaged(world)
    world.clock.advance(49 * HOURS)
    world.keep_promises()
    world.answers(ticket, "Voici enfin la photo", pictures=1)
    world.work()
    assert world.case(ticket).state is State.SETTLED


def test_a_deadline_is_a_row_and_survives_whatever_ran(world: FakeWorld) -> None:
    """Nobody worked for three days: the first look finds it."""
    ticket = damaged(world)
    with world.engine.begin() as connection:
        due = connection.exec_driver_sql("SELECT kind, due_at, done FROM dues WHERE kind = 'photo'").one()
    assert (due.kind, due.done) == ("photo", 0)
    world.clock.advance(72 * HOURS)
    world.keep_promises()
    assert world.case(ticket).why == "proof.no_photo"


def test_a_photo_asked_for_without_a_demand_goes_to_an_agent_with_it(world: FakeWorld) -> None:
    ticket = damaged(world, "que faire")
    world.answers(ticket, "Voici la photo", pictures=1)
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "kind.unspecified")
    assert world.shop.writes == 0


@pytest.mark.parametrize("pictures", [0, 1])
def test_a_photo_sent_before_another_question_is_not_asked_for_again(world: FakeWorld, pictures: int) -> None:
    """That one is said to be there is not enough. The short answer is answered in the customer's language."""
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(
        EMAIL, "Bonjour, le bol est arrivé cassé, voir photo. Je voudrais un remboursement, merci.", pictures=pictures
    )
    world.work()
    assert world.case(ticket).why == "ask.order"
    world.answers(ticket, f"Voici : {order.number}")
    world.work()
    assert world.shop.amounts(order.id) == ["28.80 EUR"] * pictures
    assert (world.case(ticket).why == "proof.photo_missing") == (pictures == 0)
    assert world.desk.replies(ticket)[-1].startswith("Bonjour")
