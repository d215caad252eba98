"""Every recorded refund call, sent to the stand-in in the same situation: same answer, same effect on later reads."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.magento import Line, Shop
from sandbox.magento.orders import Order
from tests.sandbox.magento.replaying import IDS, NOT_COMPARED, Client, differences, load, names, standard_order

OTHER_ORDERS_ITEM, NO_ITEM = 1, 999999
Situation = Callable[[Shop, Client], Order]


def shipped(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop)
    shop.invoice(order)
    shop.ship(order)
    return order


def invoiced(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop)
    shop.invoice(order)
    return order


def pending(shop: Shop, _client: Client) -> Order:
    return standard_order(shop)


def shipped_not_invoiced(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop)
    shop.ship(order)
    return order


def canceled(shop: Shop, client: Client) -> Order:
    order = standard_order(shop)
    assert client.send("POST", f"/rest/V1/orders/{order.id}/cancel").json() is True
    return order


def holded(shop: Shop, client: Client) -> Order:
    order = invoiced(shop, client)
    assert client.send("POST", f"/rest/V1/orders/{order.id}/hold").json() is True
    return order


def partially_invoiced(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop)
    shop.invoice(order, {"MUG-01": 1})
    return order


def two_invoices(shop: Shop, client: Client) -> Order:
    order = partially_invoiced(shop, client)
    shop.invoice(order)
    return order


def discounted(shop: Shop, _client: Client) -> Order:
    lines = [Line("MUG-01", 2, discount="3.6"), Line("TEE-BLA-M", 1, discount="3.2")]
    order = standard_order(shop, lines=lines, coupon="TENOFF")
    shop.invoice(order)
    return order


def in_euros(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop, store="eu", tax_percent=19)
    shop.invoice(order)
    return order


def shipping_shown_with_tax(shop: Shop, client: Client) -> Order:
    shop.shipping_incl_tax = True
    return shipped(shop, client)


def online(shop: Shop, _client: Client) -> Order:
    return standard_order(shop, payment="contractpay")


def kits(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop, lines=[Line("KIT", 2)], shipping=10)
    shop.invoice(order)
    shop.ship(order)
    return order


def after(first: Situation, *steps: dict[str, Any], route: str = "order") -> Situation:
    """Return the situation after these refunds; "mug" stands for the mug line's id, "all" lists all lines at 0."""

    def build(shop: Shop, client: Client) -> Order:
        order = first(shop, client)
        mug, tee = (line["item_id"] for line in order.lines)
        for step in steps:
            body = copy.deepcopy(step)
            if body.get("items") == "mug":
                body["items"] = [{"order_item_id": mug, "qty": 1}]
            if body.get("items") == "none":
                body["items"] = [{"order_item_id": mug, "qty": 0}, {"order_item_id": tee, "qty": 0}]
            number = order.id if route == "order" else shop.invoices[-1]["entity_id"]
            assert client.send("POST", f"/rest/V1/{route}/{number}/refund", body=body).status_code == 200
        return order

    return build


NO_SHIPPING = {"shipping_amount": 0}
ONE_MUG = {"items": "mug", "arguments": NO_SHIPPING}
ONLINE_MUG = ONE_MUG | {"isOnline": True}
GOODWILL = {"items": "none", "isOnline": True, "arguments": NO_SHIPPING | {"adjustment_positive": 10}}


@dataclass(frozen=True)
class Case:
    """`first`: recorded id of the order's first line; `total`: what the memo must come to, None for a refusal.

    `state`: the order's afterwards. `gateway`: what went to the gateway, in order. `invoice`: which of the order's.
    """

    situation: Situation
    first: int = 0
    total: float | None = None
    state: str = "complete"
    gateway: tuple[float, ...] = ()
    invoice: int = 0


def recorded_order(number: int) -> int:
    """Return the recorded id of the first line of an order placed for these recordings."""
    start, first = next(pair for pair in ((178, 464), (115, 305), (19, 48)) if number >= pair[0])
    return first + 3 * (number - start)


