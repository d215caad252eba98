"""One Magento as the flow sees it. Values carry personal data only where it is compared; none of it enters Facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from connector.domain.ids import LineId, MemoId, OrderId
from connector.domain.money import Money
from connector.ports.probe import Probe


@dataclass(frozen=True, slots=True)
class ShopLine:
    """A line as the customer sees it: for a configurable article its parent line, for a bundle one line of kits.

    Quantities are counts of units, Decimal because Magento allows fractions. Of a bundle whose parts hold the prices
    they are kits, counted so that too little rather than too much is left; memos, invoices and shipments name its
    parts (a shipment perhaps the bundle), and so must a refund and a return to stock.
    """

    id: LineId
    stock_id: (
        LineId  # the line to name for return to stock: the child of a configurable article, else `id`; see `parts`
    )
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
    parts: Mapping[LineId, Decimal] = field(default_factory=dict)  # a bundle priced by its parts: line -> units a kit
    whole: bool = True  # False: the parts of a bundle went separate ways, so that kits cannot be counted
    product_id: str = ""  # of what the customer chose: for a configurable article the parent's
    choices: Mapping[str, int] = field(default_factory=dict)  # configurable: attribute id -> value index
    customised: bool = False  # made to order (custom options): the same cannot be put into a cart by its SKU alone


@dataclass(frozen=True, slots=True)
class Address:
    """Where an order was sent, in Magento's own fields. Personal data: read, used in one call, never kept."""

    fields: Mapping[str, object] = field(repr=False)


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
    base_currency: str = ""  # empty: the same as `currency`
    base_rate: Decimal = Decimal(1)  # one unit of base currency in the order's
    customer_group: int = 0
    ship_to: Address | None = field(default=None, repr=False)  # None: nothing was to be shipped
    shipping_method: str = ""  # as Magento writes it: carrier and method joined by an underscore
    coupon: str = field(default="", repr=False)  # the code it was placed with: perhaps still worth money
    refunded_online: Money | None = None  # of `total_refunded`, what gateways sent back; None: nothing so far

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
    transaction: str | None = None  # the gateway's; without one the memo was perhaps only booked


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
    """What a policy may ask about an article. `attributes` holds only the ones asked for; a missing one is unknown.

    For the child of a configurable article, what the child does not say is its parent's.
    """

    sku: str
    attributes: Mapping[str, str]
    categories: frozenset[str]  # category ids
    parent: str | None = None  # SKU of the configurable article it is a variant of


@dataclass(frozen=True, slots=True)
class Variant:
    """One of a configurable article's children. `price` is the catalogue's, as entered there: good for comparing two
    variants, not for telling a customer. None: the child has a special price, or none."""

    sku: str
    name: str
    labels: tuple[str, ...]  # "M", "Blue": what the customer chose between, in the store view's words
    price: Decimal | None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class RefundCall:
    """One credit memo to be made. Amounts are Magento's to compute: we name lines and units only, or a goodwill amount.

    `units`: of a bundle with `parts` these, not the bundle. `goodwill`: an amount, above zero and in the order's
    currency, without any unit: `units` then names every line that can still be refunded, each with 0 (Magento would
    refund the lines that are left out of an empty list). Magento books it in the base currency, to two decimals:
    where one unit of that is worth more than a minor unit of the order's, the memo can differ from the amount.

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
    goodwill: Money | None = None  # an amount without units: `units` then names every refundable line with 0
    base_rate: Decimal | None = None  # for `goodwill`: one unit of base currency in the order's; None: the same
    shipping: Decimal | None = None  # a share of it, as `Shop.shipping_argument` told how to write it


@dataclass(frozen=True, slots=True)
class CreditRule:
    """One cart price rule to be made, which one code will open. `name` is its key: rules with one name are alike.

    Exactly one of `amount` (base currency, off the whole cart) and `everything` (100 %, shipping included) counts.
    """

    name: str
    label: str  # what the customer sees in the cart
    store: str  # of the order: the rule is for its website
    customer_groups: frozenset[int]  # the customer's own, as far as known; guests are always let in
    from_day: date
    to_day: date  # the last day on which the code opens it
    amount: Money | None = None
    everything: bool = False
    email: str | None = field(default=None, repr=False)  # only for a cart with this address


@dataclass(frozen=True, slots=True)
class Cart:
    """What a cart holds right now. `total` includes shipping and tax, in the store's currency."""

    items: Mapping[str, Decimal]  # SKU -> units; the same SKU on two lines is added up
    lines: int
    total: Money
    coupon: str = field(default="", repr=False)


