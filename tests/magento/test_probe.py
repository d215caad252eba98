"""The connection check names what is wrong and never raises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses

from connector import outbound
from connector.magento import BearerToken, MagentoShop, OAuth1Keys
from connector.ports.shop import Shop

Answer = Callable[..., None]
ROOT = "https://shop.example.test/rest/V1"
READS = ("orders", "creditmemos", "invoices", "shipments", "products")
KEYS = OAuth1Keys("ck", "cs", "t", "ts")


def shop_with(credentials: BearerToken | OAuth1Keys) -> Shop:
    return MagentoShop("https://shop.example.test", credentials, outbound.make_session(allow_private=True))


def test_a_working_connection_takes_six_harmless_reads(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    answer("acl/modules", "GET", "modules")
    for path in READS:
        web.get(f"{ROOT}/{path}", json={"items": None, "total_count": 0})
    found = shop.probe()
    assert (found.ok, found.detail, found.missing) == (True, "Connected", ())
    assert [call.request.method for call in web.calls] == ["GET"] * 6
    assert web.calls[1].request.url == (
        f"{ROOT}/orders?searchCriteria%5BpageSize%5D=1&searchCriteria%5BcurrentPage%5D=1"
        "&fields=items%5Bentity_id%2Cid%5D%2Ctotal_count"
    )


def test_names_every_missing_permission(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    answer("acl/modules", "GET", "modules")
    web.get(f"{ROOT}/orders", json={"items": [], "total_count": 0})
    for path in READS[1:]:
        answer(f"acl/{path}-forbidden", "GET", path)
    found = shop.probe()
    assert found.ok is False
    assert found.missing == (
        "Magento_Sales::sales_creditmemo",
        "Magento_Sales::sales_invoice",
        "Magento_Sales::shipment",
        "Magento_Catalog::products",
    )


@pytest.mark.parametrize(
    ("credentials", "name", "words"),
    [
        (BearerToken("a.b.c"), "auth/06-bearer-garbage", "has expired"),
        (BearerToken("x" * 32), "auth/10-integration-bearer-off", "integration tokens as bearer"),
        (KEYS, "oauth/46-call-bad-secret", "proxy hides"),
        (KEYS, "oauth/43-call-bad-token", "no longer valid"),
        (KEYS, "auth/05-no-authorization-header", "drops the Authorization header"),
        (KEYS, "oauth/42-nonce-replay", "consumer with ID 3"),
    ],
)
def test_tells_refused_credentials_apart(
    answer: Answer, web: responses.RequestsMock, credentials: BearerToken | OAuth1Keys, name: str, words: str
) -> None:
    answer(name, "GET", "modules")
    found = shop_with(credentials).probe()
    assert (found.ok, found.missing) == (False, ())
    assert words in found.detail
    assert len(web.calls) == 1


def test_tells_maintenance(shop: Shop, answer: Answer) -> None:
    answer("auth/22-maintenance-mode", "GET", "modules")
    assert shop.probe().detail == "The shop is in maintenance mode or away (503)."


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, "<html>welcome</html>", "not Magento's REST API"),
        (200, '{"name": "another API"}', "not Magento's REST API"),
        (404, "<html>nothing here</html>", "not Magento's REST API"),
        (404, '{"message": "Request does not match any route."}', "not at this address"),
        (500, '{"message": "Internal Error."}', "answered 500: Internal Error."),
        (400, '{"message": "The token length is invalid."}', "answered 400: The token length is invalid."),
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
    assert found.detail == "invoices: The shop is in maintenance mode or away (503)."
