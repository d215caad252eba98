"""What the stock calls answer: Magento's inventory (sources, salable quantities) and its legacy stock items."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.magento.catalog import Product
from sandbox.magento.money import ZERO, Record
from sandbox.magento.refusals import PlainError, Refusal

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

STOCK, SOURCE, SALES_CHANNEL = 1, "default", {"type": "website", "code": "base"}
STOCKS: list[Record] = [
    {"stock_id": STOCK, "name": "Default Stock", "extension_attributes": {"sales_channels": [SALES_CHANNEL]}}
]
SOURCES: list[Record] = [
    {
        "source_code": SOURCE,
        "name": "Default Source",
        "enabled": True,
        "description": "Default Source",
        "latitude": 0,
        "longitude": 0,
        "country_id": "US",
        "postcode": "00000",
        "use_default_carrier_config": True,
        "carrier_links": [],
        "extension_attributes": {"is_pickup_location_active": False, "frontend_name": ""},
    }
]
SETTINGS: Record = {  # of every stock item; none of them changes anything here
    "is_qty_decimal": False,
    "show_default_notification_message": False,
    "use_config_min_qty": True,
    "min_qty": 0,
    "use_config_min_sale_qty": 1,
    "min_sale_qty": 1,
    "use_config_max_sale_qty": True,
    "max_sale_qty": 10000,
    "use_config_backorders": True,
    "backorders": 0,
    "use_config_notify_stock_qty": True,
    "notify_stock_qty": 1,
    "use_config_qty_increments": True,
    "qty_increments": 0,
    "use_config_enable_qty_inc": True,
    "enable_qty_increments": False,
    "use_config_manage_stock": True,
    "manage_stock": True,
    "low_stock_date": None,
    "is_decimal_divided": False,
    "stock_status_changed_auto": 0,
}


def stock_item(shop: Shop, product: Product) -> Record:
    """Return the legacy stock item. Its quantity is physical; without the inventory modules (`shop.msi` off) orders
    take units from it at once, so that it is what can be sold."""
    quantity = ZERO
    if product.has_stock:
        quantity = shop.stock.physical.get(product.sku, ZERO) if shop.msi else shop.stock.salable(product.sku)
    in_stock = not product.has_stock or (quantity > 0 and product.sku not in shop.stock.out_of_stock)
    ids = {"item_id": product.id, "product_id": product.id, "stock_id": STOCK}
    return ids | {"qty": quantity, "is_in_stock": in_stock} | SETTINGS


def stock_status(shop: Shop, product: Product) -> Record:
    """Return the legacy status; its quantity, other than the item's, is what can be sold."""
    quantity = shop.stock.salable(product.sku) if product.has_stock else ZERO
    status = {"product_id": product.id, "stock_id": STOCK, "qty": quantity}
    return status | {"stock_status": int(is_salable(shop, product)), "stock_item": stock_item(shop, product)}


def is_salable(shop: Shop, product: Product | None) -> bool:
    """An unknown product cannot be sold, without an error; a configurable can if any child can."""
    if product is None:
        return False
    if product.has_stock:
        return shop.stock.salable(product.sku) > 0
    children = [child for child in shop.products.values() if child.parent is product]
    return any(shop.stock.salable(child.sku) > 0 for child in children)


def countable(shop: Shop, sku: str, stock_id: int) -> Product:
    """Return the product if its units can be counted in this stock.

    Raise Refusal, and PlainError for an unknown SKU: an error that Magento does not catch.
    """
    product = shop.find_product(sku)
    if product is None:
        raise PlainError
    if not product.has_stock:
        raise Refusal(400, "Can't check requested quantity for products without Source Items support.")
    if stock_id != STOCK:
        raise Refusal(400, "Could not receive Stock Item data")
    return product


def source_items(shop: Shop) -> list[Record]:
    return [
        {
            "sku": product.sku,
            "source_code": SOURCE,
            "quantity": shop.stock.physical.get(product.sku, ZERO),
            "status": int(product.sku not in shop.stock.out_of_stock),
        }
        for product in shop.products.values()
        if product.has_stock
    ]


def low_stock(shop: Shop, most: Decimal) -> list[Record]:
    """Return the stock items with at most so many units; configurables, which have none, always among them."""
    items = [stock_item(shop, product) for product in shop.products.values()]
    return [item for item in items if item["qty"] <= most]
