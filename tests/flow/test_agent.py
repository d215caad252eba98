"""What an agent sees and what one click does: the same decision, the same outbox, never more than the rules allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connector.domain.case import State
from connector.domain.ids import CaseId, OrderId, TenantId
from connector.domain.money import Money
from connector.domain.request import Option
from connector.flow import install
from connector.flow.act import act
from connector.flow.agent import NotAllowed, Stale, approve, undo, view
from connector.ports.errors import NotFound, Refused
from connector.ports.helpdesk import Agent
from connector.ports.store import Case
from tests.fakes.world import TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund

SIGNED_IN, SOMEBODY = Agent("7", verified=True), Agent("7", verified=False)
OTHERS = TenantId("fake-other")
BOWL = Money.parse("28.80 EUR")


def waiting(world: FakeWorld, sku: str = "BOL-01", days: int = 35) -> Case:
    """A case that an agent decides: nobody knows when the parcel came."""
    order = world.shop.place(EMAIL, {sku: 1}, shipped_days_ago=days)
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    case = world.case(ticket)
    assert case.state is State.WAITING_AGENT
    return case


def click(
    world: FakeWorld,
    case: Case,
    amount: Money = BOWL,
    agent: Agent = SIGNED_IN,
    *,
    number: int | None = None,
    option: Option = Option.REFUND,
    tenant: TenantId = TENANT,
) -> str:
    return approve(world.services, tenant, case.id, number or case.turn, option, amount, agent)


def amounts(world: FakeWorld, case: Case) -> list[str]:
    """The credit memos of the case's order."""
    return world.shop.amounts(OrderId(str(case.order)))


def untouched(world: FakeWorld, case: Case) -> None:
    """Only the note is there; no money row, promise or call."""
    assert world.states(case.ticket_id) == ["note done"]
    assert (world.ledger(), world.shop.writes, world.desk.replies(case.ticket_id)) == ([], 0, [])
    assert world.case(case.ticket_id) == case


def second_tenant(world: FakeWorld) -> None:
    with world.store.begin() as tx:
        ours = tx.tenants.get(TENANT)
        assert ours is not None
        tx.tenants.put(replace(ours, id=OTHERS, account="other"), world.clock())


def test_an_approval_is_carried_out_and_told_like_any_decision(world: FakeWorld) -> None:
    case = waiting(world)
    key = click(world, case)
    assert key == f"refund-{case.id}-1"
    assert (world.case(case.ticket_id).state, world.case(case.ticket_id).why) == (State.ACTING, "agent.approved")
    world.work()
    assert amounts(world, case) == ["28.80 EUR"]
    assert len(world.desk.replies(case.ticket_id)) == 1
    assert world.case(case.ticket_id).state is State.SETTLED
    assert [entry.actor for entry in world.trail(case.ticket_id) if entry.what == "ordered"] == ["agent:7"]


def test_a_double_click_is_one_action(world: FakeWorld) -> None:
    case = waiting(world)
    keys = {click(world, case) for _ in range(3)}
    world.work()
    keys.add(click(world, case))
    world.work()
    assert (len(keys), world.shop.script.calls["refund"], len(world.desk.replies(case.ticket_id))) == (1, 1, 1)
    assert world.ledger() == [("made", "28.80 EUR")]


def test_refuses_what_a_newer_decision_overtook(world: FakeWorld) -> None:
    case = waiting(world)
    world.answers(case.ticket_id, "Alors, qu'en est-il de mon remboursement ?")
    world.work()
    with pytest.raises(Stale):
        click(world, case)
    assert world.states(case.ticket_id) == ["note done", "note done"]
    assert (world.ledger(), world.shop.writes) == ([], 0)


def test_refuses_a_decision_that_never_was(world: FakeWorld) -> None:
    case = waiting(world)
    with pytest.raises(NotFound):
        click(world, case, number=9)
    untouched(world, case)


def test_another_tenant_s_case_does_not_exist(world: FakeWorld) -> None:
    case = waiting(world)
    second_tenant(world)
    with pytest.raises(NotFound):
        click(world, case, tenant=OTHERS)
    with pytest.raises(NotFound):
        click(world, case, tenant=TenantId("fake-nobody"))
    with pytest.raises(NotFound):
        undo(world.services, OTHERS, case.id, SIGNED_IN)
    assert view(world.services, OTHERS, case.ticket_id, SIGNED_IN)["case"] is None
    untouched(world, case)


