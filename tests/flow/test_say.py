"""One public reply per turn, whatever comes in between; never twice; never words that no longer fit."""

from __future__ import annotations

import pytest

from connector.domain.case import State
from connector.flow.act import act
from connector.ports.errors import Conflict, NotSent, OutcomeUnknown, Refused
from connector.ports.helpdesk import Lifecycle, TicketStatus
from tests.fakes.world import FakeWorld
from tests.flow.conftest import EMAIL, wants_refund

NO_ORDER = "Bonjour, je souhaite être remboursé pour le bol, il ne me plaît pas."
SILENCE = OutcomeUnknown("time-out")


def refunded(world: FakeWorld) -> str:
    """A refund is made, the reply about it waits; return the ticket's id."""
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    assert act(world.services) is True
    assert world.states(ticket) == ["money done", "reply pending"]
    return ticket


def test_newer_words_before_a_question_are_decided_about_with_the_older_ones(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, NO_ORDER)
    world.read()
    world.desk.customer_replies(ticket, f"Pardon, c'est la commande {order.number}.")  # its event is still under way
    world.act()
    assert world.desk.written == []
    assert (world.case(ticket).state, world.states(ticket)) == (State.UNDERSTOOD, ["reply superseded"])
    world.work()
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert len(world.desk.replies(ticket)) == 1
    assert "28,80" in world.desk.replies(ticket)[0]


def test_a_question_that_was_never_asked_is_no_round(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, NO_ORDER)
    world.read()
    assert world.case(ticket).rounds == 1
    world.desk.customer_replies(ticket, "Il est encore dans son emballage.")
    world.work()
    assert len(world.desk.replies(ticket)) == 1
    assert world.case(ticket).rounds == 1


def test_a_question_withdrawn_before_it_was_claimed_is_no_round(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, NO_ORDER)
    world.read()
    world.answers(ticket, "Il est encore dans son emballage.")
    world.work()
    assert world.states(ticket) == ["reply superseded", "reply done"]
    assert (len(world.desk.replies(ticket)), world.case(ticket).rounds) == (1, 1)


def test_more_of_the_same_after_the_money_is_answered_by_the_same_reply(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.answers(ticket, "Merci d'avance de me rembourser !")
    world.work()
    world.wait(5)
    assert len(world.desk.replies(ticket)) == 1
    assert world.states(ticket) == ["money done", "reply done"]
    assert (world.case(ticket).state, world.waiting_tickets()) == (State.SETTLED, 0)
    assert len(world.cases()) == 1


def test_another_demand_after_the_money_gets_its_own_turn(world: FakeWorld) -> None:
    other = world.shop.place(EMAIL, {"MUG-BL": 1}, shipped_days_ago=None)
    ticket = refunded(world)
    first = world.case(ticket)
    world.answers(ticket, f"Je souhaite aussi annuler ma commande {other.number}.")
    world.work()
    world.wait(5)
    assert len(world.desk.replies(ticket)) == 2
    assert "28,80" in world.desk.replies(ticket)[0]
    assert world.case(ticket).id != first.id
    assert world.states(ticket) == ["money done", "reply done"]
    assert world.shop.amounts(other.id) == ["27.60 EUR"]


def test_stays_silent_where_an_agent_answered_first(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, NO_ORDER)
    world.read()
    world.desk.agent_replies(ticket, "Bonjour, je m'en occupe.")
    world.work()
    assert world.desk.written == []
    assert (world.case(ticket).state, world.case(ticket).why) == (State.HANDED_OVER, "agent.answered")
    assert world.states(ticket) == ["reply superseded"]


def test_an_agent_s_internal_note_is_no_answer(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, NO_ORDER)
    world.read()
    world.desk.agent_replies(ticket, "Client fidèle.", public=False)
    world.work()
    assert len(world.desk.replies(ticket)) == 1


def test_tells_the_agent_who_answered_first_that_money_moved(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.desk.agent_replies(ticket, "Bonjour, je m'en occupe.")
    world.work()
    assert world.desk.replies(ticket) == []
    assert len(world.desk.notes(ticket)) == 1
    assert "28.80 EUR" in world.desk.notes(ticket)[0]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "agent.answered")


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED])
def test_writes_nothing_on_a_ticket_that_was_shut(world: FakeWorld, lifecycle: Lifecycle) -> None:
    ticket = refunded(world)
    world.desk.shut(ticket, lifecycle)
    world.work()
    assert world.desk.written == []
    assert world.states(ticket) == ["money done", "reply person"]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.HANDED_OVER, "refused.reply")


