"""Were these units given back already, or are they about to be?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, deny, review
from connector.domain.policy import Policy
from connector.domain.request import Option, Request


def refunded_before(request: Request, line: Line, option: Option, facts: Facts, _policy: Policy) -> Finding:
    """No unit twice, whoever gave it back and however: a memo made by an agent in Magento counts like one of ours, and
    so does credit or a replacement, of which Magento's books say nothing."""
    units = request.lines.get(line.id, 0)
    if facts.promised:  # one money action per order at a time
        return review("refunded.pending", f"{line.promised} unit(s) under way")
    if option is Option.CANCEL and not facts.anything_invoiced:
        return deny("refunded.canceled") if line.canceled >= line.ordered else allow("refunded.nothing_paid")
    given = line.refunded + line.compensated
    if units > line.ordered - given - line.canceled:
        return deny("refunded.before", f"{given} of {line.ordered} given back, {units} asked")
    if given:  # the same wish, sent twice, would take the next unit
        return review("refunded.part_before", f"{given} of {line.ordered} given back")
    if option is not Option.RESHIP and units > line.refundable:
        return review("refunded.not_invoiced", f"{line.invoiced} of {line.ordered} invoiced, {units} asked")
    return allow("refunded.not_yet")
