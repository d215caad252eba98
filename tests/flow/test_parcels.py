"""Returned parcel scanned → stock → ship: what was agreed is done, once, and never anything else; whatever came
otherwise than agreed, or when nobody awaited it, is a person's."""

from __future__ import annotations

import pytest

from connector.domain.case import State
from connector.domain.money import Money
from connector.domain.request import Option
from connector.flow.agent import approve
from connector.ports.errors import NotSent, OutcomeUnknown, ReadFailed
from connector.ports.helpdesk import Agent
from connector.ports.shop import ShopOrder
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund
from tests.flow.test_effects import wants_credit, wants_exchange, wants_red

DEFAULT = "  default: {options: [exchange, store_credit, refund], proof: none, settle: at_once}"
AGENT = Agent("7", verified=True)


def waits(order_at: str = "scan", settle: str = "warehouse_scan") -> tuple[str, str]:
    """A policy that settles with the parcel."""
    return DEFAULT, DEFAULT.replace("at_once", f"{settle}, order_at: {order_at}")


def agreed(
    world: FakeWorld, order_at: str = "scan", settle: str = "warehouse_scan", words: object = wants_exchange
) -> tuple[ShopOrder, str]:
    """An exchange that waits for its parcel."""
    world.set_policy(waits(order_at, settle))
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, words(order))  # type: ignore[operator]
    world.work()
    return order, ticket


# --- agreed -----------------------------------------------------------------------------------------------------------


def test_what_waits_for_a_parcel_gets_a_number_an_address_and_a_date(world: FakeWorld) -> None:
    _, ticket = agreed(world)
    (mail,) = world.desk.replies(ticket)
    assert world.rma(ticket) in mail
    assert "Maison Lumière, retours, 12 quai des Docks, 76600 Le Havre" in mail
    assert "au plus tard le mardi 24 mars 2026" in mail
    assert "s’il est encore en stock à ce moment-là" in mail
    assert world.case(ticket).state is State.WAITING_RETURN
    assert (world.shop.writes, world.ledger()) == (0, [])


def test_at_acceptance_the_unit_is_ordered_and_held_before_the_customer_hears(world: FakeWorld) -> None:
    _, ticket = agreed(world, "acceptance")
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert world.shop.replacement_state() == "holded"
    assert world.case(ticket).state is State.WAITING_RETURN
    assert "vous est réservé" in world.desk.replies(ticket)[0]
    assert world.ledger() == [("made", "36.00 EUR")]
    assert world.shop.codes == {}


def test_a_replacement_that_could_not_be_held_is_an_agents_at_once(world: FakeWorld) -> None:
    from connector.ports.errors import Refused

    world.shop.script.fail("hold", Refused("not_holdable", "A hold action is not available."))
    _, ticket = agreed(world, "acceptance")
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "made.odd")
    assert "is not on hold" in world.desk.notes(ticket)[0]
    assert world.desk.replies(ticket) == []


@pytest.mark.parametrize("done", [True, False], ids=["done", "not done"])
def test_a_silent_hold_is_looked_for(world: FakeWorld, done: bool) -> None:
    world.shop.script.fail("hold", OutcomeUnknown("ReadTimeout"), done=done)
    _, ticket = agreed(world, "acceptance")
    world.settle()
    world.wait(10)
    assert world.shop.replacement_state() == "holded"
    assert (len(world.desk.replies(ticket)), world.leases()) == (1, 0)


def test_thanks_and_it_is_on_its_way_change_nothing(world: FakeWorld) -> None:
    _, ticket = agreed(world)
    world.answers(ticket, "Merci beaucoup !")
    world.work()
    assert (world.case(ticket).state, len(world.desk.replies(ticket)), world.desk.notes(ticket)) == (
        State.WAITING_RETURN,
        1,
        [],
    )


def test_another_wish_while_a_parcel_is_on_its_way_is_an_agents(world: FakeWorld) -> None:
    order, ticket = agreed(world)
    world.answers(ticket, wants_refund(order).replace("le bol", "le t-shirt Organic Tee"))
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "return.under_way")
    assert world.shop.writes == 0


def test_a_return_whose_instructions_were_never_sent_is_none(world: FakeWorld) -> None:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.read()
    world.answers(ticket, wants_exchange(order, "S"))
    world.work()
    assert world.returns() == [("exchange", "closed"), ("exchange", "open")]
    assert len(world.desk.replies(ticket)) == 1


# --- scanned ----------------------------------------------------------------------------------------------------------


