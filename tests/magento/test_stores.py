"""Store views and stocks, remembered with their age by a whole process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
import responses

from connector import outbound
from connector.magento import BearerToken, MagentoShop
from connector.magento.client import MagentoClient, segment
from connector.magento.memory import UNCHANGING, Memory
from connector.magento.signing import BearerAuth
from connector.magento.stores import Stores, StoreView
from connector.ports.errors import NotFound, ReadFailed, Refused
from connector.ports.shop import Shop

Exchange = Callable[..., None]
ROOT = "https://shop.example.test/rest"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def client() -> MagentoClient:
    session = outbound.make_session(allow_private=True)
    return MagentoClient("https://shop.example.test/", BearerAuth(BearerToken("t0ken")), session)


def stores(memory: Memory) -> Stores:
    return Stores(client(), memory)


def asked(web: responses.RequestsMock) -> list[str]:
    return [str(call.request.url).removeprefix(f"{ROOT}/V1/") for call in web.calls]


def test_reads_the_store_views_once_for_all_of_them(exchange: Exchange, web: responses.RequestsMock) -> None:
    exchange("store/storeViews")
    known = stores(Memory())
    assert known.view("1") == StoreView("1", "default", "1")
    assert known.view("2") == StoreView("2", "eu", "1")
    assert asked(web) == ["store/storeViews"]


def test_every_shop_object_of_one_shop_shares_what_is_known(exchange: Exchange, web: responses.RequestsMock) -> None:
    """`bootstrap.magento_from` makes one for each call."""
    exchange("store/storeViews")
    web.post(f"{ROOT}/eu/V1/carts/", '"87"')
    memory, session = Memory(), outbound.make_session(allow_private=True)
    for _ in range(3):
        shop = MagentoShop("https://shop.example.test", BearerToken("t0ken"), session, memory)
        assert shop.open_cart("2") == "87"
    assert [call.request.url for call in web.calls].count(f"{ROOT}/V1/store/storeViews") == 1
    assert len(web.calls) == 4


def test_another_shop_is_asked_itself(web: responses.RequestsMock, exchange: Exchange) -> None:
    exchange("store/storeViews")
    web.get("https://other.example.test/rest/V1/store/storeViews", json=[{"id": 1, "code": "fr", "website_id": 1}])
    memory, session = Memory(), outbound.make_session(allow_private=True)
    other = Stores(MagentoClient("https://other.example.test", BearerAuth(BearerToken("t")), session), memory)
    assert [stores(memory).view("1").code, other.view("1").code] == ["default", "fr"]


def test_reads_anew_after_ten_minutes_and_not_before(exchange: Exchange, web: responses.RequestsMock) -> None:
    exchange("store/storeViews")
    clock = Clock()
    known = stores(Memory(clock=clock))
    for moment, calls in ((0.0, 1), (UNCHANGING - 1, 1), (UNCHANGING, 2)):
        clock.now = moment
        known.view("1")
        assert len(web.calls) == calls


def test_a_store_view_made_just_now_is_found(web: responses.RequestsMock, exchange: Exchange) -> None:
    exchange("store/storeViews")
    known = stores(Memory())
    known.view("1")
    web.reset()
    web.get(f"{ROOT}/V1/store/storeViews", json=[{"id": 3, "code": "uk", "website_id": 1}])
    assert known.view("3").code == "uk"
    assert len(web.calls) == 1


@pytest.mark.parametrize("store", ["7", "0", "", "default"])
def test_an_unknown_store_is_not_found_and_nothing_is_written_for_it(
    shop: Shop, exchange: Exchange, web: responses.RequestsMock, store: str
) -> None:
    """0 is the admin's own view: no order belongs to it."""
    exchange("store/storeViews")
    with pytest.raises(NotFound):
        shop.salable({"MUG-01": 1}, store)
    with pytest.raises(Refused) as caught:
        shop.open_cart(store)
    assert caught.value.code == "no_store"
    assert {call.request.method for call in web.calls} == {"GET"}


@pytest.mark.parametrize("code", ["../V1", "a/b", "", "é", "1a"])
def test_a_code_that_would_lead_elsewhere_is_no_code(web: responses.RequestsMock, code: str) -> None:
    web.get(f"{ROOT}/V1/store/storeViews", json=[{"id": 1, "code": code, "website_id": 1}])
    with pytest.raises(ReadFailed):
        stores(Memory()).view("1")


def test_finds_the_stock_of_a_store_s_website_once(exchange: Exchange, web: responses.RequestsMock) -> None:
    exchange("store/storeViews")
    exchange("store/websites")
    exchange("stock/stock-resolver")
    known = stores(Memory())
    assert [known.stock("1"), known.stock("2"), known.stock("1")] == ["1", "1", "1"]
    assert asked(web) == ["store/storeViews", "store/websites", "inventory/stock-resolver/website/base"]


def test_no_inventory_is_remembered_too(answer: Exchange, exchange: Exchange, web: responses.RequestsMock) -> None:
    exchange("store/storeViews")
    exchange("store/websites")
    answer("auth/14-unknown-route", "GET", "inventory/stock-resolver/website/base")
    known = stores(Memory())
    assert [known.stock("1"), known.stock("1")] == [None, None]
    assert len(web.calls) == 3


def test_a_website_without_a_stock_is_asked_about_as_one_without_inventory(
    exchange: Exchange, web: responses.RequestsMock
) -> None:
    exchange("store/storeViews")
    exchange("store/websites")
    web.get(f"{ROOT}/V1/inventory/stock-resolver/website/base", status=404, json={"message": "No linked stock found"})
    assert stores(Memory()).stock("1") is None  # its words would be those of the shop's language


def test_a_failed_read_is_not_remembered(exchange: Exchange, web: responses.RequestsMock) -> None:
    web.get(f"{ROOT}/V1/store/storeViews", status=503)
    known = stores(Memory())
    with pytest.raises(ReadFailed):
        known.view("1")
    web.reset()
    exchange("store/storeViews")
    assert known.view("1").code == "default"


def test_remembers_a_bounded_number_of_answers_the_last_used_ones() -> None:
    memory, read = Memory(most=2), []

    def ask(question: str) -> None:
        memory.recall("shop", question, 60, lambda: read.append(question))

    for question in ("a", "b", "a", "c", "a", "b"):
        ask(question)
    assert read == ["a", "b", "c", "b"]


def test_many_threads_may_ask_at_once() -> None:
    memory, wrong = Memory(most=5), []

    def work(number: int) -> None:
        for turn in range(300):
            question = (turn * number) % 9
            if memory.recall("shop", question, 60, partial(int, question)) != question:
                wrong.append(question)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_names_that_an_address_cannot_carry_are_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        segment(name)


def test_a_segment_is_encoded_in_full() -> None:
    assert segment("MUG/RED 11oz+%") == "MUG%2FRED%2011oz%2B%25"
