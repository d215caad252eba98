"""What became of a write nobody heard back from: found, again where that cannot double it, else a person."""

from __future__ import annotations

import pytest

from connector.domain.case import State
from connector.domain.ids import ActionKey, OrderId
from connector.flow.agent import NotAllowed, resolve
from connector.flow.reconcile import reconcile
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed
from tests.fakes.world import FakeWorld
from tests.flow.conftest import EMAIL, wants_cancel, wants_refund
from tests.flow.test_effects import wants_exchange

SILENCE = OutcomeUnknown("time-out")
COMMENTED = {"refund": [], "cancel": ["comment done"]}  # a memo tells of itself
ROUTES = [("contractpay", "refund"), ("checkmo", "refund"), ("checkmo", "cancel")]


def ask(world: FakeWorld, payment: str, kind: str) -> tuple[OrderId, str]:
    """Somebody wants their money back, or to cancel; return order and ticket."""
    order = world.shop.place(EMAIL, {"BOL-01": 1}, payment, shipped_days_ago=3 if kind == "refund" else None)
    words = wants_refund(order) if kind == "refund" else wants_cancel(order)
    return order.id, world.writes(EMAIL, words)


@pytest.mark.parametrize(("payment", "kind"), ROUTES)
def test_finds_what_was_made_and_tells_the_customer_once(world: FakeWorld, payment: str, kind: str) -> None:
    world.shop.script.fail(kind, SILENCE, done=True)
    order, ticket = ask(world, payment, kind)
    world.work()
    assert (world.states(ticket), world.leases()) == (["money claimed"], 1)
    assert world.desk.written == []
    world.settle()
    assert world.states(ticket) == ["money done", "reply done", *COMMENTED[kind]]
    assert (world.shop.script.calls[kind], world.leases()) == (1, 0)
    assert world.shop.amounts(order) == (["28.80 EUR"] if kind == "refund" else [])
    assert len(world.desk.replies(ticket)) == 1
    assert world.case(ticket).state is State.SETTLED


@pytest.mark.parametrize(("payment", "kind"), [("checkmo", "refund"), ("checkmo", "cancel")])
def test_sends_again_where_unchanged_books_prove_that_nothing_happened(
    world: FakeWorld, payment: str, kind: str
) -> None:
    world.shop.script.fail(kind, SILENCE)
    order, ticket = ask(world, payment, kind)
    world.work()
    world.settle()
    world.wait(10)
    assert world.shop.script.calls[kind] == 2
    assert world.states(ticket) == ["money done", "reply done", *COMMENTED[kind]]
    assert world.shop.amounts(order) == (["28.80 EUR"] if kind == "refund" else [])
    assert len(world.desk.replies(ticket)) == 1


def test_an_online_refund_without_an_answer_is_never_repeated(world: FakeWorld) -> None:
    world.shop.script.fail("refund", SILENCE)
    order, ticket = ask(world, "contractpay", "refund")
    world.work()
    world.settle()
    world.wait(days=2)
    world.settle()
    assert world.shop.script.calls["refund"] == 1
    assert world.states(ticket) == ["money person", "note done"]
    assert world.leases() == 1
    assert [str(each.amount) for each in world.promised(order)] == ["28.80 EUR"]
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "unknown.money")
    assert world.desk.replies(ticket) == []
    note = world.desk.notes(ticket)[0]
    assert all(fact in note for fact in ("28.80 EUR", "invoice", f"order: {order}", world.actions(ticket)[0].key))


def test_an_order_that_waits_for_a_person_takes_no_other_action(world: FakeWorld) -> None:
    world.shop.script.fail("refund", SILENCE)
    order = world.shop.place(EMAIL, {"BOL-01": 1, "MUG-BL": 1})
    world.writes(EMAIL, f"Bonjour, je souhaite être remboursé du bol, commande {order.number}.")
    world.work()
    world.settle()
    other = world.writes(EMAIL, f"Bonjour, je souhaite être remboursé du mug, commande {order.number}.")
    world.wait(days=1)
    assert (world.case(other).state, world.case(other).why) == (State.WAITING_AGENT, "refunded.pending")
    assert (world.shop.script.calls["refund"], world.desk.replies(other)) == (1, [])


def test_another_memo_meanwhile_forbids_the_repeat(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 2}, "checkmo")
    world.shop.script.fail("refund", SILENCE)
    ticket = world.writes(EMAIL, f"Bonjour, je souhaite être remboursé d'un des deux bols, commande {order.number}.")
    world.work()
    world.shop.agent_refunds(order.id, {"BOL-01": 1}, online=False)
    world.settle()
    world.wait(days=1)
    assert world.shop.script.calls["refund"] == 1
    assert world.state(ticket, "money") == "person"
    assert world.shop.amounts(order.id) == ["28.80 EUR"]


@pytest.mark.parametrize("act", ["ship", "invoice"])
def test_a_cancel_without_an_answer_goes_to_a_person_once_the_order_moved(world: FakeWorld, act: str) -> None:
    world.shop.script.fail("cancel", SILENCE)
    order, ticket = ask(world, "checkmo", "cancel")
    world.work()
    getattr(world.shop, act)(order)
    world.settle()
    assert world.shop.script.calls["cancel"] == 1
    assert world.states(ticket) == ["money person", "note done"]
    assert world.desk.replies(ticket) == []


