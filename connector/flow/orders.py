"""Order: effects into the outbox with what they reserve, or an agreement that waits for the parcel. The policy, an
agent's click and a scan all come through here, so that preview and execution cannot drift apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connector.domain.case import State, go
from connector.domain.codec import from_json, to_json
from connector.domain.facts import Facts
from connector.domain.ids import ActionKey
from connector.domain.money import total
from connector.domain.plan import MoneyAction, Route, action_key, plan, reserve_goods
from connector.domain.policy import Policy
from connector.domain.request import Option, Request
from connector.flow import reply
from connector.flow.after import waiting_words
from connector.flow.services import local
from connector.flow.words import MoneyOrder, Words
from connector.ports.store import ActionKind, Case, NewAction, Reservation, Return, ReturnState, Tx


@dataclass(frozen=True, slots=True)
class Ordering:
    """What is ordered, on which facts, for which messages, by whom. `articles` in the shop's words."""

    request: Request
    option: Option
    facts: Facts
    policy: Policy
    articles: str
    messages: tuple[str, ...]
    now: datetime
    by: str = "policy"  # policy, or agent:<id>
    instead_of: ActionKey | None = None  # the replacement on hold for the same units, which gives way to this

    @property
    def goods(self) -> str:
        """The articles that leave, in words: those wanted instead, else the same ones."""
        if self.option is not Option.EXCHANGE:
            return self.articles
        named = []
        for line_id, units in self.request.lines.items():
            line = self.facts.lines[line_id]
            if line.wish is None:
                return self.articles  # the same again
            named.append(f"{units} × {line.wish.name or line.wish.sku}")
        return ", ".join(named)


def order_effects(
    tx: Tx,
    case: Case,
    ordering: Ordering,
    effects: Sequence[MoneyAction],
    why: str,
    agreed: Return | None = None,
) -> Case:
    """Reserve for all effects, and put the first into the outbox; the others follow it. Raise OverLimit with nothing
    written. Twice is once."""
    first, *rest = effects
    if tx.outbox.get(first.key) is None:
        own = agreed.held_key if agreed is not None else None
        _reserve(tx, case, ordering, effects, own or ordering.instead_of)
    wait = timedelta(minutes=0 if agreed is not None else ordering.policy.hold_minutes)
    order = MoneyOrder(
        first,
        ordering.articles,
        ordering.messages,
        ordering.by,
        tuple(rest),
        rma=agreed.rma if agreed else None,
        goods=ordering.goods,
    )
    row = NewAction(first.key, case, ActionKind.MONEY, to_json(order), ordering.now + wait, first.order)
    if tx.outbox.add(row, ordering.now):
        for each in effects:
            detail = {"key": each.key, "route": each.route, "amount": str(each.amount), "units": dict(each.units)}
            tx.audit.append(case.id, ordering.by, "ordered", {**detail, "why": why}, ordering.now)
    state = State.HELD if wait else State.ACTING
    return replace(case, state=go(case.state, state), why=why)


def _reserve(
    tx: Tx, case: Case, ordering: Ordering, effects: Sequence[MoneyAction], held_key: ActionKey | None
) -> None:
    """All of it under the first one's key. A replacement that is only let go of was counted when it was ordered."""
    first, facts, policy = effects[0], ordering.facts, ordering.policy
    counted = [each.amount for each in effects if each.route is not Route.RELEASE]
    if not counted:
        return
    whole_order = first.route in {Route.CANCEL, Route.RELEASE}
    reservation = Reservation(
        first.key,
        case.shop,
        first.order,
        facts.customer or "",
        facts.today,
        total(counted, first.amount.currency),
        {} if whole_order else dict(ordering.request.lines),
        compensates=first.route in {Route.COUPON, Route.REPLACE},
    )
    resent = ordering.option is Option.RESHIP
    left = {line.id: line.left if resent else line.refundable for line in facts.lines.values()}
    given = {line.id: line.compensated for line in facts.lines.values()}
    tx.ledger.reserve(reservation, policy.customer_limit, policy.shop_limit, left, given, held_key)


