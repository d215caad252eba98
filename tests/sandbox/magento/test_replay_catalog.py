"""Products, configurables, attributes and links, as recorded."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.magento import Shop
from tests.sandbox.magento.replaying import Client, differences, load, names

LEFT_OUT = {"products-render-info": "nobody asks how a shop's pages show a price"}
CASES = [name for name in names("catalog") if name not in LEFT_OUT]
PICTURES = ("image", "small_image", "thumbnail", "swatch_image")  # of a product that was saved again
TIMES = ("created_at", "updated_at")


@pytest.fixture
def catalogue(shop: Shop) -> Shop:
    """The recorded shop's first product has links, and no pictures in so many words."""
    mug = shop.products["MUG-01"]
    mug.attributes = dict.fromkeys(PICTURES, "no_selection")
    linked = {"related": "CAP-01", "crosssell": "SOCK-01", "upsell": "BAG-01"}
    mug.links = [(kind, shop.products[sku]) for kind, sku in linked.items()]
    shop.stock.physical["TEE-BLA-L"] = shop.stock.physical["BOOT-OOS"]
    return shop


def in_order(value: Any) -> Any:
    """Sort what Magento lists in the database's order: custom attributes, and the values of an option."""
    if isinstance(value, list):
        rows = [in_order(item) for item in value]
        keys = [
            key for key in ("attribute_code", "value_index") if rows and isinstance(rows[0], dict) and key in rows[0]
        ]
        return sorted(rows, key=lambda row: row[keys[0]]) if keys else rows
    return {key: in_order(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", CASES)
def test_shows_the_catalogue_as_recorded(name: str, catalogue: Shop, client: Client) -> None:
    recorded = load("catalog", name)
    answer = client.replay(recorded)
    assert answer.status_code == recorded["response"]["status"]
    assert differences(in_order(recorded["response"]["body"]), in_order(answer.json()), TIMES) == []


def test_finds_products_by_their_ids(client: Client) -> None:
    query = [("searchCriteria[filter_groups][0][filters][0][field]", "entity_id")]
    query.append(("searchCriteria[filter_groups][0][filters][0][value]", "1,14,999"))
    query.append(("searchCriteria[filter_groups][0][filters][0][condition_type]", "in"))
    found = client.get("/rest/V1/products", query)
    assert ([item["sku"] for item in found["items"]], found["total_count"]) == (["MUG-01", "TEE"], 2)


def test_an_attribute_that_no_product_has_can_be_searched(shop: Shop, client: Client) -> None:
    shop.attributes.add("final_sale", "Final sale", kind="boolean")
    query = [("searchCriteria[filter_groups][0][filters][0][field]", "final_sale")]
    query.append(("searchCriteria[filter_groups][0][filters][0][value]", "1"))
    assert client.get("/rest/V1/products", query)["items"] == []


def test_shows_attributes_and_categories_of_a_product(shop: Shop, client: Client) -> None:
    shop.product("SALE-1", "Last Chance", 9, attributes={"final_sale": 1}, categories=[4, 7])
    query = [("searchCriteria[filter_groups][0][filters][0][field]", "sku")]
    query.append(("searchCriteria[filter_groups][0][filters][0][value]", "sale-1"))
    found = client.get("/rest/V1/products", query)["items"]
    attributes = {row["attribute_code"]: row["value"] for row in found[0]["custom_attributes"]}
    assert (attributes["final_sale"], attributes["category_ids"]) == ("1", ["4", "7"])
    links = [{"position": 0, "category_id": "4"}, {"position": 0, "category_id": "7"}]
    assert found[0]["extension_attributes"]["category_links"] == links
