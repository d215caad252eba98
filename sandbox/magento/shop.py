"""One Magento shop: its state, its settings, and the builder that demos and tests fill it with."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from sandbox.magento import documents, new_order, placing, states
from sandbox.magento.access import Access
from sandbox.magento.catalog import Product
from sandbox.magento.gateway import Gateway
from sandbox.magento.money import ZERO, Record, decimal
from sandbox.magento.numbers import Numbers
from sandbox.magento.orders import Order, to_invoice, to_ship
from sandbox.magento.placing import Line
from sandbox.magento.stock import Stock
from sandbox.magento.stores import US_AND_EU, StoreView

FLAT_RATE = Decimal(5)  # shipping per unit, base currency, without tax
Units = Mapping[str, int]  # SKU of a visible line -> units
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
        self.input_limits = False  # webapi/validation/*
        self.shipping_incl_tax = False  # tax/sales_display/shipping
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
        self.products: dict[str, Product] = {}
        self.orders: dict[int, Order] = {}
        self.invoices: list[Record] = []
        self.shipments: list[Record] = []
        self.memos: list[Record] = []
        self.mails: list[Record] = []
        self.cancels: list[Record] = []
        self.requests: list[Record] = []
        self.customers: dict[str, int] = {}
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
    ) -> Product:
        """Add a product. A configurable: first it (kind="configurable"), then children with `parent` and `options`."""
        made = Product(self.numbers.id("product"), sku, name, decimal(price), decimal(tax_percent), kind)
        made.attributes, made.categories, made.made_at = dict(attributes or {}), tuple(categories), self.now()
        made.parent, made.options = parent, tuple(options)
        with self.mutex:
            self.products[sku] = made
            if kind != "configurable":
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
        placed_at: datetime | None = None,
        firstname: str = "Jane",
        lastname: str = "Roe",
        address: Mapping[str, object] | None = None,
        tax_percent: Decimal | float | str | None = None,
        coupon: str | None = None,
        po_number: str | None = None,
        state: str | None = None,
        mail: bool = True,
    ) -> Order:
        """Place an order; `shipping` in base currency without tax, None: 5 a unit. The online method captures at once.

        `address` replaces the Los Angeles one (its names and e-mail too, if given). `state` forces pending_payment or
        payment_review. `tax_percent` replaces the products' tax. `placed_at` needs a zone.
        """
        now = self.now(placed_at)
        rates = placing.Rates(self.store(store), None if tax_percent is None else decimal(tax_percent))
        taxes = placing.Taxes()
        items = [placing.line_item(line, self.products[line.sku], rates, taxes) for line in lines]
        physical = sum((item["qty_ordered"] for item in items if not item["is_virtual"]), ZERO)
        amount = FLAT_RATE * physical if shipping is None else decimal(shipping)
        percent = max(item["tax_percent"] for item in items)
        charge = placing.ShippingCharge(amount, decimal(shipping_discount), percent)
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
        if payment in placing.ONLINE_METHODS and state is None:
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
        for item in items:
            self.stock.move("order_placed", order_id, item["sku"], reserved=-item["qty_ordered"])
        return order

    def _customer(self, email: str, *, guest: bool) -> Record:
        if guest:
            return {"customer_group_id": 0, "customer_is_guest": 1}
        number = self.customers.setdefault(email.lower(), len(self.customers) + 1)
        return {"customer_group_id": 1, "customer_is_guest": 0, "customer_id": number}

    def invoice(self, order: Order, units: Units | None = None, *, at: datetime | None = None) -> Record:
        """Invoice units by SKU, all that is left by default; return the invoice. The online method captures."""
        with self.mutex:
            now = self.now(at)
            chosen = {
                line["item_id"]: to_invoice(line) if units is None else Decimal(units.get(line["sku"], 0))
                for line in order.lines
            }
            invoice = documents.make_invoice(order, chosen, self.numbers, now)
            self.invoices.append(invoice)
            if order.payment["method"] in placing.ONLINE_METHODS:
                self._capture(order, invoice, now)
            else:
                invoice["can_void_flag"] = 0
            for line in order.lines:
                if line["is_virtual"] and (quantity := chosen[line["item_id"]]):
                    self.stock.move("invoiced", order.id, line["sku"], physical=-quantity, reserved=quantity)
            states.settle(order, now)
            order.version += 1
        return invoice

    def _capture(self, order: Order, invoice: Record, now: str) -> None:
        amount = invoice["base_grand_total"]
        transaction = self.gateway.capture(order.id, amount)
        invoice["transaction_id"] = transaction
        payment = order.payment
        payment |= {"amount_authorized": invoice["grand_total"], "base_amount_authorized": amount}
        payment["base_amount_paid_online"] = payment.get("base_amount_paid_online", ZERO) + amount
        payment["last_trans_id"] = transaction
        states.settle(order, now)
        text = documents.capture_history(amount, self.base_currency, transaction)
        self.add_history(order, text, "invoice", notified=None, now=now)

    def ship(
        self,
        order: Order,
        units: Units | None = None,
        *,
        tracks: Sequence[Mapping[str, str]] = (),
        at: datetime | None = None,
    ) -> Record:
        """Ship units by SKU, all that is left by default; return the shipment."""
        with self.mutex:
            now = self.now(at)
            chosen = {
                line["item_id"]: to_ship(line) if units is None else Decimal(units.get(line["sku"], 0))
                for line in order.lines
            }
            shipment = documents.make_shipment(order, chosen, [dict(track) for track in tracks], self.numbers, now)
            self.shipments.append(shipment)
            for line in order.lines:
                if quantity := chosen[line["item_id"]]:
                    self.stock.move("shipped", order.id, line["sku"], physical=-quantity, reserved=quantity)
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