def test_the_scan_ships_the_replacement_if_there_is_stock(world: FakeWorld) -> None:
    _, ticket = agreed(world)
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert world.shop.replacement_state() == "new"
    assert world.case(ticket).state is State.SETTLED
    assert "1 × Organic Tee Blue L" in world.desk.replies(ticket)[1]
    assert (world.outcomes(), world.returns()) == (["parcel.back"], [("exchange", "settled")])
    assert (world.shop.amounts(world.case(ticket).order or ""), world.ledger()) == ([], [("made", "36.00 EUR")])  # type: ignore[arg-type]


def test_the_scan_lets_go_of_what_was_held(world: FakeWorld) -> None:
    order, ticket = agreed(world, "acceptance")
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert world.shop.replacement_state() == "new"
    assert world.case(ticket).state is State.SETTLED
    assert len(world.desk.replies(ticket)) == 2
    assert (world.ledger(), world.shop.amounts(order.id), world.leases()) == ([("made", "36.00 EUR")], [], 0)


@pytest.mark.parametrize("order_at", ["acceptance", "scan"])
def test_the_difference_of_a_cheaper_variant_waits_for_the_parcel(world: FakeWorld, order_at: str) -> None:
    order, ticket = agreed(world, order_at, words=wants_red)
    assert world.shop.amounts(order.id) == []
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-S-RED": 1}, "0.00 EUR")]
    assert world.shop.amounts(order.id) == ["6.00 EUR"]
    assert world.case(ticket).state is State.SETTLED
    assert sorted(world.ledger()) == sorted(
        [("made", "30.00 EUR"), ("made", "6.00 EUR")] if order_at == "acceptance" else [("made", "36.00 EUR")]
    )


def test_sold_out_at_the_scan_is_an_agents_and_never_a_refund(world: FakeWorld) -> None:
    order, ticket = agreed(world)
    world.shop.stock["TEE-L-BLUE"] = 0
    world.scan(rma=world.rma(ticket))
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "variant.sold_out")
    assert (world.shop.replacements(EMAIL), world.shop.amounts(order.id), world.ledger()) == ([], [], [])


@pytest.mark.parametrize(("stock", "ships"), [({"TEE-L-BLUE": 1}, True), ({"TEE-L-BLUE": 0}, False)])
def test_the_warehouses_own_count_goes_before_magentos(world: FakeWorld, stock: dict[str, int], ships: bool) -> None:
    _, ticket = agreed(world)
    asked = world.shop.script.calls["salable"]
    world.scan(rma=world.rma(ticket), stock=stock)
    world.work()
    assert bool(world.shop.replacements(EMAIL)) is ships
    assert world.shop.script.calls["salable"] == asked


def test_a_refund_that_waits_for_its_parcel_is_made_with_it(world: FakeWorld) -> None:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert (world.shop.amounts(order.id), world.case(ticket).state) == ([], State.WAITING_RETURN)
    world.clock.advance(days=20)
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.shop.amounts(order.id) == ["28.80 EUR"]
    assert world.case(ticket).state is State.SETTLED


def test_the_window_counts_until_the_return_was_agreed(world: FakeWorld) -> None:
    """Shipped 25 days ago, window 30: the parcel takes another 15 days to come back."""
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": 1}, shipped_days_ago=25)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    world.clock.advance(days=15)
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.shop.amounts(order.id) == ["28.80 EUR"]


def test_credit_waits_for_its_parcel_too(world: FakeWorld) -> None:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_credit(order))
    world.work()
    assert world.shop.codes == {}
    world.scan(order_number=order.number)
    world.work()
    assert len(world.shop.codes) == 1
    assert world.case(ticket).state is State.SETTLED


# --- twice, early, late, unknown --------------------------------------------------------------------------------------


def test_the_same_event_twice_is_one(world: FakeWorld) -> None:
    _, ticket = agreed(world)
    assert world.scan(rma=world.rma(ticket), event="wms-1") is True
    assert world.scan(rma=world.rma(ticket), event="wms-1") is False
    world.work()
    assert len(world.shop.replacements(EMAIL)) == 1


@pytest.mark.parametrize("at_once", [True, False])
def test_the_same_parcel_scanned_twice_ships_once(world: FakeWorld, at_once: bool) -> None:
    _, ticket = agreed(world, "acceptance")
    rma = world.rma(ticket)
    world.scan(rma=rma)
    if not at_once:
        world.work()
    world.scan(rma=rma)
    world.work()
    world.wait(10)
    assert len(world.shop.replacements(EMAIL)) == 1
    assert world.shop.script.calls["unhold"] == 1
    assert len(world.desk.replies(ticket)) == 2
    assert world.outcomes() == ["parcel.back", "settled_before"]


