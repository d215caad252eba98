"""Articles: the attributes and categories a policy asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from connector.magento.client import is_entity_id
from connector.magento.criteria import Filter
from connector.magento.values import Record, identifier, record, records, text
from connector.ports.shop import Product, ShopLine

AT_ONCE = 50  # SKUs a call, so that the address stays below 8 kB even with long ones
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = frozenset({"id", "sku", "custom_attributes", "extension_attributes"})


def batches(lines: Sequence[ShopLine]) -> Iterator[list[ShopLine]]:
    """Lines with a SKU, each article once, in handfuls that fit into one call."""
    known = list({(line.sku, line.product_id): line for line in lines if line.sku.strip()}.values())
    for start in range(0, len(known), AT_ONCE):
        yield known[start : start + AT_ONCE]


def filters(lines: Sequence[ShopLine]) -> list[Filter]:
    """Articles by their SKU, parents of variants by the id that the order's line holds, all in one group (OR).

    `in` splits its value on commas: a SKU that holds one gets a filter of its own.
    """
    skus = list(dict.fromkeys(line.sku for line in lines))
    plain = ",".join(sku for sku in skus if "," not in sku)
    parents = ",".join(dict.fromkeys(line.product_id for line in lines if _of_parent(line)))
    return [
        *([Filter("sku", plain, "in")] if plain else []),
        *(Filter("sku", sku) for sku in skus if "," in sku),
        *([Filter("entity_id", parents, "in")] if parents else []),
    ]


def _of_parent(line: ShopLine) -> bool:
    """Whether `product_id` is another article than the SKU's: a configurable line has its variant's SKU."""
    return line.product_type == "configurable" and is_entity_id(line.product_id)


def fields(attributes: Sequence[str]) -> str:
    """A few attributes (name, price, weight) stand beside `custom_attributes`; unknown names are ignored there.

    A code that is none would make the whole projection malformed, which Magento answers with an empty list.
    """
    codes = [code for code in dict.fromkeys(attributes) if _CODE.fullmatch(code) and code not in _RESERVED]
    return ",".join(["id", "sku", *codes, "custom_attributes", "extension_attributes[category_links]"])


def by_sku(found: Sequence[Record], wanted: Sequence[ShopLine], attributes: Sequence[str]) -> dict[str, Product]:
    """Key what was found as it was asked for, since Magento ignores case; what only resembles a SKU (Magento's `é`
    equals `e`) is left out."""
    skus = {text(product, "sku").casefold(): product for product in found}
    ids = {identifier(product, "id"): product for product in found if product.get("id")}
    known: dict[str, Product] = {}
    for line in wanted:
        own = skus.get(line.sku.casefold())
        parent = ids.get(line.product_id) if _of_parent(line) else None
        if own is not None:
            known[line.sku] = product_from(own, None if parent is own else parent, line.sku, attributes)
    return known


def product_from(own: Record, parent: Record | None, sku: str, attributes: Sequence[str]) -> Product:
    """Read one product; for a variant, what it does not say is its parent's; it is in the categories of both."""
    inherited = {} if parent is None else _attributes(parent, attributes)
    return Product(
        sku=sku,
        attributes=inherited | _attributes(own, attributes),
        categories=_categories(own) | (frozenset() if parent is None else _categories(parent)),
        parent=None if parent is None else text(parent, "sku"),
    )


def _attributes(product: Record, codes: Sequence[str]) -> dict[str, str]:
    custom = custom_attributes(product)
    told = {code: _as_text(custom.get(code, product.get(code))) for code in codes if code not in _RESERVED}
    return {code: value for code, value in told.items() if value is not None}


def custom_attributes(product: Record) -> dict[str, object]:
    return {text(entry, "attribute_code"): entry.get("value") for entry in records(product, "custom_attributes")}


def _categories(product: Record) -> frozenset[str]:
    listed = custom_attributes(product).get("category_ids")
    extension = product.get("extension_attributes") or {}  # PHP writes an empty object as []
    links = records(record(extension, "extension_attributes"), "category_links")
    ids = listed if isinstance(listed, list) else []
    return frozenset({str(entry) for entry in ids} | {str(link.get("category_id")) for link in links})


def _as_text(value: object) -> str | None:
    """Attribute values as text: a multiselect's list joined with commas, flags as 0 and 1, objects unknown."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, str | int | Decimal):
        return str(value)
    if isinstance(value, list):
        return ",".join(part for part in map(_as_text, value) if part is not None)
    return None
