"""What an agent sees in the sidebar, and what one click does: the same decision, the same outbox as the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from connector.domain.case import State, go
from connector.domain.codec import from_json
from connector.domain.decision import Decision, Offer, decide
from connector.domain.errors import RetourError
from connector.domain.facts import Facts
from connector.domain.finding import Verdict
from connector.domain.ids import ActionKey, CaseId, TenantId
from connector.domain.labels import kind_label, label, option_label, state_label
from connector.domain.money import Money
from connector.domain.plan import action_key, plan
from connector.domain.policy import Mode, Policy
from connector.domain.request import Option, Request
from connector.domain.step import Step, awaits_return
from connector.flow.handover import close_books, let_go, not_agreed
from connector.flow.note import draft_in
from connector.flow.orders import Ordering, agree_return, drop_held, holds_the_same, order_effects
from connector.flow.readings import as_read, for_agent, read_for, reading_of, reason_words
from connector.flow.services import Services, connected_of, policy_of
from connector.flow.words import Words
from connector.ports.errors import NotFound
from connector.ports.helpdesk import Agent
from connector.ports.store import (
    Action,
    ActionKind,
    ActionState,
    Case,
    OverLimit,
    Return,
    ReturnState,
    StoredDecision,
    Tx,
)

View = dict[str, Any]
COLON = {"en": ": ", "fr": "\u00a0: "}
SPENT = frozenset({ActionState.SUPERSEDED, ActionState.REFUSED, ActionState.PERSON})  # keys not to be used again


def spoken(language: str | None, policy: Policy) -> str:
    """The language an agent is spoken to: theirs where we have it, else the shop's."""
    return language if language in COLON else policy.language if policy.language in COLON else "en"