@pytest.mark.parametrize("amount", ["28.79 EUR", "288.00 EUR", "28.80 USD"])
def test_refuses_another_amount_than_the_agent_saw(world: FakeWorld, amount: str) -> None:
    case = waiting(world)
    with pytest.raises(Stale, match=r"the amount is 28\.80 EUR"):
        click(world, case, Money.parse(amount))
    untouched(world, case)


def test_what_the_policy_denies_is_not_one_click_away(world: FakeWorld) -> None:
    case = waiting(world, days=75)
    with pytest.raises(NotAllowed) as caught:
        click(world, case)
    assert caught.value.code == "window.expired"
    untouched(world, case)


def test_above_the_caps_only_an_agent_whom_the_host_proves(world: FakeWorld) -> None:
    case = waiting(world, "LAMPE-01", days=3)
    worth = Money.parse("178.80 EUR")
    assert case.why == "cap.above"
    with pytest.raises(NotAllowed) as caught:
        click(world, case, worth, SOMEBODY)
    assert caught.value.code == "approve.sign_in"
    untouched(world, case)
    click(world, case, worth, SIGNED_IN)
    world.work()
    assert world.ledger() == [("made", "178.80 EUR")]
    assert world.case(case.ticket_id).state is State.SETTLED


def test_within_the_caps_anybody_of_the_account_may(world: FakeWorld) -> None:
    case = waiting(world)
    click(world, case, agent=SOMEBODY)
    world.work()
    assert world.ledger() == [("made", "28.80 EUR")]


def spent_limit(world: FakeWorld) -> Case:
    """A customer who had three refunds lately asks for a fourth."""
    for _ in range(3):
        world.writes(EMAIL, wants_refund(world.shop.place(EMAIL, {"BOL-01": 1})))
        world.work()
    case = waiting(world, days=3)
    assert case.why == "limit.customer_count"
    return case


def test_limits_hold_for_an_agent_s_click_too(world: FakeWorld) -> None:
    case = spent_limit(world)
    for agent in (SIGNED_IN, SOMEBODY):
        with pytest.raises(NotAllowed) as caught:
            click(world, case, agent=agent)
        assert caught.value.code == "limit.reached"
    assert world.states(case.ticket_id) == ["note done"]
    assert world.ledger() == [("made", "28.80 EUR")] * 3
    assert world.case(case.ticket_id) == case


def test_the_view_offers_no_click_that_the_limits_refuse(world: FakeWorld) -> None:
    case = spent_limit(world)
    options = view(world.services, TENANT, case.ticket_id, SIGNED_IN, "en")["options"]
    assert [each["approvable"] for each in options if each["option"] == "refund"] == [False]


@pytest.mark.parametrize("option", [Option.RESHIP, Option.KEEP_ITEM])
def test_what_the_policy_does_not_offer_is_no_click(world: FakeWorld, option: Option) -> None:
    case = waiting(world)
    with pytest.raises(NotAllowed) as caught:
        click(world, case, option=option)
    assert caught.value.code == "journey.not_offered"
    untouched(world, case)


def test_a_click_on_what_cannot_be_planned_says_so_and_does_nothing(world: FakeWorld) -> None:
    """Nobody told which variant: there is nothing to put into a cart."""
    case = waiting(world)
    with pytest.raises(NotAllowed) as caught:
        click(world, case, option=Option.EXCHANGE)
    assert caught.value.code == "approve.by_hand"
    untouched(world, case)


def test_a_click_on_store_credit_gives_it(world: FakeWorld) -> None:
    case = waiting(world)
    with pytest.raises(Stale):
        click(world, case, option=Option.STORE_CREDIT)  # for the refund's amount
    click(world, case, Money.parse("30.24 EUR"), option=Option.STORE_CREDIT)
    world.work()
    (code,) = world.shop.codes.values()
    assert code.code in world.desk.replies(case.ticket_id)[0]
    assert world.ledger() == [("made", "30.24 EUR")]


@pytest.mark.parametrize("mode", ["off", "shadow"])
def test_nothing_is_approved_where_nothing_may_leave(world: FakeWorld, mode: str) -> None:
    case = waiting(world)
    world.set_policy(("mode: auto ", f"mode: {mode} "))
    with pytest.raises(NotAllowed) as caught:
        click(world, case)
    assert caught.value.code == f"rollout.{mode}"
    untouched(world, case)


def test_in_mode_assist_the_click_is_the_way(world: FakeWorld) -> None:
    world.set_policy(("mode: auto ", "mode: assist "))
    case = waiting(world, days=3)
    click(world, case)
    world.work()
    assert amounts(world, case) == ["28.80 EUR"]
    assert len(world.desk.replies(case.ticket_id)) == 1