def test_writes_nothing_on_a_ticket_that_is_gone(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.desk.erase(ticket)
    world.work()
    assert world.states(ticket) == ["money done", "reply person"]
    assert world.case(ticket).state is State.HANDED_OVER


def test_a_ticket_shut_between_look_and_write_takes_nothing(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.desk.script.before("write", lambda: world.desk.shut(ticket))
    world.work()
    assert world.desk.written == []
    assert world.case(ticket).state is State.HANDED_OVER


def test_money_the_customer_could_not_be_told_about_waits_for_a_person(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.desk.script.fail("write", Refused("too_long", "more than 64000 bytes"))
    world.work()
    assert (world.desk.replies(ticket), len(world.desk.notes(ticket))) == ([], 1)
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "refused.reply")
    with world.store.begin() as tx:
        assert [waiting.ticket_id for waiting in tx.outbox.waiting()] == [ticket]


def test_a_question_that_is_refused_ends_with_whoever_has_the_ticket(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, NO_ORDER)
    world.read()
    world.desk.shut(ticket)
    world.act()
    assert (world.desk.written, world.states(ticket)) == ([], ["reply refused"])
    assert world.case(ticket).state is State.HANDED_OVER


def test_a_conflict_is_read_again_and_written_once(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.desk.script.before("write", lambda: world.desk.tag(ticket, "vip"))
    world.work()
    assert world.desk.written == []
    assert world.state(ticket, "reply") == "pending"
    world.wait(2)
    assert world.state(ticket, "reply") == "done"
    assert len(world.desk.replies(ticket)) == 1


def test_conflicts_without_end_write_nothing(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.desk.script.fail("write", Conflict("409"), times=None)
    for _ in range(5):
        world.wait(2)
    assert (world.desk.written, world.state(ticket, "reply")) == ([], "pending")
    assert world.case(ticket).state is State.REPLYING


def test_a_conflict_by_the_customer_s_own_words_before_a_question_decides_again(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, NO_ORDER)
    world.read()
    world.desk.script.before("write", lambda: world.desk.customer_replies(ticket, f"Commande {order.number}"))
    world.work()
    world.wait(2)
    assert len(world.desk.replies(ticket)) == 1
    assert world.shop.amounts(order.id) == ["28.80 EUR"]


def test_a_reply_that_arrived_without_an_answer_is_found(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.desk.script.fail("write", SILENCE, done=True)
    world.work()
    assert world.state(ticket, "reply") == "claimed"
    world.settle()
    assert (world.state(ticket, "reply"), world.case(ticket).state) == ("done", State.SETTLED)
    assert (world.desk.script.calls["write"], len(world.desk.replies(ticket))) == (1, 1)


def test_a_reply_of_unknown_outcome_is_never_sent_again(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.desk.script.fail("write", SILENCE)
    world.work()
    world.settle()
    world.wait(days=2)
    world.settle()
    assert world.desk.replies(ticket) == []
    assert world.states(ticket) == ["money done", "reply person", "note done"]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "unknown.reply")
    assert world.actions(ticket)[1].key in world.desk.notes(ticket)[0]


def test_a_note_of_unknown_outcome_is_written_again(world: FakeWorld) -> None:
    world.set_policy(("mode: auto ", "mode: assist "))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.desk.script.fail("write", SILENCE)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    world.settle()
    world.wait(10)
    assert world.states(ticket) == ["note done"]
    assert len(world.desk.notes(ticket)) == 1


def test_a_note_that_arrived_without_an_answer_is_found(world: FakeWorld) -> None:
    world.set_policy(("mode: auto ", "mode: assist "))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.desk.script.fail("write", SILENCE, done=True)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    world.settle()
    world.wait(10)
    assert world.states(ticket) == ["note done"]
    assert len(world.desk.notes(ticket)) == 1


def test_a_reply_that_was_surely_not_sent_goes_once_later(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.desk.script.fail("write", NotSent("429", 60.0))
    world.work()
    assert (world.state(ticket, "reply"), world.desk.written) == ("pending", [])
    world.wait(61)
    assert (world.state(ticket, "reply"), len(world.desk.replies(ticket))) == ("done", 1)


def test_tags_and_status_say_where_the_case_stands(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, NO_ORDER)
    world.work()
    read = world.desk.read_ticket(ticket)
    assert read.tags == {"retour", "retour_waiting"}
    assert world.desk.status(ticket) is TicketStatus.PENDING
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.answers(ticket, f"C'est la commande {order.number}.")
    world.work()
    assert world.desk.read_ticket(ticket).tags == {"retour", "retour_settled"}
    assert world.desk.status(ticket) is TicketStatus.SOLVED


def test_speaks_the_shop_s_language_where_there_are_no_words_in_the_customer_s(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(
        EMAIL, f"Hallo, ich möchte die Schüssel aus Bestellung {order.number} zurückgeben und mein Geld zurück."
    )
    world.work()
    assert world.case(ticket).language == "fr"
    assert world.desk.replies(ticket)[0].startswith("Bonjour Camille")


def test_answers_in_the_customer_s_language(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(
        EMAIL,
        "Hi! The bowl just doesn't match our table. I'd like to send it back and get reimbursed. "
        f"Order {order.number} thx",
    )
    world.work()
    assert world.desk.replies(ticket)[0].startswith("Hello Camille")


def test_an_answer_that_was_not_delivered_is_put_before_an_agent_once(world: FakeWorld) -> None:
    ticket = refunded(world)
    world.work()
    world.desk.bounce(ticket)
    for _ in range(2):
        world.event(ticket)
        world.work()
    assert (len(world.desk.replies(ticket)), len(world.desk.notes(ticket))) == (1, 1)
    assert "n'a pas été remise" in world.desk.notes(ticket)[0]
    assert world.desk.status(ticket) is TicketStatus.OPEN
    assert world.shop.writes == 1


def test_a_machine_that_answers_our_answers_is_not_answered_for_ever(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.agent_refunds(order.id, {"BOL-01": 1})
    ticket = world.writes(EMAIL, f"Bonjour, où en est le remboursement de la commande {order.number} ?")
    world.work()
    for _ in range(9):
        world.clock.advance(minutes=3)
        world.answers(ticket, f"Bonjour, où en est le remboursement de la commande {order.number} ?")
        world.work()
    assert len(world.desk.replies(ticket)) == 5
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "replies.too_many")


def test_words_that_a_merge_carries_along_are_not_answered_again(world: FakeWorld) -> None:
    first = world.writes(EMAIL, NO_ORDER)
    world.work()
    assert len(world.desk.replies(first)) == 1
    second = world.writes(EMAIL, "Merci beaucoup !")
    world.work()
    world.desk.move(first, second)
    world.event(second)
    world.work()
    assert len(world.desk.written) == 1
