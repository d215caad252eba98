"""Carts (Magento calls them quotes): token carts, customers' carts and anonymous ones, and finding them."""

from __future__ import annotations

import random
import string
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.magento.catalog import Product
from sandbox.magento.money import Record
from sandbox.magento.refusals import Refusal, no_such
from sandbox.magento.stores import StoreView

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

GUESTS, GENERAL = 0, 1  # customer groups
FLAT, FREE = "flatrate_flatrate", "freeshipping_freeshipping"
SHIPPING_TITLES = {FREE: ("Free Shipping", "Free"), FLAT: ("Flat Rate", "Fixed")}


@dataclass
class CartLine:
    """One line. `product` is the child of a configurable, or a child bought `direct`ly, without its parent.

    A configurable takes two ids: its own and, right after it, its child's.
    """

    id: int
    product: Product
    quantity: int
    direct: bool

    @property
    def configurable(self) -> bool:
        return self.product.parent is not None and not self.direct

    @property
    def shown(self) -> Product:
        """Return the product whose name and type the line shows."""
        return self.product.parent if self.product.parent is not None and not self.direct else self.product


@dataclass
class Cart:
    """One cart. `lock` serialises placing, the only thing Magento serialises; `mask` is an anonymous cart's key."""

    id: int
    store: StoreView
    made_at: str
    updated_at: str
    mask: str | None = None
    customer_id: int | None = None
    lines: list[CartLine] = field(default_factory=list)
    coupon: str | None = None
    shipping: Record | None = None
    billing: Record | None = None
    carrier: str | None = None  # a key of SHIPPING_TITLES
    reserved: str | None = None  # the number of the order it became
    active: bool = True
    lock: Any = field(default_factory=threading.Lock)

    @property
    def virtual(self) -> bool:
        return bool(self.lines) and all(line.product.kind == "virtual" for line in self.lines)

    @property
    def physical_units(self) -> int:
        return sum(line.quantity for line in self.lines if line.product.kind != "virtual")

    def line(self, item_id: int) -> CartLine:
        for line in self.lines:
            if line.id == item_id:
                return line
        raise Refusal(404, "The %1 Cart doesn't contain the %2 item.", [self.id, item_id])


class Carts:
    """All carts of a shop, placed ones included."""

    def __init__(self) -> None:
        self._random = random.Random(20261122)
        self.by_id: dict[int, Cart] = {}

    def masked(self, mask: str) -> Cart | None:
        return next((cart for cart in list(self.by_id.values()) if cart.mask == mask), None)

    def of_customer(self, customer_id: int) -> Cart | None:
        """Return the customer's own live cart, what they put into it included."""
        carts = (cart for cart in list(self.by_id.values()) if cart.customer_id == customer_id and cart.active)
        return next(carts, None)

    def new_mask(self) -> str:
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=32))


def open_cart(shop: Shop, store: str | None, *, masked: bool = False, customer_id: int | None = None) -> Cart:
    """Make an empty cart in this store view."""
    with shop.mutex:
        now = shop.now()
        cart = Cart(shop.numbers.id("quote"), shop.store(store), now, now, customer_id=customer_id)
        cart.mask = shop.carts.new_mask() if masked else None
        shop.carts.by_id[cart.id] = cart
        return cart


def cart_of_customer(shop: Shop, customer_id: int, store: str | None) -> Cart:
    """Return the customer's live cart, a new one if there is none. No lock: parallel calls make several."""
    with shop.mutex:
        if email_of(shop, customer_id) is None:
            raise no_such("customerId", customer_id)
        found = shop.carts.of_customer(customer_id)
    if found is not None:
        return found
    if shop.race_window:
        time.sleep(shop.race_window)
    return open_cart(shop, store, customer_id=customer_id)


def email_of(shop: Shop, customer_id: int) -> str | None:
    return next((email for email, number in list(shop.customers.items()) if number == customer_id), None)


def any_cart(shop: Shop, cart_id: int) -> Cart:
    """Return a cart, placed or not."""
    cart = shop.carts.by_id.get(cart_id)
    if cart is None:
        raise no_such("cartId", cart_id)
    return cart


def live_cart(shop: Shop, cart_id: int) -> Cart:
    """Return a cart that can still change; one that became an order is as unknown as one that never was."""
    cart = any_cart(shop, cart_id)
    if not cart.active:
        raise no_such("cartId", cart_id)
    return cart


def assign(shop: Shop, cart: Cart, customer_id: int, store_id: int) -> bool:
    """Give a cart to a customer: their own cart's lines move into it, and their cart is closed.

    The refusals are Magento's source, not recorded.
    """
    with shop.mutex:
        if email_of(shop, customer_id) is None:
            raise no_such("customerId", customer_id)
        if cart.customer_id is not None:
            raise Refusal(400, "The customer can't be assigned to the cart because the cart isn't anonymous.")
        store = next((view for view in shop.stores if view.id == store_id), None)
        if store is None:
            text = "The customer can't be assigned to the cart. The cart belongs to a different store."
            raise Refusal(400, text)
        own = shop.carts.of_customer(customer_id)
        if own is not None:
            _merge(shop, cart, own)
            own.active = False
        cart.customer_id, cart.store, cart.mask, cart.updated_at = customer_id, store, None, shop.now()
    return True


def _merge(shop: Shop, cart: Cart, own: Cart) -> None:
    for line in own.lines:
        same = find_line(cart.lines, line.product, direct=line.direct)
        if same is not None:
            same.quantity += line.quantity
        else:
            cart.lines.append(new_line(shop, line.product, line.quantity, direct=line.direct))
    cart.coupon = own.coupon or cart.coupon


def find_line(lines: list[CartLine], product: Product, *, direct: bool) -> CartLine | None:
    return next((line for line in lines if line.product is product and line.direct == direct), None)


def new_line(shop: Shop, product: Product, quantity: int, *, direct: bool) -> CartLine:
    line = CartLine(shop.numbers.id("quote_item"), product, quantity, direct)
    if line.configurable:
        shop.numbers.id("quote_item")
    return line