def test_an_unknown_parcel_is_kept_and_nothing_happens(world: FakeWorld) -> None:
    agreed(world)
    world.scan(rma="R-AAAAAAAA")
    world.scan(order_number="000000099")
    world.work()
    assert world.outcomes() == ["unknown_parcel", "unknown_parcel"]
    assert world.shop.writes == 0


def test_a_parcel_that_came_before_its_return_was_agreed_is_taken_up_then(world: FakeWorld) -> None:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    world.scan(order_number=order.number)
    world.work()
    assert world.outcomes() == ["unknown_parcel"]
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.work()
    assert world.case(ticket).state is State.WAITING_RETURN  # first the customer is told
    world.wait(10)
    assert world.outcomes() == ["parcel.back"]
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert world.case(ticket).state is State.SETTLED


def test_a_parcel_that_never_comes_ends_with_an_agent(world: FakeWorld) -> None:
    _, ticket = agreed(world)
    world.clock.advance(days=28)
    world.keep_promises()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "return.never_came")
    assert world.returns() == [("exchange", "closed")]
    assert world.shop.writes == 0


def test_the_day_before_the_deadline_it_is_still_awaited(world: FakeWorld) -> None:
    _, ticket = agreed(world)
    world.clock.advance(days=27)
    world.keep_promises()
    assert world.case(ticket).state is State.WAITING_RETURN


def test_a_reserved_unit_is_free_again_when_its_parcel_never_comes(world: FakeWorld) -> None:
    stock = world.shop.stock["TEE-L-BLUE"]
    order, ticket = agreed(world, "acceptance")
    assert world.shop.stock["TEE-L-BLUE"] == stock - 1
    world.clock.advance(days=28)
    world.keep_promises()
    assert world.shop.replacements(EMAIL) == []
    assert world.shop.stock["TEE-L-BLUE"] == stock
    assert [state for state, _ in world.ledger()] == ["void"]
    assert world.case(ticket).state is State.WAITING_AGENT
    world.set_policy(waits(), ("days: 30  ", "days: 60  "))
    again = world.writes(EMAIL, wants_exchange(order))
    world.work()
    assert world.case(again).state is State.WAITING_RETURN


def test_a_parcel_that_comes_too_late_is_an_agents(world: FakeWorld) -> None:
    _, ticket = agreed(world)
    rma = world.rma(ticket)
    world.clock.advance(days=28)
    world.keep_promises()
    world.scan(rma=rma)
    world.work()
    assert world.outcomes() == ["parcel.late"]
    assert world.case(ticket).why == "parcel.late"
    assert world.shop.replacements(EMAIL) == []


# --- otherwise than agreed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ({"TEE-M-BLUE": {"damaged": 1}}, "parcel.odd"),
        ({"TEE-M-BLUE": {"ok": 2}}, "parcel.odd"),
        ({"MUG-BL": {"ok": 1}}, "parcel.odd"),
        ({"TEE-M-BLUE": {"ok": 1}, "MUG-BL": {"ok": 1}}, "parcel.odd"),
        ({}, "parcel.in_part"),
    ],
)
@pytest.mark.parametrize("order_at", ["acceptance", "scan"])
def test_anything_else_in_the_parcel_is_an_agents(
    world: FakeWorld, order_at: str, lines: dict[str, dict[str, int]], why: str
) -> None:
    order, ticket = agreed(world, order_at)
    before = world.shop.writes
    world.scan(rma=world.rma(ticket), lines=lines)
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, why)
    assert (world.shop.writes, world.shop.amounts(order.id)) == (before, [])
    assert len(world.desk.notes(ticket)) == 1


def test_half_of_it_goes_to_an_agent_and_the_other_half_completes_it(world: FakeWorld) -> None:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1})
    words = "je voudrais renvoyer toute la commande contre remboursement, elle ne me plaît pas."
    ticket = world.writes(EMAIL, f"Bonjour, {words} Commande {order.number}, merci")
    world.work()
    rma = world.rma(ticket)
    world.scan(rma=rma, lines={"BOL-01": {"ok": 1}})
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "parcel.in_part")
    assert world.shop.amounts(order.id) == []
    world.scan(rma=rma, lines={"mug-bl": {"ok": 1}})
    world.work()
    assert (world.outcomes(), len(world.shop.amounts(order.id))) == (["parcel.in_part", "parcel.back"], 1)
    assert world.case(ticket).state is State.SETTLED


def test_an_agent_decides_about_a_damaged_parcel_with_one_click(world: FakeWorld) -> None:
    order, ticket = agreed(world, "acceptance")
    world.scan(rma=world.rma(ticket), lines={"TEE-M-BLUE": {"damaged": 1}})
    world.work()
    case = world.case(ticket)
    approve(world.services, TENANT, case.id, case.turn, Option.REFUND, Money.parse("36.00 EUR"), AGENT)
    world.work()
    assert world.shop.amounts(order.id) == ["36.00 EUR"]
    assert world.shop.replacements(EMAIL) == []  # the unit that was held for it is free again
    assert sorted(world.ledger()) == [("made", "36.00 EUR"), ("void", "36.00 EUR")]
    assert world.returns() == [("exchange", "closed")]


