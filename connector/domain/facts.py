"""What was true at a moment. Comparisons and keyed pseudonyms, never a name, address or text: erasure leaves decisions
verifiable.

`Record`s are dated and come from outside (flow/enrich.py makes them); `assemble` turns those known at a moment into
`Facts`. Whatever is dated later does not exist yet, so a simulation at a past moment does not see the future.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Literal

from connector.domain.ids import ActionKey, LineId, MemoId, OrderId
from connector.domain.money import Money, total


def _no_price(value: Decimal | None) -> bool:
    """Neither unknown nor an amount that could be reckoned with: NaN, endless, negative, or of absurd size."""
    return value is not None and not (value.is_finite() and (value == 0 or Decimal("1e-6") <= value < Decimal("1e12")))


# --- records: oldest first, `at` aware -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    at: datetime
    order: OrderId
    store: str
    currency: str
    payment_method: str
    customer: str  # keyed pseudonym of the order's address
    total: Money
    shipping: Money  # paid for shipping: after discount, with tax
    base_currency: str = ""  # empty: the same as `currency`


@dataclass(frozen=True, slots=True)
class LinePlaced:
    """`final_sale` None: the shop was not asked or did not know. `plain`: whole units of an article with one price.
    `reorderable`: the same can be put into a cart by its SKU alone."""

    at: datetime
    line: LineId
    sku: str
    units: int
    paid: Money  # for all units: after discount, with tax
    plain: bool = True
    virtual: bool = False
    final_sale: bool | None = False
    categories: frozenset[str] = frozenset()
    reorderable: bool = True
    variants: bool = False  # it is one of several variants of a configurable article


@dataclass(frozen=True, slots=True)
class StateSeen:
    at: datetime
    state: str  # Magento's order state


@dataclass(frozen=True, slots=True)
class Invoiced:
    """`invoice` None: that it was invoiced is known from the order, not by which invoice."""

    at: datetime
    invoice: str | None
    units: Mapping[LineId, int]


@dataclass(frozen=True, slots=True)
class Paid:
    at: datetime
    amount: Money  # in all, so far


@dataclass(frozen=True, slots=True)
class Shipped:
    at: datetime
    units: Mapping[LineId, int]


@dataclass(frozen=True, slots=True)
class Delivered:
    """Proven by a carrier or the warehouse. Magento itself never knows."""

    at: datetime
    lines: frozenset[LineId]


@dataclass(frozen=True, slots=True)
class Canceled:
    at: datetime
    units: Mapping[LineId, int]


@dataclass(frozen=True, slots=True)
class Refunded:
    """A credit memo, whoever made it. `amount` is its grand total, `line_amounts` and `shipping` parts of it."""

    at: datetime
    memo: MemoId
    amount: Money
    units: Mapping[LineId, int]
    line_amounts: Mapping[LineId, Money]
    shipping: Money
    invoice: str | None = None
    online: bool | None = None  # whether the gateway sent it back; None: not told, made through an invoice counts as it


@dataclass(frozen=True, slots=True)
class Promised:
    """A money action of ours that Magento does not show yet: reserved in the ledger, or its outcome is unknown."""

    at: datetime
    key: ActionKey
    amount: Money
    units: Mapping[LineId, int]


@dataclass(frozen=True, slots=True)
class Compensated:
    """Units for which the customer got credit or goods from us: no memo tells of it, Magento takes them for open."""

    at: datetime
    key: ActionKey
    units: Mapping[LineId, int]
    goods: bool = False  # others left for them: the customer keeps something of the order


@dataclass(frozen=True, slots=True)
class Stocked:
    """Whether the units asked about can be sold again right now, per line; what was not asked is left out."""

    at: datetime
    salable: Mapping[LineId, bool]


@dataclass(frozen=True, slots=True)
class Wished:
    """The variant that the customer's words clearly mean. Prices are the catalogue's: only their ratio is used.
    A None: not told (a special price, say)."""

    at: datetime
    line: LineId
    sku: str
    salable: bool | None
    own_price: Decimal | None
    price: Decimal | None
    name: str = ""  # the article's, for the reply

    def __post_init__(self) -> None:
        if _no_price(self.own_price) or _no_price(self.price):
            raise ValueError(f"no price: {self.own_price}, {self.price}")


@dataclass(frozen=True, slots=True)
class ReturnAgreed:
    """We agreed that these articles come back; from then on the window is kept."""

    at: datetime
    units: Mapping[LineId, int]


@dataclass(frozen=True, slots=True)
class Returned:
    """A parcel was scanned. `units` came in good order; `odd` says that more, less or something else came."""

    at: datetime
    units: Mapping[LineId, int]
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    """One earlier money action of ours that counts against the customer's limit or the shop's daily one."""

    at: datetime
    amount: Money
    limit: Literal["customer", "shop"]


@dataclass(frozen=True, slots=True)
class SenderCompared:
    """Who wrote. `matches`: the ticket's requester has the order's address; None: there is no order to compare with.
    `trusted`: the helpdesk's verdict on the sender, None where it gives none. `private`: nobody else reads the thread.
    `draw`: 0 to 9999, stable per customer: which share of a pilot they fall into."""

    at: datetime
    matches: bool | None
    trusted: bool | None
    private: bool = True
    draw: int | None = None


@dataclass(frozen=True, slots=True)
class BrakeSet:
    at: datetime
    on: bool


Record = (
    OrderPlaced
    | LinePlaced
    | StateSeen
    | Invoiced
    | Paid
    | Shipped
    | Delivered
    | Canceled
    | Refunded
    | Promised
    | Compensated
    | Stocked
    | Wished
    | ReturnAgreed
    | Returned
    | Granted
    | SenderCompared
    | BrakeSet
)

# --- facts ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wish:
    """The variant wanted instead. `ratio`: its price by that of the one bought; None: cannot be told."""

    sku: str
    salable: bool | None
    ratio: Decimal | None
    name: str = ""

    def __post_init__(self) -> None:
        if self.ratio is not None and not (self.ratio.is_finite() and self.ratio >= 0):
            raise ValueError(f"no ratio of two prices: {self.ratio}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the order. Counts are whole units; amounts are after discount, with tax, in the order's currency."""

    id: LineId
    sku: str
    ordered: int
    paid: Money
    invoiced: int = 0
    shipped: int = 0
    refunded: int = 0
    canceled: int = 0
    promised: int = 0  # in an action of ours that Magento does not show yet
    compensated: int = 0  # by credit or goods of ours, which Magento does not show at all
    replaced: int = 0  # those of them for which goods left
    returned: int = 0  # came back in good order, by a scan
    refunded_amount: Money | None = None  # None: nothing so far
    shipped_on: date | None = None  # the last parcel that held units of it
    delivered_on: date | None = None  # the same parcel, only where proven
    plain: bool = True
    virtual: bool = False
    final_sale: bool | None = False
    categories: frozenset[str] = frozenset()
    reorderable: bool = True
    variants: bool = False
    salable: bool | None = None  # as many as were asked about; None: not asked
    wish: Wish | None = None

    @property
    def refundable(self) -> int:
        """Units invoiced that were not given back, credited or replaced, and are not on their way to be."""
        return max(self.invoiced - self.refunded - self.promised - self.compensated, 0)

    @property
    def left(self) -> int:
        """Units, invoiced or not, that the order still holds: neither given back nor cancelled nor about to be."""
        return max(self.ordered - self.refunded - self.canceled - self.promised - self.compensated, 0)

    @property
    def can_come_back(self) -> bool:
        """Whether there is something that the customer could send."""
        return self.shipped > 0 and not self.virtual

    @property
    def back(self) -> Money:
        return self.refunded_amount or Money.zero(self.paid.currency)