class NotAllowed(RetourError):
    """This click may not do that. `code` is stable; the text says why and what to do instead."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class Stale(RetourError):
    """The case moved on since the page was loaded: load it again."""


def view(services: Services, tenant: TenantId, ticket_id: str, agent: Agent, language: str | None = None) -> View:
    """The sidebar's view model for a ticket: one JSON object, no personal data beyond what the customer's
    newest words and the draft hold (both stand in the ticket itself).

    `{"case": None, …}` where Retour has nothing on it. Reads the database only: it works while Magento is away.
    """
    with services.store.begin() as tx:
        installation = connected_of(tx, tenant)
        policy = policy_of(tx, installation.policy_hash)
        speak = spoken(language, policy)
        case = tx.cases.newest(tenant, ticket_id)
        stored = tx.cases.decision(case.id, case.turn) if case and case.turn else None
        if case is None or stored is None:
            return {"case": None, "language": speak, "mode": policy.rollout.mode}
        return _view(tx, case, stored, policy, agent, speak)


def _view(tx: Tx, case: Case, stored: StoredDecision, policy: Policy, agent: Agent, speak: str) -> View:
    request, facts = from_json(Request, stored.request), from_json(Facts, stored.facts)
    decision, step = from_json(Decision, stored.decision), from_json(Step, stored.step)
    read = reading_of(stored)
    actions = tx.outbox.of_case(case.id)
    undone = frozenset(action.key for action in actions if action.state in SPENT)
    return {
        "language": speak,
        "mode": policy.rollout.mode,
        "case": {
            "id": case.id,
            "decision": case.turn,
            "state": case.state,
            "state_label": state_label(case.state, speak),
            "why": case.why,
            "why_label": label(case.why, speak),
        },
        "headline": f"{state_label(case.state, speak)}{COLON[speak]}{label(case.why or step.why, speak)}",
        "order": _order(case, facts),
        "asked": {
            "kind": kind_label(request.kind, speak),
            "reason": reason_words(request, read, speak),
            "articles": stored.articles,
        },
        "reading": for_agent(request, read, speak),
        "options": [
            _option(
                offer,
                decision,
                case,
                policy,
                agent,
                speak,
                undone,
                awaits_return(request, offer.option, facts, policy),
                can_be_done=bool(plan(request, offer.option, facts, policy, case.id, case.turn)),
            )
            | {"wanted": offer.option is step.option}
            for offer in decision.offers
        ],
        "refunded": [
            {"amount": str(amount), "on": day.isoformat()}
            for amount, day in zip(facts.memo_amounts, facts.memo_dates, strict=True)
        ],
        "draft": _draft(actions) if case.state is State.WAITING_AGENT else None,
        "actions": [
            {"key": a.key, "kind": a.kind, "state": a.state, "made": a.made, "due_at": a.due_at.isoformat()}
            for a in actions
        ],
        "trail": [
            {"at": entry.at.isoformat(), "actor": entry.actor, "what": entry.what} for entry in tx.audit.trail(case.id)
        ],
    }


def _order(case: Case, facts: Facts) -> View | None:
    if facts.order is None:
        return None
    return {
        "number": case.order_number,
        "state": facts.state,
        "placed_on": facts.placed_on.isoformat() if facts.placed_on else None,
        "payment": facts.payment_method,
        "paid": str(facts.paid),
        "sender_is_owner": facts.sender_matches_order,
        "lines": [
            {
                "sku": line.sku,
                "ordered": line.ordered,
                "shipped": line.shipped,
                "refunded": line.refunded,
                "paid": str(line.paid),
            }
            for line in facts.lines.values()
        ],
    }


def _draft(actions: Sequence[Action]) -> str | None:
    """The text that the newest note proposes for the customer."""
    notes = [action for action in actions if action.kind is ActionKind.NOTE]
    return draft_in(from_json(Words, notes[-1].payload).note or "") if notes else None


def _option(
    offer: Offer,
    decision: Decision,
    case: Case,
    policy: Policy,
    agent: Agent,
    speak: str,
    undone: frozenset[ActionKey],
    waits: bool,
    *,
    can_be_done: bool,
) -> View:
    """What was undone is not offered again under the same decision: its key is spent. What nobody could carry out (an
    exchange for nobody knows what) has no button either."""
    worth = offer.worth
    findings = [f for each in decision.judgements if each.option is offer.option for f in each.findings]
    kept = {f.code: f.detail for f in findings if f.verdict is not Verdict.ALLOW}
    spent = action_key(offer.option, case.id, case.turn) in undone
    why_not = forbidden(offer, case, policy, agent) or ("agent.undone" if spent else None)
    why_not = why_not or (None if can_be_done else "approve.by_hand")
    return {
        "option": offer.option,
        "label": option_label(offer.option, speak),
        "verdict": offer.verdict,
        "amount": str(worth) if worth is not None else None,
        "goods": worth is not None and bool(offer.goods),  # articles leave, not money
        "back": str(offer.amount) if offer.goods and offer.amount else None,  # of it, in money: a cheaper variant
        "waits": waits,  # for the parcel
        "reasons": [{"code": code, "label": label(code, speak), "detail": kept.get(code, "")} for code in offer.codes],
        "approvable": why_not is None,
        "why_not": label(why_not, speak) if why_not else None,
    }


def forbidden(offer: Offer, case: Case, policy: Policy, agent: Agent) -> str | None:
    """Return the code of what keeps this agent from approving this offer with one click; None: they may."""
    if policy.rollout.mode in {Mode.OFF, Mode.SHADOW}:
        return f"rollout.{policy.rollout.mode}"
    if case.state is not State.WAITING_AGENT:
        return "approve.not_waiting"
    if offer.verdict is Verdict.DENY:
        return offer.codes[0]
    if offer.worth is None:
        return "cap.amount_unknown"
    if any(code.startswith("limit.") for code in offer.codes):
        return "limit.reached"  # the ledger holds these for everybody
    if not agent.verified and any(code.startswith("cap.") for code in offer.codes):
        return "approve.sign_in"
    return None


def _stored(tx: Tx, tenant: TenantId, case_id: CaseId, number: int) -> tuple[Case, StoredDecision]:
    """Another tenant's case behaves like one that does not exist."""
    case = tx.cases.find(case_id)
    if case is None or case.tenant != tenant:
        raise NotFound(case_id)
    stored = tx.cases.decision(case.id, number)
    if stored is None:
        raise NotFound(f"{case_id} {number}")
    return case, stored


