"""Orders of every recorded situation."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connector.domain.money import Money, total
from connector.magento.orders import ORDER_FIELDS, order_from
from connector.ports.errors import ReadFailed

Recorded = Callable[[str], Any]
WHOLE = sorted(
    path.stem
    for path in (Path(__file__).parent / "fixtures" / "orders").glob("*.json")
    if path.stem not in {"get-projected", "get-not-found"}
)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def projected(value: Any, fields: str) -> Any:
    """What Magento's `fields` leaves of a document: names not asked for are gone, missing ones stay missing."""
    return _kept(value, _names(iter(re.findall(r"\w+|[\[\]]", fields))))


def _names(words: Iterator[str]) -> dict[str, Any]:
    """`a[b,c]` as {a: {b: {}, c: {}}}."""
    found: dict[str, Any] = {}
    last = ""
    for word in words:
        if word == "]":
            break
        if word == "[":
            found[last] = _names(words)
        else:
            found[word], last = {}, word
    return found


def _kept(value: Any, names: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_kept(entry, names) for entry in value]
    return {name: _kept(value[name], inner) if inner else value[name] for name, inner in names.items() if name in value}


def test_reads_a_discounted_order_whole(recorded: Recorded) -> None:
    order = order_from(recorded("orders/get-discounted")["response"]["body"])
    mug, tee = order.lines
    assert (order.id, order.number, order.store, order.state) == ("11", "000000011", "1", "processing")
    assert (order.currency, order.email, order.first_name) == ("USD", "guest.buyer@example.com", "Jane")
    assert (order.customer_id, order.payment_method) == (None, "checkmo")
    assert order.placed_at == datetime(2026, 11, 21, 19, 15, 46, tzinfo=UTC)
    assert order.updated_at == datetime(2026, 11, 21, 19, 15, 47, tzinfo=UTC)
    assert (order.total, order.total_paid, order.total_refunded) == (usd("82.49"), usd("82.49"), usd("0"))
    assert (order.shipping_paid, order.shipping_refunded) == (usd("16.24"), usd("0"))
    assert (mug.id, mug.stock_id, mug.sku, mug.name) == ("31", "31", "MUG-01", "Stoneware Mug")
    assert [mug.ordered, mug.invoiced, mug.shipped, mug.refunded, mug.canceled] == [2, 2, 0, 0, 0]
    assert (mug.paid, tee.paid) == (usd("35.07"), usd("31.18"))
    assert (mug.virtual, tee.product_type) == (False, "configurable")


def test_counts_a_line_after_discount_because_order_rows_are(recorded: Recorded) -> None:
    """Contract, twelve that cost money, 12: `price_incl_tax` 19.49 twice would be 38.98."""
    order = order_from(recorded("orders/get-discounted")["response"]["body"])
    assert order.lines[0].paid == usd("35.07")


@pytest.mark.parametrize("name", WHOLE)
def test_lines_and_shipping_add_up_to_what_the_order_cost(recorded: Recorded, name: str) -> None:
    order = order_from(recorded(f"orders/{name}")["response"]["body"])
    assert total([line.paid for line in order.lines] + [order.shipping_paid], order.currency) == order.total


@pytest.mark.parametrize("name", WHOLE)
def test_refunded_lines_and_shipping_add_up_to_what_went_back(recorded: Recorded, name: str) -> None:
    order = order_from(recorded(f"orders/{name}")["response"]["body"])
    back = total([line.refunded_amount for line in order.lines] + [order.shipping_refunded], order.currency)
    assert back == order.total_refunded


@pytest.mark.parametrize("name", WHOLE)
def test_a_projected_order_reads_like_the_whole_one(recorded: Recorded, name: str) -> None:
    body = recorded(f"orders/{name}")["response"]["body"]
    small = projected(body, ORDER_FIELDS)
    assert "status_histories" not in small
    assert order_from(small) == order_from(body)


def test_the_projection_of_the_test_is_the_one_of_magento(recorded: Recorded) -> None:
    exchange = recorded("orders/get-projected")
    whole = recorded("orders/get-partially_refunded")["response"]["body"]
    mine = projected(whole, exchange["request"]["query"]["fields"])
    assert mine == exchange["response"]["body"]


