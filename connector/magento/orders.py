"""Orders as Magento tells them, read into `ShopOrder`: which lines count, and what was paid for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from connector.domain.ids import LineId, OrderId
from connector.domain.money import Money, total
from connector.magento.kits import kit
from connector.magento.payable import Place, Places, coarser_than_books
from connector.magento.values import Record, identifier, moment, money, number, record, records, required_number, text
from connector.ports.errors import ReadFailed
from connector.ports.shop import Address, ShopLine, ShopOrder

_LINE_FIELDS = (
    "item_id,parent_item_id,product_type,is_virtual,sku,name,row_total_incl_tax,discount_amount,"
    "qty_ordered,qty_invoiced,qty_shipped,qty_refunded,qty_canceled,"
    "amount_refunded,tax_refunded,discount_tax_compensation_refunded,discount_refunded,product_id,"
    "row_invoiced,tax_invoiced,discount_tax_compensation_invoiced,discount_invoiced,"
    "product_option[extension_attributes[configurable_item_options[option_id,option_value],custom_options]]"
)
ORDER_FIELDS = (
    "entity_id,increment_id,store_id,state,order_currency_code,base_currency_code,base_to_order_rate,"
    "created_at,updated_at,customer_email,customer_firstname,customer_id,billing_address[firstname],payment[method],"
    "grand_total,total_paid,total_refunded,"
    "shipping_amount,shipping_tax_amount,shipping_discount_amount,shipping_discount_tax_compensation_amount,"
    "base_currency_code,base_to_order_rate,customer_group_id,coupon_code,total_online_refunded,"
    "extension_attributes[shipping_assignments[shipping[address,method]]],"
    f"shipping_invoiced,shipping_refunded,shipping_tax_refunded,items[{_LINE_FIELDS}]"
)
"""Exactly what `order_from` reads; a test proves that the projected order and the whole one come out alike."""


def order_from(order: Record) -> ShopOrder:
    """Read one order, whole or projected to `ORDER_FIELDS`. Raise ReadFailed."""
    currency = text(order, "order_currency_code")
    address = record(order.get("billing_address") or {}, "billing_address")
    shipping = _shipping(order)
    sent_to = record(shipping.get("address") or {}, "address")
    places, back = places_of(order), places_of(order)
    lines = tuple(_lines(records(order, "items"), places, back))
    shipping_refunded = back.shipping.take(_shipping_refunded(order))
    known = total([line.refunded_amount for line in lines] + [shipping_refunded], currency)
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
        lines=lines,
        total=money(required_number(order, "grand_total"), currency),
        total_paid=_total_paid(order),
        total_refunded=_total_refunded(order, back, known),
        shipping_paid=places.shipping.take(_shipping_paid(order)),
        shipping_refunded=shipping_refunded,
        base_currency=text(order, "base_currency_code"),
        base_rate=_base_rate(order, currency),
        customer_group=int(number(order, "customer_group_id")),
        ship_to=Address(dict(sent_to)) if sent_to else None,
        shipping_method=text(shipping, "method"),
        coupon=text(order, "coupon_code"),
        refunded_online=money(number(order, "total_online_refunded"), currency)
        if number(order, "total_online_refunded")
        else None,
    )


def _base_rate(order: Record, currency: str) -> Decimal:
    if text(order, "base_currency_code") in {"", currency}:
        return Decimal(1)
    rate = required_number(order, "base_to_order_rate")
    if rate <= 0:  # `store_to_base_rate` is 0 everywhere, and would be no rate
        raise ReadFailed("base_to_order_rate: no rate")
    return rate


def _shipping(order: Record) -> Record:
    """Address and method. Virtual orders have the entry without either."""
    extension = record(order.get("extension_attributes") or {}, "extension_attributes")
    assignments = records(extension, "shipping_assignments")
    return record(assignments[0].get("shipping") or {}, "shipping") if assignments else {}


def _lines(items: list[Record], places: Places, back: Places) -> Iterator[ShopLine]:
    """Yield the lines a customer sees. `places` is for what was paid, `back` for what went back.

    Configurable article: the parent; its child holds zeros, but is the one to name for return to stock. Bundle: the
    parent; with a dynamic price its children hold prices and quantities, and are the ones that a refund may name.
    """
    children, kits = _children(items), _kits(items)
    for item in items:
        own_id = identifier(item, "item_id")
        if own_id in kits:
            yield kit(item, [_line(part, places, back) for part in kits[own_id]], places.currency)
        elif _parent(item) not in children:
            line = _line(item, places, back)
            if line.product_type == "configurable" and own_id in children:
                line = replace(line, stock_id=LineId(identifier(children[own_id][0], "item_id")))
            yield line


def _parent(item: Record) -> str | None:
    return identifier(item, "parent_item_id") if item.get("parent_item_id") else None


def _children(items: list[Record]) -> dict[str, list[Record]]:
    """Return the children of every item that is in the list itself and has any."""
    children: dict[str, list[Record]] = {identifier(item, "item_id"): [] for item in items}
    for item in items:
        children.get(_parent(item) or "", []).append(item)
    return {own_id: mine for own_id, mine in children.items() if mine}


def _kits(items: list[Record]) -> dict[str, list[Record]]:
    """Return the children of bundles with a dynamic price, free ones too: they hold row totals, or the discount that
    ate them. Not told by `price`: of a fixed-price bundle's child Magento may show the parent's.
    """
    bundles = {identifier(item, "item_id") for item in items if text(item, "product_type") == "bundle"}
    rows = ("row_total_incl_tax", "discount_amount")
    return {
        own_id: mine
        for own_id, mine in _children(items).items()
        if own_id in bundles and any(number(child, name) > 0 for child in mine for name in rows)
    }


def places_of(order: Record) -> Places:
    """Return where each amount stands in the order's running sum: items that count, then shipping, then the rest."""
    currency, items = text(order, "order_currency_code"), records(order, "items")
    children, kits, before = _children(items), _kits(items), Decimal(0)
    lines: dict[str, Place] = {}
    for item in items:
        own_id, parent = identifier(item, "item_id"), _parent(item)
        if own_id not in kits and (parent in kits or parent not in children):
            lines[own_id] = Place(currency, before)
            before += required_number(item, "row_total_incl_tax")
    shipping = Place(currency, before)
    return Places(currency, lines, shipping, Place(currency, before + _shipping_paid(order)))


