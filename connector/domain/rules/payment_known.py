"""Do we know how the money gets back?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, review
from connector.domain.plan import by_invoice
from connector.domain.policy import Policy
from connector.domain.refund import GOODS, quote
from connector.domain.request import Option, Request


def payment_known(request: Request, _line: Line, option: Option, facts: Facts, policy: Policy) -> Finding:
    """Only a method the policy names tells whether a refund moves money by itself. Credit needs none, nor do goods,
    unless a cheaper variant leaves a difference to be given back."""
    if option is Option.STORE_CREDIT or (option in GOODS and not quote(request, option, facts, policy).amount):
        return allow("payment.not_touched")
    if option is Option.CANCEL and not facts.anything_invoiced:
        return allow("payment.nothing_paid")
    if facts.payment_method in policy.offline_methods:
        return allow("payment.offline")
    if facts.payment_method not in policy.online_methods:
        return review("payment.unknown", facts.payment_method or "")
    invoices = by_invoice(request, facts)
    if not invoices:
        return review("payment.no_invoice")
    return allow("payment.online") if len(invoices) == 1 else allow("payment.several_invoices", f"{len(invoices)}")
