"""From a cart to an order: code, addresses, shipping and payment methods, and placing, with every refusal."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sandbox.magento import cart_lines, carts, placing, quotes, states
from sandbox.magento.carts import Cart
from sandbox.magento.countries import COUNTRIES
from sandbox.magento.gateway import Declined
from sandbox.magento.money import Record
from sandbox.magento.orders import Order
from sandbox.magento.quotes import Quote
from sandbox.magento.refusals import Refusal, required

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

ADDRESS_COLUMNS = (
    "city company country_id email fax firstname lastname middlename postcode prefix region region_code region_id "
    "street suffix telephone vat_id"
).split()
BAD_CODE = "The coupon code isn't valid. Verify the code and try again."
BAD_METHOD = "The requested Payment Method is not available."
SERVER_ERROR = "A server error stopped your order from being placed. Please try to place your order again."


def apply_coupon(shop: Shop, cart: Cart, code: str) -> bool:
    """Put a code on the cart; a used, expired, unknown code and one for somebody else are the same 404.

    The code that was on the cart before is gone either way.
    """
    with shop.mutex:
        if not cart.lines:
            raise Refusal(404, 'The "%1" Cart doesn\'t contain products.', [cart.id])
        cart.coupon = code
        settle(shop, cart)
        if cart.coupon is None:
            raise Refusal(404, BAD_CODE)
    return True


def remove_coupon(shop: Shop, cart: Cart) -> bool:
    with shop.mutex:
        cart.coupon = None
        settle(shop, cart)
    return True


def settle(shop: Shop, cart: Cart) -> None:
    """Save the cart as Magento saves it: a code that no longer holds is dropped without a word."""
    cart.coupon, cart.updated_at = quotes.quote(shop, cart).coupon, shop.now()


def shipping_methods(shop: Shop, cart: Cart, body: Any) -> list[Record]:
    """Return the ways to ship to an address; estimating changes nothing."""
    if not isinstance(body, dict) or not isinstance(body.get("address"), dict):
        raise required("address")
    with shop.mutex:
        if not cart.physical_units:
            return []
        rates = placing.Rates(cart.store, None)
        rows = []
        for method, (carrier, title) in carts.SHIPPING_TITLES.items():
            base = quotes.shipping_price(cart, method)
            code, _, method_code = method.partition("_")
            row: Record = {"carrier_code": code, "method_code": method_code, "available": True, "error_message": ""}
            row |= {"carrier_title": carrier, "method_title": title, "base_amount": base, "amount": rates.of("", base)}
            rows.append(row | {"price_excl_tax": row["amount"], "price_incl_tax": row["amount"]})
    return rows


def payment_methods(shop: Shop, priced: Quote) -> list[Record]:
    """List the methods. `free` is there only for nothing to pay; the others are listed then too, and refused."""
    codes = [code for code in shop.payment_methods if code != "free" or not priced.grand_total]
    return [{"code": code, "title": placing.METHODS[code]} for code in codes]


def set_shipping(shop: Shop, cart: Cart, body: Any) -> Record:
    """Take addresses and method; only the country is checked. Answers payment methods and totals.

    The addresses stay on the cart even where the method is refused. The refusals of an empty cart, of a missing address
    and of a missing method are Magento's source, not recorded. So is billing to the shipping address without another.
    """
    given = body.get("addressInformation") if isinstance(body, dict) else None
    if not isinstance(given, dict):
        raise required("addressInformation")
    with shop.mutex:
        if not cart.lines:
            text = "The shipping method can't be set for an empty cart. Add an item to cart and try again."
            raise Refusal(400, text)
        shipping = _address(given.get("shipping_address"))
        if not shipping.get("country_id"):
            raise Refusal(400, "The shipping address is missing. Set the address and try again.")
        billing = _address(given.get("billing_address")) or shipping
        if not {str(address.get("country_id")) for address in (shipping, billing)} <= COUNTRIES:
            failed = "The address failed to save. Verify the address and try again."
            raise Refusal(
                400, 'The shipping information was unable to be saved. Error: "%message"', {"message": failed}
            )
        cart.shipping, cart.billing, cart.carrier = shipping, billing, None
        if not cart.virtual:
            cart.carrier = _carrier(given)
        settle(shop, cart)
        priced = quotes.quote(shop, cart)
        return {"payment_methods": payment_methods(shop, priced), "totals": quotes.totals_json(shop, cart, priced)}


def _address(given: Any) -> Record:
    if not isinstance(given, dict):
        return {}
    return {name: given[name] for name in ADDRESS_COLUMNS if given.get(name) is not None}


def _carrier(given: Mapping[str, Any]) -> str:
    carrier, method = given.get("shipping_carrier_code"), given.get("shipping_method_code")
    if not method:
        raise Refusal(404, "The shipping method is missing. Select the shipping method and try again.")
    if f"{carrier}_{method}" not in carts.SHIPPING_TITLES:
        raise Refusal(404, "Carrier with such method not found: %1, %2", [carrier, method])
    return f"{carrier}_{method}"


def place(shop: Shop, cart: Cart, payment: Any) -> int:
    """Make the order of a cart and return its entity_id.

    Serialised per cart: a call that came while another one placed it hears of a server error, a later one of an unknown
    cart. `cart` was live when the call came.
    """
    if shop.race_window:
        time.sleep(shop.race_window)
    with cart.lock, shop.mutex:
        if not cart.active:
            raise Refusal(400, SERVER_ERROR)
        priced = quotes.quote(shop, cart)
        method = _method(shop, priced, payment)
        if not cart.lines:
            raise Refusal(400, SERVER_ERROR)
        cart_lines.refuse_sold_out(shop, cart)
        _refuse_unfinished(cart, method)
        order = _order(shop, cart, priced, str(method), payment)
        cart.active, cart.reserved, cart.updated_at = False, order.number, shop.now()
        shop.promotions.note(order, 1)
        return order.id


def _method(shop: Shop, priced: Quote, payment: Any) -> str | None:
    """Return the payment method, None without one; refuse what is unknown or does not fit the total."""
    method = payment.get("method") if isinstance(payment, dict) else None
    if method is None:
        return None
    if method not in shop.payment_methods or (method == "free") != (not priced.grand_total):
        raise Refusal(400, BAD_METHOD)
    if method == "purchaseorder" and not payment.get("po_number"):  # Magento's source, not recorded
        raise Refusal(400, "Purchase order number is a required field.")
    return str(method)


def _refuse_unfinished(cart: Cart, method: str | None) -> None:
    """Raise for a cart without address, shipping method (not recorded) or payment method."""
    if (cart.billing if cart.virtual else cart.shipping) is None:
        text = "Some addresses can't be used due to the configurations for specific countries."
        raise Refusal(400, text, [""])
    if not cart.virtual and cart.carrier is None:
        raise Refusal(400, "The shipping method is missing. Select the shipping method and try again.", [""])
    if method is None:
        raise Refusal(400, "Enter a valid payment method and try again.", [""])


def _order(shop: Shop, cart: Cart, priced: Quote, method: str, payment: Mapping[str, Any]) -> Order:
    """Place the order through the shop's own order-placing, then give it what only a cart knows."""
    billing = dict(cart.billing or {})
    email = None if cart.customer_id is None else carts.email_of(shop, cart.customer_id)
    charge = priced.charge
    before = set(shop.orders)
    try:
        order = shop.place_order(
            email=email or str(billing.get("email") or ""),
            lines=priced.lines,
            payment=method,
            guest=cart.customer_id is None,
            store=cart.store.code,
            shipping=charge.amount,
            shipping_discount=charge.discount,
            order_shipping_discount=charge.order_discount,
            firstname=str(billing.get("firstname") or ""),
            lastname=str(billing.get("lastname") or ""),
            address=billing if cart.virtual else cart.shipping,
            tax_percent=priced.rates.tax_percent,
            coupon=priced.coupon,
            po_number=payment.get("po_number"),
            state=_authorized(shop, method),
        )
    except Declined as error:  # no recording: the test gateway's own text is not known
        for number in set(shop.orders) - before:
            _undo(shop, shop.orders.pop(number))
        raise Refusal(400, "Transaction has been declined. Please try again later.") from error
    _complete(order, cart, priced, billing)
    return order


