"""What the flow relies on of any shop: the fake it is tested with, and the adapter of Magento, promise the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from connector.domain.ids import LineId, OrderId
from connector.domain.money import Money
from connector.ports.errors import NotFound, NotSent, OutcomeUnknown, ReadFailed, Refused
from connector.ports.shop import Memo, RefundCall, ShopOrder
from tests.contracts.shops import OFFLINE, ONLINE, ShopKit

ROUTES = [pytest.param(ONLINE, id="invoice route"), pytest.param(OFFLINE, id="order route")]


def call(kit: ShopKit, order: ShopOrder, units: int, key: str = "refund-abc-1", **more: object) -> RefundCall:
    """Give `units` of the first line back, by the route the payment method has."""
    online = order.payment_method == ONLINE
    invoice = kit.port.invoices(order.id)[0].id if online else None
    values = {"whole_shipping": False, "to_stock": (), **more}
    return RefundCall(order.id, invoice, {order.lines[0].id: units}, key=key, **values)  # type: ignore[arg-type]


def only_memo(kit: ShopKit, order: ShopOrder) -> Memo:
    memos = kit.port.memos(order.id)
    assert len(memos) == 1
    return memos[0]


def euros(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def test_finds_an_order_by_its_number(kit: ShopKit) -> None:
    placed = kit.place({"BOL-01": 2, "MUG-BL": 1}, ONLINE)
    order = kit.port.find_order(placed.number)
    assert order is not None
    assert order == kit.port.order(placed.id)
    assert (order.email, order.first_name, order.currency) == ("camille@example.com", "Camille", "EUR")
    assert (order.state, order.payment_method) == ("complete", ONLINE)
    assert [(line.sku, line.ordered, line.paid) for line in order.lines] == [
        ("BOL-01", Decimal(2), euros("57.60")),
        ("MUG-BL", Decimal(1), euros("21.60")),
    ]
    counts = [[line.invoiced, line.shipped, line.refunded, line.canceled] for line in order.lines]
    assert [[int(count) for count in line] for line in counts] == [[2, 2, 0, 0], [1, 1, 0, 0]]
    assert (order.total, order.total_paid, order.shipping_paid) == (euros("85.20"), euros("85.20"), euros("6.00"))
    assert (order.total_refunded, order.shipping_refunded) == (euros("0"), euros("0"))


def test_finds_no_order_that_is_not_there(kit: ShopKit) -> None:
    assert kit.port.find_order("999999999") is None
    assert kit.port.find_order("") is None


def test_never_finds_an_order_by_its_entity_id(kit: ShopKit) -> None:
    placed = kit.place({"BOL-01": 1}, ONLINE)
    assert placed.id != placed.number
    assert kit.port.find_order(placed.id) is None


@pytest.mark.parametrize("order", ["4711000", "no-number"])
def test_reads_no_order_that_is_not_there(kit: ShopKit, order: str) -> None:
    with pytest.raises(NotFound):
        kit.port.order(OrderId(order))


def test_an_order_nobody_paid_is_new_and_has_no_documents(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 1}, OFFLINE, shipped=False)
    assert (order.state, order.total_paid) == ("new", euros("0"))
    assert (order.lines[0].invoiced, order.lines[0].shipped) == (Decimal(0), Decimal(0))
    assert (kit.port.memos(order.id), kit.port.invoices(order.id), kit.port.shipments(order.id)) == ((), (), ())


def test_an_order_paid_by_card_is_invoiced_at_once(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 2}, ONLINE, shipped=False)
    assert (order.state, order.total_paid) == ("processing", euros("63.60"))
    invoice = kit.port.invoices(order.id)[0]
    assert (invoice.paid, dict(invoice.lines)) == (True, {order.lines[0].id: Decimal(2)})
    assert kit.port.shipments(order.id) == ()


def test_a_shipment_says_what_it_held(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 2}, ONLINE)
    shipments = kit.port.shipments(order.id)
    assert [dict(each.lines) for each in shipments] == [{order.lines[0].id: 2}]


@pytest.mark.parametrize("payment", ROUTES)
def test_a_refund_is_one_memo_that_carries_its_key(kit: ShopKit, payment: str) -> None:
    order = kit.place({"BOL-01": 2}, payment)
    made = kit.port.refund(call(kit, order, 1))
    memo = only_memo(kit, order)
    line = order.lines[0].id
    assert (memo.id, memo.amount, memo.shipping) == (made, euros("28.80"), euros("0"))
    assert (dict(memo.lines), dict(memo.line_amounts)) == ({line: Decimal(1)}, {line: euros("28.80")})
    assert [said.split()[0] for said in memo.comments] == ["refund-abc-1"]


@pytest.mark.parametrize("payment", ROUTES)
def test_a_refund_shows_in_the_order(kit: ShopKit, payment: str) -> None:
    order = kit.place({"BOL-01": 2}, payment)
    kit.port.refund(call(kit, order, 1))
    after = kit.port.order(order.id)
    assert (after.lines[0].refunded, after.lines[0].refunded_amount) == (Decimal(1), euros("28.80"))
    assert (after.total_refunded, after.shipping_refunded) == (euros("28.80"), euros("0"))
    assert after.state == "complete"


def test_only_the_invoice_route_moves_money(kit: ShopKit) -> None:
    online, offline = (kit.place({"BOL-01": 1}, payment) for payment in (ONLINE, OFFLINE))
    for order in (online, offline):
        kit.port.refund(call(kit, order, 1))
    assert (kit.moved(online.id), kit.moved(offline.id)) == (["28.80 EUR"], [])
    assert only_memo(kit, online).invoice_id == kit.port.invoices(online.id)[0].id
    assert only_memo(kit, offline).invoice_id is None


@pytest.mark.parametrize("payment", ROUTES)
def test_all_of_it_with_shipping_closes_the_order(kit: ShopKit, payment: str) -> None:
    order = kit.place({"BOL-01": 2}, payment)
    kit.port.refund(call(kit, order, 2, whole_shipping=True))
    after = kit.port.order(order.id)
    assert (after.state, after.total_refunded, after.shipping_refunded) == ("closed", euros("63.60"), euros("6.00"))
    assert only_memo(kit, order).shipping == euros("6.00")


def test_shipping_that_went_back_does_not_go_back_again(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 2}, ONLINE)
    for number in (1, 2):
        kit.port.refund(call(kit, order, 1, f"refund-abc-{number}", whole_shipping=True))
    assert [memo.amount for memo in kit.port.memos(order.id)] == [euros("34.80"), euros("28.80")]


def test_unshipped_units_go_back_to_stock(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 1}, ONLINE, shipped=False)
    kit.port.refund(call(kit, order, 1, whole_shipping=True, to_stock=(order.lines[0].stock_id,)))
    assert kit.port.order(order.id).state == "closed"


@pytest.mark.parametrize("units", [0, -1, 3])
@pytest.mark.parametrize("payment", ROUTES)
def test_refuses_units_that_are_not_there_to_give_back(kit: ShopKit, payment: str, units: int) -> None:
    order = kit.place({"BOL-01": 2}, payment)
    with pytest.raises(Refused):
        kit.port.refund(call(kit, order, units))
    assert (kit.port.memos(order.id), kit.moved(order.id)) == ((), [])


@pytest.mark.parametrize("payment", ROUTES)
def test_gives_an_amount_without_a_unit(kit: ShopKit, payment: str) -> None:
    order = kit.place({"BOL-01": 2}, payment)
    kit.port.refund(call(kit, order, 0, goodwill=euros("7.50")))
    memo, after = only_memo(kit, order), kit.port.order(order.id)
    assert (memo.amount, dict(memo.lines), dict(memo.line_amounts)) == (euros("7.50"), {}, {})
    assert (after.lines[0].refunded, after.total_refunded) == (0, euros("7.50"))
    assert kit.moved(order.id) == (["7.50 EUR"] if payment == ONLINE else [])


@pytest.mark.parametrize(
    ("amount", "units", "code"),
    [("0.00", 0, "goodwill"), ("-1.00", 0, "goodwill"), ("5.00", 1, "quantity"), ("500.00", 0, "amount")],
)
@pytest.mark.parametrize("payment", ROUTES)
def test_refuses_an_amount_that_is_none_or_more_than_is_left(
    kit: ShopKit, payment: str, amount: str, units: int, code: str
) -> None:
    order = kit.place({"BOL-01": 2}, payment)
    with pytest.raises(Refused) as caught:
        kit.port.refund(call(kit, order, units, goodwill=euros(amount)))
    assert caught.value.code == code
    assert (kit.port.memos(order.id), kit.moved(order.id)) == ((), [])


def test_refuses_a_refund_that_names_no_line(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 2}, ONLINE)
    invoice = kit.port.invoices(order.id)[0].id
    with pytest.raises(Refused):
        kit.port.refund(RefundCall(order.id, invoice, {}, whole_shipping=False, to_stock=(), key="refund-abc-1"))
    assert (kit.port.memos(order.id), kit.moved(order.id)) == ((), [])


@pytest.mark.parametrize("payment", ROUTES)
def test_refuses_a_line_of_another_order(kit: ShopKit, payment: str) -> None:
    order, other = (kit.place({"BOL-01": 1}, payment) for _ in range(2))
    foreign = {LineId(other.lines[0].id): 1}
    invoice = kit.port.invoices(order.id)[0].id if payment == ONLINE else None
    with pytest.raises(Refused):
        kit.port.refund(RefundCall(order.id, invoice, foreign, whole_shipping=False, to_stock=(), key="refund-abc-1"))
    assert (kit.port.memos(order.id), kit.port.memos(other.id), kit.moved(order.id)) == ((), (), [])


def test_refuses_the_invoice_route_where_no_gateway_took_the_money(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 1}, OFFLINE)
    invoice = kit.port.invoices(order.id)[0].id
    units = {order.lines[0].id: 1}
    with pytest.raises(Refused) as caught:
        kit.port.refund(RefundCall(order.id, invoice, units, whole_shipping=False, to_stock=(), key="refund-abc-1"))
    assert caught.value.code == "offline_method"
    assert kit.port.memos(order.id) == ()


@pytest.mark.parametrize("payment", ROUTES)
def test_refuses_what_a_held_order_gives_back(kit: ShopKit, payment: str) -> None:
    order = kit.place({"BOL-01": 1}, payment)
    kit.hold(order.id)
    with pytest.raises(Refused) as caught:
        kit.port.refund(call(kit, order, 1))
    assert caught.value.code == "order_state"
    assert (kit.port.memos(order.id), kit.moved(order.id)) == ((), [])


@pytest.mark.parametrize("payment", ROUTES)
def test_refuses_a_second_refund_of_the_same_unit(kit: ShopKit, payment: str) -> None:
    order = kit.place({"BOL-01": 1, "MUG-BL": 1}, payment)
    kit.port.refund(call(kit, order, 1))
    with pytest.raises(Refused) as caught:
        kit.port.refund(call(kit, order, 1, "refund-abc-2"))
    assert caught.value.code == "quantity"
    assert only_memo(kit, order).amount == euros("28.80")


@pytest.mark.parametrize("payment", ROUTES)
def test_a_lost_answer_is_no_failure_and_the_memo_is_found_by_its_key(kit: ShopKit, payment: str) -> None:
    order = kit.place({"BOL-01": 1}, payment)
    wanted = call(kit, order, 1, "refund-lost-1")
    kit.lose_answer()
    with pytest.raises(OutcomeUnknown):
        kit.port.refund(wanted)
    assert "refund-lost-1" in only_memo(kit, order).comments[0].split()


@pytest.mark.parametrize("payment", ROUTES)
def test_a_refund_that_was_turned_away_did_not_happen(kit: ShopKit, payment: str) -> None:
    order = kit.place({"BOL-01": 1}, payment)
    wanted = call(kit, order, 1)
    kit.busy(9)
    with pytest.raises(NotSent) as caught:
        kit.port.refund(wanted)
    assert caught.value.retry_after == 9.0
    assert (kit.port.memos(order.id), kit.moved(order.id)) == ((), [])


def test_a_read_that_failed_may_be_made_again(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 1}, ONLINE)
    kit.away()
    with pytest.raises(ReadFailed):
        kit.port.order(order.id)
    assert kit.port.order(order.id).id == order.id


def test_cancels_what_nobody_paid_once(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 2}, OFFLINE, shipped=False)
    assert kit.port.cancel(order.id) is True
    after = kit.port.order(order.id)
    assert (after.state, after.lines[0].canceled, after.lines[0].ordered) == ("canceled", Decimal(2), Decimal(2))
    assert kit.port.cancel(order.id) is False


@pytest.mark.parametrize("shipped", [False, True])
def test_cancels_nothing_that_was_paid(kit: ShopKit, shipped: bool) -> None:
    order = kit.place({"BOL-01": 1}, ONLINE, shipped=shipped)
    assert kit.port.cancel(order.id) is False
    after = kit.port.order(order.id)
    assert (after.state, after.lines[0].canceled) == (order.state, Decimal(0))


def test_cancels_nothing_on_hold(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 1}, OFFLINE, shipped=False)
    kit.hold(order.id)
    assert kit.port.cancel(order.id) is False
    assert kit.port.order(order.id).state == "holded"


def test_cancels_a_shipped_unpaid_order_without_a_word(kit: ShopKit) -> None:
    """Magento's own trap: whoever cancels looks at `shipped` before and after."""
    order = kit.place({"BOL-01": 1}, OFFLINE, shipped=False)
    kit.ship(order.id)
    assert kit.port.cancel(order.id) is True
    after = kit.port.order(order.id)
    assert (after.state, after.lines[0].shipped, after.lines[0].canceled) == ("canceled", Decimal(1), Decimal(0))


