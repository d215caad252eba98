"""Carts beyond the recordings: currencies, payment, what a placed order allows, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sandbox.magento import Shop
from sandbox.magento.routes_checkout import ROUTES
from tests.sandbox.magento.replaying import Client, load
from tests.sandbox.magento.story import JANE, Story

FREE, CHECKMO = {"method": "free"}, {"method": "checkmo"}


@pytest.fixture
def story(shop: Shop, client: Client) -> Story:
    return Story(shop, client)


def opened(story: Story, *articles: tuple[str, int], store: str | None = None) -> str:
    """Return a token cart with these articles in it."""
    prefix = "/rest/V1" if store is None else f"/rest/{store}/V1"
    cart: str = story.client.send("POST", f"{prefix}/carts/").json()
    for sku, quantity in articles:
        story.add(cart, sku, quantity)
    return cart


def apply(story: Story, cart: str, code: str) -> int:
    return story.client.send("PUT", f"/rest/V1/carts/{cart}/coupons/{code}").status_code


def place(story: Story, cart: str, payment: dict[str, str]) -> Any:
    return story.client.send("PUT", f"/rest/V1/carts/{cart}/order", body={"paymentMethod": payment})


def order_of(story: Story, cart: str, payment: dict[str, str]) -> Any:
    answer = place(story, cart, payment)
    assert answer.status_code == 200, answer.text
    return story.client.get(f"/rest/V1/orders/{answer.json()}")


def totals(story: Story, cart: str) -> Any:
    return story.client.get(f"/rest/V1/carts/{cart}/totals")


def test_a_replacement_in_euro_costs_nothing_whatever_the_rate_does_to_prices(shop: Shop, story: Story) -> None:
    story.full_discount("FREE-EU")
    cart = opened(story, ("SOCK-01", 3), ("TEE-BLA-S", 1), store="eu")  # 9.95 at 0.9 is 8.955
    assert apply(story, cart, "FREE-EU") == 200
    story.ship_to(cart, JANE)
    shown = totals(story, cart)
    assert [row["price"] for row in shown["items"]] == [8.96, 28.8]
    assert (shown["discount_amount"], shown["base_discount_amount"]) == (-73.68, -81.85)
    assert (shown["quote_currency_code"], shown["grand_total"], shown["base_grand_total"]) == ("EUR", 0, 0)

    order = order_of(story, cart, FREE)

    assert (order["increment_id"], order["store_id"], order["order_currency_code"]) == ("2000000001", 2, "EUR")
    assert (order["grand_total"], order["base_grand_total"], order["discount_amount"]) == (0, 0, -73.68)


def test_a_fixed_amount_is_base_currency_and_what_is_over_is_lost(story: Story) -> None:
    story.full_discount("CREDIT", simple_action="cart_fixed", discount_amount=25)
    part, over = (opened(story, (sku, 1), store="eu") for sku in ("CAP-01", "SOCK-01"))
    for cart in (part, over):
        assert apply(story, cart, "CREDIT") == 200
        story.ship_to(cart, JANE)
    shown = totals(story, part)
    assert (shown["base_discount_amount"], shown["discount_amount"]) == (-25, -22.5)
    shown = totals(story, over)
    assert (shown["base_discount_amount"], shown["grand_total"]) == (-14.95, 0)


@pytest.mark.parametrize("store", [None, "eu"])
@pytest.mark.parametrize(
    ("action", "amount", "to_shipping"),
    [
        ("by_percent", 33, True),
        ("by_percent", 33, False),
        ("by_percent", 0.35, True),
        ("by_fixed", 3, True),
        ("cart_fixed", 17.77, True),
    ]
    + [("cart_fixed", 17.77, False)],
)
def test_the_order_is_what_the_cart_showed(
    action: str, amount: float, to_shipping: bool, store: str | None, story: Story
) -> None:
    rule = {"simple_action": action, "discount_amount": amount, "apply_to_shipping": to_shipping}
    story.full_discount("PART", **rule)
    cart = opened(story, ("SOCK-01", 3), ("MUG-01", 1), ("TEE-BLA-M", 2), store=store)
    story.ship_to(cart, JANE)
    assert apply(story, cart, "PART") == 200
    shown = totals(story, cart)

    order = order_of(story, cart, CHECKMO)

    names = ("grand_total", "discount_amount", "tax_amount", "shipping_amount", "shipping_discount_amount", "subtotal")
    both = [f"{prefix}{name}" for prefix in ("", "base_") for name in names]
    assert {name: order[name] for name in both} == {name: shown[name] for name in both}
    off = [row["base_discount_amount"] for row in shown["items"]] + [shown["base_shipping_discount_amount"]]
    assert [row["base_discount_amount"] for row in order["items"]] == off[:-1]
    assert round(sum(off), 2) == -order["base_discount_amount"]
    if action == "cart_fixed":
        assert order["base_discount_amount"] == -17.77
    assert (order["base_shipping_discount_amount"] > 0) is to_shipping


def test_a_percentage_counts_before_tax(story: Story) -> None:
    story.full_discount("HALF", discount_amount=50, apply_to_shipping=False)
    cart = opened(story, ("MUG-01", 2))
    story.ship_to(cart, JANE)
    assert apply(story, cart, "HALF") == 200
    shown = totals(story, cart)
    # 36 - 18 + 10 shipping, 8.25 % of 18 (1.485 -> 1.49) and of 10 (0.825 with the remainder of -0.005 -> 0.82)
    assert (shown["discount_amount"], shown["tax_amount"], shown["grand_total"]) == (-18, 2.31, 30.31)


def test_paying_by_card_captures_and_invoices_at_once(shop: Shop, story: Story) -> None:
    cart = opened(story, ("MUG-01", 1))
    story.ship_to(cart, JANE)
    order = order_of(story, cart, {"method": "contractpay"})
    assert (order["state"], order["grand_total"], order["total_paid"]) == ("processing", 24.9, 24.9)
    assert [(row["kind"], float(row["amount"])) for row in shop.gateway.book()] == [("capture", 24.9)]
    assert [row["order_id"] for row in shop.invoices] == [order["entity_id"]]


def test_a_declined_card_leaves_the_cart_and_nothing_else(shop: Shop, story: Story) -> None:
    shop.product("UNLUCKY", "Unlucky", "10.28")  # 11.13 with tax
    cart = opened(story, ("UNLUCKY", 1))
    body = load("exchange", "paid-01-shipping-information")["request"]["body"]
    story.client.send("POST", f"/rest/V1/carts/{cart}/shipping-information", body=body)
    answer = place(story, cart, {"method": "contractpay"})
    assert (answer.status_code, shop.orders, shop.invoices, shop.mails) == (400, {}, [], [])
    assert [entry["accepted"] for entry in shop.gateway.book()] == [False]
    assert shop.stock.salable("UNLUCKY") == 100
    assert order_of(story, cart, CHECKMO)["grand_total"] == 11.13


def test_a_replacement_is_held_released_and_cancelled_as_recorded(shop: Shop, story: Story) -> None:
    story.full_discount("FREE-1")
    cart = opened(story, ("MUG-01", 2))
    story.ship_to(cart, JANE)
    assert apply(story, cart, "FREE-1") == 200
    before = shop.stock.salable("MUG-01")
    number = order_of(story, cart, FREE)["entity_id"]
    assert shop.stock.salable("MUG-01") == before - 2
    for name, state in (("hold", "holded"), ("unhold", "new"), ("cancel", "canceled")):
        recorded = load("state", f"{name}-replacement")
        answer = story.client.replay(recorded, f"/rest/V1/orders/{number}/{name}")
        assert answer.json() is recorded["response"]["body"] is True
        assert shop.orders[number].state == state
    assert shop.stock.salable("MUG-01") == before


def test_every_payable_method_makes_a_pending_order(shop: Shop, story: Story) -> None:
    for method in ("checkmo", "banktransfer", "cashondelivery", "purchaseorder"):
        cart = opened(story, ("MUG-01", 1))
        story.ship_to(cart, JANE)
        if method == "purchaseorder":
            assert place(story, cart, {"method": method}).status_code == 400
        order = order_of(story, cart, {"method": method, "po_number": "PO-7"})
        shown = (order["payment"]["method"], order["state"], order["grand_total"], order["tax_amount"])
        assert shown == (method, "new", 24.9, 1.9)
    assert story.client.get("/rest/V1/orders/4")["payment"]["po_number"] == "PO-7"
    assert len(shop.orders) == 4


def test_a_child_bought_directly_is_a_line_of_its_own(story: Story) -> None:
    cart = opened(story, ("TEE-BLA-M", 1))
    story.ship_to(cart, JANE)
    items = order_of(story, cart, CHECKMO)["items"]
    assert [(row["product_type"], row["name"], row["price"]) for row in items] == [
        ("simple", "Organic Tee Black M", 32)
    ]
    assert "parent_item_id" not in items[0]


def test_goods_without_weight_need_no_shipping(story: Story) -> None:
    cart = opened(story, ("GIFT-WRAP", 2))
    assert story.ship_to(cart, JANE)["totals"]["shipping_amount"] == 0
    order = order_of(story, cart, CHECKMO)
    assert (order["is_virtual"], order["grand_total"], order["billing_address"]["city"]) == (1, 8.66, "Los Angeles")
    assert "shipping_description" not in order


def test_two_rates_of_tax_are_shown_apart(shop: Shop, story: Story) -> None:
    shop.product("BOOK", "Book", 10, "5.5")
    cart = opened(story, ("BOOK", 1), ("MUG-01", 1))
    story.ship_to(cart, JANE)
    tax = next(row for row in totals(story, cart)["total_segments"] if row["code"] == "tax")
    rows = tax["extension_attributes"]["tax_grandtotal_details"]
    shown = [(row["amount"], row["rates"][0]["percent"], row["group_id"]) for row in rows]
    assert (shown, tax["value"]) == ([(0.55, "5.5", 1), (2.31, "8.25", 2)], 2.86)


def test_billing_may_be_elsewhere(story: Story) -> None:
    cart = opened(story, ("MUG-01", 1))
    body = load("exchange", "guest-04-shipping-information")["request"]["body"]
    body["addressInformation"]["billing_address"] |= {"city": "Berlin", "country_id": "DE", "firstname": "Ann"}
    story.client.send("POST", f"/rest/V1/carts/{cart}/shipping-information", body=body)
    order = order_of(story, cart, CHECKMO)
    shipping = order["extension_attributes"]["shipping_assignments"][0]["shipping"]["address"]
    assert (order["billing_address"]["city"], shipping["city"]) == ("Berlin", "Los Angeles")
    assert (order["billing_address"]["firstname"], order["customer_firstname"], shipping["firstname"]) == (
        "Ann",
        "Ann",
        "Jane",
    )
    assert (order["billing_address"]["entity_id"], order["billing_address"]["parent_id"]) == (
        order["billing_address_id"],
        order["entity_id"],
    )


def test_a_quantity_can_be_changed_in_the_cart_that_the_body_names(story: Story) -> None:
    cart, other = opened(story, ("MUG-01", 1)), opened(story)
    item = story.client.get(f"/rest/V1/carts/{cart}/items")[0]["item_id"]
    body = {"cartItem": {"quote_id": cart, "qty": 3}}
    assert story.client.send("PUT", f"/rest/V1/carts/{other}/items/{item}", body=body).json()["qty"] == 3
    assert totals(story, cart)["subtotal"] == 54
    body["cartItem"]["qty"] = 1000
    assert story.client.send("PUT", f"/rest/V1/carts/{cart}/items/{item}", body=body).status_code == 400
    refused = story.client.send("DELETE", f"/rest/V1/carts/{other}/items/{item}")
    expected = {"message": "The %1 Cart doesn't contain the %2 item.", "parameters": [int(other), item]}
    assert (refused.status_code, refused.json()) == (404, expected)
    assert totals(story, cart)["subtotal"] == 54


def test_refuses_half_a_mug(story: Story) -> None:
    cart = opened(story)
    body = {"cartItem": {"quote_id": cart, "sku": "MUG-01", "qty": 1.5}}
    assert story.client.send("POST", f"/rest/V1/carts/{cart}/items", body=body).status_code == 400
    assert story.client.get(f"/rest/V1/carts/{cart}/items") == []


def test_refuses_a_cart_without_a_shipping_method(shop: Shop, story: Story) -> None:
    cart = opened(story, ("MUG-01", 1))
    recorded = load("exchange", "err-03-bad-shipping-method")
    assert story.client.replay(recorded, f"/rest/V1/carts/{cart}/shipping-information").status_code == 404
    answer = place(story, cart, CHECKMO)
    message = "The shipping method is missing. Select the shipping method and try again."
    assert (answer.status_code, answer.json()["message"], shop.orders) == (400, message, {})


def test_shows_a_cart_with_its_currency_and_its_lines(story: Story) -> None:
    cart = opened(story, ("MUG-01", 2), store="eu")
    shown = story.client.get(f"/rest/V1/carts/{cart}")
    assert (shown["id"], shown["store_id"], shown["is_active"], shown["items_qty"]) == (int(cart), 2, True, 2)
    assert (shown["currency"]["quote_currency_code"], shown["currency"]["base_to_quote_rate"]) == ("EUR", 0.9)
    assert [(row["sku"], row["price"]) for row in shown["items"]] == [("MUG-01", 16.2)]
    assert "reserved_order_id" not in shown


def test_an_unknown_mask_and_a_used_one_are_no_cart(story: Story) -> None:
    refused = story.client.send("GET", "/rest/V1/guest-carts/nobody/totals")
    assert (refused.status_code, refused.json()["parameters"]) == (404, {"fieldName": "cartId", "fieldValue": None})
    mask = str(story.client.send("POST", "/rest/V1/guest-carts").json())
    story.add(mask, "MUG-01", 1, "guest-carts")
    story.ship_to(mask, JANE, "guest-carts")
    path = f"/rest/V1/guest-carts/{mask}/order"
    assert story.client.send("PUT", path, body={"paymentMethod": CHECKMO}).json() == 1
    assert story.client.send("PUT", path, body={"paymentMethod": CHECKMO}).status_code == 404


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.template}")
def test_names_the_permission_a_call_needs(route: Any, shop: Shop, story: Story) -> None:
    story.client.authorization = f"Bearer {shop.access.grant([]).access_token}"
    path = route.template.replace("{id}", "999").replace("{item}", "1").replace("{code}", "X")
    answer = story.client.send(route.method, f"/rest/V1/{path}")
    anonymous = route.template.startswith("guest-carts")
    rule = route.template.startswith(("salesRules", "coupons"))
    assert route.resource == (
        "anonymous" if anonymous else "Magento_SalesRule::quote" if rule else "Magento_Cart::manage"
    )
    assert answer.status_code != 401 if anonymous else answer.json()["parameters"] == {"resources": route.resource}


def test_a_bought_out_article_can_no_longer_be_added(shop: Shop, story: Story) -> None:
    shop.stock.physical["MUG-01"] = Decimal(1)
    cart = opened(story, ("MUG-01", 1))
    story.ship_to(cart, JANE)
    order_of(story, cart, CHECKMO)
    body = {"cartItem": {"quote_id": opened(story), "sku": "MUG-01", "qty": 1}}
    refused = story.client.send("POST", "/rest/V1/carts/2/items", body=body)
    assert (refused.status_code, refused.json()["message"]) == (
        400,
        "Product that you are trying to add is not available.",
    )
