"""Reconcile: what became of a write nobody heard back from. Alone goes on with a claimed row, `settle` seconds after
its last commit (above all time-outs, PHP's and the gateway's too)."""

from __future__ import annotations

import logging
from datetime import timedelta

from connector.domain.codec import from_json
from connector.domain.plan import MoneyAction, Route
from connector.flow.act import ours, unchanged
from connector.flow.handover import outcome_unknown
from connector.flow.made import finish
from connector.flow.services import Services, installation_of, pause, policy_of
from connector.flow.words import MoneyOrder
from connector.ports.errors import NotFound, OutcomeUnknown, Overtaken, Transient
from connector.ports.shop import Shop
from connector.ports.store import Action, ActionKind, Installation

log = logging.getLogger(__name__)

REPEATABLE = frozenset({Route.ORDER, Route.CANCEL})  # where unchanged books prove that a repeat cannot double


def reconcile(services: Services) -> bool:
    """Take one silent row and find out. False: none is silent."""
    now = services.clock()
    with services.store.begin() as tx:
        action = tx.outbox.silent(now - timedelta(seconds=services.timing.settle), now)
        if action is None:
            return False
        installation = installation_of(tx, action.tenant)
    fields = {"tenant": action.tenant, "case": action.case, "key": action.key}
    try:
        _find_out(services, installation, action)
        log.info("reconciled", extra=fields)
        return True
    except (Transient, NotFound, OutcomeUnknown) as error:  # could not look: it stays claimed, for the next look
        log.warning("reconcile_later", extra={**fields, "why": str(error)})
    except Exception:
        log.exception("reconcile_failed", extra=fields)
    words_are_out = action.made is not None and action.kind is not ActionKind.MONEY  # `finish` ends by itself
    if not words_are_out and (now - action.created_at).total_seconds() > services.timing.give_up:
        with services.store.begin() as tx:
            language = policy_of(tx, installation.policy_hash).language
            outcome_unknown(tx, action, language, _facts(action), now)
    return True


def _find_out(services: Services, installation: Installation, action: Action) -> None:
    if action.made is not None:  # recorded, then the worker died: only the rest is left to do
        finish(services, action)
        return
    if action.kind is ActionKind.MONEY:
        planned = from_json(MoneyOrder, action.payload).action
        found, again = find_money(services.shop(action.shop), planned)
    else:
        found = _find_words(services, installation, action)
        again = found is None and action.kind is ActionKind.NOTE  # only colleagues read it: twice does no harm
    now = services.clock()
    with services.store.begin() as tx:
        if found is not None:
            recorded = tx.outbox.made(action, found, now)
        elif again:
            recorded = None
            # After a restore it may be one that is still on hold: that goes on.
            due = max(action.due_at, now + pause(action.attempts, 0, services.timing))
            tx.outbox.release(action, due, "surely not sent", now)
        else:
            recorded = None
            language = policy_of(tx, installation.policy_hash).language
            outcome_unknown(tx, action, language, _facts(action), now)
    if recorded is not None:
        finish(services, recorded)
    services.wake()


def find_money(shop: Shop, planned: MoneyAction) -> tuple[str | None, bool]:
    """Return what was made, and else whether sending again cannot double it."""
    order = shop.order(planned.order)
    memos = () if planned.route is Route.CANCEL else shop.memos(planned.order)
    if (made := ours(planned, order, memos, again=True)) is not None:
        return made, False
    try:
        unchanged(planned, order, memos)
    except Overtaken:
        return None, False
    return None, planned.route in REPEATABLE


def _find_words(services: Services, installation: Installation, action: Action) -> str | None:
    try:
        return services.helpdesk(installation).find_write(action.ticket_id, action.key)
    except NotFound:
        return None


def _facts(action: Action) -> dict[str, str]:
    """What a person needs to look it up themselves."""
    facts = {"key": action.key, "sent": f"{action.touched_at:%Y-%m-%d %H:%M} UTC"}
    if action.kind is ActionKind.MONEY:
        planned = from_json(MoneyOrder, action.payload).action
        facts |= {"order": planned.order, "amount": str(planned.amount), "route": planned.route.value}
    return facts
