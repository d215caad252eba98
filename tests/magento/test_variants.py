"""Variants of a configurable article, what a shop recommends, and articles together with their parents."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import pytest
import responses

from connector import outbound
from connector.magento import MagentoShop, OAuth1Keys
from connector.magento.memory import CATALOGUE, Memory
from connector.magento.variants import candidates
from connector.ports.errors import NotFound
from connector.ports.shop import Product, Shop, Variant
from tests.magento.making import line_of, tee

Recorded = Callable[[str], Any]
Exchange = Callable[..., None]
ROOT = "https://shop.example.test/rest/default/V1"
COLOR = {  # in the form of the recorded `attribute-size`
    "attribute_id": 93,
    "attribute_code": "color",
    "options": [{"label": " ", "value": ""}, {"label": "Black", "value": "7"}, {"label": "Blue", "value": "8"}],
    "default_frontend_label": "Color",
}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _stores(exchange: Exchange, web: responses.RequestsMock) -> None:
    web.assert_all_requests_are_fired = False
    exchange("store/storeViews")


@pytest.fixture
def children(recorded: Recorded) -> list[dict[str, Any]]:
    body = recorded("catalog/configurable-children-projected")["response"]["body"]
    found: list[dict[str, Any]] = json.loads(json.dumps(body, default=float))
    return found


def told(web: responses.RequestsMock, recorded: Recorded, children: list[dict[str, Any]], root: str = ROOT) -> None:
    web.get(f"{root}/configurable-products/TEE/children", json=children)
    web.get(f"{root}/products/attributes/size", json=recorded("catalog/attribute-size")["response"]["body"])
    web.get(f"{root}/products/attributes/color", json=COLOR)


def asked(web: responses.RequestsMock) -> list[str]:
    urls = [str(call.request.url) for call in web.calls]
    return [url.removeprefix(f"{ROOT}/").partition("?")[0] for url in urls if not url.endswith("/store/storeViews")]


def test_tells_all_variants_in_the_words_customers_choose_between(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, children: list[dict[str, Any]]
) -> None:
    told(web, recorded, children)
    found = shop.variants(tee(), "TEE", "1")
    assert found[0] == Variant("TEE-BLA-S", "Organic Tee Black S", ("S", "Black"), Decimal(32), enabled=True)
    assert {each.sku: each.labels for each in found} == {
        "TEE-BLA-S": ("S", "Black"),
        "TEE-BLU-S": ("S", "Blue"),
        "TEE-BLA-M": ("M", "Black"),
        "TEE-BLU-M": ("M", "Blue"),
        "TEE-BLA-L": ("L", "Black"),
        "TEE-BLU-L": ("L", "Blue"),
    }
    assert asked(web) == [
        "configurable-products/TEE/children",
        "products/attributes/size",
        "products/attributes/color",
    ]


def test_asks_only_for_what_it_reads(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, children: list[dict[str, Any]]
) -> None:
    told(web, recorded, children)
    shop.variants(tee(), "TEE", "1")
    queries = [unquote(str(call.request.url)).partition("?fields=")[2] for call in web.calls][1:3]
    assert queries == [
        recorded("catalog/configurable-children-projected")["request"]["query"]["fields"],
        recorded("catalog/attribute-size")["request"]["query"]["fields"],
    ]


def test_labels_come_in_the_order_of_the_line_s_choices(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, children: list[dict[str, Any]]
) -> None:
    told(web, recorded, children)
    line = tee(choices={"93": 7, "137": 5})
    assert shop.variants(line, "TEE", "1")[0].labels == ("Black", "S")


def test_children_are_known_for_a_minute_and_attributes_longer(
    recorded: Recorded, web: responses.RequestsMock, children: list[dict[str, Any]]
) -> None:
    told(web, recorded, children)
    clock, session = Clock(), outbound.make_session(allow_private=True)
    keys = OAuth1Keys("key", "secret", "token", "secret")
    shop = MagentoShop("https://shop.example.test", keys, session, Memory(clock=clock))
    for moment, calls in ((0.0, 3), (CATALOGUE - 1, 3), (CATALOGUE, 4)):
        clock.now = moment
        assert len(shop.variants(tee(), "TEE", "1")) == 6
        assert len(asked(web)) == calls


def test_every_store_view_has_its_own_words(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, children: list[dict[str, Any]]
) -> None:
    told(web, recorded, children)
    told(web, recorded, children, "https://shop.example.test/rest/eu/V1")
    web.replace(
        "GET",
        "https://shop.example.test/rest/eu/V1/products/attributes/color",
        json=COLOR | {"options": [{"label": "Noir", "value": "7"}, {"label": "Bleu", "value": "8"}]},
    )
    assert [shop.variants(tee(), "TEE", store)[0].labels for store in ("1", "2")] == [("S", "Black"), ("S", "Noir")]


def test_an_attribute_that_only_has_the_same_value_is_not_taken(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, children: list[dict[str, Any]]
) -> None:
    """`tax_class_id` 7 in every child, and a `cut` that differs like the colour: only the id decides."""
    for number, child in enumerate(children):
        for entry in child["custom_attributes"]:
            if entry["attribute_code"] == "tax_class_id":
                entry["value"] = "7"
        child["custom_attributes"].append({"attribute_code": "brand", "value": "7" if number % 2 else "8"})
    told(web, recorded, children)
    web.get(f"{ROOT}/products/attributes/brand", json=COLOR | {"attribute_id": 150, "attribute_code": "brand"})
    assert shop.variants(tee(), "TEE", "1")[0].labels == ("S", "Black")
    assert asked(web)[1:] == [f"products/attributes/{code}" for code in ("size", "brand", "color")]
    assert candidates(7, children) == ["brand", "color", "tax_class_id"]


def test_attributes_that_are_gone_leave_no_variants(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, children: list[dict[str, Any]]
) -> None:
    told(web, recorded, children)
    web.replace("GET", f"{ROOT}/products/attributes/color", status=404, json={"message": "gone"})
    assert shop.variants(tee(), "TEE", "1") == ()
    assert shop.variants(tee(choices={"137": 99}), "TEE", "1") == ()


def test_a_special_price_a_missing_one_and_a_disabled_variant_are_told(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, children: list[dict[str, Any]]
) -> None:
    children[0]["custom_attributes"].append({"attribute_code": "special_price", "value": "20.000000"})
    del children[1]["price"]
    children[2]["status"] = 2
    children[3]["price"] = 36.5
    children[3]["custom_attributes"].append({"attribute_code": "special_price", "value": ""})
    told(web, recorded, children)
    found = {each.sku: (each.price, each.enabled) for each in shop.variants(tee(), "TEE", "1")}
    assert found == {
        "TEE-BLA-S": (None, True),
        "TEE-BLU-S": (None, True),
        "TEE-BLA-M": (Decimal(32), False),
        "TEE-BLU-M": (Decimal("36.5"), True),
        "TEE-BLA-L": (Decimal(34), True),
        "TEE-BLU-L": (Decimal(34), True),
    }


def test_a_child_that_cannot_be_chosen_is_left_out(
    shop: Shop, recorded: Recorded, web: responses.RequestsMock, children: list[dict[str, Any]]
) -> None:
    children[0]["custom_attributes"] = [
        entry for entry in children[0]["custom_attributes"] if entry["attribute_code"] != "size"
    ]
    told(web, recorded, children)
    assert "TEE-BLA-S" not in {each.sku for each in shop.variants(tee(), "TEE", "1")}


def test_an_article_without_choices_has_no_variants_and_needs_no_call(shop: Shop, web: responses.RequestsMock) -> None:
    assert shop.variants(line_of("MUG-01"), "MUG-01", "1") == ()
    assert len(web.calls) == 0


def test_a_simple_article_has_no_variants(shop: Shop, recorded: Recorded, web: responses.RequestsMock) -> None:
    body = recorded("catalog/configurable-children-of-simple")["response"]["body"]
    web.get(f"{ROOT}/configurable-products/MUG-01/children", json=body)
    assert shop.variants(tee(), "MUG-01", "1") == ()
    assert len(asked(web)) == 1


def test_an_unknown_parent_is_not_found(shop: Shop, recorded: Recorded, web: responses.RequestsMock) -> None:
    told_ = recorded("catalog/configurable-children-404")["response"]
    web.get(f"{ROOT}/configurable-products/NOPE/children", status=told_["status"], json=told_["body"])
    with pytest.raises(NotFound):
        shop.variants(tee(), "NOPE", "1")


@pytest.mark.parametrize(
    ("sku", "path"),
    [("MUG/RED 11oz+%", "MUG%2FRED%2011oz%2B%25"), ("a+b,c&d:e@f=g;h$i", "a%2Bb%2Cc%26d%3Ae%40f%3Dg%3Bh%24i")],
)
def test_a_sku_in_a_path_is_encoded_in_full(shop: Shop, web: responses.RequestsMock, sku: str, path: str) -> None:
    web.get(f"{ROOT}/configurable-products/{path}/children", json=[])
    web.get(f"https://shop.example.test/rest/V1/products/{path}/links/related", json=[])
    assert (shop.variants(tee(), sku, "1"), shop.related(sku)) == ((), ())
    assert str(web.calls[1].request.url).startswith(f"{ROOT}/configurable-products/{path}/children?")
    assert str(web.calls[2].request.url).endswith(f"/products/{path}/links/related")


@pytest.mark.parametrize(("name", "found"), [("links-related", ("CAP-01",)), ("links-none", ())])
def test_tells_what_the_shop_recommends(
    shop: Shop, answer: Exchange, web: responses.RequestsMock, name: str, found: tuple[str, ...]
) -> None:
    answer(f"catalog/{name}", "GET", "products/MUG-01/links/related")
    assert shop.related("MUG-01") == found
    assert len(web.calls) == 1


def test_recommends_in_the_merchant_s_order(shop: Shop, web: responses.RequestsMock) -> None:
    links = [{"linked_product_sku": sku, "position": position} for sku, position in (("C", 10), ("A", 2), ("B", 3))]
    web.get("https://shop.example.test/rest/V1/products/MUG-01/links/related", json=links)
    assert shop.related("MUG-01") == ("A", "B", "C")


def test_nothing_is_recommended_beside_an_unknown_article(shop: Shop, answer: Exchange) -> None:
    answer("catalog/product-get-404", "GET", "products/NOPE/links/related")
    with pytest.raises(NotFound):
        shop.related("NOPE")


def product(number: int, sku: str, categories: list[str], **attributes: str) -> dict[str, object]:
    custom = [{"attribute_code": code, "value": value} for code, value in attributes.items()]
    links = [{"position": 0, "category_id": each} for each in categories]
    return {
        "id": number,
        "sku": sku,
        "custom_attributes": custom,
        "extension_attributes": {"category_links": links} if links else [],
    }


def test_a_variant_is_read_with_its_parent_in_one_call(shop: Shop, web: responses.RequestsMock) -> None:
    """What the child does not say is its parent's; categories are both's."""
    found = [
        product(10, "TEE-BLA-M", ["9"], final_sale="1"),
        product(14, "TEE", ["3", "7"], final_sale="0", material="42"),
        product(1, "MUG-01", ["3"], final_sale="0"),
    ]
    web.get("https://shop.example.test/rest/V1/products", json={"items": found, "total_count": 3})
    lines = [tee(), line_of("MUG-01"), tee()]
    assert shop.products(lines, ["final_sale", "material"]) == {
        "TEE-BLA-M": Product(
            "TEE-BLA-M", {"final_sale": "1", "material": "42"}, frozenset({"3", "7", "9"}), parent="TEE"
        ),
        "MUG-01": Product("MUG-01", {"final_sale": "0"}, frozenset({"3"}), parent=None),
    }
    sent = dict(web.calls[0].request.params)  # type: ignore[attr-defined]
    filters = "searchCriteria[filter_groups][0][filters]"
    assert {name: value for name, value in sent.items() if "filters" in name} == {
        f"{filters}[0][field]": "sku",
        f"{filters}[0][value]": "TEE-BLA-M,MUG-01",
        f"{filters}[0][condition_type]": "in",
        f"{filters}[1][field]": "entity_id",
        f"{filters}[1][value]": "14",
        f"{filters}[1][condition_type]": "in",
    }
    assert len(web.calls) == 1


def test_a_variant_whose_parent_is_gone_stands_alone_and_a_parent_alone_is_no_variant(
    shop: Shop, web: responses.RequestsMock
) -> None:
    found = [product(11, "TEE-BLU-M", ["9"]), product(14, "TEE", ["3"], final_sale="1")]
    web.get("https://shop.example.test/rest/V1/products", json={"items": found, "total_count": 2})
    orphan = tee("TEE-BLU-M")
    lines = [line_of("TEE-BLU-M", product_type="configurable", product_id="99", choices=orphan.choices), tee()]
    assert shop.products(lines, ["final_sale"]) == {"TEE-BLU-M": Product("TEE-BLU-M", {}, frozenset({"9"}))}
