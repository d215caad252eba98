"""Is what comes back what was agreed?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import COMES_BACK, NOT_THERE, Policy
from connector.domain.request import Option, Request


def parcel_back(request: Request, line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """Where the policy settles with the parcel, an article that came damaged, wrong or in part is a person's matter,
    and so is one that cannot come. That it is still on its way is no finding: the next step waits for it (step.py).

    A parcel that was agreed to and looked at counts, even where the policy would not wait for it any more.
    """
    looked_at = facts.agreed_on is not None  # the parcel was scanned: what is not in it did not come
    if option not in COMES_BACK or not (looked_at or policy.journey(request.reason).needs_return(option)):
        return allow("parcel.not_needed")
    if facts.return_odd:
        return review("parcel.odd")
    if (line.returned or looked_at) and line.returned < request.lines.get(line.id, 0):
        return review("parcel.in_part", f"{line.returned} of {request.lines.get(line.id, 0)} came back")
    if line.returned:
        return allow("parcel.back")
    if line.virtual or request.reason in NOT_THERE:
        return review("parcel.cannot_come")
    return allow("parcel.awaited" if line.can_come_back else "parcel.not_needed")
