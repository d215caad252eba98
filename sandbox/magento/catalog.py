"""Products: simple, virtual, configurable ones with their children, bundles that cost what their parts cost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.magento.money import Record

ATTRIBUTE_SET = 4
COMPOSITE = ("configurable", "bundle")  # have no price and no stock of their own
NOT_VISIBLE, CATALOG_AND_SEARCH = 1, 4
LINK_TYPES = {"related": 1, "crosssell": 5, "upsell": 4, "associated": 3}  # names and codes, as listed

FIRST_CATEGORIES: dict[int, Record] = {  # Magento's own two; a shop's are below the second
    1: {"id": 1, "parent_id": 0, "name": "Root Catalog", "is_active": True, "level": 0, "path": "1", "children": "2"},
    2: {
        "id": 2,
        "parent_id": 1,
        "name": "Default Category",
        "is_active": True,
        "level": 1,
        "path": "1/2",
        "children": "",
    },
}


@dataclass
class SuperAttribute:
    """What a configurable's children differ in; `number` is the row's own id."""

    number: int
    attribute_id: str
    label: str
    position: int


@dataclass
class Product:
    """One product. Prices are in base currency, without tax unless the shop enters them with it (`prices_incl_tax`).

    `options` of a configurable's child: (attribute id, value index). `parts` of a bundle: article and quantity in one
    kit; `separately`: its parts may be shipped one by one. `visibility` None: as a child not visible alone, else in
    catalogue and search. `links`: (type, SKU), as shown.
    """

    id: int
    sku: str
    name: str
    price: Decimal
    tax_percent: Decimal
    kind: str = "simple"  # simple, virtual, configurable or bundle
    attributes: Mapping[str, object] = field(default_factory=dict)
    categories: Sequence[int] = ()
    parent: Product | None = None
    options: Sequence[tuple[str, int]] = ()
    parts: Sequence[tuple[Product, int]] = ()
    separately: bool = False
    made_at: str = ""
    status: int = 1
    visibility: int | None = None
    weight: Decimal = Decimal(1)
    websites: Sequence[int] = (1,)
    links: list[tuple[str, Product]] = field(default_factory=list)
    super_attributes: dict[str, SuperAttribute] = field(default_factory=dict)  # by attribute id
    saved_at: str = ""

    @property
    def has_stock(self) -> bool:
        """Whether units of it lie on a shelf; a configurable is as available as its children."""
        return self.kind in ("simple", "virtual")

    @property
    def list_price(self) -> Decimal:
        """The price of one: of a bundle the sum of its parts'."""
        return sum((part.price * each for part, each in self.parts), Decimal(0)) if self.parts else self.price

    def record(self) -> Record:
        """Return the product as a search result shows it."""
        extension: Record = {"website_ids": list(self.websites)}
        if self.categories:
            extension["category_links"] = [
                {"position": 0, "category_id": str(category)} for category in self.categories
            ]
        record: Record = {
            "id": self.id,
            "sku": self.sku,
            "name": self.name,
            "attribute_set_id": ATTRIBUTE_SET,
            "price": Decimal(0) if self.kind in COMPOSITE else self.price,
            "status": self.status,
            "visibility": self.visibility or (NOT_VISIBLE if self.parent else CATALOG_AND_SEARCH),
            "type_id": self.kind,
            "created_at": self.made_at,
            "updated_at": self.saved_at or self.made_at,
            "extension_attributes": extension,
            "product_links": [link for kind in LINK_TYPES for link in self.links_of(kind)],
            "options": [],
            "media_gallery_entries": [],
            "tier_prices": [],
            "custom_attributes": self._custom_attributes(),
        }
        if self.kind != "virtual":
            record["weight"] = self.weight
        return record

    def links_of(self, kind: str) -> list[Record]:
        """Return its links of one type: related, crosssell, upsell."""
        linked = [product for name, product in self.links if name == kind]
        return [
            {
                "sku": self.sku,
                "link_type": kind,
                "linked_product_sku": product.sku,
                "linked_product_type": product.kind,
                "position": position,
            }
            for position, product in enumerate(linked, start=1)
        ]

    def child_record(self) -> Record:
        """Return it as one of a configurable's children: without stock, websites and options."""
        left_out = ("extension_attributes", "options")
        record = {key: value for key, value in self.record().items() if key not in left_out}
        rows = [row for row in record["custom_attributes"] if row["attribute_code"] != "options_container"]
        return record | {"custom_attributes": rows}

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
