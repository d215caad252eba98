"""Parcels where the plain reading would be wrong: old, foreign or scanned twice, a ticket that is shut, a customer who
only asks, a mode that changed. What was agreed is done where nothing speaks against it; else a person hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connector.domain.case import State
from connector.domain.money import Money
from connector.domain.request import Option
from connector.flow.act import act
from connector.flow.agent import approve, undo
from connector.flow.dues import MOST_REMINDERS
from connector.flow.parcels import settle_parcel
from connector.ports.errors import ReadFailed
from connector.ports.helpdesk import Lifecycle
from connector.ports.shop import ShopOrder
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund
from tests.flow.test_effects import wants_exchange
from tests.flow.test_parcels import AGENT, agreed, waits

BOWL, TEE = Money.parse("28.80 EUR"), Money.parse("36.00 EUR")


def bowl_back(world: FakeWorld, units: int = 1) -> tuple[ShopOrder, str]:
    """A refund that waits for its parcel."""
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": units})
    words = wants_refund(order) if units == 1 else wants_refund(order).replace("le bol", f"les {units} bols")
    ticket = world.writes(EMAIL, words)
    world.work()
    assert world.case(ticket).state is State.WAITING_RETURN
    return order, ticket


def both_back(world: FakeWorld) -> tuple[ShopOrder, str, str]:
    """One order, two returns: a shirt to be exchanged, a bowl to be refunded."""
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1, "BOL-01": 1})
    shirt = world.writes(EMAIL, wants_exchange(order))
    bowl = world.writes(EMAIL, wants_refund(order))
    world.work()
    assert {world.case(shirt).state, world.case(bowl).state} == {State.WAITING_RETURN}
    return order, shirt, bowl


def for_a_person(world: FakeWorld) -> list[str]:
    with world.store.begin() as tx:
        return [each.kind.value for each in tx.outbox.waiting()]


# --- which return? ----------------------------------------------------------------------------------------------------


def test_an_old_parcel_of_the_order_does_not_settle_a_new_return(world: FakeWorld) -> None:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": 1, "TEE-M-BLUE": 1}, shipped_days_ago=3)
    world.scan(order_number=order.number)
    world.work()
    world.clock.advance(days=20)
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.work()
    world.wait(60)
    assert (world.outcomes(), world.case(ticket).state) == (["unknown_parcel"], State.WAITING_RETURN)
    assert world.shop.writes == 0


@pytest.mark.parametrize("by", ["rma", "order_number"])
def test_a_scan_from_long_before_the_agreement_is_an_agents(world: FakeWorld, by: str) -> None:
    order, ticket = bowl_back(world)
    which = {"rma": world.rma(ticket)} if by == "rma" else {"order_number": order.number}
    world.scan(**which, at=world.clock() - timedelta(days=4))
    world.work()
    assert (world.outcomes(), world.case(ticket).why) == (["parcel.early"], "parcel.early")
    assert (world.shop.amounts(order.id), len(world.desk.notes(ticket)), world.returns()) == (
        [],
        1,
        [("refund", "open")],
    )


def test_a_scan_shortly_before_the_agreement_counts(world: FakeWorld) -> None:
    order, ticket = bowl_back(world)
    world.scan(rma=world.rma(ticket), at=world.clock() - timedelta(days=2))
    world.work()
    assert (world.outcomes(), world.shop.amounts(order.id)) == (["parcel.back"], ["28.80 EUR"])


@pytest.mark.parametrize(
    ("lines", "outcome"), [(None, "parcel.unclear"), ({"TEE-M-BLUE": {"ok": 1}}, "settled_before")]
)
def test_a_parcel_scanned_again_does_not_settle_the_next_return(
    world: FakeWorld, lines: dict[str, dict[str, int]] | None, outcome: str
) -> None:
    order, shirt = agreed_beside_a_bowl(world)
    world.scan(order_number=order.number)
    world.work()
    assert world.case(shirt).state is State.SETTLED
    bowl = world.writes(EMAIL, wants_refund(order))
    world.work()
    world.scan(order_number=order.number, lines=lines)
    world.work()
    assert world.outcomes() == ["parcel.back", outcome]
    assert (world.shop.amounts(order.id), len(world.shop.replacements(EMAIL))) == ([], 1)
    assert bool(world.desk.notes(bowl)) is (outcome == "parcel.unclear")


def agreed_beside_a_bowl(world: FakeWorld) -> tuple[ShopOrder, str]:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1, "BOL-01": 1})
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.work()
    return order, ticket


def test_of_two_open_returns_the_lines_tell_which(world: FakeWorld) -> None:
    order, shirt, bowl = both_back(world)
    world.scan(order_number=order.number, lines={"bol-01": {"ok": 1}})
    world.work()
    assert (world.outcomes(), world.shop.amounts(order.id)) == (["parcel.back"], ["28.80 EUR"])
    assert (world.case(bowl).state, world.case(shirt).state) == (State.SETTLED, State.WAITING_RETURN)


def test_of_two_open_returns_a_damaged_article_tells_which_agent(world: FakeWorld) -> None:
    order, shirt, bowl = both_back(world)
    world.scan(order_number=order.number, lines={"BOL-01": {"damaged": 1}})
    world.work()
    assert (world.outcomes(), world.case(bowl).why) == (["parcel.odd"], "parcel.odd")
    assert (world.desk.notes(shirt), world.shop.amounts(order.id)) == ([], [])


@pytest.mark.parametrize("lines", [None, {"TEE-M-BLUE": {"ok": 1}, "BOL-01": {"ok": 1}}, {"MUG-BL": {"ok": 1}}])
def test_of_two_open_returns_an_agent_is_asked_where_nothing_tells_which(
    world: FakeWorld, lines: dict[str, dict[str, int]] | None
) -> None:
    order, shirt, bowl = both_back(world)
    world.scan(order_number=order.number, lines=lines)
    world.work()
    assert world.outcomes() == ["parcel.unclear"]
    assert len(world.desk.notes(shirt) + world.desk.notes(bowl)) == 1
    assert (world.shop.amounts(order.id), world.shop.replacements(EMAIL)) == ([], [])


# --- the same units twice ---------------------------------------------------------------------------------------------


def test_one_of_two_scanned_at_the_dock_and_at_the_desk_is_one(world: FakeWorld) -> None:
    order, ticket = bowl_back(world, 2)
    for _ in range(2):
        world.scan(rma=world.rma(ticket), lines={"BOL-01": {"ok": 1}})
        world.work()
    assert (world.outcomes(), world.case(ticket).why) == (["parcel.in_part", "parcel.again"], "parcel.again")
    assert (world.shop.amounts(order.id), len(world.desk.notes(ticket))) == ([], 2)


def test_all_of_it_after_a_part_needs_its_lines(world: FakeWorld) -> None:
    order, ticket = bowl_back(world, 2)
    world.scan(rma=world.rma(ticket), lines={"BOL-01": {"ok": 1}})
    world.scan(rma=world.rma(ticket))
    world.work()
    assert (world.outcomes(), world.shop.amounts(order.id)) == (["parcel.in_part", "parcel.again"], [])
    world.scan(rma=world.rma(ticket), lines={"BOL-01": {"ok": 2}})
    world.work()
    assert (world.outcomes()[-1], world.shop.amounts(order.id)) == ("parcel.back", ["57.60 EUR"])


def test_an_agent_says_that_two_halves_are_two(world: FakeWorld) -> None:
    order, ticket = bowl_back(world, 2)
    for _ in range(2):
        world.scan(rma=world.rma(ticket), lines={"BOL-01": {"ok": 1}})
        world.work()
    case = world.case(ticket)
    approve(world.services, TENANT, case.id, case.turn, Option.REFUND, Money.parse("57.60 EUR"), AGENT)
    world.work()
    assert (world.shop.amounts(order.id), world.case(ticket).state) == (["57.60 EUR"], State.SETTLED)


# --- a ticket that is shut --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSED, Lifecycle.MERGED, Lifecycle.DELETED])
def test_a_shut_ticket_does_not_keep_the_parcel_from_settling(world: FakeWorld, lifecycle: Lifecycle) -> None:
    order, ticket = bowl_back(world)
    rma = world.rma(ticket)
    world.desk.shut(ticket, lifecycle)
    world.event(ticket)
    world.work()
    assert world.case(ticket).state is State.WAITING_RETURN
    world.scan(rma=rma)
    world.work()
    assert (world.outcomes(), world.shop.amounts(order.id)) == (["parcel.back"], ["28.80 EUR"])
    assert for_a_person(world) == ["reply"]  # somebody tells the customer


def test_a_shut_ticket_and_a_damaged_parcel_wait_on_the_list_for_a_person(world: FakeWorld) -> None:
    order, ticket = agreed(world, "acceptance")
    rma = world.rma(ticket)
    world.desk.shut(ticket)
    world.event(ticket)
    world.work()
    world.scan(rma=rma, lines={"TEE-M-BLUE": {"damaged": 1}})
    world.work()
    assert (world.outcomes(), for_a_person(world)) == (["parcel.odd"], ["note"])
    world.clock.advance(days=29)
    world.keep_promises()
    assert (world.shop.replacement_state(), world.shop.amounts(order.id)) == ("holded", [])


def test_a_ticket_shut_between_scan_and_refund_does_not_lose_the_refund(world: FakeWorld) -> None:
    order, ticket = bowl_back(world)
    world.scan(rma=world.rma(ticket))
    assert settle_parcel(world.services)
    world.desk.shut(ticket)
    world.event(ticket)
    world.work()
    assert (world.shop.amounts(order.id), for_a_person(world)) == (["28.80 EUR"], ["reply"])


def test_words_on_a_shut_ticket_that_nobody_read_go_before_the_parcel(world: FakeWorld) -> None:
    order, ticket = bowl_back(world)
    rma = world.rma(ticket)
    world.answers(ticket, "Finalement je garde le bol, je ne veux plus de remboursement.")
    world.desk.shut(ticket)
    world.work()
    world.scan(rma=rma)
    world.work()
    assert (world.outcomes(), world.shop.amounts(order.id)) == (["parcel.meanwhile"], [])
    assert for_a_person(world) == ["note"]


# --- the customer writes while the parcel travels ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Bonjour, où en est mon remboursement ? Merci",
        "Hello, I sent it yesterday, when do I get my money?",
        "Bonjour, je vous ai renvoyé le colis hier. Pouvez-vous confirmer ?",
    ],
)
def test_who_only_asks_still_gets_what_was_agreed(world: FakeWorld, words: str) -> None:
    order, ticket = bowl_back(world)
    rma = world.rma(ticket)
    world.answers(ticket, words)
    world.work()
    world.scan(rma=rma)
    world.work()
    assert (world.outcomes(), world.shop.amounts(order.id)) == (["parcel.back"], ["28.80 EUR"])
    assert world.case(ticket).state is State.SETTLED


@pytest.mark.parametrize(
    "words",
    [
        "Finalement je voudrais un avoir à la place, commande {n}",
        "Je ne veux plus de remboursement, je préfère garder le bol.",
        "Please do not refund me",
        "Où en est mon remboursement ? En fait, je préfère un avoir.",
    ],
)
def test_who_wants_it_otherwise_is_answered_by_a_person(world: FakeWorld, words: str) -> None:
    order, ticket = bowl_back(world)
    rma = world.rma(ticket)
    world.answers(ticket, words.format(n=order.number))
    world.work()
    world.scan(rma=rma)
    world.work()
    assert (world.outcomes(), world.case(ticket).why) == (["parcel.meanwhile"], "parcel.meanwhile")
    assert (world.shop.amounts(order.id), world.shop.codes) == ([], {})


@pytest.mark.parametrize("order_at", ["acceptance", "scan"])
def test_a_question_between_scan_and_effect_does_not_lose_the_parcel(world: FakeWorld, order_at: str) -> None:
    _, ticket = agreed(world, order_at)
    world.scan(rma=world.rma(ticket))
    assert settle_parcel(world.services)
    world.shop.script.fail("order", ReadFailed("away", 60.0))
    act(world.services)
    world.answers(ticket, "Bonjour, avez-vous reçu mon colis ? Merci")
    world.work()
    world.wait(120)
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert (world.shop.replacement_state(), world.case(ticket).state) == ("new", State.SETTLED)
    assert world.ledger().count(("made", "36.00 EUR")) == 1


def test_what_an_agent_took_back_is_not_ordered_by_the_next_scan(world: FakeWorld) -> None:
    order, ticket = bowl_back(world)
    rma = world.rma(ticket)
    world.scan(rma=rma)
    assert settle_parcel(world.services)
    assert undo(world.services, TENANT, world.case(ticket).id, AGENT)
    world.scan(rma=rma, lines={"BOL-01": {"ok": 1}})
    world.work()
    assert (world.outcomes(), world.shop.amounts(order.id)) == (["parcel.back", "parcel.meanwhile"], [])


# --- an agent's click after a scan ------------------------------------------------------------------------------------


def test_a_click_after_the_scan_does_not_ask_for_the_parcel_again(world: FakeWorld) -> None:
    order, ticket = agreed(world)
    world.answers(ticket, wants_refund(order).replace("le bol", "le t-shirt Organic Tee"))
    world.work()
    world.scan(rma=world.rma(ticket))
    world.work()
    case = world.case(ticket)
    assert case.why == "parcel.meanwhile"
    approve(world.services, TENANT, case.id, case.turn, Option.REFUND, TEE, AGENT)
    world.work()
    assert (world.shop.amounts(order.id), world.returns()) == (["36.00 EUR"], [("exchange", "closed")])
    assert not any("R-" in mail for mail in world.desk.replies(ticket)[1:])


def test_words_after_a_damaged_parcel_do_not_make_it_travel_again(world: FakeWorld) -> None:
    order, ticket = bowl_back(world)
    world.scan(rma=world.rma(ticket), lines={"BOL-01": {"damaged": 1}})
    world.work()
    world.answers(ticket, wants_refund(order))
    world.work()
    case = world.case(ticket)
    approve(world.services, TENANT, case.id, case.turn, Option.REFUND, BOWL, AGENT)
    world.work()
    assert (world.shop.amounts(order.id), len(world.desk.replies(ticket))) == (["28.80 EUR"], 2)
    assert "R-" not in world.desk.replies(ticket)[1]


@pytest.mark.parametrize("order_at", ["acceptance", "scan"])
def test_a_late_parcel_is_done_with_one_click(world: FakeWorld, order_at: str) -> None:
    _, ticket = agreed(world, order_at)
    rma = world.rma(ticket)
    world.clock.advance(days=28)
    world.keep_promises()
    world.scan(rma=rma)
    world.work()
    case = world.case(ticket)
    assert case.why == "parcel.late"
    approve(world.services, TENANT, case.id, case.turn, Option.EXCHANGE, TEE, AGENT)
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert not any("R-" in mail for mail in world.desk.replies(ticket)[1:])


def test_another_size_is_not_held_beside_the_first(world: FakeWorld) -> None:
    """The L waits on hold for the only shirt there is; the S cannot be ordered on top of it."""
    order, ticket = agreed(world, "acceptance")
    world.answers(ticket, wants_exchange(order, "S"))
    world.work()
    world.scan(rma=world.rma(ticket))
    world.work()
    case = world.case(ticket)
    assert case.why == "parcel.meanwhile"
    approve(world.services, TENANT, case.id, case.turn, Option.EXCHANGE, TEE, AGENT)
    world.work()
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
    assert world.shop.replacement_state() == "new"


# --- the last day -----------------------------------------------------------------------------------------------------


def test_a_parcel_that_is_here_never_counts_as_lost(world: FakeWorld) -> None:
    _, ticket = agreed(world, "acceptance")
    world.scan(rma=world.rma(ticket), lines={"TEE-M-BLUE": {"damaged": 1}})
    world.work()
    for _ in range(MOST_REMINDERS + 3):
        world.clock.advance(days=28)
        world.keep_promises()
    assert (world.shop.replacement_state(), world.returns()) == ("holded", [("exchange", "open")])
    assert len(world.desk.notes(ticket)) == 1 + MOST_REMINDERS
    assert "rien n'est encore décidé" in world.desk.notes(ticket)[1]


# --- modes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["off", "shadow"])
def test_a_parcel_is_told_of_in_any_mode(world: FakeWorld, mode: str) -> None:
    order, ticket = bowl_back(world)
    world.set_policy(waits(), ("mode: auto ", f"mode: {mode} "))
    world.scan(rma=world.rma(ticket))
    world.work()
    assert (world.outcomes(), len(world.desk.notes(ticket))) == ([f"rollout.{mode}"], 1)
    assert world.shop.amounts(order.id) == []


def test_in_assist_mode_the_instructions_of_an_agents_return_are_sent(world: FakeWorld) -> None:
    world.set_policy(waits(), ("mode: auto ", "mode: assist "))
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.work()
    case = world.case(ticket)
    approve(world.services, TENANT, case.id, case.turn, Option.EXCHANGE, TEE, AGENT)
    world.work()
    assert (len(world.desk.replies(ticket)), world.returns()) == (1, [("exchange", "open")])
    assert world.case(ticket).state is State.WAITING_RETURN


def test_in_assist_mode_the_policys_own_instructions_stay_in(world: FakeWorld) -> None:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.read()
    world.set_policy(waits(), ("mode: auto ", "mode: assist "))
    world.work()
    assert (world.desk.replies(ticket), world.returns()) == ([], [("exchange", "closed")])


# --- a price that cannot be told --------------------------------------------------------------------------------------


@pytest.mark.parametrize("order_at", ["acceptance", "scan"])
def test_an_exchange_accepted_without_a_price_is_done_with_its_parcel(
    world: FakeWorld, monkeypatch: pytest.MonkeyPatch, order_at: str
) -> None:
    real = world.shop.variants

    def unpriced(*given: Any) -> Any:
        return tuple(replace(each, price=None) for each in real(*given))

    monkeypatch.setattr(world.shop, "variants", unpriced)
    _, ticket = agreed(world, order_at)
    case = world.case(ticket)
    assert case.why == "variant.price_unknown"
    approve(world.services, TENANT, case.id, case.turn, Option.EXCHANGE, TEE, AGENT)
    world.work()
    world.scan(rma=world.rma(ticket))
    world.work()
    assert (world.outcomes(), world.case(ticket).state) == (["parcel.back"], State.SETTLED)
    assert world.shop.replacements(EMAIL) == [({"TEE-L-BLUE": 1}, "0.00 EUR")]
