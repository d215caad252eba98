"""Nothing is given twice for one unit: by an agent's click on old facts, by what could not be taken back, by a code
that others read."""

from __future__ import annotations

import pytest

from connector.domain.case import State
from connector.domain.money import Money
from connector.domain.request import Option
from connector.flow.agent import NotAllowed, approve, resolve, undo, view
from connector.flow.dues import keep_promises
from connector.flow.parcels import settle_parcel
from connector.ports.errors import OutcomeUnknown, ReadFailed, Refused
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund
from tests.flow.test_effects import wants_credit, wants_exchange, wants_red
from tests.flow.test_parcels import AGENT, agreed, waits

BOWL, TEE, CREDIT = Money.parse("28.80 EUR"), Money.parse("36.00 EUR"), Money.parse("30.24 EUR")
SINCE = "given on this order since"


def click(world: FakeWorld, ticket: str, option: Option, amount: Money) -> None:
    case = world.case(ticket)
    approve(world.services, TENANT, case.id, case.turn, option, amount, AGENT)
    world.work()


def test_credit_on_one_ticket_then_money_on_another(world: FakeWorld) -> None:
    """Both wait for an agent, on facts of the same moment; no credit memo shows the credit."""
    order = world.shop.place(EMAIL, {"BOL-01": 1}, shipped_days_ago=35)
    first, second = world.writes(EMAIL, wants_credit(order)), world.writes(EMAIL, wants_refund(order))
    world.work()
    click(world, first, Option.STORE_CREDIT, CREDIT)
    with pytest.raises(NotAllowed, match=SINCE):
        click(world, second, Option.REFUND, BOWL)
    assert (world.ledger(), world.shop.amounts(order.id)) == ([("made", "30.24 EUR")], [])


def test_two_exchanges_of_one_unit(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1}, shipped_days_ago=35)
    first, second = world.writes(EMAIL, wants_exchange(order)), world.writes(EMAIL, wants_exchange(order))
    world.work()
    click(world, first, Option.EXCHANGE, TEE)
    with pytest.raises(NotAllowed, match=SINCE):
        click(world, second, Option.EXCHANGE, TEE)
    assert len(world.shop.replacements(EMAIL)) == 1


def test_money_after_goods_whose_difference_was_refused(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_red(order))
    world.shop.script.fail("refund", Refused("amount", "x"))
    world.work()
    assert world.case(ticket).state is State.WAITING_AGENT
    with pytest.raises(NotAllowed, match=SINCE):
        click(world, ticket, Option.REFUND, TEE)
    assert world.shop.amounts(order.id) == []


def test_a_replacement_that_could_not_be_stopped_counts(world: FakeWorld) -> None:
    """It was cancelled when its parcel had just left: the next wish for money finds it in the books."""
    order, _ = agreed(world, "acceptance")
    (held,) = [each.id for each in world.shop.orders_of(EMAIL) if each.id != order.id]
    world.shop.script.after("unhold", lambda: world.shop.ship(held))
    world.clock.advance(days=28)
    world.keep_promises()
    world.set_policy(("days: 30  ", "days: 60  "))
    ticket = world.writes(EMAIL, wants_refund(order).replace("le bol", "le t-shirt Organic Tee"))
    world.work()
    assert (world.case(ticket).state, world.shop.amounts(order.id)) == (State.WAITING_AGENT, [])


@pytest.mark.parametrize("meanwhile", ["writes again", "mode off"])
def test_the_unit_of_a_parcel_that_never_came_is_freed(world: FakeWorld, meanwhile: str) -> None:
    order, ticket = agreed(world, "acceptance")
    world.clock.advance(days=28)
    while keep_promises(world.services):
        pass
    if meanwhile == "mode off":
        world.set_policy(("mode: auto ", "mode: off "))
    else:
        world.answers(ticket, f"Bonjour, finalement je voudrais un remboursement, commande {order.number}")
    world.wait(300)
    assert world.shop.replacement_state() == "canceled"


def test_a_replacement_stays_where_a_person_gave_the_money_back(world: FakeWorld) -> None:
    """Between the scan and its effect: the parcel is back, and so is the money."""
    order, ticket = agreed(world, "acceptance")
    world.scan(rma=world.rma(ticket))
    while settle_parcel(world.services):
        pass
    world.shop.agent_refunds(order.id, {"TEE-M-BLUE": 1})
    world.work()
    assert world.shop.replacement_state() == "holded"


def test_undo_while_what_was_held_is_let_go_of(world: FakeWorld) -> None:
    """Money instead of the exchange, in a policy that waits ten minutes: the dropped replacement does not end that."""
    world.set_policy(waits("acceptance"), ("hold_minutes: 0 ", "hold_minutes: 10 "), ("days: 30  ", "days: 60  "))
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.work()
    world.scan(rma=world.rma(ticket), lines={"TEE-M-BLUE": {"damaged": 1}})
    world.work()
    click(world, ticket, Option.REFUND, TEE)
    assert (world.case(ticket).state, world.shop.replacement_state()) == (State.HELD, "canceled")
    assert undo(world.services, TENANT, world.case(ticket).id, AGENT)
    world.wait(minutes=11)
    assert world.shop.amounts(order.id) == []


