"""What an effect that is not made leaves in the shop: nothing."""

from __future__ import annotations

import pytest

from connector.domain.case import State
from connector.flow.shop_writes import write_in_shop
from connector.ports.errors import NotSent, OutcomeUnknown, Transient
from connector.ports.store import ActionKind
from tests.fakes.world import FakeWorld
from tests.flow.conftest import EMAIL
from tests.flow.test_effects import credit, exchange


@pytest.mark.parametrize(
    "failure", [NotSent("no connection"), OutcomeUnknown("ReadTimeout")], ids=["not sent", "silent"]
)
@pytest.mark.parametrize("ask", [credit, exchange], ids=["credit", "exchange"])
def test_an_effect_that_an_agent_overtook_leaves_no_rule_behind(
    world: FakeWorld, ask: object, failure: Exception
) -> None:
    """Its rule was there and its code not yet when a colleague gave the money back."""
    order, ticket = ask(world)  # type: ignore[operator]
    world.shop.script.fail("make_code", failure, done=False)
    world.work()
    assert len(world.shop.rules) == 1
    world.shop.agent_refunds(order.id, {"BOL-01" if ask is credit else "TEE-M-BLUE": 1})
    world.settle()
    world.wait(60)
    assert (world.shop.rules, world.shop.codes, world.shop.replacements(EMAIL)) == ({}, {}, [])
    assert world.states(ticket).count("tidy done") == 1
    assert world.case(ticket).state is State.SETTLED


def test_the_rule_of_a_credit_that_was_given_stays(world: FakeWorld) -> None:
    _, ticket = credit(world)
    world.work()
    assert (len(world.shop.rules), len(world.shop.codes)) == (1, 1)
    assert "tidy" not in " ".join(world.states(ticket))


def test_a_comment_is_not_made_by_a_worker_that_slept(world: FakeWorld) -> None:
    """Another one may have made it by now; it cannot be seen whether it has."""
    order, ticket = credit(world)
    world.work()
    comments = [text for on, text in world.shop.left if on == order.id]
    assert len(comments) == 1
    case = world.case(ticket).id
    with world.store.begin() as tx:
        (action,) = (each for each in tx.outbox.of_case(case) if each.kind is ActionKind.COMMENT)
    world.clock.advance(world.services.timing.fresh + 1)
    with pytest.raises(Transient):
        write_in_shop(world.services, action)
    assert [text for on, text in world.shop.left if on == order.id] == comments
