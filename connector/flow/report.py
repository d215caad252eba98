"""Record: what an admin asks. Who moved this euro, under which rule, on which facts; and does every decision hold?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from connector.domain.codec import BadJson, from_json
from connector.domain.decision import ENGINE, Decision, decide
from connector.domain.errors import InvalidPolicy
from connector.domain.facts import Facts
from connector.domain.finding import Verdict
from connector.domain.ids import ActionKey, CaseId
from connector.domain.labels import label, option_label
from connector.domain.plan import REFUNDS
from connector.domain.policy import Policy
from connector.domain.policy_text import read_policy
from connector.domain.request import Request
from connector.flow.readings import reading_of
from connector.flow.words import MoneyOrder
from connector.ports.errors import NotFound
from connector.ports.store import Action, Case, Store, StoredDecision, Tx
from connector.ports.understanding import Evidence, Understanding


def _case_of(tx: Tx, reference: str) -> Case:
    """Find a case by its id, by an action's key, or by what an action made: a memo's id before a coupon's or an
    order's, which may have the same number."""
    found = tx.cases.find(CaseId(reference))
    action = None if found else tx.outbox.get(ActionKey(reference)) or _made(tx, reference)
    if action is not None:
        found = tx.cases.get(action.case)
    if found is None:
        raise NotFound(f"no case, action or memo {reference}")
    return found


def _made(tx: Tx, reference: str) -> Action | None:
    made = tx.outbox.by_made(reference)
    memos = [each for each in made if from_json(MoneyOrder, each.payload).action.route in REFUNDS]
    return next(iter([*memos, *made]), None)


def case_report(store: Store, reference: str) -> str:
    """One case whole, as text: state, every decision with its rule and facts, every effect, the audit trail."""
    with store.begin() as tx:
        case = _case_of(tx, reference)
        lines = [
            f"case {case.id}: {case.state} ({label(case.why, 'en')})",
            f"  ticket {case.ticket_id} of {case.tenant}, order {case.order_number or '-'}",
        ]
        for number in range(1, case.turn + 1):
            stored = tx.cases.decision(case.id, number)
            if stored is not None:
                lines += _decision(stored)
        lines.append("effects")
        for action in tx.outbox.of_case(case.id):
            made = f" -> {action.made}" if action.made else ""
            lines.append(
                f"  {action.key}: {action.kind}, {action.state}{made}{' ' + action.error if action.error else ''}"
            )
            for step, result in action.steps.items():
                lines.append(f"    {step}: {result}")
        for due in tx.dues.of_case(case.id):
            lines.append(f"  promised: {due.kind} by {due.due_on}")
        lines.append("trail")
        for entry in tx.audit.trail(case.id):
            why = json.dumps(entry.why, ensure_ascii=False, sort_keys=True)
            lines.append(f"  {entry.seq:3} {entry.at:%Y-%m-%d %H:%M:%S} {entry.actor:8} {entry.what:14} {why}")
    return "\n".join(lines) + "\n"


def _decision(stored: StoredDecision) -> list[str]:
    request, facts = from_json(Request, stored.request), from_json(Facts, stored.facts)
    decision = from_json(Decision, stored.decision)
    lines = [
        f"decision {stored.number} at {stored.at:%Y-%m-%d %H:%M:%S} UTC, policy {stored.policy_hash[:12]}",
        f"  asked: {request.kind}, {request.reason or 'no reason'}, {stored.articles or 'articles not clear'},"
        f" confidence {request.confidence}",
        f"  read: {_reading(reading_of(stored))}",
        f"  facts: order {facts.order or '-'} {facts.state or ''}, paid {facts.paid}, refunded {facts.refunded},"
        f" payment {facts.payment_method}, owner writes: {facts.sender_matches_order}, trusted: {facts.sender_trusted}",
    ]
    for offer in decision.offers:
        codes = ", ".join(offer.codes) or "every rule allows it"
        lines.append(f"  {offer.verdict:7} {option_label(offer.option, 'en')} {offer.worth or '-'}: {codes}")
    for judgement in decision.judgements:
        against = [f for f in judgement.findings if f.verdict is not Verdict.ALLOW and f.detail]
        lines += [f"          {judgement.option}, line {judgement.line}: {f.code} ({f.detail})" for f in against]
    return lines


def _reading(read: Understanding | None) -> str:
    """Who read the words, as what, how surely, and where each field stands in them: places, not the words."""
    if read is None:
        return "not kept"
    told = [
        f"by {read.model}",
        ", ".join(read.kinds),
        f"confidence {read.confidence}",
        *([f"perhaps {read.perhaps}"] if read.perhaps is not None else []),
        f"evidence {_places(read.evidence)}",
        *([f"flags {', '.join(sorted(read.flags))}"] if read.flags else []),
        *([f"urgent {read.urgent}, mood {read.sentiment}"] if read.urgent or read.sentiment != "neu" else []),
    ]
    if (advice := read.advice) is not None:
        told += [f"advice of {advice.model}", advice.kind, advice.reason or "no reason", _places(advice.evidence)]
    return "; ".join(told)


def _places(evidence: Sequence[Evidence]) -> str:
    return ", ".join(f"{each.field} {each.start}-{each.end}" for each in evidence) or "none"


def verify(store: Store) -> tuple[int, Sequence[str]]:
    """Derive every stored decision of this engine again, and check every audit chain: the count, and what is wrong.
    Those of another engine came about by other rules: `by_other_engines` counts them."""
    problems: list[str] = []
    policies: dict[str, Policy | None] = {}
    with store.begin() as tx:
        decisions = [each for each in tx.cases.decisions() if each.engine == ENGINE]
        for stored in decisions:
            if stored.policy_hash not in policies:
                policies[stored.policy_hash] = _policy(tx, stored.policy_hash)
            problem = _again(stored, policies[stored.policy_hash])
            if problem:
                problems.append(f"case {stored.case}, decision {stored.number}: {problem}")
        problems += tx.audit.broken()
    return len(decisions), problems


def by_other_engines(store: Store) -> Mapping[str, int]:
    """How many stored decisions each other engine made: they are kept as they are."""
    with store.begin() as tx:
        return Counter(sorted(each.engine for each in tx.cases.decisions() if each.engine != ENGINE))


def _again(stored: StoredDecision, policy: Policy | None) -> str | None:
    if policy is None or policy.hash != stored.policy_hash:
        return f"policy {stored.policy_hash[:12]} is not what it was"
    try:
        again = decide(from_json(Request, stored.request), from_json(Facts, stored.facts), policy)
        return None if again == from_json(Decision, stored.decision) else "decides otherwise now"
    except BadJson as error:
        return f"cannot be read: {error}"


def _policy(tx: Tx, policy_hash: str) -> Policy | None:
    """The policy by its hash; None if it is gone or cannot be read any more."""
    try:
        text = tx.tenants.policy(policy_hash)
        return read_policy(text) if text else None
    except InvalidPolicy:
        return None
