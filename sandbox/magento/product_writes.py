"""POST products, PUT and DELETE products/{sku}, and attributes and categories that products need.

No write of the catalogue was recorded: fields and answers follow Magento's public REST schema, refusals its source.
What was not given stays as it is; an unknown attribute is dropped without a word, as Magento does.
"""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.magento.attributes import Attribute
from sandbox.magento.catalog import LINK_TYPES, Product, SuperAttribute
from sandbox.magento.money import Record, decimal
from sandbox.magento.product_views import children, single
from sandbox.magento.refusals import Refusal, not_found, required

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

UNTAXED = "0"  # tax class "None"
KINDS = ("simple", "virtual", "configurable")
ROOT_CATEGORY = 2


def save_product(shop: Shop, body: Any, sku: str | None = None) -> Record:
    """Make or change the product of this SKU (`sku`, from the path, wins); return it as a read shows it."""
    fields = _part(body, "product")
    sku = sku or fields.get("sku")
    if not sku:
        raise required("sku")
    with shop.mutex:
        product, variants = shop.find_product(sku), _variants(shop, fields)
        before = None if product is None else copy.copy(product)
        if product is None:
            kind = str(fields.get("type_id") or "simple")
            if kind not in KINDS:
                raise Refusal(400, "The stand-in makes no product of type %1", [kind])
            if not fields.get("name"):
                raise required("name")
            product = shop.product(sku, fields["name"], fields.get("price") or 0, kind=kind, quantity=0)
        try:
            _save(shop, product, fields, variants)
        except Refusal:  # nothing of it is kept
            if before is None:
                del shop.products[product.sku]
                shop.stock.physical.pop(product.sku, None)
            else:
                vars(product).update(vars(before))
            raise
        return single(shop, product)


def delete_product(shop: Shop, product: Product) -> bool:
    """Delete a product: it leaves every open cart, orders keep their lines, variants become articles of their own."""
    with shop.mutex:
        for child in children(shop, product):
            child.parent, child.options = None, ()
        for cart in shop.carts.by_id.values():
            if cart.active:
                cart.lines = [line for line in cart.lines if product not in (line.product, line.shown)]
        del shop.products[product.sku]
        shop.stock.physical.pop(product.sku, None)
    return True


def _save(shop: Shop, product: Product, fields: dict[str, Any], variants: list[Product] | None) -> None:
    """Set everything that may be refused first; stock and children, which other rows hold, last."""
    extension = fields.get("extension_attributes") or {}
    _set_fields(shop, product, fields)
    _set_options(shop, product, extension.get("configurable_product_options") or [])
    if variants is not None:
        _link_children(shop, product, variants)
    _set_extension(shop, product, extension)
    product.saved_at = shop.now()


def _part(body: Any, name: str) -> dict[str, Any]:
    fields = body.get(name) if isinstance(body, dict) else None
    if not isinstance(fields, dict):
        raise required(name)
    return fields


def _set_fields(shop: Shop, product: Product, fields: dict[str, Any]) -> None:
    for name in ("name", "status", "visibility"):
        if fields.get(name) is not None:
            setattr(product, name, fields[name])
    for name in ("price", "weight"):
        if fields.get(name) is not None:
            setattr(product, name, decimal(fields[name]))
    given = {row["attribute_code"]: row.get("value") for row in fields.get("custom_attributes") or []}
    if "category_ids" in given:
        product.categories = tuple(int(number) for number in given.pop("category_ids") or ())
    known = {code: value for code, value in given.items() if shop.attributes.knows(code)}
    product.attributes = dict(product.attributes) | known
    if "tax_class_id" in known:
        untaxed = str(known["tax_class_id"]) == UNTAXED
        product.tax_percent = Decimal(0) if untaxed else decimal(shop.product_tax_percent)
    if fields.get("product_links") is not None:
        product.links = [_link(shop, row) for row in fields["product_links"]]


def _link(shop: Shop, row: dict[str, Any]) -> tuple[str, Product]:
    linked, kind = shop.find_product(str(row.get("linked_product_sku"))), str(row.get("link_type"))
    if linked is None or kind not in LINK_TYPES:
        raise not_found()
    return kind, linked


def _set_extension(shop: Shop, product: Product, extension: dict[str, Any]) -> None:
    if extension.get("website_ids") is not None:
        product.websites = tuple(int(number) for number in extension["website_ids"])
    if extension.get("category_links") is not None:
        product.categories = tuple(int(row["category_id"]) for row in extension["category_links"])
    item = extension.get("stock_item") or {}
    if product.has_stock and item.get("qty") is not None:
        quantity = decimal(item["qty"])
        shop.stock.set_source_item(product.sku, quantity, in_stock=bool(item.get("is_in_stock", quantity > 0)))


