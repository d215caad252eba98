"""Yen: Magento's books hold fractions of one. What is read of them can be paid, and adds up."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import responses

from connector.domain.ids import OrderId
from connector.domain.money import Money
from connector.magento.orders import order_from
from connector.magento.payable import Place, coarser_than_books
from connector.ports.shop import Shop

Recorded = Callable[[str], Any]
ROOT = "https://shop.example.test/rest/V1"


def yen(amount: int) -> Money:
    return Money(Decimal(amount), "JPY")


@pytest.fixture
def in_yen(recorded: Recorded) -> Any:
    """The recorded order of two lines, as if it had cost 216.50, 108.50 and 50.25 of shipping: 375.25."""
    body = copy.deepcopy(recorded("orders/get-processing")["response"]["body"])
    body |= {"order_currency_code": "JPY", "base_currency_code": "JPY", "grand_total": Decimal("375.25")}
    body |= {"total_paid": Decimal("375.25"), "shipping_amount": Decimal("50.25"), "shipping_tax_amount": 0}
    body |= {"shipping_invoiced": Decimal("50.25")}
    for item, paid in zip(body["items"], ("216.5", "108.5", "0"), strict=True):
        item |= {"row_total_incl_tax": Decimal(paid), "row_invoiced": Decimal(paid), "tax_invoiced": 0}
        item |= {"amount_refunded": 0}
    return body


def refunded(body: Any, first: str, second: str, shipping: str, total: str) -> Any:
    changed = copy.deepcopy(body)
    for item, amount in zip(changed["items"], (first, second, "0"), strict=True):
        item["amount_refunded"] = Decimal(amount)
    return changed | {"shipping_refunded": Decimal(shipping), "total_refunded": Decimal(total)}


def test_lines_and_shipping_add_up_to_the_order(in_yen: Any) -> None:
    """217 + 109 + 50 = 376 would be one more than the order's 375."""
    order = order_from(in_yen)
    assert [line.paid for line in order.lines] == [yen(217), yen(108)]
    assert (order.shipping_paid, order.total, order.total_paid) == (yen(50), yen(375), yen(375))


def test_what_went_back_in_full_is_what_was_paid(in_yen: Any) -> None:
    order = order_from(refunded(in_yen, "216.5", "108.5", "50.25", "375.25"))
    assert [line.refunded_amount for line in order.lines] == [line.paid for line in order.lines]
    assert (order.shipping_refunded, order.total_refunded) == (order.shipping_paid, order.total_paid)


def test_an_order_that_was_partly_paid_goes_back_in_full(in_yen: Any) -> None:
    """Only the second line was invoiced: 108.50 by itself would be 109, read where it stands it is 108."""
    in_yen["items"][0] |= {"row_invoiced": 0}
    in_yen |= {"total_paid": Decimal("108.5"), "shipping_invoiced": 0}
    order = order_from(refunded(in_yen, "0", "108.5", "0", "108.5"))
    assert (order.total_paid, order.total_refunded) == (yen(108), yen(108))


def memo(number: int, line: str, amount: str, shipping: str = "0", adjustment: str = "0") -> dict[str, Any]:
    item = {"order_item_id": int(line), "qty": 1, "row_total": float(amount), "tax_amount": 0}
    total = Decimal(amount) + Decimal(shipping) + Decimal(adjustment)
    return {
        "entity_id": number,
        "increment_id": f"{number:09}",
        "created_at": "2026-11-21 19:15:37",
        "order_currency_code": "JPY",
        "grand_total": float(total),
        "discount_amount": 0,
        "shipping_amount": float(shipping),
        "comments": [],
        "items": [item],
    }


def test_memos_add_up_to_what_was_paid_in_any_order_of_listing(
    shop: Shop, web: responses.RequestsMock, in_yen: Any
) -> None:
    """Two halves of 216.50, each 108.25; then 108.50 and shipping 50.25. The newest is listed first."""
    first, second = (str(item["item_id"]) for item in in_yen["items"][:2])
    listed = [memo(3, second, "108.5", "50.25"), memo(2, first, "108.25"), memo(1, first, "108.25")]
    order = in_yen["entity_id"]
    web.get(f"{ROOT}/creditmemos", json={"items": listed, "total_count": 3})
    web.get(f"{ROOT}/orders/{order}", body=json.dumps(in_yen, default=float), content_type="application/json")
    newest, middle, oldest = shop.memos(OrderId(str(order)))
    assert [memo.amount for memo in (oldest, middle, newest)] == [yen(108), yen(109), yen(158)]
    assert (newest.line_amounts, newest.shipping) == ({second: yen(108)}, yen(50))
    assert len(web.calls) == 2


def test_goodwill_in_yen_is_part_of_the_memo(shop: Shop, web: responses.RequestsMock, in_yen: Any) -> None:
    first, order = str(in_yen["items"][0]["item_id"]), in_yen["entity_id"]
    web.get(f"{ROOT}/creditmemos", json={"items": [memo(1, first, "108.25", adjustment="20.5")], "total_count": 1})
    web.get(f"{ROOT}/orders/{order}", body=json.dumps(in_yen, default=float), content_type="application/json")
    (only,) = shop.memos(OrderId(str(order)))
    assert (only.amount, only.line_amounts) == (yen(129), {first: yen(108)})


def test_memos_in_other_currencies_need_no_order(shop: Shop, web: responses.RequestsMock) -> None:
    euros = memo(1, "7", "108.25") | {"order_currency_code": "EUR"}
    dinars = memo(2, "7", "8.33") | {"order_currency_code": "KWD"}
    web.get(f"{ROOT}/creditmemos", json={"items": [euros, dinars], "total_count": 2})
    amounts = [memo.amount for memo in shop.memos(OrderId("5"))]
    assert amounts == [Money.parse("108.25 EUR"), Money.parse("8.330 KWD")]
    assert len(web.calls) == 1


@pytest.mark.parametrize(("currency", "coarse"), [("JPY", True), ("EUR", False), ("KWD", False)])
def test_only_a_currency_without_two_decimals_is_coarser_than_the_books(currency: str, coarse: bool) -> None:
    assert coarser_than_books(currency) is coarse


def test_parts_of_a_place_are_together_what_the_whole_is_there() -> None:
    parts, whole = Place("JPY", Decimal("0.5")), Place("JPY", Decimal("0.5"))
    taken = [parts.take(Decimal("72.33")), parts.take(Decimal("72.33")), parts.take(Decimal("72.34"))]
    assert taken == [yen(72), yen(72), yen(73)]
    assert whole.take(Decimal("217")) == yen(217)
