"""Is it little enough to move alone?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy
from connector.domain.refund import moves_nothing, quote
from connector.domain.request import Option, Request


def amount_cap(request: Request, _line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """The most that moves without a person, for the request as a whole. What leaves as goods counts at its value."""
    cap = policy.cancel_cap if option is Option.CANCEL else policy.refund_cap
    quoted = quote(request, option, facts, policy)
    worth = quoted.worth
    if worth is None:
        return review("cap.amount_unknown")
    if moves_nothing(option, quoted, facts):
        return review("cap.amount_unknown", "nothing is left to give back")
    if worth.currency != cap.currency:
        return review("cap.other_currency", f"{worth}, cap {cap}")
    return review("cap.above", f"{worth}, cap {cap}") if worth > cap else allow("cap.within", f"{worth}, cap {cap}")
