"""One Magento as the flow sees it. Values carry personal data only where it is compared; none of it enters Facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from connector.domain.ids import LineId, MemoId, OrderId
from connector.domain.money import Money
from connector.ports.probe import Probe


@dataclass(frozen=True, slots=True)
class ShopLine:
    """A line as the customer sees it: for a configurable article its parent line.

    Quantities are counts of units, Decimal because Magento allows fractions.
    """

    id: LineId
    stock_id: LineId  # the line to name for return to stock: the child of a configurable article, else `id`
    sku: str
    name: str
    product_type: str  # simple, configurable, bundle, virtual, downloadable, grouped
    ordered: Decimal
    invoiced: Decimal
    shipped: Decimal
    refunded: Decimal
    canceled: Decimal
    paid: Money  # for all units ordered: after discount, with tax; order currency
    refunded_amount: Money  # the same measure, of what went back so far
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class ShopOrder:
    """An order as read just now. Amounts are in the order's currency, times aware UTC."""

    id: OrderId
    number: str  # increment id, as on the customer's mail
    store: str  # store_id
    state: str  # new, pending_payment, processing, complete, closed, canceled, holded, payment_review
    currency: str
    placed_at: datetime
    updated_at: datetime
    email: str
    first_name: str
    customer_id: str | None  # None: a guest
    payment_method: str
    lines: tuple[ShopLine, ...]
    total: Money
    total_paid: Money
    total_refunded: Money
    shipping_paid: Money  # after discount, with tax
    shipping_refunded: Money

    @property
    def anything_refunded(self) -> bool:
        """Whether the order itself tells of a credit memo, so that reading them is worth a call."""
        return bool(self.total_refunded) or any(line.refunded for line in self.lines)


@dataclass(frozen=True, slots=True)
class Memo:
    """A credit memo. `amount` is its grand total, what went back to the customer in all."""

    id: MemoId
    number: str
    at: datetime
    amount: Money
    lines: Mapping[LineId, Decimal]  # units; lines with none left out
    line_amounts: Mapping[LineId, Money]  # after discount, with tax
    shipping: Money  # with tax
    invoice_id: str | None  # set only through the invoice route
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invoice:
    id: str
    at: datetime
    paid: bool  # state 2
    lines: Mapping[LineId, Decimal]


@dataclass(frozen=True, slots=True)
class Shipment:
    id: str
    at: datetime
    lines: Mapping[LineId, Decimal]
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """What a policy may ask about an article. `attributes` holds only the ones asked for; a missing one is unknown."""

    sku: str
    attributes: Mapping[str, str]
    categories: frozenset[str]  # category ids


@dataclass(frozen=True, slots=True)
class RefundCall:
    """One credit memo to be made. Amounts are Magento's to compute: we name lines and units only.

    `whole_shipping`: all shipping that is left goes back too (Magento's own meaning of an absent amount, which also
    holds where the shop counts shipping with tax); otherwise exactly none.
    """

    order: OrderId
    invoice: str | None  # None: order route, books the refund only. An id: invoice route, online, moves money
    units: Mapping[LineId, int]
    whole_shipping: bool
    to_stock: tuple[LineId, ...]  # `ShopLine.stock_id` of the lines whose units are sellable again
    key: str  # goes into the memo's comment
    note: str = ""  # words for the shop's staff, after the key


class Shop(Protocol):
    """Reads raise NotFound or a Transient (ReadFailed, NotConnected). Writes make one call, never repeat it, and raise
    NotSent, Refused or OutcomeUnknown."""

    def find_order(self, number: str) -> ShopOrder | None:
        """Look an order up by increment id, as written; None where there is none. Never by entity id."""

    def order(self, order: OrderId) -> ShopOrder:
        """Read one order again. Raise NotFound."""

    def memos(self, order: OrderId) -> Sequence[Memo]: ...

    def invoices(self, order: OrderId) -> Sequence[Invoice]: ...

    def shipments(self, order: OrderId) -> Sequence[Shipment]: ...

    def products(self, skus: Sequence[str], attributes: Sequence[str]) -> Mapping[str, Product]:
        """Read many in one call; SKUs that the shop does not know are absent. Keys as given in `skus`."""

    def refund(self, call: RefundCall) -> MemoId:
        """Make one credit memo; return its id."""

    def cancel(self, order: OrderId) -> bool:
        """Cancel what is open of the order. False: Magento did nothing (contract, "twelve that cost money", 8)."""

    def comment(self, order: OrderId, text: str) -> None:
        """Put an internal comment, not visible to the customer, on the order. Repeating it makes a second one."""

    def base_url(self) -> str:
        """The default store's base URL as Magento itself tells it: who connects the same shop gets the same."""

    def probe(self) -> Probe:
        """Tell a bad token from a missing permission from a wrong address. Never raises."""
