"""What the flow relies on when it looks at articles, at a customer's other orders, and holds or comments on one."""

from __future__ import annotations

import pytest

from connector.domain.ids import OrderId
from connector.ports.errors import NotFound, Refused
from tests.contracts.shops import OFFLINE, ONLINE, ShopKit


def test_a_variant_s_line_knows_its_article_and_what_was_chosen(kit: ShopKit) -> None:
    order = kit.place({"TEE-S-BLUE": 2, "BOL-01": 1}, ONLINE)
    tee, bowl = order.lines
    assert (tee.sku, tee.product_type, len(tee.choices)) == ("TEE-S-BLUE", "configurable", 2)
    assert tee.stock_id != tee.id
    assert (bowl.product_type, bowl.choices, bowl.stock_id) == ("simple", {}, bowl.id)
    assert "" not in {tee.product_id, bowl.product_id}
    assert tee.product_id != bowl.product_id
    assert (tee.customised, bowl.customised) == (False, False)


def test_a_variant_is_read_with_its_parent(kit: ShopKit) -> None:
    order = kit.place({"TEE-S-BLUE": 1, "BOL-01": 1}, ONLINE)
    found = kit.port.products(order.lines, ["final_sale"])
    assert {sku: product.parent for sku, product in found.items()} == {"TEE-S-BLUE": "TEE", "BOL-01": None}
    assert found["TEE-S-BLUE"].categories  # of its parent: variants are seldom in any themselves


def test_tells_the_variants_there_are(kit: ShopKit) -> None:
    kit.name_choices()
    line = kit.place({"TEE-S-BLUE": 1}, ONLINE).lines[0]
    found = {each.sku: each for each in kit.port.variants(line, "TEE", kit.store)}
    assert {"TEE-S-BLUE", "TEE-M-BLUE", "TEE-XL-BLUE"} <= set(found)
    assert {sku: set(found[sku].labels) for sku in ("TEE-S-BLUE", "TEE-M-BLUE")} == {
        "TEE-S-BLUE": {"S", "Blue"},
        "TEE-M-BLUE": {"M", "Blue"},
    }
    small, medium, large = (found[f"TEE-{size}-BLUE"].price for size in ("S", "M", "XL"))
    assert small is not None
    assert large is not None
    assert small == medium < large
    assert all(each.enabled for each in found.values())


def test_an_article_without_choices_has_no_variants(kit: ShopKit) -> None:
    line = kit.place({"BOL-01": 1}, ONLINE).lines[0]
    assert tuple(kit.port.variants(line, "BOL-01", kit.store)) == ()


def test_an_unknown_article_has_none_either(kit: ShopKit) -> None:
    line = kit.place({"TEE-S-BLUE": 1}, ONLINE).lines[0]
    with pytest.raises(NotFound):
        kit.port.variants(line, "NO-TEE", kit.store)


def test_tells_what_can_be_sold(kit: ShopKit) -> None:
    kit.stock("TEE-M-BLUE", 3)
    kit.stock("MUG-BL", 0)
    asked = {"BOL-01": 2, "TEE-M-BLUE": 4, "MUG-BL": 1, "UNKNOWN": 1}
    assert kit.port.salable(asked, kit.store) == {
        "BOL-01": True,
        "TEE-M-BLUE": False,
        "MUG-BL": False,
        "UNKNOWN": False,
    }
    assert kit.port.salable({"TEE-M-BLUE": 3}, kit.store) == {"TEE-M-BLUE": True}
    kit.stock("MUG-BL", 100)


def test_what_was_ordered_cannot_be_sold_again_until_it_is_cancelled(kit: ShopKit) -> None:
    kit.stock("TEE-M-BLUE", 3)
    order = kit.place({"TEE-M-BLUE": 2}, OFFLINE, shipped=False)
    assert kit.port.salable({"TEE-M-BLUE": 2}, kit.store) == {"TEE-M-BLUE": False}
    assert kit.port.salable({"TEE-M-BLUE": 1}, kit.store) == {"TEE-M-BLUE": True}
    kit.port.cancel(order.id)
    assert kit.port.salable({"TEE-M-BLUE": 3}, kit.store) == {"TEE-M-BLUE": True}


def test_tells_what_the_shop_recommends(kit: ShopKit) -> None:
    kit.recommend("BOL-01", "MUG-BL")
    assert tuple(kit.port.related("BOL-01")) == ("MUG-BL",)
    assert tuple(kit.port.related("NAPPE-S")) == ()
    with pytest.raises(NotFound):
        kit.port.related("UNKNOWN")


def test_the_newest_orders_of_an_address_come_first(kit: ShopKit) -> None:
    placed = [kit.place({"BOL-01": 1}, ONLINE, email="Ida.Roe@example.com") for _ in range(3)]
    kit.place({"BOL-01": 1}, ONLINE, email="ida.roe@example.org")
    found = kit.port.orders_of("ida.roe@example.com")
    assert {order.id for order in found} == {order.id for order in placed}
    assert [order.placed_at for order in found] == sorted((order.placed_at for order in found), reverse=True)
    assert found[0] == kit.port.order(found[0].id)
    assert tuple(kit.port.orders_of("nobody@example.com")) == ()
    assert tuple(kit.port.orders_of("")) == ()


def test_of_many_orders_the_twenty_newest_are_told(kit: ShopKit) -> None:
    for _ in range(22):
        kit.place({"BOL-01": 1}, OFFLINE, shipped=False, email="often@example.com")
    assert len(kit.port.orders_of("often@example.com")) == 20


@pytest.mark.parametrize("payment", [ONLINE, OFFLINE])
def test_an_order_on_hold_has_its_former_state_again_afterwards(kit: ShopKit, payment: str) -> None:
    order = kit.place({"BOL-01": 1}, payment, shipped=False)
    kit.port.hold(order.id)
    assert kit.port.order(order.id).state == "holded"
    with pytest.raises(Refused) as caught:
        kit.port.hold(order.id)
    assert caught.value.code == "not_holdable"
    kit.port.unhold(order.id)
    assert kit.port.order(order.id).state == order.state
    with pytest.raises(Refused) as caught:
        kit.port.unhold(order.id)
    assert caught.value.code == "not_held"


def test_a_complete_order_cannot_be_held(kit: ShopKit) -> None:
    order = kit.place({"BOL-01": 1}, ONLINE)
    with pytest.raises(Refused) as caught:
        kit.port.hold(order.id)
    assert caught.value.code == "not_holdable"
    assert kit.port.order(order.id).state == "complete"


def test_no_order_that_is_not_there_is_held(kit: ShopKit) -> None:
    for turn in (kit.port.hold, kit.port.unhold):
        with pytest.raises(Refused) as caught:
            turn(OrderId("4711000"))
        assert caught.value.code == "not_found"


def test_comments_are_read_back(kit: ShopKit) -> None:
    order, other = (kit.place({"BOL-01": 1}, ONLINE) for _ in range(2))
    kit.port.comment(order.id, "Retour exchange-abc-1: 000000007")
    assert "Retour exchange-abc-1: 000000007" in kit.port.comments(order.id)
    assert "Retour exchange-abc-1: 000000007" not in kit.port.comments(other.id)
    with pytest.raises(NotFound):
        kit.port.comments(OrderId("no-number"))
