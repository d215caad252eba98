"""Attribute sets and deleted articles: what a shop needs so that somebody may furnish it and clean up again."""

from __future__ import annotations

from typing import Any

from sandbox.magento import Shop
from tests.sandbox.magento.replaying import Client

SETS = "/rest/V1/products/attribute-sets"
ALL_SETS = f"{SETS}/sets/list?searchCriteria="


def make(client: Client, name: str = "Shirts", skeleton: int = 4) -> Any:
    return client.send("POST", SETS, body={"attributeSet": {"attribute_set_name": name}, "skeletonId": skeleton})


def test_a_set_is_a_copy_of_another_one(client: Client) -> None:
    made = make(client).json()
    assert made == {"attribute_set_id": 9, "attribute_set_name": "Shirts", "sort_order": 0, "entity_type_id": 4}
    named = [(row["attribute_set_id"], row["attribute_set_name"]) for row in client.get(ALL_SETS)["items"]]
    assert named == [(4, "Default"), (9, "Shirts")]


def test_no_two_sets_have_one_name_and_none_is_copied_from_nothing(client: Client) -> None:
    make(client)
    assert (make(client).status_code, make(client, "Other", 77).status_code) == (400, 404)
    assert client.get(ALL_SETS)["total_count"] == 2


def test_an_attribute_is_put_into_a_group_of_its_set(client: Client) -> None:
    number = make(client).json()["attribute_set_id"]
    criteria = "searchCriteria[filter_groups][0][filters][0]"
    groups = client.get(f"{SETS}/groups/list?{criteria}[field]=attribute_set_id&{criteria}[value]={number}")["items"]
    assert [row["attribute_group_name"] for row in groups] == ["Product Details", "Content"]
    body = {"attributeSetId": number, "attributeGroupId": groups[0]["attribute_group_id"], "sortOrder": 1}
    assert client.send("POST", f"{SETS}/attributes", body=body | {"attributeCode": "color"}).json() == 93
    assert [row["attribute_code"] for row in client.get(f"{SETS}/{number}/attributes")] == ["color"]
    assert client.get(f"{SETS}/4/attributes") == []
    foreign = body | {"attributeCode": "color", "attributeGroupId": 1}
    assert client.send("POST", f"{SETS}/attributes", body=foreign).status_code == 400
    assert client.send("POST", f"{SETS}/attributes", body=body | {"attributeCode": "nonsense"}).status_code == 404


def test_a_deleted_article_leaves_open_carts_and_is_found_no_more(shop: Shop, client: Client) -> None:
    cart = client.send("POST", "/rest/V1/carts").json()
    item = {"cartItem": {"quote_id": cart, "sku": "MUG-01", "qty": 1}}
    client.send("POST", f"/rest/V1/carts/{cart}/items", body=item)
    assert client.send("DELETE", "/rest/V1/products/MUG-01").json() is True
    assert client.get(f"/rest/V1/carts/{cart}/items") == []
    assert client.send("GET", "/rest/V1/products/MUG-01").status_code == 404
    assert client.send("DELETE", "/rest/V1/products/MUG-01").status_code == 404
