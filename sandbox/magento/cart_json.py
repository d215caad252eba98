"""A cart as GET carts/{id} and carts/search show it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.magento import cart_lines, carts
from sandbox.magento.carts import Cart
from sandbox.magento.money import Record

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

COLUMNS = frozenset(
    """
    entity_id store_id created_at updated_at is_active is_virtual items_count items_qty customer_id customer_is_guest
    customer_email reserved_order_id
    """.split()
)


def cart_json(shop: Shop, cart: Cart) -> Record:
    """Return the cart; a null column is absent. What was not recorded follows the public schema."""
    items = [cart_lines.row(cart, line) for line in cart.lines]
    shipping = {"address": cart.shipping or {}} | ({"method": cart.carrier} if cart.carrier else {})
    email = None if cart.customer_id is None else carts.email_of(shop, cart.customer_id)
    customer: Record = {} if email is None else {"id": cart.customer_id, "group_id": carts.GENERAL, "email": email}
    base = shop.base_currency
    currency = {"global_currency_code": base, "base_currency_code": base, "store_currency_code": base}
    currency |= {"quote_currency_code": cart.store.currency}
    rates: Record = {"store_to_base_rate": 0, "store_to_quote_rate": 0, "base_to_global_rate": Decimal(1)}
    record: Record = {
        "id": cart.id,
        "created_at": cart.made_at,
        "updated_at": cart.updated_at,
        "is_active": cart.active,
        "is_virtual": cart.virtual,
        "items": items,
        "items_count": len(items),
        "items_qty": sum(line.quantity for line in cart.lines),
        "customer": customer,
        "billing_address": cart.billing or {},
        "orig_order_id": 0,
        "currency": currency | rates | {"base_to_quote_rate": cart.store.rate},
        "customer_is_guest": cart.customer_id is None,
        "customer_note_notify": True,
        "customer_tax_class_id": 3,
        "store_id": cart.store.id,
        "extension_attributes": {"shipping_assignments": [{"shipping": shipping, "items": items}]},
    }
    return record if cart.reserved is None else record | {"reserved_order_id": cart.reserved}
