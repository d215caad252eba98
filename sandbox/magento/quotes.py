"""What a cart comes to: the discounts that hold now, then the same arithmetic that places orders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.magento import carts, discounts, placing, rules
from sandbox.magento.carts import Cart, CartLine
from sandbox.magento.discounts import Share
from sandbox.magento.money import ZERO, Record, decimal, plain

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

FLAT_RATE = Decimal(5)  # per unit, base currency, without tax


@dataclass(frozen=True)
class Quote:
    """A priced cart. `lines`, `charge` and `rates` are what an order is placed with; `items` and `totals` its amounts.

    `coupon` is None where the cart's code does not hold (any more). `shares`: the discount of each line.
    """

    lines: list[placing.Line]
    charge: placing.ShippingCharge
    rates: placing.Rates
    items: list[Record]
    totals: Record
    rules: list[Record]
    coupon: str | None
    shares: list[Share]

    @property
    def grand_total(self) -> Decimal:
        return Decimal(self.totals["grand_total"])

    def description(self) -> str | None:
        """Return what a discount is called: the rule's label in this view, else its description, else the code."""
        names = [
            rules.label(rule, self.rates.store.id) or rule.get("description") or self.coupon for rule in self.rules
        ]
        return ", ".join(name for name in names if name) or None


def quote(shop: Shop, cart: Cart) -> Quote:
    """Price the cart as it is now; call it under the shop's mutex."""
    rates = placing.Rates(cart.store, shop.tax_by_country.get(str((cart.shipping or {}).get("country_id"))))
    applied, own_holds = shop.promotions.applying(cart.coupon, buyer(shop, cart), cart.store)
    shipping = shipping_price(cart, cart.carrier) if cart.carrier else ZERO
    shares = [Share(_cost(rates, line.product.price, line.quantity), line.quantity) for line in cart.lines]
    shipped = Share(_cost(rates, shipping, 1))
    discounts.apply(applied, shares, shipped if cart.carrier else None, rates)
    lines = [_line(line, share) for line, share in zip(cart.lines, shares, strict=True)]
    taxes = placing.Taxes(after_discount=shop.tax_after_discount)
    items = [placing.line_item(line, shop.products[line.sku], rates, taxes) for line in lines]
    percent = max((item["tax_percent"] for item in items), default=ZERO)
    charge = placing.ShippingCharge(shipping, shipped.off["base_"], percent, shipped.off[""])
    totals = placing.totals(items, charge, rates, taxes)
    return Quote(lines, charge, rates, items, totals, applied, cart.coupon if own_holds else None, shares)


def _cost(rates: placing.Rates, price: Decimal, units: int) -> dict[str, Decimal]:
    return {prefix: rates.of(prefix, price) * units for prefix in placing.PREFIXES}


def _line(line: CartLine, share: Share) -> placing.Line:
    off = {"discount": share.off["base_"], "order_discount": share.off[""]}
    return placing.Line(line.product.sku, line.quantity, direct=line.direct, **off)


def shipping_price(cart: Cart, method: str) -> Decimal:
    return ZERO if method == carts.FREE else FLAT_RATE * cart.physical_units


def buyer(shop: Shop, cart: Cart) -> rules.Buyer:
    """Return who buys; an address condition asks the shipping address, its e-mail first, then the account's."""
    address = cart.billing if cart.virtual else cart.shipping
    facts: dict[str, object] = {key: value for key, value in (address or {}).items() if key != "street"}
    if not facts.get("email") and cart.customer_id is not None:
        facts["email"] = carts.email_of(shop, cart.customer_id)
    facts["base_subtotal"] = sum((line.product.price * line.quantity for line in cart.lines), ZERO)
    facts["total_qty"] = sum(line.quantity for line in cart.lines)
    facts["shipping_method"] = cart.carrier
    group = carts.GUESTS if cart.customer_id is None else carts.GENERAL
    return rules.Buyer(cart.customer_id, group, facts)


