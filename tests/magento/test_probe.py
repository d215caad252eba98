"""The connection check names what is wrong, says what to do, and never raises."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses

from connector import outbound
from connector.magento import BearerToken, MagentoShop, OAuth1Keys
from connector.magento.permissions import PERMISSIONS, UNPROVEN
from connector.magento.probe import GOOD, NO_MSI
from connector.ports.shop import Shop
from tests.magento.conftest import FIXTURES

Answer = Callable[..., None]
ROOT = "https://shop.example.test/rest/V1"
SEARCHES = ("orders", "creditmemos", "invoices", "shipments", "products")
STORES = "store/storeConfigs"
OPTIONAL = (
    "products/links/types",
    "products/attributes/status/options",
    "inventory/stock-resolver/website/base",
    "carts/search",
    "salesRules/search",
)
READS = (*SEARCHES, STORES, *OPTIONAL)
NO_ROUTE = {"message": "Request does not match any route."}
KEYS = OAuth1Keys("ck", "cs", "t", "ts")
BEARER = BearerToken("x" * 32)


def shop_with(
    credentials: BearerToken | OAuth1Keys, base_url: str = "https://shop.example.test", proven: bool = False
) -> Shop:
    return MagentoShop(base_url, credentials, outbound.make_session(allow_private=True), proven=proven)


def recorded_body(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))["response"]["body"]


RECORDED = {
    "products/links/types": "catalog/link-types",
    "inventory/stock-resolver/website/base": "stock/stock-resolver",
}


def stores(plain: str = "https://shop.example.test/", secure: str = "https://shop.example.test/") -> Any:
    """The recorded store views, under other addresses."""
    return [{**each, "base_url": plain, "secure_base_url": secure} for each in recorded_body("store/storeConfigs")]


def replay_good(web: responses.RequestsMock, answer: Answer, but: tuple[str, ...] = (), root: str = ROOT) -> None:
    """A working shop; what is in `but` is left to the test."""
    if root == ROOT:
        answer("acl/modules", "GET", "modules")
    for path in SEARCHES:
        if path not in but:
            web.get(f"{root}/{path}", json={"items": None, "total_count": 0})
    if STORES not in but:
        web.get(f"{root}/{STORES}", json=stores())
    for path in OPTIONAL:
        if path not in but:
            nothing = {"items": [], "total_count": 0}
            web.get(f"{root}/{path}", json=recorded_body(RECORDED[path]) if path in RECORDED else nothing)


# --- good -------------------------------------------------------------------------------------------------------------


def test_a_working_connection_takes_twelve_harmless_reads(
    shop: Shop, answer: Answer, web: responses.RequestsMock
) -> None:
    replay_good(web, answer)
    found = shop.probe()
    assert (found.ok, found.detail, found.missing, found.warnings) == (True, GOOD, (), ())
    assert [(call.request.method, (call.request.url or "").split("?")[0]) for call in web.calls] == [
        ("GET", f"{ROOT}/{path}") for path in ("modules", *READS)
    ]
    assert web.calls[1].request.url == (
        f"{ROOT}/orders?searchCriteria%5Bfilter_groups%5D%5B0%5D%5Bfilters%5D%5B0%5D%5Bfield%5D=increment_id"
        "&searchCriteria%5Bfilter_groups%5D%5B0%5D%5Bfilters%5D%5B0%5D%5Bvalue%5D=0"
        "&searchCriteria%5Bfilter_groups%5D%5B0%5D%5Bfilters%5D%5B0%5D%5Bcondition_type%5D=eq"
        "&searchCriteria%5BpageSize%5D=100&searchCriteria%5BcurrentPage%5D=1"
        "&fields=items%5Bincrement_id%5D%2Ctotal_count"
    )


def test_says_which_permissions_nothing_harmless_proves(
    shop: Shop, answer: Answer, web: responses.RequestsMock
) -> None:
    replay_good(web, answer)
    detail = shop.probe().detail
    assert len(UNPROVEN) == 5
    assert [resource for resource in UNPROVEN if resource not in detail] == []


# --- permissions ------------------------------------------------------------------------------------------------------


def test_names_every_missing_permission(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    answer("acl/modules", "GET", "modules")
    recorded = {path: f"acl/{path}-forbidden" for path in SEARCHES[1:]} | {
        STORES: "acl/storeviews",
        "inventory/stock-resolver/website/base": "acl/salable-forbidden",
        "carts/search": "acl/cart-forbidden",
        "salesRules/search": "acl/coupon-forbidden",
    }
    for path in READS:
        if path in recorded:
            answer(recorded[path], "GET", path)
        elif path == "orders":
            web.get(f"{ROOT}/{path}", json={"items": [], "total_count": 0})
        else:  # a 401 that does not say what is missing
            web.get(f"{ROOT}/{path}", json={"message": "no"}, status=401)
    found = shop.probe()
    assert (found.ok, found.warnings) == (False, ())
    assert found.missing == tuple(each.resource for each in PERMISSIONS if each.proof)[1:]
    assert len(found.missing) == 10
    assert found.detail == "The integration lacks permissions: " + ", ".join(found.missing)


@pytest.mark.parametrize(
    ("status", "body"),
    [(404, {"message": "No such entity."}), (400, {"message": "A field is missing."}), (200, {"any": "form"})],
)
def test_an_answer_that_nothing_was_found_proves_the_permission(
    shop: Shop, answer: Answer, web: responses.RequestsMock, status: int, body: dict[str, str]
) -> None:
    path = "inventory/stock-resolver/website/base"
    replay_good(web, answer, but=(path,))
    web.get(f"{ROOT}/{path}", json=body, status=status)
    found = shop.probe()
    assert (found.ok, found.missing, found.warnings) == (True, (), ())


# --- credentials ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("credentials", "proven", "name", "said"),
    [
        (BearerToken("a.b.c"), False, "auth/06-bearer-garbage", "it is wrong or has expired (an admin's token lives"),
        (BearerToken("garbage"), False, "auth/06-bearer-garbage", "has 32 letters and digits, this one has not. Copy"),
        (BEARER, False, "auth/10-integration-bearer-off", "it is wrong, or the shop does not take integration tokens"),
        (BEARER, True, "auth/10-integration-bearer-off", "though it worked before: bearer was switched off (Stores >"),
        (KEYS, False, "oauth/46-call-bad-secret", "a secret is wrong, or a proxy hides the shop's own address"),
        (KEYS, True, "oauth/46-call-bad-secret", "though these keys worked before: a proxy in front of the shop now"),
        (KEYS, False, "oauth/43-call-bad-token", "no longer valid. Was the integration authorised again? Connect it"),
        (KEYS, True, "oauth/48-old-token-after-reauthorize", "no longer valid. Was the integration authorised again?"),
        (KEYS, False, "auth/05-no-authorization-header", "proxy or web server drops the Authorization header"),
        (KEYS, False, "oauth/42-nonce-replay", "consumer with ID 3"),
        (KEYS, False, "oauth/44-call-short-token", "The shop answered 400: The token length is invalid. Check"),
    ],
)
def test_tells_refused_credentials_apart(
    answer: Answer,
    web: responses.RequestsMock,
    credentials: BearerToken | OAuth1Keys,
    proven: bool,
    name: str,
    said: str,
) -> None:
    answer(name, "GET", "modules")
    found = shop_with(credentials, proven=proven).probe()
    assert (found.ok, found.missing, found.warnings) == (False, (), ())
    assert said in found.detail
    assert len(web.calls) == 1


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("A consumer having the specified key does not exist", "The shop knows no integration with this consumer key"),
        ("Consumer key is not the correct length", "The shop knows no integration with this consumer key"),
        ("An error occurred validating the nonce", "this machine's clock is more than ten minutes ahead"),
    ],
)
def test_tells_an_unknown_consumer_and_a_fast_clock(web: responses.RequestsMock, message: str, said: str) -> None:
    web.get(f"{ROOT}/modules", json={"message": message}, status=401)
    found = shop_with(KEYS).probe()
    assert found.ok is False
    assert said in found.detail


def test_says_where_bearer_is_switched_on(answer: Answer) -> None:
    answer("auth/10-integration-bearer-off", "GET", "modules")
    detail = shop_with(BEARER).probe().detail
    assert "Stores > Configuration > Services > OAuth > Consumer Settings" in detail
    assert "Allow OAuth Access Tokens to be used as standalone Bearer tokens" in detail
    assert "or connect with the four keys" in detail


# --- address, proxies, maintenance ------------------------------------------------------------------------------------


def test_tells_maintenance(shop: Shop, answer: Answer) -> None:
    answer("auth/22-maintenance-mode", "GET", "modules")
    assert shop.probe().detail == (
        "The shop is in maintenance mode (503). Retour waits for it, and nothing is lost; if it should be open, "
        "its developers run `bin/magento maintenance:disable`."
    )


def test_tells_a_web_server_without_magento_from_maintenance(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(f"{ROOT}/modules", "<html>Backend fetch failed</html>", status=503)
    assert shop.probe().detail == (
        "The shop is away (503): its web server answers, Magento does not. Wait, or ask whoever runs it."
    )


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, "<html>welcome</html>", "not Magento's REST API"),
        (200, '{"name": "another API"}', "not Magento's REST API"),
        (404, "<html>nothing here</html>", "not Magento's REST API"),
        (404, '{"message": "Request does not match any route."}', "not at this address"),
        (500, '{"message": "Internal Error."}', "answered 500: Internal Error."),
    ],
)
def test_tells_a_wrong_address(shop: Shop, web: responses.RequestsMock, status: int, body: str, words: str) -> None:
    web.get(f"{ROOT}/modules", body, status=status)
    found = shop.probe()
    assert found.ok is False
    assert words in found.detail
    assert len(web.calls) == 1


def test_names_where_a_redirect_leads_without_its_query(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(
        f"{ROOT}/modules",
        "",
        status=301,
        headers={"Location": "https://www.shop.example.test/rest/V1/modules?sid=secret"},
    )
    found = shop.probe()
    assert found.detail.startswith("The address redirects to https://www.shop.example.test/rest/V1/modules.")
    assert "secret" not in found.detail


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.ConnectTimeout("x"), "No connection"),
        (requests.exceptions.SSLError("x"), "certificate"),
        (requests.ConnectionError("leads into a private network; see X"), "private network"),
        (requests.exceptions.InvalidURL("x"), "No connection"),
    ],
)
def test_tells_what_keeps_it_from_connecting(shop: Shop, web: responses.RequestsMock, error: Any, words: str) -> None:
    web.get(f"{ROOT}/modules", error)
    found = shop.probe()
    assert found.ok is False
    assert words in found.detail


def test_a_read_that_fails_later_is_told_with_what_was_missing_before(
    shop: Shop, answer: Answer, web: responses.RequestsMock
) -> None:
    answer("acl/modules", "GET", "modules")
    web.get(f"{ROOT}/orders", json={"items": [], "total_count": 0})
    answer("acl/creditmemos-forbidden", "GET", "creditmemos")
    web.get(f"{ROOT}/invoices", "<html>gone</html>", status=503)
    found = shop.probe()
    assert (found.ok, found.missing) == (False, ("Magento_Sales::sales_creditmemo",))
    assert found.detail.startswith("invoices: The shop is away (503)")


def test_maintenance_that_begins_in_between_is_told(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    before = READS.index("carts/search")
    replay_good(web, answer, but=READS[before:])
    answer("auth/22-maintenance-mode", "GET", "carts/search")
    found = shop.probe()
    assert found.ok is False
    assert found.detail.startswith("carts/search: The shop is in maintenance mode (503)")


def test_warns_of_a_shop_that_calls_itself_otherwise(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    """A proxy that rewrites the host, or another of the shop's addresses: calls work, so it is no failure."""
    replay_good(web, answer, but=(STORES,))
    answer("store/storeConfigs", "GET", STORES)
    found = shop.probe()
    assert (found.ok, found.warnings) == (True, ())  # recorded as http://shop.example.test/: the scheme does not count
    web.replace("GET", f"{ROOT}/{STORES}", json=stores("http://web01:8080/", "http://web01:8080/"))
    found = shop.probe()
    assert found.ok is True
    assert found.warnings == (
        "The shop calls itself http://web01:8080/, Retour calls it https://shop.example.test. If a proxy changes its "
        "host, it must forward Host and X-Forwarded-Proto; if both lead to one shop, connect it as http://web01:8080/.",
    )


