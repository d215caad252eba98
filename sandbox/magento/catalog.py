"""Products: simple, virtual, and configurable ones with their children."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.magento.money import Record

ATTRIBUTE_SET = 4
NOT_VISIBLE, CATALOG_AND_SEARCH = 1, 4


@dataclass
class Product:
    """One product. Prices are in base currency, without tax. `options` of a child: (attribute id, value index)."""

    id: int
    sku: str
    name: str
    price: Decimal
    tax_percent: Decimal
    kind: str = "simple"  # simple, virtual or configurable
    attributes: Mapping[str, object] = field(default_factory=dict)
    categories: Sequence[int] = ()
    parent: Product | None = None
    options: Sequence[tuple[str, int]] = ()
    made_at: str = ""

    def record(self) -> Record:
        """Return the product as a search result shows it."""
        extension: Record = {"website_ids": [1]}
        if self.categories:
            extension["category_links"] = [
                {"position": 0, "category_id": str(category)} for category in self.categories
            ]
        record: Record = {
            "id": self.id,
            "sku": self.sku,
            "name": self.name,
            "attribute_set_id": ATTRIBUTE_SET,
            "price": Decimal(0) if self.kind == "configurable" else self.price,
            "status": 1,
            "visibility": NOT_VISIBLE if self.parent else CATALOG_AND_SEARCH,
            "type_id": self.kind,
            "created_at": self.made_at,
            "updated_at": self.made_at,
            "extension_attributes": extension,
            "product_links": [],
            "options": [],
            "media_gallery_entries": [],
            "tier_prices": [],
            "custom_attributes": self._custom_attributes(),
        }
        if self.kind != "virtual":
            record["weight"] = 1
        return record

    def _custom_attributes(self) -> list[Record]:
        slug = re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")
        values: dict[str, object] = {
            "options_container": "container2",
            "msrp_display_actual_price_type": "0",
            "url_key": slug,
            "required_options": "0",
            "has_options": "0",
            "tax_class_id": "2",
        }
        values |= {code: value if isinstance(value, list) else str(value) for code, value in self.attributes.items()}
        values["category_ids"] = [str(category) for category in self.categories]
        return [{"attribute_code": code, "value": value} for code, value in values.items()]
