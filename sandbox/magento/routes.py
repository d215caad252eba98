"""Every REST call the stand-in knows: verb, path, the resource it needs, and what it does."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.magento import (
    columns,
    handling,
    product_views,
    refund_request,
    refunding,
    routes_catalog,
    routes_checkout,
    routes_sets,
)
from sandbox.magento.access import ALWAYS_GRANTED
from sandbox.magento.money import Record
from sandbox.magento.orders import Order
from sandbox.magento.refusals import no_route, not_found, required
from sandbox.magento.routing import Call, Route, found
from sandbox.magento.stores import ADMIN_VIEW

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

MODULES = (
    "Magento_Store",
    "Magento_Config",
    "Magento_Directory",
    "Magento_Backend",
    "Magento_Catalog",
    "Magento_Customer",
    "Magento_Integration",
    "Magento_InventoryApi",
    "Magento_InventorySales",
    "Magento_InventorySalesApi",
    "Magento_OfflinePayments",
    "Magento_Quote",
    "Magento_Sales",
    "Magento_SalesInventory",
    "Magento_SalesRule",
    "Magento_Shipping",
    "Magento_Tax",
    "Magento_Webapi",
)


def _order(shop: Shop, number: int) -> Order:
    order = shop.orders.get(number)
    if order is None:
        raise not_found()
    return order


def _by_id(rows: Iterable[Record], number: int) -> Record:
    row = next((row for row in rows if row["entity_id"] == number), None)
    if row is None:
        raise not_found()
    return row


def _orders(shop: Shop, call: Call) -> Record:
    rows = [order.data for order in shop.orders.values()]
    return found(shop, call, rows, columns.ORDERS, lambda row: shop.orders[row["entity_id"]].as_json())


def _order_items(shop: Shop, call: Call) -> Record:
    rows = [item for order in shop.orders.values() for item in order.items]
    return found(shop, call, rows, columns.ORDER_ITEMS)


def _invoices(shop: Shop, call: Call) -> Record:
    return found(shop, call, shop.invoices, columns.INVOICES)


def _memos(shop: Shop, call: Call) -> Record:
    return found(shop, call, shop.memos, columns.CREDITMEMOS)


def _shipments(shop: Shop, call: Call) -> Record:
    return found(shop, call, shop.shipments, columns.SHIPMENTS)


def _memo_comments(shop: Shop, call: Call) -> Record:
    memo = next((row for row in shop.memos if row["entity_id"] == call.id), None)
    rows = [] if memo is None else memo["comments"]
    criteria = {"field": "parent_id", "value": str(call.id), "condition_type": "eq"}
    return {
        "items": rows,
        "search_criteria": {"filter_groups": [{"filters": [criteria]}]},
        "total_count": len(rows),
    }


def _products(shop: Shop, call: Call) -> Record:
    rows, names = [], set(columns.PRODUCTS)
    names |= shop.attributes.codes()
    for product in shop.products.values():
        record = product_views.found(shop, product)
        attributes = {row["attribute_code"]: row["value"] for row in record["custom_attributes"]}
        names |= set(attributes)
        extra = {"entity_id": product.id, "_record": record}
        if product.categories:
            extra["category_id"] = product.categories[0]
        rows.append({**attributes, **record, **extra})
    return found(shop, call, rows, names, lambda row: dict(row["_record"]))


def _refund_order(shop: Shop, call: Call) -> str:
    request = refund_request.parse(call.body, limited=shop.input_limits)
    return refunding.refund_order(shop, _order(shop, call.id), request)


def _refund_invoice(shop: Shop, call: Call) -> str:
    request = refund_request.parse(call.body, limited=shop.input_limits)
    invoice = _by_id(shop.invoices, call.id)
    return refunding.refund_invoice(shop, _order(shop, invoice["order_id"]), invoice, request)


def _salable(shop: Shop, call: Call) -> list[Record]:
    asked = call.query.get("sku_requests", call.query.get("skuRequests"))
    stock_id = call.query.get("stockId", call.query.get("stock_id"))
    if not isinstance(asked, dict):
        raise required("skuRequests")
    if stock_id is None:
        raise required("stockId")
    return [shop.stock.answer(row["sku"], Decimal(row["qty"]), int(stock_id)) for row in asked.values()]


def _stock_resolver(shop: Shop, call: Call) -> Record:
    kind, code = call.args
    if (kind, code) != ("website", "base"):
        raise not_found()
    channels = [{"type": "website", "code": "base"}]
    return {"stock_id": 1, "name": "Default Stock", "extension_attributes": {"sales_channels": channels}}


def _modules(shop: Shop, _call: Call) -> list[str]:
    return [name for name in MODULES if shop.msi or not name.startswith("Magento_Inventory")]


def _store_configs(shop: Shop, call: Call) -> list[Record]:
    codes = call.query.get("storeCodes", call.query.get("store_codes"))
    wanted = list(codes.values()) if isinstance(codes, dict) else [store.code for store in shop.stores]
    return [store.config(shop.base_currency, shop.base_url) for store in shop.stores if store.code in wanted]


SALES = "Magento_Sales::"
STOCK = "Magento_InventorySalesApi::stock"
STORE = "Magento_Backend::store"
SALES_ROUTES = (
    Route("GET", "modules", ALWAYS_GRANTED, _modules),
    Route("GET", "store/storeViews", STORE, lambda shop, call: [store.view() for store in shop.stores] + [ADMIN_VIEW]),
    Route("GET", "store/storeConfigs", STORE, _store_configs),
    Route("GET", "orders", SALES + "actions_view", _orders),
    Route("GET", "orders/items", SALES + "actions_view", _order_items),
    Route("GET", "orders/{id}", SALES + "actions_view", lambda shop, call: _order(shop, call.id).as_json()),
    Route("GET", "orders/{id}/comments", SALES + "actions_view", lambda shop, call: handling.comments(shop, call.id)),
    Route("GET", "creditmemos", SALES + "sales_creditmemo", _memos),
    Route("GET", "creditmemo/{id}", SALES + "sales_creditmemo", lambda shop, call: _by_id(shop.memos, call.id)),
    Route("GET", "creditmemo/{id}/comments", SALES + "sales_creditmemo", _memo_comments),
    Route("GET", "invoices", SALES + "sales_invoice", _invoices),
    Route("GET", "invoices/{id}", SALES + "sales_invoice", lambda shop, call: _by_id(shop.invoices, call.id)),
    Route("GET", "shipments", SALES + "shipment", _shipments),
    Route("GET", "shipment/{id}", SALES + "shipment", lambda shop, call: _by_id(shop.shipments, call.id)),
    Route("GET", "products", "Magento_Catalog::products", _products),
    Route("GET", "inventory/are-product-salable-for-requested-qty", STOCK, _salable),
    Route("GET", "inventory/stock-resolver/{type}/{code}", STOCK, _stock_resolver),
    Route("POST", "order/{id}/refund", SALES + "creditmemo", _refund_order),
    Route("POST", "invoice/{id}/refund", SALES + "sales_invoice", _refund_invoice),
    Route("POST", "orders/{id}/cancel", SALES + "cancel", lambda s, call: handling.cancel(s, _order(s, call.id))),
    Route("POST", "orders/{id}/hold", SALES + "hold", lambda s, call: handling.hold(s, _order(s, call.id))),
    Route("POST", "orders/{id}/unhold", SALES + "unhold", lambda s, call: handling.unhold(s, _order(s, call.id))),
    Route(
        "POST",
        "orders/{id}/comments",
        SALES + "comment",
        lambda s, call: handling.comment(s, _order(s, call.id), call.body),
    ),
    *routes_checkout.ROUTES,
)


ROUTES = (*SALES_ROUTES, *routes_catalog.ROUTES, *routes_sets.ROUTES, *routes_checkout.ROUTES)


def find(method: str, path: str, *, msi: bool = True) -> tuple[Route, tuple[str, ...]]:
    """Return the route and its arguments; an unknown path and a wrong verb are the same 404.

    Without `msi` the inventory calls are unknown: those modules can be missing.
    """
    for route in ROUTES:
        args = route.match(method, path)
        if args is not None and (msi or not route.template.startswith("inventory/")):
            return route, args
    raise no_route()
