"""A share of the shipping: how Magento counts it is learned from a refusal, never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from connector.domain.ids import OrderId
from connector.domain.money import Money
from connector.magento import BearerToken, MagentoShop
from connector.outbound import make_session
from connector.ports.errors import Refused
from connector.ports.shop import RefundCall
from sandbox.magento import Line, Shop, StoreView, create_app
from sandbox.magento.orders import Order
from sandbox.serving import Server, serve

EURO = (StoreView(1, "fr", "Boutique", currency="EUR", locale="fr_FR", timezone="Europe/Paris"),)


class Kit:
    def __init__(self, shop: Shop, server: Server) -> None:
        self.shop = shop
        token = shop.access.grant()
        shop.bearer_allowed = True
        self.port = MagentoShop(server.url, BearerToken(token.access_token), make_session(allow_private=True))

    def place(self, payment: str = "checkmo", **more: object) -> Order:
        order = self.shop.place_order(
            email="a@example.com",
            lines=[Line("MUG", 1)],
            payment=payment,
            shipping=Decimal(10),
            **more,  # type: ignore[arg-type]
        )
        if payment != "contractpay":
            self.shop.invoice(order)
        self.shop.ship(order)
        return order

    def gives(self, order: Order, share: str, invoice: str | None = None) -> str:
        """Refund that share of the shipping with the mug; return what the memo gives back for shipping."""
        number = OrderId(str(order.id))
        figure = self.port.shipping_argument(number, invoice, Money.parse(share), "k")
        (line,) = self.port.order(number).lines
        call = RefundCall(number, invoice, {line.id: 1}, whole_shipping=False, to_stock=(), key="k", shipping=figure)
        made = self.port.refund(call)
        return str(next(memo for memo in self.port.memos(number) if memo.id == made).shipping)


@pytest.fixture(params=[False, True], ids=["without tax", "with tax"])
def kit(request: pytest.FixtureRequest) -> object:
    shop = Shop(base_currency="EUR", stores=EURO, tax_code="FR-20")
    shop.product("MUG", "Mug", Decimal(18), Decimal(20))
    shop.shipping_incl_tax = request.param
    with serve(create_app(shop)) as server:
        yield Kit(shop, server)


@pytest.mark.parametrize("share", ["4.90 EUR", "0.01 EUR", "11.99 EUR"])
def test_the_share_that_goes_back_is_the_one_wanted_whatever_the_shop_counts(kit: Kit, share: str) -> None:
    assert abs(Money.parse(kit.gives(kit.place(), share)).minor - Money.parse(share).minor) <= 1


def test_the_question_changes_nothing(kit: Kit) -> None:
    order = kit.place()
    kit.port.shipping_argument(OrderId(str(order.id)), None, Money.parse("4.90 EUR"), "k")
    assert kit.shop.memos == []
    assert (order.state, kit.port.order(OrderId(str(order.id))).total_refunded) == ("complete", Money.parse("0.00 EUR"))


def test_the_same_through_an_invoice(kit: Kit) -> None:
    order = kit.place("contractpay")
    invoice = str(kit.shop.invoices[0]["entity_id"])
    assert kit.gives(order, "4.90 EUR", invoice) in {"4.90 EUR", "4.89 EUR", "4.91 EUR"}
    refunds = [each for each in kit.shop.gateway.book() if each["kind"] == "refund"]
    assert len(refunds) == 1


def test_untaxed_shipping_needs_no_question(kit: Kit) -> None:
    order = kit.place(tax_percent=0)
    before = len(kit.shop.requests)
    assert kit.port.shipping_argument(OrderId(str(order.id)), None, Money.parse("4.90 EUR"), "k") == Decimal("4.90")
    assert [each["method"] for each in kit.shop.requests[before:]] == ["GET"]


def test_a_discounted_shipping_is_a_persons(kit: Kit) -> None:
    order = kit.place(shipping_discount=Decimal(2))
    with pytest.raises(Refused) as caught:
        kit.port.shipping_argument(OrderId(str(order.id)), None, Money.parse("4.90 EUR"), "k")
    assert caught.value.code == "shipping_unclear"
    assert kit.shop.memos == []
