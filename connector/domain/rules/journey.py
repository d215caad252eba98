"""Is this option part of what the shop offers for this reason?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, deny, review
from connector.domain.policy import Policy, Settle
from connector.domain.request import Option, Reason, Request


def journey(request: Request, _line: Line, option: Option, _facts: Facts, policy: Policy) -> Finding:
    """What the policy offers for this reason, and when it settles. Refund is never hidden from a withdrawal."""
    if option is Option.CANCEL:
        return allow("journey.cancel")
    own = policy.journey(request.reason)
    if option not in own.options and not (option is Option.REFUND and request.reason is Reason.WITHDRAWAL):
        return deny("journey.not_offered")
    if own.settle is not Settle.AT_ONCE:
        return review("journey.return_first", own.settle)
    return allow("journey.offered")
