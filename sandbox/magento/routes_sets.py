"""The calls about attribute sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.magento import attribute_sets
from sandbox.magento.money import Record
from sandbox.magento.routing import Call, Route, found

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

SETS = "Magento_Catalog::sets"
LISTED = "products/attribute-sets"


def _sets(shop: Shop, call: Call) -> Record:
    rows = [one.record() for one in shop.attribute_sets.values()]
    return found(shop, call, rows, attribute_sets.SET_COLUMNS)


def _groups(shop: Shop, call: Call) -> Record:
    rows = [group for one in shop.attribute_sets.values() for group in one.groups()]
    return found(shop, call, rows, attribute_sets.GROUP_COLUMNS)


ROUTES = (
    Route("GET", f"{LISTED}/sets/list", SETS, _sets),
    Route("GET", f"{LISTED}/groups/list", SETS, _groups),
    Route("GET", f"{LISTED}/{{id}}/attributes", SETS, lambda s, call: attribute_sets.attributes_of(s, call.id)),
    Route("POST", LISTED, SETS, lambda s, call: attribute_sets.create(s, call.body)),
    Route("POST", f"{LISTED}/attributes", SETS, lambda s, call: attribute_sets.assign(s, call.body)),
)
