"""From a decision to what is to be done, with everything the doing needs and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from connector.domain.facts import Facts, InvoiceLeft, Line
from connector.domain.ids import ActionKey, CaseId, LineId, MemoId, OrderId
from connector.domain.money import Money
from connector.domain.policy import OrderAt, Policy
from connector.domain.refund import Quote, moves_nothing, part_of, quote, same_again
from connector.domain.request import Option, Request


class Route(StrEnum):
    """How an effect is made in Magento. Money: contract, "twelve that cost money", 1."""

    ORDER = "order"  # books an offline refund; moves no money: a person transfers it (payout)
    INVOICE = "invoice"  # moves the money through the gateway; takes no lock, so never repeated
    CANCEL = "cancel"  # nothing was paid: the order is cancelled
    COUPON = "coupon"  # store credit: a rule and one code of ours
    REPLACE = "replace"  # goods leave again: an order that costs nothing
    RELEASE = "release"  # a replacement on hold may leave
    DROP = "drop"  # a replacement on hold is not needed any more: it is cancelled


REFUNDS = frozenset({Route.ORDER, Route.INVOICE})  # they end in a credit memo


@dataclass(frozen=True, slots=True)
class MoneyAction:
    """One effect in the shop, to be made exactly once. It holds all that reconciling needs to recognise it."""

    key: ActionKey
    route: Route
    order: OrderId
    option: Option
    units: Mapping[LineId, int]
    line_amounts: Mapping[LineId, Money]
    amount: Money  # what Magento's memo must come to; the credit's worth; the goods' value; zero for a cancel
    whole_shipping: bool  # all shipping that is left goes back
    memos: tuple[MemoId, ...]  # those the decision saw
    state: str  # the order state the decision saw
    to_stock: bool  # the units never left the house and are sellable again
    invoice: str | None = None
    payout: bool = False  # afterwards a person transfers the money
    decision: int = 0  # the number of the decision it carries out
    shipping: Money | None = None  # a share of the shipping goes back, tax included
    goodwill: bool = False  # `amount` is given back without units: those named count 0
    goods: Mapping[str, int] = field(default_factory=dict)  # SKU -> units that leave again
    hold: bool = False  # the replacement waits on hold until the parcel is scanned
    until: date | None = None  # the last day of a store credit
    replacement: OrderId | None = None  # to be let go of, or dropped
    siblings: tuple[ActionKey, ...] = ()  # the other parts of the same order: their memos are none of a stranger's


def action_key(kind: str, case: CaseId, number: int, part: int = 1) -> ActionKey:
    """`refund-<case>-<decision>`, and `-<part>` from the second one on: only [a-z0-9-], so that it survives tags,
    comments and job ids."""
    more = f"-{part}" if part > 1 else ""
    return ActionKey(f"{kind.replace('_', '-')}-{case}-{number}{more}")


def sends_goods(key: ActionKey) -> bool:
    """Whether what gives something in place of a refund sends articles: anything but a credit."""
    return not key.startswith("store-credit-")


def by_invoice(request: Request, facts: Facts) -> Sequence[tuple[str, Mapping[LineId, int]]]:
    """Which invoice gives back which units: the newest one that can do it all, else as few as it takes, oldest first.
    Empty where the invoices do not hold all units asked for."""
    for invoice in reversed(facts.invoices):
        if all(invoice.units.get(line, 0) >= units for line, units in request.lines.items()):
            return [(invoice.id, dict(request.lines))]
    wanted, parts = dict(request.lines), []
    for invoice in facts.invoices:
        taken = {line: min(units, invoice.units.get(line, 0)) for line, units in wanted.items()}
        taken = {line: units for line, units in taken.items() if units > 0}
        if taken:
            parts.append((invoice.id, taken))
            wanted = {line: units - taken.get(line, 0) for line, units in wanted.items()}
    return parts if not any(wanted.values()) else []


@dataclass(frozen=True, slots=True)
class _Planner:
    """What all parts of one order have in common."""

    request: Request
    option: Option
    facts: Facts
    policy: Policy
    case: CaseId
    number: int
    quoted: Quote

    def action(self, route: Route, amount: Money, part: int = 1, **more: object) -> MoneyAction:
        given: dict[str, object] = {
            "key": action_key(self.option, self.case, self.number, part),
            "route": route,
            "order": self.facts.order,
            "option": self.option,
            "units": dict(self.request.lines),
            "line_amounts": self.quoted.lines,
            "amount": amount,
            "whole_shipping": False,
            "memos": self.facts.memos,
            "state": self.facts.state or "",
            "to_stock": False,
            "decision": self.number,
        }
        return MoneyAction(**{**given, **more})  # type: ignore[arg-type]

    @property
    def lines(self) -> Sequence[Line]:
        return [self.facts.lines[line_id] for line_id in self.request.lines]

    @property
    def online(self) -> bool | None:
        """None: nobody knows what a memo would do to the money."""
        method = self.facts.payment_method
        if method in self.policy.online_methods:
            return True
        return False if method in self.policy.offline_methods else None

    def money_back(self, amount: Money) -> tuple[MoneyAction, ...]:
        to_stock = self.option is Option.CANCEL
        if self.online is None:
            return ()
        whole = self.quoted.whole_shipping
        share = self.quoted.shipping if self.quoted.shipping and not whole else None
        if not self.online:
            back: dict[str, object] = {"whole_shipping": whole, "shipping": share}
            return (self.action(Route.ORDER, amount, 1, payout=True, to_stock=to_stock, **back),)
        parts = by_invoice(self.request, self.facts)
        first = self.facts.invoices[0].id if self.facts.invoices else None
        carries = [number for number, _ in parts].index(first) if first in dict(parts) else None
        if self.quoted.shipping and carries is None:
            return ()  # only the first invoice holds shipping
        made, before = [], dict.fromkeys(self.request.lines, 0)
        for place, (invoice, units) in enumerate(parts):
            lines = {line: part_of(self.facts.lines[line], before[line], count) for line, count in units.items()}
            before = {line: count + units.get(line, 0) for line, count in before.items()}
            here = place == carries
            shipping = self.quoted.shipping if here and self.quoted.shipping else Money.zero(amount.currency)
            given = {"units": units, "line_amounts": lines, "invoice": invoice, "to_stock": to_stock}
            given |= {"whole_shipping": whole and here, "shipping": share if here else None}
            made.append(self.action(Route.INVOICE, sum(lines.values(), shipping), place + 1, **given))
        return tuple(made)

    def goodwill(self, amount: Money, part: int) -> tuple[MoneyAction, ...]:
        """An amount without units: every line that can still be refunded is named with 0 (contract, 3)."""
        lines = {line.id: 0 for line in self.facts.lines.values() if line.invoiced > line.refunded}
        if self.online is None or not lines:
            return ()
        given: dict[str, object] = {"goodwill": True, "units": lines, "line_amounts": {}, "payout": not self.online}
        if not self.online:
            return (self.action(Route.ORDER, amount, part, **given),)
        if not by_invoice(self.request, self.facts):
            return ()
        invoice = max(reversed(self.facts.invoices), key=self.holds)  # of equals the newest
        given |= {"units": dict.fromkeys(invoice.units, 0), "invoice": invoice.id}
        return (self.action(Route.INVOICE, amount, part, **given),)

    def holds(self, invoice: InvoiceLeft) -> Decimal:
        """About what the invoice can still give back, so that the gateway does not decline: no memo tells it."""
        lines = [line for line in self.facts.lines.values() if line.ordered]
        parts = (line.paid.amount * invoice.units.get(line.id, 0) / line.ordered for line in lines)
        return sum(parts, Decimal(0))

    def replacement(self, goods: Money, *, hold: bool) -> MoneyAction:
        skus: dict[str, int] = {}
        for line_id, units in self.request.lines.items():
            line = self.facts.lines[line_id]
            sku = line.wish.sku if self.option is Option.EXCHANGE and line.wish else line.sku
            skus[sku] = skus.get(sku, 0) + units
        return self.action(Route.REPLACE, goods, goods=skus, hold=hold)


def plan(
    request: Request,
    option: Option,
    facts: Facts,
    policy: Policy,
    case: CaseId,
    number: int,
    *,
    held: OrderId | None = None,
) -> tuple[MoneyAction, ...]:
    """What carrying out `option` takes, in this order, one after the other; empty where these facts do not allow it to
    be planned (the rules said why).

    `held`: the replacement that was put on hold when the return was agreed; it is let go of instead of made.
    """
    quoted = quote(request, option, facts, policy)
    if quoted.amount is None or quoted.goods is None or facts.order is None:
        return ()
    if moves_nothing(option, quoted, facts):
        return ()
    planner = _Planner(request, option, facts, policy, case, number, quoted)
    if option is Option.CANCEL and not facts.anything_invoiced:
        made: tuple[MoneyAction, ...] = (planner.action(Route.CANCEL, quoted.amount),)
    elif option is Option.STORE_CREDIT and facts.base_currency != facts.currency:
        return ()  # a coupon counts in base currency: what it will be worth in the customer's nobody can say
    elif option is Option.STORE_CREDIT:
        until = facts.today + timedelta(days=policy.credit_days)
        made = (planner.action(Route.COUPON, quoted.amount, until=until),)
    elif option in {Option.EXCHANGE, Option.RESHIP}:
        made = _goods(planner, quoted.amount, quoted.goods, held)
    else:
        made = planner.money_back(quoted.amount)
    keys = tuple(each.key for each in made)
    return tuple(replace(each, siblings=tuple(key for key in keys if key != each.key)) for each in made)


def _goods(planner: _Planner, back: Money, goods: Money, held: OrderId | None) -> tuple[MoneyAction, ...]:
    """Goods leave, then the difference goes back: nothing to the customer's credit hangs on a sold-out article."""
    told = (line.wish or same_again(planner.request, line) for line in planner.lines)
    if planner.option is Option.EXCHANGE and not all(told):
        return ()  # nobody said what for
    if held is not None:
        first = planner.action(Route.RELEASE, goods, replacement=held)
    else:
        first = planner.replacement(goods, hold=False)
    if not back:
        return (first,)
    rest = planner.goodwill(back, 2)
    return (first, *rest) if rest else ()


def reserve_goods(request: Request, facts: Facts, policy: Policy, case: CaseId, number: int) -> MoneyAction | None:
    """The replacement that is ordered and put on hold when an exchange is agreed; None where the policy orders it when
    the parcel is back. What a cheaper variant gives back waits for the parcel either way."""
    if policy.journey(request.reason).order_at is not OrderAt.ACCEPTANCE:
        return None
    quoted = quote(request, Option.EXCHANGE, facts, policy)
    if quoted.worth is None or quoted.goods is None or facts.order is None:
        return None
    planner = _Planner(request, Option.EXCHANGE, facts, policy, case, number, quoted)
    if not all(line.wish or same_again(request, line) for line in planner.lines):
        return None
    return planner.replacement(quoted.goods, hold=True)
