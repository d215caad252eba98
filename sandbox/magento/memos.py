"""Credit memos: what Magento computes for a refund, and what a saved one changes in the order.

Read in Magento's source where no recording tells: shares of discounts and hidden taxes, the tax that an invoice still
allows, shipping of a shop that shows it with tax. A shipping discount goes back in proportion to shipping.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sandbox.magento.documents import header
from sandbox.magento.memo_totals import MemoTotals
from sandbox.magento.money import ZERO, Record
from sandbox.magento.numbers import Numbers
from sandbox.magento.orders import Order, is_dummy, is_kit, to_refund
from sandbox.magento.pricing import PREFIXES
from sandbox.magento.prorating import REFUNDED, Prorating, Share
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


def units_to_refund(
    order: Order, request: RefundRequest, invoice: Record | None, earlier: Sequence[Record] = ()
) -> dict[int, Decimal]:
    """Return whole units per priced row. Rows not listed count 0 once any is listed; below 0 counts as 0.

    Raise Refusal where more is asked of a row than it has left (order route; the invoice route cuts it down to what
    the invoice holds and `earlier`, the memos made through it, left).
    """
    units = {}
    for line in order.priced:
        left = to_refund(line)
        if invoice is not None:
            left = min(left, _units_of([invoice], line) - _units_of(earlier, line))
        if left <= 0:
            continue
        asked = request.units.get(line["item_id"], ZERO) if request.units else left
        whole = max(Decimal(int(asked)), ZERO)
        if whole > left and invoice is None:
            raise Refusal(400, 'We found an invalid quantity to refund item "%1".', [line["name"]])
        units[line["item_id"]] = min(whole, left)
    return units


def _units_of(documents: Sequence[Record], line: Record) -> Decimal:
    rows = [row for document in documents for row in document["items"]]
    return sum((row["qty"] for row in rows if row["order_item_id"] == line["item_id"]), ZERO)


def draft(
    order: Order,
    request: RefundRequest,
    invoice: Record | None,
    *,
    shipping_incl_tax: bool,
    earlier: Sequence[Record] = (),
) -> Draft:
    """Compute the memo of this request; raise Refusal for a quantity or shipping that cannot be. `earlier`: the memos
    made through `invoice` before."""
    units = units_to_refund(order, request, invoice, earlier)
    shares = [_share(line, units[line["item_id"]]) for line in order.priced if line["item_id"] in units]
    prorating = Prorating(REFUNDED)
    amounts = prorating.amounts([share for share in shares if share.quantity])
    rows = _rows(order, units, amounts)
    last = all(share.last for share in shares)
    if not shares:
        last = not any(to_refund(line) for line in order.priced)
    totals = MemoTotals(order, request, invoice, earlier, prorating.rounder, shipping_incl_tax=shipping_incl_tax)
    return Draft(totals.of(rows, last=last), rows)


def _share(line: Record, quantity: Decimal) -> Share:
    left = to_refund(line)
    return Share(line, quantity, left, last=quantity == left)


def _rows(order: Order, units: dict[int, Decimal], amounts: Sequence[Record]) -> list[Record]:
    """Put dummies where Magento has them. A bundle's parent counts as many units as were invoiced, each time."""
    priced = iter(amounts)
    weee: Record = {f"{prefix}weee_tax_row_disposition": ZERO for prefix in PREFIXES}
    weee |= {"weee_tax_applied": "[]", "weee_tax_applied_row_amount": ZERO}
    rows = []
    for item in order.items:
        if not is_dummy(item):
            if quantity := units.get(item["item_id"], ZERO):
                rows.append(_row(item, quantity) | next(priced) | weee)
        elif is_kit(item):
            if any(units.get(part["item_id"]) for part in order.parts(item)):
                rows.append(_row(item, item["qty_invoiced"]))
        elif quantity := units.get(item["parent_item_id"], ZERO):
            rows.append(_row(item, quantity))
    return rows


def _row(item: Record, quantity: Decimal) -> Record:
    row = {key: item[key] for key in ("base_price", "name", "price", "product_id", "sku")}
    return row | {"base_cost": None, "order_item_id": item["item_id"], "qty": quantity}


def apply(order: Order, memo: Draft, *, online: bool, notify: bool, now: str) -> None:
    """Add a memo's amounts to the order's lines, totals and payment. Changes `order`."""
    for row in memo.rows:
        item = order.item(row["order_item_id"])
        if item is None:
            continue
        item["qty_refunded"] += row["qty"]
        for prefix in PREFIXES:
            item[f"{prefix}amount_refunded"] += row.get(f"{prefix}row_total", ZERO)
            for name in ("tax", "discount", "discount_tax_compensation"):
                column = f"{prefix}{name}_refunded"
                item[column] = item.get(column, ZERO) + row.get(f"{prefix}{name}_amount", ZERO)
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
