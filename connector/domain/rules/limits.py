"""How much has gone out already?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line, Usage
from connector.domain.finding import Finding, allow, review
from connector.domain.money import Money, total
from connector.domain.policy import Limit, Policy
from connector.domain.refund import quote
from connector.domain.request import Option, Request


def would_pass(limit: Limit, usage: Usage, more: Money | None) -> str | None:
    """Say what one more action would exceed, None if nothing. Sums of another currency cannot be compared: exceeded."""
    if usage.count + 1 > limit.count:
        return "count"
    currency = limit.amount.currency
    if more is None or any(each.currency != currency for each in (*usage.amounts, more)):
        return "currency"
    return "amount" if total([*usage.amounts, more], currency) > limit.amount else None


def _judge(which: str, limit: Limit, usage: Usage, more: Money | None) -> Finding:
    over = would_pass(limit, usage, more)
    return review(f"limit.{which}_{over}", f"{usage.count} before") if over else allow(f"limit.{which}_within")


def customer_limit(request: Request, _line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """How often and how much one customer got lately in money, credit and goods, over all their orders in this shop."""
    more = quote(request, option, facts, policy).worth
    return _judge("customer", policy.customer_limit, facts.by_customer, more)


def shop_limit(request: Request, _line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """What the whole shop gave away alone today: the fuse against everything nobody thought of."""
    more = quote(request, option, facts, policy).worth
    return _judge("shop", policy.shop_limit, facts.by_shop, more)
