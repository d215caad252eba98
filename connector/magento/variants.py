"""The variants of a configurable article: which there are, and in which words the customer chooses between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from connector.magento.client import MagentoClient, segment
from connector.magento.memory import CATALOGUE, UNCHANGING, Memory
from connector.magento.products import custom_attributes
from connector.magento.stores import Stores
from connector.magento.values import Record, identifier, number, record, records, required_number, text
from connector.ports.errors import NotFound
from connector.ports.shop import ShopLine, Variant

CHILD_FIELDS = "id,sku,name,price,status,custom_attributes[attribute_code,value]"
ATTRIBUTE_FIELDS = "attribute_id,attribute_code,default_frontend_label,options"
ENABLED = 1
LONGEST_VALUE = 32  # of an attribute: what is longer is a text, neither chosen from a list nor worth remembering


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing customers choose: an attribute's code, and the words of its values (value index as text -> label)."""

    id: str
    code: str
    labels: dict[str, str]


class Variants:
    def __init__(self, client: MagentoClient, stores: Stores, memory: Memory) -> None:
        self._client = client
        self._stores = stores
        self._memory = memory

    def of(self, line: ShopLine, parent: str, store: str) -> tuple[Variant, ...]:
        """Labels come in the order of `line.choices`. None at all where what the line chose between can no longer be
        told: an attribute is gone, or the article has become another."""
        if not line.choices:
            return ()
        view = self._stores.view(store).code
        children = self._children(parent, view)
        axes = [self._axis(attribute, index, children, view) for attribute, index in line.choices.items()]
        known = [axis for axis in axes if axis is not None]
        if len(known) < len(axes):
            return ()
        variants = (variant_from(child, known) for child in children)
        return tuple(variant for variant in variants if variant is not None)

    def related(self, sku: str) -> tuple[str, ...]:
        """By the position that the merchant gave them."""
        links = records({"links": self._client.get(f"products/{segment(sku)}/links/related")}, "links")
        links.sort(key=lambda link: number(link, "position"))
        return tuple(text(link, "linked_product_sku") for link in links)

    def _children(self, parent: str, view: str) -> list[Record]:
        def read() -> list[Record]:
            path = f"configurable-products/{segment(parent)}/children"
            found = records({"children": self._client.get(path, [("fields", CHILD_FIELDS)], view)}, "children")
            return [_slim(child) for child in found]

        return self._memory.recall(self._client.base_url, ("children", view, parent), CATALOGUE, read)

    def _axis(self, attribute: str, index: int, children: Sequence[Record], view: str) -> Axis | None:
        """Find an attribute by its id, which no call takes: among the codes whose value some child has as the customer
        chose it, the one that says it has this id."""
        for code in candidates(index, children):
            found = self._attribute(code, view)
            if found is not None and found.id == attribute:
                return found
        return None

    def _attribute(self, code: str, view: str) -> Axis | None:
        def read() -> Axis | None:
            try:
                path = f"products/attributes/{segment(code)}"
                answer = record(self._client.get(path, [("fields", ATTRIBUTE_FIELDS)], view), "attribute")
            except NotFound:
                return None
            labels = {str(option.get("value")): text(option, "label") for option in records(answer, "options")}
            return Axis(identifier(answer, "attribute_id"), code, labels)

        return self._memory.recall(self._client.base_url, ("attribute", view, code), UNCHANGING, read)


def _slim(child: Record) -> Record:
    """A child without its texts, such as descriptions."""
    entries = records(child, "custom_attributes")
    short = [entry for entry in entries if len(str(entry.get("value"))) <= LONGEST_VALUE]
    return {**child, "custom_attributes": short}


def candidates(index: int, children: Sequence[Record]) -> list[str]:
    """Codes of attributes that have this value in some child; first those in which the children differ most, since
    `tax_class_id` may be 7 in all of them."""
    values: dict[str, set[str]] = {}
    for child in children:
        for code, value in custom_attributes(child).items():
            if isinstance(value, str | int):
                values.setdefault(code, set()).add(str(value))
    fitting = [code for code, found in values.items() if str(index) in found]
    return sorted(fitting, key=lambda code: (len(values[code]) == 1, len(values[code]) == len(children), code))


def variant_from(child: Record, axes: Sequence[Axis]) -> Variant | None:
    """Read one child; None where it has no value that could be chosen."""
    custom = custom_attributes(child)
    labels = tuple(axis.labels.get(str(custom.get(axis.code)), "") for axis in axes)
    if not all(label.strip() for label in labels):
        return None
    return Variant(
        sku=text(child, "sku"),
        name=text(child, "name"),
        labels=labels,
        price=_price(child, custom),
        enabled=number(child, "status") == ENABLED,
    )


def _price(child: Record, custom: dict[str, object]) -> Decimal | None:
    """None beside a special price: whether that one holds today is not for us to find out."""
    if custom.get("special_price") not in (None, ""):
        return None
    return required_number(child, "price") if child.get("price") is not None else None
