"""Do we know how the money gets back?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.plan import one_invoice
from connector.domain.policy import Policy
from connector.domain.request import Option, Request


def payment_known(request: Request, _line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """Only a method the policy names tells whether a refund moves money by itself. Goods and credit need none."""
    if option in {Option.EXCHANGE, Option.RESHIP, Option.STORE_CREDIT}:
        return allow("payment.not_touched")
    if option is Option.CANCEL and not facts.anything_invoiced:
        return allow("payment.nothing_paid")
    if facts.payment_method in policy.offline_methods:
        return allow("payment.offline")
    if facts.payment_method not in policy.online_methods:
        return review("payment.unknown", facts.payment_method or "")
    return allow("payment.online") if one_invoice(request, facts) else review("payment.several_invoices")
