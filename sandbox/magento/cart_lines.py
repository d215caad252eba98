"""What goes into a cart: adding a product, changing a quantity, removing a line, and what is refused."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sandbox.magento import carts
from sandbox.magento.carts import Cart, CartLine
from sandbox.magento.catalog import Product
from sandbox.magento.money import Record, decimal, rounded
from sandbox.magento.refusals import Refusal, integer, no_such, required, wrong_type

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

NOT_AVAILABLE = "The requested qty is not available"
NO_PRODUCT = "The product that was requested doesn't exist. Verify the product and try again."


def item(body: Any) -> Record:
    """Return the cartItem of a request. Its quote_id says which cart it is for, whatever the path says."""
    given = body.get("cartItem", body.get("cart_item")) if isinstance(body, dict) else None
    if not isinstance(given, dict):
        raise required("cartItem")
    return given


def cart_for(shop: Shop, given: Record) -> Cart:
    """Return the cart that a cartItem names; an unknown one is named in the text it came as."""
    key = given.get("quote_id", given.get("quoteId"))
    if key in (None, ""):
        raise required("quoteId")
    cart = shop.carts.by_id.get(int(key)) if str(key).isdecimal() else shop.carts.masked(str(key))
    if cart is None or not cart.active:
        raise no_such("cartId", str(key))
    return cart


def add(shop: Shop, cart: Cart, given: Record) -> Record:
    """Add a product; the price in the body is ignored. The same product joins its line.

    No lock: calls that overlap do not see each other's line, and each adds its own.
    """
    product, direct = _chosen(shop, given)
    units = _units(given)
    with shop.mutex:
        present = carts.find_line(cart.lines, product, direct=direct)
        quantity = units + (present.quantity if present else 0)
        refuse_unavailable(shop, product, quantity, direct=direct)
    if shop.race_window:
        time.sleep(shop.race_window)
    with shop.mutex:
        if present is None:
            present = carts.new_line(shop, product, units, direct=direct)
            cart.lines.append(present)
        else:
            present.quantity = quantity
        cart.updated_at = shop.now()
        return row(cart, present)


def change(shop: Shop, cart: Cart, item_id: int, given: Record) -> Record:
    """Set a line's quantity."""
    with shop.mutex:
        line = cart.line(item_id)
        units = _units(given)
        refuse_unavailable(shop, line.product, units, direct=line.direct)
        line.quantity, cart.updated_at = units, shop.now()
        return row(cart, line)


def remove(shop: Shop, cart: Cart, item_id: int) -> bool:
    with shop.mutex:
        cart.lines.remove(cart.line(item_id))
        cart.updated_at = shop.now()
    return True


def row(cart: Cart, line: CartLine) -> Record:
    record: Record = {
        "item_id": line.id,
        "sku": line.product.sku,
        "qty": line.quantity,
        "name": line.shown.name,
        "price": rounded(line.product.price * cart.store.rate),
        "product_type": line.shown.kind,
        "quote_id": str(cart.id),
    }
    if line.configurable:
        options = [{"option_id": code, "option_value": value} for code, value in line.product.options]
        record["product_option"] = {"extension_attributes": {"configurable_item_options": options}}
    return record


def _units(given: Record) -> int:
    """Return the quantity. Nothing and less than nothing count as one."""
    raw = given.get("qty", 1)
    try:
        quantity = decimal(raw)
    except InvalidOperation as error:
        raise wrong_type("qty", raw, "float") from error
    if quantity != int(quantity):
        raise Refusal(400, "You cannot use decimal quantity for this product.")
    return int(quantity) if quantity > 0 else 1


def _chosen(shop: Shop, given: Record) -> tuple[Product, bool]:
    """Return the product to buy and whether it is a configurable's child bought directly."""
    product = shop.products.get(str(given.get("sku")))
    if product is None:
        raise Refusal(404, NO_PRODUCT)
    if product.kind != "configurable":
        return product, product.parent is not None
    wanted = _options(given)
    for child in list(shop.products.values()):
        if child.parent is product and wanted and dict(child.options) == wanted:
            return child, False
    raise Refusal(400, "You need to choose options for your item.")


def _options(given: Record) -> dict[str, int]:
    node: Any = given
    for name in ("product_option", "extension_attributes", "configurable_item_options"):
        node = node.get(name) if isinstance(node, dict) else None
    if not isinstance(node, list):
        return {}
    rows = [option for option in node if isinstance(option, dict)]
    return {str(row.get("option_id")): integer("option_value", row.get("option_value")) for row in rows}


def refuse_unavailable(shop: Shop, product: Product, quantity: int, *, direct: bool) -> None:
    """Raise what Magento says to this many of a product: three texts for the same thing."""
    salable = shop.stock.salable(product.sku)
    through_parent = product.parent is not None and not direct
    if through_parent and shop.stock.physical.get(product.sku, Decimal(0)) <= 0:
        raise Refusal(400, "There are no source items with the in stock status")
    if not through_parent and salable <= 0:
        raise Refusal(400, "Product that you are trying to add is not available.")
    if quantity > salable:
        raise Refusal(400, NOT_AVAILABLE)


def refuse_sold_out(shop: Shop, cart: Cart) -> None:
    """Raise where a line can no longer be had when the order is placed."""
    units = Counter[str]()
    for line in cart.lines:
        units[line.product.sku] += line.quantity
    if any(quantity > shop.stock.salable(sku) for sku, quantity in units.items()):
        raise Refusal(400, f"{NOT_AVAILABLE}\nSome of the products are out of stock.")
