"""Is the store credit worth what we say?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Request


def credit_currency(_request: Request, _line: Line, option: Option, facts: Facts, _policy: Policy) -> Finding:
    """A coupon counts in the shop's base currency; in another one it is worth what the rate of the day makes of it."""
    if option is not Option.STORE_CREDIT:
        return allow("credit.not_asked")
    if facts.base_currency is None:
        return review("credit.currency_unknown")
    if facts.base_currency != facts.currency:
        return review("credit.other_currency", f"{facts.currency}, coupons count in {facts.base_currency}")
    return allow("credit.same_currency")
