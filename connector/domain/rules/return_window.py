"""Is the article still within the time in which it may come back?"""

from __future__ import annotations

from datetime import timedelta

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, deny, review
from connector.domain.policy import Policy
from connector.domain.request import FAULTS, Option, Reason, Request


def return_window(request: Request, line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """Calendar days in the shop's zone, the last one included; the day is a fact, never a clock. Once a return was
    agreed, that day counts: the parcel's time on the way back is not the customer's fault.

    Magento knows when a parcel left, not when it came: DENY only from a proven delivery, or once the longest transit
    is over as well.
    """
    if option is Option.CANCEL:
        return allow("window.not_for_cancel")
    if line.shipped_on is None:
        return review("window.not_shipped")
    days = max(policy.window, policy.withdrawal) if request.reason is Reason.WITHDRAWAL else policy.window
    window = timedelta(days=days)
    passed = facts.asked_on - (line.delivered_on or line.shipped_on)
    if passed <= window:
        return allow("window.open", f"{passed.days} days, window {days}")
    if line.delivered_on is None:
        since_latest = None if policy.max_transit is None else passed - timedelta(days=policy.max_transit)
        if since_latest is None or since_latest <= window:
            return review("window.delivery_unknown", f"shipped {passed.days} days ago, window {days}")
        passed = since_latest
    late = f"{passed.days} days, window {days}"
    return review("window.expired_fault", late) if request.reason in FAULTS else deny("window.expired", late)
