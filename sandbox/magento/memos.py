"""Credit memos: what Magento computes for a refund, and what a saved one changes in the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sandbox.magento.documents import header
from sandbox.magento.money import ZERO, DeltaRounder, Record, price_text, rounded
from sandbox.magento.numbers import Numbers
from sandbox.magento.orders import Order, to_invoice, to_refund
from sandbox.magento.placing import PREFIXES
from sandbox.magento.refund_request import RefundRequest
from sandbox.magento.refusals import Refusal


@dataclass(frozen=True)
class Draft:
    """A computed credit memo, not saved: `amounts` without ids, a row per refunded line (children follow parents)."""

    amounts: Record
    rows: list[Record]

    @property
    def base_total(self) -> Decimal:
        return Decimal(self.amounts["base_grand_total"])


def units_to_refund(order: Order, request: RefundRequest, invoice: Record | None) -> dict[int, Decimal]:
    """Return whole units per visible line. Lines not listed count 0 once any is listed; below 0 counts as 0.

    Raise Refusal where more is asked of a line than it has left (order route; the invoice route cuts it down).
    """
    units = {}
    for line in order.lines:
        left = to_refund(line) if invoice is None else min(to_refund(line), invoiced_on(invoice, line["item_id"]))
        if left <= 0:
            continue
        asked = request.units.get(line["item_id"], ZERO) if request.units else left
        whole = max(Decimal(int(asked)), ZERO)
        if whole > left and invoice is None:
            raise Refusal(400, 'We found an invalid quantity to refund item "%1".', [line["name"]])
        units[line["item_id"]] = min(whole, left)
    return units


def invoiced_on(invoice: Record, item_id: int) -> Decimal:
    return sum((row["qty"] for row in invoice["items"] if row["order_item_id"] == item_id), ZERO)


def draft(order: Order, request: RefundRequest, invoice: Record | None, *, shipping_incl_tax: bool) -> Draft:
    """Compute the memo of this request; raise Refusal for a quantity or shipping that cannot be."""
    units = units_to_refund(order, request, invoice)
    rounder = DeltaRounder()
    rows = []
    for line in order.lines:
        if quantity := units.get(line["item_id"], ZERO):
            rows.append(_line(line, quantity, rounder))
            if child := order.child_of(line):
                rows.append(_row(child, quantity))
    base_shipping = _base_shipping(order, request, invoice, shipping_incl_tax=shipping_incl_tax)
    amounts: Record = {}
    for prefix in PREFIXES:
        amounts |= _totals(order, request, rows, prefix, base_shipping)
    return Draft(amounts, rows)


def _row(item: Record, quantity: Decimal) -> Record:
    row = {key: item[key] for key in ("base_price", "name", "price", "product_id", "sku")}
    return row | {"base_cost": None, "order_item_id": item["item_id"], "qty": quantity}


def _line(line: Record, quantity: Decimal, rounder: DeltaRounder) -> Record:
    """Prorate what is left of the line; its last units take the rest, so that parts add up to the whole."""
    row = _row(line, quantity)
    left = to_refund(line)
    last = quantity == left and not to_invoice(line)
    for prefix in PREFIXES:

        def part(whole: Decimal, done: Decimal, prefix: str = prefix) -> Decimal:
            rest = whole - done
            return rest if last else rounder.round(rest / left * quantity, prefix)

        row_total = part(line[f"{prefix}row_invoiced"], line[f"{prefix}amount_refunded"])
        discount = part(line[f"{prefix}discount_invoiced"], line.get(f"{prefix}discount_refunded", ZERO))
        tax = part(line[f"{prefix}tax_invoiced"], line.get(f"{prefix}tax_refunded", ZERO))
        incl = line[f"_{prefix}row_incl"] / line["qty_ordered"] * quantity
        row |= {
            f"{prefix}discount_tax_compensation_amount": ZERO,
            f"{prefix}price_incl_tax": line[f"{prefix}price_incl_tax"],
            f"{prefix}row_total": row_total,
            f"{prefix}row_total_incl_tax": rounder.round(incl, f"{prefix}including"),
            f"{prefix}tax_amount": tax,
            f"{prefix}weee_tax_row_disposition": ZERO,
        }
        if discount:
            row[f"{prefix}discount_amount"] = discount
    return row | {"weee_tax_applied": "[]", "weee_tax_applied_row_amount": ZERO}


def _base_shipping(order: Order, request: RefundRequest, invoice: Record | None, *, shipping_incl_tax: bool) -> Decimal:
    """Return shipping to refund, base currency, without tax. Left out: all that is left (of the invoice's)."""
    data = order.data
    left = data["base_shipping_amount"] - data.get("base_shipping_refunded", ZERO)
    if request.shipping is None:
        return Decimal(left if invoice is None else min(left, invoice["base_shipping_amount"]))
    asked = rounded(request.shipping)
    most, exclusive = left, asked
    if shipping_incl_tax and data["base_shipping_incl_tax"]:
        ratio = data["base_shipping_amount"] / data["base_shipping_incl_tax"]
        exclusive = rounded(asked * ratio)
        most = rounded(left / ratio)
    if asked > most:
        shown = price_text(most, data["base_currency_code"])
        raise Refusal(400, "Maximum shipping amount allowed to refund is: %1", [shown])
    return Decimal(exclusive)


def _totals(order: Order, request: RefundRequest, rows: Sequence[Record], prefix: str, base: Decimal) -> Record:
    data = order.data
    whole = data["base_shipping_amount"]
    share = base / whole if whole else ZERO
    left = whole - data.get("base_shipping_refunded", ZERO)
    shipping = base if prefix else rounded(data["shipping_amount"] * share)
    off = rounded(data[f"{prefix}shipping_discount_amount"] * share)
    shipping_tax = rounded(data[f"{prefix}shipping_tax_amount"] * share)
    if whole and base == left:  # the last of it takes the rest
        shipping_tax = data[f"{prefix}shipping_tax_amount"] - data.get(f"{prefix}shipping_tax_refunded", ZERO)
        shipping = data[f"{prefix}shipping_amount"] - data.get(f"{prefix}shipping_refunded", ZERO)
    subtotal = _sum(rows, f"{prefix}row_total")
    discount = _sum(rows, f"{prefix}discount_amount") + off
    tax = _sum(rows, f"{prefix}tax_amount") + shipping_tax
    positive, negative = (_adjustment(order, amount, prefix) for amount in (request.positive, request.negative))
    adjustment = (positive or ZERO) - (negative or ZERO)
    record = {
        f"{prefix}adjustment": adjustment,
        f"{prefix}discount_amount": -discount,
        f"{prefix}discount_tax_compensation_amount": ZERO,
        f"{prefix}grand_total": subtotal - discount + shipping + tax + adjustment,
        f"{prefix}shipping_amount": shipping,
        f"{prefix}shipping_incl_tax": rounded(data[f"{prefix}shipping_incl_tax"] * share),
        f"{prefix}shipping_tax_amount": shipping_tax,
        f"{prefix}subtotal": subtotal,
        f"{prefix}subtotal_incl_tax": _sum(rows, f"{prefix}row_total_incl_tax"),
        f"{prefix}tax_amount": tax,
    }
    if positive is not None:
        record[f"{prefix}adjustment_positive"] = positive
    if negative is not None:
        record[f"{prefix}adjustment_negative"] = negative
    return record


def _adjustment(order: Order, base_amount: Decimal | None, prefix: str) -> Decimal | None:
    if base_amount is None:
        return None
    base = rounded(base_amount)
    return base if prefix else rounded(base * order.data["base_to_order_rate"])


def _sum(rows: Sequence[Record], column: str) -> Decimal:
    return sum((row.get(column, ZERO) for row in rows), ZERO)


def apply(order: Order, memo: Draft, *, online: bool, notify: bool, now: str) -> None:
    """Add a memo's amounts to the order's lines, totals and payment. Changes `order`."""
    for row in memo.rows:
        item = order.item(row["order_item_id"])
        if item is None:
            continue
        item["qty_refunded"] += row["qty"]
        for prefix in PREFIXES:
            item[f"{prefix}amount_refunded"] += row.get(f"{prefix}row_total", ZERO)
            for name in ("tax", "discount"):
                column = f"{prefix}{name}_refunded"
                item[column] = item.get(column, ZERO) + row.get(f"{prefix}{name}_amount", ZERO)
            item[f"{prefix}discount_tax_compensation_refunded"] = ZERO
        item["updated_at"] = now
    data, amounts = order.data, memo.amounts
    for prefix in PREFIXES:
        moves = {
            f"{name}_refunded": amounts[f"{prefix}{name}_amount"]
            for name in ("discount", "discount_tax_compensation", "shipping", "shipping_tax", "tax")
        }
        moves["subtotal_refunded"] = amounts[f"{prefix}subtotal"]
        moves["total_refunded"] = amounts[f"{prefix}grand_total"]
        moves[f"total_{'online' if online else 'offline'}_refunded"] = amounts[f"{prefix}grand_total"]
        for sign in ("positive", "negative"):
            moves[f"adjustment_{sign}"] = amounts.get(f"{prefix}adjustment_{sign}", ZERO)
        for name, amount in moves.items():
            data[f"{prefix}{name}"] = data.get(f"{prefix}{name}", ZERO) + amount
        _add(order.payment, f"{prefix}amount_refunded", amounts[f"{prefix}grand_total"])
        _add(order.payment, f"{prefix}shipping_refunded", amounts[f"{prefix}shipping_amount"])
    if online:
        _add(order.payment, "base_amount_refunded_online", amounts["base_grand_total"])
    data |= {"customer_note_notify": int(notify), "updated_at": now}


def _add(row: Record, column: str, amount: Decimal) -> None:
    row[column] = row.get(column, ZERO) + amount


def memo_record(order: Order, memo: Draft, request: RefundRequest, numbers: Numbers, now: str) -> Record:
    """Give the memo its ids. The comment is kept with or without append_comment: that only puts it into the mail."""
    record = header(order, "creditmemo", numbers, now) | memo.amounts
    extra = {"parent_id": record["entity_id"]}
    record["items"] = [row | extra | {"entity_id": numbers.id("creditmemo_item")} for row in memo.rows]
    if request.comment is not None:
        comment = {"comment": request.comment, "created_at": now, "entity_id": numbers.id("creditmemo_comment")}
        comment |= {"is_customer_notified": int(request.append_comment), "is_visible_on_front": request.visible}
        record["comments"] = [comment | extra]
    if request.notify:
        record["email_sent"] = 1
    return record
