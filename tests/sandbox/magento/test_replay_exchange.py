"""Replacement orders through carts, as recorded: token carts, a customer's cart, anonymous carts, every refusal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sandbox.magento import Shop
from tests.sandbox.magento.replaying import Client, load, names
from tests.sandbox.magento.story import JANE, Story

FOLDER = "exchange"
LEFT_OUT = {
    "customer-11-invoice-free": "made by Shop.invoice here: POST order/{id}/invoice belongs to the admin's own calls",
    "customer-12-ship-free": "made by Shop.ship here: POST order/{id}/ship belongs to the admin's own calls",
    "raw-01-orders-create": "writes a bare record (no stock, no mail) and is never called",
}
CUSTOMER = (
    *("customer-01-create-cart", "customer-01b-create-cart-again", "customer-02b-without-quote-id"),
    *("customer-02c-price-ignored", "customer-02-add-configurable", "customer-03-items", "customer-03b-delete-item"),
    *("customer-04-coupon", "customer-05a-estimate", "customer-05-shipping-information"),
    *("customer-06-order-with-checkmo", "customer-06-order", "customer-07-get-order", "customer-08-place-again"),
    *("customer-09-cart-after", "customer-10-find-cart"),
)
GUEST = tuple(name for name in names(FOLDER) if name.startswith("guest-"))
ANONYMOUS = tuple(name for name in names(FOLDER) if name.startswith("anon-"))
FIRST_CART = (
    *("err-02-order-no-address", "err-03-bad-shipping-method", "err-04-address-missing-fields"),
    "err-04b-place-with-missing",
)
SECOND_CART = (
    *("err-05a-free-nonzero-prepare", "err-05-free-with-nonzero", "err-06-unknown-method", "err-06b-no-method"),
    *("err-07-out-of-stock", "err-08-too-many", "err-09-oos-simple", "err-10-no-options", "err-11-bad-option"),
    *("err-12-unknown-sku", "err-13-child-sku-direct", "err-14-unknown-cart", "err-15-unknown-customer"),
    *("err-16-qty-zero", "err-17-coupon-unknown", "err-18-bad-country", "err-19-bad-region"),
)
OTHERS = (
    *("customer-00-create-first-cart", "customer-13-refund-free", "err-01-order-empty", "err-20-sold-out-at-order"),
    *("paid-01-shipping-information", "paid-02-order", "paid-03-get", "assign-01-put-customer", "search-carts"),
    *("tax-before-discount-totals", "tax-before-discount-order", "free-shipping-rule"),
)
IN_COUPONS = tuple(name for name in names(FOLDER) if name.startswith("q-"))  # told together with coupon/60 to 66
BARE = {"customer-01-create-cart": "cart", "customer-01b-create-cart-again": "cart", "guest-01-create-cart": "cart"}
BARE |= {"customer-06-order": "order", "guest-05-order": "order", "anon-05-payment-information": "order"}
BARE |= {"err-04b-place-with-missing": "order"}
OFFLINE = ("checkmo", "purchaseorder", "banktransfer", "cashondelivery", "free")


@pytest.fixture
def story(shop: Shop, client: Client) -> Story:
    """The recorded shop: no gateway yet, the tee's options have names."""
    shop.payment_methods = OFFLINE
    shop.option_labels = {("137", 5): ("Size", "M"), ("93", 7): ("Color", "Black")}
    return Story(shop, client)


def test_every_recorded_exchange_call_is_replayed_or_left_out_for_a_reason() -> None:
    told = [*CUSTOMER, *GUEST, *ANONYMOUS, *FIRST_CART, *SECOND_CART, *OTHERS, *IN_COUPONS]
    assert sorted([*told, *LEFT_OUT]) == names(FOLDER)


def placed_from_the_customers_cart(story: Story) -> None:
    """Tell the recording in which jane had a cap in her cart before."""
    story.shop.customers[JANE] = 1
    story.full_discount("EX-1001")
    story.add(story.cart(84, customer=1), "CAP-01")
    for name in CUSTOMER:
        story.tell(FOLDER, name, BARE.get(name))


def test_places_a_customers_cart_as_recorded(shop: Shop, story: Story) -> None:
    placed_from_the_customers_cart(story)
    assert [mail["kind"] for mail in shop.mails] == ["order"]
    assert shop.mails[0]["to"] == JANE
    moves = [(move["reason"], move["sku"], int(move["reserved"])) for move in shop.stock.movements]
    assert moves == [("order_placed", "TEE-BLA-M", -1)]


def test_a_placed_order_of_nothing_is_invoiced_shipped_and_refunded_as_recorded(shop: Shop, story: Story) -> None:
    placed_from_the_customers_cart(story)
    order = next(iter(shop.orders.values()))
    shop.invoice(order)
    shop.ship(order)
    assert (order.state, shop.invoices[0]["grand_total"]) == ("complete", 0)

    story.tell(FOLDER, "customer-13-refund-free", bare="memo")

    assert (order.state, shop.memos[0]["grand_total"]) == ("closed", 0)


def test_gives_a_customer_a_first_cart_as_recorded(shop: Shop, story: Story) -> None:
    shop.customers["new@example.com"] = 3
    story.tell(FOLDER, "customer-00-create-first-cart", bare="cart")
    assert [(cart.customer_id, cart.active) for cart in shop.carts.by_id.values()] == [(3, True)]


