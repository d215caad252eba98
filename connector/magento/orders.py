"""Orders as Magento tells them, read into `ShopOrder`: which lines count, and what was paid for each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from connector.domain.ids import LineId, OrderId
from connector.domain.money import Money
from connector.magento.values import Record, identifier, moment, money, number, record, records, required_number, text
from connector.ports.shop import ShopLine, ShopOrder

_LINE_FIELDS = (
    "item_id,parent_item_id,product_type,is_virtual,sku,name,price,row_total_incl_tax,"
    "qty_ordered,qty_invoiced,qty_shipped,qty_refunded,qty_canceled,"
    "amount_refunded,tax_refunded,discount_tax_compensation_refunded,discount_refunded"
)
ORDER_FIELDS = (
    "entity_id,increment_id,store_id,state,order_currency_code,created_at,updated_at,"
    "customer_email,customer_firstname,customer_id,billing_address[firstname],payment[method],"
    "grand_total,total_paid,total_refunded,"
    "shipping_amount,shipping_tax_amount,shipping_discount_amount,shipping_discount_tax_compensation_amount,"
    f"shipping_refunded,shipping_tax_refunded,items[{_LINE_FIELDS}]"
)
"""Exactly what `order_from` reads; a test proves that the projected order and the whole one come out alike."""


def order_from(order: Record) -> ShopOrder:
    """Read one order, whole or projected to `ORDER_FIELDS`. Raise ReadFailed."""
    currency = text(order, "order_currency_code")
    address = record(order.get("billing_address") or {}, "billing_address")
    return ShopOrder(
        id=OrderId(identifier(order, "entity_id")),
        number=identifier(order, "increment_id"),
        store=identifier(order, "store_id"),
        state=text(order, "state"),
        currency=currency,
        placed_at=moment(order, "created_at"),
        updated_at=moment(order, "updated_at"),
        email=text(order, "customer_email"),
        first_name=text(order, "customer_firstname") or text(address, "firstname"),
        customer_id=identifier(order, "customer_id") if order.get("customer_id") else None,
        payment_method=text(record(order.get("payment") or {}, "payment"), "method"),
        lines=tuple(_lines(records(order, "items"), currency)),
        total=money(required_number(order, "grand_total"), currency),
        total_paid=money(number(order, "total_paid"), currency),
        total_refunded=money(number(order, "total_refunded"), currency),
        shipping_paid=money(_shipping_paid(order), currency),
        shipping_refunded=_shipping_refunded(order, currency),
    )


def _lines(items: list[Record], currency: str) -> Iterator[ShopLine]:
    """Yield the lines that carry price and quantities, which are those a refund may name.

    Configurable article: the parent; its child holds zeros, but is the one to name for return to stock. Bundle with a
    dynamic price: the children. Bundle with a fixed price: the parent.
    """
    parents = {identifier(item, "item_id"): item for item in items}
    children: dict[str, list[Record]] = {}
    for item in items:
        if item.get("parent_item_id"):
            children.setdefault(identifier(item, "parent_item_id"), []).append(item)
    for item in items:
        own_id = identifier(item, "item_id")
        parent = parents.get(identifier(item, "parent_item_id")) if item.get("parent_item_id") else None
        if parent is not None:
            if _priced_by_children(parent, children[identifier(parent, "item_id")]):
                yield _line(item, own_id, _shipped_with(parent, item), currency)
        elif not _priced_by_children(item, children.get(own_id, [])):
            stock_id = own_id
            if text(item, "product_type") == "configurable" and own_id in children:
                stock_id = identifier(children[own_id][0], "item_id")
            yield _line(item, stock_id, number(item, "qty_shipped"), currency)


def _priced_by_children(item: Record, children: list[Record]) -> bool:
    """Tell a bundle with a dynamic price. `price` is before discount: a free bundle is told as well."""
    return text(item, "product_type") == "bundle" and any(number(child, "price") > 0 for child in children)


def _shipped_with(parent: Record, child: Record) -> Decimal:
    """Units of a bundle's part that left. Where bundles are shipped as one, only the parent may count them; of two
    answers the one that says "shipped" is taken, because cancelling what has left costs the goods."""
    kits = number(parent, "qty_ordered")
    share = number(child, "qty_ordered") / kits if kits else Decimal(0)
    return max(number(child, "qty_shipped"), number(parent, "qty_shipped") * share)


def _line(item: Record, stock_id: str, shipped: Decimal, currency: str) -> ShopLine:
    product_type = text(item, "product_type")
    refunded_amount = (  # `amount_refunded` is before discount and tax
        number(item, "amount_refunded")
        + number(item, "tax_refunded")
        + number(item, "discount_tax_compensation_refunded")
        - number(item, "discount_refunded")
    )
    return ShopLine(
        id=LineId(identifier(item, "item_id")),
        stock_id=LineId(stock_id),
        sku=text(item, "sku"),
        name=text(item, "name"),
        product_type=product_type,
        ordered=number(item, "qty_ordered"),
        invoiced=number(item, "qty_invoiced"),
        shipped=shipped,
        refunded=number(item, "qty_refunded"),
        canceled=number(item, "qty_canceled"),
        # On orders this figure is after discount and with tax, unlike `price_incl_tax` and unlike on memos.
        paid=money(required_number(item, "row_total_incl_tax"), currency),
        refunded_amount=money(refunded_amount, currency),
        virtual=number(item, "is_virtual") != 0 or product_type in {"virtual", "downloadable"},
    )


def _shipping_reduction(order: Record) -> Decimal:
    return number(order, "shipping_discount_amount") - number(order, "shipping_discount_tax_compensation_amount")


def _shipping_paid(order: Record) -> Decimal:
    """Shipping after discount, with tax. Not `shipping_incl_tax` less the discount: that holds the tax of the
    undiscounted price, and a free replacement (5.00 less 5.00) would seem to have cost 0.41."""
    return number(order, "shipping_amount") + number(order, "shipping_tax_amount") - _shipping_reduction(order)


def _shipping_refunded(order: Record, currency: str) -> Money:
    """The same measure. `shipping_refunded` is before discount; its discount is not told and taken in proportion."""
    refunded, whole = number(order, "shipping_refunded"), number(order, "shipping_amount")
    reduction = _shipping_reduction(order) * refunded / whole if whole else Decimal(0)
    return money(refunded + number(order, "shipping_tax_refunded") - reduction, currency)
