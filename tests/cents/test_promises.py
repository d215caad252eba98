"""What the domain promises is what Magento makes, within one minor unit a part; and parts add up to what was paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from connector.domain.facts import Facts, Line
from connector.domain.ids import LineId
from connector.domain.money import Money, total
from connector.domain.policy_text import read_policy
from connector.domain.refund import Quote, quote, rounding_unit
from connector.domain.request import Kind, Option, Reason, Request
from connector.ports.shop import Memo, ShopLine, ShopOrder
from tests.cents.conftest import OpenTill
from tests.cents.situations import Situation, Units, plain_situations, situations
from tests.cents.test_books import BOUNDED, never_above_what_was_paid
from tests.cents.till import Till

POLICY = read_policy((Path(__file__).parents[2] / "connector" / "policies" / "en.yaml").read_text(encoding="utf-8"))


def parts_of(line: ShopLine) -> list[LineId]:
    return list(line.parts) or [line.id]


def facts_of(order: ShopOrder, memos: list[Memo]) -> Facts:
    """As the flow will make them: a bundle is one line, whose parts' memos are its own."""
    lines = {}
    for line in order.lines:
        mine = [memo.line_amounts[part] for memo in memos for part in parts_of(line) if part in memo.line_amounts]
        lines[line.id] = Line(
            line.id,
            line.sku,
            int(line.ordered),
            line.paid,
            invoiced=int(line.invoiced),
            refunded=int(line.refunded),
            refunded_amount=total(mine, order.currency),
        )
    return Facts(
        date(2026, 11, 21),
        order.id,
        currency=order.currency,
        lines=lines,
        shipping_paid=order.shipping_paid,
        shipping_refunded=total([memo.shipping for memo in memos], order.currency),
    )


def kits_left(desk: Till, invoice: int | None) -> Units:
    """Units per line (kits) that can still go back, through this invoice."""
    left = iter(desk.left(invoice))
    return tuple(min(next(left) // row.each for row in line.rows) for line in desk.given.lines)


def promised(desk: Till, kits: Units, *, withdrawn: bool) -> tuple[Quote, int]:
    """Return what the domain promises for these lines, and how many parts Magento rounds."""
    order = desk.read()
    asked = {line.id: count for line, count in zip(order.lines, kits, strict=True) if count}
    reason = Reason.WITHDRAWAL if withdrawn else Reason.CHANGED_MIND
    request = Request(Kind.REFUND, reason, asked, Decimal(1))
    promise = quote(request, Option.REFUND, facts_of(order, desk.memos()), POLICY)
    parts = sum(len(parts_of(line)) for line in order.lines if line.id in asked)
    return promise, parts + promise.whole_shipping


def worth_something(desk: Till) -> Till:
    """Leave out what rounds to nothing in the order's currency: nobody asks for it, and of a bundle nothing tells then
    that its parts hold the price."""
    assume(all(line.paid for line in desk.read().lines))
    return desk


def made(desk: Till, kits: Units, invoice: int | None, *, withdrawn: bool) -> Memo:
    """Refund what is promised; check what Magento made of it."""
    promise, parts = promised(desk, kits, withdrawn=withdrawn)
    assert promise.amount is not None
    desk.refund(desk.given.per_row(kits), shipping=promise.whole_shipping, invoice=invoice)
    memo = desk.memos()[-1]
    if invoice is not None and len(desk.given.invoices) > 1:
        parts += 1  # Magento caps the tax by the invoice's, whose share was rounded with other neighbours
    assert abs(memo.amount.amount - promise.amount.amount) <= parts * rounding_unit(memo.amount.currency)
    never_above_what_was_paid(desk)
    return memo


@BOUNDED
@given(situations(), st.data())
def test_makes_what_was_promised(till: OpenTill, given: Situation, data: st.DataObject) -> None:
    """Whole kits and units in any order, through any invoice; a withdrawal from all that is left takes shipping, where
    it goes through the invoice that has it."""
    desk = worth_something(till(given))
    for _ in range(data.draw(st.integers(1, 5))):
        invoice = data.draw(st.integers(0, len(given.invoices) - 1)) if given.online else None
        kits = tuple(data.draw(st.integers(0, most)) for most in kits_left(desk, invoice))
        if any(kits) and desk.order.state != "closed":
            made(desk, kits, invoice, withdrawn=data.draw(st.booleans()) and invoice in (None, 0))
            event(f"memo in {given.currency}")


@BOUNDED
@given(plain_situations(), st.data())
def test_parts_add_up_to_all_that_was_paid(till: OpenTill, given: Situation, data: st.DataObject) -> None:
    """Every unit back, in any partition, shipping with the last: nothing is left, nothing was given twice.

    Through one invoice, or through the order. What Magento itself leaves behind otherwise: see below.
    """
    desk, invoice = worth_something(till(given)), 0 if given.online else None
    order = desk.read()
    assert total([line.paid for line in order.lines] + [order.shipping_paid], order.currency) == order.total
    back: list[Memo] = []
    while any(kits := kits_left(desk, invoice)) and desk.order.state != "closed":
        chosen = tuple(data.draw(st.integers(0, most)) for most in kits)
        chosen = chosen if any(chosen) else kits
        back.append(made(desk, chosen, invoice, withdrawn=True))
    event(f"{len(back)} memos in {given.currency}")
    after, own = desk.read(), desk.sides[""]
    amounts = total([memo.amount for memo in back], order.currency)
    assert amounts == after.total_refunded
    if own.back == own.paid:  # not where the rest is less than Magento refunds, such as shipping of 0.00
        assert amounts == order.total_paid == order.total
        for line in order.lines:
            parts = [
                memo.line_amounts.get(part, Money.zero(order.currency)) for memo in back for part in parts_of(line)
            ]
            assert total(parts, order.currency) == line.paid
    assert amounts <= order.total_paid
    assert own.paid - own.back == (own.shipping if _kept_shipping(desk) else 0)


def _kept_shipping(desk: Till) -> bool:
    """Whether the order closed before its shipping went back, because nothing of it is left in its own currency."""
    return not desk.sides[""].shipping_back and bool(desk.sides[""].charge)


@settings(BOUNDED, max_examples=60)
@given(situations(), st.data())
def test_what_stays_behind_is_never_more_than_a_cent_a_memo(
    till: OpenTill, given: Situation, data: st.DataObject
) -> None:
    """Several invoices of a card order, or shipping shown with tax: Magento caps each memo's tax by its invoice's, and
    may keep a cent of it for good. In the order's currency it never gives one too much."""
    desk = worth_something(till(given))
    while True:
        through = [number for number in range(len(given.invoices)) if any(kits_left(desk, number))]
        if not through or desk.order.state == "closed":
            break
        invoice = data.draw(st.sampled_from(through)) if given.online else None
        left = kits_left(desk, invoice)
        chosen = tuple(data.draw(st.integers(0, most)) for most in left)
        made(desk, chosen if any(chosen) else left, invoice, withdrawn=False)
    own = desk.sides[""]
    kept = own.paid - own.back - own.shipping
    assert 0 <= kept <= Fraction(len(own.memos), 100)
