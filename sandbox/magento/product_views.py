"""Products as single reads show them: with stock, and a configurable with what its children differ in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.magento.catalog import Product, SuperAttribute
from sandbox.magento.money import Record
from sandbox.magento.stock_answers import stock_item

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop


def children(shop: Shop, product: Product) -> list[Product]:
    return [child for child in shop.products.values() if child.parent is product]


def found(shop: Shop, product: Product) -> Record:
    """Return a product as a search shows it."""
    record = product.record()
    if product.kind == "configurable":
        record["extension_attributes"]["configurable_product_options"] = options(shop, product)
        record["extension_attributes"]["configurable_product_links"] = [child.id for child in children(shop, product)]
    return record


def single(shop: Shop, product: Product) -> Record:
    record = found(shop, product)
    record["extension_attributes"]["stock_item"] = stock_item(shop, product)
    return record


def options(shop: Shop, product: Product) -> list[Record]:
    """Return a configurable's options: attribute ids as text, and the value indexes its children have."""
    values: dict[str, list[int]] = {number: [] for number in product.super_attributes}
    for child in children(shop, product):
        for attribute_id, value in child.options:
            known = values.setdefault(attribute_id, [])
            if value not in known:
                known.append(value)
    rows = [_super_attribute(shop, product, attribute_id) for attribute_id in values]
    return [
        {
            "id": row.number,
            "attribute_id": row.attribute_id,
            "label": row.label,
            "position": row.position,
            "values": [{"value_index": value} for value in values[row.attribute_id]],
            "product_id": product.id,
        }
        for row in sorted(rows, key=lambda row: int(row.attribute_id))
    ]


def _super_attribute(shop: Shop, product: Product, attribute_id: str) -> SuperAttribute:
    """Return the row, made at first sight where a builder only gave children: their order is its position."""
    with shop.mutex:
        row = product.super_attributes.get(attribute_id)
        if row is None:
            attribute = shop.attributes.by_id(attribute_id)
            label = attribute.label if attribute is not None else attribute_id
            number, position = shop.numbers.id("super_attribute"), len(product.super_attributes)
            row = product.super_attributes[attribute_id] = SuperAttribute(number, attribute_id, label, position)
    return row
