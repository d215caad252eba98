"""What was true at a moment. Comparisons and keyed pseudonyms, never a name, address or text: erasure leaves decisions
verifiable.

`Record`s are dated and come from outside (flow/enrich.py makes them); `assemble` turns those known at a moment into
`Facts`. Whatever is dated later does not exist yet, so a simulation at a past moment does not see the future.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Literal

from connector.domain.ids import ActionKey, LineId, MemoId, OrderId
from connector.domain.money import Money, total

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


@dataclass(frozen=True, slots=True)
class LinePlaced:
    """`final_sale` None: the shop was not asked or did not know. `plain`: whole units of an article with one price."""

    at: datetime
    line: LineId
    sku: str
    units: int
    paid: Money  # for all units: after discount, with tax
    plain: bool = True
    virtual: bool = False
    final_sale: bool | None = False
    categories: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True)
class Promised:
    """A money action of ours that Magento does not show yet: reserved in the ledger, or its outcome is unknown."""

    at: datetime
    key: ActionKey
    amount: Money
    units: Mapping[LineId, int]


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
    | Granted
    | SenderCompared
    | BrakeSet
)

# --- facts ---------------------------------------------------------------------------------------------------------


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
    refunded_amount: Money | None = None  # None: nothing so far
    shipped_on: date | None = None  # the last parcel that held units of it
    delivered_on: date | None = None  # the same parcel, only where proven
    plain: bool = True
    virtual: bool = False
    final_sale: bool | None = False
    categories: frozenset[str] = frozenset()

    @property
    def refundable(self) -> int:
        """Units invoiced, not yet refunded and not on their way to be."""
        return max(self.invoiced - self.refunded - self.promised, 0)

    @property
    def left(self) -> int:
        """Units, invoiced or not, that the order still holds: not refunded, not cancelled, not on their way to be."""
        return max(self.ordered - self.refunded - self.canceled - self.promised, 0)

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
    memo_online: tuple[bool, ...] = ()  # whether the memo itself moved the money (made through an invoice)
    invoices: tuple[InvoiceLeft, ...] = ()
    paid: Money | None = None
    refunded: Money | None = None
    shipping_paid: Money | None = None
    shipping_refunded: Money | None = None
    promised: bool = False  # an action of ours on this order is not settled yet
    sender_matches_order: bool | None = None
    sender_trusted: bool | None = None
    thread_private: bool | None = None
    by_customer: Usage = Usage(0)
    by_shop: Usage = Usage(0)
    draw: int | None = None
    brake: bool = False

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
        refunded_amount=total(amounts, placed.paid.currency) if amounts else None,
        shipped_on=shipped_on,
        delivered_on=delivered_on,
        plain=placed.plain,
        virtual=placed.virtual,
        final_sale=placed.final_sale,
        categories=placed.categories,
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
        memo_online=tuple(memo.invoice is not None for memo in memos),
        invoices=_invoices(known),
        paid=next((r.amount for r in reversed(known) if isinstance(r, Paid)), Money.zero(order.currency)),
        refunded=total([memo.amount for memo in memos], order.currency),
        shipping_paid=order.shipping,
        shipping_refunded=total([memo.shipping for memo in memos], order.currency),
        promised=any(isinstance(r, Promised) for r in known),
        **common,  # type: ignore[arg-type]
    )
