"""What is written into the shop beside effects: a comment where its staff looks, and rules deleted that served."""

from __future__ import annotations

from datetime import datetime

from connector.domain.codec import from_json, to_json
from connector.domain.ids import ActionKey, OrderId
from connector.domain.plan import MoneyAction, Route
from connector.flow.services import Services
from connector.flow.words import ShopWrite
from connector.ports.errors import NotFound, Transient
from connector.ports.store import Action, ActionKind, ActionState, Case, NewAction, Tx


def write_in_shop(services: Services, action: Action) -> str:
    """Make the one call. Raise Transient, Refused, OutcomeUnknown; an order that is gone needs no comment."""
    wanted, shop = from_json(ShopWrite, action.payload), services.shop(action.shop)
    if action.kind is ActionKind.TIDY:
        shop.delete_rule(wanted.rule)
        return f"rule {wanted.rule}"
    if wanted.order is None:
        raise NotFound("a comment on no order")
    if action.attempts and found_in_shop(services, action):
        return f"order {wanted.order}"
    if (services.clock() - action.touched_at).total_seconds() > services.timing.fresh:
        raise Transient("slow reads, or this machine slept in between")
    shop.comment(wanted.order, f"{action.key} {wanted.text}")
    return f"order {wanted.order}"


def found_in_shop(services: Services, action: Action) -> str | None:
    """Whether a silent comment is there. A rule is just deleted again: one that is gone is fine."""
    wanted = from_json(ShopWrite, action.payload)
    if action.kind is ActionKind.TIDY or wanted.order is None:
        return None
    said = services.shop(action.shop).comments(wanted.order)
    return f"order {wanted.order}" if any(action.key in each.split() for each in said) else None


def comment(tx: Tx, case: Case, key: ActionKey, order: OrderId, text: str, now: datetime) -> None:
    """Have a comment put on an order, whose first word is the key by which it is found again."""
    written = to_json(ShopWrite(order=order, text=f"Retour: {text}. Case {case.id}, ticket {case.ticket_id}"))
    tx.outbox.add(NewAction(ActionKey(f"comment-{key}"), case, ActionKind.COMMENT, written, now, order), now)


def tidy(tx: Tx, case: Case, action: Action, planned: MoneyAction, now: datetime) -> None:
    """Have a rule deleted that is of no use any more, and its code with it: that of a replacement, whatever became of
    it, and that of a store credit which was not given."""
    done = action.state is ActionState.DONE or action.made is not None
    if "rule" in action.steps and (planned.route is Route.REPLACE or (planned.route is Route.COUPON and not done)):
        written = to_json(ShopWrite(rule=action.steps["rule"]))
        tx.outbox.add(NewAction(ActionKey(f"tidy-{action.key}"), case, ActionKind.TIDY, written, now), now)
