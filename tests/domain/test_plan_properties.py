"""Whatever is asked and true: no unit twice, no cent too much, and text moves neither."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from connector.domain.facts import Facts
from connector.domain.finding import Verdict
from connector.domain.ids import CaseId, LineId, OrderId
from connector.domain.money import Money, total
from connector.domain.plan import REFUNDS, MoneyAction, Route, plan, reserve_goods
from connector.domain.policy import Policy
from connector.domain.refund import GOODS, quote
from connector.domain.request import Flag, Option, Request
from connector.domain.rules.refunded_before import refunded_before
from tests.domain.generated import CURRENCIES, all_facts, asked_of, orders, policies, requests

CASE = CaseId("c")
HELD = st.none() | st.just(OrderId("777"))
OPTIONS = st.sampled_from(Option)


def moved(effects: tuple[MoneyAction, ...]) -> Counter[LineId]:
    """Units given back or sent again, per line, over all parts."""
    units: Counter[LineId] = Counter()
    for effect in effects:
        units.update(effect.units)
    return units


@given(st.data(), orders(), OPTIONS, HELD)
def test_no_part_moves_a_unit_that_is_not_left(
    policy: Policy, data: st.DataObject, facts: Facts, option: Option, held: OrderId | None
) -> None:
    request, rules = data.draw(asked_of(facts)), data.draw(policies(policy))
    effects = plan(request, option, facts, rules, CASE, 1, held=held)
    units = moved(effects)
    assert all(units[line] <= facts.lines[line].left for line in units)
    if effects and option is not Option.CANCEL:
        assert {line: units[line] for line in request.lines} == dict(request.lines)
    for effect in effects:
        assert all(count >= 0 for count in effect.units.values())
        if effect.route is Route.INVOICE:
            there = next(each.units for each in facts.invoices if each.id == effect.invoice)
            assert all(count <= there[line] for line, count in effect.units.items())
        if effect.route in REFUNDS:
            assert any(effect.units.values()) or effect.goodwill


@given(st.data(), orders(), OPTIONS, HELD)
def test_the_parts_add_up_to_the_quote(
    policy: Policy, data: st.DataObject, facts: Facts, option: Option, held: OrderId | None
) -> None:
    request, rules = data.draw(asked_of(facts)), data.draw(policies(policy))
    effects = plan(request, option, facts, rules, CASE, 1, held=held)
    quoted = quote(request, option, facts, rules)
    if not effects:
        return
    assert quoted.amount is not None
    assert quoted.goods is not None
    leaves = [each for each in effects if each.route in {Route.REPLACE, Route.RELEASE}]
    back = [each for each in effects if each not in leaves]
    assert total([each.amount for each in back], quoted.amount.currency) == quoted.amount
    assert total([each.amount for each in leaves], quoted.amount.currency) == quoted.goods
    assert (len(leaves) == 1) == (option in GOODS)
    assert all(each.amount.amount >= 0 for each in effects)
    assert sum(each.whole_shipping for each in effects) <= 1
    shares = [each.shipping for each in effects if each.shipping is not None]
    assert len(shares) + sum(each.whole_shipping for each in effects) == bool(quoted.shipping)
    for each in effects:
        if each.route is Route.INVOICE and not each.goodwill:
            shipping = quoted.shipping if each.whole_shipping else each.shipping
            nothing = Money.zero(each.amount.currency)
            assert each.amount == sum(each.line_amounts.values(), shipping or nothing)
            assert set(each.line_amounts) == set(each.units)


@given(st.data(), orders(), OPTIONS, HELD)
def test_nothing_is_planned_that_was_given_back_before(
    policy: Policy, data: st.DataObject, facts: Facts, option: Option, held: OrderId | None
) -> None:
    """A DENY of this rule no person can lift, and plan would not carry it out either."""
    request, rules = data.draw(asked_of(facts)), data.draw(policies(policy))
    denied = [
        refunded_before(request, facts.lines[line], option, facts, rules).verdict is Verdict.DENY
        for line in request.lines
    ]
    if any(denied):
        assert plan(request, option, facts, rules, CASE, 1, held=held) == ()


@given(st.data(), orders(), OPTIONS, HELD)
def test_keys_are_distinct_safe_and_name_each_other(
    policy: Policy, data: st.DataObject, facts: Facts, option: Option, held: OrderId | None
) -> None:
    request, rules = data.draw(asked_of(facts)), data.draw(policies(policy))
    effects = plan(request, option, facts, rules, CASE, 3, held=held)
    keys = [each.key for each in effects]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)
    for each in effects:
        assert set(each.siblings) == set(keys) - {each.key}
        assert each.decision == 3


@given(
    st.data(),
    orders(),
    OPTIONS,
    HELD,
    st.frozensets(st.sampled_from(Flag)),
    st.none() | st.builds(Money.from_minor, st.integers(0, 10**9), CURRENCIES),
    st.booleans(),
)
def test_text_raises_no_part(
    policy: Policy,
    data: st.DataObject,
    facts: Facts,
    option: Option,
    held: OrderId | None,
    flags: frozenset[Flag],
    amount: Money | None,
    photo: bool,
) -> None:
    """Flags, an amount asked for, a picture: all that text adds to a request changes nothing of what would be done."""
    plain, rules = data.draw(asked_of(facts)), data.draw(policies(policy))
    hostile = replace(plain, flags=flags, amount=amount, photo=photo)
    assert plan(hostile, option, facts, rules, CASE, 1, held=held) == plan(
        plain, option, facts, rules, CASE, 1, held=held
    )
    assert reserve_goods(hostile, facts, rules, CASE, 1) == reserve_goods(plain, facts, rules, CASE, 1)


@given(st.data(), requests(), all_facts(), OPTIONS, HELD)
def test_plan_is_total(
    policy: Policy, data: st.DataObject, request_: Request, facts: Facts, option: Option, held: OrderId | None
) -> None:
    """Negative counts, mixed currencies, lines nobody knows: parts or nothing, never an error."""
    rules = data.draw(policies(policy))
    for effect in plan(request_, option, facts, rules, CASE, 1, held=held):
        assert effect.order == facts.order
        assert facts.currency is not None
    reserve_goods(request_, facts, rules, CASE, 1)