def test_a_configurable_article_is_its_parent_line_and_its_child_goes_back_to_stock(recorded: Recorded) -> None:
    order = order_from(recorded("orders/get-complete")["response"]["body"])
    assert [line.id for line in order.lines] == ["7", "8"]
    tee = order.lines[1]
    assert (tee.stock_id, tee.sku, int(tee.shipped)) == ("9", "TEE-BLA-M", 1)  # the child says 0 shipped


def test_a_dynamic_bundle_is_one_line_of_kits(recorded: Recorded) -> None:
    """Two kits of a mug and two pairs of socks: 38.97 + 43.08."""
    (kit,) = order_from(recorded("orders/get-bundle")["response"]["body"]).lines
    assert (kit.id, kit.stock_id, kit.sku, kit.product_type) == ("39", "39", "KIT", "bundle")
    assert dict(kit.parts) == {"40": 1, "41": 2}
    assert [kit.ordered, kit.invoiced, kit.shipped, kit.refunded, kit.canceled] == [2, 0, 0, 0, 0]
    assert (kit.paid, kit.refunded_amount, kit.whole) == (usd("82.05"), usd("0"), True)


def test_a_part_that_went_back_alone_takes_its_kit_and_a_person_looks(recorded: Recorded) -> None:
    """One mug of two came back: one kit is left, whatever the parent says (Magento writes 2 of 2 refunded there)."""
    (kit,) = order_from(recorded("orders/get-bundle-after")["response"]["body"]).lines
    assert [kit.ordered, kit.invoiced, kit.shipped, kit.refunded, kit.canceled] == [2, 2, 2, 1, 0]
    assert (kit.refunded_amount, kit.whole) == (usd("19.49"), False)


@pytest.mark.parametrize(
    ("mugs", "socks", "kits", "whole"),
    [(0, 0, 0, True), (1, 2, 1, True), (2, 4, 2, True), (0, 1, 1, False), (1, 3, 2, False), (2, 2, 2, False)],
)
def test_counts_refunded_kits_so_that_too_little_is_left(
    recorded: Recorded, mugs: int, socks: int, kits: int, whole: bool
) -> None:
    body = recorded("orders/get-bundle-after")["response"]["body"]
    body["items"][1]["qty_refunded"], body["items"][2]["qty_refunded"] = mugs, socks
    (kit,) = order_from(body).lines
    assert (kit.refunded, kit.whole) == (kits, whole)


@pytest.mark.parametrize(("socks", "kits"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2)])
def test_a_kit_is_invoiced_once_all_its_parts_are(recorded: Recorded, socks: int, kits: int) -> None:
    body = recorded("orders/get-bundle-after")["response"]["body"]
    body["items"][2]["qty_invoiced"] = socks
    assert [line.invoiced for line in order_from(body).lines] == [kits]


@pytest.mark.parametrize(("parent", "mugs", "socks", "kits"), [(2, 0, 0, 2), (0, 1, 0, 1), (0, 0, 3, 2), (0, 0, 0, 0)])
def test_a_kit_left_the_house_with_its_first_part(
    recorded: Recorded, parent: int, mugs: int, socks: int, kits: int
) -> None:
    """Where bundles are shipped as one, only the parent may count them."""
    body = recorded("orders/get-bundle-after")["response"]["body"]
    for item, units in zip(body["items"], (parent, mugs, socks), strict=True):
        item["qty_shipped"] = units
    assert [line.shipped for line in order_from(body).lines] == [kits]


def test_a_kit_is_canceled_with_its_first_part(recorded: Recorded) -> None:
    body = recorded("orders/get-bundle")["response"]["body"]
    body["items"][2]["qty_canceled"] = 3
    assert [line.canceled for line in order_from(body).lines] == [2]


def test_only_a_kit_has_parts(recorded: Recorded) -> None:
    order = order_from(recorded("orders/get-complete")["response"]["body"])
    assert [(dict(line.parts), line.whole) for line in order.lines] == [({}, True), ({}, True)]