def test_looks_no_sooner_than_a_silent_write_has_surely_ended(world: FakeWorld) -> None:
    world.shop.script.fail("refund", SILENCE, done=True)
    _, ticket = ask(world, "contractpay", "refund")
    world.work()
    world.clock.advance(world.services.timing.settle - 5)
    assert reconcile(world.services) is False
    assert world.states(ticket) == ["money claimed"]


def test_keeps_the_row_while_it_cannot_look(world: FakeWorld) -> None:
    world.shop.script.fail("refund", SILENCE, done=True)
    _, ticket = ask(world, "contractpay", "refund")
    world.work()
    world.shop.script.fail("order", ReadFailed("503"))
    world.settle()
    assert (world.states(ticket), world.leases()) == (["money claimed"], 1)
    world.settle()
    assert world.states(ticket) == ["money done", "reply done"]
    assert world.shop.script.calls["refund"] == 1


def test_finishes_what_was_made_but_could_not_be_read_back(world: FakeWorld) -> None:
    order, ticket = ask(world, "contractpay", "refund")
    world.read()
    world.shop.script.fail("memos", ReadFailed("503"))
    world.act()
    assert (world.states(ticket), world.shop.amounts(order)) == (["money claimed"], ["28.80 EUR"])
    world.settle()
    assert world.states(ticket) == ["money done", "reply done"]
    assert world.shop.script.calls["refund"] == 1


def test_a_key_that_another_key_begins_with_is_not_ours(world: FakeWorld) -> None:
    order, ticket = ask(world, "contractpay", "refund")
    world.read()
    key = world.actions(ticket)[0].key
    world.shop.script.fail("refund", SILENCE)
    world.act()
    other = world.shop.agent_refunds(order, {"BOL-01": 1})
    memos = world.shop._memos[order]
    memos[0] = type(other)(**{name: getattr(other, name) for name in other.__slots__} | {"comments": (f"{key}0 x",)})
    world.settle()
    assert world.state(ticket, "money") == "person"


def test_a_person_says_that_nothing_was_made(world: FakeWorld) -> None:
    world.shop.script.fail("refund", SILENCE)
    order, ticket = ask(world, "contractpay", "refund")
    world.work()
    world.settle()
    key = world.actions(ticket)[0].key
    assert resolve(world.services, key, None, "agent:7") == {"key": key, "made": "nothing"}
    world.settle()
    assert world.state(ticket, "money") == "refused"
    assert (world.ledger(), world.leases()) == ([("void", "28.80 EUR")], 0)
    assert world.shop.script.calls["refund"] == 1
    assert world.desk.replies(ticket) == []


def test_a_person_says_what_was_made_and_the_customer_is_told(world: FakeWorld) -> None:
    world.shop.script.fail("refund", SILENCE)
    order, ticket = ask(world, "contractpay", "refund")
    world.work()
    world.settle()
    memo = world.shop.agent_refunds(order, {"BOL-01": 1})  # what the silent call had made, without our comment
    resolve(world.services, world.actions(ticket)[0].key, memo.id, "agent:7")
    world.settle()
    assert world.states(ticket) == ["money done", "note done", "reply done"]
    assert (world.ledger(), world.leases()) == ([("made", "28.80 EUR")], 0)
    assert len(world.desk.replies(ticket)) == 1
    assert world.case(ticket).state is State.SETTLED


def test_a_person_names_a_memo_that_is_not_there_and_an_agent_hears_of_it(world: FakeWorld) -> None:
    world.shop.script.fail("refund", SILENCE)
    _, ticket = ask(world, "contractpay", "refund")
    world.work()
    world.settle()
    resolve(world.services, world.actions(ticket)[0].key, "12345", "agent:7")
    for _ in range(3):
        world.settle()
    assert world.state(ticket, "money") == "done"
    assert world.leases() == 0
    assert any("memo 12345 is not there" in note for note in world.desk.notes(ticket))


def test_only_what_waits_for_a_person_can_be_resolved(world: FakeWorld) -> None:
    order, ticket = ask(world, "contractpay", "refund")
    world.work()
    key = world.actions(ticket)[0].key
    with pytest.raises(NotAllowed, match="does not wait for an answer"):
        resolve(world.services, key, None, "agent:7")
    assert world.ledger() == [("made", "28.80 EUR")]
    with pytest.raises(NotFound):
        resolve(world.services, ActionKey("refund-nothing-1"), None, "agent:7")


def test_what_is_answered_oddly_again_and_again_goes_to_a_person(world: FakeWorld) -> None:
    """A repeat could not double it, but an hour of nothing is enough: the customer waits."""
    world.shop.script.fail("place", SILENCE, times=None)
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1})
    ticket = world.writes(EMAIL, wants_exchange(order))
    world.work()
    for _ in range(12):
        world.settle()
        world.wait(minutes=10)
    assert (world.states(ticket)[0], world.case(ticket).why) == ("money person", "unknown.money")
    assert (world.shop.replacements(EMAIL), world.shop.rules, world.leases()) == ([], {}, 1)