MUG, TEE, SHIPPING, WHOLE = 19.49, 34.64, 16.24, 89.85
CASES = {
    "bundle-by-child": Case(kits, 39, MUG),
    "bundle-by-parent": Case(kits, 39),
    "invoice-adjustment-only-qty0": Case(shipped, 132),
    "invoice-again-after-full": Case(shipped),
    "invoice-items-empty-adjustment": Case(shipped),
    "invoice-not-found": Case(shipped),
    "invoice-offline-one-unit": Case(shipped, 129),
    "invoice-online-offline-method": Case(shipped, 129),
    "invoice-remaining": Case(shipped),
    "invoice-second-invoice-item": Case(two_invoices, 138),
    "invoice-second-invoice-ok": Case(two_invoices, 138, invoice=1),
    "invoice-too-many": Case(shipped, 135),
    "online-default-flag": Case(online, 311, TEE, "processing"),
    "online-gateway-declines": Case(online, 314, gateway=(10.13,)),
    "online-goodwill": Case(online, 314, 10, "processing", (10,)),
    "online-invoice-again": Case(after(online, {"isOnline": True}, route="invoice")),
    "online-invoice-one-unit": Case(online, 308, MUG, "processing", (MUG,)),
    "online-invoice-rest": Case(after(online, ONLINE_MUG, route="invoice"), 0, 70.36, "closed", (70.36,)),
    "online-items-empty-adjustment": Case(
        after(online, GOODWILL, route="invoice"), 0, 74.61, "complete", (74.61,)
    ),  # nothing left to ship, 5.24 of shipping left
    "online-method-offline-invoice-refund": Case(online, 311, MUG, "processing"),
    "online-method-order-refund": Case(online, 311, MUG, "processing"),
    "online-too-many": Case(online, 314),
    "order-adjustment-above-paid": Case(shipped, recorded_order(30)),
    "order-adjustment-negative": Case(shipped, recorded_order(25), 16.49),
    "order-adjustment-negative-above-total": Case(shipped, recorded_order(30), -480.51),
    "order-adjustment-negative-value": Case(shipped, recorded_order(181), -2),
    "order-adjustment-only": Case(shipped, recorded_order(26), 81.11),
    "order-adjustment-only-qty0": Case(shipped, recorded_order(27), 7.5),
    "order-adjustment-positive": Case(shipped, recorded_order(24), 24.49),
    "order-again-after-full": Case(after(shipped, {})),
    "order-canceled": Case(canceled),
    "order-comment-append": Case(shipped, recorded_order(32), MUG),
    "order-comment-append-notify-visible": Case(shipped, recorded_order(34), MUG),
    "order-comment-without-append": Case(shipped, recorded_order(33), MUG),
    "order-configurable-child-id": Case(shipped, recorded_order(23)),
    "order-configurable-parent-id": Case(shipped, recorded_order(22), TEE),
    "order-discounted-one-unit": Case(discounted, recorded_order(51), 17.54, "processing"),
    "order-duplicate-lines": Case(shipped, recorded_order(45), MUG),
    "order-empty-body-full": Case(shipped, 0, WHOLE, "closed"),
    "order-eur-one-unit": Case(in_euros, 34, 33.63, "processing"),
    "order-fraction-qty": Case(shipped, recorded_order(30)),
    "order-holded": Case(holded, recorded_order(42)),
    "order-isOnline-ignored": Case(online, recorded_order(50), MUG, "processing"),
    "order-items-null": Case(shipped, recorded_order(179), 73.61),
    "order-items-object": Case(shipped, recorded_order(181)),
    "order-items-without-shipping-arg": Case(shipped, recorded_order(21), 35.73),
    "order-misspelt-argument": Case(shipped, recorded_order(30)),
    "order-misspelt-top-level": Case(shipped, recorded_order(180), WHOLE, "closed"),
    "order-negative-qty": Case(shipped, recorded_order(30), 0),
    "order-no-body": Case(shipped, 0, WHOLE, "closed"),
    "order-no-return-to-stock": Case(shipped, recorded_order(35), MUG),
    "order-not-found": Case(shipped),
    "order-not-invoiced": Case(pending, recorded_order(41)),
    "order-not-invoiced-empty": Case(pending),
    "order-notify-true": Case(shipped, recorded_order(31), MUG),
    "order-one-unit-no-shipping": Case(shipped, recorded_order(19), MUG),
    "order-partially-invoiced-ok": Case(partially_invoiced, recorded_order(44), MUG, "processing"),
    "order-partially-invoiced-over": Case(partially_invoiced, recorded_order(44)),
    "order-qty-string": Case(shipped, recorded_order(181), MUG),
    "order-qty-text": Case(shipped, recorded_order(181)),
    "order-remaining-all": Case(after(shipped, ONE_MUG), 0, 70.36, "closed"),
    "order-return-to-stock": Case(shipped, recorded_order(36), MUG),
    "order-return-to-stock-configurable": Case(shipped, recorded_order(37), TEE),
    "order-return-to-stock-configurable-child": Case(shipped, recorded_order(38), TEE),
    "order-return-to-stock-unknown": Case(shipped, recorded_order(38)),
    "order-shipped-not-invoiced": Case(shipped_not_invoiced),
    "order-shipping-incl-tax": Case(shipped, recorded_order(30)),
    "order-shipping-incl-tax-config": Case(shipping_shown_with_tax, recorded_order(182), 10),
    "order-shipping-incl-tax-config-full": Case(shipping_shown_with_tax, recorded_order(183), SHIPPING),
    "order-shipping-only": Case(shipped, recorded_order(28), SHIPPING),
    "order-shipping-partial": Case(shipped, recorded_order(29), 30.31),  # the memo was not recorded
    "order-shipping-too-much": Case(shipped, recorded_order(30)),
    "order-three-decimals": Case(shipped, recorded_order(181), 1.24),
    "order-too-many": Case(shipped, recorded_order(30)),
    "order-unknown-item": Case(shipped, recorded_order(30)),
    "order-unknown-item-2": Case(shipped, recorded_order(30)),
    "order-unshipped-no-return-to-stock": Case(invoiced, recorded_order(39), MUG, "processing"),
    "order-unshipped-return-to-stock": Case(invoiced, recorded_order(40), MUG, "processing"),
    "order-zero-total": Case(shipped, recorded_order(30), 0),
    "replay-1": Case(shipped, recorded_order(115), MUG),
    "replay-2": Case(after(shipped, ONE_MUG), recorded_order(115), 19.48),
    "replay-3": Case(after(shipped, ONE_MUG, ONE_MUG), recorded_order(115)),
}
READS = ("online-creditmemo", "order-eur-creditmemo", "read-back-by-comment")
NOT_SERVED = "the stand-in does not serve this call"
LEFT_OUT = {
    "creditmemo-add-comment": NOT_SERVED,
    "creditmemo-cancel": NOT_SERVED,
    "creditmemo-emails": NOT_SERVED,
    "low-level-creditmemo-refund": "never to be used",
    "low-level-post-creditmemo": "never to be used",
}


