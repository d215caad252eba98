"""Goods that leave again, credit, and parcels that come back: what each rule says, and that unknown is never yes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from connector.domain.facts import Wish
from connector.domain.finding import Finding, Verdict
from connector.domain.money import Money
from connector.domain.policy import Journey, Settle
from connector.domain.refund import GOODS
from connector.domain.request import FAULTS, Option, Reason
from connector.domain.rules.credit_currency import credit_currency
from connector.domain.rules.goods import goods
from connector.domain.rules.parcel_back import parcel_back
from tests.domain.conftest import LAMP, VASE, Bench, Said

ALLOW, REVIEW, DENY = Verdict.ALLOW, Verdict.REVIEW, Verdict.DENY
SAME = Wish("LAMP-3", True, Decimal(1))
Change = dict[str, Any]


# --- goods ---


@pytest.mark.parametrize("option", [option for option in Option if option not in GOODS])
def test_where_nothing_leaves_no_stock_is_asked_for(option: Option, bench: Bench) -> None:
    odd = bench.lamp_(virtual=True, reorderable=False, salable=False, paid=Money.zero("EUR"))
    assert odd.says(goods, option) == (ALLOW, "goods.none_leave")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"salable": True}, (ALLOW, "goods.in_stock")),
        ({"salable": False}, (DENY, "goods.sold_out")),
        ({"salable": None}, (REVIEW, "goods.stock_unknown")),
        ({"salable": True, "virtual": True}, (REVIEW, "goods.not_by_sku")),
        ({"salable": True, "reorderable": False}, (REVIEW, "goods.not_by_sku")),
        ({"salable": True, "paid": Money.parse("0.01 EUR")}, (ALLOW, "goods.in_stock")),
        ({"salable": True, "paid": Money.parse("0.00 EUR")}, (REVIEW, "goods.nothing_paid")),
        ({"salable": True, "paid": Money.parse("1 JPY")}, (ALLOW, "goods.in_stock")),
        ({"salable": True, "paid": Money.parse("0.001 KWD")}, (ALLOW, "goods.in_stock")),
        ({"salable": True, "paid": Money.parse("0 JPY")}, (REVIEW, "goods.nothing_paid")),
    ],
)
def test_the_same_article_leaves_again_if_a_sku_tells_it_it_was_paid_and_is_in_stock(
    change: Change, said: Said, bench: Bench
) -> None:
    assert bench.lamp_(**change).says(goods, Option.RESHIP) == said


def test_a_reshipment_looks_at_no_variant(bench: Bench) -> None:
    there = bench.lamp_(salable=True, variants=True, wish=Wish("LAMP-3", False, None))
    assert there.says(goods, Option.RESHIP) == (ALLOW, "goods.in_stock")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"variants": False}, Finding(REVIEW, "variant.none")),
        ({"wish": None}, Finding(REVIEW, "variant.unknown")),
        ({"wish": Wish("LAMP-3", None, Decimal(1))}, Finding(REVIEW, "goods.stock_unknown")),
        ({"wish": Wish("LAMP-3", False, Decimal(1))}, Finding(DENY, "variant.sold_out", "LAMP-3")),
        ({"wish": Wish("LAMP-3", False, None)}, Finding(DENY, "variant.sold_out", "LAMP-3")),
        ({"wish": Wish("LAMP-3", True, None)}, Finding(REVIEW, "variant.price_unknown", "LAMP-3")),
        ({"wish": Wish("LAMP-3", True, Decimal("1.0001"))}, Finding(REVIEW, "variant.dearer", "LAMP-3")),
        ({"wish": Wish("LAMP-3", True, Decimal(1))}, Finding(ALLOW, "variant.in_stock", "LAMP-3")),
        ({"wish": Wish("LAMP-3", True, Decimal("0.9999"))}, Finding(ALLOW, "variant.cheaper", "LAMP-3")),
        ({"virtual": True}, Finding(REVIEW, "goods.not_by_sku")),
        ({"reorderable": False}, Finding(REVIEW, "goods.not_by_sku")),
        ({"paid": Money.zero("EUR")}, Finding(REVIEW, "goods.nothing_paid")),
    ],
)
def test_a_variant_leaves_if_it_is_known_in_stock_and_not_dearer(change: Change, said: Finding, bench: Bench) -> None:
    """Stock of the article they have already plays no part."""
    wanted = bench.lamp_(**{"variants": True, "wish": SAME, "salable": False, **change})
    assert wanted.find(goods, Option.EXCHANGE) == said


def test_the_wish_of_another_line_counts_for_nothing(bench: Bench) -> None:
    vase = replace(bench.facts.lines[VASE], variants=True, wish=SAME)
    other = bench.lamp_(variants=True)
    other = other.facts_(lines={**other.facts.lines, VASE: vase})
    assert other.says(goods, Option.EXCHANGE) == (REVIEW, "variant.unknown")


@pytest.mark.parametrize("reason", sorted(FAULTS))
@pytest.mark.parametrize("variants", [True, False])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"salable": True}, (ALLOW, "goods.in_stock")),
        ({"salable": False}, (DENY, "goods.sold_out")),
        ({"salable": None}, (REVIEW, "goods.stock_unknown")),
        ({"salable": True, "reorderable": False}, (REVIEW, "goods.not_by_sku")),
        ({"salable": True, "paid": Money.zero("EUR")}, (REVIEW, "goods.nothing_paid")),
    ],
)
def test_what_came_broken_or_wrong_is_exchanged_for_the_same(
    reason: Reason, variants: bool, change: Change, said: Said, bench: Bench
) -> None:
    broken = bench.request_(reason=reason).lamp_(variants=variants, **change)
    assert broken.says(goods, Option.EXCHANGE) == said


def test_another_variant_wanted_instead_of_a_broken_one_is_a_wish_like_any(bench: Bench) -> None:
    broken = bench.request_(reason=Reason.DAMAGED).lamp_(variants=True, salable=False)
    assert broken.lamp_(wish=SAME).says(goods, Option.EXCHANGE) == (ALLOW, "variant.in_stock")
    dearer = Wish("LAMP-3", True, Decimal(2))
    assert broken.lamp_(wish=dearer).says(goods, Option.EXCHANGE) == (REVIEW, "variant.dearer")


# --- store credit ---


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, Finding(ALLOW, "credit.same_currency")),
        ({"base_currency": None}, Finding(REVIEW, "credit.currency_unknown")),
        (
            {"base_currency": "USD"},
            Finding(REVIEW, "credit.other_currency", "EUR, coupons count in USD"),
        ),
        (
            {"currency": None},
            Finding(REVIEW, "credit.other_currency", "None, coupons count in EUR"),
        ),
        ({"base_currency": "JPY", "currency": "JPY"}, Finding(ALLOW, "credit.same_currency")),
        (
            {"base_currency": "JPY", "currency": "KWD"},
            Finding(REVIEW, "credit.other_currency", "KWD, coupons count in JPY"),
        ),
    ],
)
def test_a_credit_counts_in_the_shops_base_currency(change: Change, said: Finding, bench: Bench) -> None:
    assert bench.facts_(**change).find(credit_currency, Option.STORE_CREDIT) == said


@pytest.mark.parametrize("option", [option for option in Option if option is not Option.STORE_CREDIT])
def test_only_a_store_credit_asks_for_the_base_currency(option: Option, bench: Bench) -> None:
    for base in (None, "USD", "EUR"):
        assert bench.facts_(base_currency=base).says(credit_currency, option) == (ALLOW, "credit.not_asked")


# --- the parcel ---


def waiting(bench: Bench, settle: Settle = Settle.WAREHOUSE_SCAN, units: int = 2) -> Bench:
    """Two lamps are asked for, and settled with their parcel."""
    later = bench.policy_(journeys={}, default_journey=Journey(options=tuple(Option), settle=settle))
    return later.request_(lines={LAMP: units})


BACK = [Option.REFUND, Option.EXCHANGE, Option.STORE_CREDIT]


@pytest.mark.parametrize("settle", [Settle.CARRIER_SCAN, Settle.WAREHOUSE_SCAN])
@pytest.mark.parametrize("option", BACK)
@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (0, Finding(ALLOW, "parcel.awaited")),
        (1, Finding(REVIEW, "parcel.in_part", "1 of 2 came back")),
        (2, Finding(ALLOW, "parcel.back")),
        (3, Finding(ALLOW, "parcel.back")),
    ],
)
def test_waits_for_the_parcel_and_shows_a_part_of_it_to_a_person(
    returned: int, said: Finding, option: Option, settle: Settle, bench: Bench
) -> None:
    assert waiting(bench, settle).lamp_(returned=returned).find(parcel_back, option) == said


@pytest.mark.parametrize("returned", [0, 1, 2])
def test_a_parcel_with_something_odd_in_it_goes_to_a_person(returned: int, bench: Bench) -> None:
    odd = waiting(bench).lamp_(returned=returned).facts_(return_odd=True)
    assert {odd.says(parcel_back, option) for option in BACK} == {(REVIEW, "parcel.odd")}


@pytest.mark.parametrize("option", [Option.RESHIP, Option.CANCEL, Option.KEEP_ITEM])
def test_what_stays_with_the_customer_waits_for_no_parcel(option: Option, bench: Bench) -> None:
    odd = waiting(bench).lamp_(returned=1).facts_(return_odd=True)
    assert odd.says(parcel_back, option) == (ALLOW, "parcel.not_needed")


@pytest.mark.parametrize("option", list(Option))
def test_at_once_waits_for_no_parcel(option: Option, bench: Bench) -> None:
    odd = waiting(bench, Settle.AT_ONCE).lamp_(returned=1).facts_(return_odd=True)
    assert odd.says(parcel_back, option) == (ALLOW, "parcel.not_needed")


@pytest.mark.parametrize("option", BACK)
def test_a_parcel_that_was_agreed_to_counts_though_the_policy_waits_for_none_any_more(
    option: Option, bench: Bench
) -> None:
    now = waiting(bench, Settle.AT_ONCE).facts_(agreed_on=bench.facts.today)
    assert now.lamp_(returned=2).facts_(return_odd=True).says(parcel_back, option) == (REVIEW, "parcel.odd")
    assert now.lamp_(returned=1).says(parcel_back, option) == (REVIEW, "parcel.in_part")
    assert now.lamp_(returned=2).says(parcel_back, option) == (ALLOW, "parcel.back")


@pytest.mark.parametrize("option", BACK)
def test_what_cannot_come_back_is_no_reason_to_wait_but_a_persons(option: Option, bench: Bench) -> None:
    later = waiting(bench)
    for reason in (Reason.NOT_RECEIVED, Reason.MISSING_ITEM):
        assert later.request_(reason=reason).says(parcel_back, option) == (REVIEW, "parcel.cannot_come")
    assert later.lamp_(virtual=True).says(parcel_back, option) == (REVIEW, "parcel.cannot_come")
    assert later.lamp_(shipped=0).says(parcel_back, option) == (ALLOW, "parcel.not_needed")


def test_the_reasons_own_journey_says_whether_the_parcel_comes_first(bench: Bench) -> None:
    journeys = {Reason.TOO_SMALL: Journey(settle=Settle.CARRIER_SCAN), Reason.LATE: Journey()}
    mixed = bench.policy_(journeys=journeys, default_journey=Journey())
    assert mixed.request_(reason=Reason.TOO_SMALL).says(parcel_back) == (ALLOW, "parcel.awaited")
    assert mixed.request_(reason=Reason.LATE).says(parcel_back) == (ALLOW, "parcel.not_needed")
    assert mixed.request_(reason=None).says(parcel_back) == (ALLOW, "parcel.not_needed")
    own = bench.policy_(journeys={Reason.CHANGED_MIND: Journey(settle=Settle.CARRIER_SCAN)})
    assert own.request_(reason=None).says(parcel_back) == (ALLOW, "parcel.awaited")
