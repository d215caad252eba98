"""The totals of a credit memo: its lines', shipping, taxes as far as they are allowed, adjustments.

Magento\\Sales\\Model\\Order\\Creditmemo\\Total\\{Discount,Shipping,Tax}, in that order. Shipping may be asked for in
part, in base currency, with or without tax depending on what the shop shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sandbox.magento.money import ZERO, DeltaRounder, Record, price_text, rounded
from sandbox.magento.orders import Order
from sandbox.magento.pricing import PREFIXES
from sandbox.magento.refund_request import RefundRequest
from sandbox.magento.refusals import Refusal


@dataclass(frozen=True)
class ShippingBack:
    """Shipping that goes back, per prefix: without tax, and with it (for show)."""

    amounts: dict[str, Decimal]
    including: dict[str, Decimal]


@dataclass
class MemoTotals:
    """Computes the totals of one memo; `rounder` has what rounding its lines left over."""

    order: Order
    request: RefundRequest
    invoice: Record | None
    earlier: Sequence[Record]
    rounder: DeltaRounder
    shipping_incl_tax: bool

    def of(self, rows: Sequence[Record], *, last: bool) -> Record:
        """Return the memo's amounts. `last`: nothing is left of any line afterwards."""
        shipping = self._shipping()
        record: Record = {}
        for prefix in PREFIXES:
            record |= self._totals(rows, prefix, shipping, last=last)
        return record

    def _totals(self, rows: Sequence[Record], prefix: str, shipping: ShippingBack, *, last: bool) -> Record:
        shipping_tax = self._shipping_tax(prefix, shipping)
        subtotal = _sum(rows, f"{prefix}row_total")
        discount = _sum(rows, f"{prefix}discount_amount") + self._shipping_discount(prefix, shipping)
        kinds = {"tax": _sum(rows, f"{prefix}tax_amount") + shipping_tax}
        kinds["discount_tax_compensation"] = _sum(rows, f"{prefix}discount_tax_compensation_amount")
        whole = last and not self._part_of_shipping(shipping)
        for kind, amount in kinds.items():
            allowed = self._allowed(f"{prefix}{kind}")
            kinds[kind] = allowed if whole else min(allowed, amount)
        positive = self._adjustment(self.request.positive, prefix)
        negative = self._adjustment(self.request.negative, prefix)
        adjustment = (positive or ZERO) - (negative or ZERO)
        total = subtotal - discount + shipping.amounts[prefix] + sum(kinds.values(), ZERO) + adjustment
        record = {
            f"{prefix}adjustment": adjustment,
            f"{prefix}discount_amount": -discount,
            f"{prefix}discount_tax_compensation_amount": kinds["discount_tax_compensation"],
            f"{prefix}grand_total": total,
            f"{prefix}shipping_amount": shipping.amounts[prefix],
            f"{prefix}shipping_incl_tax": shipping.including[prefix],
            f"{prefix}shipping_tax_amount": shipping_tax,
            f"{prefix}subtotal": subtotal,
            f"{prefix}subtotal_incl_tax": _sum(rows, f"{prefix}row_total_incl_tax"),
            f"{prefix}tax_amount": kinds["tax"],
        }
        names = (("adjustment_positive", positive), ("adjustment_negative", negative))
        return record | {f"{prefix}{name}": amount for name, amount in names if amount is not None}

    def _shipping(self) -> ShippingBack:
        """Left out: all that is left (of the invoice's). Raise Refusal for more than that."""
        data, asked = self.order.data, self.request.shipping
        left = {prefix: data[f"{prefix}shipping_amount"] - self._refunded(prefix, "shipping") for prefix in PREFIXES}
        taxes_left = {
            prefix: data[f"{prefix}shipping_tax_amount"] - self._refunded(prefix, "shipping_tax") for prefix in PREFIXES
        }
        if asked is None and self.invoice is not None and self.invoice["base_shipping_amount"] < left["base_"]:
            asked = self.invoice["base_shipping_amount"]
        if asked is None:
            return ShippingBack(left, {prefix: rounded(left[prefix] + taxes_left[prefix]) for prefix in PREFIXES})
        asked, most, whole = rounded(asked), left["base_"], data["base_shipping_amount"]
        if self.shipping_incl_tax and data["base_shipping_incl_tax"]:
            whole = data["base_shipping_incl_tax"]
            most = max(whole - self._refunded("base_", "shipping") - self._refunded("base_", "shipping_tax"), ZERO)
        if asked > rounded(most):
            shown = price_text(most, data["base_currency_code"])
            raise Refusal(400, "Maximum shipping amount allowed to refund is: %1", [shown])
        ratio = asked / whole if whole else ZERO
        including = {prefix: rounded(data[f"{prefix}shipping_incl_tax"] * ratio) for prefix in PREFIXES}
        if asked == most:
            return ShippingBack(left, including)
        part = {prefix: rounded(data[f"{prefix}shipping_amount"] * ratio) for prefix in PREFIXES}
        return ShippingBack(part, including)

    def _refunded(self, prefix: str, kind: str) -> Decimal:
        return Decimal(self.order.data.get(f"{prefix}{kind}_refunded", ZERO))

    def _share(self, prefix: str, shipping: ShippingBack) -> Decimal:
        whole = self.order.data[f"{prefix}shipping_amount"]
        return shipping.amounts[prefix] / whole if whole else ZERO

    def _shipping_discount(self, prefix: str, shipping: ShippingBack) -> Decimal:
        return rounded(self.order.data[f"{prefix}shipping_discount_amount"] * self._share(prefix, shipping))

    def _shipping_tax(self, prefix: str, shipping: ShippingBack) -> Decimal:
        data, share = self.order.data, self._share("base_", shipping)
        if self.invoice is not None:
            return self.rounder.round(self.invoice[f"{prefix}shipping_tax_amount"] * share, prefix)
        left = data["base_shipping_amount"] - self._refunded("base_", "shipping")
        if left == shipping.amounts["base_"] and not (self.shipping_incl_tax and data["shipping_amount"]):
            return Decimal(data[f"{prefix}shipping_tax_amount"] - self._refunded(prefix, "shipping_tax"))
        return self.rounder.round(data[f"{prefix}shipping_tax_amount"] * self._share(prefix, shipping), prefix)

    def _part_of_shipping(self, shipping: ShippingBack) -> bool:
        """Whether less than all of shipping goes back: what tax is left then is not this memo's.

        Asked of the order's currency, and good for the base currency as well, whatever its own amounts say.
        """
        data = self.order.data
        free = data["shipping_discount_amount"] >= data["shipping_amount"]
        if self.invoice is not None:
            taxed = self._share("base_", shipping) < 1 and self.invoice["shipping_tax_amount"] > 0
            return bool(data["base_shipping_amount"] and (taxed or free))
        kept = data["base_shipping_amount"] - self._refunded("base_", "shipping") > shipping.amounts["base_"]
        part = (kept or self.shipping_incl_tax) and data["shipping_amount"] and self._share("", shipping) < 1
        return bool(part and (data["shipping_tax_amount"] > 0 or free))

    def _allowed(self, kind: str) -> Decimal:
        """Tax that may still go back: of the invoice, if the memo is made through one, else of the order."""
        if self.invoice is not None:
            return Decimal(self.invoice[f"{kind}_amount"] - _sum(self.earlier, f"{kind}_amount"))
        return Decimal(self.order.data.get(f"{kind}_invoiced", ZERO) - self.order.data.get(f"{kind}_refunded", ZERO))

    def _adjustment(self, base_amount: Decimal | None, prefix: str) -> Decimal | None:
        if base_amount is None:
            return None
        base = rounded(base_amount)
        return base if prefix else rounded(base * self.order.data["base_to_order_rate"])


def _sum(rows: Sequence[Record], column: str) -> Decimal:
    return sum((row.get(column, ZERO) for row in rows), ZERO)
