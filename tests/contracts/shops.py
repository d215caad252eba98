"""Shops to hold to the port: each kit plays customers and staff of one shop, in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Protocol

from connector.domain.ids import OrderId
from connector.magento import BearerToken, MagentoShop
from connector.magento.memory import Memory
from connector.outbound import make_session
from connector.ports.errors import NotSent, OutcomeUnknown, ReadFailed
from connector.ports.shop import Shop, ShopOrder
from sandbox.faults import Fault, Faults
from sandbox.magento import Line, StoreView, create_app
from sandbox.magento import Shop as Magento
from sandbox.magento.states import set_state
from sandbox.serving import serve
from tests.fakes.clock import MovableClock
from tests.fakes.shop import FakeShop

ONLINE, OFFLINE = "contractpay", "checkmo"


class ShopKit(Protocol):
    """TEE is a configurable article: its variants are TEE-S-BLUE, TEE-M-BLUE and TEE-XL-BLUE, the last one dearer."""

    port: Shop
    store: str

    @property
    def today(self) -> date:
        """The shop's own day."""

    def place(
        self, lines: Mapping[str, int], payment: str, *, shipped: bool = True, email: str = "camille@example.com"
    ) -> ShopOrder:
        """BOL-01 costs 28.80, MUG-BL 21.60 with tax, shipping 6.00. Shipped is invoiced; a card is charged at once."""

    def stock(self, sku: str, units: int) -> None:
        """Have so many units to sell."""

    def recommend(self, sku: str, other: str) -> None: ...

    def name_choices(self) -> None:
        """Give the values of TEE's size and colour their words."""

    def ship(self, order: OrderId) -> None: ...

    def moved(self, order: OrderId) -> list[str]:
        """What the gateway sent back."""

    def staff_reads(self, order: OrderId) -> list[str]:
        """Internal comments on the order that we left there."""

    def hold(self, order: OrderId) -> None: ...

    def lose_answer(self, method: str = "refund") -> None:
        """The next write, a call of this method, is done; its answer is lost."""

    def busy(self, seconds: int) -> None:
        """The next write is turned away: too many."""

    def away(self) -> None:
        """The next read fails."""

    def calm(self) -> None: ...


class FakeShopKit:
    store = "1"

    def __init__(self) -> None:
        self._clock = MovableClock()
        self._shop = FakeShop(self._clock)
        self.port: Shop = self._shop

    @property
    def today(self) -> date:
        return self._clock().date()

    def place(
        self, lines: Mapping[str, int], payment: str, *, shipped: bool = True, email: str = "camille@example.com"
    ) -> ShopOrder:
        return self._shop.place(email, lines, payment, shipped_days_ago=3 if shipped else None)

    def stock(self, sku: str, units: int) -> None:
        self._shop.stock[sku] = units

    def recommend(self, sku: str, other: str) -> None:
        self._shop.recommends[sku] = (other,)

    def name_choices(self) -> None:
        """They have them."""

    def ship(self, order: OrderId) -> None:
        self._shop.ship(order)

    def moved(self, order: OrderId) -> list[str]:
        return self._shop.moved(order)

    def staff_reads(self, order: OrderId) -> list[str]:
        return [text for each, text in self._shop.left if each == order]

    def hold(self, order: OrderId) -> None:
        self._shop.set_state(order, "holded")

    def lose_answer(self, method: str = "refund") -> None:
        self._shop.script.fail(method, OutcomeUnknown("lost"), done=True)

    def busy(self, seconds: int) -> None:
        self._shop.script.fail("refund", NotSent("429", float(seconds)))

    def away(self) -> None:
        self._shop.script.fail("order", ReadFailed("503"))

    def calm(self) -> None:
        self._shop.script.heal()


