"""One Magento shop: its state, its settings, and the builder that demos and tests fill it with."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from sandbox.magento import documents, fulfilling, fulfilment, new_order, placing, states
from sandbox.magento.access import Access
from sandbox.magento.admin_tokens import AdminTokens
from sandbox.magento.attribute_sets import first_sets
from sandbox.magento.attributes import Attributes
from sandbox.magento.carts import Carts
from sandbox.magento.catalog import COMPOSITE, FIRST_CATEGORIES, Product
from sandbox.magento.gateway import Gateway
from sandbox.magento.integrations import Activation, Integrations
from sandbox.magento.money import ZERO, Record, decimal
from sandbox.magento.numbers import Numbers
from sandbox.magento.orders import Order
from sandbox.magento.placing import Line
from sandbox.magento.promotions import Promotions
from sandbox.magento.stock import Stock
from sandbox.magento.stores import US_AND_EU, StoreView

FLAT_RATE = Decimal(5)  # shipping per unit, base currency, without tax
CHECKOUT_METHODS = ("checkmo", "purchaseorder", "banktransfer", "cashondelivery", "contractpay", "free")
Units = Mapping[str, int] | Mapping[int, Decimal]  # SKU or item id of a visible line -> units
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Shop:
    """Everything a shop knows. `mutex` guards memory, for moments only; what Magento does not lock stays unlocked."""

    def __init__(
        self,
        *,
        base_currency: str = "USD",
        stores: Sequence[StoreView] = US_AND_EU,
        base_url: str = "http://shop.example.test",
        tax_code: str = "US-CA-8.25",
        clock: Clock = utc_now,
    ) -> None:
        self.base_currency = base_currency
        self.stores = tuple(stores)
        self.base_url = base_url
        self.tax_code = tax_code
        self.clock = clock
        self.bearer_allowed = False  # oauth/consumer/enable_integration_as_bearer
        self.maintenance = False
        self.msi = True  # whether Magento's inventory modules are there
        self.product_tax_percent: Decimal | float | str = "8.25"  # of products made over REST, unless untaxed
        self.admins = {"admin": "sandbox-admin-1"}  # user name -> password
        self.input_limits = False  # webapi/validation/*
        self.shipping_incl_tax = False  # tax/sales_display/shipping
        self.tax_after_discount = True  # tax/calculation/apply_after_discount
        self.prices_incl_tax = False  # tax/calculation/price_includes_tax
        self.tax_by_country: dict[str, Decimal] = {}  # carts only; a country without an entry: the products' own tax
        self.payment_methods: Sequence[str] = CHECKOUT_METHODS
        self.option_labels: dict[tuple[str, int], tuple[str, str]] = {}  # (attribute id, value): its two labels
        self.captures_when_placed = True  # the online method's payment action; else it only authorises then
        self.coupon_queue_delay: float | None = 60.0  # seconds until a coupon's use is counted; None: only when told
        self.parallel_saves = 3  # how many overlapping saves of one order get through before the rest deadlock
        self.race_window = 0.0  # seconds between check and write of a refund or a hold, to make races likely
        self.mutex = threading.RLock()
        self.reset()

    def reset(self) -> None:
        """Forget every order, product, token and book; keep the settings."""
        self.numbers = Numbers()
        self.gateway = Gateway(self.now)
        self.stock = Stock(self.now)
        self.access = Access()
        self.integrations = Integrations(self.access, lambda: self.clock())
        self.admin_tokens = AdminTokens(lambda: self.clock())
        self.attributes = Attributes(self.numbers)
        self.attribute_sets = first_sets()
        self.categories: dict[int, Record] = {number: dict(row) for number, row in FIRST_CATEGORIES.items()}
        self.accounts: dict[int, Record] = {}  # customers made over REST
        self.products: dict[str, Product] = {}
        self.orders: dict[int, Order] = {}
        self.invoices: list[Record] = []
        self.shipments: list[Record] = []
        self.memos: list[Record] = []
        self.mails: list[Record] = []
        self.cancels: list[Record] = []
        self.requests: list[Record] = []
        self.customers: dict[str, int] = {}
        self.promotions = Promotions(self)
        self.carts = Carts()
        self.reports = itertools.count(0x6B01EE31ED0B4)

    def now(self, at: datetime | None = None) -> str:
        """Return a moment as Magento writes it: UTC, whole seconds, no zone mark."""
        return (at or self.clock()).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")

    def store(self, code: str | None) -> StoreView:
        """Return the store view with this code, None for the first; raise KeyError if there is none."""
        for view in self.stores:
            if code in (None, view.code):
                return view
        raise KeyError(code)

    def sku_of_item(self, item_id: int) -> str | None:
        found = (order.item(item_id) for order in list(self.orders.values()))
        return next((str(item["sku"]) for item in found if item is not None), None)

    def find_product(self, sku: str) -> Product | None:
        """Return a product whatever the case of its SKU."""
        exact = self.products.get(sku)
        wanted = sku.casefold()
        return exact or next((one for key, one in list(self.products.items()) if key.casefold() == wanted), None)

    def activate(self, name: str, callback_url: str, resources: Collection[str] | None = None) -> Activation:
        """Press Activate (or, once it is connected, Reauthorize) on the integration of this name; waits 5 s at most."""
        return self.integrations.activate(name, callback_url, self.base_url, resources)

    # -- what follows builds a shop's past

    def product(
        self,
        sku: str,
        name: str,
        price: Decimal | float | str,
        tax_percent: Decimal | float | str = "8.25",
        *,
        kind: str = "simple",
        attributes: Mapping[str, object] | None = None,
        categories: Sequence[int] = (),
        quantity: int = 100,
        parent: Product | None = None,
        options: Sequence[tuple[str, int]] = (),
        parts: Mapping[str, int] | None = None,
        separately: bool = False,
    ) -> Product:
        """Add a product. A configurable: first it (kind="configurable"), then children with `parent` and `options`.
        A bundle (kind="bundle"): after its `parts`, SKU -> quantity in one kit."""
        made = Product(self.numbers.id("product"), sku, name, decimal(price), decimal(tax_percent), kind)
        made.attributes, made.categories, made.made_at = dict(attributes or {}), tuple(categories), self.now()
        made.parent, made.options, made.separately = parent, tuple(options), separately
        made.parts = tuple((self.products[part], each) for part, each in (parts or {}).items())
        with self.mutex:
            self.products[sku] = made
            if kind not in COMPOSITE:
                self.stock.physical[sku] = Decimal(quantity)
        return made

    def place_order(
        self,
        *,
        email: str,
        lines: Sequence[Line],
        payment: str = "checkmo",
        guest: bool = True,
        store: str | None = None,
        shipping: Decimal | float | str | None = None,
        shipping_discount: Decimal | float | str = 0,
        order_shipping_discount: Decimal | None = None,
        placed_at: datetime | None = None,
        firstname: str = "Jane",
        lastname: str = "Roe",
        address: Mapping[str, object] | None = None,
        tax_percent: Decimal | float | str | None = None,
        coupon: str | None = None,
        po_number: str | None = None,
        state: str | None = None,
        mail: bool = True,
        cart_discount: Decimal | float | str = 0,
        shipping_tax_percent: Decimal | float | str | None = None,
        capture: bool = True,
    ) -> Order:
        """Place an order; `shipping` in base currency without tax, None: 5 a unit. The online method captures at once
        unless `capture` is False: its invoices capture then.

        `address` replaces the Los Angeles one (its names and e-mail too, if given). `state` forces pending_payment or
        payment_review. `tax_percent` replaces the products' tax; shipping has the highest unless told. `placed_at`
        needs a zone. `cart_discount`: a fixed amount off all lines, base currency. `order_shipping_discount`: in the
        order's currency where it is not the converted one.
        """
        now = self.now(placed_at)
        replaced = None if tax_percent is None else decimal(tax_percent)
        rates = placing.Rates(self.store(store), replaced, self.prices_incl_tax)
        taxes = placing.Taxes(after_discount=self.tax_after_discount)
        if cart_discount:
            lines = placing.cart_discount(lines, self.products, decimal(cart_discount))
        items = [placing.line_item(line, self.products[line.sku], rates, taxes) for line in lines]
        physical = sum((item["qty_ordered"] for item in items if not item["is_virtual"]), ZERO)
        amount = FLAT_RATE * physical if shipping is None else decimal(shipping)
        highest = max(item["tax_percent"] for item in placing.priced(items))
        percent = highest if shipping_tax_percent is None else decimal(shipping_tax_percent)
        charge = placing.ShippingCharge(amount, decimal(shipping_discount), percent, order_shipping_discount)
        with self.mutex:
            number = self.numbers.increment_id("order", rates.store.id)
            data = new_order.header(self.numbers.id("order"), number, rates, items, self.base_currency, now)
            data |= placing.totals(items, charge, rates, taxes)
            data |= {"customer_email": email, "customer_firstname": firstname, "customer_lastname": lastname}
            data |= {"quote_id": self.numbers.id("quote")} | self._customer(email, guest=guest)
            if coupon is not None:
                data |= {"coupon_code": coupon, "applied_rule_ids": "1", "discount_description": coupon}
                for item in items:
                    item["applied_rule_ids"] = "1"
            order = self._file(data, items, charge, payment, po_number, address)
            if state is not None:
                states.set_state(order, state, now)
            if mail:
                data["email_sent"] = 1
                self.mail("order", order, now)
        if payment in placing.ONLINE_METHODS and state is None and capture:
            self.invoice(order, at=placed_at)
        return order

    def _file(
        self,
        data: Record,
        items: list[Record],
        charge: placing.ShippingCharge,
        payment: str,
        po_number: str | None,
        address: Mapping[str, object] | None,
    ) -> Order:
        """Give the rows their ids, keep the order, reserve its stock."""
        order_id = data["entity_id"]
        addresses = new_order.addresses(data, address, self.numbers)
        rows = new_order.rows(data, items, self.products, self.numbers, data["created_at"])
        tax = placing.tax_blocks(order_id, data, rows, charge, self.tax_code)
        method = placing.payment_record(order_id, payment, data, po_number)
        info = placing.payment_info(payment)
        order = Order(data, rows, addresses["billing"], addresses.get("shipping"), method, info, tax)
        self.orders[order_id] = order
        for item in order.priced:
            self.stock.move("order_placed", order_id, item["sku"], reserved=-item["qty_ordered"])
        return order

    def _customer(self, email: str, *, guest: bool) -> Record:
        if guest:
            return {"customer_group_id": 0, "customer_is_guest": 1}
        number = self.customers.setdefault(email.lower(), len(self.customers) + 1)
        return {"customer_group_id": 1, "customer_is_guest": 0, "customer_id": number}

    def invoice(
        self, order: Order, units: Units | None = None, *, at: datetime | None = None, transaction: str | None = None
    ) -> Record:
        """Invoice units by SKU (a bundle's in kits) or item id, all that is left by default; return the invoice.

        `transaction`: None lets an online method capture now, "" does without, else that of a capture made before.
        """
        with self.mutex:
            now = self.now(at)
            chosen = fulfilment.to_invoice(order, units)
            invoice = documents.make_invoice(order, chosen, self.numbers, now)
            self.invoices.append(invoice)
            if transaction is None and order.payment["method"] in placing.ONLINE_METHODS:
                transaction = self.gateway.capture(order.id, invoice["base_grand_total"])
            if transaction:
                fulfilling.captured(self, order, invoice, transaction, now)
            else:
                invoice["can_void_flag"] = 0
            fulfilment.move_invoiced(self.stock, order, chosen)
            states.settle(order, now)
            order.version += 1
        return invoice

    def ship(
        self,
        order: Order,
        units: Units | None = None,
        *,
        tracks: Sequence[Mapping[str, str]] = (),
        at: datetime | None = None,
    ) -> Record:
        """Ship units by SKU (a bundle's in kits) or item id, all that is left by default; return the shipment."""
        with self.mutex:
            now = self.now(at)
            chosen = fulfilment.to_ship(order, units)
            shipment = documents.make_shipment(order, chosen, [dict(track) for track in tracks], self.numbers, now)
            self.shipments.append(shipment)
            fulfilment.move_shipped(self.stock, order, chosen)
            states.settle(order, now)
            order.version += 1
        return shipment

    # -- what several routes share

    def add_history(
        self,
        order: Order,
        text: str | None,
        entity: str | None,
        *,
        notified: int | None,
        now: str,
        visible: int = 0,
    ) -> None:
        """Append a row to the order's comments; its status is the order's at this moment."""
        record: Record = {
            "comment": text,
            "created_at": now,
            "entity_id": self.numbers.id("history"),
            "is_customer_notified": notified,
            "is_visible_on_front": visible,
            "parent_id": order.id,
            "status": order.data["status"],
        }
        if entity is not None:
            record["entity_name"] = entity
        order.histories.append(record)

    def mail(self, kind: str, order: Order, now: str, **details: object) -> None:
        """Note a mail that Magento sends to the customer."""
        sent = {"kind": kind, "to": order.data["customer_email"], "order_id": order.id, "at": now}
        self.mails.append(sent | details)