def totals_json(shop: Shop, cart: Cart, priced: Quote) -> Record:
    """Return what GET carts/{id}/totals answers."""
    totals = priced.totals
    record: Record = {"weee_tax_applied_amount": None, "subtotal_incl_tax": totals["subtotal_incl_tax"]}
    for prefix in placing.PREFIXES:
        names = ("grand_total", "subtotal", "discount_amount", "shipping_amount", "shipping_discount_amount")
        for name in (*names, "tax_amount", "shipping_tax_amount", "shipping_incl_tax"):
            record[f"{prefix}{name}"] = totals[f"{prefix}{name}"]
        left = totals[f"{prefix}subtotal"] + totals[f"{prefix}discount_amount"]  # shipping's discount counts too
        record[f"{prefix}subtotal_with_discount"] = left
    record |= {"base_currency_code": shop.base_currency, "quote_currency_code": cart.store.currency}
    record["items_qty"] = sum(line.quantity for line in cart.lines)
    rows = zip(cart.lines, priced.items, priced.shares, strict=True)
    record["items"] = [_item(shop, line, item, share) for line, item, share in rows]
    record["total_segments"] = list(_segments(shop, cart, priced))
    if priced.coupon is not None:
        record["coupon_code"] = priced.coupon
    labels = [rules.label(rule, cart.store.id) for rule in priced.rules]
    if any(labels):
        record["extension_attributes"] = {"coupon_label": ", ".join(name for name in labels if name)}
    return record


def _item(shop: Shop, line: CartLine, item: Record, share: Share) -> Record:
    record: Record = {
        "item_id": line.id,
        "qty": line.quantity,
        "tax_percent": item["tax_percent"],
        "discount_percent": share.percent,
        "options": _options(shop, line),
        "weee_tax_applied_amount": None,
        "weee_tax_applied": None,
        "name": line.shown.name,
        "row_total_with_discount": 0,
    }
    for prefix in placing.PREFIXES:
        for name in ("price", "tax_amount", "discount_amount", "price_incl_tax"):
            record[f"{prefix}{name}"] = item[f"{prefix}{name}"]
        record[f"{prefix}row_total"] = item[f"{prefix}price"] * line.quantity
        record[f"{prefix}row_total_incl_tax"] = item[f"_{prefix}row_incl"]
    return record


def _options(shop: Shop, line: CartLine) -> str:
    """Return the chosen options as the JSON text that Magento puts into its JSON."""
    chosen = line.product.options if line.configurable else ()
    pairs = [shop.option_labels.get((code, value), (code, str(value))) for code, value in chosen]
    return json.dumps([{"value": value, "label": name} for name, value in pairs], separators=(",", ":"))


def _segments(shop: Shop, cart: Cart, priced: Quote) -> Sequence[Record]:
    totals, name = priced.totals, priced.description()
    rows: list[Record] = [{"code": "subtotal", "title": "Subtotal", "value": totals["subtotal"]}]
    if totals["discount_amount"]:
        title = f"Discount ({name})" if name else "Discount"
        rows.append({"code": "discount", "title": title, "value": totals["discount_amount"]})
    if not cart.virtual:
        carrier = " ({} - {})".format(*carts.SHIPPING_TITLES[cart.carrier]) if cart.carrier else ""
        title = f"Shipping & Handling{carrier}"
        rows.append({"code": "shipping", "title": title, "value": totals["shipping_amount"]})
    details = {"tax_grandtotal_details": _tax_details(shop, cart, priced)}
    rows.append({"code": "tax", "title": "Tax", "value": totals["tax_amount"], "extension_attributes": details})
    grand = {"code": "grand_total", "title": "Grand Total", "value": totals["grand_total"], "area": "footer"}
    return [*rows, grand]


def _tax_details(shop: Shop, cart: Cart, priced: Quote) -> list[Record]:
    """Return one entry per rate; shipping is taxed like the dearest line."""
    amounts: dict[Decimal, Decimal] = {}
    for item in priced.items:
        amounts[item["tax_percent"]] = amounts.get(item["tax_percent"], ZERO) + item["tax_amount"]
    if priced.items:
        amounts[priced.charge.percent] += priced.totals["shipping_tax_amount"]
    country = str((cart.shipping or {}).get("country_id"))
    details: list[Record] = []
    for percent, amount in amounts.items():
        text = plain(decimal(percent))
        title = f"{country}-{text}" if country in shop.tax_by_country else shop.tax_code
        if amount:
            rate = {"percent": text, "title": title}
            details.append({"amount": amount, "rates": [rate], "group_id": len(details) + 1})
    return details
