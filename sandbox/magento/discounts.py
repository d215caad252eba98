"""What sales rules take off a cart's lines and its shipping, in base and in the cart's currency, rounded as there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.magento.money import ZERO, DeltaRounder, Record, rounded
from sandbox.magento.placing import PREFIXES, Rates

HUNDRED = Decimal(100)


@dataclass
class Share:
    """A line, or the shipping: what it costs per currency ("" the cart's, "base_") and what rules took off so far."""

    cost: dict[str, Decimal]
    units: int = 1
    off: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(PREFIXES, ZERO))
    percent: Decimal = ZERO
    rule_ids: list[str] = field(default_factory=list)

    def left(self, prefix: str) -> Decimal:
        return self.cost[prefix] - self.off[prefix]

    def take(self, prefix: str, amount: Decimal) -> Decimal:
        """Take this much off, never more than is left; return what was taken."""
        taken = max(min(rounded(amount), self.left(prefix)), ZERO)
        self.off[prefix] += taken
        return taken


def apply(rules: Sequence[Record], lines: Sequence[Share], shipping: Share | None, rates: Rates) -> None:
    """Take the discounts of these rules off `lines` and, where they say so, off `shipping` (None: not chosen yet).

    by_percent, by_fixed and cart_fixed; any other action takes nothing off.
    """
    percent_rounder = DeltaRounder()
    for rule in rules:
        for line in lines:
            line.rule_ids.append(str(rule["rule_id"]))
        shipped = shipping if rule["apply_to_shipping"] else None
        if rule["simple_action"] == "by_percent":
            _by_percent(rule, lines, shipped, percent_rounder)
        elif rule["simple_action"] == "by_fixed":
            _by_fixed(rule, lines, shipped, rates)
        elif rule["simple_action"] == "cart_fixed":
            _cart_fixed(rule, lines, shipped, rates)


def _by_percent(rule: Record, lines: Sequence[Share], shipping: Share | None, rounder: DeltaRounder) -> None:
    """More than 100 % is accepted as a rule and takes off 100."""
    percent = min(rule["discount_amount"], HUNDRED)
    for line in lines:
        line.percent = min(line.percent + percent, HUNDRED)
        for prefix in PREFIXES:
            line.take(prefix, rounder.round(line.left(prefix) * percent / 100, f"{prefix}{line.percent}"))
    if shipping is not None:
        for prefix in PREFIXES:
            shipping.take(prefix, shipping.left(prefix) * percent / 100)


def _by_fixed(rule: Record, lines: Sequence[Share], shipping: Share | None, rates: Rates) -> None:
    for prefix in PREFIXES:
        amount = rates.of(prefix, rule["discount_amount"])
        for line in lines:
            line.take(prefix, amount * line.units)
        if shipping is not None:
            shipping.take(prefix, amount)


def _cart_fixed(rule: Record, lines: Sequence[Share], shipping: Share | None, rates: Rates) -> None:
    """Spread the amount over lines (and shipping) by what they cost; shipping takes the rest, what is over is lost.

    The amount is in base currency; a line's part is converted after it was rounded.
    """
    amount = available = rule["discount_amount"]
    whole = sum((line.cost["base_"] for line in lines), ZERO)
    whole += ZERO if shipping is None else shipping.cost["base_"]
    rounder = DeltaRounder()
    for line in lines:
        part = rounder.round(amount * line.cost["base_"] / whole, "") if whole else ZERO
        line.take("", rates.of("", part))
        available -= line.take("base_", part)
    if shipping is not None:
        shipping.take("", rates.of("", available))
        shipping.take("base_", available)