def approve(
    services: Services,
    tenant: TenantId,
    case_id: CaseId,
    number: int,
    option: Option,
    amount: Money,
    agent: Agent,
    language: str | None = None,
) -> ActionKey:
    """One click and one confirmation: put the option of decision `number` into the outbox, once however often it is
    clicked. `amount` is what the agent saw, `language` what refusals are told in. Raise NotFound, Stale, NotAllowed."""
    with services.store.begin() as tx:
        installation = connected_of(tx, tenant)
        case, stored = _stored(tx, tenant, case_id, number)
        key = action_key(option, case.id, number)
        there = tx.outbox.get(key)
        agreed = tx.returns.of_case(case.id)
        if (there is not None and there.state not in SPENT) or _agreed(agreed, option, number):
            return key
        if case.turn != number or there is not None:
            raise Stale(f"case {case.id} moved on, or this was taken back: load it again")
        policy = policy_of(tx, installation.policy_hash)  # today's rules hold, on the facts that were shown
        request, facts = from_json(Request, stored.request), from_json(Facts, stored.facts)
        offer = decide(request, facts, policy).offer(option)
        _check(offer, case, policy, agent, amount, spoken(language, policy))
        now, messages = services.clock(), tuple(sorted(tx.cases.messages(case.id)))
        ordering = Ordering(request, option, facts, policy, stored.articles, messages, now, f"agent:{agent.id}")
        if agreed is not None:  # what was agreed before gives way to what the agent says now
            tx.returns.save(replace(agreed, state=ReturnState.CLOSED))
            ordering = replace(ordering, instead_of=agreed.held_key)
            if awaits_return(request, option, facts, policy) or not holds_the_same(tx, agreed, case, ordering):
                drop_held(tx, case, agreed, now)  # a new return has a unit of its own put on hold
                agreed = None
        try:
            changed = _carry_out(tx, case, ordering, offer, agreed)
        except OverLimit as error:
            raise NotAllowed("limit.reached", f"{error}. Do it in Magento, or wait.") from error
        if changed is None:
            raise NotAllowed("approve.by_hand", "This cannot be carried out from here: do it in Magento.")
        if not as_read(request.kind, option):  # perhaps the words were read wrongly: enough to tell later
            tx.audit.append(case.id, ordering.by, "chose_otherwise", {"option": option, **read_for(stored)}, now)
        tx.cases.save(changed, now)
    services.wake()
    return key


def _agreed(agreed: Return | None, option: Option, number: int) -> bool:
    """Whether this very click agreed to the return that is open."""
    return agreed is not None and (agreed.option, agreed.decision) == (option, number)


def _carry_out(tx: Tx, case: Case, ordering: Ordering, offer: Offer, agreed: Return | None) -> Case | None:
    """Order it at once, or agree to the parcel it waits for (where one was scanned, the agent has seen what came); None
    where it cannot be planned."""
    request, option, facts, policy = ordering.request, ordering.option, ordering.facts, ordering.policy
    held = agreed.held if agreed is not None else None
    effects = plan(request, option, facts, policy, case.id, case.turn, held=held)
    if not effects:
        return None
    if awaits_return(request, option, facts, policy):
        return agree_return(tx, case, ordering, "agent.approved", offer.codes)
    return order_effects(tx, case, ordering, effects, "agent.approved", agreed if held else None)


def _check(offer: Offer, case: Case, policy: Policy, agent: Agent, amount: Money, speak: str) -> None:
    code = forbidden(offer, case, policy, agent)
    if code is not None:
        raise NotAllowed(code, label(code, speak))
    if offer.worth != amount:
        raise Stale(f"the amount is {offer.worth}, not {amount}")


def undo(services: Services, tenant: TenantId, case_id: CaseId, agent: Agent) -> Sequence[ActionKey]:
    """Take back what was decided and not sent yet; the case goes to an agent. Empty: it was too late."""
    with services.store.begin() as tx:
        connected_of(tx, tenant)
        case = tx.cases.find(case_id)
        if case is None or case.tenant != tenant:
            raise NotFound(case_id)
        if case.state not in {State.HELD, State.ACTING}:
            return []  # nothing was ordered, or it was made: what waits now is the answer about it
        now = services.clock()
        taken = tx.outbox.supersede(case.id, now)
        read = read_for(tx.cases.decision(case.id, case.turn)) if taken else {}
        for action in taken:
            let_go(tx, action)
            not_agreed(tx, action)
            tx.audit.append(case.id, f"agent:{agent.id}", "undone", {"key": action.key, **read}, now)
        if taken:
            tx.cases.save(replace(case, state=go(case.state, State.WAITING_AGENT), why="agent.undone"), now)
    return [action.key for action in taken]


def resolve(services: Services, key: ActionKey, made: str | None, by: str) -> Mapping[str, str]:
    """A person looked at an action of unknown outcome: it made `made` in the shop, or nothing (None). Raise NotFound,
    NotAllowed if it does not wait for a person."""
    with services.store.begin() as tx:
        action = tx.outbox.get(key)
        if action is None:
            raise NotFound(key)
        now = services.clock()
        closed = tx.outbox.answered(action, made or None, now)
        if not closed:
            raise NotAllowed("resolve.not_waiting", f"{key} is {action.state}: it does not wait for an answer")
        if not made:
            close_books(tx, action, now)
        case = tx.cases.get(action.case)
        tx.audit.append(case.id, by, "resolved", {"key": key, "made": made}, now)
    return {"key": key, "made": made or "nothing"}
