"""Was the article sold for good?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, deny, review
from connector.domain.policy import Policy
from connector.domain.request import FAULTS, Option, Reason, Request


def is_final_sale(line: Line, policy: Policy) -> bool | None:
    """None: the policy names an attribute that the shop did not tell about this article."""
    if line.sku in policy.final_sale.skus or line.categories & policy.final_sale.categories:
        return True
    return line.final_sale


def final_sale(request: Request, line: Line, option: Option, _facts: Facts, policy: Policy) -> Finding:
    """A merchant's choice: it never stands against a fault of the shop's, nor against the right of withdrawal."""
    if option is Option.CANCEL:
        return allow("final_sale.not_for_cancel")
    final = is_final_sale(line, policy)
    if final is None:
        return review("final_sale.unknown")
    if not final:
        return allow("final_sale.no")
    if request.reason is Reason.WITHDRAWAL:
        return allow("final_sale.withdrawal")
    return review("final_sale.fault") if request.reason in FAULTS else deny("final_sale.no_return")
