"""Stock as recorded: Magento's inventory, its legacy stock items, and what orders and refunds make of them."""

from __future__ import annotations

import pytest

from sandbox.magento import Line, Shop
from tests.sandbox.magento.replaying import Client, load, names, peek, standard_order

BUNDLE = "no bundles in the stand-in: whether one can be sold hangs on its parts"
LEFT_OUT = {"is-salable-KIT": BUNDLE, "stockStatuses-KIT": BUNDLE}
WRITES = ("source-items-post",)
CASES = [name for name in names("stock") if name not in LEFT_OUT and name not in WRITES]
ON_THE_SHELF = {"BAG-01": 3, "GIFT-WRAP": 500, "TEE-BLA-M": 64, "TEE-BLA-L": 0}
ORDERED = {"MUG-01": 25, "TEE-BLA-M": 15, "GIFT-WRAP": 2}
UNKNOWN_ROUTE = {"message": "Request does not match any route."}


@pytest.fixture
def stocked(shop: Shop, client: Client) -> Client:
    """The recorded shop's shelves, and open orders that reserve as many units as were reserved there."""
    rows = [{"sku": sku, "source_code": "default", "quantity": n, "status": 1} for sku, n in ON_THE_SHELF.items()]
    assert client.send("POST", "/rest/V1/inventory/source-items", body={"sourceItems": rows}).json() == []
    standard_order(shop, lines=[Line(sku, quantity) for sku, quantity in ORDERED.items()])
    shop.products["KIT"].kind = "bundle"  # as far as its own stock goes: it has none
    return client


@pytest.mark.parametrize("name", CASES)
def test_answers_as_recorded(name: str, stocked: Client) -> None:
    recorded = load("stock", name)
    answer, expected = stocked.replay(recorded), recorded["response"]
    kind = answer.headers["Content-Type"].replace("; ", ";")
    assert (answer.status_code, kind) == (expected["status"], expected["headers"]["Content-Type"].replace("; ", ";"))
    assert (answer.text if kind.startswith("text/") else answer.json()) == expected["body"]


def test_sets_what_is_on_the_shelf_as_recorded(shop: Shop, stocked: Client) -> None:
    recorded = load("stock", "source-items-post")
    shop.stock.set_source_item("TEE-BLA-L", shop.stock.physical["MUG-01"])
    assert stocked.replay(recorded).json() == recorded["response"]["body"]
    assert shop.stock.physical["TEE-BLA-L"] == 0
    assert stocked.get("/rest/V1/stockItems/TEE-BLA-L")["is_in_stock"] is False


def test_a_source_item_out_of_stock_has_nothing_to_sell(stocked: Client) -> None:
    row = {"sku": "MUG-01", "source_code": "default", "quantity": 418, "status": 0}
    stocked.send("POST", "/rest/V1/inventory/source-items", body={"sourceItems": [row]})
    assert stocked.get("/rest/V1/inventory/is-product-salable/MUG-01/1") is False
    assert stocked.get("/rest/V1/inventory/get-product-salable-quantity/MUG-01/1") == -25


def test_sets_no_quantity_where_one_of_the_articles_is_unknown(shop: Shop, client: Client) -> None:
    rows = [{"sku": sku, "source_code": "default", "quantity": 7, "status": 1} for sku in ("MUG-01", "NOPE")]
    answer = client.send("POST", "/rest/V1/inventory/source-items", body={"sourceItems": rows})
    assert (answer.status_code, shop.stock.physical["MUG-01"], "NOPE" in shop.stock.physical) == (404, 418, False)


def test_sets_a_stock_item(shop: Shop, client: Client) -> None:
    number = client.get("/rest/V1/stockItems/MUG-01")["item_id"]
    path = f"/rest/V1/products/MUG-01/stockItems/{number}"
    assert client.send("PUT", path, body={"stockItem": {"qty": 9}}).json() == number
    assert client.get("/rest/V1/stockItems/MUG-01")["qty"] == 9
    assert client.send("PUT", path + "9", body={"stockItem": {"qty": 1}}).status_code == 404
    assert shop.stock.physical["MUG-01"] == 9


def salable(client: Client) -> int:
    quantity: int = client.get("/rest/V1/inventory/get-product-salable-quantity/MUG-01/1")
    return quantity


def test_what_can_be_sold_follows_orders_cancels_shipments_and_refunds(shop: Shop, client: Client) -> None:
    shelf = "/rest/V1/stockItems/MUG-01"
    seen = [(salable(client), client.get(shelf)["qty"])]
    order, other = standard_order(shop), standard_order(shop)
    seen.append((salable(client), client.get(shelf)["qty"]))
    client.send("POST", f"/rest/V1/orders/{other.id}/cancel")
    seen.append((salable(client), client.get(shelf)["qty"]))
    client.send("POST", f"/rest/V1/order/{order.id}/invoice", body={"capture": True})
    client.send("POST", f"/rest/V1/order/{order.id}/ship")
    seen.append((salable(client), client.get(shelf)["qty"]))
    line = order.items[0]["item_id"]
    back = {"extension_attributes": {"return_to_stock_items": [line]}, "shipping_amount": 0}
    body = {"items": [{"order_item_id": line, "qty": 1}], "arguments": back}
    client.send("POST", f"/rest/V1/order/{order.id}/refund", body=body)
    seen.append((salable(client), client.get(shelf)["qty"]))
    assert seen == [(418, 418), (414, 418), (416, 418), (416, 416), (417, 417)]


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith(("stockItems", "stockStatuses"))])
def test_without_inventory_modules_its_calls_are_unknown(name: str, shop: Shop, client: Client) -> None:
    shop.msi = False
    answer = client.replay(peek("stock", name))
    assert (answer.status_code, answer.json()) == (404, UNKNOWN_ROUTE)


def test_without_inventory_modules_orders_take_from_the_stock_item(shop: Shop, client: Client) -> None:
    shop.msi = False
    standard_order(shop)
    assert client.get("/rest/V1/stockItems/MUG-01")["qty"] == 416
    assert [name for name in client.get("/rest/V1/modules") if name.startswith("Magento_Inventory")] == []


def test_with_inventory_modules_they_are_listed(client: Client) -> None:
    found = [name for name in client.get("/rest/V1/modules") if name.startswith("Magento_Inventory")]
    assert found == ["Magento_InventoryApi", "Magento_InventorySales", "Magento_InventorySalesApi"]
