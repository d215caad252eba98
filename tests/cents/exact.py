"""The oracle: what Magento's books hold, worked out in exact rationals from prices, discounts and taxes alone.

Shares no code with the stand-in. One `Side` is one currency: Magento reckons base and order currency side by side and
never one from the other, but for prices, fixed discounts and shipping when the order is placed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.cents.situations import Situation, Units

CENT = 100


def rounded(amount: Fraction) -> Fraction:
    """Two decimals, half away from zero."""
    size = Fraction(math.floor(abs(amount) * CENT + Fraction(1, 2)), CENT)
    return size if amount >= 0 else -size


class Carry:
    """Rounding that hands on what it took; nothing is handed on by an amount of nothing."""

    def __init__(self, start: Fraction = Fraction(0)) -> None:
        self._over: dict[object, Fraction] = defaultdict(lambda: start)

    def round(self, amount: Fraction, kind: object = "", sign: int = 1) -> Fraction:
        if not amount:
            return amount
        wanted = amount + sign * self._over[kind]
        given = rounded(wanted)
        self._over[kind] = sign * (wanted - given)
        return given


def shared(amount: Fraction, weights: Sequence[Fraction]) -> list[Fraction]:
    whole, carry = sum(weights), Carry(Fraction(1, 10_000_000))
    return [carry.round(amount * weight / whole) for weight in weights]


KINDS = ("row", "discount", "tax", "hidden")


@dataclass
class Amounts:
    """A row's amounts: ordered, invoiced, refunded; units of each."""

    qty: int
    ordered: dict[str, Fraction]
    invoiced: dict[str, Fraction] = field(default_factory=lambda: dict.fromkeys(KINDS, Fraction(0)))
    refunded: dict[str, Fraction] = field(default_factory=lambda: dict.fromkeys(KINDS, Fraction(0)))
    paid_units: int = 0
    back_units: int = 0

    def part(self, kind: str, units: int, carry: Carry, *, of_order: bool) -> Fraction:
        """What `units` more come to: the rest if they are the last, else their share of it, rounded."""
        whole, done = (self.ordered, self.invoiced) if of_order else (self.invoiced, self.refunded)
        left = self.qty - self.paid_units if of_order else self.paid_units - self.back_units
        rest = whole[kind] - done[kind]
        return rest if units == left else carry.round(rest * units / left, "", -1 if kind == "discount" else 1)


def worth(amounts: dict[str, Fraction]) -> Fraction:
    return amounts["row"] - amounts["discount"] + amounts["tax"] + amounts["hidden"]


@dataclass
class Paper:
    """An invoice or a memo: units per row, total, and the taxes that count against what may go back."""

    units: Units
    total: Fraction
    tax: Fraction
    hidden: Fraction
    with_shipping: bool
    lines: list[Fraction]
    shipping: Fraction = Fraction(0)
    invoice: int | None = None


