"""Does the customer use the statutory right of withdrawal?"""

from __future__ import annotations

from datetime import timedelta

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, deny, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Reason, Request


def statutory_floor(request: Request, line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """The right of withdrawal: 14 days from receipt, without a reason (EU directive 2011/83, art. 9 and 16).

    Only a legal exception that the policy names stands against it. What is not delivered yet may be withdrawn from too.
    """
    if request.reason is not Reason.WITHDRAWAL or option is not Option.REFUND:
        return allow("withdrawal.not_declared")
    named = [each.name for each in policy.legal_exceptions if each.categories & line.categories]
    if named:
        return deny("withdrawal.exception", named[0])
    if line.virtual:
        return review("withdrawal.digital")
    since = line.delivered_on or line.shipped_on
    if since is None or facts.asked_on - since <= timedelta(days=policy.withdrawal):
        return allow("withdrawal.open")
    if line.delivered_on is None:
        return allow("withdrawal.delivery_unknown")  # the window's rule judges how late it can be
    return allow("withdrawal.over")  # what is left is the shop's own window
