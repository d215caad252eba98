"""Finding orders, articles, cancelling, commenting."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import responses
from responses.matchers import json_params_matcher

from connector import outbound
from connector.domain.ids import OrderId
from connector.magento import BearerToken, MagentoShop, OAuth1Keys
from connector.magento.orders import ORDER_FIELDS, order_from
from connector.ports.errors import NotConnected, NotFound, OutcomeUnknown, ReadFailed, Refused
from connector.ports.shop import Shop
from tests.magento.making import line_of

Recorded = Callable[[str], Any]
Answer = Callable[..., None]
ROOT = "https://shop.example.test/rest/V1"
GROUP = "searchCriteria%5Bfilter_groups%5D%5B0%5D%5Bfilters%5D"
PAGE = "searchCriteria%5BpageSize%5D=100&searchCriteria%5BcurrentPage%5D=1"


def encoded(fields: str) -> str:
    return fields.replace("[", "%5B").replace("]", "%5D").replace(",", "%2C")


def test_finds_an_order_by_its_number_in_one_call(
    shop: Shop, answer: Answer, web: responses.RequestsMock, recorded: Recorded
) -> None:
    answer("search/orders-by-increment-id", "GET", "orders")
    found = shop.find_order("000000005")
    assert found == order_from(recorded("search/orders-by-increment-id")["response"]["body"]["items"][0])
    assert found is not None
    assert (found.id, found.number) == ("5", "000000005")
    filter0 = f"{GROUP}%5B0%5D"
    assert web.calls[0].request.url == (
        f"{ROOT}/orders?{filter0}%5Bfield%5D=increment_id&{filter0}%5Bvalue%5D=000000005"
        f"&{filter0}%5Bcondition_type%5D=eq&{PAGE}&fields=items%5B{encoded(ORDER_FIELDS)}%5D%2Ctotal_count"
    )
    assert len(web.calls) == 1


@pytest.mark.parametrize("name", ["orders-by-increment-id-not-found", "orders-not-found-with-fields"])
def test_an_unknown_number_is_none_also_where_items_is_null(shop: Shop, answer: Answer, name: str) -> None:
    answer(f"search/{name}", "GET", "orders")
    assert shop.find_order("999999999") is None


def test_a_number_that_only_resembles_is_none(shop: Shop, answer: Answer) -> None:
    answer("search/orders-by-increment-id", "GET", "orders")
    assert shop.find_order("000000005 ") is None


def test_a_number_shared_by_two_store_views_names_no_order(
    shop: Shop, web: responses.RequestsMock, recorded: Recorded
) -> None:
    item = json.loads(
        json.dumps(recorded("search/orders-by-increment-id")["response"]["body"]["items"][0], default=str)
    )
    web.get(f"{ROOT}/orders", json={"items": [item, item | {"entity_id": 6, "store_id": 2}], "total_count": 2})
    assert shop.find_order("000000005") is None


def test_a_blank_number_is_none_without_a_call(shop: Shop, web: responses.RequestsMock) -> None:
    assert shop.find_order("  ") is None
    assert len(web.calls) == 0


def test_sends_spaces_as_percent_20(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    answer("search/orders-not-found-with-fields", "GET", "orders")
    shop.find_order("A+B &=%é 1")
    assert "%5Bvalue%5D=A%2BB%20%26%3D%25%C3%A9%201&" in str(web.calls[0].request.url)


def test_reads_one_order_again_projected(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    answer("orders/get-closed", "GET", "orders/6")
    assert shop.order(OrderId("6")).state == "closed"
    assert web.calls[0].request.url == f"{ROOT}/orders/6?fields={encoded(ORDER_FIELDS)}"


def test_an_order_that_is_not_there_is_not_found(shop: Shop, answer: Answer) -> None:
    answer("orders/get-not-found", "GET", "orders/99999")
    with pytest.raises(NotFound):
        shop.order(OrderId("99999"))


def test_another_order_than_asked_for_is_a_failed_read(shop: Shop, answer: Answer) -> None:
    answer("orders/get-closed", "GET", "orders/7")
    with pytest.raises(ReadFailed):
        shop.order(OrderId("7"))


@pytest.mark.parametrize(
    "name", ["auth/22-maintenance-mode", "auth/19-accept-text-html", "search/orders-unknown-field"]
)
def test_a_shop_in_trouble_is_a_failed_read_made_once(
    shop: Shop, answer: Answer, web: responses.RequestsMock, name: str
) -> None:
    answer(name, "GET", "orders/6")
    with pytest.raises(ReadFailed):
        shop.order(OrderId("6"))
    assert len(web.calls) == 1


def test_a_page_instead_of_json_is_a_failed_read(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(f"{ROOT}/orders/6", "<html>welcome</html>")
    with pytest.raises(ReadFailed):
        shop.order(OrderId("6"))


def test_an_expired_token_is_not_connected(shop: Shop, answer: Answer) -> None:
    answer("auth/06-bearer-garbage", "GET", "orders/6")
    with pytest.raises(NotConnected):
        shop.order(OrderId("6"))


def test_reads_many_articles_in_one_call(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    answer("catalog/products-in", "GET", "products")
    found = shop.products(
        [line_of(sku) for sku in ("MUG-01", "tee-bla-m", "TEE-BLA-L", "BOOT-OOS", "NOPE")],
        ["tax_class_id", "name", "sale"],
    )
    assert sorted(found) == ["BOOT-OOS", "MUG-01", "TEE-BLA-L", "tee-bla-m"]  # keys as asked for, NOPE absent
    assert dict(found["MUG-01"].attributes) == {"tax_class_id": "2", "name": "Stoneware Mug"}
    filter0 = f"{GROUP}%5B0%5D"
    assert web.calls[0].request.url == (
        f"{ROOT}/products?{filter0}%5Bfield%5D=sku"
        f"&{filter0}%5Bvalue%5D=MUG-01%2Ctee-bla-m%2CTEE-BLA-L%2CBOOT-OOS%2CNOPE&{filter0}%5Bcondition_type%5D=in"
        f"&{PAGE}&fields=items%5Bid%2Csku%2Ctax_class_id%2Cname%2Csale%2Ccustom_attributes"
        "%2Cextension_attributes%5Bcategory_links%5D%5D%2Ctotal_count"
    )
    assert len(web.calls) == 1


def test_a_sku_with_a_comma_gets_a_filter_of_its_own(shop: Shop, answer: Answer, web: responses.RequestsMock) -> None:
    answer("catalog/sku-with-comma-in", "GET", "products")
    assert shop.products([line_of(sku) for sku in ("X", "A,B", "Y")], []) == {}
    first, second = f"{GROUP}%5B0%5D", f"{GROUP}%5B1%5D"
    assert str(web.calls[0].request.url).startswith(
        f"{ROOT}/products?{first}%5Bfield%5D=sku&{first}%5Bvalue%5D=X%2CY&{first}%5Bcondition_type%5D=in"
        f"&{second}%5Bfield%5D=sku&{second}%5Bvalue%5D=A%2CB&{second}%5Bcondition_type%5D=eq&"
    )


def test_attribute_values_become_text_and_categories_are_collected(shop: Shop, web: responses.RequestsMock) -> None:
    product = {
        "sku": "MUG-01",
        "price": 18.1,
        "extension_attributes": {"category_links": [{"position": 0, "category_id": "7"}]},
        "custom_attributes": [
            {"attribute_code": "sale", "value": True},
            {"attribute_code": "materials", "value": ["12", 13]},
            {"attribute_code": "layout", "value": {"a": 1}},
            {"attribute_code": "empty", "value": None},
            {"attribute_code": "category_ids", "value": ["3", "7"]},
        ],
    }
    web.get(f"{ROOT}/products", json={"items": [product], "total_count": 1})
    found = shop.products([line_of("MUG-01")], ["sale", "materials", "layout", "empty", "price", "absent"])
    assert dict(found["MUG-01"].attributes) == {"sale": "1", "materials": "12,13", "price": "18.1"}
    assert found["MUG-01"].categories == {"3", "7"}


def test_an_article_that_only_resembles_is_absent(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(f"{ROOT}/products", json={"items": [{"sku": "CAFÉ", "extension_attributes": []}], "total_count": 1})
    assert shop.products([line_of("CAFE")], []) == {}


def test_an_attribute_code_that_is_none_never_reaches_the_projection(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(f"{ROOT}/products", json={"items": None, "total_count": 0})
    shop.products([line_of("MUG-01")], ["sale]", "custom_attributes", "", "ok_1"])
    assert str(web.calls[0].request.url).endswith(
        "fields=items%5Bid%2Csku%2Cok_1%2Ccustom_attributes%2Cextension_attributes%5Bcategory_links%5D%5D%2Ctotal_count"
    )


def test_no_articles_need_no_call(shop: Shop, web: responses.RequestsMock) -> None:
    assert shop.products([line_of(""), line_of(" ")], ["sale"]) == {}
    assert len(web.calls) == 0


def test_fifty_one_articles_need_two_calls(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(f"{ROOT}/products", json={"items": None, "total_count": 0})
    assert shop.products([line_of(f"SKU-{n}") for n in range(51)], []) == {}
    assert len(web.calls) == 2


@pytest.mark.parametrize(("name", "happened"), [("cancel-pending", True), ("cancel-processing", False)])
def test_cancel_tells_whether_magento_did_anything(
    shop: Shop, answer: Answer, web: responses.RequestsMock, name: str, happened: bool
) -> None:
    """Contract, 8: 200 with body false when nothing was done."""
    answer(f"state/{name}", "POST", "orders/54/cancel")
    assert shop.cancel(OrderId("54")) is happened
    assert web.calls[0].request.url == f"{ROOT}/orders/54/cancel"
    assert web.calls[0].request.body is None
    assert len(web.calls) == 1


def test_cancelling_what_is_not_there_is_refused(shop: Shop, answer: Answer) -> None:
    answer("state/cancel-not-found", "POST", "orders/54/cancel")
    with pytest.raises(Refused) as caught:
        shop.cancel(OrderId("54"))
    assert caught.value.code == "404"
    assert caught.value.detail == "The entity that was requested doesn't exist. Verify the entity and try again."


@pytest.mark.parametrize("body", ["null", '"true"', "1", "<html></html>", ""])
def test_a_cancel_answered_with_something_else_is_unknown(shop: Shop, web: responses.RequestsMock, body: str) -> None:
    web.post(f"{ROOT}/orders/54/cancel", body)
    with pytest.raises(OutcomeUnknown):
        shop.cancel(OrderId("54"))
    assert len(web.calls) == 1


def test_a_comment_is_internal_and_names_no_status(shop: Shop, web: responses.RequestsMock) -> None:
    entry = {"comment": "Retour: refunded", "is_customer_notified": 0, "is_visible_on_front": 0}
    web.post(f"{ROOT}/orders/61/comments", "true", match=[json_params_matcher({"statusHistory": entry})])
    shop.comment(OrderId("61"), "Retour: refunded")
    assert len(web.calls) == 1


def test_a_comment_not_answered_true_is_unknown(shop: Shop, web: responses.RequestsMock) -> None:
    web.post(f"{ROOT}/orders/61/comments", "false")
    with pytest.raises(OutcomeUnknown):
        shop.comment(OrderId("61"), "x")


@pytest.mark.parametrize(
    ("name", "missing"),
    [("acl/cancel-forbidden", "Magento_Sales::cancel"), ("acl/comment-forbidden", "Magento_Sales::comment")],
)
def test_writes_without_permission_name_it(shop: Shop, answer: Answer, name: str, missing: str) -> None:
    verb = "cancel" if "cancel" in name else "comments"
    answer(name, "POST", f"orders/1/{verb}")
    with pytest.raises(NotConnected) as caught:
        shop.cancel(OrderId("1")) if verb == "cancel" else shop.comment(OrderId("1"), "x")
    assert caught.value.missing == missing


def test_never_writes_to_anything_but_an_entity_id(shop: Shop, web: responses.RequestsMock) -> None:
    with pytest.raises(Refused):
        shop.cancel(OrderId("000000005"))
    with pytest.raises(Refused):
        shop.comment(OrderId("000000005"), "x")
    assert len(web.calls) == 0


@pytest.mark.parametrize("base", ["https://shop.example.test/eu/shop", "https://shop.example.test/eu/shop/"])
def test_a_shop_may_live_below_a_path(web: responses.RequestsMock, base: str) -> None:
    web.post("https://shop.example.test/eu/shop/rest/V1/orders/54/cancel", "true")
    session = outbound.make_session(allow_private=True)
    assert MagentoShop(base, BearerToken("t"), session).cancel(OrderId("54")) is True


@pytest.mark.parametrize("base", ["shop.example.test", "ftp://shop.example.test", "https://", "https://a.test/?x=1"])
def test_refuses_an_address_that_is_none(base: str) -> None:
    with pytest.raises(ValueError, match="address"):
        MagentoShop(base, BearerToken("t"), outbound.make_session(allow_private=True))


def test_secrets_are_not_shown() -> None:
    shown = repr([BearerToken("hush"), OAuth1Keys("key", "hush", "hush", "hush")])
    assert "hush" not in shown
