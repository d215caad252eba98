"""Bundles with a dynamic price: the parts hold prices and quantities, the parent their sums for show.

Parts are invoiced and refunded one by one; naming the parent in a refund is refused. Recorded for a bundle without a
discount; how a discount is shared is Magento's source (SalesRule\\Model\\Quote\\Discount::distributeDiscount).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sandbox.magento.catalog import Product
from sandbox.magento.money import ZERO, DeltaRounder, Record
from sandbox.magento.pricing import PREFIXES, QUANTITIES, Off, Rates, Taxes, priced_item

PER_KIT = ("price", "original_price", "price_incl_tax")
ZEROS = ("amount_refunded", "discount_amount", "discount_invoiced", "row_invoiced", "tax_invoiced")


def kit_item(product: Product, kits: Decimal, flat: Decimal, percent: Decimal, rates: Rates, taxes: Taxes) -> Record:
    """Return the parent's row with its parts' in `_parts`; `flat`: the discount of all kits in base currency."""
    shares = shared(flat, [part.price * each for part, each in product.parts])
    parts = []
    for (part, each), share in zip(product.parts, shares, strict=True):
        row = priced_item(part, kits * each, part.price, Off(share, percent), rates, taxes)
        parts.append(row | {"_per_kit": Decimal(each), "_separately": product.separately, "row_weight": ZERO})
    weight = sum(int(part["weight"] * part["_per_kit"]) for part in parts)
    kit: Record = {
        "discount_percent": ZERO,
        "free_shipping": 0,
        "is_qty_decimal": 0,
        "is_virtual": int(all(part["is_virtual"] for part in parts)),
        "name": product.name,
        "no_discount": 0,
        "product_id": product.id,
        "product_type": "bundle",
        "qty_ordered": kits,
        "row_weight": weight * kits,
        "sku": product.sku,
        "store_id": rates.store.id,
        "weight": weight,
        "product_option": _options(product),
        "_parts": parts,
        "_separately": product.separately,
    }
    kit |= dict.fromkeys(QUANTITIES, ZERO)
    for prefix in PREFIXES:
        kit |= _sums(parts, prefix)
    return kit


def _sums(parts: Sequence[Record], prefix: str) -> Record:
    """The parent's discount is 0 once it is shared out; its row is the parts' before discount, with their tax."""
    sums = {name: sum((part[f"{prefix}{name}"] * part["_per_kit"] for part in parts), ZERO) for name in PER_KIT}
    sums["tax_amount"] = sum((part[f"{prefix}tax_amount"] for part in parts), ZERO)
    sums["row_total"] = sum((part[f"_{prefix}row"] for part in parts), ZERO)
    sums["row_total_incl_tax"] = sums["row_total"] + sums["tax_amount"]
    return {f"{prefix}{name}": value for name, value in (dict.fromkeys(ZEROS, ZERO) | sums).items()}


def shared(flat: Decimal, rows: Sequence[Decimal]) -> list[Decimal]:
    """Share an amount out in proportion to rows, to the cent and with nothing lost."""
    whole, rounder = sum(rows, ZERO), DeltaRounder(Decimal("0.0000001"))
    return [rounder.round(flat * row / whole, "discount") if whole else ZERO for row in rows]


def _options(product: Product) -> Record:
    """One option per part; `option_qty` is 1 whatever a kit holds of it, as recorded."""
    rows = [
        {"option_id": number, "option_qty": 1, "option_selections": [number]}
        for number, _part in enumerate(product.parts, start=1)
    ]
    return {"extension_attributes": {"bundle_options": rows}}
