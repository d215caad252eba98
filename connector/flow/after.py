"""Once everything that was ordered is made: what the customer is told, and where the case goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from connector.domain.case import State, onward
from connector.domain.codec import to_json
from connector.domain.ids import ActionKey, OrderId
from connector.domain.plan import Route
from connector.domain.policy import Policy
from connector.domain.request import Request
from connector.flow import reply
from connector.flow.handover import hand_over
from connector.flow.services import Services
from connector.flow.words import MoneyOrder, Spoken, Words
from connector.ports.helpdesk import TicketStatus
from connector.ports.store import Action, ActionKind, Case, NewAction, Return, ReturnState, Tx

UNDER_WAY = frozenset({State.HELD, State.ACTING, State.REPLYING})


def everything_made(
    services: Services,
    tx: Tx,
    case: Case,
    policy: Policy,
    action: Action,
    ordered: MoneyOrder,
    request: Request | None,
    now: datetime,
) -> None:
    """Put the public reply about it into the outbox, wherever the case stands: the customer must know."""
    if ordered.action.route is Route.DROP:  # nobody waits for an answer: an agent hears that the unit is free again
        if case.state in UNDER_WAY:  # for something else, which an agent or the customer wanted instead
            return
        hand_over(tx, case, "return.dropped", policy.language, ordered.articles, f"dropped-{action.key}", now)
        return
    if request is None:
        raise LookupError(f"no decision for {ordered.action.key}")
    agreed = tx.returns.get(ordered.rma) if ordered.rma else None
    if ordered.action.hold and agreed is not None:
        _wait_for_parcel(services, tx, case, policy, action, ordered, request, agreed, now)
        return
    if agreed is not None:
        tx.returns.save(replace(agreed, state=ReturnState.SETTLED))
    spoken = reply.after_effects(services, policy, case, request, ordered, now)
    if not ordered.action.payout and "by" in spoken.dates:
        tx.dues.add(case.id, "bank_shows", spoken.dates["by"], ordered.action.key)
    words = Words(
        State.SETTLED, "settled", ordered.messages, TicketStatus.SOLVED, spoken=spoken, money=ordered.action.key
    )
    _tell(tx, case, action, words, now)


def _wait_for_parcel(
    services: Services,
    tx: Tx,
    case: Case,
    policy: Policy,
    action: Action,
    ordered: MoneyOrder,
    request: Request,
    agreed: Return,
    now: datetime,
) -> None:
    """The unit is reserved: now the customer gets the number and the address."""
    held = replace(agreed, held=OrderId(ordered.made[-1].id), held_key=ordered.action.key)
    tx.returns.save(held)
    spoken = reply.return_instructions(policy, case, request, held, ordered.articles)
    _tell(tx, case, action, waiting_words(ordered.messages, spoken, ordered.action.key), now)


def waiting_words(messages: tuple[str, ...], spoken: Spoken, money: ActionKey | None, by: str = "policy") -> Words:
    status = TicketStatus.PENDING
    return Words(State.WAITING_RETURN, "parcel.awaited", messages, status, spoken=spoken, money=money, by=by)


def _tell(tx: Tx, case: Case, action: Action, words: Words, now: datetime) -> None:
    key = ActionKey(f"reply-{action.key}")
    tx.outbox.add(NewAction(key, case, ActionKind.REPLY, to_json(words), now), now)
    tx.cases.save(replace(case, state=onward(case.state, State.REPLYING)), now)
