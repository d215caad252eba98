"""What was made is read back, compared with what was promised, recorded; only then is the customer told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from connector.domain.case import State, onward
from connector.domain.codec import from_json, to_json
from connector.domain.ids import ActionKey, OrderId
from connector.domain.labels import option_label
from connector.domain.plan import Route
from connector.domain.policy import Policy
from connector.domain.request import Request
from connector.flow import after, reply
from connector.flow.effects import EFFECTS, Doing, Made
from connector.flow.effects.under_way import begin
from connector.flow.handover import let_go, to_agent, withdraw
from connector.flow.restored import was_restored
from connector.flow.services import Services, installation_of, local, policy_of
from connector.flow.shop_writes import comment, tidy
from connector.flow.words import MoneyOrder, Part, Words
from connector.ports.errors import NotConnected, NotFound, OutcomeUnknown, Refused, Transient
from connector.ports.store import TOLD, Action, ActionKind, ActionState, Case, NewAction, Payout, Tx

COMPLETIONS = 5  # tries to set tags and status


def finish(services: Services, action: Action, doing: Doing | None = None) -> None:
    """Go on with an action whose outside id is recorded. Repeatable: whoever comes second finds it closed.

    `doing`: as it was made, where it was made just now.
    """
    if action.kind is ActionKind.MONEY:
        _finish_money(services, action, doing)
    elif action.kind in TOLD:
        _finish_words(services, action)
    else:
        with services.store.begin() as tx:
            tx.outbox.close(action, ActionState.DONE, "", services.clock())
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


def _finish_money(services: Services, action: Action, doing: Doing | None) -> None:
    ordered = from_json(MoneyOrder, action.payload)
    planned = ordered.action
    with services.store.begin() as tx:
        installation = installation_of(tx, action.tenant)
        decision = tx.cases.decision(action.case, planned.decision or _turn_of(action.key))
        policy = policy_of(tx, decision.policy_hash if decision else installation.policy_hash)
    doing = replace(doing, policy=policy) if doing else begin(services, action, policy)
    made = EFFECTS[planned.route].read_back(doing, action.made or "")
    now = services.clock()
    with services.store.begin() as tx:
        if not tx.outbox.close(action, ActionState.DONE, "", now):
            return
        case = tx.cases.get(action.case)
        with_shipping = planned.whole_shipping or planned.shipping is not None
        part = Part(action.key, planned.route, action.made or "", made.amount, with_shipping)
        ordered = replace(ordered, made=(*ordered.made, part))
        proof = {"key": action.key, "id": action.made, "amount": str(made.amount), "promised": str(planned.amount)}
        tx.audit.append(case.id, "system", "made", {**proof, "route": planned.route, "odd": made.odd}, now)
        _promise_payout(services, tx, case, policy, ordered, made, now)
        if made.odd is not None:
            if planned.route is Route.DROP:  # it is still under way to the customer: it counts, and nothing else goes
                case = withdraw(tx, case, now)
            else:
                _settle_books(tx, action, ordered)
            detail = "\n".join([made.odd, *(f"{name}: {value}" for name, value in proof.items())])
            to_agent(tx, case, action, "made.odd", policy.language, detail, now)
        elif ordered.then:
            _next_part(tx, case, ordered, now)
        else:
            _settle_books(tx, action, ordered)
            request = from_json(Request, decision.request) if decision else None
            after.everything_made(services, tx, case, policy, action, ordered, request, now)
            if was_restored(tx, action):  # the customer may have been told in the time that is lost
                tx.outbox.doubt(now, case.id)
        _leave_marks(tx, case, action, doing, now)


def _turn_of(key: ActionKey) -> int:
    """The decision's number, of an action that was ordered before it held it itself."""
    return int(key.rsplit("-", 1)[1])


def _settle_books(tx: Tx, action: Action, ordered: MoneyOrder) -> None:
    """The ledger counts what was made, in all its parts. What was held for a parcel that never came counts no more."""
    if ordered.action.route is Route.DROP:
        held = tx.returns.get(ordered.rma) if ordered.rma else None
        if held is not None and held.held_key is not None:
            tx.ledger.take_back(held.held_key)
        return
    let_go(tx, replace(action, payload=to_json(ordered)))


def _next_part(tx: Tx, case: Case, ordered: MoneyOrder, now: datetime) -> None:
    following, *rest = ordered.then
    payload = to_json(replace(ordered, action=following, then=tuple(rest)))
    row = NewAction(following.key, case, ActionKind.MONEY, payload, now, following.order, begun=True)
    tx.outbox.add(row, now)
    tx.audit.append(case.id, "system", "goes_on", {"key": following.key, "amount": str(following.amount)}, now)


def _leave_marks(tx: Tx, case: Case, action: Action, doing: Doing, now: datetime) -> None:
    """What Magento itself does not link to the case gets a comment; a memo carries its own. Nothing is left behind."""
    planned = doing.planned
    tidy(tx, case, replace(action, steps=doing.steps), planned, now)
    if planned.route in {Route.ORDER, Route.INVOICE}:
        return
    what = f"{option_label(planned.option, 'en')}, {planned.route}"
    placed = doing.steps.get("place")
    done = f" {placed}" if placed else ""
    comment(tx, case, action.key, planned.order, f"{what}{done}, {planned.amount}", now)
    if placed:
        text = f"replaces articles of order {doing.order.number}"
        comment(tx, case, ActionKey(f"{action.key}-new"), OrderId(placed), text, now)


def _promise_payout(
    services: Services, tx: Tx, case: Case, policy: Policy, ordered: MoneyOrder, made: Made, now: datetime
) -> None:
    """Offline money is a person's to transfer: who, by when. Whatever is odd about a memo that is there, it counts."""
    planned, memo = ordered.action, ordered.made[-1].id
    if not planned.payout or not made.amount or not made.there:
        return
    due = reply.we_transfer(services, policy, local(now, policy).date())
    number = case.order_number or planned.order
    tx.dues.add_payout(Payout(planned.key, case.id, number, memo, made.amount, due, now))
    tx.dues.add(case.id, "payout", due, planned.key)