class Side:
    """One order in one currency; `rate` None: the base currency, `beside` then is the order's, which Magento asks
    whether shipping goes back."""

    def __init__(self, ordered: Situation, rate: Fraction | None, beside: Side | None = None) -> None:
        self.ordered, self._rate, self._asked = ordered, rate, beside or self
        self._taxes, self._percents = Carry(Fraction(1, 1_000_000)), Carry()
        self.rows = self._placed()
        charge, off = self._of(Fraction(ordered.shipping)), self._of(Fraction(ordered.shipping_off))
        percent = Fraction(ordered.shipping_tax)
        self.charge, self.charge_off = charge, off
        self.charge_tax = self._taxes.round((charge - off) * percent / 100, percent)
        self.invoices: list[Paper] = []
        self.memos: list[Paper] = []
        self.shipping_back, self.shipping_tax_back = Fraction(0), Fraction(0)

    @property
    def shipping(self) -> Fraction:
        return self.charge - self.charge_off + self.charge_tax

    @property
    def total(self) -> Fraction:
        return sum((worth(row.ordered) for row in self.rows), self.shipping)

    def _of(self, base: Fraction) -> Fraction:
        return base if self._rate is None else rounded(base * self._rate)

    def _placed(self) -> list[Amounts]:
        lines = self.ordered.lines
        prices = [sum(Fraction(row.price) * row.each for row in line.rows) for line in lines]
        weights = [price * line.qty for price, line in zip(prices, lines, strict=True)]
        cart = shared(Fraction(self.ordered.cart_off), weights) if self.ordered.cart_off else [Fraction(0)] * len(lines)
        rows = []
        for line, of_cart in zip(lines, cart, strict=True):
            flat = Fraction(line.off) + Fraction(line.off_each) * line.qty + of_cart
            own = [Fraction(row.price) * row.each for row in line.rows]
            for row, part in zip(line.rows, shared(flat, own) if len(own) > 1 else [flat], strict=True):
                price, units = self._of(Fraction(row.price)), line.qty * row.each
                off = self._of(part)
                off += self._percents.round(price * units * Fraction(line.percent) / 100, line.percent)
                rows.append(self._row(price * units, min(off, price * units), Fraction(row.tax), units))
        return rows

    def _row(self, whole: Fraction, off: Fraction, percent: Fraction, units: int) -> Amounts:
        if not self.ordered.prices_incl_tax:
            tax = self._taxes.round((whole - off) * percent / 100, percent)
            return Amounts(units, {"row": whole, "discount": off, "tax": tax, "hidden": Fraction(0)})
        inside = percent / (100 + percent)
        before = self._taxes.round(whole * inside, ("undiscounted", percent))
        tax = self._taxes.round((whole - off) * inside, percent)
        return Amounts(units, {"row": whole - before, "discount": off, "tax": tax, "hidden": before - tax})

    def _pass(self, units: Units, *, of_order: bool) -> tuple[list[dict[str, Fraction]], Carry]:
        """Row totals of all, then discounts of all, then both taxes of each: one remainder runs through."""
        carry, made = Carry(), [dict.fromkeys(KINDS, Fraction(0)) for _ in self.rows]
        for kinds in (("row",), ("discount",), ("tax", "hidden")):
            for row, count, amounts in zip(self.rows, units, made, strict=True):
                for kind in kinds if count else ():
                    amounts[kind] = row.part(kind, count, carry, of_order=of_order)
        return made, carry

    def invoice(self, units: Units) -> None:
        made, _ = self._pass(units, of_order=True)
        first = not self.invoices
        for row, count, amounts in zip(self.rows, units, made, strict=True):
            row.paid_units += count
            for kind in KINDS:
                row.invoiced[kind] += amounts[kind]
        shipping = self.shipping if first else Fraction(0)
        tax = sum((amounts["tax"] for amounts in made), self.charge_tax if first else Fraction(0))
        hidden = sum((amounts["hidden"] for amounts in made), Fraction(0))
        lines = [worth(amounts) for amounts in made]
        self.invoices.append(Paper(units, sum(lines, shipping), tax, hidden, first, lines))

    @property
    def paid(self) -> Fraction:
        return sum((paper.total for paper in self.invoices), Fraction(0))

    @property
    def back(self) -> Fraction:
        return sum((paper.total for paper in self.memos), Fraction(0))

    def left(self, invoice: int | None) -> Units:
        """Units per row that can still go back, through this invoice."""
        most = tuple(row.paid_units - row.back_units for row in self.rows)
        if invoice is None:
            return most
        through = [memo.units for memo in self.memos if memo.invoice == invoice]
        back = [sum(counts) for counts in zip(*through, strict=True)] or [0] * len(most)
        papers = self.invoices[invoice].units
        return tuple(min(each, paper - done) for each, paper, done in zip(most, papers, back, strict=True))

    def memo(self, units: Units, *, shipping: bool, adjustment: Fraction, invoice: int | None) -> Paper:
        """Book a memo. `shipping`: all that is left of it (of the invoice's), or none."""
        made, carry = self._pass(units, of_order=False)
        left = self.left(invoice)
        last = all(
            count == row.paid_units - row.back_units
            for row, count, most in zip(self.rows, units, left, strict=True)
            if most
        )
        if not any(left):
            last = not any(self.left(None))
        with_shipping = shipping and (invoice is None or self.invoices[invoice].with_shipping)
        charge = self.charge - self.shipping_back if with_shipping else Fraction(0)
        off = rounded(self.charge_off * charge / self.charge) if self.charge else Fraction(0)
        charge_tax = self._charge_tax(charge, invoice, carry)
        tax = sum((amounts["tax"] for amounts in made), charge_tax)
        hidden = sum((amounts["hidden"] for amounts in made), Fraction(0))
        whole = last and not self._keeps_shipping(charge, invoice)
        allowed = self._allowed(invoice)
        tax, hidden = allowed if whole else (min(tax, allowed[0]), min(hidden, allowed[1]))
        total = sum(
            (amounts["row"] - amounts["discount"] for amounts in made), charge - off + tax + hidden + adjustment
        )
        for row, count, amounts in zip(self.rows, units, made, strict=True):
            row.back_units += count
            for kind in KINDS:
                row.refunded[kind] += amounts[kind]
        self.shipping_back += charge
        self.shipping_tax_back += charge_tax
        lines = [worth(amounts) for amounts in made]
        paper = Paper(units, total, tax, hidden, with_shipping, lines, charge - off + charge_tax, invoice)
        self.memos.append(paper)
        return paper

    def _charge_tax(self, charge: Fraction, invoice: int | None, carry: Carry) -> Fraction:
        share = charge / self.charge if self.charge else Fraction(0)
        if invoice is not None:
            whole = self.charge_tax if self.invoices[invoice].with_shipping else Fraction(0)
            return carry.round(whole * share)
        incl = self.ordered.shipping_incl_tax and bool(self._asked.charge)
        if charge == self.charge - self.shipping_back and not incl:
            return self.charge_tax - self.shipping_tax_back
        return carry.round(self.charge_tax * share)

    def _keeps_shipping(self, charge: Fraction, invoice: int | None) -> bool:
        """Whether shipping, or its rest, is not part of this memo; `charge` is either all of it, a rest, or nothing."""
        asked = self._asked
        free, less = asked.charge_off >= asked.charge, charge < self.charge
        if invoice is not None:
            taxed = self.invoices[invoice].with_shipping and asked.charge_tax > 0
            return bool(self.charge) and ((less and taxed) or free)
        kept = charge < self.charge - self.shipping_back or self.ordered.shipping_incl_tax
        return bool(asked.charge) and less and kept and (asked.charge_tax > 0 or free)

    def _allowed(self, invoice: int | None) -> tuple[Fraction, Fraction]:
        papers = self.invoices if invoice is None else [self.invoices[invoice]]
        memos = [memo for memo in self.memos if invoice in (None, memo.invoice)]
        tax = sum((paper.tax for paper in papers), Fraction(0)) - sum((memo.tax for memo in memos), Fraction(0))
        hidden = sum((paper.hidden for paper in papers), Fraction(0)) - sum((m.hidden for m in memos), Fraction(0))
        return tax, hidden
