"""What happens when the same request comes eight times at once, and when nobody waits for the answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import requests

from sandbox.faults import Fault, Faults
from sandbox.magento import Shop
from sandbox.magento.orders import Order
from sandbox.serving import Server
from tests.sandbox.magento.replaying import Client, load, standard_order

COULD_NOT_SAVE = "Could not save a Creditmemo, see error log for details"
PREFIX = "Creditmemo Document Validation Error(s):\n"
CLOSED = PREFIX + "A creditmemo can not be created when an order has a status of closed"
NO_UNITS = PREFIX + "The quantity to refund must not be greater than the unrefunded quantity."
PARTLY = {
    "concurrency/parallel-requests": "carts, coupons, and two kinds of call at once are not raced here",
}
RECORDED = load("concurrency", "parallel-requests")["results"]


def at_once(client: Client, path: str, body: Any = None, times: int = 8) -> Counter[str]:
    """Send one request `times` at the same moment; return how often each message (200: "ok") was answered."""
    barrier = Barrier(times)

    def send(_: int) -> str:
        own = Client(client.shop, client.url, client.authorization)
        barrier.wait()
        answer = own.send("POST", path, body=body)
        return "ok" if answer.status_code == 200 else str(answer.json()["message"])

    with ThreadPoolExecutor(times) as pool:
        return Counter(pool.map(send, range(times)))


def complete(shop: Shop, payment: str = "checkmo") -> Order:
    order = standard_order(shop, payment=payment)
    if payment == "checkmo":
        shop.invoice(order)
    shop.ship(order)
    return order


def one_mug(order: Order) -> dict[str, Any]:
    return {"items": [{"order_item_id": order.items[0]["item_id"], "qty": 1}], "arguments": {"shipping_amount": 0}}


def recorded_answers(name: str) -> set[str]:
    """Return the messages recorded for this experiment, in any round."""
    rounds = RECORDED[name]
    bodies = [row for one in rounds for row in one["responses"]]
    return {"ok" if row["status"] == 200 else row["body"] for row in bodies}


def test_eight_online_refunds_all_reach_the_gateway_and_the_order_shows_one(shop: Shop, client: Client) -> None:
    order = complete(shop, "contractpay")
    invoice = shop.invoices[-1]["entity_id"]
    shop.gateway.latency = 1.0

    answers = at_once(client, f"/rest/V1/invoice/{invoice}/refund", one_mug(order) | {"isOnline": True})

    refunds = [entry for entry in shop.gateway.book() if entry["kind"] == "refund"]
    assert [float(entry["amount"]) for entry in refunds] == [19.49] * 8
    after = client.order(order)
    assert answers == {"ok": 3, COULD_NOT_SAVE: 5}
    assert len(client.memos(order)) == 3
    assert (after["total_refunded"], after["total_online_refunded"]) == (19.49, 19.49)
    assert after["items"][0]["qty_refunded"] == 1
    slow = RECORDED["online invoice refund 1 of 2 mugs x8, slow gateway (3 s)"][0]["after"]
    assert (slow["gateway_calls"], slow["creditmemos"], slow["total_refunded"]) == (8, 3, 19.49)


@pytest.mark.parametrize("survivors", [2, 4])
def test_how_many_overlapping_saves_get_through_can_be_set(survivors: int, shop: Shop, client: Client) -> None:
    order = complete(shop, "contractpay")
    shop.gateway.latency, shop.parallel_saves = 1.0, survivors
    path = f"/rest/V1/invoice/{shop.invoices[-1]['entity_id']}/refund"
    answers = at_once(client, path, {"isOnline": True})
    assert answers == {"ok": survivors, COULD_NOT_SAVE: 8 - survivors}
    assert (order.state, float(order.data["total_refunded"])) == ("closed", 89.85)
    assert len([entry for entry in shop.gateway.book() if entry["kind"] == "refund"]) == 8


def test_eight_full_refunds_through_the_order_make_one_memo(shop: Shop, client: Client) -> None:
    order = complete(shop)
    shop.race_window = 0.3  # without a lock all eight would have checked by then
    answers = at_once(client, f"/rest/V1/order/{order.id}/refund", {})
    assert answers == {"ok": 1, CLOSED: 7}
    assert [memo["grand_total"] for memo in client.memos(order)] == [89.85]
    assert len(recorded_answers("refund full {} x8")) == 2


def test_eight_refunds_of_one_of_two_make_two_memos(shop: Shop, client: Client) -> None:
    order = complete(shop)
    shop.race_window = 0.3  # without a lock all eight would have checked by then
    answers = at_once(client, f"/rest/V1/order/{order.id}/refund", one_mug(order))
    assert answers == {"ok": 2, NO_UNITS: 6}
    assert sorted(memo["grand_total"] for memo in client.memos(order)) == [19.48, 19.49]
    assert client.order(order)["total_refunded"] == 38.97


def test_eight_refunds_of_an_amount_repeat_while_money_is_left(shop: Shop, client: Client) -> None:
    order = complete(shop)
    shop.race_window = 0.3
    items = [{"order_item_id": line["item_id"], "qty": 0} for line in order.lines]
    body = {"items": items, "arguments": {"shipping_amount": 0, "adjustment_positive": 40}}
    answers = at_once(client, f"/rest/V1/order/{order.id}/refund", body)
    assert answers == {"ok": 2, PREFIX + "The most money available to refund is 9.85.": 6}
    assert client.order(order)["total_refunded"] == 80


def test_eight_cancels_release_the_stock_once(shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    assert at_once(client, f"/rest/V1/orders/{order.id}/cancel") == {"ok": 8}
    moves = [(move["reason"], move["reserved"]) for move in shop.stock.movements if move["sku"] == "MUG-01"]
    assert moves == [("order_placed", -2), ("order_canceled", 2)]
    assert len(shop.cancels) == 1


def test_eight_holds_are_all_true(shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    shop.race_window = 1.0
    assert at_once(client, f"/rest/V1/orders/{order.id}/hold") == {"ok": 8}
    assert (order.state, order.data["hold_before_state"]) == ("holded", "new")


def test_eight_comments_are_eight_comments(shop: Shop, client: Client) -> None:
    order = standard_order(shop)
    path = f"/rest/V1/orders/{order.id}/comments"
    assert at_once(client, path, {"statusHistory": {"comment": "x"}}) == {"ok": 8}
    assert len(order.histories) == 8


def wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_refund_goes_on_after_the_client_gave_up(shop: Shop, client: Client) -> None:
    order = complete(shop, "contractpay")
    invoice = shop.invoices[-1]["entity_id"]
    shop.gateway.latency = 0.8
    url = f"{client.url}/rest/V1/invoice/{invoice}/refund"
    headers = {"Authorization": client.authorization}
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.post(url, json=one_mug(order) | {"isOnline": True}, headers=headers, timeout=0.2)
    observed = load("concurrency", "client-timeout")["observed"]
    assert len(client.memos(order)) == observed["creditmemos_right_after_the_timeout"]

    wait_for(lambda: len(shop.memos) > 0)

    after = client.order(order)
    assert len(client.memos(order)) == observed["creditmemos_5_s_later"]
    assert len([entry for entry in shop.gateway.book() if entry["kind"] == "refund"]) == observed["gateway_calls"]
    expected = observed["order_after"]
    assert (after["total_refunded"], after["total_online_refunded"]) == (expected["total_refunded"], expected["online"])


def test_a_dropped_answer_leaves_the_memo(shop: Shop, faults: Faults, client: Client) -> None:
    order = complete(shop)
    faults.add(Fault("drop", method="POST", path_regex="/refund$"))
    with pytest.raises(requests.exceptions.ConnectionError):
        client.send("POST", f"/rest/V1/order/{order.id}/refund", body=one_mug(order))
    assert [memo["grand_total"] for memo in client.memos(order)] == [19.49]


def test_a_connection_dropped_before_the_work_leaves_nothing(shop: Shop, faults: Faults, client: Client) -> None:
    order = complete(shop)
    faults.add(Fault("drop_before", method="POST"))
    with pytest.raises(requests.exceptions.ConnectionError):
        client.send("POST", f"/rest/V1/order/{order.id}/refund", body=one_mug(order))
    assert (client.memos(order), order.state) == ([], "complete")


def test_requests_of_one_session_wait_for_each_other(shop: Shop, server: Server, client: Client) -> None:
    order = standard_order(shop)
    shop.race_window = 0.4
    cookie = client.send("GET", "/rest/V1/modules").headers["Set-Cookie"].partition(";")[0]
    headers = {"Authorization": client.authorization, "Cookie": cookie, "Accept": "application/json"}
    barrier = Barrier(2)

    def hold(_: int) -> int:
        barrier.wait()
        return requests.post(f"{server.url}/rest/V1/orders/{order.id}/hold", headers=headers, timeout=20).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(hold, range(2)))
    assert statuses == [200, 400]  # without the cookie both see an order that is not on hold
