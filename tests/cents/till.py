"""One generated order in the stand-in, refunded through the real adapter over HTTP, with the oracle beside it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from connector.domain.ids import LineId, OrderId
from connector.domain.money import Money
from connector.magento import MagentoShop
from connector.ports.shop import Memo, RefundCall, ShopOrder
from sandbox.magento import Line, Shop, StoreView
from sandbox.magento.orders import Order
from tests.cents.exact import Paper, Side, rounded
from tests.cents.situations import Bought, Situation, Units


def placed(shop: Shop, given: Situation) -> Order:
    """Empty the shop, and put the order into it, invoiced as told and not shipped."""
    shop.reset()
    shop.base_currency = given.base
    shop.stores = (StoreView(1, "view", "View", currency=given.currency, rate=given.rate),)
    shop.prices_incl_tax, shop.shipping_incl_tax = given.prices_incl_tax, given.shipping_incl_tax
    lines = [_line(shop, number, bought) for number, bought in enumerate(given.lines)]
    order = shop.place_order(
        email="a@example.com",
        lines=lines,
        payment="contractpay" if given.online else "checkmo",
        shipping=given.shipping,
        shipping_discount=given.shipping_off,
        shipping_tax_percent=given.shipping_tax,
        cart_discount=given.cart_off,
        capture=False,
    )
    for units in given.invoices:
        shop.invoice(order, {f"L{number}": count for number, count in enumerate(units)})
    return order


def _line(shop: Shop, number: int, bought: Bought) -> Line:
    sku = f"L{number}"
    if bought.kind == "bundle":
        parts = {f"{sku}-{place}": row.each for place, row in enumerate(bought.rows)}
        for part, row in zip(parts, bought.rows, strict=True):
            shop.product(part, part, row.price, row.tax)
        shop.product(sku, sku, 0, kind="bundle", parts=parts)
    elif bought.kind == "configurable":
        parent = shop.product(f"{sku}-P", sku, 0, kind="configurable")
        shop.product(sku, sku, bought.rows[0].price, bought.rows[0].tax, parent=parent, options=[("93", 7)])
    else:
        shop.product(sku, sku, bought.rows[0].price, bought.rows[0].tax, kind=bought.kind)
    return Line(sku, bought.qty, discount=bought.off, off_each=bought.off_each, percent=bought.percent)


@dataclass
class Till:
    """Refunds one order, in the shop and in the oracle; `invoice` numbers count the order's invoices from 0."""

    given: Situation
    shop: Shop
    port: MagentoShop
    order: Order
    sides: dict[str, Side] = field(init=False)

    def __post_init__(self) -> None:
        own = Side(self.given, Fraction(self.given.rate))
        self.sides = {"": own, "base_": Side(self.given, None, own)}
        for side in self.sides.values():
            for units in self.given.invoices:
                side.invoice(self.given.per_row(units))
        self.invoice_ids = [str(each["entity_id"]) for each in self.shop.invoices]
        self.ids = [LineId(str(item["item_id"])) for item in self.order.priced]

    def read(self) -> ShopOrder:
        return self.port.order(OrderId(str(self.order.id)))

    def memos(self) -> list[Memo]:
        return sorted(self.port.memos(OrderId(str(self.order.id))), key=lambda memo: int(memo.id))

    def left(self, invoice: int | None = None) -> Units:
        """Units per row that can still go back, through this invoice."""
        return self.sides[""].left(invoice)

    def refund(
        self, units: Units, *, shipping: bool, invoice: int | None, goodwill: Money | None = None
    ) -> tuple[dict[str, Any], dict[str, Paper]]:
        """Make one memo; return the shop's own record of it and the oracle's. With goodwill `units` are all 0.

        Raise what the adapter raises; the oracle then has not seen the refund.
        """
        call = self._call(units, shipping, invoice, goodwill)
        number = self.port.refund(call)
        record = next(memo for memo in self.shop.memos if str(memo["entity_id"]) == number)
        return record, self._book(self.sides, units, shipping, invoice, goodwill)

    def would_come_to(
        self, units: Units, *, shipping: bool, invoice: int | None, goodwill: Money | None = None
    ) -> Fraction:
        """Return the memo's total in base currency, by the oracle."""
        sides = copy.deepcopy(self.sides)
        return self._book(sides, units, shipping, invoice, goodwill)["base_"].total

    def _book(
        self, sides: dict[str, Side], units: Units, shipping: bool, invoice: int | None, goodwill: Money | None
    ) -> dict[str, Paper]:
        base = in_base(goodwill, self.given) if goodwill is not None else Fraction(0)
        in_order = rounded(base * Fraction(self.given.rate))
        return {
            prefix: side.memo(units, shipping=shipping, adjustment=base if prefix else in_order, invoice=invoice)
            for prefix, side in sides.items()
        }

    def _call(self, units: Units, shipping: bool, invoice: int | None, goodwill: Money | None) -> RefundCall:
        lines = {line: count for line, count in zip(self.ids, units, strict=True) if count}
        if goodwill is not None:
            lines = {line: 0 for line, most in zip(self.ids, self.left(), strict=True) if most}
        return RefundCall(
            OrderId(str(self.order.id)),
            None if invoice is None else self.invoice_ids[invoice],
            lines,
            shipping,
            (),
            f"refund-cents-{len(self.shop.memos)}",
            goodwill=goodwill,
            base_rate=self.read().base_rate if goodwill is not None else None,
        )


def in_base(amount: Money, given: Situation) -> Fraction:
    """Half up to two decimals, in exact arithmetic."""
    return rounded(Fraction(amount.amount) / Fraction(given.rate))


def exact(value: object) -> Fraction:
    return Fraction(Decimal(str(value)))