def test_a_settled_case_takes_no_further_click(world: FakeWorld) -> None:
    case = waiting(world)
    click(world, case)
    world.work()
    with pytest.raises(NotAllowed) as caught:
        click(world, case, option=Option.CANCEL)
    assert caught.value.code == "approve.not_waiting"
    assert world.shop.writes == 1


def test_a_click_on_what_magento_refused_does_not_pretend_to_act(world: FakeWorld) -> None:
    case = waiting(world)
    world.shop.script.fail("refund", Refused("amount", "nothing left"))
    click(world, case)
    world.work()
    assert world.state(case.ticket_id, "money") == "refused"
    with pytest.raises((Stale, NotAllowed)):
        click(world, case)
    world.work()
    assert (world.shop.script.calls["refund"], world.ledger()) == (1, [("void", "28.80 EUR")])


def test_an_approval_is_overtaken_like_any_decision(world: FakeWorld) -> None:
    case = waiting(world)
    click(world, case)
    world.shop.agent_refunds(OrderId(str(case.order)), {"BOL-01": 1})
    world.work()
    assert world.shop.script.calls["refund"] == 0
    assert world.ledger() == [("void", "28.80 EUR")]
    assert amounts(world, case) == ["28.80 EUR"]


def test_a_click_while_the_brake_is_on_waits_with_it(world: FakeWorld) -> None:
    case = waiting(world)
    install.change(world.services, TENANT, brake=True)
    click(world, case)
    world.wait(minutes=5)
    assert (world.shop.writes, world.state(case.ticket_id, "money")) == (0, "pending")


def test_undo_before_the_money_moves_takes_it_back_for_good(world: FakeWorld) -> None:
    world.set_policy(("hold_minutes: 0 ", "hold_minutes: 10 "))
    case = waiting(world)
    key = click(world, case)
    assert undo(world.services, TENANT, case.id, SIGNED_IN) == [key]
    assert undo(world.services, TENANT, case.id, SIGNED_IN) == []
    world.wait(minutes=20)
    assert (world.shop.writes, world.ledger()) == (0, [("void", "28.80 EUR")])
    assert (world.case(case.ticket_id).state, world.case(case.ticket_id).why) == (State.WAITING_AGENT, "agent.undone")
    with pytest.raises(Stale):
        click(world, case)
    refund = [o for o in view(world.services, TENANT, case.ticket_id, SIGNED_IN)["options"] if o["option"] == "refund"]
    assert [each["approvable"] for each in refund] == [False]


def test_undo_is_too_late_once_the_call_is_made(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_refund(order))
    world.read()
    taken: list[object] = []
    case = world.case(ticket)
    world.shop.script.before("refund", lambda: taken.extend(undo(world.services, TENANT, case.id, SIGNED_IN)))
    assert act(world.services) is True
    assert taken == []
    assert undo(world.services, TENANT, case.id, SIGNED_IN) == []
    world.work()
    assert (world.states(ticket), world.shop.amounts(order.id)) == (
        ["money done", "reply done"],
        ["28.80 EUR"],
    )


def test_undo_of_a_case_that_is_not_there(world: FakeWorld) -> None:
    with pytest.raises(NotFound):
        undo(world.services, TENANT, CaseId("nothing"), SIGNED_IN)


def test_the_view_says_whose_order_why_and_what_may_be_done(world: FakeWorld) -> None:
    case = waiting(world)
    seen = view(world.services, TENANT, case.ticket_id, SIGNED_IN, "en")
    assert (seen["case"]["id"], seen["case"]["state"], seen["case"]["why"]) == (
        case.id,
        "waiting_agent",
        "window.delivery_unknown",
    )
    assert (seen["order"]["number"], seen["order"]["sender_is_owner"]) == (case.order_number, True)
    refund = next(each for each in seen["options"] if each["option"] == "refund")
    assert (refund["verdict"], refund["amount"], refund["approvable"]) == ("review", "28.80 EUR", True)
    assert "Bonjour Camille" in seen["draft"]


def test_the_view_reads_no_shop(world: FakeWorld) -> None:
    case = waiting(world)
    before = sum(world.shop.script.calls.values())
    view(world.services, TENANT, case.ticket_id, SIGNED_IN)
    assert sum(world.shop.script.calls.values()) == before


def test_a_ticket_without_a_case_has_an_empty_view(world: FakeWorld) -> None:
    assert view(world.services, TENANT, "4711", SIGNED_IN, "en") == {"case": None, "language": "en", "mode": "auto"}