def test_cancels_no_order_that_is_not_there(kit: ShopKit) -> None:
    with pytest.raises(Refused):
        kit.port.cancel(OrderId("4711000"))


def test_a_comment_is_for_the_staff_and_repeating_it_makes_a_second(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 1}, ONLINE)
    for _ in range(2):
        kit.port.comment(order.id, "Retour: à vérifier")
    assert kit.staff_reads(order.id) == ["Retour: à vérifier"] * 2
    assert kit.port.order(order.id).state == order.state


def test_reads_many_articles_with_the_attributes_asked_for(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 1, "NAPPE-S": 1}, ONLINE)
    unknown = replace(order.lines[0], sku="UNKNOWN")
    found = kit.port.products([*order.lines, unknown], ["final_sale"])
    assert set(found) == {"BOL-01", "NAPPE-S"}
    assert {sku: product.attributes for sku, product in found.items()} == {
        "BOL-01": {"final_sale": "0"},
        "NAPPE-S": {"final_sale": "1"},
    }
    assert found["BOL-01"].categories == {"3"}


def test_an_attribute_the_shop_does_not_have_is_absent(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 1}, ONLINE)
    assert kit.port.products(order.lines, ["misspelt"])["BOL-01"].attributes == {}


def test_a_good_connection_proves_itself(kit: ShopKit) -> None:
    assert kit.port.probe().ok is True


def test_says_under_which_address_it_is_itself(kit: ShopKit) -> None:
    assert kit.port.base_url().startswith("http")
    assert kit.port.base_url() == kit.port.base_url()
