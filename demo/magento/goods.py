"""The run's own articles, made over REST: two simple ones, and a shirt in sizes and colours."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from connector.domain.errors import RetourError
from connector.magento.client import MagentoClient, segment
from connector.magento.criteria import Filter
from connector.ports.errors import NotConnected, NotFound
from demo.magento.place import LeftOut, Place

ALL = "all"  # what is saved here holds in every store view
PRODUCT_ENTITY = "4"  # Magento's number of the entity type catalog_product
DEFAULT_SET = 4  # of attributes: the one that Magento comes with
SET_NAME = "Retour demo"  # of the attribute set, which later runs use again
NOT_ALONE, EVERYWHERE = 1, 4  # visibility
PLENTY = 100
SALABLE_WITHIN = 120.0  # seconds, where an index is updated by schedule
SIZES, COLOURS = ("S", "M", "L", "XL"), ("Blue", "Red")
VARIANTS = {  # cheaper: a red S; dearer: an XL
    ("S", "Blue"): "36.00",
    ("M", "Blue"): "36.00",
    ("L", "Blue"): "36.00",
    ("XL", "Blue"): "42.00",
    ("S", "Red"): "30.00",
    ("M", "Red"): "36.00",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Units of one article for a cart. `options`: attribute id -> value, of a configurable one."""

    sku: str
    units: int = 1
    options: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tee:
    """The configurable article: SKU of each variant, and the values by which a cart names it."""

    sku: str
    variants: Mapping[tuple[str, str], str]
    values: Mapping[tuple[str, str], Mapping[str, int]]

    def wanted(self, size: str, colour: str = "Blue") -> Wanted:
        return Wanted(self.sku, 1, self.values[size, colour])


@dataclass(frozen=True, slots=True)
class Axis:
    id: int
    code: str
    label: str
    values: Mapping[str, int]  # label -> value


