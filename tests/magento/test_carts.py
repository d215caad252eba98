"""Replacement orders, on recorded exchanges: a cart of our own from opened to placed, in the fewest calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import responses

from connector.domain.ids import OrderId
from connector.domain.money import Money
from connector.ports.errors import NotConnected, NotFound, OutcomeUnknown, Refused
from connector.ports.shop import Cart, Shop
from tests.magento.making import ITEMS_251, QUINN, called, order_to

Recorded = Callable[[str], Any]
Exchange = Callable[..., None]
ROOT = "https://shop.example.test/rest/default/V1"
CODE = "RTR-EB5C03053FE5FD582D63"
TO_QUINN = order_to(QUINN, "quinn.example@example.com")


@pytest.fixture(autouse=True)
def _stores(exchange: Exchange, web: responses.RequestsMock) -> None:
    web.assert_all_requests_are_fired = False
    exchange("store/storeViews")


def no(web: responses.RequestsMock, message: str, verb: str, path: str, status: int = 400) -> None:
    web.add(verb, f"{ROOT}/{path}", status=status, json={"message": message})


def test_a_replacement_order_in_as_many_calls_as_it_needs(
    shop: Shop, exchange: Exchange, web: responses.RequestsMock
) -> None:
    """Contract, "Fewest calls": five for the cart, one more because the totals name no SKUs."""
    for name in ("q-01-cart", "q-03-item", "q-04-coupon", "q-05-shipping", "q-06-place"):
        exchange(f"exchange/{name}", view="default")
    web.get(f"{ROOT}/carts/251/items", json=ITEMS_251)
    cart = shop.open_cart("1")
    shop.add_to_cart(cart, "MUG-01", 1, "1")
    shop.use_code(cart, CODE, "1")
    seen = shop.send_to(cart, TO_QUINN, "1")
    assert seen == Cart({"MUG-01": Decimal(1)}, 1, Money.zero("USD"), CODE)
    assert shop.place(cart, "1") == "190"
    assert called(web) == [
        "POST carts/",
        "POST carts/251/items",
        f"PUT carts/251/coupons/{CODE}",
        "POST carts/251/shipping-information",
        "GET carts/251/items",
        "PUT carts/251/order",
    ]
    assert len(web.calls) == 7  # and the store views, once


def test_carts_are_the_store_view_s_own(shop: Shop, exchange: Exchange, web: responses.RequestsMock) -> None:
    exchange("store/cart-eu-store", at="carts/", view="eu")
    assert shop.open_cart("2") == "180"
    assert web.calls[1].request.url == "https://shop.example.test/rest/eu/V1/carts/"


def test_reads_a_cart_in_two_calls(shop: Shop, recorded: Recorded, web: responses.RequestsMock) -> None:
    totals = recorded("exchange/q-05-shipping")["response"]["body"]["totals"] | {"grand_total": Decimal("36.81")}
    items = recorded("exchange/customer-03-items")["response"]["body"]
    web.get(f"{ROOT}/carts/84/totals", json.dumps(totals, default=float))
    web.get(f"{ROOT}/carts/84/items", json.dumps(items, default=float))
    seen = shop.cart("84", "1")
    assert seen == Cart({"CAP-01": Decimal(2), "TEE-BLA-M": Decimal(1)}, 2, Money(Decimal("36.81"), "USD"), CODE)
    assert CODE not in repr(seen)
    assert called(web) == ["GET carts/84/totals", "GET carts/84/items"]


def test_several_lines_of_one_sku_are_added_up(shop: Shop, recorded: Recorded, web: responses.RequestsMock) -> None:
    """What parallel calls leave: each made a line of its own."""
    totals = recorded("exchange/q-05-shipping")["response"]["body"]["totals"]
    web.get(f"{ROOT}/carts/84/totals", json.dumps(totals, default=float))
    web.get(f"{ROOT}/carts/84/items", json=[{"sku": "CAP-01", "qty": 2}, {"sku": "CAP-01", "qty": 1.5}])
    seen = shop.cart("84", "1")
    assert (seen.items, seen.lines) == ({"CAP-01": Decimal("3.5")}, 2)


def test_a_cart_that_was_placed_is_not_found(shop: Shop, web: responses.RequestsMock) -> None:
    no(web, "No such entity with %fieldName = %fieldValue", "GET", "carts/84/totals", 404)
    with pytest.raises(NotFound):
        shop.cart("84", "1")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("err-07-out-of-stock", "out_of_stock"),
        ("err-08-too-many", "out_of_stock"),
        ("err-09-oos-simple", "out_of_stock"),
        ("err-10-no-options", "not_addable"),
        ("err-12-unknown-sku", "not_addable"),
        ("err-14-unknown-cart", "cart_gone"),
    ],
)
def test_tells_why_something_cannot_be_added(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, name: str, code: str
) -> None:
    told = recorded(f"exchange/{name}")["response"]
    web.post(f"{ROOT}/carts/92/items", status=told["status"], json=told["body"])
    with pytest.raises(Refused) as caught:
        shop.add_to_cart("92", "TEE", 1, "1")
    assert caught.value.code == code
    assert len(called(web)) == 1


def test_what_else_keeps_an_article_out_is_quoted(shop: Shop, web: responses.RequestsMock) -> None:
    no(web, "The fewest you may purchase is %1.", "POST", "carts/92/items")
    with pytest.raises(Refused) as caught:
        shop.add_to_cart("92", "MUG-01", 1, "1")
    assert (caught.value.code, caught.value.detail) == ("not_addable", "The fewest you may purchase is %1.")


def test_a_variant_is_added_by_its_own_sku(shop: Shop, exchange: Exchange, web: responses.RequestsMock) -> None:
    exchange("exchange/err-13-child-sku-direct", view="default")
    shop.add_to_cart("92", "TEE-BLA-S", 1, "1")
    assert called(web) == ["POST carts/92/items"]


@pytest.mark.parametrize("units", [0, -1, True, 1.5])
def test_nothing_is_added_but_whole_units(shop: Shop, web: responses.RequestsMock, units: Any) -> None:
    """Contract: Magento takes 0 for 1."""
    with pytest.raises(Refused) as caught:
        shop.add_to_cart("92", "MUG-01", units, "1")
    assert caught.value.code == "quantity"
    assert len(web.calls) == 0


@pytest.mark.parametrize(
    ("name", "cart"), [("coupon/65-apply-after-rule-delete", "252"), ("coupon/45-apply-unknown", "252")]
)
def test_a_code_that_opens_nothing_is_invalid(
    shop: Shop, exchange: Exchange, web: responses.RequestsMock, name: str, cart: str
) -> None:
    exchange(name, view="default", at=f"carts/{cart}/coupons/{CODE}")
    with pytest.raises(Refused) as caught:
        shop.use_code(cart, CODE, "1")
    assert caught.value.code == "code_invalid"
    assert len(called(web)) == 1


def test_a_code_is_encoded_in_its_address(shop: Shop, web: responses.RequestsMock) -> None:
    web.put(f"{ROOT}/carts/87/coupons/A%2FB%20C", "true")
    shop.use_code("87", "A/B C", "1")
    assert called(web) == ["PUT carts/87/coupons/A%2FB%20C"]
    with pytest.raises(Refused) as caught:
        shop.use_code("87", "..", "1")
    assert caught.value.code == "code_invalid"
    assert len(called(web)) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tax-before-discount-order", "not_free"),
        ("err-05-free-with-nonzero", "not_free"),
        ("err-20-sold-out-at-order", "out_of_stock"),
        ("err-02-order-no-address", "no_address"),
    ],
)
def test_tells_why_no_order_was_made(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, name: str, code: str
) -> None:
    told = recorded(f"exchange/{name}")["response"]
    web.put(f"{ROOT}/carts/84/order", status=told["status"], json=told["body"])
    with pytest.raises(Refused) as caught:
        shop.place("84", "1")
    assert caught.value.code == code
    assert called(web) == ["PUT carts/84/order"]


PLACED = {"entity_id": 190, "quote_id": 84}
UNKNOWN = [
    {"status": 400, "json": {"message": "The points of this customer could not be booked."}},
    {"status": 404, "json": {"message": "No such entity with warehouseId = 3"}},
    {"status": 400, "json": {"message": "Le mode de paiement demandé n'est pas disponible."}},
]


@pytest.mark.parametrize("words", UNKNOWN, ids=["an extension's 400", "an extension's 404", "French"])
@pytest.mark.parametrize("placed", [True, False])
def test_words_nobody_knows_are_a_no_unless_the_order_is_there(
    shop: Shop, web: responses.RequestsMock, words: dict[str, Any], placed: bool
) -> None:
    """An extension may fail after the order was made, and Magento speaks the shop's language."""
    web.put(f"{ROOT}/carts/84/order", **words)
    there = [PLACED] if placed else []
    web.get("https://shop.example.test/rest/V1/orders", json={"items": there, "total_count": len(there)})
    if placed:
        assert shop.place("84", "1") == OrderId("190")
    else:
        with pytest.raises(Refused, match="not_placed"):
            shop.place("84", "1")
    assert [call.split("?")[0].rpartition("/")[2] for call in called(web)] == ["order", "orders"]


