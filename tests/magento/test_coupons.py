"""Rules and codes, on recorded exchanges: what is sent byte for byte, what each answer means, and what never leaks."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import requests
import responses
from responses.matchers import json_params_matcher

from connector.domain.money import Money
from connector.magento.coupons import rule_body
from connector.magento.values import json_number
from connector.ports.errors import NotSent, OutcomeUnknown, ReadFailed, Refused
from connector.ports.shop import CreditRule, Shop

Recorded = Callable[[str], Any]
Exchange = Callable[..., None]
ROOT = "https://shop.example.test/rest/V1"
CODE = "SC-4711-A7F3"
CREDIT = CreditRule(
    name="Store credit ticket 4711",
    label="Store credit",
    store="1",
    customer_groups=frozenset({1}),
    from_day=date(2026, 11, 21),
    to_day=date(2027, 11, 21),
    amount=Money(Decimal(25), "USD"),
)
EVERYTHING = replace(
    CREDIT, name="Exchange case 9001", label="Replacement", to_day=date(2026, 11, 22), amount=None, everything=True
)


def as_recorded(recorded: Recorded, name: str, rule: CreditRule) -> dict[str, Any]:
    """The recorded body, with our own words for the staff and only the groups that are meant."""
    body: dict[str, Any] = json.loads(json.dumps(recorded(name)["request"]["body"], default=float))
    body["rule"] |= {
        "description": "Made by Retour for one customer; its code opens it once.",
        "customer_group_ids": [0, 1],
    }
    return body


@pytest.mark.parametrize(
    ("name", "rule", "made"),
    [
        ("coupon/01-create-rule", CREDIT, "2"),
        ("coupon/60-exchange-rule", EVERYTHING, "33"),
        (
            "coupon/20-rule-with-email-condition",
            replace(CREDIT, name="Store credit restricted by email", email="jane.roe@example.com"),
            "4",
        ),
    ],
    ids=["an amount", "everything", "only for one address"],
)
def test_makes_the_recorded_rule_in_one_call(
    shop: Shop,
    exchange: Exchange,
    recorded: Recorded,
    web: responses.RequestsMock,
    name: str,
    rule: CreditRule,
    made: str,
) -> None:
    exchange("store/storeViews")
    exchange(name, sent=as_recorded(recorded, name, rule))
    assert shop.make_rule(rule) == made
    assert [call.request.method for call in web.calls] == ["GET", "POST"]


def test_a_store_credit_is_two_calls_once_the_stores_are_known(
    shop: Shop, exchange: Exchange, recorded: Recorded, web: responses.RequestsMock
) -> None:
    exchange("store/storeViews")
    exchange("coupon/01-create-rule", sent=as_recorded(recorded, "coupon/01-create-rule", CREDIT))
    exchange("coupon/02-create-coupon")
    for _ in range(2):
        assert shop.make_code(shop.make_rule(CREDIT), CODE) == "2"
    assert [str(call.request.url).removeprefix(f"{ROOT}/") for call in web.calls] == [
        "store/storeViews",
        *["salesRules", "coupons"] * 2,
    ]


def test_a_guest_s_rule_names_the_guests_once() -> None:
    assert rule_body(replace(CREDIT, customer_groups=frozenset()), "1")["rule"]["customer_group_ids"] == [0]


def test_a_rule_is_for_the_website_of_its_store(shop: Shop, web: responses.RequestsMock) -> None:
    web.get(f"{ROOT}/store/storeViews", json=[{"id": 4, "code": "uk", "website_id": 7}])
    web.post(f"{ROOT}/salesRules", json={"rule_id": 9})
    shop.make_rule(replace(CREDIT, store="4"))
    assert json.loads(web.calls[1].request.body or "")["rule"]["website_ids"] == [7]


@pytest.mark.parametrize(("amount", "written"), [("25.00", "25"), ("25.10", "25.1"), ("0.07", "0.07")])
def test_an_amount_is_sent_with_its_own_digits(amount: str, written: str) -> None:
    assert json.dumps(json_number(Decimal(amount))) == written


def test_an_amount_that_a_json_number_would_change_is_an_error() -> None:
    with pytest.raises(ValueError, match="digits"):
        json_number(Decimal("90071992547409.9301"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 256},
        {"amount": None},
        {"everything": True},
        {"amount": Money(Decimal(0), "USD")},
        {"amount": Money(Decimal("-5"), "USD")},
        {"from_day": date(2027, 11, 22)},
    ],
    ids=["no name", "a name too long", "neither", "both", "nothing", "less than nothing", "over before it begins"],
)
def test_refuses_a_rule_that_magento_would_take(shop: Shop, web: responses.RequestsMock, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        shop.make_rule(replace(CREDIT, **wrong))
    assert caught.value.code == "bad_rule"
    assert len(web.calls) == 0


def test_an_amount_that_magento_refuses_is_a_bad_rule(shop: Shop, answer: Exchange, exchange: Exchange) -> None:
    exchange("store/storeViews")
    answer("coupon/32-rule-negative", "POST", "salesRules")
    with pytest.raises(Refused) as caught:
        shop.make_rule(CREDIT)
    assert caught.value.code == "bad_rule"


@pytest.mark.parametrize("body", ["{}", '{"rule_id": null}', '"2"', "[]", "<html>"])
def test_a_rule_without_its_id_is_unknown(
    shop: Shop, exchange: Exchange, web: responses.RequestsMock, body: str
) -> None:
    exchange("store/storeViews")
    web.post(f"{ROOT}/salesRules", body)
    with pytest.raises(OutcomeUnknown):
        shop.make_rule(CREDIT)
    assert len(web.calls) == 2


def test_a_code_is_made_once_with_its_limit_repeated(
    shop: Shop, exchange: Exchange, web: responses.RequestsMock
) -> None:
    exchange("coupon/61-exchange-code")
    assert shop.make_code("33", "RTR-EB5C03053FE5FD582D63") == "33"
    assert len(web.calls) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("coupon/03-create-coupon-duplicate-code", "code_taken"), ("coupon/05-create-coupon-unknown-rule", "no_rule")],
)
def test_tells_why_there_is_no_code(shop: Shop, answer: Exchange, name: str, code: str) -> None:
    answer(name, "POST", "coupons")
    with pytest.raises(Refused) as caught:
        shop.make_code("2", CODE)
    assert caught.value.code == code


def test_words_we_do_not_know_do_not_prove_that_there_is_no_code(shop: Shop, web: responses.RequestsMock) -> None:
    web.post(f"{ROOT}/coupons", status=400, json={"message": f"The loyalty module choked on {CODE}"})
    with pytest.raises(OutcomeUnknown) as caught:
        shop.make_code("2", CODE)
    assert CODE not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("rule", ["", "0", "02", "x", "1/../2"])
def test_nothing_is_sent_for_a_rule_that_is_no_id(shop: Shop, web: responses.RequestsMock, rule: str) -> None:
    for call in (lambda: shop.make_code(rule, CODE), lambda: shop.delete_rule(rule)):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.code == "bad_id"
    assert len(web.calls) == 0


def test_finds_the_newest_rule_with_exactly_this_name(shop: Shop, web: responses.RequestsMock) -> None:
    names = {3: CREDIT.name, 12: CREDIT.name, 9: CREDIT.name, 40: CREDIT.name.upper(), 41: f"{CREDIT.name} "}
    items = [{"rule_id": number, "name": name} for number, name in names.items()]
    web.get(f"{ROOT}/salesRules/search", json={"items": items, "total_count": 5})
    assert shop.find_rule(CREDIT.name) == "12"


def test_asks_for_a_rule_by_its_name(
    shop: Shop, answer: Exchange, web: responses.RequestsMock, recorded: Recorded
) -> None:
    answer("coupon/08-search-rules", "GET", "salesRules/search")
    assert shop.find_rule(CREDIT.name) == "2"
    sent = dict(web.calls[0].request.params)  # type: ignore[attr-defined]
    assert dict(recorded("coupon/08-search-rules")["request"]["query"]).items() <= sent.items()
    assert sent["fields"] == "items[rule_id,name],total_count"
    assert len(web.calls) == 1


def test_finds_a_code_and_not_one_that_resembles_it(shop: Shop, answer: Exchange, web: responses.RequestsMock) -> None:
    answer("coupon/06-search-coupon", "GET", "coupons/search")
    assert shop.find_code(CODE) == "2"
    assert shop.find_code(CODE.lower()) is None
    assert len(web.calls) == 2


def test_a_code_that_went_with_its_rule_is_none(shop: Shop, answer: Exchange) -> None:
    answer("coupon/64-coupon-after-rule-delete", "GET", "coupons/search")
    assert shop.find_code("RTR-EB5C03053FE5FD582D63") is None


@pytest.mark.parametrize("name", ["coupon/62-delete-rule", "coupon/63-delete-rule-again"])
def test_a_deleted_rule_is_gone_however_often(
    shop: Shop, exchange: Exchange, web: responses.RequestsMock, name: str
) -> None:
    exchange(name)
    shop.delete_rule("33")
    assert len(web.calls) == 1


def test_a_rule_that_is_not_there_is_deleted_in_any_language(shop: Shop, web: responses.RequestsMock) -> None:
    web.delete(f"{ROOT}/salesRules/33", status=404, json={"message": "Aucune entité de ce type avec %fieldName"})
    shop.delete_rule("33")
    assert len(web.calls) == 1


@pytest.mark.parametrize("body", ["false", "null", "{}", "<html>"])
def test_a_delete_not_answered_true_is_unknown(shop: Shop, web: responses.RequestsMock, body: str) -> None:
    web.delete(f"{ROOT}/salesRules/33", body)
    with pytest.raises(OutcomeUnknown):
        shop.delete_rule("33")


@pytest.mark.parametrize(
    "failure",
    [
        {"body": requests.ConnectionError(f"Max retries exceeded with url: /coupons/{CODE}")},
        {"body": requests.ReadTimeout(CODE)},
        {"status": 503, "body": CODE},
        {"status": 400, "body": CODE},
        {"status": 200, "body": CODE},
    ],
    ids=["no connection", "time-out", "away", "a no", "a page"],
)
def test_no_error_quotes_a_code(
    shop: Shop, exchange: Exchange, web: responses.RequestsMock, failure: dict[str, Any]
) -> None:
    exchange("store/storeViews")
    web.get(f"{ROOT}/coupons/search", **failure)
    web.post(f"{ROOT}/coupons", **failure)
    web.put(f"https://shop.example.test/rest/default/V1/carts/87/coupons/{CODE}", **failure)
    calls = (
        lambda: shop.find_code(CODE),
        lambda: shop.make_code("2", CODE),
        lambda: shop.use_code("87", CODE, "1"),
    )
    for call in calls:
        with pytest.raises((ReadFailed, Refused, OutcomeUnknown)) as caught:
            call()
        assert CODE not in "".join(traceback.format_exception(caught.value))
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)
        assert CODE not in repr(caught.value)


def test_a_code_turned_away_at_the_door_may_be_sent_again(shop: Shop, web: responses.RequestsMock) -> None:
    web.post(f"{ROOT}/coupons", status=429, headers={"Retry-After": "9"})
    with pytest.raises(NotSent) as caught:
        shop.make_code("2", CODE)
    assert caught.value.retry_after == 9.0


def test_neither_address_nor_code_is_shown(shop: Shop) -> None:
    assert "jane.roe" not in repr(replace(CREDIT, email="jane.roe@example.com"))


def test_a_write_is_made_once_and_never_follows_a_redirect(
    shop: Shop, exchange: Exchange, web: responses.RequestsMock
) -> None:
    exchange("store/storeViews")
    elsewhere = {"Location": "https://elsewhere.example.test/"}
    web.post(f"{ROOT}/salesRules", status=302, headers=elsewhere)
    web.delete(f"{ROOT}/salesRules/33", status=302, headers=elsewhere)
    for call in (lambda: shop.make_rule(CREDIT), lambda: shop.delete_rule("33")):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.code == "redirected"
    assert len(web.calls) == 3


def test_the_body_of_a_code_is_the_recorded_one(shop: Shop, web: responses.RequestsMock, recorded: Recorded) -> None:
    body = recorded("coupon/02-create-coupon")["request"]["body"]
    web.post(f"{ROOT}/coupons", json={"coupon_id": 2}, match=[json_params_matcher(body)])
    assert shop.make_code("2", CODE) == "2"
