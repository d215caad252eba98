"""Sales rules and their codes, as recorded."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from sandbox.magento import Shop
from tests.sandbox.magento.replaying import Client, load, names
from tests.sandbox.magento.story import JANE, Story

FOLDER = "coupon"
LEFT_OUT: dict[str, str] = {}
MADE = (
    *("01-create-rule", "02-create-coupon", "03-create-coupon-duplicate-code", "04-create-second-coupon-specific"),
    *("05-create-coupon-unknown-rule", "06-search-coupon", "07-get-rule", "08-search-rules", "10-create-auto-rule"),
)
AFTER_GENERATING = (
    *("12-generated-coupons", "13-own-code-on-auto-rule", "14-generate-on-specific-rule", "15-generate-bad-format"),
    *("20-rule-with-email-condition", "21-coupon-email-condition", "22-get-email-rule", "30-rule-missing-name"),
    *("31-rule-bad-coupon-type", "32-rule-negative", "33-rule-percent-over-100"),
)
APPLIED = (
    *("40-apply-guest", "41-totals-with-coupon", "42-apply-in-second-cart", "43-coupon-after-use"),
    *("44-apply-after-use", "45-apply-unknown", "46-apply-lowercase", "47-email-condition-right-guest"),
    *("48-email-condition-wrong-guest", "49-email-condition-right-customer"),
    *("50-email-condition-right-customer-address", "51-get-cart-coupon", "52-remove-cart-coupon"),
    *("53-apply-own-code-of-auto-rule", "54-apply-generated", "55-apply-second-code-of-specific-rule"),
)
EXCHANGED = tuple(name for name in names(FOLDER) if name.startswith("6"))
GENERATED = re.compile(r"SC-[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")
MASKS = {name: load(FOLDER, name)["request"]["path"].split("/")[4] for name in APPLIED}


@pytest.fixture
def story(shop: Shop, client: Client) -> Story:
    """The shop of the recording after its rules and codes were made, 31 and 33 (same name, same codes) included."""
    told = Story(shop, client)
    for name in MADE:
        told.tell(FOLDER, name)
    recorded = load(FOLDER, "11-generate")
    codes = client.replay(recorded, body={"couponSpec": recorded["request"]["body"]["couponSpec"] | {"rule_id": 2}})
    told.renamed |= dict(zip(recorded["response"]["body"], codes.json(), strict=True))
    for name in AFTER_GENERATING:
        told.tell(FOLDER, name)
    return told


def test_every_recorded_coupon_call_is_replayed() -> None:
    assert sorted([*MADE, "11-generate", *AFTER_GENERATING, *APPLIED, *EXCHANGED, *LEFT_OUT]) == names(FOLDER)


def test_makes_rules_and_codes_as_recorded(shop: Shop, story: Story) -> None:
    codes = list(story.renamed.values())
    assert [bool(GENERATED.fullmatch(code)) for code in codes] == [True, True]
    assert codes[0] != codes[1]
    own = ["SC-4711-A7F3", "SC-4711-B", *codes, "SC-OWN-0001", "SC-JANE-ONLY"]
    assert [row["code"] for row in shop.promotions.coupons.values()] == own
    assert [rule["coupon_type"] for rule in shop.promotions.rules.values()].count("0") == 1
    assert sorted(shop.promotions.rules) == [1, 2, 3, 4, 5, 7]  # 6 was refused: a negative amount


def test_a_code_of_one_use_pays_for_two_orders_until_the_queue_has_run(shop: Shop, story: Story) -> None:
    for name in ("40-apply-guest", "42-apply-in-second-cart"):
        story.guest_cart(MASKS[name], "CAP-01", 2, JANE)
        story.tell(FOLDER, name)
    story.tell(FOLDER, "41-totals-with-coupon")
    for name in ("40-apply-guest", "42-apply-in-second-cart"):
        body = {"email": JANE, "paymentMethod": {"method": "checkmo"}}
        path = f"/rest/V1/guest-carts/{story.renamed[MASKS[name]]}/payment-information"
        assert story.client.send("POST", path, body=body).status_code == 200
    assert [float(order.data["grand_total"]) for order in shop.orders.values()] == [36.81, 36.81]
    story.guest_cart(MASKS["44-apply-after-use"])
    path = f"/rest/V1/guest-carts/{story.renamed[MASKS['44-apply-after-use']]}/coupons/SC-4711-A7F3"
    assert story.client.send("PUT", path).json() is True  # a third time: nothing is counted yet
    assert story.client.get("/rest/V1/coupons/1")["times_used"] == 0
    started = shop.clock()
    shop.clock = lambda: started + timedelta(seconds=61)
    story.tell(FOLDER, "43-coupon-after-use")
    story.tell(FOLDER, "44-apply-after-use")


def test_applies_and_refuses_codes_as_recorded(shop: Shop, story: Story) -> None:
    carts = {
        "45-apply-unknown": None,
        "47-email-condition-right-guest": JANE,
        "48-email-condition-wrong-guest": "someone.else@example.com",
        "53-apply-own-code-of-auto-rule": None,
        "54-apply-generated": None,
        "55-apply-second-code-of-specific-rule": None,
    }
    for name, email in carts.items():
        story.guest_cart(MASKS[name], email=email)
    for name in APPLIED[5:9]:
        story.tell(FOLDER, name)
    shop.customers[JANE] = 1
    cart = story.cart(84, "CAP-01", customer=1)
    story.tell(FOLDER, "49-email-condition-right-customer")
    story.ship_to(cart, JANE)
    for name in APPLIED[10:]:
        story.tell(FOLDER, name)
    assert [bool(cart.coupon) for cart in shop.carts.by_id.values()] == [False, True, False, True, True, True, False]


def test_the_code_of_an_exchange_goes_with_its_rule_and_the_order_keeps_it(shop: Shop, story: Story) -> None:
    for name in ("60-exchange-rule", "61-exchange-code"):
        story.tell(FOLDER, name)
    story.tell("exchange", "q-01-cart", bare="cart")
    story.tell("exchange", "q-02-orders-by-quote-id-before")
    for name in ("q-03-item", "q-04-coupon", "q-05-shipping"):
        story.tell("exchange", name)
    story.tell("exchange", "q-06-place", bare="order")
    for name in ("62-delete-rule", "63-delete-rule-again", "64-coupon-after-rule-delete"):
        story.tell(FOLDER, name)
    story.cart(252, "MUG-01")
    for name in ("65-apply-after-rule-delete", "66-coupon-delete-unknown"):
        story.tell(FOLDER, name)

    story.tell("exchange", "q-07-orders-by-quote-id-after")

    order = next(iter(shop.orders.values()))
    assert (order.data["coupon_code"], order.data["grand_total"]) == ("RTR-EB5C03053FE5FD582D63", 0)
