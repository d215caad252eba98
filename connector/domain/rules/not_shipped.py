"""Did the parcel leave?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, deny, review
from connector.domain.policy import Policy
from connector.domain.refund import covers_all_that_is_left
from connector.domain.request import Option, Request


def not_shipped(request: Request, line: Line, option: Option, facts: Facts, _policy: Policy) -> Finding:
    """Cancelling is for orders of which nothing left; everything else for articles that did.

    Magento cancels a shipped order that is not invoiced without a word (contract, "twelve that cost money", 8).
    """
    if option is not Option.CANCEL:
        left = line.shipped >= request.lines.get(line.id, 0) or line.virtual
        return allow("shipped.left") if left else review("shipped.not_yet", f"{line.shipped} of {line.ordered} shipped")
    if facts.anything_shipped:
        return deny("shipped.already")
    if not covers_all_that_is_left(request, facts):
        return review("shipped.part_of_order")  # Magento's cancel takes all of an unpaid order
    if any(each.virtual and each.invoiced for each in facts.lines.values()):
        return review("shipped.digital")  # paid is delivered: such an order is complete without a parcel
    if facts.anything_invoiced and any(each.invoiced < each.ordered for each in facts.lines.values()):
        return review("shipped.partly_invoiced")
    return allow("shipped.nothing")
