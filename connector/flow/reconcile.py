"""Reconcile: what became of a write nobody heard back from. Alone goes on with a claimed row, `settle` seconds after
its last commit (above all time-outs, PHP's and the gateway's too)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from connector.domain.policy import Policy
from connector.flow.effects import EFFECTS, Doing, Step
from connector.flow.effects.effect import Again
from connector.flow.effects.under_way import begin, begin_anew, record_step, steps_left
from connector.flow.handover import facts_of, outcome_unknown
from connector.flow.made import finish
from connector.flow.services import Services, installation_of, pause, policy_of
from connector.flow.shop_writes import found_in_shop
from connector.ports.errors import NotFound, OutcomeUnknown, Overtaken, Transient
from connector.ports.store import Action, ActionKind, Installation

log = logging.getLogger(__name__)

MOST_TRIES = 3  # of what a repeat cannot double, once it is as old as
PATIENCE = 3600.0  # seconds
HARMLESS_TWICE = frozenset({ActionKind.NOTE, ActionKind.COMMENT, ActionKind.TIDY})  # only colleagues read them


def reconcile(services: Services) -> bool:
    """Take one silent row and find out. False: none is silent."""
    now = services.clock()
    with services.store.begin() as tx:
        action = tx.outbox.silent(now - timedelta(seconds=services.timing.settle), now)
        if action is None:
            return False
        installation = installation_of(tx, action.tenant)
        policy = policy_of(tx, installation.policy_hash)
    fields = {"tenant": action.tenant, "case": action.case, "key": action.key}
    try:
        _find_out(services, installation, policy, action)
        log.info("reconciled", extra=fields)
        return True
    except (Transient, NotFound, OutcomeUnknown) as error:  # could not look: it stays claimed, for the next look
        log.warning("reconcile_later", extra={**fields, "why": str(error)})
    except Exception:
        log.exception("reconcile_failed", extra=fields)
    words_are_out = action.made is not None and action.kind is not ActionKind.MONEY  # `finish` ends by itself
    if not words_are_out and (now - action.created_at).total_seconds() > services.timing.give_up:
        with services.store.begin() as tx:
            outcome_unknown(tx, action, policy.language, facts_of(action), now)
    return True


def _find_out(services: Services, installation: Installation, policy: Policy, action: Action) -> None:
    if action.made is not None:  # recorded, then the worker died: only the rest is left to do
        finish(services, action)
    elif action.kind is ActionKind.MONEY:
        _find_effect(services, policy, action)
    else:
        _find_written(services, installation, policy, action)
    services.wake()


def _find_effect(services: Services, policy: Policy, action: Action) -> None:
    """Look for what the silent step made. Found: go on from there. Surely not made, and no repeat can double it: the
    sender goes on. Else a person, with the order still locked."""
    doing = begin(services, action, policy, thorough=True)
    left = steps_left(doing)
    step, now = left[0], services.clock()
    found = step.find(doing)
    if found is not None and len(left) > 1:
        doing = record_step(doing, step, found)
    elif found is not None:
        with services.store.begin() as tx:
            recorded = tx.outbox.made(action, found, now)
        if recorded is not None:
            finish(services, recorded)
        return
    elif not _may_go_on(doing, step) or _in_vain(services, action):
        with services.store.begin() as tx:
            outcome_unknown(tx, action, policy.language, facts_of(action), now)
        return
    elif step.restart is not None:
        doing = begin_anew(doing, step.restart)
    _send_on(services, doing.action, now)


def _in_vain(services: Services, action: Action) -> bool:
    """Sent again and again, and never heard of: something answers so each time. A person looks."""
    age = (services.clock() - action.created_at).total_seconds()
    return action.attempts >= MOST_TRIES and age > PATIENCE


def _may_go_on(doing: Doing, step: Step) -> bool:
    if step.again is not Again.UNCHANGED:
        return step.again is Again.ALWAYS
    try:
        EFFECTS[doing.planned.route].unchanged(doing)
    except Overtaken:
        return False
    return True


def _send_on(services: Services, action: Action, now: datetime) -> None:
    """Back to the sender. After a restore it may be one that is still on hold: that goes on."""
    due = max(action.due_at, now + pause(action.attempts, 0, services.timing))
    with services.store.begin() as tx:
        tx.outbox.release(action, due, "surely not sent", now)


def _find_written(services: Services, installation: Installation, policy: Policy, action: Action) -> None:
    in_shop = action.kind in {ActionKind.COMMENT, ActionKind.TIDY}
    found = found_in_shop(services, action) if in_shop else _find_words(services, installation, action)
    now = services.clock()
    if found is None and action.kind in HARMLESS_TWICE:
        _send_on(services, action, now)
        return
    with services.store.begin() as tx:
        if found is None:
            outcome_unknown(tx, action, policy.language, facts_of(action), now)
            return
        recorded = tx.outbox.made(action, found, now)
    if recorded is not None:
        finish(services, recorded)


def _find_words(services: Services, installation: Installation, action: Action) -> str | None:
    try:
        return services.helpdesk(installation).find_write(action.ticket_id, action.key)
    except NotFound:
        return None
