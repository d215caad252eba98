"""Can the same article, or the variant wanted instead, leave again?"""

from __future__ import annotations

from connector.domain.facts import Facts, Line
from connector.domain.finding import Finding, allow, deny, review
from connector.domain.policy import Policy
from connector.domain.refund import GOODS, same_again
from connector.domain.request import Option, Request


def goods(request: Request, line: Line, option: Option, _facts: Facts, _policy: Policy) -> Finding:
    """A replacement is an order that costs nothing: what goes into its cart must be told by a SKU, have been paid for,
    and be in stock. An article made to order, a bundle or a download cannot be put there by its SKU alone."""
    if option not in GOODS:
        return allow("goods.none_leave")
    if line.virtual or not line.reorderable:
        return review("goods.not_by_sku")
    if not line.paid:
        return review("goods.nothing_paid")  # a replacement itself: how often it was sent again is a person's to see
    if option is Option.RESHIP or same_again(request, line):
        if line.salable is None:
            return review("goods.stock_unknown")
        return allow("goods.in_stock") if line.salable else deny("goods.sold_out")
    return _variant(line)


def _variant(line: Line) -> Finding:
    """A dearer variant means asking the customer for money, which a person does."""
    wish = line.wish
    if not line.variants:
        return review("variant.none")
    if wish is None:
        return review("variant.unknown")
    if wish.salable is None:
        return review("goods.stock_unknown")
    if not wish.salable:
        return deny("variant.sold_out", wish.sku)
    if not wish.ratio:  # not told, or free: then the whole price would go back as well
        return review("variant.price_unknown", wish.sku)
    if wish.ratio > 1:
        return review("variant.dearer", wish.sku)
    return allow("variant.cheaper" if wish.ratio < 1 else "variant.in_stock", wish.sku)
