"""Credit memos, invoices and shipments as recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import responses

from connector.domain.ids import OrderId
from connector.domain.money import Money, total
from connector.magento.credit_memos import memo_from
from connector.ports.errors import NotConnected, NotFound, ReadFailed
from connector.ports.shop import Shop

Recorded = Callable[[str], Any]
Answer = Callable[..., None]
ROOT = "https://shop.example.test/rest/V1"


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def test_reads_the_memos_of_an_order(shop: Shop, answer: Answer) -> None:
    answer("search/creditmemos-by-order", "GET", "creditmemos")
    (memo,) = shop.memos(OrderId("5"))
    assert (memo.id, memo.number, memo.amount, memo.shipping) == ("1", "000000001", usd("19.49"), usd("0"))
    assert memo.at == datetime(2026, 11, 21, 19, 15, 37, tzinfo=UTC)
    assert (dict(memo.lines), dict(memo.line_amounts)) == ({"13": Decimal(1)}, {"13": usd("19.49")})
    assert (memo.invoice_id, memo.comments) == (None, ())


def test_asks_for_memos_by_order_projected_and_with_a_page_size(
    shop: Shop, answer: Answer, web: responses.RequestsMock
) -> None:
    answer("search/creditmemos-by-order", "GET", "creditmemos")
    shop.memos(OrderId("5"))
    group = "searchCriteria%5Bfilter_groups%5D%5B0%5D%5Bfilters%5D%5B0%5D"
    assert web.calls[0].request.url == (
        f"{ROOT}/creditmemos?{group}%5Bfield%5D=order_id&{group}%5Bvalue%5D=5&{group}%5Bcondition_type%5D=eq"
        "&searchCriteria%5BpageSize%5D=100&searchCriteria%5BcurrentPage%5D=1"
        "&fields=items%5Bentity_id%2Cincrement_id%2Ccreated_at%2Corder_currency_code%2Cinvoice_id%2Ctransaction_id%2Cgrand_total"
        "%2Cdiscount_amount%2Cshipping_amount%2Cshipping_tax_amount%2Cshipping_discount_tax_compensation_amount"
        "%2Ccomments%5Bcomment%5D%2Citems%5Border_item_id%2Cqty%2Crow_total%2Ctax_amount%2Cdiscount_amount"
        "%2Cdiscount_tax_compensation_amount%5D%5D%2Ctotal_count"
    )


def test_an_online_memo_names_its_invoice(shop: Shop, answer: Answer) -> None:
    answer("refund/online-creditmemo", "GET", "creditmemos")
    (memo,) = shop.memos(OrderId("116"))
    assert (memo.id, memo.invoice_id, memo.amount) == ("65", "73", usd("19.49"))


def test_a_memo_with_shipping_and_adjustment_keeps_them_apart(recorded: Recorded) -> None:
    memo = memo_from(recorded("refund/order-eur-creditmemo")["response"]["body"], "EUR")
    assert (memo.amount, memo.shipping, dict(memo.line_amounts)) == (eur("33.63"), eur("5.35"), {"34": eur("19.28")})
    assert memo.amount - memo.shipping - total(list(memo.line_amounts.values()), "EUR") == eur("9.00")


def test_memo_amounts_are_after_discount(recorded: Recorded) -> None:
    """Memo rows are before discount. Built from the recorded memo: mug 18.00 less 1.80, shipping 5.00 less 0.50."""
    body = recorded("search/creditmemos-by-order")["response"]["body"]["items"][0]
    body |= {"discount_amount": Decimal("-2.30"), "shipping_amount": 5, "shipping_tax_amount": Decimal("0.37")}
    body["items"][0] |= {"discount_amount": Decimal("1.80"), "tax_amount": Decimal("1.34")}
    memo = memo_from(body, "USD")
    assert (dict(memo.line_amounts), memo.shipping) == ({"13": usd("17.54")}, usd("4.87"))


def test_finds_the_key_in_the_comment_of_a_memo(recorded: Recorded) -> None:
    body = recorded("search/creditmemos-by-order")["response"]["body"]["items"][0]
    body["comments"] = recorded("refund/read-back-by-comment")["response"]["body"]["items"][0]["comments"]
    assert memo_from(body, "USD").comments == ("Ticket 4711 ref:hd-7f3a",)


def test_a_memo_that_another_program_wrote_takes_the_currency_of_its_order(
    shop: Shop, web: responses.RequestsMock, answer: Answer, recorded: Recorded
) -> None:
    body = recorded("refund/low-level-post-creditmemo")["response"]["body"]
    web.get(f"{ROOT}/creditmemos", json={"items": [body], "total_count": 1})
    answer("orders/get-closed", "GET", "orders/6")
    (memo,) = shop.memos(OrderId("6"))
    assert (memo.id, memo.amount, dict(memo.line_amounts)) == ("36", usd("1.00"), {})
    assert len(web.calls) == 2


@pytest.mark.parametrize("name", ["creditmemos-none", "creditmemos-none-projected"])
def test_no_memos_are_an_empty_list_also_where_items_is_null(shop: Shop, answer: Answer, name: str) -> None:
    answer(f"search/{name}", "GET", "creditmemos")
    assert list(shop.memos(OrderId("1"))) == []


def test_reads_paid_invoices_with_the_lines_that_carry_amounts(shop: Shop, answer: Answer) -> None:
    answer("search/invoices-online", "GET", "invoices")
    (invoice,) = shop.invoices(OrderId("116"))
    assert (invoice.id, invoice.paid) == ("73", True)
    assert dict(invoice.lines) == {"308": Decimal(2), "309": Decimal(1)}  # 310 is the child of 309


def test_an_invoice_in_another_state_is_not_paid(shop: Shop, web: responses.RequestsMock, recorded: Recorded) -> None:
    body = recorded("search/invoices-none")["response"]["body"]
    body |= {"items": [{"entity_id": 9, "created_at": "2026-11-21 19:15:37", "state": 1, "items": []}]}
    web.get(f"{ROOT}/invoices", json=body | {"total_count": 1})
    assert [invoice.paid for invoice in shop.invoices(OrderId("5"))] == [False]


def test_reads_shipments_with_their_tracks(shop: Shop, answer: Answer) -> None:
    answer("search/shipments-by-order", "GET", "shipments")
    (shipment,) = shop.shipments(OrderId("5"))
    assert (shipment.id, shipment.tracks) == ("3", ("1Z999AA10123456784",))
    assert shipment.at == datetime(2026, 11, 21, 19, 15, 37, tzinfo=UTC)
    assert dict(shipment.lines) == {"13": Decimal(2), "14": Decimal(1)}


def test_reads_every_page_of_memos(shop: Shop, web: responses.RequestsMock, recorded: Recorded) -> None:
    memo = recorded("search/creditmemos-by-order")["response"]["body"]["items"][0]
    memo = {"entity_id": 1, "created_at": memo["created_at"], "order_currency_code": "USD", "items": []}
    first, second = [memo | {"entity_id": n} for n in range(1, 101)], [memo | {"entity_id": 101}]
    web.get(f"{ROOT}/creditmemos", json={"items": first, "total_count": 101})
    web.get(f"{ROOT}/creditmemos", json={"items": second, "total_count": 101})
    assert [found.id for found in shop.memos(OrderId("5"))] == [str(n) for n in range(1, 102)]
    assert ["currentPage%5D=1&" in str(call.request.url) for call in web.calls] == [True, False]


def test_fewer_memos_than_announced_are_a_failed_read(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(f"{ROOT}/creditmemos", json={"items": None, "total_count": 1})
    with pytest.raises(ReadFailed, match="incomplete"):
        shop.memos(OrderId("5"))


def test_an_empty_list_from_a_malformed_projection_is_a_failed_read(shop: Shop, answer: Answer) -> None:
    answer("search/orders-fields-malformed", "GET", "creditmemos")
    with pytest.raises(ReadFailed):
        shop.memos(OrderId("5"))


def test_a_refused_read_names_the_missing_permission(shop: Shop, answer: Answer) -> None:
    answer("acl/creditmemos-forbidden", "GET", "creditmemos")
    with pytest.raises(NotConnected) as caught:
        shop.memos(OrderId("5"))
    assert caught.value.missing == "Magento_Sales::sales_creditmemo"


@pytest.mark.parametrize("order", ["000000005", "abc", "", "5/../6", "٥"])
def test_never_looks_up_documents_by_anything_but_an_entity_id(
    shop: Shop, web: responses.RequestsMock, order: str
) -> None:
    for read in (shop.memos, shop.invoices, shop.shipments, shop.order):
        with pytest.raises(NotFound):
            read(OrderId(order))
    assert len(web.calls) == 0