def exchange_ids(value: Any, first: int, order: Order, other: Order) -> Any:
    """Return a recorded body with our ids: lines count from the recorded first one."""
    if isinstance(value, list):
        return [exchange_ids(item, first, order, other) for item in value]
    if not isinstance(value, dict):
        return value
    body = {key: exchange_ids(item, first, order, other) for key, item in value.items()}
    if "order_item_id" in body:
        kind = type(body["order_item_id"])
        body["order_item_id"] = kind(own_id(int(body["order_item_id"]), first, order, other))
    if "return_to_stock_items" in body:
        body["return_to_stock_items"] = [own_id(item, first, order, other) for item in body["return_to_stock_items"]]
    return body


def own_id(recorded: int, first: int, order: Order, other: Order) -> int:
    if recorded == OTHER_ORDERS_ITEM:
        return int(other.items[0]["item_id"])
    return recorded if recorded == NO_ITEM else int(order.items[recorded - first]["item_id"])


def test_every_recorded_refund_is_replayed_or_left_out_for_a_reason() -> None:
    assert sorted([*CASES, *READS, *LEFT_OUT]) == names("refund")


@pytest.mark.parametrize("name", sorted(CASES))
def test_answers_a_refund_as_recorded(name: str, shop: Shop, client: Client) -> None:
    case, recorded = CASES[name], load("refund", name)
    other = standard_order(shop)
    order = case.situation(shop, client)
    before, memos_before, calls_before = client.order(order), client.memos(order), len(shop.gateway.book())
    mine = [row for row in shop.invoices if row["order_id"] == order.id]
    path = recorded["request"]["path"]
    if "99999" not in path:
        route, number = ("order", order.id) if "/order/" in path else ("invoice", mine[case.invoice]["entity_id"])
        path = f"/rest/V1/{route}/{number}/refund"
    body = recorded["request"]["body"]

    answer = client.replay(recorded, path, None if body is None else exchange_ids(body, case.first, order, other))

    assert answer.status_code == recorded["response"]["status"]
    moved = [entry["amount"] for entry in shop.gateway.book()[calls_before:]]
    assert [float(amount) for amount in moved] == list(case.gateway)
    after_it, memos = client.order(order), client.memos(order)
    if case.total is None:
        assert answer.json() == recorded["response"]["body"]
        assert (after_it, memos) == (before, memos_before)
        return
    assert answer.json() == str(memos[-1]["entity_id"])
    assert (len(memos), memos[-1]["grand_total"]) == (len(memos_before) + 1, case.total)
    assert after_it["state"] == case.state
    assert after_it["total_refunded"] == pytest.approx(before.get("total_refunded", 0) + case.total)
    how = "online" if case.gateway else "offline"
    assert after_it["status_histories"][0]["comment"].startswith("We refunded ")
    assert f" {how}." in after_it["status_histories"][0]["comment"]


