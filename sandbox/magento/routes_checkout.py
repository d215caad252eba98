"""Sales rules, coupons, carts with a token and anonymous carts: verb, path, resource, and what it does.

The anonymous routes do what the others do; their carts are known by a mask instead of a number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox.magento import cart_lines, carts, checkout, quotes, rules
from sandbox.magento.access import ANONYMOUS
from sandbox.magento.cart_json import COLUMNS as CART_COLUMNS
from sandbox.magento.cart_json import cart_json
from sandbox.magento.carts import Cart
from sandbox.magento.money import Record, as_json
from sandbox.magento.promotions import COUPON_COLUMNS
from sandbox.magento.refusals import Refusal, integer, no_such, required
from sandbox.magento.routing import Call, Route, found

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

Find = Callable[["Shop", Call], Cart]
CART, RULES = "Magento_Cart::manage", "Magento_SalesRule::quote"


def _live(shop: Shop, call: Call) -> Cart:
    return carts.live_cart(shop, call.id)


def _guest(shop: Shop, call: Call) -> Cart:
    """Return an anonymous cart that is still open. What an unknown mask hears is Magento's source, not recorded."""
    cart = shop.carts.masked(call.args[0])
    if cart is None or not cart.active:
        raise no_such("cartId", None if cart is None else cart.id)
    return cart


def _item_id(call: Call) -> int:
    if not call.args[1].isdecimal():
        text = f'The "{call.args[1]}" value\'s type is invalid. The "int" type was expected. Verify and try again.'
        raise Refusal(400, text)
    return int(call.args[1])


def _search_carts(shop: Shop, call: Call) -> Record:
    rows = [cart_json(shop, cart) for cart in shop.carts.by_id.values()]
    ids = [{"entity_id": row["id"], "customer_id": row["customer"].get("id")} for row in rows]
    merged = [row | extra | {"_row": row} for row, extra in zip(rows, ids, strict=True)]
    return found(shop, call, merged, CART_COLUMNS, lambda row: dict(row["_row"]))


def _search_rules(shop: Shop, call: Call) -> Record:
    shop.promotions.run_queue(due_only=True)
    return found(shop, call, list(shop.promotions.rules.values()), rules.COLUMNS)


def _search_coupons(shop: Shop, call: Call) -> Record:
    shop.promotions.run_queue(due_only=True)
    return found(shop, call, list(shop.promotions.coupons.values()), COUPON_COLUMNS)


def _assign(shop: Shop, call: Call) -> bool:
    body = call.body if isinstance(call.body, dict) else {}
    for name in ("customerId", "storeId"):
        if body.get(name) is None:
            raise required(name)
    numbers = (integer(name, body[name]) for name in ("customerId", "storeId"))
    return carts.assign(shop, _live(shop, call), *numbers)


def _pay(call: Call) -> Any:
    body = call.body if isinstance(call.body, dict) else {}
    return body.get("paymentMethod", body.get("payment_method"))


def _post_item(shop: Shop, call: Call) -> Any:
    """Add to the cart that the body names: the path's is not looked at."""
    given = cart_lines.item(call.body)
    cart = cart_lines.cart_for(shop, given)
    return _saved(shop, cart, cart_lines.add(shop, cart, given))


def _put_item(shop: Shop, call: Call) -> Any:
    given = cart_lines.item(call.body)
    cart = cart_lines.cart_for(shop, given)
    return _saved(shop, cart, cart_lines.change(shop, cart, _item_id(call), given))


def _saved(shop: Shop, cart: Cart, answer: Any) -> Any:
    with shop.mutex:
        checkout.settle(shop, cart)
    return as_json(answer)


def _delete_item(shop: Shop, call: Call, find: Find) -> Any:
    cart = find(shop, call)
    return _saved(shop, cart, cart_lines.remove(shop, cart, _item_id(call)))