def test_another_store_views_address_is_the_shops_own(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    replay_good(web, answer, but=(STORES,))
    other = stores("https://fr.shop.example.test/", "https://fr.shop.example.test/")[0]
    web.get(f"{ROOT}/{STORES}", json=[other, {**stores()[1], "id": 7}])
    assert shop.probe().warnings == ()


def test_warns_of_an_address_without_the_https_that_the_shop_has(web: responses.RequestsMock, answer: Answer) -> None:
    root = "http://shop.example.test/rest/V1"
    web.get(f"{root}/modules", json=["Magento_InventoryApi", "Magento_InventorySalesApi"])
    replay_good(web, answer, root=root)
    found = shop_with(KEYS, "http://shop.example.test/").probe()
    assert found.ok is True
    assert found.warnings == (
        "The shop has https, Retour calls http://shop.example.test without it: connect it under https.",
    )


@pytest.mark.parametrize("body", [[], [{"id": "x"}], [{"id": 1, "base_url": "https://shop.example.test:99999/"}], [7]])
def test_store_views_of_another_form_are_no_magento(
    shop: Shop, answer: Answer, web: responses.RequestsMock, body: Any
) -> None:
    replay_good(web, answer, but=(STORES, *OPTIONAL))
    web.get(f"{ROOT}/{STORES}", json=body)
    found = shop.probe()
    assert found.ok is False
    assert found.detail == f"{STORES}: the answer has another form than Magento's. Is this a Magento 2 shop?"


# --- what works less well ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("off", ["Magento_InventoryApi", "Magento_InventorySalesApi"])
def test_warns_of_a_shop_without_msi(shop: Shop, web: responses.RequestsMock, answer: Answer, off: str) -> None:
    modules = recorded_body("acl/modules")
    stock = "inventory/stock-resolver/website/base"
    web.get(f"{ROOT}/modules", json=[each for each in modules if each != off])
    for path in SEARCHES:
        web.get(f"{ROOT}/{path}", json={"items": [], "total_count": 0})
    web.get(f"{ROOT}/{STORES}", json=stores())
    for path in OPTIONAL:
        if path != stock or off != "Magento_InventorySalesApi":
            web.get(f"{ROOT}/{path}", json=[])
    found = shop.probe()
    assert (found.ok, found.missing, found.warnings) == (True, (), (NO_MSI,))


@pytest.mark.parametrize("path", OPTIONAL)
@pytest.mark.parametrize(("status", "message"), [(404, "Request does not match any route."), (500, "Internal Error.")])
def test_warns_of_a_call_that_does_not_work_and_what_follows(
    shop: Shop, answer: Answer, web: responses.RequestsMock, path: str, status: int, message: str
) -> None:
    replay_good(web, answer, but=(path,))
    web.get(f"{ROOT}/{path}", json={"message": message}, status=status)
    found = shop.probe()
    [without] = [each.proof.without for each in PERMISSIONS if each.proof and each.proof.path == path]
    assert len(without) > 20
    assert (found.ok, found.missing) == (True, ())
    assert found.warnings == (f"{path} answers {status} ({message}): {without}. Is its module on and whole?",)


@pytest.mark.parametrize("path", SEARCHES)
def test_no_shop_works_without_orders_documents_and_articles(
    shop: Shop, answer: Answer, web: responses.RequestsMock, path: str
) -> None:
    before = READS.index(path)
    replay_good(web, answer, but=READS[before:])
    web.get(f"{ROOT}/{path}", json=NO_ROUTE, status=404)
    found = shop.probe()
    assert found.ok is False
    assert found.detail.startswith(f"{path}: Magento's REST API is not at this address")


def test_warns_of_a_search_limit_below_our_page_once(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    """In the recorded words; the number below our page size is ours (recorded: 300)."""
    limited = json.loads((FIXTURES / "search" / "limit-page-size.json").read_text(encoding="utf-8"))["response"]
    replay_good(web, answer, but=SEARCHES)
    for path in SEARCHES:
        web.get(f"{ROOT}/{path}", json={**limited["body"], "parameters": {"max": 50}}, status=limited["status"])
    found = shop.probe()
    assert (found.ok, found.missing) == (True, ())
    assert found.warnings == (
        "The shop limits searches to 50 records a page, Retour asks for 100: no order will be found. Raise Maximum "
        "Page Size under Stores > Configuration > Services > Magento Web API > Web Api Limits "
        "(webapi/validation/maximum_page_size) to 100 or more, or switch the limits off.",
    )
