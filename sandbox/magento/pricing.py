"""What one line costs: price, discount and tax of a row, as Magento's total-based tax calculation has them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sandbox.magento.catalog import Product
from sandbox.magento.money import ZERO, DeltaRounder, Record, rounded
from sandbox.magento.stores import StoreView

ZERO_COLUMNS = ("amount_refunded", "discount_invoiced", "row_invoiced", "tax_invoiced")
QUANTITIES = ("qty_canceled", "qty_invoiced", "qty_refunded", "qty_shipped")
PREFIXES = ("", "base_")


@dataclass(frozen=True)
class Rates:
    """How base amounts become an order's: exchange rate and tax. `tax_percent` replaces the products' own;
    `prices_incl_tax`: the catalogue's prices are entered with tax."""

    store: StoreView
    tax_percent: Decimal | None
    prices_incl_tax: bool = False

    def of(self, prefix: str, base_amount: Decimal) -> Decimal:
        return base_amount if prefix else rounded(base_amount * self.store.rate)

    def discount(self, prefix: str, base_amount: Decimal, order_amount: Decimal | None) -> Decimal:
        return self.of(prefix, base_amount) if prefix or order_amount is None else order_amount

    def percent(self, product: Product) -> Decimal:
        return product.tax_percent if self.tax_percent is None else self.tax_percent


class Taxes:
    """Taxes of one order, and discounts in percent: remainders of rounding travel from line to line and on to shipping.

    The first remainder is not nothing (AbstractCalculator::deltaRound), which decides what is a hair below a half.
    `after_discount` False (tax/calculation/apply_after_discount): what a discount takes off is taxed all the same.
    """

    def __init__(self, *, after_discount: bool = True) -> None:
        self._after_discount = after_discount
        self._rounder = DeltaRounder(Decimal("0.000001"))
        self._discounts = DeltaRounder()

    def due(self, prefix: str, amount: Decimal, discount: Decimal, percent: Decimal) -> Decimal:
        return self.on(prefix, amount - discount if self._after_discount else amount, percent)

    def on(self, prefix: str, amount: Decimal, percent: Decimal, *, discounted: bool = True) -> Decimal:
        return self._rounder.round(amount * percent / 100, f"{prefix}{percent}{discounted}")

    def inside(self, prefix: str, amount: Decimal, percent: Decimal, *, discounted: bool = True) -> Decimal:
        """Return the tax that an amount with tax holds."""
        return self._rounder.round(amount * percent / (100 + percent), f"{prefix}{percent}{discounted}")

    def percent_off(self, prefix: str, amount: Decimal, percent: Decimal) -> Decimal:
        return self._discounts.round(amount * percent / 100, f"{prefix}{percent}")


@dataclass(frozen=True)
class Off:
    """A line's discount: `flat` in base currency (`order_flat` in the order's, where that is not the converted one) and
    `percent` of the price as entered."""

    flat: Decimal
    percent: Decimal = ZERO
    order_flat: Decimal | None = None


def priced_item(
    product: Product,
    quantity: Decimal,
    base_price: Decimal,
    off: Off,
    rates: Rates,
    taxes: Taxes,
    *,
    direct: bool = False,
) -> Record:
    """Return the row of a line that has a price of its own; `direct`: without its configurable parent."""
    parent = None if direct else product.parent
    top, percent = parent or product, rates.percent(product)
    item: Record = {
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
        price = rates.of(prefix, base_price)
        flat = rates.discount(prefix, off.flat, off.order_flat)
        discount = flat + taxes.percent_off(prefix, price * quantity, off.percent)
        item |= _line_amounts(prefix, price, min(discount, price * quantity), quantity, percent, rates, taxes)
    whole = base_price * quantity
    item["discount_percent"] = rounded(item["base_discount_amount"] / whole * 100) if whole else ZERO
    if parent:
        options = [{"option_id": code, "option_value": value} for code, value in product.options]
        item["product_option"] = {"extension_attributes": {"configurable_item_options": options}}
    return item


def _line_amounts(
    prefix: str, price: Decimal, discount: Decimal, quantity: Decimal, percent: Decimal, rates: Rates, taxes: Taxes
) -> Record:
    """With tax entered in the price, the tax that the discount saves is its own amount, `discount_tax_compensation`:
    the row without tax stays what it was, and so does the discount. No recording holds one: this is Magento's source
    (Tax\\Model\\Calculation\\AbstractAggregateCalculator::calculateWithTaxInPrice, tax after discount)."""
    whole, compensation = price * quantity, ZERO
    if rates.prices_incl_tax:
        incl, price_incl = whole, price
        before = taxes.inside(prefix, incl, percent, discounted=False)
        row, price = incl - before, rounded((incl - before) / quantity)
        tax = taxes.inside(prefix, incl - discount, percent)
        compensation = before - tax
    else:
        row = whole
        tax = taxes.due(prefix, row, discount, percent)
        incl = row + taxes.on(prefix, row, percent, discounted=False)
        price_incl = rounded(price * (1 + percent / 100))
    amounts = dict.fromkeys(ZERO_COLUMNS, ZERO) | {
        "price": price,
        "original_price": price_incl if rates.prices_incl_tax else price,
        "price_incl_tax": price_incl,
        "discount_amount": discount,
        "discount_tax_compensation_amount": compensation,
        "tax_amount": tax,
        "row_total": row - discount,
        "row_total_incl_tax": row - discount + tax + compensation,
    }
    record = {f"{prefix}{name}": value for name, value in amounts.items()}
    return record | {f"_{prefix}row": row, f"_{prefix}row_incl": incl}
