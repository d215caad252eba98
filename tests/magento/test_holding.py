"""Holding an order, what was said on it, and which others its customer has."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses

from connector.domain.ids import OrderId
from connector.magento.orders import ORDER_FIELDS
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused
from connector.ports.shop import Shop

Recorded = Callable[[str], Any]
Answer = Callable[..., None]
ROOT = "https://shop.example.test/rest/V1"
BY_EMAIL = "search/orders-by-email-projected"


def test_the_newest_orders_of_an_address_in_one_call(
    shop: Shop, web: responses.RequestsMock, recorded: Recorded
) -> None:
    """`ORDER_FIELDS` needs more than that recording projected, whence whole orders in its form."""
    orders = [recorded(f"orders/{name}")["response"]["body"] for name in ("get-complete", "get-closed")]
    body = {"items": orders, "total_count": 31}
    web.get(f"{ROOT}/orders", json.dumps(body, default=float))
    assert [order.id for order in shop.orders_of(" Jane.Roe@example.com ")] == ["3", "6"]
    sent = dict(web.calls[0].request.params)  # type: ignore[attr-defined]
    asked = dict(recorded(BY_EMAIL)["request"]["query"])
    assert sent == asked | {
        "searchCriteria[filter_groups][0][filters][0][value]": "Jane.Roe@example.com",
        "searchCriteria[pageSize]": "20",
        "fields": f"items[{ORDER_FIELDS}],total_count",
    }
    assert len(web.calls) == 1


def test_an_address_that_only_resembles_has_no_orders(
    shop: Shop, web: responses.RequestsMock, recorded: Recorded
) -> None:
    """MySQL takes é for e: a stranger's orders would come back."""
    body = {"items": [recorded("orders/get-complete")["response"]["body"]], "total_count": 1}
    web.get(f"{ROOT}/orders", json.dumps(body, default=float))
    assert shop.orders_of("jané.roe@example.com") == ()


def test_no_address_has_no_orders_and_needs_no_call(shop: Shop, web: responses.RequestsMock) -> None:
    assert shop.orders_of(" ") == ()
    assert len(web.calls) == 0


def test_a_failed_search_does_not_quote_the_address(shop: Shop, web: responses.RequestsMock) -> None:
    address = "jane.roe@example.com"
    web.get(f"{ROOT}/orders", body=requests.ConnectionError(f"Max retries exceeded with url: /orders?{address}"))
    with pytest.raises(ReadFailed) as caught:
        shop.orders_of(address)
    assert address not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("name", "verb"), [("hold-processing", "hold"), ("unhold-processing", "unhold")], ids=["hold", "unhold"]
)
def test_holds_an_order_and_lets_go_of_it(
    shop: Shop, exchange: Answer, web: responses.RequestsMock, name: str, verb: str
) -> None:
    exchange(f"state/{name}")
    getattr(shop, verb)(OrderId("61"))
    assert [call.request.url for call in web.calls] == [f"{ROOT}/orders/61/{verb}"]


@pytest.mark.parametrize(
    ("name", "verb", "code"),
    [
        ("hold-complete", "hold", "not_holdable"),
        ("hold-not-found", "hold", "not_found"),
        ("unhold-not-holded", "unhold", "not_held"),
        ("unhold-not-found", "unhold", "not_found"),
    ],
)
def test_tells_why_an_order_is_not_held_or_let_go(shop: Shop, answer: Answer, name: str, verb: str, code: str) -> None:
    answer(f"state/{name}", "POST", f"orders/56/{verb}")
    with pytest.raises(Refused) as caught:
        getattr(shop, verb)(OrderId("56"))
    assert caught.value.code == code


@pytest.mark.parametrize("verb", ["hold", "unhold"])
@pytest.mark.parametrize("body", ["false", "null", "{}", "<html>"])
def test_a_hold_not_answered_true_is_unknown(shop: Shop, web: responses.RequestsMock, verb: str, body: str) -> None:
    web.post(f"{ROOT}/orders/61/{verb}", body)
    with pytest.raises(OutcomeUnknown):
        getattr(shop, verb)(OrderId("61"))
    assert len(web.calls) == 1


def test_never_holds_anything_but_an_entity_id(shop: Shop, web: responses.RequestsMock) -> None:
    for verb in (shop.hold, shop.unhold):
        with pytest.raises(Refused) as caught:
            verb(OrderId("000000061"))
        assert caught.value.code == "bad_id"
    with pytest.raises(NotFound):
        shop.comments(OrderId("000000061"))
    assert len(web.calls) == 0


def test_reads_the_comments_on_an_order(
    shop: Shop, answer: Answer, web: responses.RequestsMock, recorded: Recorded
) -> None:
    answer("state/comments-list", "GET", "orders/61/comments")
    said = shop.comments(OrderId("61"))
    assert said[:2] == ("Helpdesk ticket 4711: exchange approved", "We are on it")
    assert len(said) == len(recorded("state/comments-list")["response"]["body"]["items"])
    assert web.calls[0].request.url == f"{ROOT}/orders/61/comments?fields=items%5Bcomment%5D"


def test_no_comments_are_none_also_where_items_is_null(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(f"{ROOT}/orders/61/comments", json={"items": None})
    assert shop.comments(OrderId("61")) == ()
