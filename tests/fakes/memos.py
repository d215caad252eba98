"""How the fake shop makes a credit memo: the checks, and the arithmetic. Pure.

Parts are rounded cumulatively, as Magento does: two halves of 38.97 are 19.49 and 19.48.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from connector.domain.ids import LineId, MemoId
from connector.domain.money import Money
from connector.ports.shop import Invoice, Memo, RefundCall, ShopLine, ShopOrder

UNREFUNDABLE = frozenset({"closed", "canceled", "holded", "payment_review"})


def problem(order: ShopOrder, call: RefundCall, invoice: Invoice | None, *, online: bool) -> str | None:
    """Return the code of the refusal, None where the memo can be made."""
    lines = {line.id: line for line in order.lines}
    if not call.units:
        return "no_lines"
    if call.goodwill is not None and (call.goodwill.amount <= 0 or call.goodwill.currency != order.currency):
        return "goodwill"
    if call.invoice is not None and invoice is None:
        return "not_found"
    if order.state in UNREFUNDABLE:
        return "order_state"
    if invoice is not None and not online:
        return "offline_method"
    if set(call.units) - set(lines):
        return "foreign_line"
    if call.goodwill is not None:
        return _goodwill_problem(order, call)
    if any(units < 1 or units > _left(lines[line]) for line, units in call.units.items()):
        return "quantity"
    if _back(order, call) > order.total_paid - order.total_refunded:
        return "amount"
    return None


def _back(order: ShopOrder, call: RefundCall) -> Money:
    """What the memo would give back in all."""
    parts = [_part(line, call.units[line.id]) for line in order.lines if call.units.get(line.id)]
    return sum(parts, _shipping(order, call) + (call.goodwill or Money.zero(order.currency)))


def _shipping(order: ShopOrder, call: RefundCall) -> Money:
    if call.shipping is not None:
        return Money.rounded(call.shipping, order.currency)
    return order.shipping_paid - order.shipping_refunded if call.whole_shipping else Money.zero(order.currency)


def _goodwill_problem(order: ShopOrder, call: RefundCall) -> str | None:
    if any(call.units.values()):
        return "quantity"
    if call.goodwill is None or call.goodwill.amount <= 0:
        return "goodwill"
    return "amount" if call.goodwill > order.total_paid - order.total_refunded else None


def _left(line: ShopLine) -> Decimal:
    return line.invoiced - line.refunded


def _part(line: ShopLine, units: int) -> Money:
    whole = line.paid.amount * (line.refunded + units) / line.ordered
    return Money.rounded(whole, line.paid.currency) - line.refunded_amount


def draft(order: ShopOrder, call: RefundCall, number: MemoId, at: datetime) -> tuple[Memo, ShopOrder]:
    """Return the memo and the order once it is made. A goodwill memo has an amount and no units."""
    parts: dict[LineId, Money] = {
        line.id: _part(line, call.units[line.id]) for line in order.lines if call.units.get(line.id)
    }
    shipping, amount = _shipping(order, call), _back(order, call)
    memo = Memo(
        id=number,
        number=f"{int(number):09}",
        at=at,
        amount=amount,
        lines={line: Decimal(units) for line, units in call.units.items() if units},
        line_amounts=parts,
        shipping=shipping,
        invoice_id=call.invoice,
        comments=(f"{call.key} {call.note}".strip(),),
        transaction=None if call.invoice is None else f"refund-{number}",
    )
    lines = tuple(
        replace(
            line, refunded=line.refunded + call.units[line.id], refunded_amount=line.refunded_amount + parts[line.id]
        )
        if line.id in parts
        else line
        for line in order.lines
    )
    refunded = order.total_refunded + amount
    after = replace(
        order,
        lines=lines,
        total_refunded=refunded,
        shipping_refunded=order.shipping_refunded + shipping,
        state="closed" if refunded.amount >= order.total_paid.amount else order.state,
    )
    return memo, after
