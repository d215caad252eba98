"""Does the order's state let anything be given back?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, deny, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Request

NOTHING_LEFT = frozenset({"closed", "canceled"})
PAID_STATES = frozenset({"processing", "complete"})


def order_state(_request: Request, _line: Line, option: Option, facts: Facts, _policy: Policy) -> Finding:
    """Magento's order state, the machine's value: merchants rename statuses, not states."""
    state = facts.state
    if state is None:
        return review("order.unknown")
    if state in NOTHING_LEFT:
        return deny(f"order.{state}")
    if option is Option.CANCEL and state in PAID_STATES | {"new"}:
        return allow("order.open")
    if state in PAID_STATES:
        return allow("order.paid") if facts.anything_invoiced else review("order.not_invoiced")
    return deny("order.unpaid") if state == "new" else review("order.held", state)
