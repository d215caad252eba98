"""Values to JSON and back: exact, canonical, refused by path."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.domain.codec import BadJson, from_json, to_json
from connector.domain.decision import Decision, decide
from connector.domain.facts import Facts, Wish
from connector.domain.ids import CaseId, LineId
from connector.domain.money import Money
from connector.domain.plan import MoneyAction, Route, plan
from connector.domain.policy import Policy
from connector.domain.request import Flag, Kind, Option, Reason, Request

LAMP, VASE = LineId("10"), LineId("11")

WANTING = (
    '{{"today":"2026-11-21","lines":{{"10":{{"id":"10","sku":"A","ordered":1,"paid":{{"amount":"1","currency":"EUR"}},'
    '"wish":{{"sku":"B","salable":true,"ratio":"{}"}}}}}}}}'
)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_money_comes_back_exactly_and_as_text(minor: int, currency: str) -> None:
    money = Money.from_minor(minor, currency)
    text = to_json(money)
    assert from_json(Money, text) == money
    assert json.loads(text)["amount"] == str(money.amount)


def test_what_is_stored_of_a_decision_comes_back(ask: Request, facts: Facts, policy: Policy) -> None:
    asked = replace(ask, amount=Money.parse("19.49 EUR"), flags=frozenset(Flag), photo=True)
    decision = decide(asked, facts, policy)
    wanted = replace(facts.lines[LAMP], variants=True, wish=Wish("LAMP-3", True, Decimal("0.5"), "Lamp"))
    facts = replace(facts, lines={**facts.lines, LAMP: wanted}, agreed_on=date(2026, 11, 19))
    assert from_json(Request, to_json(asked)) == asked
    assert from_json(Facts, to_json(facts)) == facts
    assert from_json(Decision, to_json(decision)) == decision
    for option in (Option.REFUND, Option.STORE_CREDIT, Option.EXCHANGE, Option.RESHIP):
        effects = plan(ask, option, facts, policy, CaseId("a"), 1)
        assert len(effects) == (2 if option is Option.EXCHANGE else 1)
        assert [from_json(MoneyAction, to_json(each)) for each in effects] == list(effects)
    assert from_json(Policy, to_json(policy)) == policy


def test_a_decision_from_stored_inputs_is_the_same(ask: Request, facts: Facts, policy: Policy) -> None:
    again = decide(from_json(Request, to_json(ask)), from_json(Facts, to_json(facts)), policy)
    assert to_json(again) == to_json(decide(ask, facts, policy))


def test_the_same_value_gives_the_same_text(ask: Request) -> None:
    one = replace(ask, lines={LAMP: 1, VASE: 2}, flags=frozenset([Flag.NEGATED, Flag.CONDITIONAL]))
    other = replace(ask, lines={VASE: 2, LAMP: 1}, flags=frozenset([Flag.CONDITIONAL, Flag.NEGATED]))
    assert to_json(one) == to_json(other)
    assert to_json(Request(Kind.REFUND, Reason.STYLE, {VASE: 1, LAMP: 2}, Decimal("0.90"))) == (
        '{"amount":null,"confidence":"0.90","flags":[],"kind":"refund","language":"en",'
        '"lines":{"10":2,"11":1},"photo":false,"reason":"style","status_of":null}'
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"today":"2026-11-21","lines":{"10":{"id":"10","sku":"A"}}}', "$.lines[...]"),
        ('{"today":"2026-13-01"}', "$.today"),
        ('{"today":"2026-11-21","paid":{"amount":"1.001","currency":"EUR"}}', "$.paid"),
        ('{"today":"2026-11-21","paid":{"amount":"1e50","currency":"EUR"}}', "$.paid"),
        ('{"today":"2026-11-21","paid":{"amount":"NaN","currency":"EUR"}}', "$.paid"),
        ('{"today":"2026-11-21","memo_amounts":[{"amount":"1","currency":"eur"}]}', "$.memo_amounts[0]"),
        ('{"today":"2026-11-21","draw":"17"}', "$.draw"),
        (WANTING.format("NaN"), "$.lines[...].wish"),
        (WANTING.format("Infinity"), "$.lines[...].wish"),
        (WANTING.format("-0.5"), "$.lines[...].wish"),
        ('{"today":"2026-11-21","brake":1}', "$.brake"),
    ],
)
def test_names_the_path_of_what_does_not_fit(text: str, path: str) -> None:
    with pytest.raises(BadJson) as refused:
        from_json(Facts, text)
    assert str(refused.value).endswith(f"at `{path}`")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{'today': 1}", '{"x":' + "[" * 5000, "\ud800", b"\xff"])
def test_refuses_what_is_no_such_json(text: str | bytes) -> None:
    with pytest.raises(BadJson):
        from_json(Facts, text)


def test_reads_dates(facts: Facts) -> None:
    assert from_json(Facts, '{"today":"2026-11-21"}') == Facts(today=date(2026, 11, 21))


def test_an_action_stored_before_there_were_goods_is_read_as_it_was_meant() -> None:
    """Rows of the first release are still in outboxes when the next one starts."""
    stored = (
        '{"amount":{"amount":"19.49","currency":"EUR"},"decision":1,"invoice":"900","key":"refund-a-1",'
        '"line_amounts":{"10":{"amount":"19.49","currency":"EUR"}},"memos":[],"option":"refund","order":"501",'
        '"payout":false,"route":"invoice","state":"complete","to_stock":false,"units":{"10":1},"whole_shipping":false}'
    )
    action = from_json(MoneyAction, stored)
    assert (action.route, action.units, action.shipping, action.goodwill) == (Route.INVOICE, {LAMP: 1}, None, False)
    assert (action.goods, action.hold, action.until, action.replacement, action.siblings) == ({}, False, None, None, ())
