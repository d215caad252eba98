"""What was made is read back, compared with what was promised, recorded; only then is the customer told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from connector.domain.case import State, onward
from connector.domain.codec import from_json, to_json
from connector.domain.ids import ActionKey
from connector.domain.money import Money
from connector.domain.plan import MoneyAction, Route
from connector.domain.policy import Policy
from connector.domain.request import Option, Request
from connector.flow import reply
from connector.flow.handover import to_agent
from connector.flow.restored import was_restored
from connector.flow.services import Services, installation_of, local, policy_of
from connector.flow.words import MoneyOrder, Words
from connector.ports.errors import NotConnected, NotFound, OutcomeUnknown, Refused, Transient
from connector.ports.helpdesk import TicketStatus
from connector.ports.shop import Shop
from connector.ports.store import Action, ActionKind, ActionState, Case, NewAction, Payout, Tx

COMPLETIONS = 5  # tries to set tags and status


@dataclass(frozen=True, slots=True)
class Made:
    """What Magento's books say. `odd`: why a person must look before the customer is told; None: as promised.
    `there`: False where the books do not show it at all."""

    amount: Money
    odd: str | None
    there: bool = True


def finish(services: Services, action: Action) -> None:
    """Go on with an action whose outside id is recorded. Repeatable: whoever comes second finds it closed."""
    if action.kind is ActionKind.MONEY:
        _finish_money(services, action)
    else:
        _finish_words(services, action)
    services.wake()


def _finish_words(services: Services, action: Action) -> None:
    words = from_json(Words, action.payload)
    odd = _complete(services, action, words)
    now = services.clock()
    with services.store.begin() as tx:
        if not tx.outbox.close(action, ActionState.DONE, odd, now):
            return
        case = tx.cases.get(action.case)
        said = {"key": action.key, "id": action.made} | ({"odd": odd} if odd else {})
        if words.spoken is not None:
            tx.audit.append(case.id, "system", "replied", {**said, "macro": words.spoken.macro}, now)
            if case.state is State.REPLYING:  # else a person took the case over meanwhile
                tx.cases.save(replace(case, state=onward(case.state, words.then)), now)
        else:  # the case stands where it stood when the note was ordered
            tx.audit.append(case.id, "system", "noted", said, now)


def _complete(services: Services, action: Action, words: Words) -> str:
    """Set tags and status where the message went without them; return why that could not be, empty if it could.

    The words are out whatever comes of it: a helpdesk that keeps failing is asked a few times, `settle` seconds
    apart, no more, since the customer's next words wait as long.
    """
    with services.store.begin() as tx:
        installation = installation_of(tx, action.tenant)
    try:
        services.helpdesk(installation).complete(words.on_ticket(action.ticket_id, action.key))
    except (Refused, NotFound, NotConnected) as error:  # a role that may answer but not change a ticket, say
        return f"tags and status: {error}"[:200]
    except (Transient, OutcomeUnknown) as error:
        if action.claim - action.attempts <= COMPLETIONS:  # a claim more for every look since the words went out
            raise
        return f"tags and status: {error}"[:200]
    return ""


def _finish_money(services: Services, action: Action) -> None:
    ordered = from_json(MoneyOrder, action.payload)
    planned = ordered.action
    with services.store.begin() as tx:
        installation = installation_of(tx, action.tenant)
        decision = tx.cases.decision(action.case, _turn_of(action.key))
        policy = policy_of(tx, decision.policy_hash if decision else installation.policy_hash)
    made = read_back(services.shop(action.shop), planned, action.made or "", policy)
    now = services.clock()
    with services.store.begin() as tx:
        if not tx.outbox.close(action, ActionState.DONE, "", now):
            return
        tx.ledger.make(action.key, made.amount)
        case = tx.cases.get(action.case)
        proof = {"key": action.key, "id": action.made, "amount": str(made.amount), "promised": str(planned.amount)}
        tx.audit.append(case.id, "system", "made", {**proof, "route": planned.route, "odd": made.odd}, now)
        _promise_payout(services, tx, case, policy, planned, made, action.made or "", now)
        if made.odd is not None:
            detail = "\n".join([made.odd, *(f"{name}: {value}" for name, value in proof.items())])
            to_agent(tx, case, action, "made.odd", policy.language, detail, now)
            return
        request = from_json(Request, decision.request) if decision else None
        _tell(services, tx, case, policy, ordered, made, request, now)
        if was_restored(tx, action):  # the customer may have been told in the time that is lost
            tx.outbox.doubt(now, case.id)


def _turn_of(key: ActionKey) -> int:
    return int(key.rsplit("-", 1)[1])


def read_back(shop: Shop, planned: MoneyAction, made: str, policy: Policy) -> Made:
    """Compare. One minor unit per part may differ (Magento rounds each); more, or above the cap, stops."""
    currency = planned.amount.currency
    if planned.route is Route.CANCEL:
        order = shop.order(planned.order)
        if any(line.shipped for line in order.lines):
            return Made(planned.amount, "shipped although cancelled: stop the parcel")
        return Made(planned.amount, None if order.state == "canceled" else f"order is {order.state}")
    memo = next((each for each in shop.memos(planned.order) if each.id == made), None)
    if memo is None:
        return Made(planned.amount, f"memo {made} is not there", there=False)
    if memo.amount.currency != currency:
        return Made(Money.zero(currency), f"memo in {memo.amount.currency}")
    slack = Money.from_minor(1, currency).amount * (len(planned.units) + planned.whole_shipping)
    if planned.to_stock and any(line.shipped for line in shop.order(planned.order).lines):
        return Made(memo.amount, "shipped although cancelled: stop the parcel")
    cap = policy.cancel_cap if planned.option is Option.CANCEL else policy.refund_cap
    if abs(memo.amount.amount - planned.amount.amount) > slack:
        return Made(memo.amount, "another amount than promised")
    if cap.currency == currency and planned.amount <= cap < memo.amount:
        return Made(memo.amount, f"above the cap of {cap}")
    return Made(memo.amount, None)


def _promise_payout(
    services: Services, tx: Tx, case: Case, policy: Policy, planned: MoneyAction, made: Made, memo: str, now: datetime
) -> None:
    """Offline money is a person's to transfer: who, by when. Whatever is odd about a memo that is there, it counts."""
    if not planned.payout or not made.amount or not made.there:
        return
    due = reply.we_transfer(services, policy, local(now, policy).date())
    number = case.order_number or planned.order
    tx.dues.add_payout(Payout(planned.key, case.id, number, memo, made.amount, due, now))
    tx.dues.add(case.id, "payout", due, planned.key)


def _tell(
    services: Services,
    tx: Tx,
    case: Case,
    policy: Policy,
    ordered: MoneyOrder,
    made: Made,
    request: Request | None,
    now: datetime,
) -> None:
    """Put the public reply about this money into the outbox, wherever the case stands: the customer must know."""
    planned = ordered.action
    if request is None:
        raise LookupError(f"no decision for {planned.key}")
    spoken = reply.after_money(services, policy, case, request, planned, made.amount, ordered.articles, now)
    if not planned.payout and "by" in spoken.dates:
        tx.dues.add(case.id, "bank_shows", spoken.dates["by"], planned.key)
    words = Words(State.SETTLED, "settled", ordered.messages, TicketStatus.SOLVED, spoken=spoken, money=planned.key)
    key = ActionKey(f"reply-{planned.key}")
    tx.outbox.add(NewAction(key, case, ActionKind.REPLY, to_json(words), now), now)
    tx.cases.save(replace(case, state=onward(case.state, State.REPLYING)), now)
