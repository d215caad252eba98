"""Whether articles can be sold: one call for all of them, and what there is without multi-source inventory."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import responses

from connector import outbound
from connector.magento import MagentoShop, OAuth1Keys
from connector.magento.memory import Memory
from connector.magento.stock import LONGEST_QUERY, batches
from connector.ports.errors import NotConnected, ReadFailed
from connector.ports.shop import Shop

Recorded = Callable[[str], Any]
Exchange = Callable[..., None]
ROOT = "https://shop.example.test/rest/V1"
TOGETHER = f"{ROOT}/inventory/are-product-salable-for-requested-qty"


@pytest.fixture
def _inventory(exchange: Exchange) -> None:
    for name in ("store/storeViews", "store/websites", "stock/stock-resolver"):
        exchange(name)


@pytest.fixture
def _no_inventory(exchange: Exchange, answer: Exchange) -> None:
    for name in ("store/storeViews", "store/websites"):
        exchange(name)
    answer("auth/14-unknown-route", "GET", "inventory/stock-resolver/website/base")


def asked(web: responses.RequestsMock) -> list[str]:
    """Calls after those that find the stock."""
    return [str(call.request.url).removeprefix(f"{ROOT}/") for call in web.calls][3:]


@pytest.mark.usefixtures("_inventory")
def test_asks_for_all_articles_at_once(
    shop: Shop, answer: Exchange, web: responses.RequestsMock, recorded: Recorded
) -> None:
    answer("stock/are-salable-for-qty", "GET", "inventory/are-product-salable-for-requested-qty")
    assert shop.salable({"MUG-01": 1, "TEE-BLU-M": 3}, "1") == {"MUG-01": True, "TEE-BLU-M": False}
    sent = dict(web.calls[3].request.params)  # type: ignore[attr-defined]
    assert sent == dict(recorded("stock/are-salable-for-qty")["request"]["query"])
    assert len(asked(web)) == 1


@pytest.mark.usefixtures("_inventory")
def test_the_stock_is_found_once(shop: Shop, answer: Exchange, web: responses.RequestsMock) -> None:
    answer("stock/are-salable-for-qty", "GET", "inventory/are-product-salable-for-requested-qty")
    for store in ("1", "2", "1"):
        shop.salable({"MUG-01": 1, "TEE-BLU-M": 3}, store)
    assert len(web.calls) == 6


@pytest.mark.usefixtures("_inventory")
def test_what_is_not_answered_for_cannot_be_sold(shop: Shop, answer: Exchange) -> None:
    answer("stock/are-salable-for-qty", "GET", "inventory/are-product-salable-for-requested-qty")
    assert shop.salable({"mug-01": 1, "MUG-011": 1}, "1") == {"mug-01": True, "MUG-011": False}


@pytest.mark.usefixtures("_inventory")
@pytest.mark.parametrize("salable", [1, "true", None, "1"])
def test_only_true_is_yes(shop: Shop, web: responses.RequestsMock, salable: object) -> None:
    web.get(TOGETHER, json=[{"sku": "MUG-01", "stock_id": 1, "salable": salable, "errors": []}])
    assert shop.salable({"MUG-01": 1}, "1") == {"MUG-01": False}


@pytest.mark.usefixtures("_inventory")
def test_contradicting_answers_are_no(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(TOGETHER, json=[{"sku": "MUG-01", "salable": True}, {"sku": "MUG-01", "salable": False}])
    assert shop.salable({"MUG-01": 1}, "1") == {"MUG-01": False}


@pytest.mark.usefixtures("_inventory")
def test_odd_skus_are_encoded_in_the_query(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(TOGETHER, json=[{"sku": "MUG/RED 11oz+%,é", "salable": True}])
    assert shop.salable({"MUG/RED 11oz+%,é": 2}, "1") == {"MUG/RED 11oz+%,é": True}
    assert asked(web) == [
        "inventory/are-product-salable-for-requested-qty?sku_requests%5B0%5D%5Bsku%5D=MUG%2FRED%2011oz%2B%25%2C%C3%A9"
        "&sku_requests%5B0%5D%5Bqty%5D=2&stockId=1"
    ]


def test_an_address_stays_below_eight_kilobytes() -> None:
    units = {f"{'é' * 60}{number:04}": 12 for number in range(100)}
    made = list(batches(units))
    assert {sku: wanted for batch in made for sku, wanted in batch.items()} == units
    assert len(made) == 8
    assert LONGEST_QUERY < 8000 - 500


def test_one_sku_that_is_longer_than_an_address_is_still_asked_for() -> None:
    assert list(batches({"x" * 9000: 1, "y": 1})) == [{"x" * 9000: 1}, {"y": 1}]


@pytest.mark.usefixtures("_inventory")
def test_many_articles_are_asked_for_in_as_many_calls_as_addresses_hold(
    shop: Shop, web: responses.RequestsMock
) -> None:
    web.get(TOGETHER, json=[])
    shop.salable({f"{'é' * 60}{number:04}": 12 for number in range(100)}, "1")
    assert len(asked(web)) == 8
    assert max(map(len, asked(web))) < 6200


@pytest.mark.usefixtures("_inventory")
@pytest.mark.parametrize("name", ["stock/is-salable-for-qty-unknown", "stock/salable-qty-TEE"])
def test_one_article_that_magento_cannot_answer_for_spoils_only_its_own_answer(
    shop: Shop, answer: Exchange, web: responses.RequestsMock, recorded: Recorded, name: str
) -> None:
    """Recorded: an unknown SKU is a 500, a composite one a 400; in one call for many it takes the others along."""
    answer(name, "GET", "inventory/are-product-salable-for-requested-qty")
    answer("stock/are-salable", "GET", "inventory/are-products-salable")
    answer("stock/is-salable-for-qty-ok", "GET", "inventory/is-product-salable-for-requested-qty/MUG-01/1/2")
    units = {"MUG-01": 2, "TEE-BLA-L": 1, "BOOT-OOS": 1, "NOPE": 1}
    assert shop.salable(units, "1") == {"MUG-01": True, "TEE-BLA-L": False, "BOOT-OOS": False, "NOPE": False}
    assert len(asked(web)) == 3
    sent = dict(web.calls[4].request.params)  # type: ignore[attr-defined]
    assert sent == dict(recorded("stock/are-salable")["request"]["query"])


@pytest.mark.usefixtures("_inventory")
@pytest.mark.parametrize("name", ["stock/is-salable-for-qty-too-many", "stock/is-salable-for-qty-unknown"])
def test_alone_too_an_article_may_be_too_few_or_unanswerable(
    shop: Shop, answer: Exchange, web: responses.RequestsMock, name: str
) -> None:
    answer("stock/is-salable-for-qty-unknown", "GET", "inventory/are-product-salable-for-requested-qty")
    web.get(f"{ROOT}/inventory/are-products-salable", json=[{"sku": "A/B", "salable": True}])
    answer(name, "GET", "inventory/is-product-salable-for-requested-qty/A%2FB/1/3")
    assert shop.salable({"A/B": 3}, "1") == {"A/B": False}


@pytest.mark.usefixtures("_inventory")
@pytest.mark.parametrize("status", [502, 503, 429])
def test_a_shop_in_trouble_is_a_failed_read_not_a_no(shop: Shop, web: responses.RequestsMock, status: int) -> None:
    web.get(TOGETHER, status=status)
    with pytest.raises(ReadFailed):
        shop.salable({"MUG-01": 1}, "1")
    assert len(asked(web)) == 1


@pytest.mark.usefixtures("_no_inventory")
def test_without_inventory_every_article_is_looked_up_and_the_absence_is_remembered(
    shop: Shop, answer: Exchange, web: responses.RequestsMock
) -> None:
    """`qty` is salable (393), `stock_item.qty` physical (418): the first counts."""
    answer("stock/stockStatuses-MUG-01", "GET", "stockStatuses/MUG-01")
    answer("stock/stockStatuses-BOOT-OOS", "GET", "stockStatuses/BOOT-OOS")
    answer("stock/stockStatuses-unknown", "GET", "stockStatuses/NOPE")
    units = {"MUG-01": 393, "BOOT-OOS": 1, "NOPE": 1}
    assert shop.salable(units, "1") == {"MUG-01": True, "BOOT-OOS": False, "NOPE": False}
    assert shop.salable({"MUG-01": 394}, "1") == {"MUG-01": False}
    assert asked(web) == [f"stockStatuses/{sku}" for sku in (*units, "MUG-01")]


@pytest.mark.usefixtures("_no_inventory")
def test_an_article_whose_stock_is_not_counted_can_be_sold(
    shop: Shop, web: responses.RequestsMock, recorded: Recorded
) -> None:
    body = json.loads(json.dumps(recorded("stock/stockStatuses-MUG-01")["response"]["body"], default=float))
    body |= {"qty": 0}
    body["stock_item"] |= {"manage_stock": False}
    web.get(f"{ROOT}/stockStatuses/A%2FB", json=body)
    assert shop.salable({"A/B": 5}, "1") == {"A/B": True}


def test_nothing_to_ask_for_needs_no_call(shop: Shop, web: responses.RequestsMock) -> None:
    assert shop.salable({}, "1") == {}
    assert len(web.calls) == 0


@pytest.mark.usefixtures("_inventory")
def test_more_than_ten_articles_are_signed_as_magento_signs_them(web: responses.RequestsMock) -> None:
    """Sorted in natural order: the answer of a shop that checks is in `test_signing`; here, that it is sent at all."""
    web.get(TOGETHER, json=[{"sku": f"SKU-{number}", "salable": True} for number in range(12)])
    keys = OAuth1Keys("key", "consumer-secret", "token", "token-secret")
    signed = MagentoShop("https://shop.example.test", keys, outbound.make_session(allow_private=True), Memory())
    assert set(signed.salable({f"SKU-{number}": 1 for number in range(12)}, "1").values()) == {True}


def test_without_inventory_and_the_right_to_read_stock_nothing_is_known(
    shop: Shop, exchange: Exchange, web: responses.RequestsMock
) -> None:
    """Installed before Retour asked for it: exchanges go to a person, everything else goes on."""
    exchange("store/storeViews")
    exchange("store/websites")
    web.get(f"{ROOT}/inventory/stock-resolver/website/base", status=404, json={"message": "Aucune route"})
    body = {"message": "no", "parameters": {"resources": "Magento_CatalogInventory::cataloginventory"}}
    web.get(f"{ROOT}/stockStatuses/MUG-01", status=401, json=body)
    assert shop.salable({"MUG-01": 1}, "1") == {}
    web.replace(responses.GET, f"{ROOT}/stockStatuses/MUG-01", status=401, json={"message": "token"})
    with pytest.raises(NotConnected):
        shop.salable({"MUG-01": 1}, "1")


def test_a_missing_permission_is_named(shop: Shop, exchange: Exchange, web: responses.RequestsMock) -> None:
    exchange("store/storeViews")
    exchange("store/websites")
    body = {"message": "no", "parameters": {"resources": "Magento_InventorySalesApi::stock"}}
    web.get(f"{ROOT}/inventory/stock-resolver/website/base", status=401, json=body)
    with pytest.raises(NotConnected) as caught:
        shop.salable({"MUG-01": 1}, "1")
    assert caught.value.missing == "Magento_InventorySalesApi::stock"
