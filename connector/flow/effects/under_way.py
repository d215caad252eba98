"""An effect under way: what is read for a try, which steps are left, and how far it came, committed step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connector.domain.codec import from_json
from connector.domain.plan import REFUNDS, MoneyAction
from connector.domain.policy import Policy
from connector.flow.effects import EFFECTS, Doing, Step
from connector.flow.services import Services
from connector.flow.words import MoneyOrder
from connector.ports.errors import OutcomeUnknown
from connector.ports.shop import Memo, Shop, ShopOrder
from connector.ports.store import Action


class Lost(OutcomeUnknown):
    """Our claim on the row is not ours any more: whoever has it goes on."""


def begin(services: Services, action: Action, policy: Policy, *, thorough: bool = False) -> Doing:
    """Read what the effect's steps need of the shop. `thorough`: do not believe the order that it tells of every memo.
    Raise Transient, NotFound."""
    planned = from_json(MoneyOrder, action.payload).action
    shop = services.shop(action.shop)
    order = shop.order(planned.order)
    memos = shop.memos(planned.order) if thorough and planned.route in REFUNDS else known_memos(shop, planned, order)
    steps = dict(action.steps)
    if action.made is not None:
        steps[EFFECTS[planned.route].steps(planned)[-1].name] = action.made
    return Doing(services, shop, action, planned, policy, order, memos, steps)


def known_memos(shop: Shop, planned: MoneyAction, order: ShopOrder) -> Sequence[Memo]:
    """The order's credit memos; none are asked for where the order itself says that nothing was given back."""
    return shop.memos(planned.order) if order.anything_refunded or planned.memos else ()


def steps_left(doing: Doing) -> Sequence[Step]:
    return [step for step in EFFECTS[doing.planned.route].steps(doing.planned) if step.name not in doing.steps]


def record_step(doing: Doing, step: Step, made: str) -> Doing:
    """Commit what a step made before the next one begins. Raise Lost."""
    return _recorded(doing, {**doing.steps, step.name: made})


def begin_anew(doing: Doing, name: str) -> Doing:
    """Forget what was made from this step on: it may hold more than we know of. Raise Lost."""
    names = [step.name for step in EFFECTS[doing.planned.route].steps(doing.planned)]
    kept = {step: made for step, made in doing.steps.items() if names.index(step) < names.index(name)}
    return _recorded(doing, kept)


def _recorded(doing: Doing, steps: dict[str, str]) -> Doing:
    with doing.services.store.begin() as tx:
        action = tx.outbox.stepped(doing.action, steps, doing.services.clock())
    if action is None:
        raise Lost(doing.action.key)
    return replace(doing, action=action, steps=steps)