@pytest.mark.parametrize(("after", "why"), [("unhold", "refused.money"), ("cancel", "made.odd")])
def test_nothing_follows_a_replacement_that_left(world: FakeWorld, after: str, why: str) -> None:
    """Its parcel is taken away while it is cancelled, for money that was wanted instead."""
    order, ticket = agreed(world, "acceptance")
    (held,) = [each.id for each in world.shop.orders_of(EMAIL) if each.id != order.id]
    world.scan(rma=world.rma(ticket), lines={"TEE-M-BLUE": {"damaged": 1}})
    world.work()
    world.shop.script.after(after, lambda: world.shop.ship(held))
    click(world, ticket, Option.REFUND, TEE)
    assert (world.case(ticket).why, world.shop.amounts(order.id)) == (why, [])


@pytest.mark.parametrize("change", [{"participants": 2}, {"requester_email": "other@example.com"}])
def test_a_code_is_told_to_nobody_else(world: FakeWorld, change: dict[str, object]) -> None:
    """The ticket was private when the return was agreed, and is not any more when the parcel is back."""
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_credit(order))
    world.work()
    world.desk.change(ticket, **change)
    world.scan(rma=world.rma(ticket))
    world.work()
    (code,) = world.shop.codes
    said = [*world.desk.replies(ticket), *world.desk.notes(ticket)]
    assert not any(code in each for each in said)
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "code.others_read")
    assert "Retour store-credit-" in world.desk.notes(ticket)[-1]


def _asked_a_person(world: FakeWorld, write: str, look: str, text: str) -> str:
    """Nobody could hear of a write, nor see it, for two days."""
    world.shop.script.fail(write, OutcomeUnknown("no answer"), times=None)
    world.shop.script.fail(look, ReadFailed("500"), times=None)
    ticket = world.writes(EMAIL, text)
    world.work()
    world.clock.advance(days=2)
    world.settle()
    world.shop.script.heal()
    return ticket


def test_a_person_says_which_replacement_was_placed(world: FakeWorld) -> None:
    world.set_policy(waits("acceptance"))
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = _asked_a_person(world, "place", "order_of_cart", wants_exchange(order))
    placed = world.shop.place(
        EMAIL, {"TEE-L-BLUE": 1}, "free", shipped_days_ago=None, line_paid={"TEE-L-BLUE": "0.00"}, shipping="0.00"
    )
    world.shop.set_state(placed.id, "holded")
    with world.store.begin() as tx:
        (waiting,) = tx.outbox.waiting()
    resolve(world.services, waiting.key, placed.id, "admin")
    world.settle()
    world.settle()
    assert (world.states(ticket)[0], world.leases()) == ("money done", 0)


def test_a_credit_that_a_person_made_is_not_told_with_our_code(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = _asked_a_person(world, "make_rule", "find_rule", wants_credit(order))
    with world.store.begin() as tx:
        (waiting,) = tx.outbox.waiting()
    resolve(world.services, waiting.key, "77", "admin")
    world.settle()
    world.settle()
    assert (world.states(ticket)[0], world.leases(), world.desk.replies(ticket)) == ("money done", 0, [])
    assert world.case(ticket).why == "made.odd"


@pytest.mark.parametrize("settle", ["at_once", "scan"])
def test_an_exchange_for_nobody_knows_what_has_no_button(world: FakeWorld, settle: str) -> None:
    """Nor does a click bring a parcel in of which nobody would know what to do with it."""
    if settle == "scan":
        world.set_policy(waits())
    world.set_policy(("mode: auto ", "mode: assist "))
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, f"Bonjour, je voudrais échanger le t-shirt. Commande {order.number}")
    world.work()
    case = view(world.services, TENANT, ticket, AGENT)
    (exchange,) = [each for each in case["options"] if each["option"] is Option.EXCHANGE]
    assert (exchange["approvable"], exchange["verdict"]) == (False, "review")
    with pytest.raises(NotAllowed, match="do it in Magento"):
        click(world, ticket, Option.EXCHANGE, TEE)
    assert (world.returns(), world.shop.writes) == ([], 0)


def test_a_return_agreed_once_more_has_one_replacement(world: FakeWorld) -> None:
    """Two t-shirts, one is to be exchanged; the customer repeats it, and an agent says yes to it again."""
    world.set_policy(waits("acceptance"))
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 2})
    wish = wants_exchange(order).replace("le t-shirt", "un des deux t-shirts")
    ticket = world.writes(EMAIL, wish)
    world.work()
    world.answers(ticket, wish)
    world.work()
    click(world, ticket, Option.EXCHANGE, TEE)
    world.wait(60)
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert sorted(world.ledger()) == [("made", "36.00 EUR"), ("void", "36.00 EUR")]
    assert world.returns() == [("exchange", "closed"), ("exchange", "open")]
