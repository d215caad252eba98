"""Is this option part of what the shop offers for this reason?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, deny
from connector.domain.policy import Policy
from connector.domain.request import Option, Reason, Request


def journey(request: Request, _line: Line, option: Option, _facts: Facts, policy: Policy) -> Finding:
    """What the policy offers for this reason. Refund is never hidden from a withdrawal."""
    if option is Option.CANCEL:
        return allow("journey.cancel")
    own = policy.journey(request.reason)
    if option not in own.options and not (option is Option.REFUND and request.reason is Reason.WITHDRAWAL):
        return deny("journey.not_offered")
    return allow("journey.offered")
