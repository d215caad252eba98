"""`decide` is total, keeps every finding, counts the strictest; and text never raises what is granted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.domain.codec import to_json
from connector.domain.decision import ENGINE, Decision, decide, strictest
from connector.domain.facts import Facts, Line, Wish
from connector.domain.finding import Finding, Verdict, allow, deny, review
from connector.domain.ids import CaseId, LineId
from connector.domain.money import Money
from connector.domain.plan import plan
from connector.domain.policy import Mode, Policy, Rollout
from connector.domain.request import Flag, Kind, Option, Reason, Request
from connector.domain.rules import RULES
from connector.domain.step import Next, next_step
from tests.domain.conftest import LAMP, VASE
from tests.domain.generated import CURRENCIES, all_facts, policies, requests

EURO = Money.parse


@given(
    data=st.data(),
    asked_for=requests(),
    facts=all_facts(),
    mode=st.sampled_from(Mode),
    transit=st.none() | st.integers(1, 90),
)
def test_every_input_gets_a_decision_and_the_same_one_again(
    policy: Policy, data: st.DataObject, asked_for: Request, facts: Facts, mode: Mode, transit: int | None
) -> None:
    rules = replace(data.draw(policies(policy)), rollout=Rollout(mode), max_transit=transit)
    decision = decide(asked_for, facts, rules)
    assert {offer.option for offer in decision.offers} == set(Option)
    assert to_json(decide(asked_for, facts, rules)) == to_json(decision)
    step = next_step(asked_for, facts, decision, rules, 0, 1)
    asked = decision.asked(asked_for)
    if step.next in {Next.ACT, Next.AWAIT_RETURN}:
        assert asked is not None
        assert (asked.verdict, rules.rollout.mode, facts.brake) == (Verdict.ALLOW, Mode.AUTO, False)


def plausible(lamp: Line) -> st.SearchStrategy[Line]:
    """Lines of which units can be given back or sent again, so that there is an ALLOW to lose."""
    return st.builds(
        lambda day, refunded, salable, wish: replace(
            lamp, shipped_on=day, refunded=refunded, salable=salable, variants=wish is not None, wish=wish
        ),
        st.dates(date(2026, 10, 1), date(2026, 11, 21)),
        st.integers(0, 2),
        st.none() | st.booleans(),
        st.none() | st.builds(Wish, st.just("LAMP-3"), st.just(True), st.decimals(0, 1, places=3)),
    )


@given(
    data=st.data(),
    flags=st.frozensets(st.sampled_from(Flag)),
    amount=st.none() | st.builds(Money.from_minor, st.integers(0, 10**9), CURRENCIES),
    reason=st.none() | st.sampled_from(Reason),
    kind=st.sampled_from(Kind),
)
def test_hostile_text_raises_no_verdict_no_amount_and_no_action(
    ask: Request,
    facts: Facts,
    lamp: Line,
    policy: Policy,
    data: st.DataObject,
    flags: frozenset[Flag],
    amount: Money | None,
    reason: Reason | None,
    kind: Kind,
) -> None:
    """Metamorphic: flags and an asked amount are all that text adds to a request. Neither lets anything through."""
    true = replace(facts, lines={**facts.lines, LAMP: data.draw(plausible(lamp))})
    plain = replace(ask, kind=kind, reason=reason, photo=data.draw(st.booleans()))
    hostile = replace(plain, flags=flags, amount=amount)
    before, after = decide(plain, true, policy), decide(hostile, true, policy)
    for option in Option:
        was, now = before.offer(option), after.offer(option)
        assert now.verdict.rank >= was.verdict.rank
        assert (now.amount, now.goods) == (was.amount, was.goods)
        assert set(was.codes) <= set(now.codes)
    acts = next_step(plain, true, before, policy, 0, 1).next is Next.ACT
    assert acts or next_step(hostile, true, after, policy, 0, 1).next is not Next.ACT
    for option in Option:
        planned = plan(plain, option, true, policy, CaseId("c"), 1)
        assert plan(hostile, option, true, policy, CaseId("c"), 1) == planned


@given(asked=st.integers(0, 10**9), more=st.integers(0, 10**9))
def test_asking_for_more_gains_nothing(ask: Request, facts: Facts, policy: Policy, asked: int, more: int) -> None:
    """An amount of ours or more changes nothing; less than ours goes to a person."""
    offer = decide(replace(ask, amount=Money.from_minor(asked + more, "EUR")), facts, policy).offer(Option.REFUND)
    assert offer.amount == EURO("19.49 EUR")
    assert offer.verdict is (Verdict.ALLOW if asked + more >= 1949 else Verdict.REVIEW)


def test_allows_the_plain_case_and_shows_every_finding(ask: Request, facts: Facts, policy: Policy) -> None:
    decision = decide(ask, facts, policy)
    offer = decision.offer(Option.REFUND)
    assert (offer.verdict, offer.amount, offer.goods, offer.codes) == (
        Verdict.ALLOW,
        EURO("19.49 EUR"),
        Money.zero("EUR"),
        (),
    )
    assert [(each.line, each.option) for each in decision.judgements] == [(LAMP, option) for option in Option]
    assert {len(each.findings) for each in decision.judgements} == {len(RULES)}
    assert (decision.policy_hash, decision.engine) == (policy.hash, ENGINE)


def test_ranks_what_may_be_done_first_then_by_the_journey(ask: Request, facts: Facts, policy: Policy) -> None:
    ranked = [(offer.option, offer.verdict) for offer in decide(ask, facts, policy).offers]
    assert ranked == [
        (Option.STORE_CREDIT, Verdict.ALLOW),
        (Option.REFUND, Verdict.ALLOW),
        (Option.EXCHANGE, Verdict.REVIEW),
        (Option.RESHIP, Verdict.DENY),
        (Option.CANCEL, Verdict.DENY),
        (Option.KEEP_ITEM, Verdict.DENY),
    ]


def test_an_exchange_comes_first_once_its_variant_is_in_stock(ask: Request, facts: Facts, policy: Policy) -> None:
    wanted = replace(facts.lines[LAMP], variants=True, wish=Wish("LAMP-3", True, Decimal("0.5")))
    first = decide(ask, replace(facts, lines={LAMP: wanted}), policy).offers[0]
    assert (first.option, first.verdict) == (Option.EXCHANGE, Verdict.ALLOW)
    assert (first.amount, first.goods, first.worth) == (EURO("9.74 EUR"), EURO("9.75 EUR"), EURO("19.49 EUR"))


def test_an_offer_is_worth_all_that_leaves(ask: Request, facts: Facts, policy: Policy) -> None:
    worth = {offer.option: offer.worth for offer in decide(ask, facts, policy).offers}
    assert worth == {**dict.fromkeys(Option, EURO("19.49 EUR")), Option.STORE_CREDIT: EURO("20.46 EUR")}
    unknown = decide(replace(ask, lines={LAMP: 3}), facts, policy).offers
    assert [(each.amount, each.goods, each.worth) for each in unknown] == [(None, None, None)] * len(Option)


def test_stored_decisions_of_the_first_engine_are_told_apart() -> None:
    assert ENGINE == "2"


def test_a_withdrawal_is_offered_its_refund_first(ask: Request, facts: Facts, policy: Policy) -> None:
    shadow = replace(policy, rollout=Rollout(Mode.SHADOW))
    offers = decide(replace(ask, reason=Reason.WITHDRAWAL), facts, shadow).offers
    assert [offer.option for offer in offers][:3] == [Option.REFUND, Option.EXCHANGE, Option.STORE_CREDIT]


def test_one_bad_line_decides_for_the_request(ask: Request, facts: Facts, policy: Policy) -> None:
    used = replace(facts.lines[VASE], refunded=1, refunded_amount=EURO("25.00 EUR"))
    both = replace(ask, lines={LAMP: 1, VASE: 1})
    offer = decide(both, replace(facts, lines={**facts.lines, VASE: used}), policy).offer(Option.REFUND)
    assert (offer.verdict, offer.amount) == (Verdict.DENY, None)
    assert offer.codes[0] == "refunded.before"
    assert "cap.amount_unknown" in offer.codes


@pytest.mark.parametrize("units", [{LineId("99"): 1}, {LAMP: 0}, {LAMP: -1}, {}, {LAMP: 1, LineId("99"): 1}])
def test_a_line_that_is_not_known_goes_to_a_person(
    units: dict[LineId, int], ask: Request, facts: Facts, policy: Policy
) -> None:
    decision = decide(replace(ask, lines=units), facts, policy)
    for offer in decision.offers:
        assert "line.unknown" in offer.codes
        assert (offer.amount, offer.verdict is Verdict.ALLOW) == (None, False)


def test_no_findings_are_not_a_yes() -> None:
    assert strictest([]) is Verdict.REVIEW


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ([allow("a")], Verdict.ALLOW),
        ([allow("a"), review("b")], Verdict.REVIEW),
        ([deny("c"), allow("a"), review("b")], Verdict.DENY),
    ],
)
def test_the_strictest_counts(findings: list[Finding], verdict: Verdict) -> None:
    assert strictest(findings) is verdict


def asked(decision: Decision, kind: Kind, ask: Request) -> Any:
    offer = decision.asked(replace(ask, kind=kind))
    return offer.option if offer else None


def test_knows_which_option_was_asked_for(ask: Request, facts: Facts, policy: Policy) -> None:
    decision = decide(ask, facts, policy)
    assert {kind: asked(decision, kind, ask) for kind in Kind} == {
        Kind.REFUND: Option.REFUND,
        Kind.EXCHANGE: Option.EXCHANGE,
        Kind.STORE_CREDIT: Option.STORE_CREDIT,
        Kind.RESHIP: Option.RESHIP,
        Kind.CANCEL: Option.CANCEL,
        Kind.STATUS: None,
        Kind.RETURN_QUESTION: None,
        Kind.UNSPECIFIED: None,
        Kind.NONE: None,
    }


def test_shadow_is_one_more_finding_and_nothing_else(ask: Request, facts: Facts, policy: Policy) -> None:
    offer = decide(ask, facts, replace(policy, rollout=Rollout(Mode.SHADOW))).offer(Option.REFUND)
    assert (offer.verdict, offer.codes, offer.amount) == (Verdict.REVIEW, ("rollout.shadow",), EURO("19.49 EUR"))


def test_a_low_confidence_keeps_the_amounts(ask: Request, facts: Facts, policy: Policy) -> None:
    offer = decide(replace(ask, confidence=Decimal(0)), facts, policy).offer(Option.REFUND)
    assert (offer.codes, offer.amount) == (("confidence.low",), EURO("19.49 EUR"))