class MagentoKit:
    store = "1"

    def __init__(self, shop: Magento, faults: Faults, url: str) -> None:
        self._shop, self._faults = shop, faults
        token = shop.access.grant()
        session = make_session(allow_private=True)
        self.port: Shop = MagentoShop(url, BearerToken(token.access_token), session, Memory())

    @property
    def today(self) -> date:
        return datetime.now(UTC).date()

    def stock(self, sku: str, units: int) -> None:
        reserved = self._shop.stock.physical[sku] - self._shop.stock.salable(sku)
        self._shop.stock.physical[sku] = units + reserved

    def recommend(self, sku: str, other: str) -> None:
        self._shop.products[sku].links.append(("related", self._shop.products[other]))

    def name_choices(self) -> None:
        if self._shop.attributes.by_code("size") is None:
            self._shop.attributes.add("size", "Size", ["S", "M", "XL"])  # 4, 5 and 6
            self._shop.attributes.add_value("color", "Blue")  # 7

    def place(
        self, lines: Mapping[str, int], payment: str, *, shipped: bool = True, email: str = "camille@example.com"
    ) -> ShopOrder:
        order = self._shop.place_order(
            email=email,
            lines=[Line(sku, units) for sku, units in lines.items()],
            payment=payment,
            firstname="Camille",
            shipping=Decimal(5),
        )
        if shipped:
            if payment != ONLINE:
                self._shop.invoice(order)
            self._shop.ship(order)
        return self.port.order(OrderId(str(order.id)))

    def ship(self, order: OrderId) -> None:
        self._shop.ship(self._shop.orders[int(order)])

    def moved(self, order: OrderId) -> list[str]:
        return [
            f"{Decimal(str(each['amount'])):.2f} EUR"
            for each in self._shop.gateway.book()
            if each["kind"] == "refund" and each["order_id"] == int(order) and each["accepted"]
        ]

    def staff_reads(self, order: OrderId) -> list[str]:
        rows = self._shop.orders[int(order)].histories
        return [row["comment"] for row in rows if "entity_name" not in row]

    def hold(self, order: OrderId) -> None:
        set_state(self._shop.orders[int(order)], "holded", self._shop.now())

    def lose_answer(self, method: str = "refund") -> None:
        self._faults.add(Fault("drop", method="PUT" if method == "place" else "POST"))

    def busy(self, seconds: int) -> None:
        self._faults.add(Fault("refuse", method="POST", status=429, retry_after=seconds))

    def away(self) -> None:
        self._faults.add(Fault("refuse", method="GET", status=503))

    def calm(self) -> None:
        self._faults.clear()


@contextmanager
def magento() -> Iterator[ShopKit]:
    stores = (StoreView(1, "fr", "Boutique", currency="EUR", locale="fr_FR", timezone="Europe/Paris"),)
    shop, faults = Magento(base_currency="EUR", stores=stores, tax_code="FR-20"), Faults()
    shop.bearer_allowed = True
    for sku, name, price, final in (
        ("BOL-01", "Bol en grès", 24, 0),
        ("MUG-BL", "Mug bleu", 18, 0),
        ("NAPPE-S", "Nappe fin de série", 30, 1),
    ):
        shop.product(sku, name, Decimal(price), Decimal(20), attributes={"final_sale": final}, categories=[3])
    tee = shop.product("TEE", "Organic Tee", 0, Decimal(20), kind="configurable", categories=[7])
    for number, (size, price) in enumerate((("S", 30), ("M", 30), ("XL", 35)), start=4):
        shop.product(
            f"TEE-{size}-BLUE",
            f"Organic Tee Blue {size}",
            Decimal(price),
            Decimal(20),
            attributes={"size": number, "color": 7},
            parent=tee,
            options=[("137", number), ("93", 7)],
        )
    with serve(create_app(shop, faults)) as server:
        shop.base_url = server.url
        yield MagentoKit(shop, faults, server.url)


@contextmanager
def fake() -> Iterator[ShopKit]:
    yield FakeShopKit()


KITS = {"fake": fake, "magento": magento}
