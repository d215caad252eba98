"""What people do in the shop, over REST: customers order through carts, staff invoice, ship and refund."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from connector.domain.money import Money
from connector.magento.client import MagentoClient, segment
from connector.ports.errors import NotFound, Refused
from demo.magento.goods import Wanted
from demo.magento.place import HOMES, LeftOut, Place, View


@dataclass(frozen=True, slots=True)
class Customer:
    """Who orders and writes. `account`: in the shop; None: a guest."""

    email: str
    first: str
    last: str
    account: int | None = None

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the shop showed it when it was read. Amounts in its own currency."""

    record: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.record["entity_id"])

    @property
    def number(self) -> str:
        return str(self.record["increment_id"])

    @property
    def currency(self) -> str:
        return str(self.record["order_currency_code"])

    @property
    def state(self) -> str:
        return str(self.record["state"])

    @property
    def total(self) -> Money:
        return self.money(self.record["grand_total"])

    @property
    def lines(self) -> Sequence[Mapping[str, Any]]:
        """As the customer sees them: without the children of configurable articles."""
        return [each for each in self.record["items"] if not each.get("parent_item_id")]

    def line(self, sku: str) -> Mapping[str, Any]:
        return next(each for each in self.lines if each["sku"] == sku)

    def paid(self, sku: str) -> Money:
        """For all units of a line, after discount, with tax."""
        return self.money(self.line(sku)["row_total_incl_tax"])

    @property
    def units(self) -> dict[str, int]:
        return {str(each["sku"]): int(each["qty_ordered"]) for each in self.lines}

    @property
    def invoiced(self) -> bool:
        return any(Decimal(each.get("qty_invoiced") or 0) for each in self.lines)

    @property
    def ship_to(self) -> dict[str, Any]:
        """The address, without what belongs to one order alone."""
        assigned = self.record["extension_attributes"]["shipping_assignments"][0]["shipping"]["address"]
        return {
            name: assigned.get(name) for name in ("firstname", "lastname", "street", "postcode", "city", "country_id")
        }

    def money(self, amount: Any) -> Money:
        return Money.rounded(Decimal(str(amount)), self.currency)


class Orders:
    def __init__(self, client: MagentoClient, place: Place) -> None:
        self._client, self._place = client, place

    def read(self, order: str) -> Order:
        return Order(self._client.get(f"orders/{order}"))

    # --- customers --------------------------------------------------------------------------------------------------

    def account(self, customer: Customer, password: str) -> Customer:
        """Make an account for this customer."""
        fields = {"email": customer.email, "firstname": customer.first, "lastname": customer.last}
        fields |= {"website_id": self._place.website, "store_id": self._place.main.id}  # type: ignore[dict-item]
        made = self._client.post("customers", {"customer": fields, "password": password})
        return Customer(customer.email, customer.first, customer.last, int(made["id"]))

    def cart(self, wanted: Sequence[Wanted], customer: Customer, coupon: str = "", view: View | None = None) -> Cart:
        """Fill a cart: articles, address, way of shipping, then the code, since a rule may be for one address alone.
        Raise NotFound where the code is not taken."""
        code = (view or self._place.main).code
        if customer.account is None:
            root, number = "guest-carts", str(self._client.post("guest-carts", view=code))
        else:
            root, number = "carts", str(self._client.post(f"customers/{customer.account}/carts", view=code))
        cart = Cart(self._client, f"{root}/{segment(number)}", number, code, customer, self._address(customer))
        for each in wanted:
            cart.add(each)
        cart.ship()
        if coupon:
            cart.use(coupon)
        return cart

    def _address(self, customer: Customer) -> dict[str, Any]:
        home = {"firstname": customer.first, "lastname": customer.last, "email": customer.email}
        return {**home, **HOMES[self._place.country], "country_id": self._place.country, "telephone": "3105550100"}

    # --- staff ------------------------------------------------------------------------------------------------------

    def invoice(self, order: Order, units: Mapping[str, int] | None = None) -> str:
        """Invoice these units of each SKU, all that is left if none are named; return the invoice's id."""
        body: dict[str, Any] = {"capture": True, "notify": False}
        return str(self._client.post(f"order/{order.id}/invoice", body | self._items(order, units)))

    def ship(self, order: Order, units: Mapping[str, int] | None = None) -> str:
        return str(self._client.post(f"order/{order.id}/ship", {"notify": False} | self._items(order, units)))

    def refund(self, order: Order, units: Mapping[str, int], invoice: str = "") -> str:
        """What an agent does in Magento's admin, by the call its own modules use; return the memo's id. `invoice`: the
        money moves through the gateway; empty: it is only booked."""
        body = {"notify": False, "arguments": {"shipping_amount": 0}, "isOnline": bool(invoice)}
        path = f"invoice/{invoice}/refund" if invoice else f"order/{order.id}/refund"
        return str(self._client.post(path, body | self._items(order, units)))

    @staticmethod
    def _items(order: Order, units: Mapping[str, int] | None) -> dict[str, Any]:
        named = [{"order_item_id": order.line(sku)["item_id"], "qty": qty} for sku, qty in (units or {}).items()]
        return {"items": named} if named else {}


@dataclass(frozen=True, slots=True)
class Cart:
    """A cart of one customer in one store view."""

    client: MagentoClient
    path: str
    number: str
    view: str
    customer: Customer
    address: Mapping[str, Any]

    def add(self, wanted: Wanted) -> None:
        item: dict[str, Any] = {"quote_id": self.number, "sku": wanted.sku, "qty": wanted.units}
        if wanted.options:
            chosen = [{"option_id": key, "option_value": value} for key, value in wanted.options.items()]
            item["product_option"] = {"extension_attributes": {"configurable_item_options": chosen}}
        self.client.post(f"{self.path}/items", {"cartItem": item}, self.view)

    def use(self, code: str) -> None:
        """Apply a code. Raise NotFound where the shop does not take it."""
        try:
            self.client.put(f"{self.path}/coupons/{segment(code)}", view=self.view)
        except Refused as refused:
            raise NotFound(f"the code is not taken: {refused.detail}") from None

    def ship(self) -> None:
        """Take the flat rate where there is one, else the first way that is offered."""
        offered = self.client.post(f"{self.path}/estimate-shipping-methods", {"address": self.address}, self.view)
        ways = [each for each in offered if each.get("available", True)]
        if not ways:
            raise LeftOut(f"the shop ships nothing to {self.address['country_id']}: see --country")
        way = next((each for each in ways if each["carrier_code"] == "flatrate"), ways[0])
        information = {
            "shipping_address": self.address,
            "billing_address": self.address,
            "shipping_carrier_code": way["carrier_code"],
            "shipping_method_code": way["method_code"],
        }
        self.client.post(f"{self.path}/shipping-information", {"addressInformation": information}, self.view)

    def methods(self) -> list[str]:
        return [str(each["code"]) for each in self.client.get(f"{self.path}/payment-methods", view=self.view)]

    def totals(self) -> Mapping[str, Any]:
        totals: Mapping[str, Any] = self.client.get(f"{self.path}/totals", view=self.view)
        return totals

    def place(self, method: str) -> str:
        """Place it; return the order's id."""
        payment = {"paymentMethod": {"method": method}}
        if self.customer.account is not None:
            return str(self.client.put(f"{self.path}/order", payment, self.view))
        body = {**payment, "email": self.customer.email, "billing_address": self.address}
        return str(self.client.post(f"{self.path}/payment-information", body, self.view))
