"""A conversation: what is new in a ticket, what it belongs to, and who answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from connector.domain.case import State
from connector.ports.errors import OutcomeUnknown, ReadFailed
from connector.ports.helpdesk import Lifecycle
from connector.ports.understanding import Turn, Understanding
from connector.understanding import TicketReader
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_cancel, wants_refund

NO_ORDER = "Bonjour, je souhaite être remboursé pour le bol, il ne me plaît pas."


def nothing_left(world: FakeWorld) -> None:
    """No money, no promise of any, no word to the helpdesk."""
    assert (world.shop.writes, world.desk.written, world.leases()) == (0, [], 0)
    assert [state for state, _ in world.ledger() if state != "void"] == []


def test_the_order_number_may_come_in_the_second_message(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, NO_ORDER)
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_CUSTOMER, "ask.order")
    world.answers(ticket, f"Bonjour, c'est la {order.number}, merci")
    world.work()
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert world.case(ticket).state is State.SETTLED
    assert len(world.desk.replies(ticket)) == 2
    assert len(world.cases()) == 1


def test_an_order_that_only_the_quoted_mail_names_is_a_person_s_to_look_at(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, f"{NO_ORDER}\n\n> Merci pour votre commande {order.number} !")
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "text.quoted_order")
    assert world.case(ticket).order_number == order.number
    assert (world.shop.writes, world.desk.replies(ticket), world.ledger()) == (0, [], [])
    assert "Une commande n'est nommée que dans la citation" in world.desk.notes(ticket)[0]


@pytest.mark.parametrize("more", ["Des nouvelles ?", "Merci", "Remboursez-moi donc le bol, il ne me plaît pas."])
def test_an_order_known_from_a_quote_alone_stays_a_person_s_whatever_is_written_next(
    world: FakeWorld, more: str
) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, f"{NO_ORDER}\n\n> Merci pour votre commande {order.number} !")
    world.work()
    world.answers(ticket, more)
    world.work()
    assert world.case(ticket).state is State.WAITING_AGENT
    assert (world.shop.writes, world.ledger()) == (0, [])


def test_a_refund_that_is_asked_for_after_an_answer_about_a_quoted_order_is_a_person_s(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1})
    world.shop.agent_refunds(order.id, {"MUG-BL": 1})
    ticket = world.writes(EMAIL, f"Bonjour, où en est mon remboursement ?\n\n> Votre commande {order.number}")
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.SETTLED, "kind.status")
    before = world.shop.writes
    world.answers(ticket, NO_ORDER)
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "text.quoted_order")
    assert (world.shop.writes, world.ledger()) == (before, [])


@pytest.mark.parametrize("between", ["C'est la commande 000099999.", "Commandes 000099999 et 000099998, merci."])
def test_an_order_known_from_a_quote_alone_stays_so_through_a_turn_without_an_order(
    world: FakeWorld, between: str
) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, f"{NO_ORDER}\n\n> Merci pour votre commande {order.number} !")
    world.work()
    world.answers(ticket, between)
    world.work()
    world.desk.shut(ticket)
    world.event(ticket)
    world.work()
    world.desk.shut(ticket, Lifecycle.OPEN)
    world.answers(ticket, NO_ORDER)
    world.work()
    assert (world.shop.writes, world.ledger()) == (0, [])


def test_another_order_that_is_quoted_later_is_a_person_s_to_look_at(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1})
    other = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, f"Bonjour, le mug ne me plaît pas, remboursez-moi le mug. Commande {order.number}")
    world.work()
    assert world.shop.amounts(order.id) == ["21.60 EUR"]
    world.answers(ticket, f"{NO_ORDER}\n\n> Merci pour votre commande {other.number} !")
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "text.quoted_order")
    assert world.shop.amounts(order.id) == ["21.60 EUR"]


@pytest.mark.parametrize("quoted", ["000077777", "theirs"])
def test_a_quoted_number_that_is_no_order_of_the_sender_s_is_none(world: FakeWorld, quoted: str) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    theirs = world.shop.place("someone@else.example", {"BOL-01": 1})
    number = theirs.number if quoted == "theirs" else quoted
    ticket = world.writes(EMAIL, f"{NO_ORDER}\n\n> Votre commande {number} est en route.")
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_CUSTOMER, "ask.order")
    assert number not in world.desk.replies(ticket)[0]
    world.answers(ticket, f"C'est la commande {order.number}")
    world.work()
    assert (world.case(ticket).state, world.shop.amounts(order.id)) == (State.SETTLED, ["28.80 EUR"])


def test_what_an_answer_quotes_does_not_change_the_order_that_is_meant(world: FakeWorld) -> None:
    order, other = (world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1}) for _ in range(2))
    ticket = world.writes(EMAIL, f"Bonjour, un article de ma commande {order.number} ne me plaît pas, remboursez-moi.")
    world.work()
    assert world.case(ticket).why == "ask.line"
    world.answers(ticket, f"C'est le mug.\n\n> Votre commande {other.number} est en route.")
    world.work()
    assert (world.shop.amounts(order.id), world.shop.amounts(other.id)) == (["21.60 EUR"], [])


def test_the_article_may_come_in_the_second_message(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1})
    ticket = world.writes(
        EMAIL, f"Bonjour, un article de ma commande {order.number} ne me plaît pas, je voudrais être remboursé."
    )
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_CUSTOMER, "ask.line")
    world.answers(ticket, "C'est le mug.")
    world.work()
    assert world.shop.amounts(order.id) == ["21.60 EUR"]


def test_two_questions_and_then_a_person(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, NO_ORDER)
    world.work()
    for number in ("000099998", "000099999"):
        world.answers(ticket, f"C'est la commande {number}.")
        world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "ask.too_often")
    assert len(world.desk.replies(ticket)) == 2
    assert world.shop.writes == 0


def test_a_known_ticket_s_status_question_is_about_its_own_order(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    first = world.case(ticket)
    world.clock.advance(days=1)
    world.answers(ticket, "Bonjour, où en est mon remboursement ?")
    world.work()
    assert world.case(ticket).id != first.id
    assert (world.case(ticket).state, world.case(ticket).why) == (State.SETTLED, "kind.status")
    assert world.case(ticket).order_number == order.number
    assert "28,80" in world.desk.replies(ticket)[1]
    assert world.shop.script.calls["refund"] == 1


def test_thanks_on_a_settled_case_change_nothing(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    before, rows = world.case(ticket), world.outbox_rows()
    world.answers(ticket, "Merci beaucoup !")
    world.work()
    assert (world.case(ticket), world.outbox_rows()) == (before, rows)
    assert (len(world.desk.written), world.waiting_tickets()) == (1, 0)


def test_a_new_demand_on_a_settled_ticket_is_a_new_case(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    other = world.shop.place(EMAIL, {"MUG-BL": 1}, shipped_days_ago=None)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    first = world.case(ticket)
    world.answers(ticket, wants_cancel(other))
    world.work()
    second = world.case(ticket)
    assert (second.id == first.id, second.turn, second.order) == (False, 1, other.id)
    assert world.shop.amounts(other.id) == ["27.60 EUR"]
    assert len(world.desk.replies(ticket)) == 2


@pytest.mark.parametrize("minutes", ["0", "10"])
def test_newer_words_withdraw_what_was_decided_and_not_sent(world: FakeWorld, minutes: str) -> None:
    world.set_policy(("hold_minutes: 0 ", f"hold_minutes: {minutes} "))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    assert world.case(ticket).state is (State.HELD if minutes == "10" else State.ACTING)
    world.answers(ticket, "Finalement, je ne veux plus de remboursement.")
    world.wait(minutes=0)
    world.wait(minutes=20)
    assert world.shop.writes == 0
    assert world.ledger() == [("void", "28.80 EUR")]
    assert world.states(ticket) == ["money superseded", "note done"]
    assert world.case(ticket).state is State.WAITING_AGENT


def test_newer_words_on_an_agent_s_case_are_decided_about_anew(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1}, shipped_days_ago=35)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    assert world.case(ticket).state is State.WAITING_AGENT
    world.answers(ticket, "Alors, qu'en est-il de mon remboursement ?")
    world.work()
    assert world.states(ticket) == ["note superseded", "note done"]
    assert (world.case(ticket).turn, len(world.cases())) == (2, 1)
    assert len(world.desk.notes(ticket)) == 1
    assert world.shop.writes == 0


def test_money_under_way_makes_newer_words_wait(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("refund", OutcomeUnknown("time-out"), done=True)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    world.answers(ticket, "Merci d'avance de me rembourser !")
    world.work()
    assert (world.states(ticket), world.case(ticket).turn) == (["money claimed"], 1)
    world.settle()
    world.wait(5)
    assert world.states(ticket) == ["money done", "reply done"]
    assert (len(world.desk.replies(ticket)), world.waiting_tickets()) == (1, 0)


def test_having_waited_for_a_sender_does_not_make_a_ticket_wait_longer(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("refund", OutcomeUnknown("time-out"))
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    world.answers(ticket, "Alors, qu'en est-il de mon remboursement ?")
    for _ in range(20):
        world.clock.advance(1)
        world.read()
    world.desk.script.fail("read_ticket", ReadFailed("503"))
    world.settle()
    assert world.state(ticket, "money") == "person"
    world.wait(60)  # the agents' note about it goes out first
    world.wait(1)
    assert world.waiting_tickets() == 0


def test_a_distrusted_sender_goes_to_a_person(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order), trusted=False)
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "sender.distrusted")
    assert (world.shop.writes, world.desk.replies(ticket), world.promised(order.id)) == (0, [], [])


def test_a_distrusted_answer_to_our_question_moves_nothing(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, NO_ORDER)
    world.work()
    world.answers(ticket, f"C'est la {order.number}", trusted=False)
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "sender.distrusted")
    assert (world.shop.writes, len(world.desk.replies(ticket))) == (0, 1)


def test_somebody_else_s_order_is_asked_for_again_and_nothing_of_it_told(world: FakeWorld) -> None:
    theirs = world.shop.place("victoire@example.com", {"TAPIS-01": 1})
    ticket = world.writes(EMAIL, f"Bonjour, je souhaite être remboursé du tapis, commande {theirs.number}.")
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_CUSTOMER, "ask.order")
    assert world.shop.writes == 0
    said = world.desk.replies(ticket)[0]
    assert [word for word in ("Tapis", "54", "victoire") if word in said] == []


def test_a_machine_s_mail_is_never_answered(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order), automatic=True)
    world.work()
    assert world.shop.writes == 0
    assert world.desk.replies(ticket) == []


def test_an_out_of_office_answer_to_our_question_is_not_asked_again(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, NO_ORDER)
    world.work()
    world.answers(ticket, "Je suis absent jusqu'au 20 mars.", automatic=True)
    world.work()
    assert len(world.desk.replies(ticket)) == 1
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "text.automatic")


def test_several_orders_go_to_a_person(world: FakeWorld) -> None:
    one, two = (world.shop.place(EMAIL, {"BOL-01": 1}) for _ in range(2))
    ticket = world.writes(EMAIL, f"Commandes {one.number} et {two.number}: je souhaite être remboursé des bols.")
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "text.several_orders")
    assert (world.shop.writes, world.desk.replies(ticket)) == (0, [])


def test_thanks_alone_open_no_case(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, "Merci beaucoup !")
    world.work()
    assert (world.cases(), world.waiting_tickets()) == ([], 0)
    nothing_left(world)
    said = [message.id for message in world.desk.read_ticket(ticket).messages]
    with world.store.begin() as tx:
        assert tx.cases.handled(TENANT, said) == frozenset(said)


def test_mode_off_reads_no_ticket(world: FakeWorld) -> None:
    world.set_policy(("mode: auto ", "mode: off "))
    world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.work()
    assert (world.desk.script.calls["read_ticket"], world.cases(), world.waiting_tickets()) == (0, [], 0)


def test_mode_shadow_decides_and_lets_nothing_leave(world: FakeWorld) -> None:
    world.set_policy(("mode: auto ", "mode: shadow "))
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.HANDED_OVER, "rollout.shadow")
    assert world.outbox_rows() == 0
    nothing_left(world)


def test_what_an_agent_answered_before_we_read_it_is_theirs(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.desk.agent_replies(ticket, "Bonjour, je m'en occupe.")
    world.work()
    assert world.cases() == []
    nothing_left(world)


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED])
def test_a_ticket_shut_before_we_read_it_starts_nothing(world: FakeWorld, lifecycle: Lifecycle) -> None:
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.desk.shut(ticket, lifecycle)
    world.work()
    assert (world.cases(), world.waiting_tickets()) == ([], 0)
    nothing_left(world)


def test_a_ticket_gone_before_we_read_it_starts_nothing(world: FakeWorld) -> None:
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.desk.erase(ticket)
    world.work()
    assert (world.cases(), world.waiting_tickets()) == ([], 0)
    nothing_left(world)


def test_last_words_on_a_shut_ticket_withdraw_what_was_held(world: FakeWorld) -> None:
    world.set_policy(("hold_minutes: 0 ", "hold_minutes: 10 "))
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.read()
    world.answers(ticket, "Merci.")
    world.desk.shut(ticket)
    world.work()
    world.wait(minutes=20)
    assert (world.case(ticket).state, world.case(ticket).why) == (State.HANDED_OVER, "ticket.closed")
    assert (world.states(ticket), world.ledger()) == (["money superseded"], [("void", "28.80 EUR")])
    nothing_left(world)


@pytest.mark.parametrize("how", ["closed", "gone"])
def test_a_ticket_shut_while_its_refund_is_held_withdraws_it(world: FakeWorld, how: str) -> None:
    world.set_policy(("hold_minutes: 0 ", "hold_minutes: 10 "))
    ticket = world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
    world.read()
    if how == "closed":
        world.desk.shut(ticket)
    else:
        world.desk.erase(ticket)
    world.event(ticket)
    world.work()
    world.wait(minutes=20)
    nothing_left(world)


class Poisoned(TicketReader):
    """A reader with a bug: it raises on one word."""

    def understand(self, subject: str, turns: Sequence[Turn]) -> Understanding:
        if any("poison" in turn.body for turn in turns):
            raise ZeroDivisionError("a bug")
        return super().understand(subject, turns)


def test_a_ticket_that_cannot_be_read_does_not_stop_the_others(world: FakeWorld) -> None:
    world.services = replace(world.services, reader=Poisoned())
    world.writes("eve@example.com", "poison")
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert world.case(ticket).state is State.SETTLED
    assert world.waiting_tickets() == 1


def test_a_ticket_that_cannot_be_read_is_tried_ever_more_rarely_then_a_person_s(world: FakeWorld) -> None:
    world.services = replace(world.services, reader=Poisoned())
    ticket = world.writes("eve@example.com", "poison")
    tries = []
    for _ in range(4):
        before = world.desk.script.calls["read_ticket"] - world.desk.script.calls["write"]
        for _ in range(10):
            world.wait(minutes=1)
        tries.append(world.desk.script.calls["read_ticket"] - world.desk.script.calls["write"] - before)
    assert tries[0] > tries[1] >= tries[2]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.FAILED, "failed.bug")
    assert (len(world.desk.notes(ticket)), world.desk.replies(ticket), world.waiting_tickets()) == (1, [], 0)


def test_a_ticket_that_was_given_up_is_read_again_when_the_customer_writes(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.services = replace(world.services, reader=Poisoned())
    ticket = world.writes(EMAIL, f"poison {wants_refund(order)}")
    for _ in range(10):
        world.wait(minutes=15)
    assert world.case(ticket).state is State.FAILED
    world.services = replace(world.services, reader=TicketReader())
    world.answers(ticket, wants_refund(order))
    world.work()
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert len(world.desk.replies(ticket)) == 1


def test_a_shop_that_is_away_delays_and_loses_nothing(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    world.shop.script.fail("find_order", ReadFailed("503"), times=3)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert world.cases() == []
    nothing_left(world)
    for _ in range(4):
        world.wait(30)
    assert (world.case(ticket).state, world.shop.amounts(order.id)) == (State.SETTLED, ["28.80 EUR"])
