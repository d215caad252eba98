"""The call that gives money back: exact bodies, exact counts of calls, and what each answer means."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import requests
import responses
from responses.matchers import header_matcher, json_params_matcher
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError, ReadTimeoutError

from connector.domain.ids import LineId, OrderId
from connector.domain.money import Money
from connector.ports.errors import NotConnected, NotSent, OutcomeUnknown, Refused
from connector.ports.shop import RefundCall, Shop

Answer = Callable[..., None]
Recorded = Callable[[str], Any]
ORDER_ROUTE = "https://shop.example.test/rest/V1/order/19/refund"
INVOICE_ROUTE = "https://shop.example.test/rest/V1/invoice/73/refund"
POOL = HTTPConnectionPool("shop.example.test")
OFFLINE = RefundCall(
    order=OrderId("19"),
    invoice=None,
    units={LineId("48"): 1},
    whole_shipping=False,
    to_stock=(),
    key="refund-c1-d1",
)
ONLINE = replace(OFFLINE, invoice="73", units={LineId("308"): 1})


def sent(web: responses.RequestsMock) -> Any:
    return json.loads(web.calls[0].request.body or b"")


def test_the_order_route_gets_exactly_this(shop: Shop, web: responses.RequestsMock) -> None:
    expected = {
        "items": [{"order_item_id": 48, "qty": 1}, {"order_item_id": 49, "qty": 2}],
        "notify": False,
        "appendComment": False,
        "comment": {"comment": "refund-c1-d1 Ticket 4711", "is_visible_on_front": 0},
        "arguments": {"shipping_amount": 0, "adjustment_positive": 0, "adjustment_negative": 0},
    }
    matchers = [
        json_params_matcher(expected),
        header_matcher({"Authorization": "Bearer t0ken", "Accept": "application/json"}),
    ]
    web.post(ORDER_ROUTE, json="4", match=matchers)
    call = replace(OFFLINE, units={LineId("48"): 1, LineId("49"): 2}, note="Ticket 4711")
    assert shop.refund(call) == "4"
    assert web.calls[0].request.url == ORDER_ROUTE
    assert len(web.calls) == 1


def test_a_gateway_refund_goes_online_through_its_invoice(shop: Shop, web: responses.RequestsMock) -> None:
    """Contract, 1: the order route, and the invoice route without `isOnline`, never move money."""
    web.post(INVOICE_ROUTE, json="65")
    assert shop.refund(ONLINE) == "65"
    assert sent(web)["isOnline"] is True


def test_the_order_route_makes_no_claim_to_be_online(shop: Shop, web: responses.RequestsMock) -> None:
    web.post(ORDER_ROUTE, json="4")
    shop.refund(OFFLINE)
    assert "isOnline" not in sent(web)


@pytest.mark.parametrize("call", [OFFLINE, ONLINE], ids=["order route", "invoice route"])
def test_never_sends_an_empty_item_list(shop: Shop, web: responses.RequestsMock, call: RefundCall) -> None:
    """Contract, 3: no items means every line."""
    with pytest.raises(Refused) as caught:
        shop.refund(replace(call, units={}))
    assert caught.value.code == "no_lines"
    assert len(web.calls) == 0


@pytest.mark.parametrize("count", [0, -1, True, 1.5, "1"])
def test_never_sends_a_quantity_that_is_no_unit(shop: Shop, web: responses.RequestsMock, count: Any) -> None:
    """Contract, 7: negative and zero quantities are taken and make a memo of 0.00."""
    with pytest.raises(Refused) as caught:
        shop.refund(replace(OFFLINE, units={LineId("48"): 1, LineId("49"): count}))
    assert caught.value.code == "quantity"
    assert len(web.calls) == 0


def test_never_leaves_shipping_out_unless_all_of_it_goes_back(shop: Shop, web: responses.RequestsMock) -> None:
    """Contract, 4: left out, Magento refunds all remaining shipping."""
    web.post(ORDER_ROUTE, json="4")
    shop.refund(OFFLINE)
    assert sent(web)["arguments"]["shipping_amount"] == 0


def test_whole_shipping_leaves_the_amount_to_magento(shop: Shop, web: responses.RequestsMock) -> None:
    """Contract, 5: with or without tax depends on a setting no call shows, so no number of ours is right."""
    web.post(ORDER_ROUTE, json="4")
    shop.refund(replace(OFFLINE, whole_shipping=True))
    assert sent(web)["arguments"] == {"adjustment_positive": 0, "adjustment_negative": 0}


GOODWILL = replace(
    OFFLINE, units={LineId("48"): 0, LineId("49"): 0}, goodwill=Money(Decimal("10.00"), "EUR"), base_rate=Decimal("0.9")
)


def test_goodwill_names_every_line_with_nothing_and_the_amount_in_base_currency(
    shop: Shop, web: responses.RequestsMock
) -> None:
    """Contract, 3 and 6: an empty list would refund every line; 10.00 EUR at 0.9 are 11.11 USD."""
    expected = {
        "items": [{"order_item_id": 48, "qty": 0}, {"order_item_id": 49, "qty": 0}],
        "notify": False,
        "appendComment": False,
        "comment": {"comment": "refund-c1-d1", "is_visible_on_front": 0},
        "arguments": {"shipping_amount": 0, "adjustment_positive": 11.11, "adjustment_negative": 0},
    }
    web.post(ORDER_ROUTE, json="5", match=[json_params_matcher(expected)])
    assert shop.refund(GOODWILL) == "5"
    assert len(web.calls) == 1


@pytest.mark.parametrize(
    ("amount", "rate", "base"),
    [
        ("7.50 USD", None, 7.5),
        ("1000 JPY", "150", 6.67),
        ("1.000 KWD", "0.3071", 3.26),
        ("1.235 KWD", None, 1.24),
        ("0.01 EUR", "2", 0.01),  # half a cent, up
    ],
)
def test_converts_goodwill_by_the_rate_of_the_order(
    shop: Shop, web: responses.RequestsMock, amount: str, rate: str | None, base: float
) -> None:
    web.post(INVOICE_ROUTE, json="65")
    call = replace(ONLINE, units={LineId("308"): 0}, goodwill=Money.parse(amount), base_rate=rate and Decimal(rate))
    shop.refund(call)
    assert sent(web)["arguments"] == {"shipping_amount": 0, "adjustment_positive": base, "adjustment_negative": 0}
    assert sent(web)["isOnline"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"goodwill": Money.parse("0.00 EUR")},
        {"goodwill": Money.parse("-2.00 EUR")},
        {"goodwill": Money.parse("0.001 KWD"), "base_rate": None},
        {"base_rate": Decimal(0)},
        {"base_rate": Decimal("-0.9")},
        {"base_rate": Decimal("NaN")},
    ],
    ids=["nothing", "less than nothing", "nothing once rounded", "no rate", "negative rate", "not a rate"],
)
def test_never_sends_goodwill_that_is_no_amount(
    shop: Shop, web: responses.RequestsMock, change: dict[str, Any]
) -> None:
    """Contract, 7: Magento takes a negative adjustment, and an all-zero memo."""
    with pytest.raises(Refused) as caught:
        shop.refund(replace(GOODWILL, **change))
    assert caught.value.code == "goodwill"
    assert len(web.calls) == 0


@pytest.mark.parametrize(("units", "code"), [({}, "no_lines"), ({LineId("48"): 1}, "quantity")])
def test_never_sends_goodwill_with_units_or_without_lines(
    shop: Shop, web: responses.RequestsMock, units: dict[LineId, int], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        shop.refund(replace(GOODWILL, units=units))
    assert caught.value.code == code
    assert len(web.calls) == 0


def test_never_sends_an_adjustment_unasked(shop: Shop, web: responses.RequestsMock) -> None:
    """Contract, 6 and 7: adjustments are in base currency, and a memo of -480.51 was taken."""
    web.post(INVOICE_ROUTE, json="65")
    shop.refund(replace(ONLINE, whole_shipping=True))
    arguments = sent(web)["arguments"]
    assert (arguments["adjustment_positive"], arguments["adjustment_negative"]) == (0, 0)


def test_returns_to_stock_by_the_ids_given(shop: Shop, web: responses.RequestsMock, recorded: Recorded) -> None:
    """The recorded call: items name the parent, return_to_stock_items the child."""
    recorded_body = recorded("refund/order-return-to-stock-configurable-child")["request"]["body"]
    web.post("https://shop.example.test/rest/V1/order/38/refund", json="25")
    call = replace(OFFLINE, order=OrderId("38"), units={LineId("106"): 1}, to_stock=(LineId("107"),))
    shop.refund(call)
    assert sent(web)["items"] == recorded_body["items"]
    assert sent(web)["arguments"]["extension_attributes"] == recorded_body["arguments"]["extension_attributes"]


def test_nothing_to_stock_leaves_the_key_out(shop: Shop, web: responses.RequestsMock) -> None:
    web.post(ORDER_ROUTE, json="4")
    shop.refund(OFFLINE)
    assert "extension_attributes" not in sent(web)["arguments"]


def test_the_key_alone_is_the_comment_where_there_is_no_note(shop: Shop, web: responses.RequestsMock) -> None:
    web.post(ORDER_ROUTE, json="4")
    shop.refund(OFFLINE)
    assert sent(web)["comment"]["comment"] == "refund-c1-d1"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"order": OrderId("000000019")}, "bad_id"),
        ({"invoice": "0"}, "bad_id"),
        ({"invoice": ""}, "bad_id"),
        ({"units": {LineId("48x"): 1}}, "bad_id"),
        ({"units": {LineId("-48"): 1}}, "bad_id"),
        ({"to_stock": (LineId(""),)}, "bad_id"),
        ({"key": ""}, "no_key"),
        ({"key": "two words"}, "no_key"),
    ],
)
def test_refuses_ids_and_keys_it_cannot_stand_for(
    shop: Shop, web: responses.RequestsMock, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        shop.refund(replace(OFFLINE, **change))
    assert caught.value.code == code
    assert len(web.calls) == 0


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("order-again-after-full", "order_state", "status of closed"),
        ("order-canceled", "order_state", "status of canceled"),
        ("order-holded", "order_state", "status of holded"),
        ("order-not-invoiced", "amount", "available to refund is 0."),
        ("order-adjustment-above-paid", "amount", "available to refund is 89.85."),
        ("order-too-many", "quantity", 'quantity to refund item "Stoneware Mug".'),
        ("order-fraction-qty", "quantity", 'item "MUG-01"'),
        ("replay-3", "quantity", "greater than the unrefunded quantity"),
        ("online-too-many", "quantity", "greater than the unrefunded quantity"),
        ("order-unknown-item", "foreign_line", "not part of the original order"),
        ("order-configurable-child-id", "wrong_line", "incorrect product items"),
        ("order-shipping-too-much", "shipping_amount", "allowed to refund is: $15.00"),
        ("order-return-to-stock-unknown", "foreign_stock_line", 'The "MUG-01" product'),
        ("invoice-offline-one-unit", "offline_method", "can't create creditmemo"),
        ("invoice-too-many", "offline_method", "unrefunded quantity"),
        ("order-misspelt-argument", "bad_request", '"ShippingAmmount" is not supported'),
        ("order-not-found", "not_found", "doesn't exist"),
        ("invoice-not-found", "not_found", "doesn't exist"),
    ],
)
def test_a_clear_no_is_refused_with_a_code_and_the_words_filled_in(
    shop: Shop, answer: Answer, web: responses.RequestsMock, name: str, code: str, words: str
) -> None:
    answer(f"refund/{name}", "POST", "order/19/refund")
    with pytest.raises(Refused) as caught:
        shop.refund(OFFLINE)
    assert caught.value.code == code
    assert words in caught.value.detail
    assert len(web.calls) == 1


def test_a_no_of_its_validators_is_one_in_any_language(shop: Shop, web: responses.RequestsMock) -> None:
    """What stands before the words is not translated."""
    said = "Creditmemo Document Validation Error(s):\nLa quantité à rembourser est supérieure à la quantité facturée."
    web.post(ORDER_ROUTE, status=400, json={"message": said})
    with pytest.raises(Refused) as caught:
        shop.refund(OFFLINE)
    assert caught.value.code == "not_refundable"


def test_too_many_lines_for_a_limited_shop_is_refused(shop: Shop, answer: Answer) -> None:
    answer("search/limit-array", "POST", "order/19/refund")
    with pytest.raises(Refused) as caught:
        shop.refund(OFFLINE)
    assert caught.value.code == "too_many_lines"


def test_could_not_save_a_creditmemo_does_not_prove_that_no_money_moved(
    shop: Shop, answer: Answer, web: responses.RequestsMock
) -> None:
    """Contract, 2: of eight parallel calls all reached the gateway, and most were answered with these words."""
    answer("refund/online-gateway-declines", "POST", "invoice/73/refund")
    with pytest.raises(OutcomeUnknown):
        shop.refund(ONLINE)
    assert len(web.calls) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, '{"message": "The loyalty points could not be booked."}'),
        (404, '{"message": "No such entity with %fieldName = %fieldValue"}'),
        (404, "<html>not here</html>"),
        (408, ""),
        (409, "{}"),
        (422, '{"message": "The most money available to refund is 0."}'),  # not a status Magento says this with
        (500, '{"message": "Internal Error."}'),
        (502, "<html>bad gateway</html>"),
        (503, "<html>maintenance</html>"),
        (504, ""),
        (200, "<html>welcome</html>"),
        (200, ""),
        (200, "null"),
        (200, "true"),
        (200, '""'),
        (200, '"x"'),
        (200, '{"message": "ok"}'),
    ],
)
def test_whatever_is_not_a_known_answer_leaves_the_outcome_unknown(
    shop: Shop, web: responses.RequestsMock, status: int, body: str
) -> None:
    web.post(INVOICE_ROUTE, body, status=status)
    with pytest.raises(OutcomeUnknown):
        shop.refund(ONLINE)
    assert len(web.calls) == 1


def test_words_of_doubt_beside_a_clear_no_stay_in_doubt(shop: Shop, web: responses.RequestsMock) -> None:
    problems = [{"message": "Could not save a Creditmemo, see error log for details"}]
    message = "The most money available to refund is 0."
    web.post(INVOICE_ROUTE, json={"message": message, "errors": problems}, status=400)
    with pytest.raises(OutcomeUnknown):
        shop.refund(ONLINE)


def test_never_repeats_a_refund_that_timed_out(shop: Shop, web: responses.RequestsMock) -> None:
    web.post(INVOICE_ROUTE, requests.exceptions.ReadTimeout())
    web.assert_all_requests_are_fired = False
    web.post(INVOICE_ROUTE, json="65")
    with pytest.raises(OutcomeUnknown):
        shop.refund(ONLINE)
    assert len(web.calls) == 1


def test_a_connection_that_broke_in_between_leaves_the_outcome_unknown(shop: Shop, web: responses.RequestsMock) -> None:
    broken = requests.ConnectionError(ReadTimeoutError(POOL, "/", "lost"))
    web.post(INVOICE_ROUTE, broken)
    with pytest.raises(OutcomeUnknown):
        shop.refund(ONLINE)
    assert len(web.calls) == 1


def test_no_connection_was_not_sent(shop: Shop, web: responses.RequestsMock) -> None:
    reason = NewConnectionError(HTTPConnection("shop.example.test"), "refused")
    never = requests.ConnectionError(MaxRetryError(POOL, "/", reason))
    web.post(INVOICE_ROUTE, never)
    with pytest.raises(NotSent):
        shop.refund(ONLINE)
    assert len(web.calls) == 1


def test_too_many_requests_was_not_sent(shop: Shop, web: responses.RequestsMock) -> None:
    web.post(INVOICE_ROUTE, "slow down", status=429, headers={"Retry-After": "7"})
    with pytest.raises(NotSent) as caught:
        shop.refund(ONLINE)
    assert caught.value.retry_after == 7.0


def test_a_redirect_is_refused_and_not_followed(shop: Shop, web: responses.RequestsMock) -> None:
    web.post(
        INVOICE_ROUTE, "", status=301, headers={"Location": "https://www.shop.example.test/rest/V1/invoice/73/refund"}
    )
    with pytest.raises(Refused) as caught:
        shop.refund(ONLINE)
    assert caught.value.code == "redirected"
    assert len(web.calls) == 1


@pytest.mark.parametrize(
    ("name", "call", "path", "missing"),
    [
        ("acl/refund-forbidden", OFFLINE, "order/19/refund", "Magento_Sales::creditmemo"),
        ("acl/invoice-refund-forbidden", ONLINE, "invoice/73/refund", "Magento_Sales::sales_invoice"),
        ("oauth/47-call-forbidden", OFFLINE, "order/19/refund", "Magento_Sales::creditmemo"),
        ("oauth/43-call-bad-token", OFFLINE, "order/19/refund", None),
    ],
)
def test_a_401_names_the_missing_permission(
    shop: Shop, answer: Answer, name: str, call: RefundCall, path: str, missing: str | None
) -> None:
    answer(name, "POST", path)
    with pytest.raises(NotConnected) as caught:
        shop.refund(call)
    assert caught.value.missing == missing
