"""How far may Retour go in this installation?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Mode, Policy
from connector.domain.request import Option, Request


def mode(_request: Request, _line: Line, _option: Option, _facts: Facts, policy: Policy) -> Finding:
    """Without this finding one sees what would have happened."""
    how = policy.rollout.mode
    return allow("rollout.auto") if how is Mode.AUTO else review(f"rollout.{how}")
