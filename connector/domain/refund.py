"""How much. Magento computes the memo; this says what it must come to, so that it can be checked before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from connector.domain.errors import InvalidMoney
from connector.domain.facts import Facts, Line
from connector.domain.ids import LineId
from connector.domain.money import Money, decimals, total
from connector.domain.policy import Policy
from connector.domain.request import Option, Reason, Request


def refundable(whole: Money, k: int, n: int, refunded: Money) -> Money:
    """Return what is due once `k` of a line's `n` units are back, earlier ones included; `refunded` went out before.

    The sum is rounded, not the part, so that parts add up to the whole; Magento does the same. 38.97 for two: 19.49
    for the first (k=1), 38.97 - 19.49 = 19.48 for the second (k=2). Never below zero.
    """
    if not 0 <= k <= n or n == 0 or whole.currency != refunded.currency:
        raise InvalidMoney(f"{k} of {n}, {whole.currency} and {refunded.currency}")
    unit = Decimal(1).scaleb(-decimals(whole.currency))
    due = (whole.amount * k / n).quantize(unit, ROUND_HALF_UP) - refunded.amount
    return Money(max(due, Decimal(0)), whole.currency)


@dataclass(frozen=True, slots=True)
class Quote:
    """What one option comes to for the whole request. `amount`: money (or credit) that leaves; `goods`: value of
    articles that leave again; None: cannot be told from these facts."""

    amount: Money | None
    goods: Money | None
    lines: Mapping[LineId, Money]  # parts of `amount`, or of `goods` where articles leave
    shipping: Money | None = None  # part of `amount`: shipping that goes back, with tax
    whole_shipping: bool = False


UNKNOWN = Quote(None, None, {})


def shipping_left(facts: Facts) -> Money | None:
    """None: not known, or told in two currencies."""
    if facts.shipping_paid is None or facts.shipping_refunded is None:
        return None
    if facts.shipping_paid.currency != facts.shipping_refunded.currency:
        return None
    left = facts.shipping_paid - facts.shipping_refunded
    return left if left.amount > 0 else Money.zero(left.currency)


def covers_all_that_is_left(request: Request, facts: Facts) -> bool:
    """Whether nothing of the order is left once the request is granted, neither invoiced nor still to be."""
    return all(request.lines.get(line.id, 0) >= line.left for line in facts.lines.values())


def _value(line: Line, units: int) -> Money | None:
    """What `units` more units of the line are worth to the customer, those refunded before counted first."""
    before = line.refunded + line.promised
    if not line.plain or units < 1 or before < 0 or before + units > line.ordered:
        return None
    if line.back.currency != line.paid.currency:
        return None
    if line.promised:  # their amount is not in the books yet: take the rounded share
        earlier = refundable(line.paid, before, line.ordered, Money.zero(line.paid.currency))
        return refundable(line.paid, before + units, line.ordered, earlier)
    return refundable(line.paid, before + units, line.ordered, line.back)


def quote(request: Request, option: Option, facts: Facts, policy: Policy) -> Quote:
    """Pure and total: an order without a currency, an unknown line or too many units give UNKNOWN."""
    if facts.currency is None or not request.lines:
        return UNKNOWN
    parts: dict[LineId, Money] = {}
    for line_id, units in request.lines.items():
        line = facts.lines.get(line_id)
        value = _value(line, units) if line else None
        if value is None or value.currency != facts.currency:
            return UNKNOWN
        parts[line_id] = value
    goods = total(list(parts.values()), facts.currency)
    nothing = Money.zero(facts.currency)
    if option in {Option.EXCHANGE, Option.RESHIP}:
        return Quote(nothing, goods, parts)
    if option is Option.STORE_CREDIT:
        factor = 1 + policy.bonus / 100
        return Quote(Money.rounded(goods.amount * factor, facts.currency), nothing, parts)
    return _money_back(request, option, facts, parts, goods)


def _money_back(request: Request, option: Option, facts: Facts, parts: Mapping[LineId, Money], goods: Money) -> Quote:
    """Refund, cancel and keep_item. Standard outbound shipping goes back when all of an order is cancelled or withdrawn
    from (EU directive 2011/83, art. 13), else it stays."""
    currency = goods.currency
    if option is Option.CANCEL and not facts.anything_invoiced:
        return Quote(Money.zero(currency), Money.zero(currency), dict.fromkeys(parts, Money.zero(currency)))
    undone = option is Option.CANCEL or (option is Option.REFUND and request.reason is Reason.WITHDRAWAL)
    whole = undone and covers_all_that_is_left(request, facts)
    shipping = shipping_left(facts) if whole else Money.zero(currency)
    if shipping is None or shipping.currency != currency:
        return UNKNOWN
    return Quote(goods + shipping, Money.zero(currency), parts, shipping, whole and bool(shipping))
