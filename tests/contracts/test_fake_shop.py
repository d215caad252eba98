"""What only the fake shop can show: gifts of money, what a shop leaves to pay, and how tests disturb each call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from connector.domain.ids import OrderId
from connector.domain.money import Money
from connector.ports.errors import OutcomeUnknown, ReadFailed, Refused
from connector.ports.shop import CreditRule, RefundCall, Shop, ShopOrder
from tests.fakes.clock import MovableClock
from tests.fakes.shop import ONLINE, WRITES, FakeShop


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def shop(clock: MovableClock) -> FakeShop:
    return FakeShop(clock)


def euros(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def gift(shop: FakeShop, order: ShopOrder, amount: str, units: int = 0) -> RefundCall:
    invoice = shop.invoices(order.id)[0].id
    every = {line.id: units for line in order.lines}
    return RefundCall(order.id, invoice, every, False, (), "goodwill-1", goodwill=euros(amount))


def everything(clock: MovableClock, **more: object) -> CreditRule:
    today = clock().date()
    rule = CreditRule("Retour 1", "Replacement", "1", frozenset(), today, today, everything=True)
    return replace(rule, **more)  # type: ignore[arg-type]


def ready(shop: FakeShop, clock: MovableClock, code: str = "RTR-1") -> str:
    """A cart that only has to be placed, with a code of its own."""
    order = shop.place("camille@example.com", {"BOL-01": 1}, ONLINE)
    if code not in shop.codes:
        shop.make_code(shop.make_rule(everything(clock)), code)
    cart = shop.open_cart("1")
    shop.add_to_cart(cart, "MUG-BL", 1, "1")
    shop.send_to(cart, order, "1")
    shop.use_code(cart, code, "1")
    return cart


def test_a_gift_is_a_memo_with_an_amount_and_no_units(shop: FakeShop) -> None:
    order = shop.place("camille@example.com", {"BOL-01": 2, "MUG-BL": 1}, ONLINE)
    made = shop.refund(gift(shop, order, "7.50"))
    memo = shop.memos(order.id)[0]
    assert (memo.id, memo.amount, memo.lines, memo.line_amounts, memo.shipping) == (
        made,
        euros("7.50"),
        {},
        {},
        euros("0"),
    )
    after = shop.order(order.id)
    assert (after.total_refunded, [line.refunded for line in after.lines]) == (euros("7.50"), [0, 0])
    assert shop.moved(order.id) == ["7.50 EUR"]


@pytest.mark.parametrize(
    ("amount", "units", "code"),
    [("0.00", 0, "goodwill"), ("-2.00", 0, "goodwill"), ("63.61", 0, "amount"), ("7.50", 1, "quantity")],
    ids=["nothing", "less than nothing", "more than was paid", "with units"],
)
def test_refuses_a_gift_that_is_none(shop: FakeShop, amount: str, units: int, code: str) -> None:
    order = shop.place("camille@example.com", {"BOL-01": 2}, ONLINE)
    with pytest.raises(Refused) as caught:
        shop.refund(gift(shop, order, amount, units))
    assert caught.value.code == code
    assert (shop.memos(order.id), shop.moved(order.id)) == ((), [])


def test_a_gift_leaves_less_to_give_back(shop: FakeShop) -> None:
    order = shop.place("camille@example.com", {"BOL-01": 1}, ONLINE)  # 28.80 and 6.00
    shop.refund(gift(shop, order, "6.01"))
    call = RefundCall(order.id, shop.invoices(order.id)[0].id, {order.lines[0].id: 1}, False, (), "refund-1")
    with pytest.raises(Refused) as caught:
        shop.refund(call)
    assert caught.value.code == "amount"
    assert shop.moved(order.id) == ["6.01 EUR"]


def test_units_that_go_back_to_stock_can_be_sold_again(shop: FakeShop) -> None:
    order = shop.place("camille@example.com", {"TEE-S-BLUE": 2}, ONLINE)
    line = order.lines[0]
    before = shop.stock["TEE-S-BLUE"]
    invoice = shop.invoices(order.id)[0].id
    shop.refund(RefundCall(order.id, invoice, {line.id: 1}, False, (line.id,), "refund-1"))
    assert shop.stock["TEE-S-BLUE"] == before  # the parent line is accepted and returns nothing
    shop.refund(RefundCall(order.id, invoice, {line.id: 1}, False, (line.stock_id,), "refund-2"))
    assert shop.stock["TEE-S-BLUE"] == before + 1


def test_a_code_pays_for_two_orders_within_the_minute_and_for_none_later(shop: FakeShop, clock: MovableClock) -> None:
    carts = [ready(shop, clock), ready(shop, clock)]
    late = ready(shop, clock)
    assert len({shop.place(cart, "1") for cart in carts}) == 2
    clock.advance(61)
    with pytest.raises(Refused) as caught:
        shop.use_code(late, "RTR-1", "1")
    assert caught.value.code == "code_invalid"
    with pytest.raises(Refused) as caught:
        shop.place(late, "1")
    assert caught.value.code == "not_free"


def test_a_shop_that_taxes_before_discount_leaves_something_to_pay(shop: FakeShop, clock: MovableClock) -> None:
    shop.remains = Decimal("2.43")
    cart = ready(shop, clock)
    assert shop.cart(cart, "1").total == euros("2.43")
    with pytest.raises(Refused) as caught:
        shop.place(cart, "1")
    assert caught.value.code == "not_free"


def test_a_code_opens_its_rule_until_the_end_of_the_last_day_in_the_shop(shop: FakeShop, clock: MovableClock) -> None:
    """It is 10:00 in Paris."""
    cart = ready(shop, clock)
    clock.advance(days=13.9 / 24)
    assert shop.cart(cart, "1").total == euros("0")
    clock.advance(minutes=7)
    assert shop.cart(cart, "1").total == euros("27.60")


@pytest.mark.parametrize("change", [{"countries": {"DE"}}, {"methods": ()}], ids=["no_address", "no_shipping"])
def test_a_shop_that_does_not_ship_there_says_so(
    shop: FakeShop, clock: MovableClock, change: dict[str, object], request: pytest.FixtureRequest
) -> None:
    vars(shop).update(change)
    with pytest.raises(Refused) as caught:
        ready(shop, clock)
    assert caught.value.code == request.node.callspec.id


def calls(shop: FakeShop, order: ShopOrder, cart: str, rule: CreditRule) -> dict[str, Callable[[], object]]:
    """A good call of each method of the port."""
    line, invoice = order.lines[0], shop.invoices(order.id)[0].id
    other = shop.place("ida@example.com", {"BOL-01": 1}, "checkmo", shipped_days_ago=None)
    held = shop.place("ida@example.com", {"BOL-01": 1}, "checkmo", shipped_days_ago=None)
    shop.set_state(held.id, "holded")
    return {
        "find_order": lambda: shop.find_order(order.number),
        "orders_of": lambda: shop.orders_of(order.email),
        "order": lambda: shop.order(order.id),
        "memos": lambda: shop.memos(order.id),
        "invoices": lambda: shop.invoices(order.id),
        "shipments": lambda: shop.shipments(order.id),
        "products": lambda: shop.products(order.lines, []),
        "variants": lambda: shop.variants(line, "TEE", "1"),
        "salable": lambda: shop.salable({line.sku: 1}, "1"),
        "related": lambda: shop.related(line.sku),
        "refund": lambda: shop.refund(RefundCall(order.id, invoice, {line.id: 1}, False, (), "refund-1")),
        "cancel": lambda: shop.cancel(other.id),
        "hold": lambda: shop.hold(other.id),
        "unhold": lambda: shop.unhold(held.id),
        "comment": lambda: shop.comment(order.id, "x"),
        "comments": lambda: shop.comments(order.id),
        "make_rule": lambda: shop.make_rule(rule),
        "find_rule": lambda: shop.find_rule("x"),
        "delete_rule": lambda: shop.delete_rule("99"),
        "rule_worth": lambda: shop.rule_worth("99"),
        "shipping_argument": lambda: shop.shipping_argument(order.id, None, Money.parse("1.00 EUR"), "k"),
        "make_code": lambda: shop.make_code(shop.codes["RTR-1"].rule, "RTR-2"),
        "find_code": lambda: shop.find_code("x"),
        "open_cart": lambda: shop.open_cart("1"),
        "cart": lambda: shop.cart(cart, "1"),
        "add_to_cart": lambda: shop.add_to_cart(cart, "BOL-01", 1, "1"),
        "use_code": lambda: shop.use_code(cart, "RTR-1", "1"),
        "send_to": lambda: shop.send_to(cart, order, "1"),
        "place": lambda: shop.place(cart, "1"),
        "order_of_cart": lambda: shop.order_of_cart(cart),
        "base_url": shop.base_url,
    }


def prepared(shop: FakeShop, clock: MovableClock) -> dict[str, Callable[[], object]]:
    order = shop.place("camille@example.com", {"TEE-S-BLUE": 2}, ONLINE)
    made = calls(shop, order, ready(shop, clock), everything(clock))
    shop.script.calls.clear()
    return made


PORT = {name for name in vars(Shop) if not name.startswith("_")} - {"probe"}  # which never raises


def test_the_calls_above_are_all_there_are(shop: FakeShop, clock: MovableClock) -> None:
    assert set(prepared(shop, clock)) == PORT


def test_every_call_can_fail_lose_its_answer_and_is_counted_as_a_write_if_it_is_one(clock: MovableClock) -> None:
    for method in sorted(PORT):
        shop = FakeShop(clock)
        call = prepared(shop, clock)[method]
        shop.script.fail(method, ReadFailed("503"))
        with pytest.raises(ReadFailed):
            call()
        shop.script.fail(method, OutcomeUnknown("lost"), done=True)
        with pytest.raises(OutcomeUnknown):
            call()
        assert (method, shop.script.calls[method]) == (method, 2)
        assert (method, shop.writes) == (method, 2 if method in WRITES else 0)


def test_what_failed_did_not_happen_and_what_lost_its_answer_did(shop: FakeShop, clock: MovableClock) -> None:
    cart = ready(shop, clock)
    shop.script.fail("place", OutcomeUnknown("time-out"))
    shop.script.fail("place", OutcomeUnknown("time-out"), done=True)
    for order in (None, OrderId("2")):
        with pytest.raises(OutcomeUnknown):
            shop.place(cart, "1")
        assert shop.order_of_cart(cart) == order
