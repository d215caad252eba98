"""Invoices and shipments: rows of their own, and what they change in the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sandbox.magento.money import ZERO, Record, price_text
from sandbox.magento.numbers import Numbers
from sandbox.magento.orders import Order, is_dummy, is_kit, to_invoice
from sandbox.magento.pricing import PREFIXES
from sandbox.magento.prorating import INVOICED, Prorating, Share

PAID = 2  # invoice state
Quantities = Mapping[int, Decimal]  # item_id -> units


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
    """Invoice these units of priced rows; the first invoice takes all shipping. Changes `order`."""
    invoice = header(order, "invoice", numbers, now)
    with_shipping = "total_invoiced" not in order.data
    for line in order.priced:
        line["weee_tax_applied"] = "[]"
    for line in order.lines:
        line["updated_at"] = now
    items = _invoice_items(order, units, now)
    for prefix in PREFIXES:
        _invoice_totals(order, invoice, items, prefix, with_shipping=with_shipping)
    for item in items:
        item |= {"entity_id": numbers.id("invoice_item"), "parent_id": invoice["entity_id"]}
    order.data["base_total_invoiced_cost"] = ZERO
    order.data["updated_at"] = now
    total = sum((item["qty"] for item in items), ZERO)  # children count as well
    return invoice | {"items": items, "total_qty": total}


def _invoice_items(order: Order, units: Quantities, now: str) -> list[Record]:
    """Return the invoice's rows, dummies included, and count them in the order's."""
    chosen = [line for line in order.priced if units.get(line["item_id"], ZERO)]
    shares = [_share(line, units[line["item_id"]]) for line in chosen]
    amounts = {
        share.line["item_id"]: row for share, row in zip(shares, Prorating(INVOICED).amounts(shares), strict=True)
    }
    items = []
    for item in order.items:
        if (row := amounts.get(item["item_id"])) is not None:
            quantity = units[item["item_id"]]
            items.append(_document_line(item, quantity) | row)
            _count_invoiced(item, row, quantity, now)
        elif quantity := dummy_units(order, item, units):
            items.append(_document_line(item, quantity))
            _count_invoiced(item, {}, quantity, now)
    return items


def _share(line: Record, quantity: Decimal) -> Share:
    left = line["qty_ordered"] - line["qty_invoiced"]
    return Share(line, quantity, left, last=quantity == to_invoice(line))


def dummy_units(order: Order, item: Record, units: Quantities) -> Decimal:
    """Return units of a row without a price: a configurable's child goes with its parent, a bundle's parent as many
    times as its parts make it whole, once at least."""
    if is_kit(item):
        parts = [units.get(part["item_id"], ZERO) / part["_per_kit"] for part in order.parts(item)]
        return max(Decimal(int(min(parts))), Decimal(1)) if any(parts) else ZERO
    parent = item.get("parent_item_id")
    return units.get(parent, ZERO) if parent is not None and is_dummy(item) else ZERO


def _count_invoiced(item: Record, row: Record, quantity: Decimal, now: str) -> None:
    for prefix in PREFIXES:
        compensation = f"{prefix}discount_tax_compensation_invoiced"
        hidden = row.get(f"{prefix}discount_tax_compensation_amount", ZERO)
        item[compensation] = item.get(compensation, ZERO) + hidden
        item[f"{prefix}row_invoiced"] += row.get(f"{prefix}row_total", ZERO)
        item[f"{prefix}discount_invoiced"] += row.get(f"{prefix}discount_amount", ZERO)
        item[f"{prefix}tax_invoiced"] += row.get(f"{prefix}tax_amount", ZERO)
    item["qty_invoiced"] += quantity
    item["updated_at"] = now


def capture_history(amount: Decimal, currency: str, transaction: str) -> str:
    return f'Captured amount of {price_text(amount, currency)} online. Transaction ID: "{transaction}"'


def _document_line(item: Record, quantity: Decimal) -> Record:
    record = {key: item[key] for key in ("base_price", "name", "price", "product_id", "sku")}
    return record | {"order_item_id": item["item_id"], "qty": quantity}


def _invoice_totals(
    order: Order, invoice: Record, items: Sequence[Record], prefix: str, *, with_shipping: bool
) -> None:
    data, share = order.data, Decimal(int(with_shipping))
    subtotal = _sum(items, f"{prefix}row_total")
    off = data[f"{prefix}shipping_discount_amount"] * share
    discount = _sum(items, f"{prefix}discount_amount") + off
    shipping, shipping_tax = (data[f"{prefix}shipping_{name}"] * share for name in ("amount", "tax_amount"))
    tax = _sum(items, f"{prefix}tax_amount") + shipping_tax
    compensation = _sum(items, f"{prefix}discount_tax_compensation_amount")
    total = subtotal - discount + shipping + tax + compensation
    invoice |= {
        f"{prefix}discount_amount": -discount,
        f"{prefix}discount_tax_compensation_amount": compensation,
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
    moves["discount_tax_compensation"] = compensation
    for name, amount in moves.items():
        data[f"{prefix}{name}_invoiced"] = data.get(f"{prefix}{name}_invoiced", ZERO) + amount
    data[f"{prefix}total_paid"] = data.get(f"{prefix}total_paid", ZERO) + total
    data[f"{prefix}total_due"] = data[f"{prefix}grand_total"] - data[f"{prefix}total_paid"]
    payment = order.payment
    payment[f"{prefix}amount_paid"] = payment.get(f"{prefix}amount_paid", ZERO) + total
    payment[f"{prefix}shipping_captured"] = payment.get(f"{prefix}shipping_captured", ZERO) + shipping


def _sum(items: Sequence[Record], column: str) -> Decimal:
    return sum((item.get(column, ZERO) for item in items), ZERO)


def make_shipment(order: Order, units: Quantities, tracks: Sequence[Record], numbers: Numbers, now: str) -> Record:
    """Ship these units. A partial shipment does not move the order's `updated_at`. Changes `order`.

    A bundle shipped as one counts its parts as well (recorded); shipped part by part, its parent counts nothing.
    """
    number = numbers.id("shipment")
    items = []
    for item in order.items:
        if quantity := units.get(item["item_id"], ZERO):
            item["qty_shipped"] += quantity
            for part in order.parts(item):
                part["qty_shipped"] += quantity * part["_per_kit"]
            row = {key: item[key] for key in ("name", "price", "product_id", "sku", "weight")}
            row |= {"entity_id": numbers.id("shipment_item"), "parent_id": number, "order_item_id": item["item_id"]}
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