def _line(item: Record, places: Places, back: Places) -> ShopLine:
    product_type, own_id = text(item, "product_type"), identifier(item, "item_id")
    return ShopLine(
        id=LineId(own_id),
        stock_id=LineId(own_id),
        sku=text(item, "sku"),
        name=text(item, "name"),
        product_type=product_type,
        ordered=number(item, "qty_ordered"),
        invoiced=number(item, "qty_invoiced"),
        shipped=number(item, "qty_shipped"),
        refunded=number(item, "qty_refunded"),
        canceled=number(item, "qty_canceled"),
        # On orders this figure is after discount and with tax, unlike `price_incl_tax` and unlike on memos.
        paid=places.line(own_id).take(required_number(item, "row_total_incl_tax")),
        refunded_amount=back.line(own_id).take(_refunded(item)),
        virtual=number(item, "is_virtual") != 0 or product_type in {"virtual", "downloadable"},
        product_id=identifier(item, "product_id") if item.get("product_id") else "",
        choices=_choices(item),
        customised=bool(_options(item).get("custom_options")),
    )


def _options(item: Record) -> Record:
    option = record(item.get("product_option") or {}, "product_option")
    return record(option.get("extension_attributes") or {}, "extension_attributes")


def _choices(item: Record) -> dict[str, int]:
    """What the customer chose of a configurable article: attribute id -> value index."""
    chosen = records(_options(item), "configurable_item_options")
    return {identifier(each, "option_id"): int(required_number(each, "option_value")) for each in chosen}


def _refunded(item: Record) -> Decimal:
    """`amount_refunded` is before discount and tax."""
    tax = number(item, "tax_refunded") + number(item, "discount_tax_compensation_refunded")
    return number(item, "amount_refunded") + tax - number(item, "discount_refunded")


def _shipping_reduction(order: Record) -> Decimal:
    return number(order, "shipping_discount_amount") - number(order, "shipping_discount_tax_compensation_amount")


def _shipping_paid(order: Record) -> Decimal:
    """Shipping after discount, with tax. Not `shipping_incl_tax` less the discount: that holds the tax of the
    undiscounted price, and a free replacement (5.00 less 5.00) would seem to have cost 0.41."""
    return number(order, "shipping_amount") + number(order, "shipping_tax_amount") - _shipping_reduction(order)


def _shipping_refunded(order: Record) -> Decimal:
    """The same measure. `shipping_refunded` is before discount; its discount is not told and taken in proportion."""
    refunded, whole = number(order, "shipping_refunded"), number(order, "shipping_amount")
    reduction = _shipping_reduction(order) * refunded / whole if whole else Decimal(0)
    return refunded + number(order, "shipping_tax_refunded") - reduction


def _total_paid(order: Record) -> Money:
    """What was invoiced, as far as it is paid. In a coarse currency it is read at the places where refunds are, so that
    all of it refunded is all of it paid, also where a part of the order was never invoiced."""
    paid, places = number(order, "total_paid"), places_of(order)
    if not coarser_than_books(places.currency):
        return money(paid, places.currency)
    items = [item for item in records(order, "items") if identifier(item, "item_id") in places.lines]
    lines = {identifier(item, "item_id"): _invoiced(item) for item in items}
    whole = number(order, "shipping_amount")
    shipping = _shipping_paid(order) * number(order, "shipping_invoiced") / whole if whole else Decimal(0)
    parts = [places.lines[line].take(amount) for line, amount in lines.items()]
    parts += [places.shipping.take(shipping), places.rest.take(paid - sum(lines.values(), shipping))]
    return total(parts, places.currency)


def _invoiced(item: Record) -> Decimal:
    """`row_invoiced` is before discount and tax."""
    tax = number(item, "tax_invoiced") + number(item, "discount_tax_compensation_invoiced")
    return number(item, "row_invoiced") + tax - number(item, "discount_invoiced")


def _total_refunded(order: Record, back: Places, known: Money) -> Money:
    """`known` went back for lines and shipping, whose places in `back` are taken; adjustments are the rest."""
    refunded = number(order, "total_refunded")
    if not coarser_than_books(back.currency):
        return money(refunded, back.currency)
    taken = back.shipping.done + sum((place.done for place in back.lines.values()), Decimal(0))
    return known + back.rest.take(refunded - taken)
