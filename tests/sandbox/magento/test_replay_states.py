"""Cancel, hold, unhold and comments, as recorded."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.magento import Line, Shop
from sandbox.magento.orders import Order
from tests.sandbox.magento.replaying import IDS, NOT_COMPARED, Client, differences, load, names, standard_order

Situation = Callable[[Shop, Client], Order]


def acting(situation: Situation, *actions: str) -> Situation:
    """Return the situation after these calls on its order."""

    def build(shop: Shop, client: Client) -> Order:
        order = situation(shop, client)
        for action in actions:
            assert client.send("POST", f"/rest/V1/{action.format(order.id)}").status_code == 200
        return order

    return build


def pending(shop: Shop, _client: Client) -> Order:
    return standard_order(shop)


def invoiced(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop)
    shop.invoice(order)
    return order


def complete(shop: Shop, client: Client) -> Order:
    order = invoiced(shop, client)
    shop.ship(order)
    return order


def partially_invoiced(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop)
    shop.invoice(order, {"MUG-01": 1})
    return order


def shipped(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop)
    shop.ship(order)
    return order


def partially_shipped(shop: Shop, _client: Client) -> Order:
    order = standard_order(shop)
    shop.ship(order, {"MUG-01": 1})
    return order


def in_state(state: str) -> Situation:
    return lambda shop, _client: standard_order(shop, state=state)


def replacement(shop: Shop, _client: Client) -> Order:
    line = Line("MUG-01", 1, discount=18)
    return standard_order(shop, lines=[line], shipping_discount=5, payment="free", coupon="RTR-EB5C", guest=True)


CASES: dict[str, tuple[Situation, str]] = {  # name: situation, state of the order afterwards
    "cancel-canceled": (acting(pending, "orders/{}/cancel"), "canceled"),
    "cancel-closed": (acting(complete, "order/{}/refund"), "closed"),
    "cancel-complete": (complete, "complete"),
    "cancel-fraud": (in_state("payment_review"), "payment_review"),
    "cancel-holded": (acting(pending, "orders/{}/hold"), "holded"),
    "cancel-not-found": (pending, "new"),
    "cancel-partially-invoiced": (partially_invoiced, "processing"),
    "cancel-partially-shipped-not-invoiced": (partially_shipped, "canceled"),
    "cancel-payment_review": (in_state("payment_review"), "payment_review"),
    "cancel-pending": (pending, "canceled"),
    "cancel-pending_payment": (in_state("pending_payment"), "canceled"),
    "cancel-processing": (invoiced, "processing"),
    "cancel-replacement": (replacement, "canceled"),
    "cancel-shipped-not-invoiced": (shipped, "canceled"),
    "comment-add": (invoiced, "processing"),
    "comment-add-notify": (invoiced, "processing"),
    "comment-bad-status": (invoiced, "processing"),
    "comment-empty": (invoiced, "processing"),
    "comment-html": (invoiced, "processing"),
    "comment-no-status": (invoiced, "processing"),
    "comment-not-found": (invoiced, "processing"),
    "comment-on-closed": (acting(complete, "order/{}/refund"), "closed"),
    "comment-only-text": (invoiced, "processing"),
    "hold-canceled-hold": (acting(pending, "orders/{}/cancel"), "canceled"),
    "hold-complete": (complete, "complete"),
    "hold-holded": (acting(pending, "orders/{}/hold"), "holded"),
    "hold-not-found": (pending, "new"),
    "hold-pending": (pending, "holded"),
    "hold-processing": (invoiced, "holded"),
    "hold-replacement": (replacement, "holded"),
    "unhold-holded": (acting(pending, "orders/{}/hold"), "new"),
    "unhold-not-found": (pending, "new"),
    "unhold-not-holded": (pending, "new"),
    "unhold-processing": (acting(invoiced, "orders/{}/hold"), "processing"),
    "unhold-replacement": (acting(replacement, "orders/{}/hold"), "new"),
}
READS = ("comments-list", "order-after-partial-cancel")
PARTLY = {"search/updated-at-moves": "a later track and a comment on a credit memo are calls that nobody makes"}
DOCUMENTS = ("invoice-twice", "ship-ok", "ship-twice")


def test_every_recorded_state_call_is_replayed() -> None:
    assert sorted([*CASES, *READS, *DOCUMENTS]) == names("state")


@pytest.mark.parametrize("name", sorted(CASES))
def test_answers_as_recorded(name: str, shop: Shop, client: Client) -> None:
    situation, state = CASES[name]
    order, recorded = situation(shop, client), load("state", name)
    before, released = client.order(order), len(shop.stock.movements)
    path = recorded["request"]["path"]
    if "99999" not in path:
        path = re.sub(r"/\d+/", f"/{order.id}/", path)

    answer = client.replay(recorded, path)

    assert answer.status_code == recorded["response"]["status"]
    assert answer.json() == recorded["response"]["body"]
    after = client.order(order)
    assert after["state"] == state
    if answer.json() is not True:
        assert (after, len(shop.stock.movements)) == (before, released)


def test_shows_a_partial_cancel_as_recorded(shop: Shop, client: Client) -> None:
    order = acting(partially_invoiced, "orders/{}/cancel")(shop, client)
    recorded = load("state", "order-after-partial-cancel")
    answered = client.replay(recorded, f"/rest/V1/orders/{order.id}").json()
    assert differences(recorded["response"]["body"], answered, NOT_COMPARED | IDS) == []


def test_lists_comments_as_recorded(shop: Shop, client: Client) -> None:
    order = invoiced(shop, client)
    path = f"/rest/V1/orders/{order.id}/comments"
    for name in ("comment-add", "comment-add-notify", "comment-no-status", "comment-only-text", "comment-html"):
        assert client.replay(load("state", name), path).json() is True
    long = {"comment": "x" * 70_000, "is_customer_notified": 0, "is_visible_on_front": 0}
    assert client.send("POST", path, body={"statusHistory": long}).json() is True
    assert client.replay(load("state", "comment-empty"), path).json() is True

    recorded = load("state", "comments-list")

    answered = client.replay(recorded, path).json()
    assert differences(recorded["response"]["body"], answered, NOT_COMPARED | IDS | {"value"}) == []
    assert [mail["kind"] for mail in shop.mails] == ["order", "comment"]


def test_moves_updated_at_as_recorded(shop: Shop, client: Client) -> None:
    recorded = load("search", "updated-at-moves")["results"]
    moved, minutes = {}, iter(range(1, 1000))
    start = datetime(2026, 11, 21, 20, tzinfo=UTC)
    shop.clock = lambda: start + timedelta(minutes=next(minutes))
    order, other = standard_order(shop), standard_order(shop)
    line = {"order_item_id": order.items[0]["item_id"], "qty": 1}
    post = {name: f"/rest/V1/orders/{order.id}/{name}" for name in ("comments", "hold", "unhold")}
    note = {"statusHistory": {"comment": "x"}}
    same = {"statusHistory": {"comment": "x", "status": "pending"}}
    actions: dict[str, Callable[[], object]] = {
        "comment": lambda: client.send("POST", post["comments"], body=note),
        "comment with same status": lambda: client.send("POST", post["comments"], body=same),
        "hold": lambda: client.send("POST", post["hold"]),
        "unhold": lambda: client.send("POST", post["unhold"]),
        "invoice": lambda: shop.invoice(order),
        "partial ship": lambda: shop.ship(order, {"MUG-01": 1}),
        "ship rest": lambda: shop.ship(order),
        "refund": lambda: client.send("POST", f"/rest/V1/order/{order.id}/refund", body={"items": [line]}),
    }
    for name, act in actions.items():
        before = client.order(order)["updated_at"]
        act()
        moved[name] = client.order(order)["updated_at"] != before
    before = client.order(other)["updated_at"]
    client.send("POST", f"/rest/V1/orders/{other.id}/cancel")
    moved["cancel"] = client.order(other)["updated_at"] != before
    not_served = ("add track later", "creditmemo comment")
    assert moved == {name: value for name, value in recorded.items() if name not in not_served}


def test_cancels_a_shipped_order_without_releasing_its_stock(shop: Shop, client: Client) -> None:
    order = shipped(shop, client)
    salable = shop.stock.salable("MUG-01")
    assert client.send("POST", f"/rest/V1/orders/{order.id}/cancel").json() is True
    assert (order.state, shop.stock.salable("MUG-01")) == ("canceled", salable)


def test_cancels_without_a_mail(shop: Shop, client: Client) -> None:
    order = pending(shop, client)
    assert client.send("POST", f"/rest/V1/orders/{order.id}/cancel").json() is True
    assert [mail["kind"] for mail in shop.mails] == ["order"]