def test_places_a_token_cart_as_recorded(shop: Shop, story: Story) -> None:
    shop.customers[JANE] = 1
    story.full_discount("EX-2001")
    for name in GUEST:
        story.tell(FOLDER, name, BARE.get(name))
    assert [order.number for order in shop.orders.values()] == ["000000001"]


def test_places_an_anonymous_cart_as_recorded_without_any_token(shop: Shop, story: Story) -> None:
    story.full_discount("EX-2003")
    allowed, story.client.authorization = story.client.authorization, ""
    mask = story.client.replay(load(FOLDER, "anon-01-create")).json()
    assert len(mask) == len(load(FOLDER, "anon-01-create")["response"]["body"]) == 32
    story.renamed["qIqaNSceQIj6Y7MWCgpLqayyJcQGjCEm"] = mask
    for name in ANONYMOUS[1:-1]:
        story.tell(FOLDER, name, BARE.get(name))
    story.client.authorization = allowed
    story.tell(FOLDER, ANONYMOUS[-1])
    assert len(shop.orders) == 1


def test_refuses_an_unfinished_cart_as_recorded_and_places_an_incomplete_address(shop: Shop, story: Story) -> None:
    cart = story.cart(91)
    story.tell(FOLDER, "err-01-order-empty")
    story.add(cart, "CAP-01")
    for name in FIRST_CART:
        story.tell(FOLDER, name, BARE.get(name))
    order = next(iter(shop.orders.values()))
    assert {key: value for key, value in order.billing.items() if not key.endswith("_id")} == {
        "address_type": "billing",
        "email": "a@b.co",
        "firstname": "A",
        "lastname": "B",
    }


def test_refuses_as_recorded_and_changes_nothing(shop: Shop, story: Story) -> None:
    shop.stock.physical["TEE-BLA-L"] = Decimal(0)
    shop.tax_by_country = {"DE": Decimal(19)}
    cart = shop.carts.by_id[int(story.cart(92, "CAP-01"))]
    for name in SECOND_CART:
        before = [(line.product.sku, line.quantity) for line in cart.lines]
        story.tell(FOLDER, name)
        after = [(line.product.sku, line.quantity) for line in cart.lines]
        refused = load(FOLDER, name)["response"]["status"] != 200
        assert (name, after if refused else before) == (name, before)
    assert [(line.product.sku, line.quantity) for line in cart.lines] == [("CAP-01", 2), ("TEE-BLA-S", 1)]
    assert (shop.orders, len(shop.carts.by_id), cart.active) == ({}, 1, True)


def test_refuses_what_was_sold_out_meanwhile_as_recorded(shop: Shop, story: Story) -> None:
    cart = story.cart(95, "CAP-01")
    story.ship_to(cart, JANE)
    shop.stock.physical["CAP-01"] = Decimal(0)
    story.tell(FOLDER, "err-20-sold-out-at-order")
    assert (shop.orders, shop.stock.movements) == ({}, [])


def test_places_a_paid_cart_as_recorded(shop: Shop, story: Story) -> None:
    story.cart(93, "CAP-01")
    story.tell(FOLDER, "paid-01-shipping-information")
    story.tell(FOLDER, "paid-02-order", bare="order")
    story.tell(FOLDER, "paid-03-get")
    shown = story.client.get("/rest/V1/orders/1")
    assert shown["extension_attributes"]["shipping_assignments"][0]["shipping"]["method"] == "freeshipping_freeshipping"


def test_assigning_merges_the_customers_own_cart_as_recorded(shop: Shop, story: Story) -> None:
    shop.customers[JANE] = 1
    story.same("customer", 1, 1)
    own = int(story.cart(88, "MUG-01", customer=1))
    cart = int(story.cart(89, "CAP-01"))
    story.tell(FOLDER, "assign-01-put-customer")
    story.tell(FOLDER, "search-carts")
    assert (shop.carts.by_id[own].active, shop.carts.by_id[cart].active) == (False, True)
    lines = [(line.product.sku, line.quantity) for line in shop.carts.by_id[cart].lines]
    assert lines == [("CAP-01", 1), ("MUG-01", 1)]


def test_tax_before_discount_leaves_tax_to_pay_as_recorded(shop: Shop, story: Story) -> None:
    shop.tax_after_discount, shop.payment_methods = False, (*OFFLINE[:4], "contractpay", "free")
    story.full_discount("EX-TAX1")
    cart = story.cart(239, "CAP-01")
    assert story.client.send("PUT", f"/rest/V1/carts/{cart}/coupons/EX-TAX1").json() is True
    story.tell(FOLDER, "tax-before-discount-totals")
    story.tell(FOLDER, "tax-before-discount-order")
    assert shop.orders == {}


def test_a_rule_with_free_shipping_leaves_shipping_to_pay_as_recorded(shop: Shop, story: Story) -> None:
    shop.payment_methods = (*OFFLINE[:4], "contractpay", "free")
    code = "EX-FS1795290636"
    rule = story.full_discount(code, apply_to_shipping=False, simple_free_shipping="FREE_WITH_MATCHING_ITEMS")
    assert story.client.get(f"/rest/V1/salesRules/{rule}")["simple_free_shipping"] == "0"
    cart = story.cart(242, "CAP-01")
    assert story.client.send("PUT", f"/rest/V1/carts/{cart}/coupons/{code}").json() is True
    story.tell(FOLDER, "free-shipping-rule")