def test_an_agent_lets_go_of_the_held_unit_all_the_same(world: FakeWorld) -> None:
    order, ticket = agreed(world, "acceptance")
    world.scan(rma=world.rma(ticket), lines={"TEE-M-BLUE": {"damaged": 1}})
    world.work()
    case = world.case(ticket)
    approve(world.services, TENANT, case.id, case.turn, Option.EXCHANGE, Money.parse("36.00 EUR"), AGENT)
    world.work()
    assert world.shop.replacement_state() == "new"
    assert len(world.shop.replacements(EMAIL)) == 1
    assert world.shop.amounts(order.id) == []


def test_who_refunded_in_magento_meanwhile_keeps_the_replacement_from_leaving(world: FakeWorld) -> None:
    order, ticket = agreed(world, "acceptance")
    world.shop.agent_refunds(order.id, {"TEE-M-BLUE": 1})
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.shop.replacement_state() == "holded"
    assert world.case(ticket).state is State.WAITING_AGENT
    assert world.shop.amounts(order.id) == ["36.00 EUR"]


def test_a_held_unit_that_somebody_let_go_of_is_not_let_go_of_again(world: FakeWorld) -> None:
    order, ticket = agreed(world, "acceptance")
    (held,) = [each for each in world.shop._orders if each != order.id]
    world.shop.unhold(held)
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.shop.script.calls["unhold"] == 1
    assert len(world.shop.replacements(EMAIL)) == 1
    assert world.case(ticket).state is State.WAITING_AGENT


def test_an_agents_approval_waits_for_the_parcel_where_the_policy_does(world: FakeWorld) -> None:
    world.set_policy(waits(), ("caps:", "caps:"), ("refund: 150.00 EUR", "refund: 10.00 EUR"))
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.work()
    case = world.case(ticket)
    assert case.why == "cap.above"
    for _ in range(2):
        approve(world.services, TENANT, case.id, case.turn, Option.EXCHANGE, Money.parse("36.00 EUR"), AGENT)
    world.work()
    assert (world.case(ticket).state, len(world.desk.replies(ticket))) == (State.WAITING_RETURN, 1)
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.case(ticket).state is State.SETTLED
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]


# --- carriers, silences -----------------------------------------------------------------------------------------------


def test_a_carriers_scan_settles_only_where_the_policy_says_so(world: FakeWorld) -> None:
    _, ticket = agreed(world)
    world.scan(rma=world.rma(ticket), by="carrier")
    world.work()
    assert (world.outcomes(), world.case(ticket).state) == (["on_its_way"], State.WAITING_RETURN)
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.case(ticket).state is State.SETTLED


def test_a_carriers_scan_is_enough_where_the_policy_trusts_it(world: FakeWorld) -> None:
    _, ticket = agreed(world, settle="carrier_scan")
    world.scan(rma=world.rma(ticket), by="carrier")
    world.work()
    assert world.case(ticket).state is State.SETTLED


def test_a_shop_that_is_away_is_asked_again_later(world: FakeWorld) -> None:
    _, ticket = agreed(world)
    world.shop.script.fail("order", ReadFailed("503"), times=3)
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.outcomes() == [""]
    for _ in range(3):
        world.wait(60)
    assert world.case(ticket).state is State.SETTLED


@pytest.mark.parametrize("done", [True, False], ids=["done", "not done"])
def test_a_silent_unhold_is_looked_for(world: FakeWorld, done: bool) -> None:
    _, ticket = agreed(world, "acceptance")
    world.shop.script.fail("unhold", OutcomeUnknown("ReadTimeout"), done=done)
    world.scan(rma=world.rma(ticket))
    world.work()
    world.settle()
    world.wait(10)
    assert world.shop.replacement_state() == "new"
    assert (world.case(ticket).state, len(world.desk.replies(ticket))) == (State.SETTLED, 2)
    assert world.shop.script.calls["unhold"] == (1 if done else 2)


def test_an_unhold_that_was_not_sent_is_sent_later(world: FakeWorld) -> None:
    _, ticket = agreed(world, "acceptance")
    world.shop.script.fail("unhold", NotSent("429", 30.0))
    world.scan(rma=world.rma(ticket))
    world.work()
    assert world.shop.replacement_state() == "holded"
    world.wait(31)
    assert world.shop.replacement_state() == "new"