@pytest.mark.parametrize("price", [0, Decimal("37.9")], ids=["no price", "the parent's price, as Magento may show"])
def test_a_bundle_with_a_fixed_price_is_its_parent(recorded: Recorded, price: Decimal | int) -> None:
    body = recorded("orders/get-bundle")["response"]["body"]
    for child in body["items"][1:]:
        child |= {"price": price, "row_total_incl_tax": 0}
    (kit,) = order_from(body).lines
    assert (kit.id, kit.paid, dict(kit.parts)) == ("39", usd("82.05"), {})


def test_a_free_dynamic_bundle_is_still_a_line_of_kits(recorded: Recorded) -> None:
    body = recorded("orders/get-bundle")["response"]["body"]
    for child in body["items"][1:]:
        child |= {"row_total_incl_tax": 0, "discount_amount": child["row_total_incl_tax"]}
    (kit,) = order_from(body).lines
    assert (kit.paid, dict(kit.parts)) == (usd("0"), {"40": 1, "41": 2})


def test_a_foreign_currency_order_is_read_in_its_own_currency(recorded: Recorded) -> None:
    order = order_from(recorded("orders/get-eur_store")["response"]["body"])
    assert (order.number, order.store, order.currency) == ("2000000001", "2", "EUR")
    assert order.lines[0].paid == Money(Decimal("38.56"), "EUR")
    assert order.base_rate == Decimal("0.9")


def test_an_order_in_base_currency_has_the_rate_one(recorded: Recorded) -> None:
    assert order_from(recorded("orders/get-complete")["response"]["body"]).base_rate == 1


def test_an_order_in_another_currency_without_its_rate_is_a_failed_read(recorded: Recorded) -> None:
    body = recorded("orders/get-eur_store")["response"]["body"]
    del body["base_to_order_rate"]
    with pytest.raises(ReadFailed, match="base_to_order_rate"):
        order_from(body)


def test_a_discounted_free_shipping_cost_nothing(recorded: Recorded) -> None:
    """`shipping_incl_tax` less the discount would say 0.41: it holds the tax of the undiscounted 5.00."""
    order = order_from(recorded("orders/get-replacement")["response"]["body"])
    assert (order.shipping_paid, order.total) == (usd("0"), usd("0"))


def test_a_virtual_line_is_told(recorded: Recorded) -> None:
    order = order_from(recorded("orders/get-virtual_line")["response"]["body"])
    assert [line.virtual for line in order.lines] == [False, True]


def test_a_guest_has_no_customer_id_and_a_customer_has(recorded: Recorded) -> None:
    assert order_from(recorded("orders/get-pending_guest")["response"]["body"]).customer_id is None
    assert order_from(recorded("orders/get-complete")["response"]["body"]).customer_id == "1"


def test_takes_the_billing_name_where_the_order_has_none(recorded: Recorded) -> None:
    body = recorded("orders/get-pending_guest")["response"]["body"]
    del body["customer_firstname"]
    body["billing_address"]["firstname"] = "Ida"
    assert order_from(body).first_name == "Ida"


def test_refunded_amount_takes_off_the_discount_that_went_back(recorded: Recorded) -> None:
    """One of two mugs at 36.00 less 3.60, tax 2.67: 18.00 + 1.34 - 1.80. Made from the recorded discounted order."""
    body = recorded("orders/get-discounted")["response"]["body"]
    body["items"][0] |= {"amount_refunded": 18, "tax_refunded": Decimal("1.34"), "discount_refunded": Decimal("1.8")}
    assert order_from(body).lines[0].refunded_amount == usd("17.54")


def test_refunded_amount_adds_the_tax_inside_discounted_gross_prices(recorded: Recorded) -> None:
    """Catalogue prices with tax: Magento keeps part of the tax as `discount_tax_compensation`."""
    body = recorded("orders/get-discounted")["response"]["body"]
    body["items"][0] |= {
        "amount_refunded": 18,
        "tax_refunded": Decimal("1.20"),
        "discount_refunded": Decimal("1.8"),
        "discount_tax_compensation_refunded": Decimal("0.14"),
    }
    assert order_from(body).lines[0].refunded_amount == usd("17.54")


