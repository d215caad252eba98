"""Attribute sets of products: which attributes an article of a set has. A set is copied from another one.

Not recorded: fields and answers follow Magento's public REST schema, refusals its source. The stand-in's articles take
every attribute there is, whatever set they say they are of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.magento.money import Record
from sandbox.magento.refusals import Refusal, integer, no_such, required

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

DEFAULT, ENTITY = 4, 4  # the set "Default" of products, and the number of their entity type
GROUPS = ("Product Details", "Content")
FIRST_OWN, FIRST_GROUP = 9, 20  # what came before is Magento's own
SET_COLUMNS = frozenset(("attribute_set_id", "attribute_set_name", "sort_order", "entity_type_id"))
GROUP_COLUMNS = frozenset(("attribute_group_id", "attribute_group_name", "attribute_set_id"))


@dataclass
class AttributeSet:
    """One set. `codes`: the shop's own attributes that it holds, besides those that every set has."""

    id: int
    name: str
    sort_order: int = 0
    codes: list[str] = field(default_factory=list)

    def record(self) -> Record:
        return {
            "attribute_set_id": self.id,
            "attribute_set_name": self.name,
            "sort_order": self.sort_order,
            "entity_type_id": ENTITY,
        }

    def groups(self) -> list[Record]:
        first = FIRST_GROUP + self.id * len(GROUPS)
        named = enumerate(GROUPS, start=first)
        return [
            {"attribute_group_id": str(number), "attribute_group_name": name, "attribute_set_id": self.id}
            for number, name in named
        ]


def first_sets() -> dict[int, AttributeSet]:
    return {DEFAULT: AttributeSet(DEFAULT, "Default", 1)}


def create(shop: Shop, body: Any) -> Record:
    """Copy the set `skeletonId` under another name."""
    given = _object(body)
    fields = given.get("attributeSet")
    if not isinstance(fields, dict):
        raise required("attributeSet")
    name = str(fields.get("attribute_set_name") or "")
    if not name:
        raise required("attribute_set_name")
    with shop.mutex:
        skeleton = _set(shop, given, "skeletonId")
        if any(one.name == name for one in shop.attribute_sets.values()):
            raise Refusal(400, 'A "%1" attribute set name already exists. Create a new name and try again.', [name])
        number = FIRST_OWN - 1 + shop.numbers.id("attribute_set")
        made = AttributeSet(number, name, int(fields.get("sort_order") or 0), list(skeleton.codes))
        shop.attribute_sets[number] = made
        return made.record()


def assign(shop: Shop, body: Any) -> int:
    """Put an attribute into a group of a set; return a number for the pair."""
    given = _object(body)
    with shop.mutex:
        found = _set(shop, given, "attributeSetId")
        group = integer("attributeGroupId", _given(given, "attributeGroupId"))
        attribute = shop.attributes.by_code(str(_given(given, "attributeCode")))
        if attribute is None:
            raise no_such("attributeCode", given["attributeCode"])
        if str(group) not in {row["attribute_group_id"] for row in found.groups()}:
            raise Refusal(400, "The attribute group doesn't belong to the attribute set.")
        if attribute.code not in found.codes:
            found.codes.append(attribute.code)
        return attribute.id


def attributes_of(shop: Shop, number: int) -> list[Record]:
    """What the set holds of the shop's own attributes."""
    found = shop.attribute_sets.get(number)
    if found is None:
        raise no_such("attributeSetId", number)
    held = [shop.attributes.by_code(code) for code in found.codes]
    return [attribute.record() for attribute in held if attribute is not None]


def _object(body: Any) -> Mapping[str, Any]:
    return body if isinstance(body, dict) else {}


def _given(given: Mapping[str, Any], name: str) -> Any:
    if given.get(name) is None:
        raise required(name)
    return given[name]


def _set(shop: Shop, given: Mapping[str, Any], name: str) -> AttributeSet:
    number = integer(name, _given(given, name))
    found = shop.attribute_sets.get(number)
    if found is None:
        raise no_such("attributeSetId", number)
    return found
