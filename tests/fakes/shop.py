"""One shop in memory: it keeps the promises of `ports.shop.Shop` in Magento's way, as `tests/contracts` proves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from connector.domain.ids import LineId, MemoId, OrderId
from connector.domain.money import Money
from connector.ports.errors import NotFound, Refused
from connector.ports.probe import Probe
from connector.ports.shop import Invoice, Memo, Product, RefundCall, Shipment, ShopLine, ShopOrder
from tests.fakes.memos import draft, problem
from tests.fakes.script import Script

ONLINE = "contractpay"
CATALOGUE = {
    "BOL-01": ("Bol en grès", "28.80"),
    "MUG-BL": ("Mug bleu", "21.60"),
    "TAPIS-01": ("Tapis de lin", "54.00"),
    "LAMPE-01": ("Lampe de table", "178.80"),
    "NAPPE-S": ("Nappe fin de série", "36.00"),
}
FINAL = frozenset({"NAPPE-S"})
NO_UNITS = Decimal(0)


class FakeShop:
    """`gateway`: (order, amount) of money that really went back; a memo of the order route moves none."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._orders: dict[OrderId, ShopOrder] = {}
        self._memos: dict[OrderId, list[Memo]] = {}
        self._invoices: dict[OrderId, list[Invoice]] = {}
        self._shipments: dict[OrderId, list[Shipment]] = {}
        self._ids = {kind: count(first) for kind, first in (("order", 1), ("line", 101), ("memo", 501), ("other", 901))}
        self.script = Script()
        self.url = "https://shop.example.test/"  # as the shop itself tells it
        self.gateway: list[tuple[OrderId, Money]] = []
        self.comments: list[tuple[OrderId, str]] = []
        self.books: Callable[[Memo], Memo | None] = lambda memo: memo  # what Magento makes of a memo; None: loses it

    # --- what people do ----------------------------------------------------------------------------------------------

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
    ) -> ShopOrder:
        """Place an order. It is invoiced and shipped unless `shipped_days_ago` is None; a card is charged at once."""
        order = OrderId(str(next(self._ids["order"])))
        now = self._clock()
        placed = now - timedelta(days=(shipped_days_ago or 0) + 2)
        made = tuple(self._line(sku, units, currency, (line_paid or {}).get(sku)) for sku, units in lines.items())
        paid_shipping, nothing = Money(Decimal(shipping), currency), Money.zero(currency)
        self._orders[order] = ShopOrder(
            id=order,
            number=f"{int(order):09}",
            store="1",
            state="new",
            currency=currency,
            placed_at=placed,
            updated_at=placed,
            email=email,
            first_name="Camille",
            customer_id=None,
            payment_method=payment,
            lines=made,
            total=sum((line.paid for line in made), paid_shipping),
            total_paid=nothing,
            total_refunded=nothing,
            shipping_paid=paid_shipping,
            shipping_refunded=nothing,
        )
        self._memos[order], self._invoices[order], self._shipments[order] = [], [], []
        if payment == ONLINE or shipped_days_ago is not None:
            self.invoice(order, placed)
        if shipped_days_ago is not None:
            self.ship(order, now - timedelta(days=shipped_days_ago))
        return self._orders[order]

    def _line(self, sku: str, units: int, currency: str, paid: str | None) -> ShopLine:
        name, price = CATALOGUE[sku]
        line = LineId(str(next(self._ids["line"])))
        worth = Money(Decimal(paid) if paid else Decimal(price) * units, currency)
        none, ordered = Money.zero(currency), Decimal(units)
        return ShopLine(line, line, sku, name, "simple", ordered, NO_UNITS, NO_UNITS, NO_UNITS, NO_UNITS, worth, none)

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
        self._change(order, state=state)

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
        return sum(self.script.calls[name] for name in ("refund", "cancel", "comment"))

    # --- the port ----------------------------------------------------------------------------------------------------

    def find_order(self, number: str) -> ShopOrder | None:
        return self.script.run(
            "find_order", lambda: next((each for each in self._orders.values() if each.number == number), None)
        )

    def order(self, order: OrderId) -> ShopOrder:
        return self.script.run("order", lambda: self._get(order))

    def memos(self, order: OrderId) -> Sequence[Memo]:
        return self.script.run("memos", lambda: tuple(self._memos.get(order, ())))

    def invoices(self, order: OrderId) -> Sequence[Invoice]:
        return self.script.run("invoices", lambda: tuple(self._invoices.get(order, ())))

    def shipments(self, order: OrderId) -> Sequence[Shipment]:
        return self.script.run("shipments", lambda: tuple(self._shipments.get(order, ())))

    def products(self, skus: Sequence[str], attributes: Sequence[str]) -> Mapping[str, Product]:
        def read() -> dict[str, Product]:
            known = [sku for sku in skus if sku in CATALOGUE]
            told = {"final_sale"} & set(attributes)
            return {
                sku: Product(sku, dict.fromkeys(told, "1" if sku in FINAL else "0"), frozenset({"3"})) for sku in known
            }

        return self.script.run("products", read)

    def refund(self, call: RefundCall) -> MemoId:
        return self.script.run("refund", lambda: self._refund(call))

    def cancel(self, order: OrderId) -> bool:
        return self.script.run("cancel", lambda: self._cancel(order))

    def comment(self, order: OrderId, text: str) -> None:
        self.script.run("comment", lambda: self.comments.append((self._get(order).id, text)))

    def base_url(self) -> str:
        return self.script.run("base_url", lambda: self.url)

    def probe(self) -> Probe:
        return Probe(ok=True, detail="in memory")

    def _get(self, order: OrderId) -> ShopOrder:
        if order not in self._orders:
            raise NotFound(order)
        return self._orders[order]

    def _change(self, order: OrderId, **changes: object) -> None:
        self._orders[order] = replace(self._orders[order], updated_at=self._clock(), **changes)  # type: ignore[arg-type]

    def _refund(self, call: RefundCall) -> MemoId:
        if call.order not in self._orders:
            raise Refused("not_found", call.order)
        order = self._orders[call.order]
        invoice = next((each for each in self._invoices[call.order] if each.id == call.invoice), None)
        code = problem(order, call, invoice, online=order.payment_method == ONLINE)
        if code is not None:
            raise Refused(code)
        wanted, after = draft(order, call, MemoId(str(next(self._ids["memo"]))), self._clock())
        memo = self.books(wanted)
        self._orders[call.order] = replace(after, updated_at=self._clock())
        if memo is not None:
            self._memos[call.order].append(memo)
        if call.invoice is not None:
            self.gateway.append((call.order, (memo or wanted).amount))
        return wanted.id

    def _cancel(self, order: OrderId) -> bool:
        """Magento cancels what is not invoiced, a shipped parcel or not, without a word about it."""
        if order not in self._orders:
            raise Refused("not_found", order)
        found = self._orders[order]
        open_lines = [line for line in found.lines if line.ordered - line.invoiced - line.canceled > 0]
        if found.state not in {"new", "processing", "pending_payment"} or not open_lines:
            return False
        lines = tuple(replace(line, canceled=line.ordered - max(line.invoiced, line.shipped)) for line in found.lines)
        self._change(order, lines=lines, state="canceled")
        return True
