"""A shop furnished through REST alone, with an admin's token: attributes, categories, products, configurables."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.magento import Line, Shop, create_app
from sandbox.serving import serve
from tests.sandbox.magento.replaying import Client, standard_order

SIZES = ("S", "M")


@pytest.fixture
def admin(shop: Shop, client: Client) -> Client:
    """An administrator of the recorded shop."""
    body = {"username": "admin", "password": shop.admins["admin"]}
    token = client.send("POST", "/rest/V1/integration/admin/token", body=body).json()
    return Client(shop, client.url, f"Bearer {token}")


def save(admin: Client, **product: Any) -> Any:
    return admin.send("POST", "/rest/V1/products", body={"product": product})


def stock(quantity: float) -> dict[str, Any]:
    return {"stock_item": {"qty": quantity, "is_in_stock": True}}


def variants(admin: Client) -> list[Any]:
    """Make one simple product per size; return them."""
    options = admin.get("/rest/V1/products/attributes/size/options")
    values = {row["label"]: row["value"] for row in options}
    made = []
    for size in SIZES:
        attributes = [{"attribute_code": "size", "value": values[size]}, {"attribute_code": "nonsense", "value": "1"}]
        fields = {"sku": f"SHIRT-{size}", "name": f"Shirt {size}", "price": 25, "visibility": 1}
        made.append(save(admin, **fields, custom_attributes=attributes, extension_attributes=stock(4)).json())
    return made


def shirt(numbers: list[int]) -> dict[str, Any]:
    option = {"attribute_id": "137", "label": "Size", "position": 0, "values": [{"value_index": 4}, {"value_index": 5}]}
    extension = {"configurable_product_options": [option], "configurable_product_links": numbers}
    return {"sku": "SHIRT", "name": "Shirt", "type_id": "configurable", "extension_attributes": extension}


def test_furnishes_an_empty_shop() -> None:
    shop = Shop()
    with serve(create_app(shop)) as running:
        token = shop.admin_tokens.issue({"username": "a", "password": "b"}, {"a": "b"})
        admin = Client(shop, running.url, f"Bearer {token}")
        attribute = {"attribute_code": "size", "frontend_input": "select", "default_frontend_label": "Size"}
        body = {"attribute": attribute | {"options": [{"label": "S"}]}}
        made = admin.send("POST", "/rest/V1/products/attributes", body=body).json()
        value = admin.send("POST", "/rest/V1/products/attributes/size/options", body={"option": {"label": "M"}}).json()
        assert (made["attribute_id"], made["default_frontend_label"], value) == (137, "Size", "5")
        children = variants(admin)
        parent = save(admin, **shirt([child["id"] for child in children])).json()

        found = admin.get("/rest/V1/configurable-products/SHIRT/children")
        assert [(child["sku"], child["visibility"], child["price"]) for child in found] == [
            ("SHIRT-S", 1, 25),
            ("SHIRT-M", 1, 25),
        ]
        options = admin.get("/rest/V1/configurable-products/SHIRT/options/all")
        assert options == parent["extension_attributes"]["configurable_product_options"]
        assert [(row["attribute_id"], row["label"], row["values"]) for row in options] == [
            ("137", "Size", [{"value_index": 4}, {"value_index": 5}])
        ]
        order = shop.place_order(email="a@example.com", lines=[Line("SHIRT-M")])
        line = order.items[0]
        assert (line["sku"], line["product_type"], line["name"]) == ("SHIRT-M", "configurable", "Shirt")
        chosen = line["product_option"]["extension_attributes"]["configurable_item_options"]
        assert chosen == [{"option_id": "137", "option_value": 5}]
        assert admin.get("/rest/V1/inventory/get-product-salable-quantity/SHIRT-M/1") == 3
        assert running.bugs == []


def test_an_unknown_attribute_is_dropped_without_a_word(shop: Shop, admin: Client) -> None:
    made = variants(admin)[0]
    codes = {row["attribute_code"]: row["value"] for row in made["custom_attributes"]}
    assert ("nonsense" in codes, codes["size"]) == (False, "4")


def test_answers_a_product_as_a_read_shows_it(admin: Client) -> None:
    extension = stock(7) | {"website_ids": [1], "category_links": [{"position": 0, "category_id": "2"}]}
    made = save(admin, sku="PEN", name="Pen", price=2.5, weight=0.1, extension_attributes=extension).json()
    assert admin.get("/rest/V1/products/PEN") == made
    assert (made["price"], made["weight"], made["type_id"], made["status"]) == (2.5, 0.1, "simple", 1)
    assert made["extension_attributes"]["stock_item"]["qty"] == 7
    assert made["extension_attributes"]["category_links"] == [{"position": 0, "category_id": "2"}]


def test_changes_only_what_is_given(shop: Shop, admin: Client) -> None:
    before = admin.get("/rest/V1/products/MUG-01")
    answer = admin.send("PUT", "/rest/V1/products/mug-01", body={"product": {"price": 20}})
    after = admin.get("/rest/V1/products/MUG-01")
    assert answer.json() == after == before | {"price": 20}
    assert (shop.stock.physical["MUG-01"], len(shop.products)) == (418, 15)


def test_an_untaxed_product_is_sold_without_tax(shop: Shop, admin: Client) -> None:
    shop.product_tax_percent = 20
    for sku, tax_class in (("BOOK", "0"), ("LAMP", "2")):
        attributes = [{"attribute_code": "tax_class_id", "value": tax_class}]
        save(admin, sku=sku, name=sku, price=10, custom_attributes=attributes, extension_attributes=stock(9))
    order = standard_order(shop, lines=[Line("BOOK"), Line("LAMP")], shipping=0)
    assert [item["tax_amount"] for item in order.items] == [0, 2]


def test_a_virtual_product_does_not_ship(shop: Shop, admin: Client) -> None:
    made = save(admin, sku="GIFT", name="Gift", price=5, type_id="virtual", extension_attributes=stock(9)).json()
    assert (made["type_id"], "weight" in made) == ("virtual", False)
    assert standard_order(shop, lines=[Line("GIFT")]).shipping is None


def test_links_products_to_each_other(admin: Client) -> None:
    link = {"sku": "CAP-01", "link_type": "related", "linked_product_sku": "MUG-01", "linked_product_type": "simple"}
    admin.send("PUT", "/rest/V1/products/CAP-01", body={"product": {"product_links": [link | {"position": 1}]}})
    assert admin.get("/rest/V1/products/CAP-01/links/related") == [link | {"position": 1}]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no SKU": ({"name": "x"}, '"%fieldName" is required. Enter and try again.'),
    "no name": ({"sku": "NEW"}, '"%fieldName" is required. Enter and try again.'),
    "a type that is not sold": (
        {"sku": "NEW", "name": "x", "type_id": "grouped"},
        "The stand-in makes no product of type %1",
    ),
    "a child without a size": (
        shirt([1]) | {"sku": "NEW"},
        'Product with id "%1" does not contain required attribute "%2".',
    ),
    "two children of one size": (
        shirt([8, 9]) | {"sku": "NEW"},
        'Products "%1" and "%2" have the same set of attribute values.',
    ),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_refuses_and_keeps_nothing(case: str, shop: Shop, admin: Client) -> None:
    product, message = REFUSED[case]
    answer = save(admin, **product)
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    assert (len(shop.products), "NEW" in shop.stock.physical) == (15, False)
    parents = {child.parent.sku for child in shop.products.values() if child.parent is not None}
    assert parents == {"TEE"}


def test_a_refused_change_leaves_the_product_as_it_was(admin: Client) -> None:
    before = admin.get("/rest/V1/products/TEE")
    change = shirt([1]) | {"name": "Other"}
    assert admin.send("PUT", "/rest/V1/products/TEE", body={"product": change}).status_code == 400
    assert admin.get("/rest/V1/products/TEE") == before


def test_makes_a_category_below_the_root(admin: Client) -> None:
    body = {"category": {"name": "Sale", "parent_id": 2, "is_active": True}}
    made = admin.send("POST", "/rest/V1/categories", body=body).json()
    assert (made["id"], made["path"], made["level"], made["position"]) == (3, "1/2/3", 2, 1)
    assert (admin.get("/rest/V1/categories/3"), admin.get("/rest/V1/categories/2")["children"]) == (made, "3")
    orphan = admin.send("POST", "/rest/V1/categories", body={"category": {"name": "Sale", "parent_id": 99}})
    assert (orphan.status_code, admin.send("GET", "/rest/V1/categories/4").status_code) == (404, 404)


def test_finds_an_attribute_by_its_code(admin: Client) -> None:
    query = [("searchCriteria[filter_groups][0][filters][0][field]", "attribute_code")]
    query.append(("searchCriteria[filter_groups][0][filters][0][value]", "color"))
    found = admin.get("/rest/V1/products/attributes", query)
    assert ([row["attribute_id"] for row in found["items"]], found["total_count"]) == ([93], 1)
    assert [row["label"] for row in found["items"][0]["options"]] == [" ", "Black", "Blue"]


def test_an_attribute_code_is_taken_once(shop: Shop, admin: Client) -> None:
    body = {"attribute": {"attribute_code": "size", "frontend_input": "select"}}
    answer = admin.send("POST", "/rest/V1/products/attributes", body=body)
    attribute = shop.attributes.by_code("size")
    assert (answer.status_code, attribute is not None and attribute.values) == (400, {4: "S", 5: "M", 6: "L"})
    missing = admin.send("POST", "/rest/V1/products/attributes/shade/options", body={"option": {"label": "x"}})
    assert (missing.status_code, admin.send("GET", "/rest/V1/products/attributes/shade").status_code) == (404, 404)


WRITES = [
    ("POST", "products", {"product": {"sku": "NEW", "name": "x"}}, "Magento_Catalog::products"),
    ("PUT", "products/MUG-01", {"product": {"price": 1}}, "Magento_Catalog::products"),
    ("POST", "products/attributes", {"attribute": {}}, "Magento_Catalog::attributes_attributes"),
    ("POST", "products/attributes/size/options", {"option": {}}, "Magento_Catalog::attributes_attributes"),
    ("POST", "categories", {"category": {}}, "Magento_Catalog::categories"),
    ("POST", "inventory/source-items", {"sourceItems": []}, "Magento_InventoryApi::source"),
    ("POST", "order/1/invoice", {}, "Magento_Sales::invoice"),
    ("POST", "order/1/ship", {}, "Magento_Sales::ship"),
]


@pytest.mark.parametrize(("method", "path", "body", "resource"), WRITES)
def test_an_integration_that_may_only_read_writes_nothing(
    method: str, path: str, body: Any, resource: str, shop: Shop, client: Client
) -> None:
    order = standard_order(shop)
    token = shop.access.grant(["Magento_Sales::actions_view"])
    client.authorization = f"Bearer {token.access_token}"
    answer = client.send(method, f"/rest/V1/{path}", body=body)
    assert (answer.status_code, answer.json()["parameters"]) == (401, {"resources": resource})
    assert (len(shop.products), shop.products["MUG-01"].price, len(shop.categories)) == (15, 18, 2)
    assert (shop.invoices, shop.shipments, order.state) == ([], [], "new")
