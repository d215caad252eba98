"""An order as rows of a database, and the JSON that `GET /orders/{id}` makes of them."""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sandbox.magento.money import ZERO, Record, as_json

SHIPPING_COLUMNS = (
    "shipping_amount",
    "shipping_canceled",
    "shipping_discount_amount",
    "shipping_incl_tax",
    "shipping_invoiced",
    "shipping_refunded",
    "shipping_tax_amount",
    "shipping_tax_refunded",
)
SHIPPING_TOTALS = (
    *SHIPPING_COLUMNS,
    *(f"base_{name}" for name in SHIPPING_COLUMNS),
    "shipping_discount_tax_compensation_amount",
    "base_shipping_discount_tax_compensation_amnt",
)


@dataclass
class Order:
    """One order. `lock` serialises what Magento serialises; `version` counts saves of totals, lines and state."""

    data: Record
    items: list[Record]
    billing: Record
    shipping: Record | None
    payment: Record
    payment_info: list[Record]
    taxes: Record
    histories: list[Record] = field(default_factory=list)  # oldest first
    lock: Any = field(default_factory=threading.RLock)
    version: int = 0

    @property
    def id(self) -> int:
        return int(self.data["entity_id"])

    @property
    def number(self) -> str:
        return str(self.data["increment_id"])

    @property
    def state(self) -> str:
        return str(self.data["state"])

    @property
    def lines(self) -> list[Record]:
        """Return the lines a customer sees: children of configurables and parts of bundles left out."""
        return [item for item in self.items if "parent_item_id" not in item]

    @property
    def priced(self) -> list[Record]:
        """Return the rows that hold prices, invoices and refunds: of a bundle its parts, of all else the line."""
        return [item for item in self.items if not is_dummy(item)]

    def parts(self, kit: Record) -> list[Record]:
        """Return the parts of a bundle; nothing for any other line."""
        mine = [item for item in self.items if item.get("parent_item_id") == kit["item_id"]]
        return mine if is_kit(kit) else []

    def line(self, sku: str) -> Record:
        """Return the visible line with this SKU; raise KeyError if there is none."""
        for item in self.lines:
            if item["sku"] == sku:
                return item
        raise KeyError(sku)

    def item(self, item_id: int) -> Record | None:
        return next((item for item in self.items if item["item_id"] == item_id), None)

    def child_of(self, item: Record) -> Record | None:
        return next((other for other in self.items if other.get("parent_item_id") == item["item_id"]), None)

    def working_copy(self) -> Order:
        """Return a copy of totals, lines and payment to compute on; comments and the lock stay shared."""
        return Order(
            copy.deepcopy(self.data),
            copy.deepcopy(self.items),
            self.billing,
            self.shipping,
            copy.deepcopy(self.payment),
            self.payment_info,
            self.taxes,
            self.histories,
            self.lock,
            self.version,
        )

    def save(self, work: Order) -> None:
        """Write a working copy over what is there, newer or not: Magento checks no version."""
        self.data, self.items, self.payment = work.data, work.items, work.payment
        self.version += 1

    def as_json(self) -> Record:
        items = self._items()
        shipping: Record = {"total": {key: self.data[key] for key in SHIPPING_TOTALS if key in self.data}}
        if self.shipping is not None:
            shipping |= {"address": self.shipping, "method": self.data.get("_shipping_method", "flatrate_flatrate")}
        extension = {
            "shipping_assignments": [{"shipping": shipping, "items": items}],
            "payment_additional_info": self.payment_info,
            "converting_from_quote": False,
            **self.taxes,
        }
        record = self.data | {
            "items": items,
            "billing_address": self.billing,
            "payment": self.payment,
            "status_histories": list(reversed(self.histories)),
            "extension_attributes": extension,
        }
        return dict(as_json(record))

    def _items(self) -> list[Record]:
        by_id = {item["item_id"]: item for item in self.items}
        parents = [by_id.get(item.get("parent_item_id")) for item in self.items]
        return [
            item if parent is None else item | {"parent_item": parent}
            for item, parent in zip(self.items, parents, strict=True)
        ]


def is_kit(item: Record) -> bool:
    return bool(item["product_type"] == "bundle")


def is_dummy(item: Record) -> bool:
    """Whether a row holds no price of its own: a bundle's parent, a configurable's child."""
    return is_kit(item) or ("parent_item_id" in item and "_per_kit" not in item)


def to_invoice(item: Record) -> Decimal:
    return ZERO if is_dummy(item) else _left(item["qty_ordered"] - item["qty_invoiced"] - item["qty_canceled"])


def to_ship(item: Record) -> Decimal:
    """Refunded units no longer ship; virtual lines never do. A bundle ships as one, or part by part, as it was made."""
    if is_kit(item) or "_per_kit" in item:
        if is_kit(item) == item["_separately"]:
            return ZERO
    elif "parent_item_id" in item:
        return ZERO
    return unshipped(item)


def unshipped(item: Record) -> Decimal:
    """Units still in the house, whichever row ships them."""
    if item["is_virtual"]:
        return ZERO
    return _left(item["qty_ordered"] - item["qty_shipped"] - item["qty_refunded"] - item["qty_canceled"])


def to_cancel(item: Record) -> Decimal:
    """Units neither invoiced nor shipped; of a bundle both parent and parts are cancelled (Bundle's plugin for
    getQtyToCancel), of a configurable the parent only."""
    if "parent_item_id" in item and "_per_kit" not in item:
        return ZERO
    open_units = _left(item["qty_ordered"] - item["qty_invoiced"] - item["qty_canceled"])
    return open_units if item["is_virtual"] else min(open_units, unshipped(item))


def to_refund(item: Record) -> Decimal:
    return ZERO if is_dummy(item) else _left(item["qty_invoiced"] - item["qty_refunded"])


def _left(units: Decimal) -> Decimal:
    return max(units, ZERO)