def agree_return(tx: Tx, case: Case, ordering: Ordering, why: str, accepted: Sequence[str] = ()) -> Case | None:
    """Give the parcel its number. An exchange whose unit is reserved is ordered and put on hold first, the others are
    told at once. None where the policy says nothing of how parcels come back. Raise OverLimit."""
    policy, returns = ordering.policy, ordering.policy.returns
    if returns is None or ordering.facts.order is None:
        return None
    due = local(ordering.now, policy).date() + timedelta(days=returns.send_within + returns.arrive_within)
    agreed = Return(
        rma=tx.returns.new_number(),
        shop=case.shop,
        case=case.id,
        order=ordering.facts.order,
        order_number=case.order_number or "",
        option=ordering.option,
        decision=case.turn,
        request=to_json(ordering.request),
        facts=to_json(ordering.facts),
        accepted=tuple(accepted),
        by=ordering.by,
        agreed_at=ordering.now,
        due_on=due,
        state=ReturnState.OPEN,
    )
    reserved = reserved_now(case, ordering)
    changed = order_effects(tx, case, ordering, [reserved], why, agreed) if reserved is not None else None
    tx.returns.open(agreed)
    tx.dues.add(case.id, "return", due, agreed.rma)
    detail = {"rma": agreed.rma, "option": ordering.option, "units": dict(ordering.request.lines), "by": str(due)}
    tx.audit.append(case.id, ordering.by, "return_agreed", {**detail, "why": why}, ordering.now)
    if changed is not None:
        return changed
    spoken = reply.return_instructions(policy, case, ordering.request, agreed, ordering.articles)
    speak(tx, case, waiting_words(ordering.messages, spoken, None, ordering.by), "reply", ordering.now)
    return replace(case, state=go(case.state, State.REPLYING), why=why)


def reserved_now(case: Case, ordering: Ordering) -> MoneyAction | None:
    """The replacement that is ordered and put on hold at once; None where it is not."""
    if ordering.option is not Option.EXCHANGE:
        return None
    return reserve_goods(ordering.request, ordering.facts, ordering.policy, case.id, case.turn)


def holds_the_same(tx: Tx, agreed: Return, case: Case, ordering: Ordering) -> bool:
    """Whether what waits on hold is what is wanted now."""
    kept = tx.outbox.get(agreed.held_key) if agreed.held_key is not None else None
    if kept is None or ordering.option is not agreed.option:
        return False
    wanted = plan(ordering.request, ordering.option, ordering.facts, ordering.policy, case.id, case.turn)
    return bool(wanted) and wanted[0].goods == from_json(MoneyOrder, kept.payload).action.goods


def speak(tx: Tx, case: Case, words: Words, kind: str, now: datetime) -> ActionKey:
    """Put words into the outbox under the turn's own key: there is one public reply per turn."""
    key = action_key(kind, case.id, case.turn)
    action_kind = ActionKind.REPLY if words.public else ActionKind.NOTE
    tx.outbox.add(NewAction(key, case, action_kind, to_json(words), now), now)
    return key


def drop_held(tx: Tx, case: Case, agreed: Return, now: datetime) -> None:
    """Cancel the replacement that waited on hold for a parcel nobody awaits any more."""
    if agreed.held is None or agreed.held_key is None:
        return
    kept = tx.outbox.get(agreed.held_key)
    if kept is None:
        return
    before = from_json(MoneyOrder, kept.payload)
    key = ActionKey(f"drop-{agreed.held_key}")
    dropped = replace(
        before.action, key=key, route=Route.DROP, goods={}, hold=False, replacement=agreed.held, siblings=()
    )
    order = MoneyOrder(dropped, before.articles, (), "system", rma=agreed.rma)
    row = NewAction(key, case, ActionKind.MONEY, to_json(order), now, dropped.order, begun=True)  # nothing withdraws it
    tx.outbox.add(row, now)
    tx.audit.append(case.id, "system", "ordered", {"key": key, "route": Route.DROP, "order": agreed.held}, now)
