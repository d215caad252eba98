"""Do we know surely enough what the customer wants?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Request


def low_confidence(request: Request, _line: Line, _option: Option, _facts: Facts, policy: Policy) -> Finding:
    """Below the policy's threshold a person reads the ticket."""
    said = f"{request.confidence} of {policy.confidence}"
    return (
        review("confidence.low", said) if request.confidence < policy.confidence else allow("confidence.enough", said)
    )
