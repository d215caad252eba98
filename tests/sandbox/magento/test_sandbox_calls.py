"""The sandbox's own calls: filling the shop from another process, and the auditor's books."""

from __future__ import annotations

import subprocess
import sys

import pytest
import requests

from sandbox.magento import Line, Shop
from sandbox.magento.stores import StoreView
from sandbox.serving import Server
from tests.sandbox.magento.replaying import Client, standard_order


def test_places_invoices_and_ships_an_order_in_one_call(server: Server, client: Client) -> None:
    body = {
        "email": "ann@example.com",
        "lines": [{"sku": "MUG-01", "qty": 2}],
        "placed_at": "2026-11-01T10:00:00+01:00",
        "invoice": True,
        "ship": [{"units": {"MUG-01": 1}, "tracks": [{"track_number": "T1"}], "at": "2026-11-03T08:00:00+00:00"}],
    }
    made = requests.post(f"{server.url}/_sandbox/orders", json=body, timeout=10).json()
    assert (made["created_at"], made["state"]) == ("2026-11-01 09:00:00", "processing")
    query = [("searchCriteria[filterGroups][0][filters][0][field]", "order_id")]
    query.append(("searchCriteria[filterGroups][0][filters][0][value]", str(made["entity_id"])))
    shipments = client.get("/rest/V1/shipments", query)["items"]
    assert [(row["created_at"], row["total_qty"], row["tracks"][0]["track_number"]) for row in shipments] == [
        ("2026-11-03 08:00:00", 1, "T1")
    ]


def test_refuses_an_order_of_an_unknown_article(shop: Shop, server: Server) -> None:
    body = {"email": "ann@example.com", "lines": [{"sku": "NOPE"}]}
    answer = requests.post(f"{server.url}/_sandbox/orders", json=body, timeout=10)
    assert (answer.status_code, shop.orders) == (400, {})


def test_refuses_a_time_without_a_zone(shop: Shop, server: Server) -> None:
    body = {"email": "a@example.com", "lines": [{"sku": "MUG-01"}], "placed_at": "2026-11-01T10:00:00"}
    answer = requests.post(f"{server.url}/_sandbox/orders", json=body, timeout=10)
    assert (answer.status_code, shop.orders) == (400, {})


def test_adds_products_tokens_and_settings(shop: Shop, server: Server) -> None:
    base = server.url + "/_sandbox"
    products = [
        {"sku": "CAP", "name": "Cap", "price": "12.50", "kind": "configurable"},
        {"sku": "CAP-S", "name": "Cap S", "price": "12.50", "parent": "CAP", "options": [["137", 4]]},
    ]
    requests.post(f"{base}/products", json=products, timeout=10)
    token = requests.post(f"{base}/tokens", json={"resources": ["Magento_Backend::store"]}, timeout=10).json()
    settings = requests.put(f"{base}/settings", json={"gateway_latency": 0.25, "maintenance": True}, timeout=10).json()
    assert (settings["gateway_latency"], settings["maintenance"], shop.gateway.latency) == (0.25, True, 0.25)
    assert token["resources"] == ["Magento_Backend::store"]
    assert shop.products["CAP-S"].parent is shop.products["CAP"]


def test_adds_an_attribute_to_choose_from(shop: Shop, server: Server, client: Client) -> None:
    body = {"code": "fit", "label": "Fit", "values": ["Slim", "Wide"]}
    made = requests.post(f"{server.url}/_sandbox/attributes", json=body, timeout=10).json()
    options = client.get("/rest/V1/products/attributes/fit/options")
    assert (made["attribute_id"], [row["label"] for row in options]) == (138, [" ", "Slim", "Wide"])


def test_refuses_an_unknown_setting(shop: Shop, server: Server) -> None:
    answer = requests.put(f"{server.url}/_sandbox/settings", json={"nope": 1}, timeout=10)
    assert (answer.status_code, hasattr(shop, "nope")) == (400, False)


def test_books_tell_what_really_happened(shop: Shop, server: Server, client: Client) -> None:
    order = standard_order(shop, payment="contractpay")
    line = {"order_item_id": order.items[0]["item_id"], "qty": 1}
    body = {"isOnline": True, "items": [line], "comment": {"comment": "ref:1"}, "arguments": {"shipping_amount": 0}}
    client.send("POST", f"/rest/V1/invoice/{shop.invoices[-1]['entity_id']}/refund", body=body)
    body["arguments"] = {"shipping_amount": 0, "adjustment_positive": 0.64}  # 19.48 + 0.64 and the rest: 20.12
    client.send("POST", f"/rest/V1/order/{order.id}/refund", body=body | {"notify": True})

    books = requests.get(f"{server.url}/_sandbox/books", timeout=10).json()

    moved = [(entry["kind"], entry["amount"], entry["accepted"]) for entry in books["gateway"]]
    assert moved == [("capture", 89.85, True), ("refund", 19.49, True)]
    assert [(memo["grand_total"], memo["comments"][0]["comment"]) for memo in books["memos"]] == [
        (19.49, "ref:1"),
        (20.12, "ref:1"),
    ]
    assert [(mail["kind"], mail["to"]) for mail in books["mails"]] == [
        ("order", "jane.roe@example.com"),
        ("creditmemo", "jane.roe@example.com"),
    ]
    assert books["requests"] == {"POST invoice/{id}/refund 200": 1, "POST order/{id}/refund 200": 1}
    log = requests.get(f"{server.url}/_sandbox/requests", timeout=10).json()
    assert [(entry["method"], entry["status"]) for entry in log] == [("POST", 200), ("POST", 200)]


def test_reset_forgets_orders_and_books_but_not_settings(shop: Shop, server: Server) -> None:
    standard_order(shop)
    requests.post(f"{server.url}/_sandbox/reset", timeout=10)
    assert (shop.orders, shop.products, shop.mails, shop.bearer_allowed) == ({}, {}, [], True)


def test_serves_a_french_shop_in_euros() -> None:
    paris = {"currency": "EUR", "timezone": "Europe/Paris"}
    views = (StoreView(1, "fr", "Boutique", locale="fr_FR", **paris), StoreView(2, "en", "Shop", **paris))
    shop = Shop(base_currency="EUR", stores=views, tax_code="FR-20")
    shop.product("BOL", "Bol", 30, tax_percent=20)
    order = shop.place_order(email="a@example.com", lines=[Line("BOL")], store="en", shipping=5)
    shop.invoice(order)
    amounts = [order.data[name] for name in ("grand_total", "base_grand_total", "tax_amount")]
    assert (amounts, order.number, order.data["order_currency_code"]) == ([42, 42, 7], "2000000001", "EUR")
    config = views[0].config(shop.base_currency, shop.base_url)
    assert (config["timezone"], config["base_currency_code"], config["locale"]) == ("Europe/Paris", "EUR", "fr_FR")


def test_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "sandbox", "magento", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        answer = requests.get(f"{url}/rest/V1/modules", timeout=10)
        process.terminate()
    assert answer.status_code == 401


@pytest.mark.parametrize("path", ["nope", "books/nope"])
def test_does_not_know_other_calls(path: str, server: Server) -> None:
    assert requests.get(f"{server.url}/_sandbox/{path}", timeout=10).status_code == 404
