"""Does the customer name a sum that differs from ours?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy
from connector.domain.refund import quote
from connector.domain.request import Option, Request

MONEY = frozenset({Option.REFUND, Option.CANCEL, Option.STORE_CREDIT, Option.KEEP_ITEM})


def amount_asked(request: Request, _line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """An amount in the text is never granted. Less than ours: they mean something else, a person looks. More: ours."""
    if request.amount is None or option not in MONEY:
        return allow("amount.none_asked")
    ours = quote(request, option, facts, policy).amount
    if ours is None or ours.currency != request.amount.currency:
        return review("amount.not_comparable")
    if request.amount < ours:
        return review("amount.asks_less", f"{request.amount} asked, {ours} computed")
    return allow("amount.ours_counts", f"{request.amount} asked, {ours} computed")
