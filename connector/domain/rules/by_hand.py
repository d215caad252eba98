"""Can we carry this option out ourselves?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Request

EXECUTED = frozenset({Option.REFUND, Option.CANCEL})


def by_hand(_request: Request, _line: Line, option: Option, _facts: Facts, _policy: Policy) -> Finding:
    """Exchange, store credit, reshipment and keep_item are computed and shown; a person carries them out."""
    return allow("by_hand.no") if option in EXECUTED else review("by_hand.yes")