def _authorized(shop: Shop, method: str) -> str | None:
    """The state of an order whose gateway only vouched for the money; None where it takes it, or there is none."""
    return states.PROCESSING if method in placing.ONLINE_METHODS and not shop.captures_when_placed else None


def _undo(shop: Shop, order: Order) -> None:
    """Release what a declined order had reserved; its invoice and its mail never were."""
    for line in order.lines:
        shop.stock.move("order_place_failed", order.id, line["sku"], reserved=line["qty_ordered"])
    shop.invoices = [row for row in shop.invoices if row["order_id"] != order.id]
    shop.mails = [mail for mail in shop.mails if mail["order_id"] != order.id]


def _complete(order: Order, cart: Cart, priced: Quote, billing: Record) -> None:
    """Write the cart's ids, its rules and its shipping method into the order."""
    data = order.data
    data["quote_id"] = cart.id
    if cart.carrier:
        data["_shipping_method"] = cart.carrier
        data["shipping_description"] = " - ".join(carts.SHIPPING_TITLES[cart.carrier])
    kept = {key: order.billing[key] for key in ("address_type", "entity_id", "parent_id")}
    names = {key: order.billing[key] for key in ("email", "firstname", "lastname")}
    order.billing.clear()
    order.billing |= names | billing | kept
    data["_rule_ids"] = tuple(int(rule["rule_id"]) for rule in priced.rules)
    rule_ids = ",".join(str(number) for number in data["_rule_ids"])
    if rule_ids:
        data["applied_rule_ids"] = rule_ids
        if name := priced.description():
            data["discount_description"] = name
    for line, item, share in zip(cart.lines, order.lines, priced.shares, strict=True):
        item |= {"quote_item_id": line.id, "discount_percent": share.percent}
        if rule_ids:
            item["applied_rule_ids"] = rule_ids
        child = order.child_of(item)
        if child is not None:
            child["quote_item_id"] = line.id + 1


def place_anonymous(shop: Shop, cart: Cart, body: Any) -> int:
    """Place with payment and e-mail in one call, as a shop window does."""
    given = body if isinstance(body, dict) else {}
    if not given.get("email"):
        raise required("email")
    with shop.mutex:
        billing = _address(given.get("billing_address")) or dict(cart.billing or {})
        if billing and cart.active:
            cart.billing = billing | {"email": given["email"]}
    return place(shop, cart, given.get("paymentMethod", given.get("payment_method")))
