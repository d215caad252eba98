"""Where a replacement goes and how, on recorded exchanges, and what the cart comes to then."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import responses

from connector.domain.money import Money
from connector.magento import shipping
from connector.magento.orders import order_from
from connector.ports.errors import ReadFailed, Refused
from connector.ports.shop import Cart, Shop
from tests.magento.making import ITEMS_251, QUINN, called, order_to
from tests.magento.making import VIEW as ROOT

Recorded = Callable[[str], Any]
Exchange = Callable[..., None]
TO_QUINN = order_to(
    QUINN
    | {"address_type": "shipping", "entity_id": 5, "parent_id": 3, "customer_address_id": 9, "vat_is_valid": 1}
    | {"company": None, "email": "another@example.com", "extension_attributes": {"locker": "7"}},
    "quinn.example@example.com",
)


@pytest.fixture(autouse=True)
def _stores(exchange: Exchange, web: responses.RequestsMock) -> None:
    web.assert_all_requests_are_fired = False
    exchange("store/storeViews")


def test_a_recorded_order_sends_as_the_recorded_replacement_was_sent(
    shop: Shop, recorded: Recorded, exchange: Exchange, web: responses.RequestsMock
) -> None:
    order = order_from(recorded("orders/get-complete")["response"]["body"])
    exchange("exchange/guest-04-shipping-information", view="default")
    web.get(f"{ROOT}/carts/87/items", json=[{"item_id": 195, "sku": "TEE-BLA-M", "qty": 1}])
    assert shop.send_to("87", order, "1").items == {"TEE-BLA-M": Decimal(1)}
    assert called(web) == ["POST carts/87/shipping-information", "GET carts/87/items"]


def test_items_that_cannot_be_read_make_no_cart(shop: Shop, exchange: Exchange, web: responses.RequestsMock) -> None:
    """Sending to an address twice is once, so that the whole may be done again."""
    exchange("exchange/q-05-shipping", view="default")
    web.get(f"{ROOT}/carts/251/items", status=503)
    with pytest.raises(ReadFailed):
        shop.send_to("251", TO_QUINN, "1")


def test_an_address_loses_what_ties_it_to_its_order(recorded: Recorded) -> None:
    order = order_from(recorded("orders/get-complete")["response"]["body"])
    assert order.ship_to is not None
    sent = shipping.address(order.ship_to, order.email)
    body = recorded("exchange/guest-04-shipping-information")["request"]["body"]
    assert sent == body["addressInformation"]["shipping_address"]
    assert shipping.body(sent, ("flatrate", "flatrate")) == body


@pytest.mark.parametrize(
    ("method", "way"),
    [
        ("flatrate_flatrate", ("flatrate", "flatrate")),
        ("ups_GND_1", ("ups", "GND_1")),
        ("flatrate", None),
        ("", None),
        ("_x", None),
        ("x_", None),
    ],
)
def test_a_way_of_shipping_is_carrier_and_method(method: str, way: tuple[str, str] | None) -> None:
    assert shipping.split(method) == way


def offer(carrier: str, method: str, price: float, available: bool = True) -> dict[str, object]:
    return {"carrier_code": carrier, "method_code": method, "price_incl_tax": price, "available": available}


def test_what_cannot_be_delivered_is_no_way_of_shipping() -> None:
    offers = [
        json.loads(json.dumps(each), parse_float=Decimal)
        for each in (
            offer("instore", "pickup", 0),
            offer("free", "free", 0, available=False),
            offer("dhl", "a", 9.5),
            offer("a", "b", 7.25),
        )
    ]
    assert shipping.choose(offers, "gone_gone") == ("a", "b")
    assert shipping.choose(offers, "dhl_a") == ("dhl", "a")
    assert shipping.choose(offers[:2], "free_free") is None


def test_another_way_where_the_order_s_is_not_offered(
    shop: Shop, answer: Exchange, exchange: Exchange, recorded: Recorded, web: responses.RequestsMock
) -> None:
    """A refused shipping-information changed nothing: asked what there is, the cheapest is taken."""
    way = "nope_nope"
    refusal = recorded("exchange/err-03-bad-shipping-method")["response"]
    sent: list[tuple[str, str]] = []

    def answer_to(request: Any) -> tuple[int, dict[str, str], str]:
        asked = json.loads(request.body)["addressInformation"]
        sent.append((asked["shipping_carrier_code"], asked["shipping_method_code"]))
        told = refusal if sent[-1] == ("nope", "nope") else recorded("exchange/q-05-shipping")["response"]
        return told["status"], {}, json.dumps(told["body"], default=float)

    web.add_callback("POST", f"{ROOT}/carts/251/shipping-information", answer_to)
    offers = recorded("exchange/customer-05a-estimate")["response"]["body"]
    web.post(f"{ROOT}/carts/251/estimate-shipping-methods", json.dumps(offers, default=float))
    web.get(f"{ROOT}/carts/251/items", json=ITEMS_251)
    order = order_to(QUINN, "quinn.example@example.com", way)
    assert shop.send_to("251", order, "1").total == Money.zero("USD")
    assert sent == [("nope", "nope"), ("freeshipping", "freeshipping")]
    assert called(web) == [
        "POST carts/251/shipping-information",
        "POST carts/251/estimate-shipping-methods",
        "POST carts/251/shipping-information",
        "GET carts/251/items",
    ]
    asked = json.loads(web.calls[2].request.body or "")
    assert asked == {"address": QUINN | {"email": "quinn.example@example.com"}}


def test_a_carrier_with_an_underscore_in_its_name_is_found_among_the_offers(
    shop: Shop, web: responses.RequestsMock, recorded: Recorded
) -> None:
    refusal = recorded("exchange/err-03-bad-shipping-method")["response"]
    web.post(f"{ROOT}/carts/251/shipping-information", status=404, json=refusal["body"])
    web.post(
        f"{ROOT}/carts/251/estimate-shipping-methods",
        json=[offer("flatrate", "flatrate", 0), offer("my_parcel", "day", 12)],
    )
    with pytest.raises(Refused) as caught:  # refused again, as the stand-in here refuses everything
        shop.send_to("251", order_to(QUINN, "q@example.com", "my_parcel_day"), "1")
    assert caught.value.code == "no_shipping"
    ways = [json.loads(web.calls[place].request.body or "")["addressInformation"] for place in (1, 3)]
    assert [(way["shipping_carrier_code"], way["shipping_method_code"]) for way in ways] == [
        ("my", "parcel_day"),
        ("my_parcel", "day"),
    ]
    assert len(web.calls) == 4


@pytest.mark.parametrize("offers", [[], [offer("instore", "pickup", 0)], [offer("nope", "nope", 5)]])
def test_no_way_of_shipping_is_told_without_trying_the_same_again(
    shop: Shop, web: responses.RequestsMock, recorded: Recorded, offers: list[dict[str, object]]
) -> None:
    refusal = recorded("exchange/err-03-bad-shipping-method")["response"]
    web.post(f"{ROOT}/carts/251/shipping-information", status=404, json=refusal["body"])
    web.post(f"{ROOT}/carts/251/estimate-shipping-methods", json=offers)
    with pytest.raises(Refused) as caught:
        shop.send_to("251", order_to(QUINN, "q@example.com", "nope_nope"), "1")
    assert caught.value.code == "no_shipping"
    assert len(web.calls) == 3


def test_an_order_that_was_sent_nowhere_gives_no_address(shop: Shop, web: responses.RequestsMock) -> None:
    with pytest.raises(Refused) as caught:
        shop.send_to("251", order_to(None, "q@example.com"), "1")
    assert caught.value.code == "no_address"
    assert len(web.calls) == 0


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("The shipping method can't be set for an empty cart. Add an item to cart and try again.", "cart_empty"),
        ("Something about 1 Main St", "400"),
    ],
)
def test_a_refused_address_is_told_by_its_code_and_without_the_address(
    shop: Shop, web: responses.RequestsMock, message: str, code: str
) -> None:
    web.post(f"{ROOT}/carts/251/shipping-information", status=400, json={"message": message})
    with pytest.raises(Refused) as caught:
        shop.send_to("251", TO_QUINN, "1")
    assert caught.value.code == code
    assert "Main St" not in "".join(traceback.format_exception(caught.value))
    assert len(called(web)) == 1


def test_a_country_the_shop_does_not_ship_to_is_no_address(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock
) -> None:
    told = recorded("exchange/err-18-bad-country")["response"]
    web.post(f"{ROOT}/carts/92/shipping-information", status=told["status"], json=told["body"])
    with pytest.raises(Refused) as caught:
        shop.send_to("92", TO_QUINN, "1")
    assert caught.value.code == "no_address"
    assert called(web) == ["POST carts/92/shipping-information"]


def test_what_remains_to_pay_is_told_before_placing(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock
) -> None:
    """A shop that taxes before discount: 100 % off leaves the tax."""
    told = recorded("exchange/tax-before-discount-totals")["response"]["body"]
    web.post(f"{ROOT}/carts/239/shipping-information", json.dumps(told, default=float))
    web.get(f"{ROOT}/carts/239/items", json=[{"item_id": 522, "sku": "CAP-01", "qty": 1}])
    assert shop.send_to("239", TO_QUINN, "1") == Cart(
        {"CAP-01": Decimal(1)}, 1, Money(Decimal("2.43"), "USD"), "EX-TAX1"
    )
