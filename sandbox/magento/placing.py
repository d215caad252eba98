"""Placing an order: prices, discounts and taxes of its lines, as Magento's total-based tax calculation has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sandbox.magento import bundles
from sandbox.magento.catalog import Product
from sandbox.magento.money import ZERO, Record, decimal, plain
from sandbox.magento.pricing import PREFIXES, QUANTITIES, ZERO_COLUMNS, Off, Rates, Taxes, priced_item

__all__ = ["PREFIXES", "Rates", "Taxes"]  # and all below

METHODS = {
    "checkmo": "Check / Money order",
    "banktransfer": "Bank Transfer Payment",
    "cashondelivery": "Cash On Delivery",
    "purchaseorder": "Purchase Order",
    "free": "No Payment Information Required",
    "contractpay": "Card (test gateway)",
}
WITH_INSTRUCTIONS = ("banktransfer", "cashondelivery")
ONLINE_METHODS = ("contractpay",)


@dataclass(frozen=True)
class Line:
    """One thing bought. `price` replaces the list's; a bundle costs what its parts cost.

    Discounts add up: `discount` for the whole line in base currency, `off_each` per unit in base currency, `percent`
    of the price as it was entered. A bundle's are its parts', in proportion.
    `order_discount`: the flat ones in the order's currency where they are not the converted ones (100 % of a rounded
    price). `direct`: a configurable's child bought as a simple product, without its parent.
    """

    sku: str
    qty: int = 1
    discount: Decimal | float | str = 0
    price: Decimal | float | str | None = None
    percent: Decimal | float | str = 0
    off_each: Decimal | float | str = 0
    order_discount: Decimal | None = None
    direct: bool = False


def line_item(line: Line, product: Product, rates: Rates, taxes: Taxes) -> Record:
    """Return the row of a visible line, ids and times left out.

    Private columns: `_row` and `_row_incl`, the row before its discount without and with tax; `_parts`, the rows of a
    bundle's parts, which hold its prices.
    """
    flat = decimal(line.discount) + decimal(line.off_each) * line.qty
    if product.kind == "bundle":
        return bundles.kit_item(product, Decimal(line.qty), flat, decimal(line.percent), rates, taxes)
    base_price = product.price if line.price is None else decimal(line.price)
    off = Off(flat, decimal(line.percent), line.order_discount)
    return priced_item(product, Decimal(line.qty), base_price, off, rates, taxes, direct=line.direct)


def cart_discount(lines: Sequence[Line], products: Mapping[str, Product], amount: Decimal) -> list[Line]:
    """Share a fixed amount off the whole cart out to its lines, in base currency, in proportion to their prices."""
    prices = [products[line.sku].list_price if line.price is None else decimal(line.price) for line in lines]
    rows = [price * line.qty for price, line in zip(prices, lines, strict=True)]
    shares = bundles.shared(amount, rows)
    return [replace(line, discount=decimal(line.discount) + part) for line, part in zip(lines, shares, strict=True)]


def child_item(parent: Record, product: Product) -> Record:
    """Return the row of a configurable's child: quantities only, every amount 0."""
    amounts = (*ZERO_COLUMNS, "price", "discount_amount", "tax_amount", "row_total", "row_total_incl_tax")
    item: Record = {f"{prefix}{name}": ZERO for prefix in PREFIXES for name in amounts}
    item |= dict.fromkeys((*QUANTITIES, "original_price", "discount_percent", "row_weight", "tax_percent"), ZERO)
    item |= {key: parent[key] for key in ("free_shipping", "is_qty_decimal", "is_virtual", "no_discount", "weight")}
    item |= {key: parent[key] for key in ("qty_ordered", "sku", "store_id")}
    return item | {"name": product.name, "product_id": product.id, "product_type": product.kind}


@dataclass(frozen=True)
class ShippingCharge:
    """Shipping in base currency, without tax, and the discount on it; `order_discount` as a line's."""

    amount: Decimal
    discount: Decimal
    percent: Decimal
    order_discount: Decimal | None = None


def priced(items: Sequence[Record]) -> list[Record]:
    """Return the rows that hold prices: of a bundle its parts, of all else the visible line."""
    return [row for item in items for row in item.get("_parts", (item,))]


def totals(items: Sequence[Record], charge: ShippingCharge, rates: Rates, taxes: Taxes) -> Record:
    """Return the amounts of the order; its discount is negative, the lines' are positive."""
    record: Record = {}
    rows = priced(items)
    for prefix in PREFIXES:
        shipping, off = rates.of(prefix, charge.amount), rates.discount(prefix, charge.discount, charge.order_discount)
        shipping_tax = taxes.due(prefix, shipping, off, charge.percent)
        shipping_incl = shipping + taxes.on(prefix, shipping, charge.percent, discounted=False)
        discount = _sum(rows, f"{prefix}discount_amount") + off
        subtotal = _sum(rows, f"_{prefix}row")
        tax = _sum(rows, f"{prefix}tax_amount") + shipping_tax
        compensation = _sum(rows, f"{prefix}discount_tax_compensation_amount")
        grand_total = subtotal - discount + tax + compensation + shipping
        ending = "amnt" if prefix else "amount"
        record |= {
            f"{prefix}discount_amount": -discount,
            f"{prefix}discount_tax_compensation_amount": compensation,
            f"{prefix}grand_total": grand_total,
            f"{prefix}shipping_amount": shipping,
            f"{prefix}shipping_discount_amount": off,
            f"{prefix}shipping_discount_tax_compensation_{ending}": ZERO,
            f"{prefix}shipping_incl_tax": shipping_incl,
            f"{prefix}shipping_tax_amount": shipping_tax,
            f"{prefix}subtotal": subtotal,
            f"{prefix}subtotal_incl_tax": _sum(rows, f"_{prefix}row_incl"),
            f"{prefix}tax_amount": tax,
            f"{prefix}total_due": grand_total,
        }
    return record


