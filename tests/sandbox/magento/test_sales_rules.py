"""Sales rules beyond the recordings: when a code holds, what is counted when, and what goes with what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests

from sandbox.magento import Shop
from sandbox.magento.rules import holds
from sandbox.serving import Server
from tests.sandbox.magento.replaying import Client, load
from tests.sandbox.magento.story import JANE, Story

ADDRESS = "Magento\\SalesRule\\Model\\Rule\\Condition\\Address"
COMBINE = "Magento\\SalesRule\\Model\\Rule\\Condition\\Combine"


@pytest.fixture
def story(shop: Shop, client: Client) -> Story:
    return Story(shop, client)


def only(email: str) -> dict[str, object]:
    leaf = {"condition_type": ADDRESS, "attribute_name": "email", "operator": "==", "value": email}
    return {"condition_type": COMBINE, "aggregator_type": "all", "value": "1", "conditions": [leaf]}


def status(story: Story, cart: str, code: str) -> int:
    return story.client.send("PUT", f"/rest/V1/carts/{cart}/coupons/{code}").status_code


def place(story: Story, cart: str, method: str) -> int:
    body = {"paymentMethod": {"method": method}}
    return story.client.send("PUT", f"/rest/V1/carts/{cart}/order", body=body).status_code


def used(story: Story, coupon: int = 1) -> int:
    count: int = story.client.get(f"/rest/V1/coupons/{coupon}")["times_used"]
    return count


def test_a_rule_deleted_before_placing_leaves_everything_to_pay(shop: Shop, story: Story) -> None:
    rule = story.full_discount("GONE")
    cart = story.cart(1, "MUG-01")
    assert status(story, cart, "GONE") == 200
    assert story.ship_to(cart, JANE)["totals"]["grand_total"] == 0
    assert story.client.send("DELETE", f"/rest/V1/salesRules/{rule}").json() is True
    assert place(story, cart, "free") == 400
    assert shop.orders == {}
    assert "coupon_code" not in story.client.get(f"/rest/V1/carts/{cart}/totals")


def test_a_code_bound_to_an_address_waits_for_it_and_leaves_with_it(shop: Shop, story: Story) -> None:
    story.full_discount("JANES", condition=only(JANE))
    cart = story.cart(1, "MUG-01")
    assert status(story, cart, "JANES") == 404  # no address yet: nobody's e-mail
    story.ship_to(cart, "Jane.Roe@Example.com")
    assert status(story, cart, "JANES") == 200
    assert story.ship_to(cart, "other@example.com")["totals"]["grand_total"] == 24.9
    assert (shop.carts.by_id[int(cart)].coupon, place(story, cart, "free")) == (None, 400)


def test_a_bad_code_takes_the_good_one_away(shop: Shop, story: Story) -> None:
    story.full_discount("GOOD")
    cart = story.cart(1, "MUG-01")
    assert (status(story, cart, "good"), status(story, cart, "BAD")) == (200, 404)
    assert shop.carts.by_id[int(cart)].coupon is None


@pytest.mark.parametrize(("begins", "ends", "answer"), [("2026-11-21", "2026-11-21", 200), ("2026-11-22", None, 404)])
def test_days_are_those_of_the_store(begins: str, ends: str | None, answer: int, shop: Shop, story: Story) -> None:
    shop.clock = lambda: datetime(2026, 11, 22, 2, tzinfo=UTC)  # in Chicago it is still the 21st
    story.full_discount("TODAY", from_date=begins, to_date=ends)
    assert status(story, story.cart(1, "MUG-01"), "TODAY") == answer


@pytest.mark.parametrize(
    "changes",
    [{"is_active": False}, {"website_ids": [2]}, {"customer_group_ids": [1]}, {"coupon_type": "WHATEVER"}]
    + [{"to_date": "2026-11-20", "from_date": "2026-11-01"}],
)
def test_a_code_of_a_rule_that_does_not_hold_is_no_code(changes: dict[str, object], story: Story) -> None:
    story.full_discount("NEVER", **changes)
    assert status(story, story.cart(1, "MUG-01"), "NEVER") == 404


def test_uses_are_counted_when_the_queue_is_told_to_run(shop: Shop, server: Server, story: Story) -> None:
    shop.coupon_queue_delay = None
    story.full_discount("ONCE")
    carts = [story.cart(number, "MUG-01") for number in (1, 2, 3)]
    for cart in carts[:2]:
        assert status(story, cart, "ONCE") == 200
        story.ship_to(cart, JANE)
        assert place(story, cart, "free") == 200
    now = shop.clock()
    shop.clock = lambda: now + timedelta(hours=1)
    assert (used(story), status(story, carts[2], "ONCE")) == (0, 200)

    answer = requests.post(f"{server.url}/_sandbox/queue", timeout=10).json()

    assert (answer, used(story), status(story, carts[2], "ONCE")) == ({"counted": 2}, 2, 404)
    assert requests.post(f"{server.url}/_sandbox/queue", timeout=10).json() == {"counted": 0}
    assert story.client.get("/rest/V1/salesRules/1")["times_used"] == 2


def test_cancelling_gives_the_use_back(shop: Shop, server: Server, story: Story) -> None:
    shop.coupon_queue_delay = 0
    story.full_discount("ONCE")
    cart, other = story.cart(1, "MUG-01"), story.cart(2, "MUG-01")
    assert status(story, cart, "ONCE") == 200
    story.ship_to(cart, JANE)
    assert (place(story, cart, "free"), used(story), status(story, other, "ONCE")) == (200, 1, 404)
    books = requests.get(f"{server.url}/_sandbox/books", timeout=10).json()
    assert [(order["quote_id"], order["coupon_code"]) for order in books["orders"]] == [(int(cart), "ONCE")]
    assert [(row["code"], row["times_used"]) for row in books["coupons"]] == [("ONCE", 1)]
    assert [rule["name"] for rule in books["rules"]] == ["Exchange case 9001"]
    for answer in (True, False):  # the second cancel does nothing
        assert story.client.send("POST", "/rest/V1/orders/1/cancel").json() is answer
    assert (used(story), status(story, other, "ONCE")) == (0, 200)


def test_without_delay_a_use_counts_at_once(shop: Shop, server: Server, story: Story) -> None:
    requests.put(f"{server.url}/_sandbox/settings", json={"coupon_queue_delay": 0}, timeout=10)
    story.full_discount("ONCE")
    cart = story.cart(1, "MUG-01")
    assert status(story, cart, "ONCE") == 200
    story.ship_to(cart, JANE)
    assert (place(story, cart, "free"), used(story)) == (200, 1)
    assert status(story, story.cart(2, "MUG-01"), "ONCE") == 404


def test_a_limit_per_customer_knows_accounts_only(shop: Shop, story: Story) -> None:
    shop.customers[JANE], shop.coupon_queue_delay = 1, 0
    rule = story.full_discount("FIRST")
    coupon = {"rule_id": rule, "code": "MANY", "is_primary": False}  # no limit of its own: it is not the rule's
    assert "usage_limit" not in story.client.send("POST", "/rest/V1/coupons", body={"coupon": coupon}).json()
    for customer, answer in ((None, 200), (None, 200), (1, 200), (1, 404), (None, 200)):
        cart = story.cart(1, "MUG-01", customer=customer)
        story.ship_to(cart, JANE)
        assert status(story, cart, "MANY") == answer
        if answer == 200:
            assert place(story, cart, "free") == 200
    assert used(story, 2) == 4


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("salesRules", {"rule": {"name": "X", "uses_per_coupon": "many"}}),
        ("salesRules", {"rule": {"name": "X", "discount_amount": "much"}}),
        ("salesRules", {"rule": {"name": "X", "store_labels": ["label"]}}),
        ("salesRules", {"name": "X"}),
        ("coupons", {"coupon": {"rule_id": "first", "code": "X"}}),
        ("coupons", []),
        ("coupons/generate", {"couponSpec": {"rule_id": "first"}}),
    ],
)
def test_refuses_what_it_cannot_read(path: str, body: object, shop: Shop, story: Story) -> None:
    assert story.client.send("POST", f"/rest/V1/{path}", body=body).status_code == 400
    assert (shop.promotions.rules, shop.promotions.coupons) == ({}, {})


def test_a_deleted_code_leaves_its_rule(story: Story) -> None:
    rule = story.full_discount("ALONE")
    assert story.client.send("DELETE", "/rest/V1/coupons/1").json() is True
    assert status(story, story.cart(1, "MUG-01"), "ALONE") == 404
    assert story.client.get(f"/rest/V1/salesRules/{rule}")["rule_id"] == rule


def test_a_code_differs_by_more_than_case(story: Story) -> None:
    rule = story.full_discount("SAME")
    body = {"coupon": {"rule_id": rule, "code": "same", "usage_limit": 1}}
    answer = story.client.send("POST", "/rest/V1/coupons", body=body)
    assert (answer.status_code, answer.json()["message"]) == (400, "%1 already exists.")


def test_a_pool_takes_own_codes_only_as_generated_ones(story: Story) -> None:
    rule = story.full_discount("P", use_auto_generation=False)
    body = load("coupon", "10-create-auto-rule")["request"]["body"]
    pool = story.client.send("POST", "/rest/V1/salesRules", body=body).json()["rule_id"]
    answers = []
    for number, kind in ((pool, 0), (pool, 1), (rule, 0), (rule, 1)):
        coupon = {"rule_id": number, "code": f"C-{number}-{kind}", "type": kind, "usage_limit": 1}
        answers.append(story.client.send("POST", "/rest/V1/coupons", body={"coupon": coupon}).status_code)
    assert answers == [400, 200, 200, 400]


def test_generates_until_no_code_is_left(shop: Shop, story: Story) -> None:
    body = load("coupon", "10-create-auto-rule")["request"]["body"]
    pool = story.client.send("POST", "/rest/V1/salesRules", body=body).json()["rule_id"]
    spec = {"rule_id": pool, "format": "num", "length": 1}
    some = story.client.send("POST", "/rest/V1/coupons/generate", body={"couponSpec": spec | {"quantity": 3}})
    assert (len(set(some.json())), {code.isdigit() for code in some.json()}) == (3, {True})
    refused = story.client.send("POST", "/rest/V1/coupons/generate", body={"couponSpec": spec | {"quantity": 11}})
    assert refused.status_code == 400
    codes = [row["code"] for row in shop.promotions.coupons.values()]
    assert len(codes) == len(set(codes)) <= 10


def test_a_rule_without_codes_discounts_every_cart_and_a_code_comes_on_top(story: Story) -> None:
    ten = {"coupon_type": "NO_COUPON", "discount_amount": 10, "apply_to_shipping": False, "sort_order": 1}
    body = load("coupon", "60-exchange-rule")["request"]["body"]
    body["rule"] |= ten | {"store_labels": [], "description": "Ten off"}
    assert story.client.send("POST", "/rest/V1/salesRules", body=body).json()["coupon_type"] == "NO_COUPON"
    story.full_discount("CREDIT", simple_action="cart_fixed", discount_amount=5, sort_order=2, description=None)
    cart = story.cart(1, "CAP-01")
    shown = story.ship_to(cart, JANE)["totals"]
    assert (shown["discount_amount"], shown["items"][0]["discount_percent"]) == (-2.45, 10)
    assert status(story, cart, "CREDIT") == 200
    segments = story.client.get(f"/rest/V1/carts/{cart}/totals")["total_segments"]
    assert segments[1] == {"code": "discount", "title": "Discount (Ten off, CREDIT)", "value": -7.45}
    assert place(story, cart, "checkmo") == 200
    order = story.client.get("/rest/V1/orders/1")
    assert (order["applied_rule_ids"], order["coupon_code"], order["discount_amount"]) == ("1,2", "CREDIT", -7.45)


def test_stop_rules_processing_keeps_later_rules_out(story: Story) -> None:
    body = load("coupon", "60-exchange-rule")["request"]["body"]
    body["rule"] |= {"coupon_type": "NO_COUPON", "discount_amount": 10, "stop_rules_processing": True}
    story.client.send("POST", "/rest/V1/salesRules", body=body)
    story.full_discount("LATER", sort_order=5)
    assert status(story, story.cart(1, "MUG-01"), "LATER") == 404


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [("==", "fr", True), ("!=", "FR", False), ("()", "DE, FR", True), ("!()", "DE,FR", False), (">", "1", False)],
)
def test_compares_conditions(operator: str, value: str, expected: bool) -> None:
    leaf = {"condition_type": ADDRESS, "attribute_name": "country_id", "operator": operator, "value": value}
    tree = {"condition_type": COMBINE, "aggregator_type": "all", "value": "1", "conditions": [leaf]}
    assert holds(tree, {"country_id": "FR"}) is expected
    assert holds(tree | {"value": "0"}, {"country_id": "FR"}) is not expected


@pytest.mark.parametrize(("aggregator", "expected"), [("any", True), ("all", False)])
def test_combines_conditions(aggregator: str, expected: bool) -> None:
    leaves = [{"attribute_name": "base_subtotal", "operator": ">=", "value": limit} for limit in ("50", "500")]
    tree = {"aggregator_type": aggregator, "value": True, "conditions": leaves}
    assert holds(tree, {"base_subtotal": 50}) is expected
    assert holds(tree, {}) is False


def test_reset_forgets_rules_codes_and_carts(shop: Shop, story: Story) -> None:
    story.full_discount("ALL")
    story.cart(1, "MUG-01")
    shop.reset()
    assert (shop.promotions.rules, shop.promotions.coupons, shop.carts.by_id) == ({}, {}, {})