def test_shows_an_online_memo_as_recorded(shop: Shop, client: Client) -> None:
    order = after(online, ONLINE_MUG, route="invoice")(shop, client)
    recorded = load("refund", "online-creditmemo")
    recorded["request"]["query"][1][1] = str(order.id)
    answered = client.replay(recorded).json()
    assert differences(recorded["response"]["body"], answered, NOT_COMPARED | IDS | {"value"}) == []


def test_shows_a_memo_in_euros_as_recorded(shop: Shop, client: Client) -> None:
    order = in_euros(shop, client)
    arguments = {"shipping_amount": 5, "adjustment_positive": 10, "adjustment_negative": 0}
    body = {"items": [{"order_item_id": order.items[0]["item_id"], "qty": 1}], "arguments": arguments}
    number = client.send("POST", f"/rest/V1/order/{order.id}/refund", body=body).json()
    recorded = load("refund", "order-eur-creditmemo")
    answered = client.replay(recorded, f"/rest/V1/creditmemo/{number}").json()
    assert differences(recorded["response"]["body"], answered, NOT_COMPARED | IDS) == []


def test_finds_the_comment_again_in_the_memo(shop: Shop, client: Client) -> None:
    comment = {"comment": "Ticket 4711 ref:hd-7f3a", "is_visible_on_front": 0}
    order = after(shipped, ONE_MUG | {"comment": comment})(shop, client)
    recorded = load("refund", "read-back-by-comment")
    recorded["request"]["query"][1][1] = str(order.id)
    answered = client.replay(recorded).json()
    assert differences(recorded["response"]["body"], answered, NOT_COMPARED | IDS) == []


STOCK = {  # name: the line's SKU, change of its physical and of its salable quantity, as the purposes tell
    "order-no-return-to-stock": ("MUG-01", 0, 0),
    "order-return-to-stock": ("MUG-01", 1, 1),
    "order-return-to-stock-configurable": ("TEE-BLA-M", 0, 0),
    "order-return-to-stock-configurable-child": ("TEE-BLA-M", 1, 1),
    "order-unshipped-no-return-to-stock": ("MUG-01", -1, 0),
    "order-unshipped-return-to-stock": ("MUG-01", 0, 1),
}


@pytest.mark.parametrize("name", sorted(STOCK))
def test_moves_stock_as_recorded(name: str, shop: Shop, client: Client) -> None:
    case, recorded = CASES[name], load("refund", name)
    order = case.situation(shop, client)
    sku, physical, salable = STOCK[name]
    before = shop.stock.physical[sku], shop.stock.salable(sku)
    body = exchange_ids(recorded["request"]["body"], case.first, order, order)
    assert client.replay(recorded, f"/rest/V1/order/{order.id}/refund", body).status_code == 200
    moved = shop.stock.physical[sku] - before[0], shop.stock.salable(sku) - before[1]
    assert moved == (physical, salable)
