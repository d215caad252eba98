"""Act: claim, COMMIT, look, call, record, COMMIT. The sender sends once; what it did not hear of, it leaves alone."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from connector.domain.codec import from_json
from connector.domain.policy import Mode, Policy
from connector.flow.effects import EFFECTS, Doing, Step
from connector.flow.effects.under_way import Lost, begin, begin_anew, record_step, steps_left
from connector.flow.handover import decide_again, facts_of, outcome_unknown, refuse
from connector.flow.made import finish
from connector.flow.say import say
from connector.flow.services import Services, installation_of, pause, policy_of
from connector.flow.shop_writes import write_in_shop
from connector.flow.words import MoneyOrder, Words
from connector.ports.errors import Conflict, NotFound, OutcomeUnknown, Overtaken, Refused, TicketShut, Transient
from connector.ports.store import TOLD, Action, ActionKind, ActionState, Installation

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
        doing = _money(services, installation, policy, action) if action.kind is ActionKind.MONEY else None
        made = None if doing is not None else _make(services, action)
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
    if doing is not None:
        finish(services, doing.action, doing)
    elif made is not None:
        with services.store.begin() as tx:
            recorded = tx.outbox.made(action, made, services.clock())
        if recorded is not None:
            finish(services, recorded)


def _release(services: Services, policy: Policy, action: Action, error: Exception) -> None:
    now = services.clock()
    with services.store.begin() as tx:
        if action.attempts >= LEAST_TRIES and (now - action.created_at).total_seconds() > services.timing.give_up:
            if action.begun:  # part of it is made: it is neither done nor undone
                outcome_unknown(tx, action, policy.language, facts_of(action), now)
            else:
                refuse(tx, action, f"away.{action.kind}", policy.language, str(error), now)
            return
        asked = error.retry_after if isinstance(error, Transient) else 0.0
        tx.outbox.release(action, now + pause(action.attempts, asked, services.timing), str(error), now)


def _make(services: Services, action: Action) -> str | None:
    """Write words or a line in the shop; None where there is nothing left to say. Raise as the ports' writes do."""
    return say(services, action) if action.kind in TOLD else write_in_shop(services, action)


def _money(services: Services, installation: Installation, policy: Policy, action: Action) -> Doing:
    """Look once more, then make the calls that are left, one step after the other; what the last one made is recorded
    as the action's own. Raise NotSent, Refused, OutcomeUnknown, Overtaken (no call was made)."""
    if installation.brake and not action.begun:
        raise Transient("the brake is on", BRAKE_SECONDS)
    if installation.shop != action.shop:
        raise Overtaken("another shop")
    doing = begin(services, action, policy)
    left = steps_left(doing)
    again = action.attempts > 0
    made = left[0].find(doing) if left[0].free or again else None  # a try believed lost may have arrived
    if made is None:
        effect = EFFECTS[doing.planned.route]
        if effect.until not in doing.steps:
            effect.unchanged(doing)
        if again and left[0].restart is not None:
            doing = begin_anew(doing, left[0].restart)
            left = steps_left(doing)
    for step in left[:-1]:
        doing = record_step(doing, step, made or _once(doing, step))
        made = None
    made = made or _once(doing, left[-1])
    with services.store.begin() as tx:
        recorded = tx.outbox.made(doing.action, made, services.clock())
    if recorded is None:
        raise Lost(action.key)
    return replace(doing, action=recorded, steps={**doing.steps, left[-1].name: made})


def _once(doing: Doing, step: Step) -> str:
    if (doing.services.clock() - doing.action.touched_at).total_seconds() > doing.services.timing.fresh:
        raise Transient("slow reads, or this machine slept in between")
    return step.send(doing)


def _allowed(action: Action, mode: Mode) -> bool:
    """Whether today's mode lets an action leave. What was begun is ended, and words about money that moved are owed:
    they go out in any mode; an agent's own orders, what they say, and notes need assist, the policy's need auto."""
    if mode is Mode.AUTO or action.begun or action.kind in {ActionKind.COMMENT, ActionKind.TIDY}:
        return True
    if action.kind is ActionKind.MONEY:
        return mode is Mode.ASSIST and from_json(MoneyOrder, action.payload).by != "policy"
    words = from_json(Words, action.payload)
    return words.money is not None or (mode is Mode.ASSIST and not (words.public and words.by == "policy"))