def _set_options(shop: Shop, product: Product, rows: list[dict[str, Any]]) -> None:
    options = dict(product.super_attributes)
    for index, row in enumerate(rows):
        attribute = shop.attributes.by_id(str(row.get("attribute_id")))
        if attribute is None:
            raise not_found()
        key = str(attribute.id)
        number = options[key].number if key in options else shop.numbers.id("super_attribute")
        label = str(row.get("label") or attribute.label)
        options[key] = SuperAttribute(number, key, label, int(row.get("position") or index))
    product.super_attributes = options


def _variants(shop: Shop, fields: dict[str, Any]) -> list[Product] | None:
    """Return the products to link as children, None if links are not spoken of. Raise Refusal before any change."""
    numbers = (fields.get("extension_attributes") or {}).get("configurable_product_links")
    if numbers is None:
        return None
    by_id = {product.id: product for product in shop.products.values()}
    if any(int(number) not in by_id for number in numbers):
        raise not_found()
    return [by_id[int(number)] for number in numbers]


def _link_children(shop: Shop, product: Product, variants: list[Product]) -> None:
    """Make exactly these the children; each needs a value of every option, and no two may have the same."""
    codes = {key: shop.attributes.by_id(key) for key in product.super_attributes}
    seen: dict[tuple[tuple[str, int], ...], Product] = {}
    for variant in variants:
        values = tuple((key, _value(variant, attribute)) for key, attribute in codes.items() if attribute is not None)
        if values in seen:
            names = [variant.sku, seen[values].sku]
            raise Refusal(400, 'Products "%1" and "%2" have the same set of attribute values.', names)
        seen[values] = variant
    for child in children(shop, product):
        child.parent, child.options = None, ()
    for values, variant in seen.items():
        variant.parent, variant.options = product, values


def _value(variant: Product, attribute: Attribute) -> int:
    value = variant.attributes.get(attribute.code)
    if value in (None, ""):
        names = [variant.id, attribute.code]
        raise Refusal(400, 'Product with id "%1" does not contain required attribute "%2".', names)
    return int(str(value))


def save_attribute(shop: Shop, body: Any) -> Record:
    """Make an attribute with its value labels."""
    fields = _part(body, "attribute")
    code = str(fields.get("attribute_code") or "")
    if not code:
        raise required("attribute_code")
    with shop.mutex:
        if shop.attributes.knows(code):
            raise Refusal(400, "An attribute with the same code (%1) already exists.", [code])
        labels = [row.get("label") for row in fields.get("frontend_labels") or []]
        label = str(fields.get("default_frontend_label") or next(iter(labels), None) or code)
        values = [str(row["label"]) for row in fields.get("options") or [] if row.get("label", "").strip()]
        kind = str(fields.get("frontend_input") or "text")
        return shop.attributes.add(code, label, values, kind=kind).record()


def save_attribute_option(shop: Shop, code: str, body: Any) -> str:
    """Add one value to choose; return its number, as text."""
    fields = _part(body, "option")
    if not fields.get("label"):
        raise required("label")
    with shop.mutex:
        if shop.attributes.by_code(code) is None:
            raise not_found()
        return str(shop.attributes.add_value(code, str(fields["label"])))


def save_category(shop: Shop, body: Any) -> Record:
    """Make a category below `parent_id`, the shop's root by default."""
    fields = _part(body, "category")
    if not fields.get("name"):
        raise required("name")
    with shop.mutex:
        parent = int(fields.get("parent_id") or ROOT_CATEGORY)
        above = shop.categories.get(parent)
        if above is None:
            raise not_found()
        number, now = ROOT_CATEGORY + shop.numbers.id("category"), shop.now()
        record: Record = {
            "id": number,
            "parent_id": parent,
            "name": str(fields["name"]),
            "is_active": bool(fields.get("is_active", True)),
            "position": sum(row["parent_id"] == parent for row in shop.categories.values()) + 1,
            "level": above["level"] + 1,
            "children": "",
            "created_at": now,
            "updated_at": now,
            "path": f"{above['path']}/{number}",
            "available_sort_by": [],
            "include_in_menu": bool(fields.get("include_in_menu", True)),
            "custom_attributes": [],
        }
        shop.categories[number] = record
        above["children"] = ",".join(filter(None, (above["children"], str(number))))
        return record
