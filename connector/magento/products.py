"""Articles: the attributes and categories a policy asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from connector.magento.criteria import Filter
from connector.magento.values import Record, record, records, text
from connector.ports.shop import Product

AT_ONCE = 50  # SKUs a call, so that the address stays below 8 kB even with long ones
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = frozenset({"sku", "custom_attributes", "extension_attributes"})


def batches(skus: Sequence[str]) -> Iterator[list[str]]:
    known = [sku for sku in dict.fromkeys(skus) if sku.strip()]
    for start in range(0, len(known), AT_ONCE):
        yield known[start : start + AT_ONCE]


def filters(skus: Sequence[str]) -> list[Filter]:
    """`in` splits its value on commas: a SKU that holds one gets a filter of its own, in the same group (OR)."""
    plain = ",".join(sku for sku in skus if "," not in sku)
    return [
        *([Filter("sku", plain, "in")] if plain else []),
        *(Filter("sku", sku) for sku in skus if "," in sku),
    ]


def fields(attributes: Sequence[str]) -> str:
    """A few attributes (name, price, weight) stand beside `custom_attributes`; unknown names are ignored there.

    A code that is none would make the whole projection malformed, which Magento answers with an empty list.
    """
    codes = [code for code in dict.fromkeys(attributes) if _CODE.fullmatch(code) and code not in _RESERVED]
    return ",".join(["sku", *codes, "custom_attributes", "extension_attributes[category_links]"])


def product_from(product: Record, sku: str, attributes: Sequence[str]) -> Product:
    """Read one product; `sku` as it was asked for, since Magento ignores case."""
    custom = {text(entry, "attribute_code"): entry.get("value") for entry in records(product, "custom_attributes")}
    told = {code: _as_text(custom.get(code, product.get(code))) for code in attributes if code not in _RESERVED}
    return Product(
        sku=sku,
        attributes={code: value for code, value in told.items() if value is not None},
        categories=_categories(product, custom.get("category_ids")),
    )


def by_sku(found: Sequence[Record], wanted: Sequence[str], attributes: Sequence[str]) -> dict[str, Product]:
    """Key what was found as it was asked for; what only resembles a SKU (Magento's `é` equals `e`) is left out."""
    folded = {text(product, "sku").casefold(): product for product in found}
    return {sku: product_from(folded[sku.casefold()], sku, attributes) for sku in wanted if sku.casefold() in folded}


def _categories(product: Record, listed: object) -> frozenset[str]:
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