class Goods:
    """`made`: SKUs, newest first, for the cleaning up. `traces`: what stays in the shop for good."""

    def __init__(self, client: MagentoClient, place: Place, run: str) -> None:
        self._client, self._place, self._run = client, place, run
        self.made: list[str] = []
        self.traces: list[str] = []
        self.no_tee = "it was not made"
        self._tee: Tee | None = None

    @property
    def mug(self) -> str:
        return f"RT-{self._run}-MUG"

    @property
    def vase(self) -> str:
        return f"RT-{self._run}-VASE"

    @property
    def tee(self) -> Tee:
        """Raise LeftOut where this shop has none."""
        if self._tee is None:
            raise LeftOut(f"no article in sizes and colours could be made: {self.no_tee}")
        return self._tee

    def furnish(self, step: Callable[[str], None]) -> None:
        """Make everything; where there can be no sizes and colours, remember why."""
        self._simple(self.mug, "Mug", "18.50")
        self._simple(self.vase, "Vase", "24.00")
        step(f"articles made: {self.mug}, {self.vase}")
        try:
            self._tee = self._configurable()
            step(f"article made: {self._tee.sku}, in {len(VARIANTS)} variants")
        except LeftOut as reason:
            self.no_tee = str(reason)
        except NotConnected as error:
            self.no_tee = f"the token lacks the permission {error.missing or 'for it'}"
        except RetourError as error:
            self.no_tee = f"the shop said {type(error).__name__}: {error}"
        if self._tee is None:
            step(f"no article in sizes and colours: {self.no_tee}")
        self._wait_until_salable()
        step("all of them can be sold")

    # --- stock ------------------------------------------------------------------------------------------------------

    def salable(self, sku: str) -> Decimal:
        """Units that can be sold right now, reservations taken off."""
        if self._place.stock is None:
            return Decimal(self._client.get(f"stockStatuses/{segment(sku)}")["qty"])
        path = f"inventory/get-product-salable-quantity/{segment(sku)}/{self._place.stock}"
        return Decimal(self._client.get(path))

    def set_stock(self, sku: str, units: int) -> None:
        stock = {"qty": units, "is_in_stock": units > 0}
        self._client.put(f"products/{segment(sku)}", {"product": _extended(sku, {"stock_item": stock})}, ALL)

    def _wait_until_salable(self) -> None:
        until = time.monotonic() + SALABLE_WITHIN
        parents = {self._tee.sku} if self._tee else set()
        for sku in [each for each in self.made if each not in parents]:
            while self.salable(sku) < 1:
                if time.monotonic() > until:
                    raise RetourError(
                        f"{sku} cannot be sold {SALABLE_WITHIN:.0f} s after it was made: is an index stuck?"
                    )
                time.sleep(1)

    # --- products ---------------------------------------------------------------------------------------------------

    def _simple(self, sku: str, name: str, price: str, set_id: int = 0, **custom: int) -> int:
        more: dict[str, Any] = {"stock_item": {"qty": PLENTY, "is_in_stock": True}}
        fields = {"name": name, "price": float(price), "type_id": "simple", "weight": 1}
        fields["visibility"] = NOT_ALONE if custom else EVERYWHERE
        return self._save(sku, fields, set_id, more, {code: str(value) for code, value in custom.items()})

    def _save(
        self, sku: str, fields: dict[str, Any], set_id: int, more: dict[str, Any], custom: Mapping[str, str]
    ) -> int:
        """Make one product; return its id. `url_key`: Magento makes it of the name, and wants every one but once."""
        more = {"website_ids": [self._place.website], **more}
        attributes = {"url_key": sku.lower(), **custom}
        product = _extended(sku, more) | fields | {"status": 1, "attribute_set_id": set_id or DEFAULT_SET}
        product["custom_attributes"] = [{"attribute_code": code, "value": value} for code, value in attributes.items()]
        made = int(self._client.post("products", {"product": product}, ALL)["id"])
        self.made.insert(0, sku)
        return made

    def _configurable(self) -> Tee:
        size, colour = self._axis("size", "Size", SIZES), self._axis("color", "Color", COLOURS)
        set_id = self._set_with(size, colour)
        parent = f"RT-{self._run}-TEE"
        children, variants, values = [], {}, {}
        for (big, tint), price in VARIANTS.items():
            sku = f"{parent}-{big}-{tint.upper()}"
            chosen = {size.code: size.values[big], colour.code: colour.values[tint]}
            children.append(self._simple(sku, f"Organic Tee {tint} {big}", price, set_id, **chosen))
            variants[big, tint] = sku
            values[big, tint] = {str(size.id): size.values[big], str(colour.id): colour.values[tint]}
        options = [
            {
                "attribute_id": str(axis.id),
                "label": axis.label,
                "position": place,
                "values": [{"value_index": value} for value in axis.values.values()],
            }
            for place, axis in enumerate((size, colour))
        ]
        links = {"configurable_product_options": options, "configurable_product_links": children}
        more = {**links, "stock_item": {"is_in_stock": True}}
        fields = {"name": "Organic Tee", "price": 36, "type_id": "configurable", "visibility": EVERYWHERE}
        self._save(parent, fields, set_id, more, {})
        return Tee(parent, variants, values)

    # --- attributes -------------------------------------------------------------------------------------------------

    def _axis(self, code: str, label: str, wanted: tuple[str, ...]) -> Axis:
        """The shop's own attribute with the values it has; what is missing is added. Raise LeftOut for an attribute of
        this name that no variants can be told apart by."""
        try:
            found = self._client.get(f"products/attributes/{code}")
        except NotFound:
            found = self._new_attribute(code, label)
        if found["frontend_input"] != "select" or found.get("scope", "global") != "global":
            raise LeftOut(f"the shop's attribute {code} is not a global choice from a list")
        known = {str(each["label"]).strip(): str(each["value"]) for each in found.get("options") or []}
        for each in wanted:
            if not known.get(each):
                self._client.post(f"products/attributes/{code}/options", {"option": {"label": each}}, ALL)
                self.traces.append(f"value {each} of attribute {code}")
        told = self._client.get(f"products/attributes/{code}/options")
        known = {str(each["label"]).strip(): str(each["value"]) for each in told}
        if not all(known.get(each) for each in wanted):
            raise LeftOut(f"the shop's attribute {code} does not take the values {', '.join(wanted)}")
        values = {each: int(known[each]) for each in wanted}
        return Axis(int(found["attribute_id"]), code, str(found.get("default_frontend_label") or label), values)

    def _new_attribute(self, code: str, label: str) -> Any:
        attribute = {
            "attribute_code": code,
            "frontend_input": "select",
            "entity_type_id": PRODUCT_ENTITY,
            "is_required": False,
            "scope": "global",
            "default_frontend_label": label,
            "frontend_labels": [],
        }
        made = self._client.post("products/attributes", {"attribute": attribute}, ALL)
        self.traces.append(f"attribute {code}")
        return made

    def _sets(self) -> dict[str, int]:
        wanted = [Filter("attribute_set_id", "0", "gt")]
        found = self._client.search("products/attribute-sets/sets/list", wanted, "attribute_set_id,attribute_set_name")
        return {str(each["attribute_set_name"]): int(each["attribute_set_id"]) for each in found}

    def _set_with(self, *axes: Axis) -> int:
        """An attribute set of ours that holds these attributes: the merchant's own sets stay as they are."""
        sets = self._sets()
        set_id = sets.get(SET_NAME)
        if set_id is None:
            body = {
                "attributeSet": {"attribute_set_name": SET_NAME, "sort_order": 100},
                "skeletonId": DEFAULT_SET,
            }
            set_id = int(self._client.post("products/attribute-sets", body)["attribute_set_id"])
            self.traces.append(f"attribute set {SET_NAME}")
        there = {each["attribute_code"] for each in self._client.get(f"products/attribute-sets/{set_id}/attributes")}
        groups = self._groups(set_id)
        for axis in axes:
            if axis.code not in there:
                body = {"attributeSetId": set_id, "attributeGroupId": groups[0], "attributeCode": axis.code}
                self._client.post("products/attribute-sets/attributes", {**body, "sortOrder": 100})
        return set_id

    def _groups(self, set_id: int) -> list[int]:
        wanted = [Filter("attribute_set_id", str(set_id))]
        path = "products/attribute-sets/groups/list"
        found = self._client.search(path, wanted, "attribute_group_id,attribute_group_name")
        return sorted(int(each["attribute_group_id"]) for each in found)


def _extended(sku: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return {"sku": sku, "extension_attributes": dict(more)}
