"""Where a replacement goes and how: the order's own address and way of shipping, as Magento wants them in a cart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from connector.magento.values import Record, number, text
from connector.ports.shop import Address

Way = tuple[str, str]  # carrier, method

# What the addresses of orders and of carts have in common, by Magento's schema, without the ids that tie one to its
# order or customer. Carts refuse fields they do not know, and orders have such (`vat_is_valid`, what extensions add).
_KEPT = (
    *("prefix", "firstname", "middlename", "lastname", "suffix", "company", "street", "city", "region", "region_code"),
    *("region_id", "postcode", "country_id", "telephone", "fax", "vat_id"),
)
_TO_BE_FETCHED = frozenset({"instore"})  # carriers that do not bring anything


def address(given: Address, email: str) -> dict[str, object]:
    """The order's address without what ties it to that order. The e-mail makes the guest's order theirs."""
    kept = {name: given.fields[name] for name in _KEPT if given.fields.get(name) is not None}
    return kept | {"email": email}


def split(method: str) -> Way | None:
    """Take `flatrate_flatrate` apart at the first underscore; a carrier's code may hold one itself, which only a look
    at the offers shows."""
    carrier, _, rest = method.partition("_")
    return (carrier, rest) if carrier and rest else None


def body(address: Mapping[str, object], way: Way) -> dict[str, Any]:
    carrier, method = way
    return {
        "addressInformation": {
            "shipping_address": dict(address),
            "billing_address": dict(address),
            "shipping_carrier_code": carrier,
            "shipping_method_code": method,
        }
    }


def choose(offers: Sequence[Record], method: str) -> Way | None:
    """The way the order was shipped, else the cheapest that brings the parcel; None: there is none."""
    ways = [offer for offer in offers if offer.get("available") is True]
    for offer in ways:
        if f"{text(offer, 'carrier_code')}_{text(offer, 'method_code')}" == method:
            return _way(offer)
    brought = [offer for offer in ways if text(offer, "carrier_code") not in _TO_BE_FETCHED]
    cheapest = min(brought, key=_price, default=None)
    return None if cheapest is None else _way(cheapest)


def _way(offer: Record) -> Way:
    return text(offer, "carrier_code"), text(offer, "method_code")


def _price(offer: Record) -> Decimal:
    return number(offer, "price_incl_tax")