def test_a_cart_that_was_placed_gives_its_order(shop: Shop, recorded: Recorded, web: responses.RequestsMock) -> None:
    told = recorded("exchange/customer-08-place-again")["response"]
    web.put(f"{ROOT}/carts/84/order", status=told["status"], json=told["body"])
    web.get("https://shop.example.test/rest/V1/orders", json={"items": [PLACED], "total_count": 1})
    assert shop.place("84", "1") == OrderId("190")


def test_an_empty_cart_is_told_like_a_duplicate_that_came_second_and_proves_nothing(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock
) -> None:
    told = recorded("exchange/err-01-order-empty")["response"]
    web.put(f"{ROOT}/carts/91/order", status=told["status"], json=told["body"])
    with pytest.raises(OutcomeUnknown):
        shop.place("91", "1")
    assert called(web) == ["PUT carts/91/order"]


@pytest.mark.parametrize(
    "failure",
    [
        {"status": 500, "body": "<html>"},
        {"status": 408},
        {"body": "<html>thanks</html>"},
        {"json": False},
        {"json": None},
        {"json": "000000190"},
        {"json": True},
    ],
    ids=["500", "proxy", "a page", "false", "null", "a number", "true"],
)
def test_whatever_else_is_answered_to_placing_is_unknown_and_not_repeated(
    shop: Shop, web: responses.RequestsMock, failure: dict[str, Any]
) -> None:
    web.put(f"{ROOT}/carts/84/order", **failure)
    with pytest.raises(OutcomeUnknown):
        shop.place("84", "1")
    assert called(web) == ["PUT carts/84/order"]


