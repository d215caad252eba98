"""The calls about stock, catalogue, customers and stores, and those that furnish a shop with an admin's token.

Not recorded, hence after Magento's public REST schema: the writes of products, attributes, categories and customers,
and PUT products/{sku}/stockItems/{id}.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.magento import customers, fulfilling, product_views, product_writes, stock_answers
from sandbox.magento.access import ANONYMOUS
from sandbox.magento.catalog import LINK_TYPES, Product
from sandbox.magento.money import Record, decimal
from sandbox.magento.orders import Order
from sandbox.magento.refusals import Refusal, not_found, required
from sandbox.magento.routing import Call, Route, found
from sandbox.magento.stores import currencies

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

SOURCE_ITEM_COLUMNS = frozenset(("source_code", "sku", "quantity", "status", "source_item_id"))
SOURCE_COLUMNS = frozenset(("source_code", "name", "enabled", "country_id", "postcode"))
ATTRIBUTE_COLUMNS = frozenset(("attribute_id", "attribute_code", "frontend_input", "is_required", "is_user_defined"))
STOCK_COLUMNS = frozenset(("stock_id", "name"))
LOW_STOCK_MAPPER = "Magento\\CatalogInventory\\Model\\ResourceModel\\Stock\\Item\\StockItemCriteriaMapper"


def _product(shop: Shop, call: Call) -> Product:
    product = shop.find_product(call.args[0])
    if product is None:
        raise Refusal(404, "The product that was requested doesn't exist. Verify the product and try again.")
    return product


def _stocked(shop: Shop, call: Call) -> Product:
    product = shop.find_product(call.args[0])
    if product is None:
        raise Refusal(404, 'The Product with the "%1" SKU doesn\'t exist.', [call.args[0]])
    return product


def _order(shop: Shop, call: Call) -> Order:
    order = shop.orders.get(call.id)
    if order is None:
        raise not_found()
    return order


def _number(text: str, kind: str = "int") -> Decimal:
    if not re.fullmatch(r"-?\d+(\.\d+)?" if kind == "float" else r"-?\d+", text):
        raise Refusal(
            400, f'The "{text}" value\'s type is invalid. The "{kind}" type was expected. Verify and try again.'
        )
    return Decimal(text)


# -- inventory


def _are_salable(shop: Shop, call: Call) -> list[Record]:
    skus, stock_id = call.query.get("skus"), call.query.get("stockId", call.query.get("stock_id"))
    if not isinstance(skus, dict):
        raise required("skus")
    if stock_id is None:
        raise required("stockId")
    here = int(_number(str(stock_id))) == stock_answers.STOCK
    salable = {sku: here and stock_answers.is_salable(shop, shop.find_product(sku)) for sku in skus.values()}
    return [{"sku": sku, "stock_id": int(stock_id), "salable": salable[sku]} for sku in skus.values()]


def _is_salable(shop: Shop, call: Call) -> bool:
    here = _number(call.args[1]) == stock_answers.STOCK
    return here and stock_answers.is_salable(shop, shop.find_product(call.args[0]))


def _is_salable_for(shop: Shop, call: Call) -> Record:
    sku, stock_id, quantity = call.args
    product = stock_answers.countable(shop, sku, int(_number(stock_id)))
    return shop.stock.verdict(product.sku, _number(quantity, "float"))


def _salable_quantity(shop: Shop, call: Call) -> Decimal:
    product = stock_answers.countable(shop, call.args[0], int(_number(call.args[1])))
    return shop.stock.salable(product.sku)


def _source_items(shop: Shop, call: Call) -> Record:
    return found(shop, call, stock_answers.source_items(shop), SOURCE_ITEM_COLUMNS)


def _save_source_items(shop: Shop, call: Call) -> list[Any]:
    """Set quantities; all of them or, with an SKU that no product has or another source, none."""
    rows = call.body.get("sourceItems") if isinstance(call.body, dict) else None
    if not isinstance(rows, list):
        raise required("sourceItems")
    with shop.mutex:
        found_products = [shop.find_product(str(row.get("sku"))) for row in rows]
        products = [product for product in found_products if product is not None and product.has_stock]
        if len(products) < len(rows) or any(row.get("source_code") != stock_answers.SOURCE for row in rows):
            raise not_found()
        for row, product in zip(rows, products, strict=True):
            in_stock = bool(row.get("status", 1))
            shop.stock.set_source_item(product.sku, decimal(row.get("quantity") or 0), in_stock=in_stock)
    return []


def _low_stock(shop: Shop, call: Call) -> Record:
    if "qty" not in call.query:
        raise required("qty")
    page, size = (str(call.query.get(name, number)) for name, number in (("currentPage", 1), ("pageSize", 0)))
    items = stock_answers.low_stock(shop, _number(str(call.query["qty"]), "float"))
    first = (int(page) - 1) * int(size)
    criteria = {"mapper_interface_name": LOW_STOCK_MAPPER, "criteria_list": [], "filters": [], "orders": []}
    shown = items[first : first + int(size)] if int(size) else items
    return {"items": shown, "search_criteria": criteria | {"limit": [page, size]}, "total_count": len(items)}


def _save_stock_item(shop: Shop, call: Call) -> int:
    """Set the quantity of the only source; return the stock item's id."""
    product = _stocked(shop, call)
    fields = call.body.get("stockItem") if isinstance(call.body, dict) else None
    if not isinstance(fields, dict):
        raise required("stockItem")
    if not product.has_stock or _number(call.args[1]) != product.id:
        raise not_found()
    with shop.mutex:
        quantity = decimal(fields.get("qty", shop.stock.physical[product.sku]))
        in_stock = bool(fields.get("is_in_stock", product.sku not in shop.stock.out_of_stock))
        shop.stock.set_source_item(product.sku, quantity, in_stock=in_stock)
    return product.id


