"""Amounts of Magento's books in money that can be paid.

Magento's core keeps two decimals in every currency (`PriceCurrencyInterface::DEFAULT_PRECISION`). Dinars (three) lose
nothing by that. Yen (none) do: their books can hold 108.33, and each such amount rounded by itself does not add up,
neither to the order nor, memo by memo, to what was paid: two halves of 217 would be 109 and 109.

So an amount is what the running sum of its order rounds to with it, less what it rounds to without it. Lines come
first, in their order, then shipping, then what belongs to neither (adjustments); parts of a line start where the line
starts. The lines and shipping then add up to the order, parts of a line to the line, memos to what went back, exactly
and whatever the partition; a single amount is off by less than one minor unit. Where the books are as fine as the
currency all this changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from connector.domain.money import Money, decimals
from connector.magento.values import money

BOOKS = 2  # decimals of every amount in Magento


def coarser_than_books(currency: str) -> bool:
    return decimals(currency) < BOOKS


@dataclass
class Place:
    """Where an amount stands in its order's running sum: after `before`, and after `done` of its own."""

    currency: str
    before: Decimal
    done: Decimal = Decimal(0)

    def take(self, amount: Decimal) -> Money:
        """Return the next part, `amount` in the books, as money."""
        start = self.before + self.done
        self.done += amount
        return money(start + amount, self.currency) - money(start, self.currency)


@dataclass
class Places:
    """The places of one order. `rest` is for what is neither a line's nor shipping's."""

    currency: str
    lines: dict[str, Place]
    shipping: Place
    rest: Place

    def line(self, item: str) -> Place:
        """An item that the order does not count (a record other programs wrote) stands with the rest."""
        return self.lines.get(item, self.rest)
