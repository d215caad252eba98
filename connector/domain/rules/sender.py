"""Does the one who writes own the order?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.money import Money
from connector.domain.policy import Policy
from connector.domain.refund import quote
from connector.domain.request import Option, Request

MONEY_BACK = frozenset({Option.REFUND, Option.CANCEL})  # to the original payment method only


def small(amount: Money | None, cap: Money) -> bool:
    return amount is not None and amount.currency == cap.currency and amount <= cap


def sender(request: Request, _line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """A mail's sender proves nothing: the order must be theirs by its address, and the helpdesk must not distrust them.

    Where the helpdesk gives no verdict, only money that goes back where it came from moves alone, up to a cap.
    """
    if facts.sender_matches_order is None:
        return review("sender.unknown")
    if not facts.sender_matches_order:
        return review("sender.other_address")
    if facts.sender_trusted is False:
        return review("sender.distrusted")
    if not facts.thread_private and option not in MONEY_BACK:
        return review("sender.others_read")
    if facts.sender_trusted:
        return allow("sender.trusted")
    if option in MONEY_BACK and small(quote(request, option, facts, policy).amount, policy.unverified_cap):
        return allow("sender.unverified_small")
    return review("sender.unverified")
