"""What is wrong with a shop is said in a sentence, before anything is made in it; what it has no place for is left
out."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

import pytest

from connector.magento.permissions import PERMISSIONS
from demo.magento.place import CannotPlay
from sandbox.magento import Shop, StoreView
from sandbox.magento.routes import ROUTES
from tests.demo_magento.conftest import Served, served

pytestmark = pytest.mark.enable_socket
RETOURS_OWN = frozenset(each.resource for each in PERMISSIONS)
EVERYTHING = frozenset(route.resource for route in ROUTES)
SETS = "Magento_Catalog::sets"


@pytest.mark.parametrize(
    ("granted", "missing"),
    [
        (RETOURS_OWN, ["Magento_Sales::invoice", "Magento_Sales::ship"]),
        (EVERYTHING - {"Magento_Sales::ship"}, ["Magento_Sales::ship"]),
        (EVERYTHING - {"Magento_Sales::unhold"}, ["Magento_Sales::unhold"]),
        (EVERYTHING - {"Magento_SalesRule::quote"}, ["Magento_SalesRule::quote"]),
        (EVERYTHING - {"Magento_Sales::actions_view"}, ["Magento_Sales::actions_view"]),
    ],
    ids=["retour's own", "ship", "unhold", "rules", "orders"],
)
def test_a_token_without_a_permission(magento: Served, granted: Set[str], missing: list[str]) -> None:
    keys = magento.bearer(magento.shop.access.grant(granted))
    with pytest.raises(CannotPlay) as refused:
        magento.run(keys=keys)
    said = str(refused.value)
    assert f"lacks permissions: {', '.join(missing)}." in said
    assert said.endswith("Nothing was made in the shop.")
    assert (magento.furnished(), magento.directory.exists()) == (False, False)


@pytest.mark.parametrize(
    ("path", "token", "said"),
    [
        ("", "0" * 32, "The token was refused"),
        ("/somewhere", "0" * 32, "Magento's REST API is not at this address"),
    ],
)
def test_a_wrong_token_or_address(magento: Served, path: str, token: str, said: str) -> None:
    with pytest.raises(CannotPlay, match=said):
        magento.run(keys={"base_url": magento.server.url + path, "token": token})
    assert not magento.furnished()


def test_half_of_the_keys(magento: Served) -> None:
    keys = {"base_url": magento.server.url, "consumer_key": "0" * 32}
    with pytest.raises(CannotPlay, match="give --token, or all four: --consumer-key --consumer-secret"):
        magento.run(keys=keys)
    assert magento.shop.requests == []


def test_a_shop_that_sells_in_no_currency_of_its_books(tmp_path: Path) -> None:
    with served(Shop(base_currency="GBP"), tmp_path) as magento:
        with pytest.raises(CannotPlay, match="no store view shows prices in the shop's base currency"):
            magento.run()
        assert (magento.furnished(), magento.directory.exists()) == (False, False)


def test_without_attribute_sets_exchanges_are_left_out(magento: Served) -> None:
    keys = magento.bearer(magento.shop.access.grant(EVERYTHING - {SETS}))
    report = magento.run("exchanged_at_once", "guest_order", keys=keys)
    assert [(each.scenario.name, each.word) for each in report.outcomes] == [
        ("guest_order", "passed"),
        ("exchanged_at_once", "left out"),
    ]
    assert (
        report.outcomes[1].why
        == f"no article in sizes and colours could be made: the token lacks the permission {SETS}"
    )
    assert report.status == 0


def test_an_attribute_of_another_kind_is_left_alone(magento: Served) -> None:
    magento.shop.attributes.add("size", "Size", kind="text")
    report = magento.run("exchanged_at_once")
    why = "no article in sizes and colours could be made: the shop's attribute size is not a global choice from a list"
    assert [each.why for each in report.outcomes] == [why]
    assert magento.shop.attributes.by_code("size").values == {}  # type: ignore[union-attr]


def test_where_tax_is_computed_before_discounts_nothing_can_be_replaced(magento: Served) -> None:
    magento.shop.tax_after_discount = False
    report = magento.run("exchanged_at_once", "ordered_at_scan", "dearer_variant")
    assert [(each.scenario.name, each.word) for each in report.outcomes] == [
        ("exchanged_at_once", "left out"),
        ("dearer_variant", "passed"),
        ("ordered_at_scan", "left out"),
    ]
    assert {each.why for each in report.outcomes if each.why} == {
        "with everything off, a cart of this shop still costs 2.39: tax before discounts"
    }
    assert magento.shop.promotions.rules == {}


def test_a_shop_with_one_currency_and_without_an_online_method(tmp_path: Path) -> None:
    shop = Shop(stores=(StoreView(1, "default", "Default Store View"),))
    shop.payment_methods = ("checkmo", "free")
    with served(shop, tmp_path) as magento:
        report = magento.run("policy_in_another_currency", "refunded_online")
    assert [each.why for each in report.outcomes] == [
        "the shop's carts do not list the online method contractpay (see --online-method)",
        "no other store view of this website sells in another currency",
    ]
    assert report.status == 0