def test_finds_the_order_of_a_cart_and_none_before(
    shop: Shop, answer: Exchange, web: responses.RequestsMock, recorded: Recorded
) -> None:
    answer("exchange/q-02-orders-by-quote-id-before", "GET", "orders")
    answer("exchange/q-07-orders-by-quote-id-after", "GET", "orders")
    assert shop.order_of_cart("251") is None
    assert shop.order_of_cart("251") == "190"
    sent = dict(web.calls[0].request.params)  # type: ignore[attr-defined]
    assert recorded("exchange/q-02-orders-by-quote-id-before")["request"]["query"].items() <= sent.items()
    assert (sent["fields"], len(web.calls)) == ("items[entity_id,quote_id],total_count", 2)


def test_an_order_of_another_cart_is_not_taken(shop: Shop, answer: Exchange) -> None:
    answer("exchange/q-07-orders-by-quote-id-after", "GET", "orders")
    assert shop.order_of_cart("252") is None


@pytest.mark.parametrize("cart", ["", "0", "087", "masked", "8/../9"])
def test_nothing_is_sent_for_a_cart_that_is_no_id(shop: Shop, web: responses.RequestsMock, cart: str) -> None:
    writes = (
        lambda: shop.add_to_cart(cart, "MUG-01", 1, "1"),
        lambda: shop.use_code(cart, CODE, "1"),
        lambda: shop.send_to(cart, TO_QUINN, "1"),
        lambda: shop.place(cart, "1"),
    )
    for write in writes:
        with pytest.raises(Refused) as caught:
            write()
        assert caught.value.code == "bad_id"
    with pytest.raises(NotFound):
        shop.cart(cart, "1")
    assert shop.order_of_cart(cart) is None
    assert called(web) == []


def test_a_store_view_that_went_away_is_told(shop: Shop, recorded: Recorded, web: responses.RequestsMock) -> None:
    told = recorded("store/scope-unknown")["response"]
    web.post(f"{ROOT}/carts/", status=told["status"], json=told["body"])
    with pytest.raises(Refused) as caught:
        shop.open_cart("1")
    assert caught.value.code == "no_store"


@pytest.mark.parametrize("body", ["null", '"masked"', "{}", "true", "<html>"])
def test_a_cart_without_its_id_is_unknown(shop: Shop, web: responses.RequestsMock, body: str) -> None:
    web.post(f"{ROOT}/carts/", body)
    with pytest.raises(OutcomeUnknown):
        shop.open_cart("1")
    assert len(called(web)) == 1


def test_a_missing_permission_is_named(shop: Shop, web: responses.RequestsMock) -> None:
    said = "The consumer isn't authorized to access %resources."
    body = {"message": said, "parameters": {"resources": "Magento_Cart::manage"}}
    web.post(f"{ROOT}/carts/", status=401, json=body)
    with pytest.raises(NotConnected) as caught:
        shop.open_cart("1")
    assert caught.value.missing == "Magento_Cart::manage"
