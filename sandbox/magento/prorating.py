"""What a part of a line's units comes to, on an invoice or a credit memo.

Magento goes over all lines three times, row totals first, then discounts, then taxes, and one remainder of rounding
travels through all of it (Magento\\Sales\\Model\\Order\\{Invoice,Creditmemo}\\Total\\*). A line's last units take what
is left of it, so that parts add up to the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sandbox.magento.money import ZERO, DeltaRounder, Record
from sandbox.magento.pricing import PREFIXES

TAXES = ("tax", "discount_tax_compensation")


@dataclass(frozen=True)
class Columns:
    """Patterns of the columns that hold the whole of a line and what is done of it: prefix, then kind of amount."""

    whole_row: str
    done_row: str
    whole: str
    done: str


INVOICED = Columns("_{}row", "{}row_invoiced", "{}{}_amount", "{}{}_invoiced")
REFUNDED = Columns("{}row_invoiced", "{}amount_refunded", "{}{}_invoiced", "{}{}_refunded")


@dataclass(frozen=True)
class Share:
    """`quantity` of a line's `left` units; `last`: nothing of it is left afterwards."""

    line: Record
    quantity: Decimal
    left: Decimal
    last: bool


class Prorating:
    """The amounts of one document. `rounder` has the remainders that are left for its shipping."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.rounder = DeltaRounder()

    def amounts(self, shares: Sequence[Share]) -> list[Record]:
        """Return the amounts per share; a line without a discount has no discount_amount."""
        made: list[Record] = [{} for _ in shares]
        for row, share in zip(made, shares, strict=True):
            self._row_totals(row, share)
        for row, share in zip(made, shares, strict=True):
            self._discounts(row, share)
        for row, share in zip(made, shares, strict=True):
            self._taxes(row, share)
        return made

    def _row_totals(self, row: Record, share: Share) -> None:
        line, columns = share.line, self._columns
        for prefix in PREFIXES:
            rest = line[columns.whole_row.format(prefix)] - line[columns.done_row.format(prefix)]
            row[f"{prefix}row_total"] = self._part(share, rest, prefix)
            row[f"{prefix}price_incl_tax"] = line[f"{prefix}price_incl_tax"]
            incl = line[f"_{prefix}row_incl"] * share.quantity / line["qty_ordered"]
            row[f"{prefix}row_total_incl_tax"] = self.rounder.round(incl, f"{prefix}including")

    def _discounts(self, row: Record, share: Share) -> None:
        for prefix in PREFIXES:
            rest = self._rest(share.line, prefix, "discount")
            if part := self._part(share, rest, prefix, negative=True):
                row[f"{prefix}discount_amount"] = part

    def _taxes(self, row: Record, share: Share) -> None:
        for kind in TAXES:
            for prefix in PREFIXES:
                rest = self._rest(share.line, prefix, kind)
                row[f"{prefix}{kind}_amount"] = self._part(share, rest, prefix)

    def _rest(self, line: Record, prefix: str, kind: str) -> Decimal:
        whole, done = (pattern.format(prefix, kind) for pattern in (self._columns.whole, self._columns.done))
        return Decimal(line.get(whole, ZERO) - line.get(done, ZERO))

    def _part(self, share: Share, rest: Decimal, prefix: str, *, negative: bool = False) -> Decimal:
        if share.last:
            return rest
        return self.rounder.round(rest * share.quantity / share.left, prefix, negative=negative)
