"""Nothing more leaves than is due: not by a kit that went back in parts, by what was exchanged, or by a reason told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from connector.domain.case import State
from connector.domain.decision import decide
from connector.domain.facts import Facts
from connector.domain.ids import CaseId, LineId, MemoId
from connector.domain.money import Money
from connector.domain.plan import plan
from connector.domain.policy_text import read_policy
from connector.domain.request import Kind, Option, Reason, Request
from connector.flow.agent import approve
from connector.flow.enrich import Known, facts_at, order_records
from connector.ports.shop import Memo, ShopOrder
from tests.fakes.world import POLICY, TENANT, FakeWorld
from tests.flow.conftest import EMAIL, wants_refund
from tests.flow.test_effects import wants_credit, wants_exchange
from tests.flow.test_parcels import AGENT, DEFAULT, agreed, waits

LAMP, SHADE = LineId("901"), LineId("902")
Back = tuple[LineId, str, str]  # a part, what went back for it, and the invoice


def eur(amount: str) -> Money:
    return Money.parse(f"{amount} EUR")


# --- kits -------------------------------------------------------------------------------------------------------------


def kits(world: FakeWorld, back: Sequence[Back]) -> tuple[LineId, Facts]:
    """Two kits of two parts for 60.00, each on an invoice of its own; these parts went back, a memo for each."""
    order = world.shop.place(EMAIL, {"BOL-01": 2})
    parts = {LAMP: Decimal(1), SHADE: Decimal(1)}
    kit = replace(order.lines[0], product_type="bundle", parts=parts, paid=eur("60.00"))
    (bill,) = world.shop.invoices(order.id)
    (parcel,) = world.shop.shipments(order.id)
    at = world.clock() - timedelta(days=1)
    known = Known(
        replace(order, lines=(kit,)),
        [
            Memo(
                MemoId(f"50{place}"),
                f"50{place}",
                at,
                eur(amount),
                {part: Decimal(1)},
                {part: eur(amount)},
                eur("0.00"),
                invoice,
                (),
            )
            for place, (part, amount, invoice) in enumerate(back)
        ],
        [replace(bill, id=each, lines=parts) for each in ("1", "2")],
        [replace(parcel, lines={part: Decimal(2) for part in parts})],
    )
    now, policy = world.clock(), read_policy(POLICY)
    return kit.id, facts_at(order_records(known, now, policy, "customer"), now, policy)


@pytest.mark.parametrize(
    ("back", "refunded", "plain"),
    [
        ([], 0, True),
        ([(LAMP, "20.00", "1")], 1, False),
        ([(LAMP, "20.00", "1"), (SHADE, "10.00", "1")], 1, True),
        ([(LAMP, "20.00", "1"), (SHADE, "10.00", "2")], 1, False),
        ([(LAMP, "20.00", "1"), (LAMP, "20.00", "2")], 2, False),
    ],
)
def test_a_kit_counts_as_given_back_with_its_first_part(
    world: FakeWorld, back: Sequence[Back], refunded: int, plain: bool
) -> None:
    line, facts = kits(world, back)
    kit = facts.lines[line]
    assert (kit.refunded, kit.plain) == (refunded, plain)
    assert kit.back == eur(str(sum((Decimal(amount) for _, amount, _ in back), Decimal("0.00"))))


def test_a_kit_of_which_all_parts_went_back_in_turn_leaves_the_other_one(world: FakeWorld) -> None:
    line, facts = kits(world, [(LAMP, "20.00", "1"), (SHADE, "10.00", "1")])
    ask = Request(Kind.REFUND, Reason.STYLE, {line: 1}, Decimal("0.99"))
    (memo,) = plan(ask, Option.REFUND, facts, read_policy(POLICY), CaseId("c1"), 1)
    assert (memo.invoice, memo.units, memo.amount) == ("2", {line: 1}, eur("30.00"))


def test_a_kit_that_went_back_in_part_is_a_persons(world: FakeWorld) -> None:
    line, facts = kits(world, [(LAMP, "20.00", "1")])
    ask = Request(Kind.REFUND, Reason.STYLE, {line: 1}, Decimal("0.99"))
    offer = decide(ask, facts, read_policy(POLICY)).offer(Option.REFUND)
    assert (offer.amount, "line.not_plain" in offer.codes) == (None, True)
    assert plan(ask, Option.REFUND, facts, read_policy(POLICY), CaseId("c1"), 1) == ()


# --- shipping ---------------------------------------------------------------------------------------------------------


def withdraws(order: ShopOrder) -> str:
    return (
        f"Bonjour, je me rétracte de mon achat pour le bol en grès, commande {order.number}, "
        "et demande le remboursement."
    )


def test_shipping_stays_where_an_exchanged_article_does(world: FakeWorld) -> None:
    order = world.shop.place(EMAIL, {"TEE-M-BLUE": 1, "BOL-01": 1})
    world.writes(EMAIL, wants_exchange(order))
    world.work()
    ticket = world.writes(EMAIL, withdraws(order))
    world.work()
    assert world.case(ticket).state is State.SETTLED
    assert world.shop.amounts(order.id) == ["28.80 EUR"]


# --- reasons ----------------------------------------------------------------------------------------------------------


def test_a_reason_told_neither_waives_the_parcel_nor_raises_the_bonus(world: FakeWorld) -> None:
    generous = "style: {options: [store_credit, refund], settle: at_once, bonus: 20}"
    world.set_policy((DEFAULT, DEFAULT.replace("at_once", "warehouse_scan") + f"\n  {generous}"))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_credit(order))
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "proof.person")
    assert (world.ledger(), world.shop.writes) == ([], 0)


@pytest.mark.parametrize(("bonus", "said"), [(0, 0), (5, 1)])
def test_the_draft_of_a_credit_speaks_of_a_bonus_where_there_is_one(world: FakeWorld, bonus: int, said: int) -> None:
    world.set_policy(("store_credit_bonus: 5 ", f"store_credit_bonus: {bonus} "), ("mode: auto ", "mode: assist "))
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    ticket = world.writes(EMAIL, wants_credit(order))
    world.work()
    assert "nous pouvons vous offrir un avoir" in world.desk.notes(ticket)[0]
    assert world.desk.notes(ticket)[0].count("bonus compris") == said


# --- parcels ----------------------------------------------------------------------------------------------------------


def test_nobody_sends_back_what_never_came(world: FakeWorld) -> None:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": 1}, shipped_days_ago=15)
    words = "Bonjour, je n'ai jamais reçu mon colis, je voudrais être remboursé."
    ticket = world.writes(EMAIL, f"{words} Commande {order.number}")
    world.work()
    case = world.case(ticket)
    assert case.state is State.WAITING_AGENT
    approve(world.services, TENANT, case.id, case.turn, Option.REFUND, eur("28.80"), AGENT)
    world.work()
    assert (world.returns(), world.shop.amounts(order.id)) == ([], ["28.80 EUR"])


def test_a_download_is_never_asked_back(world: FakeWorld) -> None:
    world.set_policy(waits())
    order = world.shop.place(EMAIL, {"BOL-01": 1})
    (line,) = order.lines
    download = replace(line, virtual=True, shipped=Decimal(0), product_type="virtual")
    world.shop.amend(order.id, lines=(download,))
    ticket = world.writes(EMAIL, wants_refund(order))
    world.work()
    case = world.case(ticket)
    assert case.state is State.WAITING_AGENT
    approve(world.services, TENANT, case.id, case.turn, Option.REFUND, eur("28.80"), AGENT)
    world.work()
    assert (world.returns(), world.shop.amounts(order.id)) == ([], ["28.80 EUR"])


def test_an_odd_parcel_stays_odd_when_the_policy_changes_meanwhile(world: FakeWorld) -> None:
    _, ticket = agreed(world, "acceptance")
    rma = world.rma(ticket)
    world.set_policy((DEFAULT, DEFAULT))
    world.scan(rma=rma, lines={"TEE-M-BLUE": {"ok": 1}, "MUG-BL": {"ok": 1}})
    world.work()
    assert (world.case(ticket).state, world.case(ticket).why) == (State.WAITING_AGENT, "parcel.odd")
    assert world.shop.replacement_state() == "holded"
