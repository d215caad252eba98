"""Which rows an invoice or a shipment is made of, when units are named by SKU, and the stock that moves with it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.magento import orders
from sandbox.magento.money import ZERO, Record
from sandbox.magento.orders import Order
from sandbox.magento.stock import Stock

Chosen = dict[int, Decimal]  # item_id -> units
Units = Mapping[str, int] | Mapping[int, Decimal]  # by SKU, or by item id


def to_invoice(order: Order, units: Units | None) -> Chosen:
    """Return units of priced rows: all that is left by default. A bundle's SKU stands for its parts, in kits."""
    if units is None:
        return {item["item_id"]: orders.to_invoice(item) for item in order.priced}
    return {item["item_id"]: _named(order, item, units) for item in order.priced}


def to_ship(order: Order, units: Units | None) -> Chosen:
    """Return units of the rows that ship: a bundle's parent or its parts, as the bundle was made."""
    if units is None:
        return {item["item_id"]: orders.to_ship(item) for item in order.items}
    return {item["item_id"]: _named(order, item, units) for item in order.items if _ships(item)}


def _ships(item: Record) -> bool:
    if orders.is_kit(item) or "_per_kit" in item:
        return orders.is_kit(item) is not item["_separately"]
    return "parent_item_id" not in item


def _named(order: Order, item: Record, units: Units) -> Decimal:
    """Parts go by their kit's SKU, or one by one by `KIT/PART`; the same article may also be a line of its own."""
    by_key: Mapping[Any, Decimal | int] = units
    if item["item_id"] in by_key:
        return Decimal(by_key[item["item_id"]])
    if "_per_kit" not in item:
        return Decimal(by_key.get(item["sku"], 0))
    kit = order.item(item["parent_item_id"]) or {}
    if kit["sku"] in by_key:
        return by_key[kit["sku"]] * Decimal(item["_per_kit"])
    return Decimal(by_key.get(f"{kit['sku']}/{item['sku']}", 0))


def move_invoiced(stock: Stock, order: Order, chosen: Chosen) -> None:
    """Virtual articles leave stock with their invoice."""
    for item in order.priced:
        if item["is_virtual"] and (quantity := chosen.get(item["item_id"], ZERO)):
            stock.move("invoiced", order.id, item["sku"], physical=-quantity, reserved=quantity)


def move_shipped(stock: Stock, order: Order, chosen: Chosen) -> None:
    for item in order.items:
        quantity = chosen.get(item["item_id"], ZERO)
        if not quantity:
            continue
        for part in order.parts(item):
            units = quantity * part["_per_kit"]
            stock.move("shipped", order.id, part["sku"], physical=-units, reserved=units)
        if not orders.is_kit(item):
            stock.move("shipped", order.id, item["sku"], physical=-quantity, reserved=quantity)
