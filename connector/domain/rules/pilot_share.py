"""Is this customer's case among those the pilot settles?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Reason, Request


def pilot_share(request: Request, _line: Line, _option: Option, facts: Facts, policy: Policy) -> Finding:
    """The same customer always falls on the same side; an unstated reason counts as a change of mind."""
    rollout = policy.rollout
    if rollout.reasons is not None and (request.reason or Reason.CHANGED_MIND) not in rollout.reasons:
        return review("pilot.reason")
    if rollout.languages is not None and request.language not in rollout.languages:
        return review("pilot.language")
    if rollout.stores is not None and facts.store not in rollout.stores:
        return review("pilot.store")
    if facts.draw is None or facts.draw >= rollout.share * 100:
        return review("pilot.share", f"{rollout.share} %")
    return allow("pilot.in")
