"""Did somebody pull the brake?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Request


def brake(_request: Request, _line: Line, _option: Option, facts: Facts, _policy: Policy) -> Finding:
    """Somebody, or a bound that was left, stopped everything that moves alone."""
    return review("brake.on") if facts.brake else allow("brake.off")
