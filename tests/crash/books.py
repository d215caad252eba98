"""Both sides as they are, for one run: what Retour kept, and the stand-ins' own books. Nothing is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, func, select

from connector.domain.codec import from_json
from connector.domain.plan import Route
from connector.flow.words import MoneyOrder
from connector.ports.store import Action, ActionKind, ActionState, Case
from connector.storage.tables import leases, ledger, payouts, returns, scans
from tests.crash.kinds import Matter
from tests.crash.world import BY_HAND, World


@dataclass
class Findings:
    """What is wrong, one text each, and whom a person was asked about."""

    doubles: list[str] = field(default_factory=list)  # more effects than one
    unrecorded: list[str] = field(default_factory=list)  # an effect nobody knows of
    unfounded: list[str] = field(default_factory=list)  # a record of what did not happen
    stuck: list[str] = field(default_factory=list)  # neither done nor with a person; what is left lying about
    handed_over: list[str] = field(default_factory=list)  # of unknown outcome, where the fault allows it
    wrongly_handed_over: list[str] = field(default_factory=list)
    lost_tags: list[str] = field(default_factory=list)  # which a colleague set before or between the workers

    @property
    def wrong(self) -> list[str]:
        parts = ("doubles", "unrecorded", "unfounded", "stuck", "wrongly_handed_over", "lost_tags")
        return [f"{part}: {text}" for part in parts for text in getattr(self, part)]


@dataclass(frozen=True)
class Kept:
    """Retour's side. `codes`: the action's key -> the code that is kept for it."""

    cases: Mapping[str, Case]  # by ticket
    actions: Sequence[Action]
    reservations: Sequence[Any]
    payouts: Mapping[str, Any]
    leased: int
    returns: Sequence[Any]
    scans: Sequence[Any]
    codes: Mapping[str, str]

    def of(self, kind: ActionKind, *states: ActionState) -> list[Action]:
        return [each for each in self.actions if each.kind is kind and each.state in states]

    def money(self, *routes: Route, states: Sequence[ActionState] = (ActionState.DONE,)) -> list[Action]:
        return [each for each in self.of(ActionKind.MONEY, *states) if ordered(each).action.route in routes]

    @property
    def in_doubt(self) -> set[str]:
        return {each.key for each in self.of(ActionKind.MONEY, ActionState.PERSON)}

    def family(self, key: str) -> str:
        """The key under which the ledger holds what this action is a part of; its own where nobody knows it."""
        mine = [each for each in self.actions if each.key == key and each.kind is ActionKind.MONEY]
        return ordered(mine[0]).reserved if mine else key


def ordered(action: Action) -> MoneyOrder:
    return from_json(MoneyOrder, action.payload)


@dataclass(frozen=True)
class Books:
    """The stand-ins' side. `words`: operation key -> comments that carry it; `replacements`: every further order to the
    customer's address; `rules`: price rules that were not there before; `coupons`: codes of those."""

    lines: frozenset[int]  # of the order, as the customer sees them: a variant is in its memo twice
    memos: Sequence[Any]
    by_hand: Sequence[Any]  # memos that an agent made
    paid_back: Sequence[Decimal]  # by the gateway
    cancels: Mapping[int, int]  # order -> how often
    canceled: bool
    mails: Sequence[tuple[str, int, str]]  # ticket, comment, text
    words: Mapping[str, Sequence[int]]
    replacements: Sequence[Any]
    rules: Mapping[str, Any]
    coupons: Sequence[Any]
    comments: Sequence[tuple[str, str]]  # on which order, and the first word

    @property
    def standing(self) -> list[Any]:
        """The replacements that are not cancelled."""
        return [each for each in self.replacements if each.state != "canceled"]


def kept(world: World, matter: Matter) -> Kept:
    cases: dict[str, Case] = {}
    actions: list[Action] = []
    with world.retour.services.store.begin() as tx:
        for ticket in matter.tickets:
            if (case := tx.cases.newest(world.tenant, ticket)) is not None:
                cases[ticket] = case
                actions += tx.outbox.of_case(case.id)
    order = str(matter.order.id) if matter.order else ""
    number = matter.number if matter.order else ""

    def of_order(table: Table) -> Any:
        return (table.c.shop_id == world.shop_id) & (table.c.order_id == order)

    with world.retour.engine.begin() as connection:
        reservations = connection.execute(select(ledger).where(of_order(ledger))).all()
        due = connection.execute(select(payouts).where(payouts.c.key.in_([each.key for each in actions]))).all()
        held = connection.scalar(select(func.count()).select_from(leases).where(of_order(leases))) or 0
        agreed = connection.execute(select(returns).where(of_order(returns))).all()
        by_number = (scans.c.order_number == number) | scans.c.rma.in_([each.rma for each in agreed])
        told = connection.execute(select(scans).where(scans.c.shop_id == world.shop_id, by_number)).all()
    secrets = world.retour.services.secrets
    money = [each.key for each in actions if each.kind is ActionKind.MONEY]
    codes = {str(key): (secrets.get(f"action:{key}", "code") or {}).get("code", "") for key in money}
    return Kept(cases, actions, reservations, {row.key: row for row in due}, held, agreed, told, codes)


def books(world: World, matter: Matter, keys: Sequence[str]) -> Books:
    order, shop = matter.order.id if matter.order else None, world.shop
    gateway = [each for each in shop.gateway.book() if each["kind"] == "refund" and each["accepted"]]
    words: dict[str, list[int]] = {}
    for ticket in matter.tickets:
        for key in keys:
            if said := world.desk.carrying(ticket, key):
                words.setdefault(key, []).extend(said)
    email = matter.email.casefold()
    mine = [each for each in list(shop.orders.values()) if each.data["customer_email"].casefold() == email]
    cancels: dict[int, int] = {}
    for each in list(shop.cancels):
        cancels[each["order_id"]] = cancels.get(each["order_id"], 0) + 1
    rules = {str(number): rule for number, rule in list(shop.promotions.rules.items()) if number not in matter.rules}
    histories = [(str(each.id), row["comment"]) for each in mine for row in list(each.histories)]
    lines = matter.order.lines if matter.order else ()
    memos = [memo for memo in list(shop.memos) if memo["order_id"] == order]
    by_hand = [memo for memo in memos if key_of(memo) == BY_HAND]
    refunds = [Decimal(each["amount"]) for each in gateway if each["order_id"] == order]
    for memo in by_hand:
        refunds.remove(Decimal(str(memo["base_grand_total"])))
    return Books(
        lines=frozenset(line["item_id"] for line in lines),
        memos=[memo for memo in memos if memo not in by_hand],
        by_hand=by_hand,
        paid_back=refunds,
        cancels={each.id: cancels.get(each.id, 0) for each in mine},
        canceled=matter.order is not None and matter.order.data["state"] == "canceled",
        mails=[(ticket, said, text) for ticket in matter.tickets for said, text in world.desk.mails(ticket)],
        words=words,
        replacements=[each for each in mine if each.id != order],
        rules=rules,
        coupons=[each for each in list(shop.promotions.coupons.values()) if str(each["rule_id"]) in rules],
        comments=[(number, text.split()[0]) for number, text in histories if text and text.split()],
    )


def key_of(memo: Any) -> str:
    """The operation key that a memo carries, empty where it carries none."""
    said = [str(comment["comment"]).split() for comment in memo.get("comments", ())]
    return said[0][0] if said and said[0] else ""


def is_known(key: str, actions: Sequence[Action]) -> bool:
    """Whether an action of this key was made, or may have been."""
    return any(each.key == key and each.state in {ActionState.DONE, ActionState.PERSON} for each in actions)