# -- catalogue


def _children(shop: Shop, call: Call) -> list[Record]:
    return [child.child_record() for child in product_views.children(shop, _product(shop, call))]


def _options(shop: Shop, call: Call) -> list[Record]:
    product = _product(shop, call)
    if product.kind != "configurable":
        raise Refusal(400, 'This is implemented for the "%1" configurable product only.', [product.sku])
    return product_views.options(shop, product)


def _links(shop: Shop, call: Call) -> list[Record]:
    if call.args[1] not in LINK_TYPES:
        raise Refusal(400, 'The "%1" link type is unknown. Verify the type and try again.', [call.args[1]])
    return _product(shop, call).links_of(call.args[1])


def _attribute(shop: Shop, call: Call) -> Record:
    attribute = shop.attributes.by_code(call.args[0])
    if attribute is None:
        text = 'The attribute with a "%1" attributeCode doesn\'t exist. Verify the attribute and try again.'
        raise Refusal(404, text, [call.args[0]])
    return attribute.record()


def _attributes(shop: Shop, call: Call) -> Record:
    return found(shop, call, shop.attributes.records(), ATTRIBUTE_COLUMNS)


def _category(shop: Shop, call: Call) -> Record:
    category = shop.categories.get(call.id)
    if category is None:
        raise Refusal(404, "No such entity with %fieldName = %fieldValue", {"fieldName": "id", "fieldValue": call.id})
    return category


# -- customers and stores


def _customers(shop: Shop, call: Call) -> Record:
    rows = [{**record, "entity_id": record["id"], "_shown": record} for record in customers.all_records(shop)]
    return found(shop, call, rows, customers.COLUMNS, lambda row: dict(row["_shown"]))


def _websites(_shop: Shop, _call: Call) -> list[Record]:
    admin: Record = {"id": 0, "code": "admin", "name": "Admin", "default_group_id": 0}
    return [admin, {"id": 1, "code": "base", "name": "Main Website", "default_group_id": 1}]


def _groups(shop: Shop, _call: Call) -> list[Record]:
    admin: Record = {"id": 0, "website_id": 0, "root_category_id": 0, "default_store_id": 0}
    main: Record = {"id": 1, "website_id": 1, "root_category_id": product_writes.ROOT_CATEGORY}
    main |= {"default_store_id": shop.stores[0].id, "name": "Main Website Store", "code": "main_website_store"}
    return [admin | {"name": "Default", "code": "default"}, main]


