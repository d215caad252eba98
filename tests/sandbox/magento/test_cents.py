"""Orders the recordings do not hold, with amounts worked out by hand: bundles, rates, discounts, several invoices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sandbox.magento import Line, Shop, StoreView, handling, refund_request, refunding
from sandbox.magento.orders import Order
from sandbox.magento.refusals import Refusal
from tests.sandbox.magento.replaying import standard_order

GUEST = {"email": "guest.buyer@example.com", "guest": True}


def refund(shop: Shop, order: Order, units: dict[int, int], **arguments: Any) -> Any:
    """Refund rows by their place in the order; return the memo."""
    items = [{"order_item_id": order.items[place]["item_id"], "qty": count} for place, count in units.items()]
    refunding.refund_order(shop, order, refund_request.parse({"items": items, "arguments": arguments}))
    return shop.memos[-1]


def kits(shop: Shop, count: int = 2, **how: Any) -> Order:
    return standard_order(shop, lines=[Line("KIT", count)], shipping=10, **GUEST, **how)


def quantities(order: Order, name: str) -> list[int]:
    return [int(item[f"qty_{name}"]) for item in order.items]


def test_invoices_and_ships_a_kit_at_a_time(shop: Shop) -> None:
    order = kits(shop)
    invoice = shop.invoice(order, {"KIT": 1})
    shipment = shop.ship(order, {"KIT": 1})
    assert [(int(row["qty"]), row.get("row_total")) for row in invoice["items"]] == [
        (1, None),
        (1, Decimal("18.00")),
        (2, Decimal("19.90")),
    ]
    assert invoice["grand_total"] == Decimal("51.86")  # 18 + 19.90, tax 1.49 + 1.64, all shipping: 10 + 0.83
    assert [row["sku"] for row in shipment["items"]] == ["KIT"]
    assert (quantities(order, "invoiced"), quantities(order, "shipped")) == ([1, 1, 2], [1, 1, 2])
    assert shop.invoice(order)["grand_total"] == Decimal("41.02")
    assert order.data["total_paid"] == Decimal("92.88")


def test_ships_the_parts_of_a_bundle_one_by_one_where_it_was_made_so(shop: Shop) -> None:
    shop.product("SET", "Loose Set", 0, kind="bundle", parts={"MUG-01": 1, "CAP-01": 2}, separately=True)
    order = standard_order(shop, lines=[Line("SET", 2)], **GUEST)
    first = shop.ship(order, {"SET/CAP-01": 3})
    assert [(row["sku"], row["qty"]) for row in first["items"]] == [("CAP-01", 3)]
    rest = shop.ship(order)
    assert [(row["sku"], row["qty"]) for row in rest["items"]] == [("MUG-01", 2), ("CAP-01", 1)]
    assert quantities(order, "shipped") == [0, 2, 4]


def test_cancels_a_bundle_and_releases_its_parts(shop: Shop) -> None:
    order = kits(shop)
    before = {sku: shop.stock.salable(sku) for sku in ("MUG-01", "SOCK-01")}
    assert handling.cancel(shop, order) is True
    assert quantities(order, "canceled") == [2, 2, 4]
    assert [shop.stock.salable(sku) - units for sku, units in before.items()] == [2, 4]
    assert order.state == "canceled"


def test_returns_the_part_of_a_bundle_to_the_shelf(shop: Shop) -> None:
    order = kits(shop)
    shop.invoice(order)
    shop.ship(order)
    mug = order.items[1]["item_id"]
    shelf = shop.stock.physical["MUG-01"]
    refund(shop, order, {1: 1}, shipping_amount=0, extension_attributes={"return_to_stock_items": [mug]})
    assert shop.stock.physical["MUG-01"] - shelf == 1


def test_refunds_every_part_of_a_bundle_and_closes_the_order(shop: Shop) -> None:
    order = kits(shop)
    shop.invoice(order)
    totals = [refund(shop, order, {1: 1}, shipping_amount=0), refund(shop, order, {1: 1, 2: 3}, shipping_amount=0)]
    totals.append(refund(shop, order, {2: 1}))
    assert [memo["grand_total"] for memo in totals] == [Decimal("19.49"), Decimal("51.79"), Decimal("21.60")]
    assert (order.state, order.data["total_refunded"]) == ("closed", Decimal("92.88"))


def test_shares_a_bundles_discount_out_to_its_parts(shop: Shop) -> None:
    """10.00 off 36.00 and 39.80; the parent shows none."""
    order = standard_order(shop, lines=[Line("KIT", 2, discount=10)], **GUEST)
    assert [item["discount_amount"] for item in order.items] == [0, Decimal("4.75"), Decimal("5.25")]
    assert order.data["discount_amount"] == Decimal("-10.00")


def test_shares_a_fixed_amount_off_the_cart_out_to_its_lines(shop: Shop) -> None:
    order = standard_order(shop, cart_discount=10, **GUEST)
    assert [item["discount_amount"] for item in order.lines] == [Decimal("5.29"), Decimal("4.71")]


def test_discounts_in_percent_and_per_unit(shop: Shop) -> None:
    lines = [Line("MUG-01", 2, percent="12.5"), Line("CAP-01", 3, off_each="1.25")]
    order = standard_order(shop, lines=lines, **GUEST)
    assert [item["discount_amount"] for item in order.lines] == [Decimal("4.50"), Decimal("3.75")]


def test_keeps_an_entry_for_each_tax_rate(shop: Shop) -> None:
    shop.product("BOOK", "Cookery Book", 20, "5.5")
    order = standard_order(shop, lines=[Line("MUG-01"), Line("BOOK")], shipping_tax_percent=20, **GUEST)
    rates = {str(row["percent"]): row["amount"] for row in order.taxes["applied_taxes"]}
    assert rates == {"8.25": Decimal("1.49"), "5.5": Decimal("1.10"), "20": Decimal("2.00")}
    assert sum(rates.values()) == order.data["tax_amount"]


def test_hides_the_tax_that_a_discount_saves_where_prices_are_entered_with_tax(shop: Shop) -> None:
    """120.00 with 20 % inside, less 12.00: 18.00 of tax are left, 2.00 are hidden; 108.00 are paid."""
    shop.prices_incl_tax = True
    shop.product("LAMP", "Lamp", 120, 20)
    order = standard_order(shop, lines=[Line("LAMP", discount=12)], shipping=0, **GUEST)
    lamp = order.items[0]
    found = [lamp[name] for name in ("price", "price_incl_tax", "tax_amount", "discount_tax_compensation_amount")]
    assert found == [Decimal("100.00"), 120, Decimal("18.00"), Decimal("2.00")]
    assert (lamp["row_total_incl_tax"], order.data["grand_total"]) == (Decimal("108.00"), Decimal("108.00"))
    shop.invoice(order)
    memo = refund(shop, order, {0: 1})
    assert (memo["grand_total"], memo["discount_tax_compensation_amount"]) == (Decimal("108.00"), Decimal("2.00"))


def test_keeps_two_decimals_also_of_yen(shop: Shop) -> None:
    """Magento's core rounds every currency to two decimals."""
    shop.stores = (*shop.stores, StoreView(3, "jp", "Japan", currency="JPY", rate=Decimal("150.123")))
    order = standard_order(shop, lines=[Line("SOCK-01")], store="jp", shipping=0, **GUEST)
    assert order.items[0]["price"] == Decimal("1493.72")  # 9.95 at 150.123 is 1493.72385
    assert order.data["grand_total"] == Decimal("1616.95")


def test_an_invoice_refunds_no_more_units_than_it_holds_and_has_left(shop: Shop) -> None:
    order = standard_order(shop, payment="contractpay", capture=False)
    first = shop.invoice(order, {"MUG-01": 1})
    shop.invoice(order)
    mug = order.items[0]["item_id"]
    body = {"items": [{"order_item_id": mug, "qty": 1}], "isOnline": True, "arguments": {"shipping_amount": 0}}
    for _ in range(2):
        refunding.refund_invoice(shop, order, first, refund_request.parse(body))
    assert [memo["grand_total"] for memo in shop.memos] == [Decimal("19.49"), 0]  # cut down, as its first unit is back
    assert int(order.items[0]["qty_refunded"]) == 1


def test_the_parent_of_a_bundle_cannot_be_refunded(shop: Shop) -> None:
    order = kits(shop)
    shop.invoice(order)
    with pytest.raises(Refusal, match="incorrect product items"):
        refund(shop, order, {0: 1}, shipping_amount=0)
    assert (shop.memos, quantities(order, "refunded")) == ([], [0, 0, 0])