@dataclass(frozen=True, slots=True)
class InvoiceLeft:
    """Units an invoice can still refund, per line."""

    id: str
    units: Mapping[LineId, int]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a limit counts: money actions of ours within its period."""

    count: int
    amounts: tuple[Money, ...] = ()  # one sum per currency


@dataclass(frozen=True, slots=True)
class Facts:
    """`today` is the date in the shop's zone. A None says: not known, and unknown is never yes."""

    today: date
    order: OrderId | None = None
    state: str | None = None
    store: str | None = None
    currency: str | None = None
    placed_on: date | None = None
    payment_method: str | None = None
    customer: str | None = None
    lines: Mapping[LineId, Line] = field(default_factory=dict)
    memos: tuple[MemoId, ...] = ()
    memo_dates: tuple[date, ...] = ()
    memo_amounts: tuple[Money, ...] = ()
    memo_online: tuple[bool, ...] = ()  # whether the memo itself moved the money
    invoices: tuple[InvoiceLeft, ...] = ()
    paid: Money | None = None
    refunded: Money | None = None
    shipping_paid: Money | None = None
    shipping_refunded: Money | None = None
    promised: bool = False  # an action of ours on this order is not settled yet
    base_currency: str | None = None
    agreed_on: date | None = None  # we agreed to a return: the day that counts for the window
    return_odd: bool = False  # what came back is not what was agreed
    sender_matches_order: bool | None = None
    sender_trusted: bool | None = None
    thread_private: bool | None = None
    by_customer: Usage = Usage(0)
    by_shop: Usage = Usage(0)
    draw: int | None = None
    brake: bool = False

    @property
    def asked_on(self) -> date:
        """The day on which the customer asked for what is decided now."""
        return self.agreed_on or self.today

    @property
    def anything_shipped(self) -> bool:
        return any(line.shipped for line in self.lines.values())

    @property
    def anything_invoiced(self) -> bool:
        return any(line.invoiced for line in self.lines.values())