PRODUCTS, ATTRIBUTES = "Magento_Catalog::products", "Magento_Catalog::attributes_attributes"
LINKS, LEGACY_STOCK = "Magento_Catalog::catalog", "Magento_Catalog::catalog_inventory"
SALABLE, SOURCES = "Magento_InventorySalesApi::stock", "Magento_InventoryApi::source"
CUSTOMERS, STORE = "Magento_Customer::customer", "Magento_Backend::store"
INVENTORY = (
    Route("GET", "inventory/are-products-salable", SALABLE, _are_salable),
    Route("GET", "inventory/is-product-salable/{sku}/{stock}", SALABLE, _is_salable),
    Route("GET", "inventory/is-product-salable-for-requested-qty/{sku}/{stock}/{qty}", SALABLE, _is_salable_for),
    Route("GET", "inventory/get-product-salable-quantity/{sku}/{stock}", SALABLE, _salable_quantity),
    Route("GET", "inventory/source-items", SOURCES, _source_items),
    Route("POST", "inventory/source-items", SOURCES, _save_source_items),
    Route("GET", "inventory/sources", SOURCES, lambda s, call: found(s, call, stock_answers.SOURCES, SOURCE_COLUMNS)),
    Route(
        "GET",
        "inventory/stocks",
        "Magento_InventoryApi::stock",
        lambda s, call: found(s, call, stock_answers.STOCKS, STOCK_COLUMNS),
    ),
)
CATALOGUE = (
    Route("POST", "products", PRODUCTS, lambda s, call: product_writes.save_product(s, call.body)),
    Route("GET", "products/attributes", ATTRIBUTES, _attributes),
    Route("GET", "products/{sku}", PRODUCTS, lambda s, call: product_views.single(s, _product(s, call))),
    Route("PUT", "products/{sku}", PRODUCTS, lambda s, call: product_writes.save_product(s, call.body, call.args[0])),
    Route("DELETE", "products/{sku}", PRODUCTS, lambda s, call: product_writes.delete_product(s, _product(s, call))),
    Route("POST", "products/attributes", ATTRIBUTES, lambda s, call: product_writes.save_attribute(s, call.body)),
    Route("GET", "products/attributes/{code}", ATTRIBUTES, _attribute),
    Route("GET", "products/attributes/{code}/options", ATTRIBUTES, lambda s, call: _attribute(s, call)["options"]),
    Route(
        "POST",
        "products/attributes/{code}/options",
        ATTRIBUTES,
        lambda s, call: product_writes.save_attribute_option(s, call.args[0], call.body),
    ),
    Route(
        "GET",
        "products/links/types",
        LINKS,
        lambda s, call: [{"code": code, "name": name} for name, code in LINK_TYPES.items()],
    ),
    Route("GET", "products/{sku}/links/{type}", LINKS, _links),
    Route("GET", "configurable-products/{sku}/children", PRODUCTS, _children),
    Route("GET", "configurable-products/{sku}/options/all", PRODUCTS, _options),
    Route(
        "POST", "categories", "Magento_Catalog::categories", lambda s, call: product_writes.save_category(s, call.body)
    ),
    Route("GET", "categories/{id}", "Magento_Catalog::categories", _category),
    Route("GET", "stockItems/lowStock", LEGACY_STOCK, _low_stock),
    Route("GET", "stockItems/{sku}", LEGACY_STOCK, lambda s, call: stock_answers.stock_item(s, _stocked(s, call))),
    Route("PUT", "products/{sku}/stockItems/{id}", LEGACY_STOCK, _save_stock_item),
    Route("GET", "stockStatuses/{sku}", LEGACY_STOCK, lambda s, call: stock_answers.stock_status(s, _stocked(s, call))),
)
OTHERS = (
    Route("POST", "customers", ANONYMOUS, lambda s, call: customers.create(s, call.body)),
    Route("GET", "customers/search", CUSTOMERS, _customers),
    Route("GET", "customers/{id}", CUSTOMERS, lambda s, call: customers.by_id(s, call.id)),
    Route(
        "POST",
        "order/{id}/invoice",
        "Magento_Sales::invoice",
        lambda s, call: fulfilling.invoice(s, _order(s, call), call.body),
    ),
    Route(
        "POST", "order/{id}/ship", "Magento_Sales::ship", lambda s, call: fulfilling.ship(s, _order(s, call), call.body)
    ),
    Route("POST", "integration/admin/token", ANONYMOUS, lambda s, call: s.admin_tokens.issue(call.body, s.admins)),
    Route("GET", "store/websites", STORE, _websites),
    Route("GET", "store/storeGroups", STORE, _groups),
    Route("GET", "directory/currency", ANONYMOUS, lambda s, call: currencies(s.base_currency, s.stores)),
)
ROUTES = INVENTORY + CATALOGUE + OTHERS
