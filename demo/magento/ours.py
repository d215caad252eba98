"""What Retour's own books say of a few cases: outbox, audit, ledger, payouts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connector.domain.codec import from_json
from connector.domain.money import Money
from connector.domain.plan import MoneyAction, Route
from connector.flow.words import MoneyOrder, ShopWrite
from connector.ports.store import Action, ActionKind, ActionState, Case, Payout
from demo.magento.world import World


@dataclass(frozen=True, slots=True)
class Effect:
    """One action on the shop. `amount`: as the audit trail has it; None: it was not made."""

    action: Action
    planned: MoneyAction
    amount: Money | None

    @property
    def made(self) -> bool:
        return self.amount is not None

    @property
    def key(self) -> str:
        return self.action.key

    @property
    def route(self) -> Route:
        return self.planned.route


@dataclass(frozen=True, slots=True)
class Ours:
    """`comments`: what was to be written on orders: key -> the order's id."""

    cases: Sequence[Case]
    effects: Sequence[Effect]
    comments: dict[str, str]
    payouts: Sequence[Payout]
    unfinished: Sequence[str]

    def made(self, *routes: Route) -> list[Effect]:
        return [each for each in self.effects if each.made and each.route in routes]

    @property
    def replacements(self) -> dict[str, Effect]:
        """Orders that Retour placed, by id."""
        return {placed(each.action): each for each in self.made(Route.REPLACE)}


def placed(action: Action) -> str:
    """The order that a replacement became. What the last step made is the action's own."""
    return action.steps.get("place") or action.made or ""


def our_books(world: World, tickets: Sequence[str]) -> Ours:
    """Read them."""
    effects: list[Effect] = []
    comments: dict[str, str] = {}
    unfinished: list[str] = []
    with world.retour.services.store.begin() as tx:
        cases = [case for case in tx.cases.listed(world.tenant, limit=1000) if case.ticket_id in tickets]
        for case in cases:
            amounts = {
                str(entry.why["key"]): Money.parse(str(entry.why["amount"]))
                for entry in tx.audit.trail(case.id)
                if entry.what == "made"
            }
            for action in tx.outbox.of_case(case.id):
                if action.state in {ActionState.PENDING, ActionState.CLAIMED, ActionState.PERSON}:
                    unfinished.append(f"{action.key} is {action.state}: {action.error}")
                if action.kind is ActionKind.MONEY:
                    planned = from_json(MoneyOrder, action.payload).action
                    effects.append(Effect(action, planned, amounts.get(action.key)))
                elif action.kind is ActionKind.COMMENT and action.state is ActionState.DONE:
                    comments[action.key] = str(from_json(ShopWrite, action.payload).order)
        mine = {case.id for case in cases}
        payouts = [each for each in tx.dues.payouts(open_only=False) if each.case in mine]
    return Ours(cases, effects, comments, payouts, unfinished)


def promised(world: World, orders: Sequence[str]) -> list[str]:
    """Reservations on these orders that are neither made nor void: none may be left."""
    with world.retour.services.store.begin() as tx:
        found = [each for order in orders for each in tx.ledger.promised(world.shop, order)]  # type: ignore[arg-type]
    return [f"{each.key} still reserves {each.amount} on order {each.order}" for each in found]