def _in_zone(record: Record, zone: tzinfo | None) -> Record:
    """The same record with its moment told in the shop's zone, so that `.date()` is the shop's calendar day."""
    return replace(record, at=record.at.astimezone(zone))


def _units(line: LineId, parts: Sequence[Mapping[LineId, int]]) -> int:
    return sum(part.get(line, 0) for part in parts)


def _wish(line: LineId, known: Sequence[Record]) -> Wish | None:
    wished = next((r for r in reversed(known) if isinstance(r, Wished) and r.line == line), None)
    if wished is None:
        return None
    ratio = None
    if wished.price is not None and wished.own_price:
        ratio = wished.price / wished.own_price
    return Wish(wished.sku, wished.salable, ratio, wished.name)


def _line(placed: LinePlaced, known: Sequence[Record]) -> Line:
    """Add up everything dated that concerns one line."""
    mine = placed.line
    memos = [r for r in known if isinstance(r, Refunded)]
    shipped = [r for r in known if isinstance(r, Shipped) and r.units.get(mine)]
    shipped_on = max((r.at.date() for r in shipped), default=None)
    delivered = [r.at.date() for r in known if isinstance(r, Delivered) and mine in r.lines]
    delivered_on = max(delivered, default=None)
    if delivered_on and shipped_on and delivered_on < shipped_on:
        delivered_on = None  # an earlier parcel came; of the last one nothing is proven
    amounts = [memo.line_amounts[mine] for memo in memos if mine in memo.line_amounts]
    return Line(
        id=mine,
        sku=placed.sku,
        ordered=placed.units,
        paid=placed.paid,
        invoiced=_units(mine, [r.units for r in known if isinstance(r, Invoiced)]),
        shipped=_units(mine, [r.units for r in shipped]),
        refunded=_units(mine, [memo.units for memo in memos]),
        canceled=_units(mine, [r.units for r in known if isinstance(r, Canceled)]),
        promised=_units(mine, [r.units for r in known if isinstance(r, Promised)]),
        compensated=_units(mine, [r.units for r in known if isinstance(r, Compensated)]),
        replaced=_units(mine, [r.units for r in known if isinstance(r, Compensated) and r.goods]),
        returned=_units(mine, [r.units for r in known if isinstance(r, Returned)]),
        refunded_amount=total(amounts, placed.paid.currency) if amounts else None,
        shipped_on=shipped_on,
        delivered_on=delivered_on,
        plain=placed.plain,
        virtual=placed.virtual,
        final_sale=placed.final_sale,
        categories=placed.categories,
        reorderable=placed.reorderable,
        variants=placed.variants,
        salable=next((r.salable[mine] for r in reversed(known) if isinstance(r, Stocked) and mine in r.salable), None),
        wish=_wish(mine, known),
    )


