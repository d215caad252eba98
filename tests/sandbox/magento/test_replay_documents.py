"""Invoices and shipments made over REST: as recorded, repeated, in part, and eight at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sandbox.magento import Line, Shop
from sandbox.magento.orders import Order
from sandbox.magento.states import set_state
from tests.sandbox.magento.replaying import Client, load, standard_order
from tests.sandbox.magento.test_races import at_once

INVOICE_PREFIX = "Invoice Document Validation Error(s):\n"
SHIPMENT_PREFIX = "Shipment Document Validation Error(s):\n"


def post(client: Client, order: Order, what: str, body: Any = None) -> Any:
    return client.send("POST", f"/rest/V1/order/{order.id}/{what}", body={} if body is None else body)


def replay(client: Client, order: Order, name: str) -> tuple[int, Any, Any]:
    """Send a recorded call about our order; return status, body and the recorded body."""
    recorded = load("state", name)
    answer = client.replay(recorded, f"/rest/V1/order/{order.id}/{recorded['request']['path'].rpartition('/')[2]}")
    assert answer.status_code == recorded["response"]["status"]
    return answer.status_code, answer.json(), recorded["response"]["body"]


def test_ships_with_a_track_as_recorded(shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    assert post(client, order, "invoice", {"capture": True}).json() == str(shop.invoices[-1]["entity_id"])
    status, answered, expected = replay(client, order, "ship-ok")
    assert (status, type(answered)) == (200, type(expected))
    assert answered == str(shop.shipments[-1]["entity_id"])
    track = shop.shipments[-1]["tracks"][0]
    assert (track["track_number"], track["title"], track["carrier_code"]) == ("1Z9", "UPS", "ups")
    assert (order.state, client.order(order)["total_paid"]) == ("complete", 89.85)


@pytest.mark.parametrize(("what", "name"), [("invoice", "invoice-twice"), ("ship", "ship-twice")])
def test_refuses_a_second_document_as_recorded(what: str, name: str, shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    if what == "ship":
        post(client, order, "invoice")  # recorded on a complete order
    assert post(client, order, what).status_code == 200
    before = client.order(order)
    status, answered, expected = replay(client, order, name)
    assert (status, answered) == (400, expected)
    assert client.order(order) == before
    assert len(shop.invoices if what == "invoice" else shop.shipments) == 1


@pytest.mark.parametrize("what", ["invoice", "ship"])
def test_eight_at_once_make_exactly_one(what: str, shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    answers = at_once(client, f"/rest/V1/order/{order.id}/{what}", {})
    rounds = load("concurrency", "parallel-requests")["results"][f"{what} x8"]
    recorded = {row["status"]: row["count"] for row in rounds[0]["responses"]}
    assert (answers["ok"], sum(answers.values()) - answers["ok"]) == (recorded[200], recorded[400]) == (1, 7)
    assert len(shop.invoices if what == "invoice" else shop.shipments) == 1


def test_makes_documents_of_some_units(shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    mug, tee = (line["item_id"] for line in order.lines)
    post(client, order, "invoice", {"items": [{"order_item_id": mug, "qty": 1}]})
    post(client, order, "ship", {"items": [{"order_item_id": tee, "qty": 1}], "notify": True})
    lines = [(line["qty_invoiced"], line["qty_shipped"]) for line in client.order(order)["items"][:2]]
    assert lines == [(1, 0), (0, 1)]
    assert (order.state, [mail["kind"] for mail in shop.mails]) == ("processing", ["order", "shipment"])


TOO_MANY = {
    "invoice": 'The quantity to invoice must not be greater than the uninvoiced quantity for product SKU "MUG-01".',
    "ship": 'The quantity to ship must not be greater than the unshipped quantity for product SKU "MUG-01".',
}
FOREIGN = {
    "invoice": "The invoice contains one or more items that are not part of the original order.",
    "ship": "The shipment contains one or more items that are not part of the original order.",
}


@pytest.mark.parametrize("what", ["invoice", "ship"])
def test_refuses_too_many_and_foreign_lines(what: str, shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    prefix = INVOICE_PREFIX if what == "invoice" else SHIPMENT_PREFIX
    mug = order.lines[0]["item_id"]
    many = post(client, order, what, {"items": [{"order_item_id": mug, "qty": 3}]})
    foreign = post(client, order, what, {"items": [{"order_item_id": 999, "qty": 1}]})
    assert (many.status_code, many.json()["message"]) == (400, prefix + TOO_MANY[what])
    assert (foreign.status_code, foreign.json()["message"]) == (400, prefix + FOREIGN[what])
    assert (shop.invoices, shop.shipments, order.state) == ([], [], "new")


@pytest.mark.parametrize(("what", "article"), [("invoice", "An invoice"), ("ship", "A shipment")])
def test_refuses_a_canceled_order(what: str, article: str, shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    client.send("POST", f"/rest/V1/orders/{order.id}/cancel")
    answer = post(client, order, what)
    assert answer.status_code == 400
    assert f"{article} cannot be created when an order has a status of canceled" in answer.json()["message"]
    assert (shop.invoices, shop.shipments) == ([], [])


def uncaptured(shop: Shop, **how: Any) -> Order:
    """Return an order of an online method whose money has not been taken yet."""
    order = standard_order(shop, payment="contractpay", state="pending_payment", **how)
    set_state(order, "processing", shop.now())
    assert shop.gateway.book() == []
    return order


def test_captures_only_when_told(shop: Shop, client: Client) -> None:
    told, untold = uncaptured(shop), uncaptured(shop)
    post(client, untold, "invoice", {"capture": False})
    assert shop.gateway.book() == []
    post(client, told, "invoice", {"capture": True})
    assert [(entry["kind"], float(entry["amount"])) for entry in shop.gateway.book()] == [("capture", 89.85)]
    first, second = shop.invoices
    assert ("transaction_id" in first, "transaction_id" in second) == (False, True)
    assert [client.order(order)["total_paid"] for order in (told, untold)] == [89.85, 89.85]


def test_a_declined_capture_leaves_the_order_as_it_was(shop: Shop, client: Client) -> None:
    order = uncaptured(shop, lines=[Line("MUG-01", price="10.13")], shipping=0, tax_percent=0)
    before = client.order(order)
    answer = post(client, order, "invoice", {"capture": True})
    assert (answer.status_code, answer.json()["message"]) == (
        400,
        "Could not save an invoice, see error log for details",
    )
    assert [entry["accepted"] for entry in shop.gateway.book()] == [False]
    assert (shop.numbers.id("invoice"), len(order.histories)) == (1, 0)
    assert (client.order(order), shop.invoices) == (before, [])


def test_a_slow_capture_holds_up_no_other_order(shop: Shop, client: Client) -> None:
    slow, other = uncaptured(shop), standard_order(shop)
    shop.gateway.latency = 1.0
    own = Client(shop, client.url, client.authorization)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(post, own, slow, "invoice", {"capture": True})
        assert client.send("POST", f"/rest/V1/orders/{other.id}/hold").json() is True
        still_running = not running.done()
        assert running.result().status_code == 200
    assert still_running is True
    assert [float(entry["amount"]) for entry in shop.gateway.book()] == [89.85]
