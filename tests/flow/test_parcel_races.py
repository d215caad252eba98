"""Parcels when two things happen at once: a scan and the last day, a scan and its agreement, a slow worker and the one
that took its scan over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from connector.domain.case import State
from connector.flow import parcels
from connector.flow.dues import keep_promises
from connector.flow.parcels import settle_parcel
from connector.ports.errors import NotSent
from connector.ports.shop import ShopOrder
from tests.fakes.world import FakeWorld
from tests.flow.conftest import EMAIL
from tests.flow.test_effects import wants_exchange
from tests.flow.test_parcels import agreed, waits


def wants_both_back(order: ShopOrder) -> str:
    return f"Bonjour, les deux bols ne vont pas avec notre table, je voudrais être remboursé. Commande {order.number}"


def _once(monkeypatch: pytest.MonkeyPatch, name: str, meanwhile: Callable[[], None]) -> None:
    """Let something happen right before the next call of this function, and only then."""
    real = getattr(parcels, name)

    def interrupted(*given: Any) -> Any:
        monkeypatch.setattr(parcels, name, real)
        meanwhile()
        return real(*given)

    monkeypatch.setattr(parcels, name, interrupted)


def test_a_parcel_that_came_on_the_last_day_is_not_late(world: FakeWorld) -> None:
    """Its replacement is about to be let go of when the deadline passes: it is not dropped as well."""
    _, ticket = agreed(world, "acceptance")
    world.scan(rma=world.rma(ticket))
    settle_parcel(world.services)
    world.clock.advance(days=40)
    assert keep_promises(world.services)
    world.work()
    assert (world.shop.replacement_state(), world.returns()) == ("new", [("exchange", "settled")])
    assert (world.case(ticket).state, len(world.desk.replies(ticket))) == (State.SETTLED, 2)
    world.wait(days=2)
    assert (world.shop.replacement_state(), world.desk.notes(ticket)) == ("new", [])


def test_a_parcel_scanned_while_it_is_agreed_on_is_not_lost(world: FakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody had agreed to anything when the scan was looked up; when it is put away, somebody has."""
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.scan(order_number=order.number)
    _once(monkeypatch, "_settle", world.read)
    assert settle_parcel(world.services)
    assert world.outcomes() == [""]
    world.work()
    world.wait(60)
    assert (world.outcomes(), world.returns()) == (["parcel.back"], [("exchange", "settled")])
    assert world.case(ticket).state is State.SETTLED


def test_a_scan_that_another_worker_took_over_counts_once(world: FakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of two bowls came. Counted by the slow worker as well, it would be both."""
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": 2})
    ticket = world.writes(EMAIL, wants_both_back(order))
    world.work()

    def slowly() -> None:
        world.clock.advance(world.services.timing.ticket_lease + 1)
        assert settle_parcel(world.services)

    world.scan(rma=world.rma(ticket), lines={"BOL-01": {"ok": 1}})
    _once(monkeypatch, "look_up_again", slowly)
    assert settle_parcel(world.services)
    world.wait(60)
    assert (world.outcomes(), world.case(ticket).why) == (["parcel.in_part"], "parcel.in_part")
    assert (world.shop.writes, world.shop.amounts(order.id)) == (0, [])


def test_a_replacement_that_a_colleague_let_go_of_and_shipped_is_not_cancelled(world: FakeWorld) -> None:
    """Dropping it began before them, and they were faster: Magento would say yes and the parcel be gone."""
    _, ticket = agreed(world, "acceptance")
    with world.store.begin() as tx:
        held = tx.returns.listed()[0].held
    assert held is not None
    world.shop.script.fail("unhold", NotSent("no connection"), done=False)
    world.wait(days=40)
    while keep_promises(world.services):
        world.work()
    world.shop.set_state(held, "new")
    world.shop.ship(held)
    world.wait(60)
    assert world.shop.script.calls["cancel"] == 0
    assert world.shop.replacement_state() != "canceled"
    assert world.states(ticket).count("money refused") == 1
    assert (world.case(ticket).state, world.ledger()) == (State.WAITING_AGENT, [("made", "36.00 EUR")])
    assert any("the replacement has left" in note for note in world.desk.notes(ticket))