def _invoices(known: Sequence[Record]) -> tuple[InvoiceLeft, ...]:
    memos = [r for r in known if isinstance(r, Refunded) and r.invoice is not None]
    left = []
    for invoice in (r for r in known if isinstance(r, Invoiced) and r.invoice is not None):
        back = [memo.units for memo in memos if memo.invoice == invoice.invoice]
        units = {line: count - _units(line, back) for line, count in invoice.units.items()}
        left.append(InvoiceLeft(str(invoice.invoice), {line: count for line, count in units.items() if count > 0}))
    return tuple(left)


def _usage(grants: Sequence[Granted]) -> Usage:
    currencies = sorted({grant.amount.currency for grant in grants})
    sums = tuple(total([g.amount for g in grants if g.amount.currency == each], each) for each in currencies)
    return Usage(len(grants), sums)


def assemble(records: Sequence[Record], as_of: datetime) -> Facts:
    """Pure. `as_of` is aware and in the shop's zone; records may come in any order, their dates count in that zone."""
    zone = as_of.tzinfo
    known = [_in_zone(r, zone) for r in sorted(records, key=lambda r: r.at) if r.at <= as_of]
    placed = [r for r in known if isinstance(r, OrderPlaced)]
    senders = [r for r in known if isinstance(r, SenderCompared)]
    sender = senders[-1] if senders else None
    grants = [r for r in known if isinstance(r, Granted)]
    common = {
        "by_customer": _usage([g for g in grants if g.limit == "customer"]),
        "by_shop": _usage([g for g in grants if g.limit == "shop"]),
        "brake": next((r.on for r in reversed(known) if isinstance(r, BrakeSet)), False),
        "sender_matches_order": sender.matches if sender else None,
        "sender_trusted": sender.trusted if sender else None,
        "thread_private": sender.private if sender else None,
        "draw": sender.draw if sender else None,
    }
    if not placed:
        return Facts(today=as_of.date(), **common)  # type: ignore[arg-type]
    order = placed[-1]
    memos = [r for r in known if isinstance(r, Refunded)]
    return Facts(
        today=as_of.date(),
        order=order.order,
        state=next((r.state for r in reversed(known) if isinstance(r, StateSeen)), None),
        store=order.store,
        currency=order.currency,
        placed_on=order.at.date(),
        payment_method=order.payment_method,
        customer=order.customer,
        lines={r.line: _line(r, known) for r in known if isinstance(r, LinePlaced)},
        memos=tuple(memo.memo for memo in memos),
        memo_dates=tuple(memo.at.date() for memo in memos),
        memo_amounts=tuple(memo.amount for memo in memos),
        memo_online=tuple(memo.invoice is not None if memo.online is None else memo.online for memo in memos),
        invoices=_invoices(known),
        paid=next((r.amount for r in reversed(known) if isinstance(r, Paid)), Money.zero(order.currency)),
        refunded=total([memo.amount for memo in memos], order.currency),
        shipping_paid=order.shipping,
        shipping_refunded=total([memo.shipping for memo in memos], order.currency),
        promised=any(isinstance(r, Promised) for r in known),
        base_currency=order.base_currency or order.currency,
        agreed_on=next((r.at.date() for r in reversed(known) if isinstance(r, ReturnAgreed)), None),
        return_odd=any(isinstance(r, Returned) and r.odd for r in known),
        **common,  # type: ignore[arg-type]
    )
