"""The rows of a new order: its header, its addresses, its lines with their children."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sandbox.magento import placing, states
from sandbox.magento.catalog import Product
from sandbox.magento.money import ZERO, Record
from sandbox.magento.numbers import Numbers

ADDRESS: Record = {
    "city": "Los Angeles",
    "country_id": "US",
    "postcode": "90001",
    "region": "California",
    "region_code": "CA",
    "region_id": 12,
    "street": ["100 Main St", "Apt 4"],
    "telephone": "3105550100",
}


def header(
    order_id: int, number: str, rates: placing.Rates, items: Sequence[Record], base_currency: str, now: str
) -> Record:
    """Return the columns that are neither amounts nor the customer."""
    store = rates.store
    virtual = all(item["is_virtual"] for item in items)
    childless = sum(len(item.get("_parts", (item,))) for item in items)
    data: Record = {
        "base_currency_code": base_currency,
        "base_to_global_rate": Decimal(1),
        "base_to_order_rate": store.rate,
        "created_at": now,
        "customer_note_notify": 1,
        "entity_id": order_id,
        "global_currency_code": base_currency,
        "increment_id": number,
        "is_virtual": int(virtual),
        "order_currency_code": store.currency,
        "protect_code": hashlib.sha256(number.encode()).hexdigest()[:32],
        "remote_ip": "203.0.113.10",
        "state": states.NEW,
        "status": states.STATUS_OF[states.NEW],
        "store_currency_code": base_currency,
        "store_id": store.id,
        "store_name": f"Main Website\nMain Website Store\n{store.name}",
        "store_to_base_rate": 0,
        "store_to_order_rate": 0,
        "total_item_count": childless,
        "total_qty_ordered": sum((item["qty_ordered"] for item in items), ZERO),
        "updated_at": now,
        "weight": sum((item["row_weight"] for item in items), ZERO),
    }
    return data if virtual else data | {"shipping_description": "Flat Rate - Fixed"}


def addresses(data: Record, given: Mapping[str, object] | None, numbers: Numbers) -> dict[str, Record]:
    """Return billing and, unless all is virtual, shipping address; writes billing_address_id into `data`."""
    names = {"email": data["customer_email"], "parent_id": data["entity_id"]}
    names |= {"firstname": data["customer_firstname"], "lastname": data["customer_lastname"]}
    kinds = ("billing",) if data["is_virtual"] else ("shipping", "billing")
    made = {
        kind: {**names, **(given or ADDRESS), "address_type": kind, "entity_id": numbers.id("address")}
        for kind in kinds
    }
    data["billing_address_id"] = made["billing"]["entity_id"]
    return made


def rows(
    data: Record, items: Sequence[Record], products: Mapping[str, Product], numbers: Numbers, now: str
) -> list[Record]:
    """Give the lines their ids; a configurable is followed by its child, a bundle by its parts."""
    made: list[Record] = []
    for item in items:
        _number(item, data, numbers, now)
        made.append(item)
        for part in item.pop("_parts", ()):
            _number(part, data, numbers, now)
            made.append(part | {"parent_item_id": item["item_id"]})
        if item["product_type"] == "configurable":
            child = placing.child_item(item, products[item["sku"]])
            _number(child, data, numbers, now)
            made.append(child | {"parent_item_id": item["item_id"]})
    return made


def _number(row: Record, data: Record, numbers: Numbers, now: str) -> None:
    row |= {"item_id": numbers.id("item"), "quote_item_id": numbers.id("quote_item")}
    row |= {"order_id": data["entity_id"], "created_at": now, "updated_at": now}
