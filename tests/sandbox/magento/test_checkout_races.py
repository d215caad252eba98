"""What happens when the same cart or coupon call comes eight times at once, as recorded."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from sandbox.magento import Shop
from sandbox.serving import Server
from tests.sandbox.magento.replaying import Client, load
from tests.sandbox.magento.story import JANE, Story

TIMES = 8
RECORDED = load("concurrency", "parallel-requests")["results"]
SERVER_ERROR = "A server error stopped your order from being placed. Please try to place your order again."


@pytest.fixture
def story(shop: Shop, client: Client) -> Story:
    return Story(shop, client)


def at_once(client: Client, method: str, path: str, body: Any = None) -> Counter[str]:
    """Send one request eight times at the same moment; return how often each message (200: "ok") was answered."""
    barrier = Barrier(TIMES)

    def send(_: int) -> str:
        own = Client(client.shop, client.url, client.authorization)
        barrier.wait()
        answer = own.send(method, path, body=body)
        return "ok" if answer.status_code == 200 else str(answer.json()["message"])

    with ThreadPoolExecutor(TIMES) as pool:
        return Counter(pool.map(send, range(TIMES)))


def recorded(name: str) -> list[Counter[str]]:
    """Return the recorded answers of each round in the same form."""
    rounds = []
    for one in RECORDED[name]:
        answers = Counter[str]()
        for row in one["responses"]:
            answers["ok" if row["status"] == 200 else json.loads(row["body"])["message"]] += row["count"]
        rounds.append(answers)
    return rounds


def ready(story: Story, cart: str, kind: str = "carts") -> str:
    story.add(cart, "SOCK-01", 1, kind)
    story.ship_to(cart, JANE, kind)
    story.shop.race_window = 0.4  # without a lock all eight would have seen an open cart by then
    return cart


@pytest.mark.parametrize("owner", ["token", "customer"])
def test_eight_times_placing_a_cart_makes_one_order(owner: str, shop: Shop, story: Story) -> None:
    shop.customers[JANE] = 1
    cart = ready(story, story.cart(1, customer=1 if owner == "customer" else None))

    answers = at_once(story.client, "PUT", f"/rest/V1/carts/{cart}/order", {"paymentMethod": {"method": "checkmo"}})

    assert recorded(f"place order PUT /carts/{{id}}/order x8 ({owner} cart)") == [answers] * 3
    assert answers == {"ok": 1, SERVER_ERROR: 7}
    assert [order.data["quote_id"] for order in shop.orders.values()] == [int(cart)]
    assert [int(move["reserved"]) for move in shop.stock.movements] == [-1]
    assert [mail["kind"] for mail in shop.mails] == ["order"]


def test_eight_times_placing_an_anonymous_cart_makes_one_order(shop: Shop, story: Story) -> None:
    mask = ready(story, str(story.client.send("POST", "/rest/V1/guest-carts").json()), "guest-carts")
    body = {"email": JANE, "paymentMethod": {"method": "checkmo"}}

    answers = at_once(story.client, "POST", f"/rest/V1/guest-carts/{mask}/payment-information", body)

    assert recorded("place order POST /guest-carts/{id}/payment-information x8") == [answers] * 3
    assert len(shop.orders) == 1


def test_eight_times_adding_the_same_article_makes_eight_lines(shop: Shop, story: Story) -> None:
    cart = story.cart(1)
    shop.race_window = 0.4
    body = {"cartItem": {"quote_id": cart, "sku": "SOCK-01", "qty": 1}}

    answers = at_once(story.client, "POST", f"/rest/V1/carts/{cart}/items", body)

    assert recorded("add the same item to one cart x8") == [answers] * 3
    lines = [[row["sku"], row["qty"]] for row in story.client.get(f"/rest/V1/carts/{cart}/items")]
    assert lines == RECORDED["add the same item to one cart x8"][0]["after"]["lines"]
    shop.race_window = 0
    assert story.add(cart, "SOCK-01", 2)["qty"] == 3  # alone again, it joins the first line


def test_eight_times_asking_for_a_customers_cart_makes_several(shop: Shop, story: Story) -> None:
    shop.customers[JANE] = 1
    shop.race_window = 0.4

    answers = at_once(story.client, "POST", "/rest/V1/customers/1/carts")

    assert recorded("POST /customers/{id}/carts x8") == [answers] * 3
    names = ("customer_id", "is_active")
    query = [(f"searchCriteria[filter_groups][{n}][filters][0][field]", name) for n, name in enumerate(names)]
    query += [(f"searchCriteria[filter_groups][{n}][filters][0][value]", "1") for n in range(len(names))]
    assert story.client.get("/rest/V1/carts/search", query)["total_count"] == 8


def test_eight_times_the_same_code_makes_one_coupon(shop: Shop, story: Story) -> None:
    rule = story.full_discount("FIRST")
    body = {"coupon": {"rule_id": rule, "code": "SECOND", "usage_limit": 1, "is_primary": False}}

    answers = at_once(story.client, "POST", "/rest/V1/coupons", body)

    assert recorded("POST /coupons same code x8") == [answers] * 3
    assert [row["code"] for row in shop.promotions.coupons.values()] == ["FIRST", "SECOND"]


def test_eight_times_the_same_rule_makes_eight_rules(shop: Shop, story: Story) -> None:
    body = load("coupon", "60-exchange-rule")["request"]["body"]
    assert at_once(story.client, "POST", "/rest/V1/salesRules", body) == {"ok": 8}
    assert sorted(shop.promotions.rules) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_two_carts_for_the_last_unit_make_one_order(shop: Shop, server: Server, story: Story) -> None:
    shop.stock.physical["SOCK-01"] = Decimal(1)
    carts = [ready(story, story.cart(number)) for number in (1, 2)]
    barrier = Barrier(2)

    def place(cart: str) -> int:
        own = Client(shop, server.url, story.client.authorization)
        barrier.wait()
        body = {"paymentMethod": {"method": "checkmo"}}
        return own.send("PUT", f"/rest/V1/carts/{cart}/order", body=body).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(place, carts)) == [200, 400]
    assert (len(shop.orders), int(shop.stock.salable("SOCK-01"))) == (1, 0)