def _sum(rows: Sequence[Record], column: str) -> Decimal:
    return sum((row[column] for row in rows), ZERO)


def tax_blocks(order_id: int, data: Record, items: Sequence[Record], charge: ShippingCharge, code: str) -> Record:
    """Return the tax parts of an order's extension_attributes; also writes itemized_taxes into the lines.

    An order with several rates has one entry per rate; shipping's bears the plain code.
    """
    taxed = [item for item in items if item["tax_amount"] and item["product_type"] != "bundle"]
    with_shipping = data["tax_amount"] and (data["shipping_tax_amount"] or not data["shipping_amount"])
    codes = {item["tax_percent"]: f"{code} {plain(item['tax_percent'])}" for item in taxed} | {charge.percent: code}
    tax_items: list[Record] = []
    applied: list[Record] = []
    for number, item in enumerate(items, start=1):
        rows = []
        if item in taxed:
            name = codes[item["tax_percent"]]
            rows = [_tax_item(number, order_id, name, item["tax_percent"], item, "", "product")]
            rows[0]["item_id"] = item["item_id"]
            taxes = [_applied(name, item["tax_percent"], item, "")]
            applied.append({"type": "product", "item_id": item["item_id"], "applied_taxes": taxes})
        item["extension_attributes"] = {"itemized_taxes": rows}
    if with_shipping:
        tax_items = [_tax_item(len(items) + 1, order_id, code, charge.percent, data, "shipping_", "shipping")]
        applied.insert(0, {"type": "shipping", "applied_taxes": [_applied(code, charge.percent, data, "shipping_")]})
    total = _per_rate(codes, taxed, data, charge) if data["tax_amount"] else []
    extra = {"tax_id": order_id, "order_id": order_id, "priority": 0, "position": 0, "process": 0}
    return {
        "applied_taxes": total,
        "item_applied_taxes": applied,
        "taxes": [row | extra | {"base_real_amount": row["base_amount"]} for row in total],
        "additional_itemized_taxes": tax_items,
    }


def _per_rate(codes: dict[Decimal, str], taxed: Sequence[Record], data: Record, charge: ShippingCharge) -> list[Record]:
    rows = []
    for percent, code in codes.items():
        sums: Record = {}
        for prefix in PREFIXES:
            own = [item[f"{prefix}tax_amount"] for item in taxed if item["tax_percent"] == percent]
            shipping = data[f"{prefix}shipping_tax_amount"] if percent == charge.percent else ZERO
            sums[f"{prefix}tax_amount"] = sum(own, shipping)
        if sums["base_tax_amount"]:
            rows.append(_applied(code, percent, sums, ""))
    return rows


def _applied(code: str, percent: Decimal, row: Record, kind: str) -> Record:
    amounts = {"amount": row[f"{kind}tax_amount"], "base_amount": row[f"base_{kind}tax_amount"]}
    return {"code": code, "title": code, "percent": percent} | amounts


def _tax_item(number: int, order_id: int, code: str, percent: Decimal, row: Record, kind: str, what: str) -> Record:
    amount, base = row[f"{kind}tax_amount"], row[f"base_{kind}tax_amount"]
    record: Record = {"tax_item_id": number, "tax_id": order_id, "tax_code": code, "tax_percent": percent}
    record |= {"amount": amount, "base_amount": base, "real_amount": amount, "real_base_amount": base}
    return record | {"taxable_item_type": what}


def payment_record(order_id: int, method: str, data: Record, po_number: str | None) -> Record:
    instructions = [None] if method in WITH_INSTRUCTIONS else []
    record: Record = {
        "account_status": None,
        "additional_information": [METHODS[method], *instructions],
        "amount_ordered": data["grand_total"],
        "base_amount_ordered": data["base_grand_total"],
        "base_shipping_amount": data["base_shipping_amount"],
        "shipping_amount": data["shipping_amount"],
        "cc_last4": "4242" if method in ONLINE_METHODS else None,
        "entity_id": order_id,
        "parent_id": order_id,
        "method": method,
    }
    return record if po_number is None else record | {"po_number": po_number}


def payment_info(method: str) -> list[Record]:
    info = [{"key": "method_title", "value": METHODS[method]}]
    return [*info, {"key": "instructions", "value": "null"}] if method in WITH_INSTRUCTIONS else info
