"""What Magento made is read back and compared; only what is as promised is told to the customer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from connector.domain.case import State
from connector.domain.money import Money
from connector.domain.request import Option
from connector.flow.agent import approve
from connector.ports.helpdesk import Agent
from connector.ports.shop import Memo
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_cancel, wants_refund


def off_by(amount: str) -> Callable[[Memo], Memo]:
    return lambda memo: replace(memo, amount=memo.amount + Money(Decimal(amount), "EUR"))


def dues(world: FakeWorld, ticket: str) -> list[tuple[str, date]]:
    case = world.case(ticket)
    with world.store.begin() as tx:
        return [(due.kind, due.due_on) for due in tx.dues.of_case(case.id)]


@pytest.mark.parametrize("amount", ["0.01", "-0.01"])
def test_one_minor_unit_a_part_is_rounding_and_the_memo_s_own_amount_is_told(world: FakeWorld, amount: str) -> None:
    world.shop.books = off_by(amount)
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    real = {"0.01": "28.81", "-0.01": "28.79"}[amount]
    assert world.ledger() == [("made", f"{real} EUR")]
    assert real.replace(".", ",") in world.desk.replies(ticket)[0]
    assert world.case(ticket).state is State.SETTLED


@pytest.mark.parametrize("amount", ["0.02", "-0.02", "100.00"])
def test_another_amount_than_promised_stops_before_the_customer_is_told(world: FakeWorld, amount: str) -> None:
    world.shop.books = off_by(amount)
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    real = {"0.02": "28.82 EUR", "-0.02": "28.78 EUR", "100.00": "128.80 EUR"}[amount]
    assert world.desk.replies(ticket) == []
    assert world.ledger() == [("made", real)]
    assert world.states(ticket) == ["money done", "note done"]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "made.odd")
    assert "another amount than promised" in world.desk.notes(ticket)[0]
    assert real in world.desk.notes(ticket)[0]
    assert world.leases() == 0


def test_each_part_may_be_off_by_one(world: FakeWorld) -> None:
    world.shop.books = off_by("0.02")
    order = world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1}, shipped_days_ago=None)
    ticket = world.writes(EMAIL, wants_cancel(order))  # two lines and shipping: three parts
    world.work()
    assert world.ledger() == [("made", "56.42 EUR")]
    assert "56,42" in world.desk.replies(ticket)[0]


def test_above_the_cap_stops_even_within_rounding(world: FakeWorld) -> None:
    world.shop.books = off_by("0.01")
    order = world.shop.place(EMAIL, {"BOL-01": 1}, line_paid={"BOL-01": "150.00"})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert world.desk.replies(ticket) == []
    assert world.ledger() == [("made", "150.01 EUR")]
    assert world.case(ticket).why == "made.odd"
    assert "above the cap of 150.00 EUR" in world.desk.notes(ticket)[0]


def test_a_memo_in_another_currency_stops(world: FakeWorld) -> None:
    world.shop.books = lambda memo: replace(memo, amount=Money(Decimal("28.80"), "USD"))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert (world.desk.replies(ticket), world.case(ticket).why) == ([], "made.odd")
    assert "memo in USD" in world.desk.notes(ticket)[0]


def test_a_memo_that_cannot_be_found_stops(world: FakeWorld) -> None:
    world.shop.books = lambda memo: None
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert (world.desk.replies(ticket), world.case(ticket).why) == ([], "made.odd")
    assert "is not there" in world.desk.notes(ticket)[0]
    assert world.ledger() == [("made", "28.80 EUR")]  # perhaps it moved: the limits count it


def test_nobody_is_asked_to_transfer_for_a_memo_that_is_not_there(world: FakeWorld) -> None:
    world.shop.books = lambda memo: None
    order = world.shop.place(EMAIL, {"BOL-01": 1}, "checkmo")
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert world.case(ticket).why == "made.odd"
    assert world.payouts() == []


def test_an_odd_offline_memo_is_still_owed(world: FakeWorld) -> None:
    world.shop.books = off_by("1.00")
    order = world.shop.place(EMAIL, {"BOL-01": 1}, "checkmo")
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert world.desk.replies(ticket) == []
    assert [str(payout.amount) for payout in world.payouts()] == ["29.80 EUR"]


def test_a_parcel_that_left_although_cancelled_is_a_person_s_at_once(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1}, "checkmo", shipped_days_ago=None)
    world.shop.script.before("cancel", lambda: world.shop.ship(order.id))
    ticket = world.writes(EMAIL, wants_cancel(order))
    world.work()
    assert world.desk.replies(ticket) == []
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "made.odd")
    assert "stop the parcel" in world.desk.notes(ticket)[0]


def test_an_order_that_is_not_cancelled_after_all_is_not_said_to_be(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1}, "checkmo", shipped_days_ago=None)
    world.shop.script.after("cancel", lambda: world.shop.set_state(order.id, "processing"))
    ticket = world.writes(EMAIL, wants_cancel(order))
    world.work()
    assert (world.desk.replies(ticket), world.case(ticket).why) == ([], "made.odd")
    assert "order is processing" in world.desk.notes(ticket)[0]


def test_an_online_refund_promises_when_the_bank_shows_it(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert dues(world, ticket) == [("bank_shows", date(2026, 3, 24))]  # ten working days after the 10th
    assert (world.payouts(), world.shop.moved(order.id)) == ([], ["28.80 EUR"])


def test_an_offline_refund_is_a_payout_with_its_date_and_never_called_refunded(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1}, "checkmo")
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    payout = world.payouts()[0]
    assert (str(payout.amount), payout.order_number, payout.due_on) == ("28.80 EUR", order.number, date(2026, 3, 17))
    assert dues(world, ticket) == [("payout", date(2026, 3, 17))]
    assert world.shop.moved(order.id) == []
    assert "17 mars 2026" in world.desk.replies(ticket)[0]
    assert "remboursé 28,80" not in world.desk.replies(ticket)[0]


def test_a_cancelled_unpaid_order_promises_nothing(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1}, "checkmo", shipped_days_ago=None)
    ticket = world.writes(EMAIL, wants_cancel(order))
    world.work()
    assert (dues(world, ticket), world.payouts(), world.shop.amounts(order.id)) == ([], [], [])
    assert world.case(ticket).state is State.SETTLED


def test_two_halves_add_up_to_the_whole(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"MUG-BL": 2}, line_paid={"MUG-BL": "38.97"})
    words = f"Bonjour, je souhaite être remboursé d'un des deux mugs, commande {order.number}."
    first = world.writes(EMAIL, words)
    world.work()
    world.wait(minutes=5)
    second = world.writes(EMAIL, words)
    world.work()
    case = world.case(second)  # the same wish twice is a person's to judge
    assert (case.state, case.why) == (State.WAITING_AGENT, "refunded.part_before")
    approve(world.services, TENANT, case.id, 1, Option.REFUND, Money.parse("19.48 EUR"), Agent("7", verified=True))
    world.work()
    assert world.shop.amounts(order.id) == ["19.49 EUR", "19.48 EUR"]
    assert "19,49" in world.desk.replies(first)[0]
    assert "19,48" in world.desk.replies(second)[0]
