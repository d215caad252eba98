"""Invoices and shipments: rows of their own, and what they change in the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sandbox.magento.money import ZERO, DeltaRounder, Record, price_text
from sandbox.magento.numbers import Numbers
from sandbox.magento.orders import Order, to_invoice
from sandbox.magento.placing import PREFIXES

PAID = 2  # invoice state
Quantities = Mapping[int, Decimal]  # item_id of a visible line -> units


def header(order: Order, document: str, numbers: Numbers, now: str) -> Record:
    """Return the columns that invoices and credit memos share."""
    data = order.data
    record: Record = {
        "base_currency_code": data["base_currency_code"],
        "base_to_global_rate": Decimal(1),
        "base_to_order_rate": data["base_to_order_rate"],
        "billing_address_id": data["billing_address_id"],
        "created_at": now,
        "entity_id": numbers.id(document),
        "global_currency_code": data["global_currency_code"],
        "increment_id": numbers.increment_id(document, data["store_id"]),
        "order_currency_code": data["order_currency_code"],
        "order_id": order.id,
        "state": PAID,
        "store_currency_code": data["store_currency_code"],
        "store_id": data["store_id"],
        "store_to_base_rate": 0,
        "store_to_order_rate": 0,
        "updated_at": now,
        "comments": [],
    }
    return record if order.shipping is None else record | {"shipping_address_id": order.shipping["entity_id"]}


def make_invoice(order: Order, units: Quantities, numbers: Numbers, now: str) -> Record:
    """Invoice these units; the first invoice takes all shipping. Changes `order`."""
    invoice = header(order, "invoice", numbers, now)
    with_shipping = "total_invoiced" not in order.data
    rounder = DeltaRounder()
    items = []
    for line in order.lines:
        line["weee_tax_applied"] = "[]"
        if quantity := units.get(line["item_id"], ZERO):
            items.append(_invoice_line(line, quantity, rounder))
            if child := order.child_of(line):
                child["qty_invoiced"] += quantity
                child |= {"discount_tax_compensation_invoiced": ZERO, "updated_at": now}
                child["base_discount_tax_compensation_invoiced"] = ZERO
                items.append(_document_line(child, quantity))
            line["updated_at"] = now
    for prefix in PREFIXES:
        _invoice_totals(order, invoice, items, prefix, with_shipping=with_shipping)
    for item in items:
        item |= {"entity_id": numbers.id("invoice_item"), "parent_id": invoice["entity_id"]}
    order.data["base_total_invoiced_cost"] = ZERO
    order.data["updated_at"] = now
    total = sum((item["qty"] for item in items), ZERO)  # children count as well
    return invoice | {"items": items, "total_qty": total}


def capture_history(amount: Decimal, currency: str, transaction: str) -> str:
    return f'Captured amount of {price_text(amount, currency)} online. Transaction ID: "{transaction}"'


def _document_line(item: Record, quantity: Decimal) -> Record:
    record = {key: item[key] for key in ("base_price", "name", "price", "product_id", "sku")}
    return record | {"order_item_id": item["item_id"], "qty": quantity}


def _invoice_line(line: Record, quantity: Decimal, rounder: DeltaRounder) -> Record:
    record = _document_line(line, quantity)
    left, last = to_invoice(line), quantity == to_invoice(line)
    for prefix in PREFIXES:

        def part(whole: Decimal, done: Decimal, prefix: str = prefix) -> Decimal:
            rest = whole - done
            return rest if last else rounder.round(rest / left * quantity, prefix)

        row = part(line[f"{prefix}price"] * line["qty_ordered"], line[f"{prefix}row_invoiced"])
        discount = part(line[f"{prefix}discount_amount"], line[f"{prefix}discount_invoiced"])
        tax = part(line[f"{prefix}tax_amount"], line[f"{prefix}tax_invoiced"])
        incl = line[f"_{prefix}row_incl"] / line["qty_ordered"] * quantity
        record |= {
            f"{prefix}discount_tax_compensation_amount": ZERO,
            f"{prefix}price_incl_tax": line[f"{prefix}price_incl_tax"],
            f"{prefix}row_total": row,
            f"{prefix}row_total_incl_tax": rounder.round(incl, f"{prefix}including"),
            f"{prefix}tax_amount": tax,
        }
        if discount:
            record[f"{prefix}discount_amount"] = discount
        line[f"{prefix}row_invoiced"] += row
        line[f"{prefix}discount_invoiced"] += discount
        line[f"{prefix}tax_invoiced"] += tax
        line[f"{prefix}discount_tax_compensation_invoiced"] = ZERO
    line["qty_invoiced"] += quantity
    return record


def _invoice_totals(
    order: Order, invoice: Record, items: Sequence[Record], prefix: str, *, with_shipping: bool
) -> None:
    data, share = order.data, Decimal(int(with_shipping))
    subtotal = _sum(items, f"{prefix}row_total")
    off = data[f"{prefix}shipping_discount_amount"] * share
    discount = _sum(items, f"{prefix}discount_amount") + off
    shipping, shipping_tax = (data[f"{prefix}shipping_{name}"] * share for name in ("amount", "tax_amount"))
    tax = _sum(items, f"{prefix}tax_amount") + shipping_tax
    total = subtotal - discount + shipping + tax
    invoice |= {
        f"{prefix}discount_amount": -discount,
        f"{prefix}discount_tax_compensation_amount": ZERO,
        f"{prefix}grand_total": total,
        f"{prefix}shipping_amount": shipping,
        f"{prefix}shipping_discount_tax_compensation_{'amnt' if prefix else 'amount'}": ZERO,
        f"{prefix}shipping_incl_tax": data[f"{prefix}shipping_incl_tax"] * share,
        f"{prefix}shipping_tax_amount": shipping_tax,
        f"{prefix}subtotal": subtotal,
        f"{prefix}subtotal_incl_tax": _sum(items, f"{prefix}row_total_incl_tax"),
        f"{prefix}tax_amount": tax,
    }
    moves = {"subtotal": subtotal, "discount": -discount, "shipping": shipping, "tax": tax, "total": total}
    for name, amount in moves.items():
        data[f"{prefix}{name}_invoiced"] = data.get(f"{prefix}{name}_invoiced", ZERO) + amount
    data[f"{prefix}discount_tax_compensation_invoiced"] = ZERO
    data[f"{prefix}total_paid"] = data.get(f"{prefix}total_paid", ZERO) + total
    data[f"{prefix}total_due"] = data[f"{prefix}grand_total"] - data[f"{prefix}total_paid"]
    payment = order.payment
    payment[f"{prefix}amount_paid"] = payment.get(f"{prefix}amount_paid", ZERO) + total
    payment[f"{prefix}shipping_captured"] = payment.get(f"{prefix}shipping_captured", ZERO) + shipping


def _sum(items: Sequence[Record], column: str) -> Decimal:
    return sum((item.get(column, ZERO) for item in items), ZERO)


def make_shipment(order: Order, units: Quantities, tracks: Sequence[Record], numbers: Numbers, now: str) -> Record:
    """Ship these units. A partial shipment does not move the order's `updated_at`. Changes `order`."""
    number = numbers.id("shipment")
    items = []
    for line in order.lines:
        if quantity := units.get(line["item_id"], ZERO):
            line["qty_shipped"] += quantity
            row = {key: line[key] for key in ("name", "price", "product_id", "sku", "weight")}
            row |= {"entity_id": numbers.id("shipment_item"), "parent_id": number, "order_item_id": line["item_id"]}
            items.append(row | {"qty": quantity})
    shipment: Record = {
        "billing_address_id": order.data["billing_address_id"],
        "created_at": now,
        "entity_id": number,
        "increment_id": numbers.increment_id("shipment", order.data["store_id"]),
        "order_id": order.id,
        "packages": [],
        "store_id": order.data["store_id"],
        "total_qty": sum((item["qty"] for item in items), ZERO),
        "updated_at": now,
        "items": items,
        "tracks": [_track(track, order.id, number, numbers, now) for track in tracks],
        "comments": [],
        "extension_attributes": {"source_code": "default"},
    }
    if order.shipping is not None:
        shipment["shipping_address_id"] = order.shipping["entity_id"]
    if "customer_id" in order.data:
        shipment["customer_id"] = order.data["customer_id"]
    return shipment


def _track(track: Record, order_id: int, shipment_id: int, numbers: Numbers, now: str) -> Record:
    return {
        "order_id": order_id,
        "created_at": now,
        "entity_id": numbers.id("track"),
        "parent_id": shipment_id,
        "updated_at": now,
        "weight": None,
        "qty": None,
        "description": None,
        "track_number": str(track["track_number"]),
        "title": str(track.get("title", track.get("carrier_code", "custom"))),
        "carrier_code": str(track.get("carrier_code", "custom")),
    }
