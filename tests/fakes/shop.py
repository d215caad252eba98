"""One shop in memory: it keeps the promises of `ports.shop.Shop` in Magento's way, as `tests/contracts` proves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import overload

from connector.domain.ids import LineId, MemoId, OrderId
from connector.domain.money import Money
from connector.ports.errors import NotFound, Refused
from connector.ports.probe import Probe
from connector.ports.shop import Invoice, Memo, RefundCall, Shipment, ShopLine, ShopOrder
from tests.fakes.catalogue import CATALOGUE, HOME, PARENTS, PRODUCT_IDS, parent_of
from tests.fakes.checkout import FakeCheckout, HeldCart
from tests.fakes.memos import draft, problem

ONLINE = "contractpay"
NO_UNITS = Decimal(0)
HOLDABLE = frozenset({"new", "pending_payment", "processing"})
WRITES = frozenset("refund cancel hold unhold comment make_rule delete_rule make_code open_cart".split())
WRITES |= frozenset("add_to_cart use_code send_to place".split())


class FakeShop(FakeCheckout):
    """`gateway`: (order, amount) of money that really went back; a memo of the order route moves none.

    `left`: comments on orders.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        self._orders: dict[OrderId, ShopOrder] = {}
        self._memos: dict[OrderId, list[Memo]] = {}
        self._invoices: dict[OrderId, list[Invoice]] = {}
        self._shipments: dict[OrderId, list[Shipment]] = {}
        self._held_from: dict[OrderId, str] = {}
        self._ids = {kind: count(first) for kind, first in (("order", 1), ("line", 101), ("memo", 501), ("other", 901))}
        self.url = "https://shop.example.test/"  # as the shop itself tells it
        self.gateway: list[tuple[OrderId, Money]] = []
        self.left: list[tuple[OrderId, str]] = []
        self.books: Callable[[Memo], Memo | None] = lambda memo: memo  # what Magento makes of a memo; None: loses it

    # --- what people do ----------------------------------------------------------------------------------------------

    @overload
    def place(self, cart: str, store: str, /) -> OrderId: ...

    @overload
    def place(
        self,
        email: str,
        lines: Mapping[str, int],
        payment: str = ONLINE,
        *,
        shipped_days_ago: float | None = 3,
        line_paid: Mapping[str, str] | None = None,
        shipping: str = "6.00",
        currency: str = "EUR",
    ) -> ShopOrder: ...

    def place(
        self,
        email: str,
        lines: Mapping[str, int] | str,
        payment: str = ONLINE,
        *,
        shipped_days_ago: float | None = 3,
        line_paid: Mapping[str, str] | None = None,
        shipping: str = "6.00",
        currency: str = "EUR",
    ) -> ShopOrder | OrderId:
        """With a store instead of lines: the port's `place`. Else a customer places an order; it is invoiced and
        shipped unless `shipped_days_ago` is None; a card is charged at once."""
        if isinstance(lines, str):
            return self.script.run("place", lambda: self._place(email))
        now = self._clock()
        placed = now - timedelta(days=(shipped_days_ago or 0) + 2)
        made = tuple(self._line(sku, units, currency, (line_paid or {}).get(sku)) for sku, units in lines.items())
        order = self._keep(email, payment, made, Money(Decimal(shipping), currency), placed)
        if payment == ONLINE or shipped_days_ago is not None:
            self.invoice(order, placed)
        if shipped_days_ago is not None:
            self.ship(order, now - timedelta(days=shipped_days_ago))
        return self._orders[order]

    def _keep(
        self, email: str, payment: str, lines: tuple[ShopLine, ...], shipping: Money, at: datetime, **more: object
    ) -> OrderId:
        """Put a new order into the books; what it holds can no longer be sold."""
        order, nothing = OrderId(str(next(self._ids["order"]))), Money.zero(shipping.currency)
        self._orders[order] = ShopOrder(
            id=order,
            number=f"{int(order):09}",
            store="1",
            state="new",
            currency=shipping.currency,
            placed_at=at,
            updated_at=at,
            email=email,
            first_name="Camille",
            customer_id=None,
            payment_method=payment,
            lines=lines,
            total=sum((line.paid for line in lines), shipping),
            total_paid=nothing,
            total_refunded=nothing,
            shipping_paid=shipping,
            shipping_refunded=nothing,
            ship_to=HOME,
            shipping_method="flatrate_flatrate",
        )
        self._orders[order] = replace(self._orders[order], **more)  # type: ignore[arg-type]
        self._memos[order], self._invoices[order], self._shipments[order] = [], [], []
        self._back_to_stock({line.sku: -int(line.ordered) for line in lines})
        return order

    def _line(self, sku: str, units: int, currency: str, paid: str | None, *, alone: bool = False) -> ShopLine:
        """One line; of a variant that was not chosen `alone`, by its SKU, the line of its configurable article."""
        name, price = CATALOGUE[sku]
        line = LineId(str(next(self._ids["line"])))
        worth = Money(Decimal(paid) if paid else Decimal(price) * units, currency)
        none, ordered = Money.zero(currency), Decimal(units)
        counts = (ordered, NO_UNITS, NO_UNITS, NO_UNITS, NO_UNITS)
        own = ShopLine(line, line, sku, name, "simple", *counts, worth, none, product_id=PRODUCT_IDS[sku])
        parent = parent_of(sku)
        if parent is None or alone:
            return own
        article = PARENTS[parent]
        return replace(
            own,
            stock_id=LineId(str(next(self._ids["line"]))),
            name=article.name,
            product_type="configurable",
            product_id=article.product_id,
            choices={attribute: index for attribute, (index, _) in article.variants[sku].items()},
        )

    def _replacement(self, held: HeldCart) -> OrderId:
        currency = self.stores[held.store]
        lines = tuple(self._line(sku, units, currency, "0.00", alone=True) for sku, units in held.items.items())
        more = {"store": held.store, "coupon": held.code, "ship_to": held.address, "shipping_method": held.method}
        return self._keep(held.email, "free", lines, Money.zero(currency), self._clock(), **more)

    def invoice(self, order: OrderId, at: datetime | None = None) -> None:
        found = self._orders[order]
        units = {line.id: line.ordered - line.invoiced for line in found.lines}
        number = str(next(self._ids["other"]))
        self._invoices[order].append(Invoice(number, at or self._clock(), paid=True, lines=units))
        lines = tuple(replace(line, invoiced=line.ordered) for line in found.lines)
        self._change(order, lines=lines, total_paid=found.total, state="processing")

    def ship(self, order: OrderId, at: datetime | None = None) -> None:
        found = self._orders[order]
        units = {line.id: line.ordered - line.shipped for line in found.lines}
        self._shipments[order].append(Shipment(str(next(self._ids["other"])), at or self._clock(), units))
        lines = tuple(replace(line, shipped=line.ordered) for line in found.lines)
        paid = all(line.invoiced == line.ordered for line in lines)
        self._change(order, lines=lines, state="complete" if paid else "processing")

    def set_state(self, order: OrderId, state: str) -> None:
        if state == "holded":
            self._held_from[order] = self._orders[order].state
        self._change(order, state=state)

    def amend(self, order: OrderId, **changes: object) -> ShopOrder:
        """Let an order be another one: `coupon`, `customer_group`, `ship_to`, `base_currency`, `lines` …"""
        self._change(order, **changes)
        return self._orders[order]

    def agent_refunds(self, order: OrderId, units: Mapping[str, int], *, online: bool = True) -> Memo:
        """An agent makes a credit memo in Magento's own admin; units by SKU."""
        wanted = {line.id: units[line.sku] for line in self._orders[order].lines if line.sku in units}
        invoice = self._invoices[order][0].id if online else None
        call = RefundCall(order, invoice, wanted, whole_shipping=False, to_stock=(), key="by-hand")
        made = self._refund(call)
        return next(memo for memo in self._memos[order] if memo.id == made)

    # --- looking -----------------------------------------------------------------------------------------------------

    def amounts(self, order: OrderId) -> list[str]:
        """Amounts of the order's credit memos, oldest first."""
        return [str(memo.amount) for memo in self._memos[order]]

    def moved(self, order: OrderId) -> list[str]:
        """What the gateway sent back for the order."""
        return [str(amount) for each, amount in self.gateway if each == order]

    @property
    def writes(self) -> int:
        """Calls that could have changed something."""
        return sum(self.script.calls[name] for name in WRITES)

    # --- the port ----------------------------------------------------------------------------------------------------

    def find_order(self, number: str) -> ShopOrder | None:
        return self.script.run(
            "find_order", lambda: next((each for each in self._orders.values() if each.number == number), None)
        )

    def orders_of(self, email: str) -> Sequence[ShopOrder]:
        def read() -> tuple[ShopOrder, ...]:
            newest = sorted(self._orders.values(), key=lambda each: (each.placed_at, int(each.id)), reverse=True)
            return tuple([each for each in newest if each.email.casefold() == email.casefold()][:20])

        return self.script.run("orders_of", read)

    def order(self, order: OrderId) -> ShopOrder:
        return self.script.run("order", lambda: self._get(order))

    def memos(self, order: OrderId) -> Sequence[Memo]:
        return self.script.run("memos", lambda: tuple(self._memos.get(order, ())))

    def invoices(self, order: OrderId) -> Sequence[Invoice]:
        return self.script.run("invoices", lambda: tuple(self._invoices.get(order, ())))

    def shipments(self, order: OrderId) -> Sequence[Shipment]:
        return self.script.run("shipments", lambda: tuple(self._shipments.get(order, ())))

    def refund(self, call: RefundCall) -> MemoId:
        return self.script.run("refund", lambda: self._refund(call))

    def shipping_argument(self, order: OrderId, invoice: str | None, share: Money, key: str) -> Decimal:
        return self.script.run("shipping_argument", lambda: share.amount)

    def cancel(self, order: OrderId) -> bool:
        return self.script.run("cancel", lambda: self._cancel(order))

    def hold(self, order: OrderId) -> None:
        self.script.run("hold", lambda: self._hold(order))

    def _hold(self, order: OrderId) -> None:
        if self._theirs(order).state not in HOLDABLE:
            raise Refused("not_holdable")
        self.set_state(order, "holded")

    def unhold(self, order: OrderId) -> None:
        self.script.run("unhold", lambda: self._unhold(order))

    def _unhold(self, order: OrderId) -> None:
        if self._theirs(order).state != "holded":
            raise Refused("not_held")
        self._change(order, state=self._held_from.pop(order, "processing"))

    def comment(self, order: OrderId, text: str) -> None:
        self.script.run("comment", lambda: self.left.append((self._theirs(order).id, text)))

    def comments(self, order: OrderId) -> Sequence[str]:
        return self.script.run("comments", lambda: self._left_on(self._get(order).id))

    def _left_on(self, order: OrderId) -> tuple[str, ...]:
        return tuple(text for each, text in self.left if each == order)

    def base_url(self) -> str:
        return self.script.run("base_url", lambda: self.url)

    def probe(self) -> Probe:
        return Probe(ok=True, detail="in memory")

    def replacements(self, email: str) -> list[tuple[dict[str, int], str]]:
        """(articles, what it costs) of every order placed through a cart for this address, cancelled ones left out."""
        made = [each for each in self._orders.values() if each.payment_method == "free" and each.email == email]
        return [
            ({line.sku: int(line.ordered) for line in each.lines}, str(each.total))
            for each in made
            if each.state != "canceled"
        ]

    def replacement_state(self) -> str:
        """State of the only replacement there is."""
        (found,) = [each.state for each in self._orders.values() if each.payment_method == "free"]
        return found

    def change(self, order: OrderId, **changes: object) -> None:
        """The shop's own staff or settings make it otherwise."""
        self._change(order, **changes)

    def spoil_newest(self) -> None:
        """A plugin puts a fee on the newest order."""
        newest = list(self._orders)[-1]
        self._change(newest, total=Money(Decimal("5.00"), self._orders[newest].currency))

    def _get(self, order: OrderId) -> ShopOrder:
        if order not in self._orders:
            raise NotFound(order)
        return self._orders[order]

    def _theirs(self, order: OrderId) -> ShopOrder:
        """The order of a write."""
        if order not in self._orders:
            raise Refused("not_found", order)
        return self._orders[order]

    def _change(self, order: OrderId, **changes: object) -> None:
        self._orders[order] = replace(self._orders[order], updated_at=self._clock(), **changes)  # type: ignore[arg-type]

    def _refund(self, call: RefundCall) -> MemoId:
        order = self._theirs(call.order)
        invoice = next((each for each in self._invoices[call.order] if each.id == call.invoice), None)
        code = problem(order, call, invoice, online=order.payment_method == ONLINE)
        if code is not None:
            raise Refused(code)
        wanted, after = draft(order, call, MemoId(str(next(self._ids["memo"]))), self._clock())
        memo = self.books(wanted)
        self._orders[call.order] = replace(after, updated_at=self._clock())
        returned = [line for line in order.lines if line.stock_id in call.to_stock]
        self._back_to_stock({line.sku: call.units.get(line.id, 0) for line in returned})
        if memo is not None:
            self._memos[call.order].append(memo)
        if call.invoice is not None:
            self.gateway.append((call.order, (memo or wanted).amount))
        return wanted.id

    def _cancel(self, order: OrderId) -> bool:
        """Magento cancels what is not invoiced, a shipped parcel or not, without a word about it."""
        found = self._theirs(order)
        open_lines = [line for line in found.lines if line.ordered - line.invoiced - line.canceled > 0]
        if found.state not in {"new", "processing", "pending_payment"} or not open_lines:
            return False
        lines = tuple(replace(line, canceled=line.ordered - max(line.invoiced, line.shipped)) for line in found.lines)
        self._back_to_stock({line.sku: int(line.canceled) for line in lines})
        self._change(order, lines=lines, state="canceled")
        return True
