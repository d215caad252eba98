"""A guest's cart of our own, from opened to placed: how a replacement order is made.

Never the customer's own cart: that is their live one, with whatever they put into it. All calls go to the order's store
view, whose currency and tax the cart gets.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from connector.domain.ids import OrderId
from connector.magento import refusals, shipping
from connector.magento.client import MagentoClient, is_entity_id, segment
from connector.magento.criteria import Filter
from connector.magento.stores import Stores
from connector.magento.values import Record, identifier, money, record, records, required_number, text
from connector.ports.errors import NotFound, OutcomeUnknown, Refused
from connector.ports.shop import Cart, ShopOrder

FREE = "free"  # the payment method of a cart that costs nothing; refused for any other
_CLEAR = (
    ("No such entity with cartId", "cart_gone"),
    ("Specified request cannot be processed.", "no_store"),  # the store view's code is no longer known
)
_SOLD_OUT = (
    ("The requested qty is not available", "out_of_stock"),
    ("Some of the products are out of stock.", "out_of_stock"),
    ("There are no source items with the in stock status", "out_of_stock"),
    ("Product that you are trying to add is not available.", "out_of_stock"),
)
_ADD = (*_SOLD_OUT, *_CLEAR)  # everything else: "not_addable"
_USE = (("The coupon code isn't valid.", "code_invalid"), ("Cart doesn't contain products", "cart_empty"), *_CLEAR)
_SEND = (
    ("Carrier with such method not found", "no_shipping"),
    ("The shipping information was unable to be saved.", "no_address"),
    ("The shipping method can't be set for an empty cart.", "cart_empty"),
    *_CLEAR,
)
_PLACE = (  # what Magento says before it makes the order
    ("The requested Payment Method is not available.", "not_free"),
    *_SOLD_OUT,
    ("Some addresses can't be used", "no_address"),
    ("The shipping method is missing.", "no_shipping"),
    *_CLEAR,
)
NOT_PLACED = "not_placed"
_PERHAPS_PLACED = {NOT_PLACED, "cart_gone"}  # an extension may fail afterwards; a cart that is an order now is gone
_NOT_TELLING = "A server error stopped your order from being placed."  # an empty cart, or a duplicate that came second


class Carts:
    def __init__(self, client: MagentoClient, stores: Stores) -> None:
        self._client = client
        self._stores = stores

    def open(self, store: str) -> str:
        try:
            answer = self._client.post("carts/", view=self._view(store))
        except Refused as refused:
            raise refusals.meaning(refused, _CLEAR, quote=True) from None
        if not isinstance(answer, str | int) or not is_entity_id(str(answer)):
            raise OutcomeUnknown("a cart was opened without its id")
        return str(answer)

    def read(self, cart: str, store: str) -> Cart:
        """Two calls: the totals name no SKUs, the items no total."""
        if not is_entity_id(cart):
            raise NotFound("not a cart's id")
        view = self._stores.view(store).code
        return self._with_items(cart, view, record(self._client.get(f"carts/{cart}/totals", view=view), "totals"))

    def add(self, cart: str, sku: str, units: int, store: str) -> None:
        """A variant's SKU is added as it is: Magento takes it as a simple article. 0 units would count as one."""
        if isinstance(units, bool) or not isinstance(units, int) or units < 1:
            raise Refused("quantity", f"{units!r}")
        item = {"cartItem": {"quote_id": _ours(cart), "sku": sku, "qty": units}}
        try:
            answer = self._client.post(f"carts/{cart}/items", item, view=self._view(store))
        except Refused as refused:
            raise refusals.meaning(refused, _ADD, otherwise="not_addable", quote=True) from None
        if not isinstance(answer, dict) or "item_id" not in answer:
            raise OutcomeUnknown("something was added without its id")

    def use_code(self, cart: str, code: str, store: str) -> None:
        view, path = self._view(store), f"carts/{_ours(cart)}/coupons/{_code(code)}"
        if refusals.discreetly(lambda: self._applied(path, view)) is not True:
            raise OutcomeUnknown("applying a code did not answer true")

    def _applied(self, path: str, view: str) -> object:
        try:
            return self._client.put(path, view=view)
        except Refused as refused:
            raise refusals.meaning(refused, _USE) from None

    def send_to(self, cart: str, order: ShopOrder, store: str) -> Cart:
        """One call to set, one to read the items. Where Magento does not know the way of shipping, nothing was changed:
        it is asked what it offers, and the call made again with another way."""
        _ours(cart)
        if order.ship_to is None:
            raise Refused("no_address")
        view, address = self._view(store), shipping.address(order.ship_to, order.email)
        way = shipping.split(order.shipping_method)
        totals = None if way is None else self._send(cart, view, address, way, may_fail=True)
        if totals is None:
            other = shipping.choose(self._offers(cart, view, address), order.shipping_method)
            if other is None or other == way:
                raise Refused("no_shipping")
            totals = self._send(cart, view, address, other)
        return self._with_items(cart, view, record(record(totals, "shipping").get("totals"), "totals"))

    def _send(
        self, cart: str, view: str, address: Mapping[str, object], way: shipping.Way, *, may_fail: bool = False
    ) -> Any:
        """Return the answer; None where the way of shipping is not offered and that `may_fail`."""
        try:
            return self._client.post(f"carts/{cart}/shipping-information", shipping.body(address, way), view=view)
        except Refused as refused:
            said = refusals.meaning(refused, _SEND)
            if refused.code == "404" and refused.parameters == way:  # in any language
                said = Refused("no_shipping")
            if may_fail and isinstance(said, Refused) and said.code == "no_shipping":
                return None
            raise said from None

    def _offers(self, cart: str, view: str, address: Mapping[str, object]) -> list[Record]:
        """Ways of shipping to this address. A POST that changes nothing."""
        try:
            answer = self._client.post(f"carts/{cart}/estimate-shipping-methods", {"address": address}, view=view)
        except Refused as refused:
            raise refusals.meaning(refused, _CLEAR, otherwise="no_shipping") from None
        return records({"offers": answer}, "offers")

    def place(self, cart: str, store: str) -> OrderId:
        """Whatever Magento says, an order that is there counts; words we do not know, of extensions say, are a no if
        there is none. Raise OutcomeUnknown where another call may be placing it."""
        path, view = f"carts/{_ours(cart)}/order", self._view(store)
        try:
            answer = self._client.put(path, {"paymentMethod": {"method": FREE}}, view=view)
        except Refused as refused:
            if _NOT_TELLING in refused.detail:
                raise OutcomeUnknown("empty, or placed by another call") from None
            said = refusals.meaning(refused, _PLACE, otherwise=NOT_PLACED, quote=True)
            made = self.order_of(cart) if isinstance(said, Refused) and said.code in _PERHAPS_PLACED else None
            if made is not None:
                return made
            raise said from None
        if not isinstance(answer, str | int) or not is_entity_id(str(answer)):
            raise OutcomeUnknown("an order was placed without its id")
        return OrderId(str(answer))

    def order_of(self, cart: str) -> OrderId | None:
        """Placing is serialised by Magento: a cart becomes one order, or none."""
        if not is_entity_id(cart):
            return None
        found = self._client.search("orders", [Filter("quote_id", cart)], "entity_id,quote_id")
        ids = [identifier(order, "entity_id") for order in found if str(order.get("quote_id")) == cart]
        return OrderId(min(ids, key=int)) if ids else None

    def _with_items(self, cart: str, view: str, totals: Record) -> Cart:
        items = records({"items": self._client.get(f"carts/{cart}/items", view=view)}, "items")
        units: dict[str, Decimal] = {}
        for item in items:  # parallel calls leave several lines of one SKU
            units[text(item, "sku")] = units.get(text(item, "sku"), Decimal(0)) + required_number(item, "qty")
        comes_to = money(required_number(totals, "grand_total"), text(totals, "quote_currency_code"))
        return Cart(units, len(items), comes_to, text(totals, "coupon_code"))

    def _view(self, store: str) -> str:
        return self._stores.view_to_write(store).code


def _ours(cart: str) -> str:
    """The id for a write's path. Raise Refused, without a call, for what Magento would cast to another cart."""
    if not is_entity_id(cart):
        raise Refused("bad_id", "cart")
    return cart


def _code(code: str) -> str:
    try:
        return segment(code)
    except NotFound:
        raise Refused("code_invalid") from None