class Shop(Protocol):
    """Reads raise NotFound or a Transient (ReadFailed, NotConnected). Writes make one call, never repeat it, and raise
    NotSent, Refused or OutcomeUnknown."""

    # --- reading ----------------------------------------------------------------------------------------------------

    def find_order(self, number: str) -> ShopOrder | None:
        """Look an order up by increment id, as written; None where there is none. Never by entity id."""

    def orders_of(self, email: str) -> Sequence[ShopOrder]:
        """The newest orders placed with this address, at most 20, newest first; guests' and accounts' alike."""

    def order(self, order: OrderId) -> ShopOrder:
        """Read one order again. Raise NotFound."""

    def memos(self, order: OrderId) -> Sequence[Memo]: ...

    def invoices(self, order: OrderId) -> Sequence[Invoice]: ...

    def shipments(self, order: OrderId) -> Sequence[Shipment]: ...

    def products(self, lines: Sequence[ShopLine], attributes: Sequence[str]) -> Mapping[str, Product]:
        """Read the articles of many lines in one call, variants with their parents; unknown SKUs are absent. By SKU."""

    def variants(self, line: ShopLine, parent: str, store: str) -> Sequence[Variant]:
        """All variants of the configurable article `parent` that `line` is one of; labels of the store view."""

    def salable(self, units: Mapping[str, int], store: str) -> Mapping[str, bool]:
        """Whether so many units of each SKU can be sold right now in the store's website, in one call. An unknown SKU
        cannot."""

    def related(self, sku: str) -> Sequence[str]:
        """SKUs that the shop itself recommends beside this one, in its order."""

    # --- giving back ------------------------------------------------------------------------------------------------

    def refund(self, call: RefundCall) -> MemoId:
        """Make one credit memo; return its id."""

    def shipping_argument(self, order: OrderId, invoice: str | None, share: Money, key: str) -> Decimal:
        """How to write a share of the order's shipping (`share`, tax included) into a refund: Magento takes it with or
        without tax by a setting that no call shows, but it says so when it refuses an impossible one. Changes nothing;
        Refused("shipping_unclear") where its answer fits neither."""

    def cancel(self, order: OrderId) -> bool:
        """Cancel what is open of the order. False: Magento did nothing (contract, "twelve that cost money", 8)."""

    def hold(self, order: OrderId) -> None:
        """Keep the order from being shipped. Repeating it does no harm; Refused("not_holdable") where it cannot be."""

    def unhold(self, order: OrderId) -> None:
        """Let go of it: it has its former state again. Refused("not_held") where it is not on hold."""

    def comment(self, order: OrderId, text: str) -> None:
        """Put an internal comment, not visible to the customer, on the order. Repeating it makes a second one."""

    def comments(self, order: OrderId) -> Sequence[str]:
        """All comments on the order."""

    # --- coupons: the code is the key -------------------------------------------------------------------------------

    def make_rule(self, rule: CreditRule) -> str:
        """Make a rule; return its id. Without a code nobody can use it; repeating it makes a second one."""

    def find_rule(self, name: str) -> str | None:
        """Id of the newest rule with exactly this name."""

    def rule_worth(self, rule: str) -> Decimal | None:
        """What the rule takes off a whole cart once, in base currency; None where it is gone, off, or does another
        thing."""

    def delete_rule(self, rule: str) -> None:
        """Delete a rule with its codes; one that is gone already is fine. Repeatable."""

    def make_code(self, rule: str, code: str) -> str:
        """Open the rule with a code of ours, once; return the coupon's id. Refused("code_taken") where it exists."""

    def find_code(self, code: str) -> str | None:
        """Id of the coupon with exactly this code."""

    # --- replacement orders: a cart of our own ----------------------------------------------------------------------

    def open_cart(self, store: str) -> str:
        """Open a guest's cart in a store view; return its id. An abandoned one does no harm."""

    def cart(self, cart: str, store: str) -> Cart:
        """Read a cart. Raise NotFound once it was placed."""

    def add_to_cart(self, cart: str, sku: str, units: int, store: str) -> None:
        """Add units of one SKU. Repeating it adds them again. Refused("out_of_stock"), Refused("not_addable")."""

    def use_code(self, cart: str, code: str, store: str) -> None:
        """Apply a code; twice is once. Refused("code_invalid")."""

    def send_to(self, cart: str, order: ShopOrder, store: str) -> Cart:
        """Give the cart the order's address and way of shipping (another one where that is not offered), and return
        what it comes to. Twice is once. Refused("no_address"), Refused("no_shipping")."""

    def place(self, cart: str, store: str) -> OrderId:
        """Place a cart that costs nothing as an order; one that was placed gives that order again. Refused("not_free"),
        Refused("out_of_stock"), Refused("cart_gone"), Refused("not_placed") for words that we do not know."""

    def order_of_cart(self, cart: str) -> OrderId | None:
        """The order that this cart became, None before."""

    # --- the connection ---------------------------------------------------------------------------------------------

    def base_url(self) -> str:
        """The default store's base URL as Magento itself tells it: who connects the same shop gets the same."""

    def probe(self) -> Probe:
        """Tell a bad token from a missing permission from a wrong address. Never raises."""
