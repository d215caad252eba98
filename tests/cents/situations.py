"""Strategies: what was ordered, in which currencies, with which taxes and discounts, and how it was invoiced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

CURRENCIES = (  # base, order, rate: two, none and three decimals on either side
    ("EUR", "EUR", "1"),
    ("USD", "JPY", "150"),
    ("USD", "EUR", "0.9"),
    ("JPY", "JPY", "1"),
    ("USD", "GBP", "1.1234"),
    ("KWD", "KWD", "1"),
    ("USD", "KWD", "0.3071"),
    ("JPY", "EUR", "0.0061"),
)
TAXES = ("0", "2.1", "5.5", "8.25", "10", "19", "20", "25")
Units = tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """What holds a price: a line, or a part of a bundle (`each`: how many of it one kit holds)."""

    price: Decimal
    tax: Decimal
    each: int = 1


@dataclass(frozen=True)
class Bought:
    """A line: `qty` of `rows[0]`, or kits of all of `rows`. Discounts in base currency: off the line, off each unit; in
    percent of the price."""

    kind: str
    qty: int
    rows: tuple[Row, ...]
    off: Decimal
    off_each: Decimal
    percent: Decimal


@dataclass(frozen=True)
class Situation:
    """`invoices`: units per line and invoice, all of them in the end invoiced unless `open` says which are not."""

    base: str
    currency: str
    rate: Decimal
    lines: tuple[Bought, ...]
    cart_off: Decimal
    shipping: Decimal
    shipping_off: Decimal
    shipping_tax: Decimal
    prices_incl_tax: bool
    shipping_incl_tax: bool
    online: bool
    invoices: tuple[Units, ...]

    @property
    def rows(self) -> tuple[tuple[int, Row], ...]:
        """Every row with the number of its line, in the order of Magento's items."""
        return tuple((number, row) for number, line in enumerate(self.lines) for row in line.rows)

    def per_row(self, units: Units) -> Units:
        """Return units of lines (kits) as units of rows."""
        return tuple(units[number] * row.each for number, row in self.rows)


def cents(least: int, most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(least, most).map(lambda count: Decimal(count).scaleb(-2))


taxes = st.sampled_from(TAXES).map(Decimal)


@st.composite
def bought(draw: st.DrawFn) -> Bought:
    kind = draw(st.sampled_from(["simple", "simple", "configurable", "virtual", "bundle"]))
    parts = draw(st.integers(2, 3)) if kind == "bundle" else 1
    rows = tuple(
        Row(draw(cents(1, 20_000)), draw(taxes), draw(st.integers(1, 3)) if kind == "bundle" else 1)
        for _ in range(parts)
    )
    qty = draw(st.integers(1, 4))
    whole = sum((row.price * row.each for row in rows), Decimal(0))
    kinds = draw(st.sampled_from(["none", "none", "off", "each", "percent", "all"]))
    tenth = int(whole * 10)  # a tenth of one, in cents
    off = draw(cents(0, tenth * qty)) if kinds in {"off", "all"} else Decimal(0)
    each = draw(cents(0, tenth)) if kinds in {"each", "all"} else Decimal(0)
    percent = draw(st.sampled_from(["5", "10", "12.5", "33.33"]).map(Decimal)) if kinds in {"percent", "all"} else None
    return Bought(kind, qty, rows, off, each, percent or Decimal(0))


@st.composite
def situations(draw: st.DrawFn, *, parts_paid: bool = True) -> Situation:
    """`parts_paid`: the last units may not be invoiced at all."""
    base, currency, rate = draw(st.sampled_from(CURRENCIES))
    lines = tuple(draw(st.lists(bought(), min_size=1, max_size=3)))
    whole = sum((row.price * row.each * lines[number].qty for number, row in rows_of(lines)), Decimal(0))
    shipping = Decimal(0) if all(line.kind == "virtual" for line in lines) else draw(cents(0, 2_000))
    return Situation(
        base=base,
        currency=currency,
        rate=Decimal(rate),
        lines=lines,
        cart_off=draw(st.one_of(st.just(Decimal(0)), cents(0, int(whole * 10)))),
        shipping=shipping,
        shipping_off=draw(st.one_of(st.just(Decimal(0)), cents(0, int(shipping * 100)))),
        shipping_tax=draw(taxes),
        prices_incl_tax=draw(st.booleans()),
        shipping_incl_tax=draw(st.sampled_from([False, False, True])),
        online=draw(st.booleans()),
        invoices=draw(invoicing(lines, parts_paid=parts_paid)),
    )


def plain_situations() -> st.SearchStrategy[Situation]:
    """All of the order invoiced; a card order at once; shipping shown without tax."""

    def plain(given: Situation) -> Situation:
        return replace(given, shipping_incl_tax=False, online=given.online and len(given.invoices) == 1)

    return situations(parts_paid=False).map(plain)


def rows_of(lines: tuple[Bought, ...]) -> list[tuple[int, Row]]:
    return [(number, row) for number, line in enumerate(lines) for row in line.rows]


@st.composite
def invoicing(draw: st.DrawFn, lines: tuple[Bought, ...], *, parts_paid: bool) -> tuple[Units, ...]:
    """One invoice of everything, or up to three of some."""
    left = [line.qty for line in lines]
    made: list[Units] = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        units = tuple(draw(st.integers(0, most)) for most in left)
        if any(units) and units != tuple(left):
            made.append(units)
            left = [most - count for most, count in zip(left, units, strict=True)]
    if not made or not parts_paid or draw(st.booleans()):
        made.append(tuple(left))
    return tuple(made)
