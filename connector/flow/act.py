"""Act: claim, COMMIT, look, call, record, COMMIT. The sender sends once; what it did not hear of, it leaves alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from connector.domain.codec import from_json
from connector.domain.plan import MoneyAction, Route
from connector.domain.policy import Mode, Policy
from connector.flow.handover import decide_again, refuse
from connector.flow.made import finish
from connector.flow.say import say
from connector.flow.services import Services, installation_of, pause, policy_of
from connector.flow.words import MoneyOrder, Words
from connector.ports.errors import Conflict, NotFound, OutcomeUnknown, Overtaken, Refused, TicketShut, Transient
from connector.ports.shop import Memo, RefundCall, Shop, ShopOrder
from connector.ports.store import Action, ActionKind, ActionState, Installation

log = logging.getLogger(__name__)

BRAKE_SECONDS = 60.0
LEAST_TRIES = 10  # before an action is given up, however old it is: it may have been held for days
CONFLICT = timedelta(seconds=1)  # a helpdesk's stamps know whole seconds


def act(services: Services) -> bool:
    """Take one due row and send it. Two workers and any number of rings make one call. False: nothing is due."""
    with services.store.begin() as tx:
        action = tx.outbox.claim(services.clock())
    if action is None:
        return False
    fields = {"tenant": action.tenant, "case": action.case, "key": action.key}
    try:
        _send(services, action)
    except OutcomeUnknown as error:
        log.warning("outcome_unknown", extra={**fields, "why": str(error)})  # claimed and leased: reconcile's now
    except Transient as error:  # made and recorded, but not read back: reconcile finishes it
        log.warning("finish_later", extra={**fields, "why": str(error)})
    except Exception:
        log.exception("action_failed", extra=fields)  # a bug leaves the row as a dead worker would
    return True


def _send(services: Services, action: Action) -> None:
    with services.store.begin() as tx:
        installation = installation_of(tx, action.tenant)
        policy = policy_of(tx, installation.policy_hash)
        allowed = _allowed(action, policy.rollout.mode)
        if not allowed and action.kind is ActionKind.NOTE:
            tx.outbox.close(action, ActionState.SUPERSEDED, "mode", services.clock())
            return
    try:
        if not allowed:  # what was ordered under another policy is not done under this one
            raise Overtaken(f"mode {policy.rollout.mode}")
        made = _money(services, installation, action) if action.kind is ActionKind.MONEY else say(services, action)
    except (Transient, NotFound) as error:  # nothing happened: no call was made, or it surely did not arrive
        _release(services, policy, action, error)
        return
    except Conflict as error:  # the ticket changed while we wrote: read it again, soon
        now = services.clock()
        with services.store.begin() as tx:
            tx.outbox.release(action, now + CONFLICT, str(error), now)
        return
    except Overtaken as error:
        with services.store.begin() as tx:
            decide_again(tx, action, f"overtaken {error}", policy.language, services.clock())
        services.wake()
        return
    except Refused as error:
        with services.store.begin() as tx:
            shut = isinstance(error, TicketShut)
            refuse(tx, action, f"refused.{action.kind}", policy.language, str(error), services.clock(), shut=shut)
        services.wake()
        return
    if made is None:
        return
    with services.store.begin() as tx:
        recorded = tx.outbox.made(action, made, services.clock())
    if recorded is not None:
        finish(services, recorded)


def _release(services: Services, policy: Policy, action: Action, error: Exception) -> None:
    now = services.clock()
    with services.store.begin() as tx:
        if action.attempts >= LEAST_TRIES and (now - action.created_at).total_seconds() > services.timing.give_up:
            refuse(tx, action, f"away.{action.kind}", policy.language, str(error), now)
            return
        asked = error.retry_after if isinstance(error, Transient) else 0.0
        tx.outbox.release(action, now + pause(action.attempts, asked, services.timing), str(error), now)


def _money(services: Services, installation: Installation, action: Action) -> str | None:
    """Look once more, then make the one call. Raise NotSent, Refused, OutcomeUnknown, Overtaken (no call was made)."""
    if installation.brake:
        raise Transient("the brake is on", BRAKE_SECONDS)
    if installation.shop != action.shop:
        raise Overtaken("another shop")
    ordered = from_json(MoneyOrder, action.payload)
    planned, shop = ordered.action, services.shop(action.shop)
    order = shop.order(planned.order)
    memos = known_memos(shop, planned, order)
    if (made := ours(planned, order, memos, again=action.attempts > 0)) is not None:
        return made  # an earlier try of ours, believed lost, arrived after all
    unchanged(planned, order, memos)
    if (services.clock() - action.touched_at).total_seconds() > services.timing.fresh:
        raise Transient("slow reads, or this machine slept in between")
    return send(shop, planned, order)


def _allowed(action: Action, mode: Mode) -> bool:
    """Whether today's mode lets an action leave. Words about money that moved are owed: they go out in any mode; an
    agent's own orders and notes need assist, the policy's need auto."""
    if mode is Mode.AUTO:
        return True
    if action.kind is ActionKind.MONEY:
        return mode is Mode.ASSIST and from_json(MoneyOrder, action.payload).by != "policy"
    words = from_json(Words, action.payload)
    return words.money is not None or (mode is Mode.ASSIST and not words.public)


def known_memos(shop: Shop, planned: MoneyAction, order: ShopOrder) -> Sequence[Memo]:
    """The order's credit memos; none are asked for where the order itself says that nothing was given back."""
    return shop.memos(planned.order) if order.anything_refunded or planned.memos else ()


def unchanged(planned: MoneyAction, order: ShopOrder, memos: Sequence[Memo]) -> None:
    """Raise Overtaken if the order is not as the decision saw it: an agent may have acted in Magento."""
    if {memo.id for memo in memos} != set(planned.memos):
        raise Overtaken("memos")
    if order.state != planned.state:
        raise Overtaken(f"state {order.state}")
    if planned.to_stock or planned.route is Route.CANCEL:
        if any(line.shipped for line in order.lines):
            raise Overtaken("shipped")
        if planned.route is Route.CANCEL and any(line.invoiced for line in order.lines):
            raise Overtaken("invoiced")


def ours(planned: MoneyAction, order: ShopOrder, memos: Sequence[Memo], again: bool) -> str | None:
    """Return what this action made already: a memo with its key, or, if it was tried before, the cancelled order."""
    if planned.route is Route.CANCEL:
        return f"order {planned.order}" if again and order.state == "canceled" else None
    return next((memo.id for memo in memos if any(planned.key in said.split() for said in memo.comments)), None)


def send(shop: Shop, planned: MoneyAction, order: ShopOrder) -> str:
    """One call; return Magento's id of what it made."""
    if planned.route is Route.CANCEL:
        if not shop.cancel(planned.order):
            raise Refused("not_canceled", "Magento did nothing")
        return f"order {planned.order}"
    stock = tuple(line.stock_id for line in order.lines if planned.to_stock and line.id in planned.units)
    invoice = planned.invoice if planned.route is Route.INVOICE else None
    call = RefundCall(planned.order, invoice, planned.units, planned.whole_shipping, stock, planned.key)
    return shop.refund(call)
