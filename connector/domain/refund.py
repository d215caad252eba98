"""How much. Magento computes the memo; this says what it must come to, so that it can be checked before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from connector.domain.errors import InvalidMoney
from connector.domain.facts import Facts, Line
from connector.domain.ids import LineId
from connector.domain.money import Money, rounding_unit, total
from connector.domain.policy import Policy
from connector.domain.request import FAULTS, Option, Reason, Request

GOODS = frozenset({Option.EXCHANGE, Option.RESHIP})  # articles leave again


def refundable(whole: Money, k: int, n: int, refunded: Money) -> Money:
    """Return what is due once `k` of a line's `n` units are back, earlier ones included; `refunded` went out before.

    The sum is rounded, not the part, so that parts add up to the whole; Magento does the same. 38.97 for two: 19.49
    for the first (k=1), 38.97 - 19.49 = 19.48 for the second (k=2). Never below zero. Rounded to
    `rounding_unit`: Magento's books have two decimals in every currency, dinars included.
    """
    if not 0 <= k <= n or n == 0 or whole.currency != refunded.currency:
        raise InvalidMoney(f"{k} of {n}, {whole.currency} and {refunded.currency}")
    exact = whole.amount * k / n
    share = whole.amount if k == n else exact.quantize(rounding_unit(whole.currency), ROUND_HALF_UP)
    return Money(max(min(share, whole.amount) - refunded.amount, Decimal(0)), whole.currency)


def booked(amount: Decimal, currency: str) -> Money:
    """Round half up to what Magento's books can hold."""
    return Money(amount.quantize(rounding_unit(currency), ROUND_HALF_UP), currency)


@dataclass(frozen=True, slots=True)
class Quote:
    """What one option comes to for the whole request. `amount`: money (or credit) that leaves; `goods`: value of
    articles that leave again; None: cannot be told from these facts. An exchange for a cheaper variant has both."""

    amount: Money | None
    goods: Money | None
    lines: Mapping[LineId, Money]  # parts of `amount`, or of both where articles leave
    shipping: Money | None = None  # part of `amount`: shipping that goes back, with tax
    whole_shipping: bool = False  # that is all of it that is left

    @property
    def worth(self) -> Money | None:
        """All that leaves the shop, in money, credit or goods: what caps and limits count."""
        return None if self.amount is None or self.goods is None else self.amount + self.goods


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
    """Whether nothing of the order is left once the request is granted, neither invoiced nor still to be. Of units that
    were replaced the customer keeps the others."""
    return all(not line.replaced and request.lines.get(line.id, 0) >= line.left for line in facts.lines.values())


def _value(line: Line, units: int) -> Money | None:
    """What `units` more units of the line are worth to the customer, those refunded before counted first.

    Units credited or replaced by us stay out of the sum: Magento, which computes the memo, does not know of them.
    """
    before = line.refunded + line.promised
    gone = before + line.compensated + line.canceled
    if not line.plain or units < 1 or min(before, line.compensated, line.canceled) < 0 or gone + units > line.ordered:
        return None
    if line.back.currency != line.paid.currency:
        return None
    if line.promised:  # their amount is not in the books yet: take the rounded share
        earlier = refundable(line.paid, before, line.ordered, Money.zero(line.paid.currency))
        return refundable(line.paid, before + units, line.ordered, earlier)
    return refundable(line.paid, before + units, line.ordered, line.back)


def part_of(line: Line, before: int, units: int) -> Money:
    """What `units` of the line are worth once `before` more than now went back: two parts add up to their sum."""
    earlier = _value(line, before) if before else Money.zero(line.paid.currency)
    both = _value(line, before + units)
    if earlier is None or both is None:
        raise InvalidMoney(f"line {line.id}: {before} and {units} of {line.ordered} units")
    return both - earlier


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
    if option is Option.RESHIP:
        return Quote(nothing, goods, parts)
    if option is Option.EXCHANGE:
        back = difference(request, facts, parts)
        return Quote(back, goods - back, parts)
    if option is Option.STORE_CREDIT:
        factor = 1 + policy.bonus_of(request.reason) / 100
        return Quote(booked(goods.amount * factor, facts.currency), nothing, parts)
    return _money_back(request, option, facts, policy, parts, goods)


def moves_nothing(option: Option, quoted: Quote, facts: Facts) -> bool:
    """Whether units would be given back for no money: Magento would make a memo of their full price, or of nothing."""
    unpaid = option is Option.CANCEL and not facts.anything_invoiced
    return option not in GOODS and not unpaid and not quoted.amount


def same_again(request: Request, line: Line) -> bool:
    """An exchange of what came broken or wrong, without a wish for another variant, is for the same article."""
    return request.reason in FAULTS and line.wish is None


def difference(request: Request, facts: Facts, parts: Mapping[LineId, Money]) -> Money:
    """What an exchange for cheaper variants gives back: the customer pays the same share of the new price as of the old
    one, discounts and tax included. Zero where a price is not told or a variant is dearer: the rules stop those."""
    given = []
    for line_id in request.lines:
        line = facts.lines[line_id]
        ratio = line.wish.ratio if line.wish else None
        if ratio is not None and 0 <= ratio < 1:
            part = parts[line_id]
            given.append(part - booked(part.amount * ratio, part.currency))
    return total(given, str(facts.currency))


def _money_back(
    request: Request, option: Option, facts: Facts, policy: Policy, parts: Mapping[LineId, Money], goods: Money
) -> Quote:
    """Refund, cancel and keep_item. Shipping goes back when all of an order is cancelled or withdrawn from, else it
    stays; to a withdrawal no more than the standard way costs (EU directive 2011/83, art. 13)."""
    currency = goods.currency
    if option is Option.CANCEL and not facts.anything_invoiced:
        return Quote(Money.zero(currency), Money.zero(currency), dict.fromkeys(parts, Money.zero(currency)))
    undone = option is Option.CANCEL or (option is Option.REFUND and request.reason is Reason.WITHDRAWAL)
    whole = undone and covers_all_that_is_left(request, facts)
    left = shipping_left(facts) if whole else Money.zero(currency)
    standard = policy.standard_shipping if option is Option.REFUND else None
    if left is None or left.currency != currency or (left and standard and standard.currency != currency):
        return UNKNOWN
    shipping = min(left, standard) if left and standard is not None else left
    return Quote(goods + shipping, Money.zero(currency), parts, shipping, bool(left) and shipping == left)
