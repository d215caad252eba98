"""Placing an order: prices, discounts and taxes of its lines, as Magento's total-based tax calculation has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sandbox.magento.catalog import Product
from sandbox.magento.money import ZERO, DeltaRounder, Record, decimal, rounded
from sandbox.magento.stores import StoreView

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
ZERO_COLUMNS = ("amount_refunded", "discount_invoiced", "row_invoiced", "tax_invoiced")
QUANTITIES = ("qty_canceled", "qty_invoiced", "qty_refunded", "qty_shipped")
PREFIXES = ("", "base_")


@dataclass(frozen=True)
class Line:
    """One thing bought. `discount` is for the whole line, in base currency, before tax; `price` replaces the list's."""

    sku: str
    qty: int = 1
    discount: Decimal | float | str = 0
    price: Decimal | float | str | None = None


@dataclass(frozen=True)
class Rates:
    """How base amounts become an order's: exchange rate and tax. `tax_percent` replaces the products' own."""

    store: StoreView
    tax_percent: Decimal | None

    def of(self, prefix: str, base_amount: Decimal) -> Decimal:
        return base_amount if prefix else rounded(base_amount * self.store.rate)

    def percent(self, product: Product) -> Decimal:
        return product.tax_percent if self.tax_percent is None else self.tax_percent


class Taxes:
    """Taxes of one order: remainders of rounding travel from line to line and on to shipping."""

    def __init__(self) -> None:
        self._rounder = DeltaRounder()

    def on(self, prefix: str, amount: Decimal, percent: Decimal, *, discounted: bool = True) -> Decimal:
        return self._rounder.round(amount * percent / 100, f"{prefix}{percent}{discounted}")


def line_item(line: Line, product: Product, rates: Rates, taxes: Taxes) -> Record:
    """Return the row of a visible line, ids and times left out. `_row_incl`: the row with tax before its discount."""
    top = product.parent or product
    quantity, percent = Decimal(line.qty), rates.percent(product)
    base_price = product.price if line.price is None else decimal(line.price)
    base_discount = decimal(line.discount)
    item: Record = {
        "discount_percent": rounded(base_discount / (base_price * quantity) * 100) if base_price else ZERO,
        "free_shipping": 0,
        "is_qty_decimal": 0,
        "is_virtual": int(product.kind == "virtual"),
        "name": top.name,
        "no_discount": 0,
        "product_id": top.id,
        "product_type": top.kind,
        "qty_ordered": quantity,
        "row_weight": ZERO if product.kind == "virtual" else quantity,
        "sku": product.sku,
        "store_id": rates.store.id,
        "tax_percent": percent,
        "weight": 0 if product.kind == "virtual" else 1,
    }
    item |= dict.fromkeys(QUANTITIES, ZERO)
    for prefix in PREFIXES:
        price, discount = rates.of(prefix, base_price), rates.of(prefix, base_discount)
        item |= _line_amounts(prefix, price, discount, quantity, percent, taxes)
    if product.parent:
        options = [{"option_id": code, "option_value": value} for code, value in product.options]
        item["product_option"] = {"extension_attributes": {"configurable_item_options": options}}
    return item


def _line_amounts(
    prefix: str, price: Decimal, discount: Decimal, quantity: Decimal, percent: Decimal, taxes: Taxes
) -> Record:
    row = price * quantity
    tax = taxes.on(prefix, row - discount, percent)
    amounts = dict.fromkeys((*ZERO_COLUMNS, "discount_tax_compensation_amount"), ZERO) | {
        "price": price,
        "original_price": price,
        "price_incl_tax": rounded(price * (1 + percent / 100)),
        "discount_amount": discount,
        "tax_amount": tax,
        "row_total": row - discount,
        "row_total_incl_tax": row - discount + tax,
    }
    record = {f"{prefix}{name}": value for name, value in amounts.items()}
    return record | {f"_{prefix}row_incl": row + taxes.on(prefix, row, percent, discounted=False)}


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
    """Shipping in base currency, without tax, and the discount on it."""

    amount: Decimal
    discount: Decimal
    percent: Decimal


def totals(items: Sequence[Record], charge: ShippingCharge, rates: Rates, taxes: Taxes) -> Record:
    """Return the amounts of the order; its discount is negative, the lines' are positive."""
    record: Record = {}
    for prefix in PREFIXES:
        shipping, off = rates.of(prefix, charge.amount), rates.of(prefix, charge.discount)
        shipping_tax = taxes.on(prefix, shipping - off, charge.percent)
        shipping_incl = shipping + taxes.on(prefix, shipping, charge.percent, discounted=False)
        discount = sum((item[f"{prefix}discount_amount"] for item in items), ZERO) + off
        subtotal = sum((item[f"{prefix}price"] * item["qty_ordered"] for item in items), ZERO)
        tax = sum((item[f"{prefix}tax_amount"] for item in items), ZERO) + shipping_tax
        grand_total = subtotal - discount + tax + shipping
        compensation = "amnt" if prefix else "amount"
        record |= {
            f"{prefix}discount_amount": -discount,
            f"{prefix}discount_tax_compensation_amount": ZERO,
            f"{prefix}grand_total": grand_total,
            f"{prefix}shipping_amount": shipping,
            f"{prefix}shipping_discount_amount": off,
            f"{prefix}shipping_discount_tax_compensation_{compensation}": ZERO,
            f"{prefix}shipping_incl_tax": shipping_incl,
            f"{prefix}shipping_tax_amount": shipping_tax,
            f"{prefix}subtotal": subtotal,
            f"{prefix}subtotal_incl_tax": sum((item[f"_{prefix}row_incl"] for item in items), ZERO),
            f"{prefix}tax_amount": tax,
            f"{prefix}total_due": grand_total,
        }
    return record


def tax_blocks(order_id: int, data: Record, items: Sequence[Record], charge: ShippingCharge, code: str) -> Record:
    """Return the tax parts of an order's extension_attributes; also writes itemized_taxes into the lines."""
    tax_items: list[Record] = []
    applied: list[Record] = []
    for number, item in enumerate(items, start=1):
        rows = []
        if item["tax_amount"]:
            rows = [_tax_item(number, order_id, code, item["tax_percent"], item, "", "product")]
            rows[0]["item_id"] = item["item_id"]
            taxes = [_applied(code, item["tax_percent"], item, "")]
            applied.append({"type": "product", "item_id": item["item_id"], "applied_taxes": taxes})
        item["extension_attributes"] = {"itemized_taxes": rows}
    if data["tax_amount"] and (data["shipping_tax_amount"] or not data["shipping_amount"]):
        tax_items = [_tax_item(len(items) + 1, order_id, code, charge.percent, data, "shipping_", "shipping")]
        applied.insert(0, {"type": "shipping", "applied_taxes": [_applied(code, charge.percent, data, "shipping_")]})
    total = [_applied(code, charge.percent, data, "")] if data["tax_amount"] else []
    extra = {"tax_id": order_id, "order_id": order_id, "priority": 0, "position": 0, "process": 0}
    return {
        "applied_taxes": total,
        "item_applied_taxes": applied,
        "taxes": [row | extra | {"base_real_amount": row["base_amount"]} for row in total],
        "additional_itemized_taxes": tax_items,
    }


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
