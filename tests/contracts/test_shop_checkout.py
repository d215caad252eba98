"""What the flow relies on when it makes a replacement order: once, for nothing, with the content it meant."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from connector.ports.errors import NotFound, OutcomeUnknown
from tests.contracts.checkout import euros, filled, fresh_code, ready, refusal, rule
from tests.contracts.shops import ONLINE, ShopKit


def test_a_replacement_order_from_its_rule_to_its_number(kit: ShopKit) -> None:
    bought = kit.place({"TEE-S-BLUE": 1}, ONLINE)
    made = rule(kit, email=bought.email)
    rule_id, opens = kit.port.make_rule(made), fresh_code()
    kit.port.make_code(rule_id, opens)
    cart = filled(kit, {"TEE-M-BLUE": 1, "BOL-01": 2})
    assert kit.port.order_of_cart(cart) is None
    sent = kit.port.send_to(cart, bought, kit.store)
    assert (sent.items, sent.lines, sent.coupon) == ({"TEE-M-BLUE": Decimal(1), "BOL-01": Decimal(2)}, 2, "")
    assert sent.total > euros("0")
    kit.port.use_code(cart, opens, kit.store)
    seen = kit.port.cart(cart, kit.store)
    assert (seen.items, seen.lines, seen.total, seen.coupon) == (sent.items, 2, euros("0"), opens)
    placed = kit.port.place(cart, kit.store)
    assert kit.port.order_of_cart(cart) == placed
    order = kit.port.order(placed)
    assert (order.state, order.payment_method, order.email) == ("new", "free", bought.email)
    assert (order.total, order.shipping_paid, order.coupon) == (euros("0"), euros("0"), opens)
    assert [(line.sku, line.ordered, line.paid) for line in order.lines] == [
        ("TEE-M-BLUE", Decimal(1), euros("0")),
        ("BOL-01", Decimal(2), euros("0")),
    ]
    assert order.ship_to is not None
    assert bought.ship_to is not None
    for part in ("street", "postcode", "city", "country_id", "lastname"):
        assert order.ship_to.fields[part] == bought.ship_to.fields[part]
    kit.port.delete_rule(rule_id)
    assert kit.port.order(placed).total == euros("0")
    assert kit.port.find_code(opens) is None


def test_a_cart_becomes_one_order(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, ONLINE)
    cart = ready(kit, bought, {"BOL-01": 1})
    placed = kit.port.place(cart, kit.store)
    assert kit.port.place(cart, kit.store) == placed
    assert refusal(lambda: kit.port.add_to_cart(cart, "BOL-01", 1, kit.store)) == "cart_gone"
    assert kit.port.order_of_cart(cart) == placed
    with pytest.raises(NotFound):
        kit.port.cart(cart, kit.store)


def test_an_order_whose_answer_was_lost_is_found_by_its_cart(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, ONLINE)
    cart = ready(kit, bought, {"BOL-01": 1})
    kit.lose_answer("place")
    with pytest.raises(OutcomeUnknown):
        kit.port.place(cart, kit.store)
    placed = kit.port.order_of_cart(cart)
    assert placed is not None
    assert [line.sku for line in kit.port.order(placed).lines] == ["BOL-01"]
    assert kit.port.place(cart, kit.store) == placed


def test_what_costs_something_is_not_placed(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, ONLINE)
    cart = filled(kit, {"BOL-01": 1})
    assert kit.port.send_to(cart, bought, kit.store).total > euros("28.80")
    assert refusal(lambda: kit.port.place(cart, kit.store)) == "not_free"
    assert kit.port.order_of_cart(cart) is None


def test_an_empty_cart_is_not_placed(kit: ShopKit) -> None:
    cart = kit.port.open_cart(kit.store)
    with pytest.raises(OutcomeUnknown):  # Magento's words for it are those for a parallel duplicate
        kit.port.place(cart, kit.store)
    assert kit.port.order_of_cart(cart) is None
    bought = kit.place({"BOL-01": 1}, ONLINE)
    assert refusal(lambda: kit.port.send_to(cart, bought, kit.store)) == "cart_empty"


def test_what_sold_out_in_between_is_not_placed(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, ONLINE)
    kit.stock("TEE-XL-BLUE", 2)
    cart = ready(kit, bought, {"TEE-XL-BLUE": 2})
    kit.stock("TEE-XL-BLUE", 1)
    assert refusal(lambda: kit.port.place(cart, kit.store)) == "out_of_stock"
    assert kit.port.order_of_cart(cart) is None
    kit.stock("TEE-XL-BLUE", 100)


def test_a_replacement_takes_its_units_and_gives_them_back_when_cancelled(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, ONLINE)
    kit.stock("TEE-XL-BLUE", 3)
    placed = kit.port.place(ready(kit, bought, {"TEE-XL-BLUE": 2}), kit.store)
    assert kit.port.salable({"TEE-XL-BLUE": 2}, kit.store) == {"TEE-XL-BLUE": False}
    kit.port.hold(placed)
    kit.port.unhold(placed)
    assert kit.port.cancel(placed) is True
    assert kit.port.salable({"TEE-XL-BLUE": 3}, kit.store) == {"TEE-XL-BLUE": True}
    kit.stock("TEE-XL-BLUE", 100)


def test_adding_twice_is_twice(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, ONLINE)
    cart = filled(kit, {"BOL-01": 2})
    kit.port.add_to_cart(cart, "BOL-01", 2, kit.store)
    assert kit.port.send_to(cart, bought, kit.store).items == {"BOL-01": Decimal(4)}


def test_sending_twice_is_once(kit: ShopKit) -> None:
    bought = kit.place({"BOL-01": 1}, ONLINE)
    cart = filled(kit, {"BOL-01": 1})
    first, second = (kit.port.send_to(cart, bought, kit.store) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("sku", ["UNKNOWN", "TEE"])
def test_what_is_no_article_by_itself_cannot_be_added(kit: ShopKit, sku: str) -> None:
    cart = kit.port.open_cart(kit.store)
    assert refusal(lambda: kit.port.add_to_cart(cart, sku, 1, kit.store)) == "not_addable"


def test_what_there_is_not_enough_of_cannot_be_added(kit: ShopKit) -> None:
    kit.stock("TEE-XL-BLUE", 2)
    cart = kit.port.open_cart(kit.store)
    assert refusal(lambda: kit.port.add_to_cart(cart, "TEE-XL-BLUE", 3, kit.store)) == "out_of_stock"
    kit.stock("TEE-XL-BLUE", 100)


@pytest.mark.parametrize("units", [0, -1])
def test_nothing_is_added_but_units(kit: ShopKit, units: int) -> None:
    cart = kit.port.open_cart(kit.store)
    assert refusal(lambda: kit.port.add_to_cart(cart, "BOL-01", units, kit.store)) == "quantity"
    assert kit.port.cart(cart, kit.store).items == {}


def test_nothing_is_added_to_a_cart_that_is_not_there(kit: ShopKit) -> None:
    assert refusal(lambda: kit.port.add_to_cart("999999", "BOL-01", 1, kit.store)) == "cart_gone"
    assert refusal(lambda: kit.port.place("999999", kit.store)) == "cart_gone"
    assert kit.port.order_of_cart("999999") is None


def test_a_store_that_is_not_there_has_no_cart_and_no_rule(kit: ShopKit) -> None:
    assert refusal(lambda: kit.port.open_cart("77")) == "no_store"
    assert refusal(lambda: kit.port.make_rule(rule(kit, store="77"))) == "no_store"


def test_another_way_of_shipping_where_the_order_s_is_gone(kit: ShopKit) -> None:
    bought = replace(kit.place({"BOL-01": 1}, ONLINE), shipping_method="gone_gone")
    cart = ready(kit, bought, {"BOL-01": 1})
    placed = kit.port.order(kit.port.place(cart, kit.store))
    assert placed.shipping_method == "freeshipping_freeshipping"


def test_what_was_sent_nowhere_has_no_address(kit: ShopKit) -> None:
    bought = replace(kit.place({"BOL-01": 1}, ONLINE), ship_to=None)
    cart = filled(kit, {"BOL-01": 1})
    assert refusal(lambda: kit.port.send_to(cart, bought, kit.store)) == "no_address"
    assert refusal(lambda: kit.port.place(cart, kit.store)) in {"no_address", "not_free"}
