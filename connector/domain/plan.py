"""From a decision to what is to be done, with everything the doing needs and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from connector.domain.facts import Facts
from connector.domain.ids import ActionKey, CaseId, LineId, MemoId, OrderId
from connector.domain.money import Money
from connector.domain.policy import Policy
from connector.domain.refund import quote
from connector.domain.request import Option, Request


class Route(StrEnum):
    """How money gets back in Magento (contract, "twelve that cost money", 1)."""

    ORDER = "order"  # books an offline refund; moves no money: a person transfers it (payout)
    INVOICE = "invoice"  # moves the money through the gateway; takes no lock, so never repeated
    CANCEL = "cancel"  # nothing was paid: the order is cancelled


@dataclass(frozen=True, slots=True)
class MoneyAction:
    """One effect in the shop, to be made exactly once. It holds all that reconciling needs to recognise it."""

    key: ActionKey
    route: Route
    order: OrderId
    option: Option
    units: Mapping[LineId, int]
    line_amounts: Mapping[LineId, Money]
    amount: Money  # what Magento's memo must come to; zero for a cancel
    whole_shipping: bool
    memos: tuple[MemoId, ...]  # those the decision saw
    state: str  # the order state the decision saw
    to_stock: bool  # the units never left the house and are sellable again
    invoice: str | None = None
    payout: bool = False  # afterwards a person transfers the money


def one_invoice(request: Request, facts: Facts) -> str | None:
    """The newest invoice that can still refund all units asked for, None where it takes several."""
    for invoice in reversed(facts.invoices):
        if all(invoice.units.get(line, 0) >= units for line, units in request.lines.items()):
            return invoice.id
    return None


def action_key(kind: str, case: CaseId, number: int) -> ActionKey:
    """`refund-<case>-<decision>`: only [a-z0-9-], so that it survives tags, comments and job ids."""
    return ActionKey(f"{kind}-{case}-{number}")


def money_action(
    request: Request, option: Option, facts: Facts, policy: Policy, case: CaseId, number: int
) -> MoneyAction | None:
    """Plan a refund or a cancel; None where these facts do not allow one to be planned (the rules said why)."""
    quoted = quote(request, option, facts, policy)
    if option not in {Option.REFUND, Option.CANCEL} or quoted.amount is None or facts.order is None:
        return None
    unpaid = option is Option.CANCEL and not facts.anything_invoiced
    if not unpaid and facts.payment_method not in policy.online_methods | policy.offline_methods:
        return None  # nobody knows what a memo would do to the money
    online = not unpaid and facts.payment_method in policy.online_methods
    invoice = one_invoice(request, facts) if online else None
    if online and invoice is None:
        return None
    return MoneyAction(
        key=action_key(option, case, number),
        route=Route.CANCEL if unpaid else Route.INVOICE if online else Route.ORDER,
        order=facts.order,
        option=option,
        units=dict(request.lines),
        line_amounts=quoted.lines,
        amount=quoted.amount,
        whole_shipping=quoted.whole_shipping,
        memos=facts.memos,
        state=facts.state or "",
        to_stock=option is Option.CANCEL and not unpaid,
        invoice=invoice,
        payout=not unpaid and not online,
    )
