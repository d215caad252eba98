"""Order states: what an order still allows, and where it goes after an invoice, a shipment or a credit memo."""

from __future__ import annotations

from decimal import Decimal

from sandbox.magento.money import ZERO, Record
from sandbox.magento.orders import Order, to_cancel, to_invoice, to_refund, to_ship

NEW, PROCESSING, COMPLETE, CLOSED = "new", "processing", "complete", "closed"
CANCELED, HOLDED, PAYMENT_REVIEW = "canceled", "holded", "payment_review"
STATUS_OF = {NEW: "pending"}  # every other state's default status has the state's name


def can_invoice(order: Order) -> bool:
    return any(to_invoice(item) > 0 for item in order.items)


def can_ship(order: Order) -> bool:
    return any(to_ship(item) > 0 for item in order.items)


def is_refunded(order: Order) -> bool:
    """Nothing is left to refund: neither money, nor, on an order that cost nothing, a line."""
    paid = order.data.get("total_paid", ZERO)
    if paid:
        return bool(paid - order.data.get("total_refunded", ZERO) <= 0)
    refunded = any(item["qty_refunded"] > 0 for item in order.priced)
    return refunded and not any(to_refund(item) > 0 for item in order.priced)


def can_cancel(order: Order) -> bool:
    if order.state in (CANCELED, COMPLETE, CLOSED, HOLDED, PAYMENT_REVIEW):
        return False
    return can_invoice(order)


def can_hold(order: Order) -> bool:
    return order.state not in (CANCELED, PAYMENT_REVIEW, COMPLETE, CLOSED, HOLDED)


def set_state(order: Order, state: str, now: str) -> None:
    """Set state and default status; `updated_at` moves only when one of them changes."""
    status = STATUS_OF.get(state, state)
    if (order.data["state"], order.data["status"]) != (state, status):
        order.data |= {"state": state, "status": status, "updated_at": now}


def settle(order: Order, now: str) -> None:
    """Move the order on after a document. Full refund: closed, shipped or not; nothing left to ship: complete."""
    state = PROCESSING if order.state == NEW else order.state
    if state in (PROCESSING, COMPLETE) and not can_invoice(order) and not can_ship(order):
        state = CLOSED if is_refunded(order) else COMPLETE
    set_state(order, state, now)


def cancel(order: Order, now: str) -> None:
    """Cancel what is not invoiced. Units that shipped without an invoice stay uncounted, yet the order is canceled."""
    left = CANCELED
    for item in order.items:
        if left != PROCESSING and to_refund(item) > 0:
            left = PROCESSING if to_ship(item) > to_cancel(item) else COMPLETE
        _cancel_item(item, now)
    data = order.data
    for prefix in ("", "base_"):
        data[f"{prefix}subtotal_canceled"] = data[f"{prefix}subtotal"] - data.get(f"{prefix}subtotal_invoiced", ZERO)
        data[f"{prefix}tax_canceled"] = data[f"{prefix}tax_amount"] - data.get(f"{prefix}tax_invoiced", ZERO)
        shipping = data.get(f"{prefix}shipping_invoiced", ZERO)
        data[f"{prefix}shipping_canceled"] = data[f"{prefix}shipping_amount"] - shipping
        discount = abs(data.get(f"{prefix}discount_invoiced", ZERO))
        data[f"{prefix}discount_canceled"] = abs(data[f"{prefix}discount_amount"]) - discount
        data[f"{prefix}total_canceled"] = data[f"{prefix}grand_total"] - data.get(f"{prefix}total_paid", ZERO)
    data["updated_at"] = now
    set_state(order, left, now)


def canceled_units(order: Order, before: Order) -> dict[str, Decimal]:
    """Return how many units of each line's SKU this cancel released."""
    released: dict[str, Decimal] = {}
    for new, old in zip(order.priced, before.priced, strict=True):
        units = new["qty_canceled"] - old["qty_canceled"]
        released[new["sku"]] = released.get(new["sku"], ZERO) + units
    return released


def _cancel_item(item: Record, now: str) -> None:
    units = to_cancel(item)
    item["tax_canceled"] = item["tax_amount"] * units / item["qty_ordered"]  # not rounded: 1.485
    hidden = item.get("discount_tax_compensation_amount", ZERO)
    item["discount_tax_compensation_canceled"] = hidden * units / item["qty_ordered"]
    item["qty_canceled"] += units
    item["updated_at"] = now