def test_refunded_shipping_takes_off_its_share_of_the_discount(recorded: Recorded) -> None:
    body = recorded("orders/get-replacement")["response"]["body"]
    body |= {"shipping_discount_amount": Decimal("2.5"), "shipping_tax_amount": Decimal("0.2")}
    body |= {"shipping_refunded": Decimal("2"), "shipping_tax_refunded": Decimal("0.08")}
    order = order_from(body)
    assert (order.shipping_paid, order.shipping_refunded) == (usd("2.70"), usd("1.08"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("grand_total", None),
        ("grand_total", "NaN"),
        ("grand_total", 1.5),  # a float has lost digits
        ("entity_id", True),
        ("order_currency_code", ""),
        ("created_at", "yesterday"),
        ("items", {"a": 1}),
        ("items", [1]),
    ],
)
def test_an_unreadable_order_is_a_failed_read_that_tells_no_content(recorded: Recorded, field: str, value: Any) -> None:
    body = recorded("orders/get-discounted")["response"]["body"]
    body[field] = value
    with pytest.raises(ReadFailed) as caught:
        order_from(body)
    assert "yesterday" not in str(caught.value)


def test_a_line_without_its_total_is_a_failed_read_not_a_free_line(recorded: Recorded) -> None:
    body = copy.deepcopy(recorded("orders/get-discounted")["response"]["body"])
    del body["items"][0]["row_total_incl_tax"]
    with pytest.raises(ReadFailed, match="row_total_incl_tax"):
        order_from(body)


def test_tells_base_currency_and_rate(recorded: Recorded) -> None:
    order = order_from(recorded("orders/get-eur_store")["response"]["body"])
    assert (order.currency, order.base_currency, order.base_rate) == ("EUR", "USD", Decimal("0.9"))


def test_a_rate_of_nothing_is_none(recorded: Recorded) -> None:
    body = recorded("orders/get-eur_store")["response"]["body"]
    with pytest.raises(ReadFailed, match="base_to_order_rate"):
        order_from(body | {"base_to_order_rate": 0})


@pytest.mark.parametrize(("name", "group"), [("get-complete", 1), ("get-pending_guest", 0)])
def test_tells_the_customer_s_group(recorded: Recorded, name: str, group: int) -> None:
    assert order_from(recorded(f"orders/{name}")["response"]["body"]).customer_group == group


def test_tells_where_the_order_was_sent_and_how_without_showing_it(recorded: Recorded) -> None:
    order = order_from(recorded("orders/get-complete")["response"]["body"])
    assert order.ship_to is not None
    assert (order.ship_to.fields["street"], order.ship_to.fields["region_id"]) == (["100 Main St", "Apt 4"], 12)
    assert order.shipping_method == "flatrate_flatrate"
    assert "Main St" not in repr(order)


def test_a_virtual_order_was_sent_nowhere(recorded: Recorded) -> None:
    order = order_from(recorded("orders/get-all_virtual")["response"]["body"])
    assert (order.ship_to, order.shipping_method) == (None, "")


def test_tells_the_code_an_order_was_placed_with_without_showing_it(recorded: Recorded) -> None:
    body = recorded("orders/get-replacement")["response"]["body"]
    assert order_from(body).coupon == body["coupon_code"] != ""
    assert body["coupon_code"] not in repr(order_from(body))
    assert order_from(recorded("orders/get-complete")["response"]["body"]).coupon == ""


def test_a_configurable_line_knows_its_parent_and_what_was_chosen(recorded: Recorded) -> None:
    mug, tee = order_from(recorded("orders/get-complete")["response"]["body"]).lines
    assert (mug.product_id, mug.choices, mug.customised) == ("1", {}, False)
    assert (tee.product_id, tee.choices, tee.customised) == ("14", {"137": 5, "93": 7}, False)


def test_an_article_made_to_order_is_told(recorded: Recorded) -> None:
    """`custom_options` as Magento's schema has them: no recorded order holds one."""
    body = recorded("orders/get-complete")["response"]["body"]
    options = {"custom_options": [{"option_id": "4", "option_value": "Ida"}]}
    body["items"][0]["product_option"] = {"extension_attributes": options}
    assert [line.customised for line in order_from(body).lines] == [True, False]
    assert [line.customised for line in order_from(projected(body, ORDER_FIELDS)).lines] == [True, False]