def _cart_routes(prefix: str, resource: str, find: Find) -> tuple[Route, ...]:
    """Return what carts with a token and anonymous ones have in common."""
    one = f"{prefix}/{{id}}"
    return (
        Route("POST", f"{one}/items", resource, _post_item),
        Route("PUT", f"{one}/items/{{item}}", resource, _put_item),
        Route("DELETE", f"{one}/items/{{item}}", resource, lambda s, call: _delete_item(s, call, find)),
        Route("GET", f"{one}/items", resource, lambda s, call: _items(find(s, call))),
        Route("GET", f"{one}/coupons", resource, lambda s, call: find(s, call).coupon),
        Route(
            "PUT",
            f"{one}/coupons/{{code}}",
            resource,
            lambda s, call: checkout.apply_coupon(s, find(s, call), call.args[1]),
        ),
        Route("DELETE", f"{one}/coupons", resource, lambda s, call: checkout.remove_coupon(s, find(s, call))),
        Route(
            "POST",
            f"{one}/shipping-information",
            resource,
            lambda s, call: as_json(checkout.set_shipping(s, find(s, call), call.body)),
        ),
        Route(
            "POST",
            f"{one}/estimate-shipping-methods",
            resource,
            lambda s, call: as_json(checkout.shipping_methods(s, find(s, call), call.body)),
        ),
        Route("GET", f"{one}/payment-methods", resource, lambda s, call: _payments(s, find(s, call))),
        Route("GET", f"{one}/totals", resource, lambda s, call: _totals(s, find(s, call))),
        Route("PUT", f"{one}/order", resource, lambda s, call: checkout.place(s, find(s, call), _pay(call))),
    )


def _items(cart: Cart) -> list[Record]:
    return [cart_lines.row(cart, line) for line in cart.lines]


def _payments(shop: Shop, cart: Cart) -> list[Record]:
    return checkout.payment_methods(shop, quotes.quote(shop, cart))


def _totals(shop: Shop, cart: Cart) -> Record:
    return quotes.totals_json(shop, cart, quotes.quote(shop, cart))


RULE_ROUTES = (
    Route("POST", "salesRules", RULES, lambda s, call: as_json(s.promotions.create_rule(call.body))),
    Route("GET", "salesRules/search", RULES, _search_rules),
    Route("GET", "salesRules/{id}", RULES, lambda s, call: s.promotions.rule(call.id)),
    Route("DELETE", "salesRules/{id}", RULES, lambda s, call: s.promotions.delete_rule(call.id)),
    Route("POST", "coupons", RULES, lambda s, call: as_json(s.promotions.create_coupon(call.body))),
    Route("POST", "coupons/generate", RULES, lambda s, call: s.promotions.generate(call.body)),
    Route("GET", "coupons/search", RULES, _search_coupons),
    Route("GET", "coupons/{id}", RULES, lambda s, call: s.promotions.coupon(call.id)),
    Route("DELETE", "coupons/{id}", RULES, lambda s, call: s.promotions.delete_coupon(call.id)),
)
ROUTES = (
    *RULE_ROUTES,
    Route("POST", "carts", CART, lambda s, call: str(carts.open_cart(s, call.store).id)),
    Route("GET", "carts/search", CART, _search_carts),
    Route("GET", "carts/{id}", CART, lambda s, call: cart_json(s, carts.any_cart(s, call.id))),
    Route("PUT", "carts/{id}", CART, _assign),
    Route("POST", "customers/{id}/carts", CART, lambda s, call: carts.cart_of_customer(s, call.id, call.store).id),
    *_cart_routes("carts", CART, _live),
    Route("POST", "guest-carts", ANONYMOUS, lambda s, call: carts.open_cart(s, call.store, masked=True).mask),
    Route("GET", "guest-carts/{id}", ANONYMOUS, lambda s, call: cart_json(s, _guest(s, call))),
    *_cart_routes("guest-carts", ANONYMOUS, _guest),
    Route(
        "POST",
        "guest-carts/{id}/payment-information",
        ANONYMOUS,
        lambda s, call: checkout.place_anonymous(s, _guest(s, call), call.body),
    ),
)
