"""The sandbox's own calls, for other processes: fill the shop, turn its switches, read the auditor's books.

POST /_sandbox/products   {sku, name, price, …} or a list: arguments of Shop.product (`parent`: a configurable's SKU)
POST /_sandbox/orders     arguments of Shop.place_order, plus `invoice` and `ship`: true, or a list of
                          {units: {sku: n}, at, tracks}; times ISO 8601 with zone
POST /_sandbox/tokens     {resources: [...] or null} -> the four OAuth credentials; access_token is also the bearer
POST /_sandbox/activate   {name, callback_url, resources or null}: press Activate or Reauthorize; waits for its end
POST /_sandbox/attributes {code, label, values: [labels]}: a product attribute to choose from; what GET shows of it
PUT  /_sandbox/settings   base_url bearer_allowed maintenance msi product_tax_percent admins ({name: password})
                          input_limits shipping_incl_tax prices_incl_tax parallel_saves race_window gateway_latency
                          refuse_over_refund tax_after_discount payment_methods coupon_queue_delay
POST /_sandbox/queue      count the coupon uses that wait, now -> {counted: n}
GET  /_sandbox/books, GET /_sandbox/requests, POST /_sandbox/reset; faults: see sandbox/faults.py
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sandbox.magento.money import Record, as_json
from sandbox.magento.orders import Order
from sandbox.magento.placing import Line
from sandbox.magento.shop import Shop
from sandbox.serving import Answer

SWITCHES: tuple[str, ...] = (
    *("bearer_allowed", "maintenance", "input_limits", "shipping_incl_tax", "prices_incl_tax", "parallel_saves"),
    *("race_window", "base_url", "msi", "product_tax_percent", "admins"),
    *("tax_after_discount", "payment_methods", "coupon_queue_delay"),
)
ORDER_COLUMNS = ("entity_id", "increment_id", "quote_id", "coupon_code", "grand_total", "state", "customer_email")
GATEWAY_SWITCHES = {"gateway_latency": "latency", "refuse_over_refund": "refuse_over_refund"}


def answer(shop: Shop, method: str, path: str, body: bytes) -> Answer:
    """Serve one call below /_sandbox/; 400 with a message for what cannot be understood."""
    action = ACTIONS.get((method, path))
    if action is None:
        return _json("404 Not Found", {"message": f"no such call: {method} {path}"})
    try:
        value = action(shop, json.loads(body or b"{}"))
    except (ValueError, TypeError, KeyError) as error:
        return _json("400 Bad Request", {"message": f"{type(error).__name__}: {error}"})
    return _json("200 OK", as_json(value))


def _json(status: str, value: object) -> Answer:
    return Answer(status, [("Content-Type", "application/json")], json.dumps(value).encode())


def _products(shop: Shop, body: Any) -> list[Any]:
    made = []
    for fields in body if isinstance(body, list) else [body]:
        given = dict(fields)
        if parent := given.pop("parent", None):
            given["parent"] = shop.products[parent]
        given["options"] = [(str(code), int(value)) for code, value in given.get("options", ())]
        made.append(shop.product(**given).record())
    return made


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time needs a zone: {text}")
    return moment


def _documents(order: Order, value: Any, make: Callable[..., Any]) -> None:
    """`true` makes one document of everything; a list makes one per entry."""
    entries = [{}] if value is True else value or []
    for entry in entries if isinstance(entries, list) else [entries]:
        given = dict(entry)
        make(order, given.pop("units", None), at=_moment(given.pop("at", None)), **given)


def _orders(shop: Shop, body: Any) -> Any:
    given = dict(body)
    invoice, ship = given.pop("invoice", None), given.pop("ship", None)
    given["lines"] = [Line(**line) for line in given["lines"]]
    order = shop.place_order(**given | {"placed_at": _moment(given.get("placed_at"))})
    _documents(order, invoice, shop.invoice)
    _documents(order, ship, shop.ship)
    return order.as_json()


def _settings(shop: Shop, body: Any) -> dict[str, Any]:
    for name, value in body.items():
        if name in GATEWAY_SWITCHES:
            setattr(shop.gateway, GATEWAY_SWITCHES[name], value)
        elif name in SWITCHES:
            setattr(shop, name, value)
        else:
            raise KeyError(name)
    settings = {name: getattr(shop, name) for name in SWITCHES}
    return settings | {name: getattr(shop.gateway, attribute) for name, attribute in GATEWAY_SWITCHES.items()}


def _tokens(shop: Shop, body: Any) -> dict[str, Any]:
    token = asdict(shop.access.grant(body.get("resources")))
    return token | {"resources": None if token["resources"] is None else sorted(token["resources"])}


def _activate(shop: Shop, body: Any) -> dict[str, Any]:
    return asdict(shop.activate(body["name"], body["callback_url"], body.get("resources")))


def _attributes(shop: Shop, body: Any) -> Record:
    return shop.attributes.add(body["code"], body["label"], body.get("values", ())).record()


def books(shop: Shop, _body: Any = None) -> dict[str, Any]:
    """Return what really happened, for an auditor."""
    with shop.mutex:
        served = Counter(f"{entry['route']} {entry['status']}" for entry in shop.requests)
        return {
            "gateway": shop.gateway.book(),
            "memos": list(shop.memos),
            "cancels": list(shop.cancels),
            "stock": list(shop.stock.movements),
            "orders": [{key: order.data.get(key) for key in ORDER_COLUMNS} for order in shop.orders.values()],
            "rules": list(shop.promotions.rules.values()),
            "coupons": list(shop.promotions.coupons.values()),
            "salable": {sku: shop.stock.salable(sku) for sku in shop.stock.physical},
            "mails": list(shop.mails),
            "requests": dict(served),
        }


def _reset(shop: Shop, _body: Any) -> dict[str, Any]:
    shop.reset()
    return {}


ACTIONS: dict[tuple[str, str], Callable[[Shop, Any], Any]] = {
    ("POST", "/_sandbox/products"): _products,
    ("POST", "/_sandbox/orders"): _orders,
    ("POST", "/_sandbox/tokens"): _tokens,
    ("POST", "/_sandbox/activate"): _activate,
    ("POST", "/_sandbox/attributes"): _attributes,
    ("PUT", "/_sandbox/settings"): _settings,
    ("GET", "/_sandbox/books"): books,
    ("GET", "/_sandbox/requests"): lambda shop, _body: list(shop.requests),
    ("POST", "/_sandbox/reset"): _reset,
    ("POST", "/_sandbox/queue"): lambda shop, _body: {"counted": shop.promotions.run_queue()},
}
