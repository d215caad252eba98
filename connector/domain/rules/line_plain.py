"""Do we understand how this line is priced?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Request


def line_plain(_request: Request, line: Line, _option: Option, _facts: Facts, _policy: Policy) -> Finding:
    """Bundles, and articles sold by weight or length, are priced in ways we do not compute: a person does."""
    return allow("line.plain") if line.plain else review("line.not_plain")
