"""`MagentoShop`: the port `Shop` over one Magento's REST API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import requests

from connector.domain.ids import MemoId, OrderId
from connector.domain.money import Money
from connector.magento import products, refunds, refusals, shipping_share
from connector.magento.address import own_url
from connector.magento.carts import Carts
from connector.magento.client import MagentoClient, is_entity_id
from connector.magento.coupons import Coupons
from connector.magento.credit_memos import MEMO_FIELDS, memo_from, payable_memos
from connector.magento.criteria import Filter
from connector.magento.documents import INVOICE_FIELDS, SHIPMENT_FIELDS, invoice_from, shipment_from
from connector.magento.memory import SHARED, Memory
from connector.magento.orders import ORDER_FIELDS, order_from, places_of
from connector.magento.payable import coarser_than_books
from connector.magento.probe import probe
from connector.magento.signing import BearerToken, OAuth1Keys, auth_for
from connector.magento.stock import Stock
from connector.magento.stores import Stores
from connector.magento.values import Record, identifier, record, records, text
from connector.magento.variants import Variants
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused
from connector.ports.probe import Probe
from connector.ports.shop import (
    Cart,
    CreditRule,
    Invoice,
    Memo,
    Product,
    RefundCall,
    Shipment,
    ShopLine,
    ShopOrder,
    Variant,
)

ORDERS_OF_ONE = 20
NO_ORDER = ("The entity that was requested doesn't exist.", "not_found")


class MagentoShop:
    """One Magento 2. `session` comes from `outbound.make_session`; no call is ever repeated here.

    `proven`: the credentials worked once before, which tells the connection check what to suspect.
    """

    def __init__(
        self,
        base_url: str,
        credentials: BearerToken | OAuth1Keys,
        session: requests.Session,
        memory: Memory = SHARED,
        proven: bool = False,
    ) -> None:
        self._credentials = credentials
        self._proven = proven
        self._client = MagentoClient(base_url, auth_for(credentials), session)
        stores = Stores(self._client, memory)
        self._stock = Stock(self._client, stores)
        self._variants = Variants(self._client, stores, memory)
        self._coupons = Coupons(self._client, stores)
        self._carts = Carts(self._client, stores)

    # --- reading ----------------------------------------------------------------------------------------------------

    def find_order(self, number: str) -> ShopOrder | None:
        """Search by increment id. None also where two store views share the number: it does not name one order."""
        if not number.strip():
            return None
        found = self._client.search("orders", [Filter("increment_id", number)], ORDER_FIELDS)
        exact = [order for order in found if order.get("increment_id") == number]  # MySQL compares more loosely
        return order_from(exact[0]) if len(exact) == 1 else None

    def orders_of(self, email: str) -> Sequence[ShopOrder]:
        """One call. MySQL takes `é` for `e`: what only resembles the address is left out."""
        wanted = email.strip().casefold()
        if not wanted:
            return ()
        newest, at_most = self._client.newest, Filter("customer_email", email.strip())
        found = refusals.discreetly(lambda: newest("orders", at_most, ORDER_FIELDS, ORDERS_OF_ONE))
        return tuple(order_from(order) for order in found if text(order, "customer_email").casefold() == wanted)

    def order(self, order: OrderId) -> ShopOrder:
        return order_from(self._order_record(order))

    def memos(self, order: OrderId) -> Sequence[Memo]:
        """One call; two where the order's currency is coarser than the books (yen), three without a currency told."""
        found = self._of_order("creditmemos", order, MEMO_FIELDS)
        told = [text(memo, "order_currency_code") for memo in found]
        # Records that other programs wrote through POST /creditmemo may lack the currency; the order has it.
        known = self.order(order).currency if not all(told) else ""
        read = [memo_from(memo, currency or known) for memo, currency in zip(found, told, strict=True)]
        if not any(coarser_than_books(memo.amount.currency) for memo in read):
            return tuple(read)
        payable = payable_memos(found, places_of(self._order_record(order)))
        return tuple(payable[memo.id] for memo in read)

    def invoices(self, order: OrderId) -> Sequence[Invoice]:
        return tuple(invoice_from(invoice) for invoice in self._of_order("invoices", order, INVOICE_FIELDS))

    def shipments(self, order: OrderId) -> Sequence[Shipment]:
        return tuple(shipment_from(shipment) for shipment in self._of_order("shipments", order, SHIPMENT_FIELDS))

    def products(self, lines: Sequence[ShopLine], attributes: Sequence[str]) -> Mapping[str, Product]:
        """One call for up to `products.AT_ONCE` lines."""
        known: dict[str, Product] = {}
        for batch in products.batches(lines):
            found = self._client.search("products", products.filters(batch), products.fields(attributes))
            known |= products.by_sku(found, batch, attributes)
        return known

    def variants(self, line: ShopLine, parent: str, store: str) -> Sequence[Variant]:
        return self._variants.of(line, parent, store)

    def salable(self, units: Mapping[str, int], store: str) -> Mapping[str, bool]:
        return self._stock.salable(units, store)

    def related(self, sku: str) -> Sequence[str]:
        return self._variants.related(sku)

    # --- giving back ------------------------------------------------------------------------------------------------

    def refund(self, call: RefundCall) -> MemoId:
        """Make one credit memo. Refused's code tells why: see `refunds.py`. Raise OutcomeUnknown for any doubt."""
        refunds.check(call)
        try:
            answer = self._client.post(refunds.path(call), refunds.body(call))
        except Refused as refused:
            raise refunds.meaning(refused) from refused
        return refunds.memo_id(answer)

    def shipping_argument(self, order: OrderId, invoice: str | None, share: Money, key: str) -> Decimal:
        return shipping_share.argument(self._client, _written(order), invoice, share, key)

    def cancel(self, order: OrderId) -> bool:
        """True also for an order whose parcel has left but that was not invoiced: look at `shipped` before."""
        answer = self._client.post(f"orders/{_written(order)}/cancel")
        if not isinstance(answer, bool):
            raise OutcomeUnknown("cancel answered neither true nor false")
        return answer

    def hold(self, order: OrderId) -> None:
        self._turn(order, "hold", (("A hold action is not available.", "not_holdable"), NO_ORDER))

    def unhold(self, order: OrderId) -> None:
        self._turn(order, "unhold", (("You cannot remove the hold.", "not_held"), NO_ORDER))

    def _turn(self, order: OrderId, verb: str, known: Sequence[tuple[str, str]]) -> None:
        path = f"orders/{_written(order)}/{verb}"
        try:
            answer = self._client.post(path)
        except Refused as refused:
            raise refusals.meaning(refused, known, quote=True) from None
        if answer is not True:
            raise OutcomeUnknown(f"{verb} did not answer true")

    def comment(self, order: OrderId, text: str) -> None:
        """Leave `status` out: one of another state would be refused."""
        entry = {"comment": text, "is_customer_notified": 0, "is_visible_on_front": 0}
        if self._client.post(f"orders/{_written(order)}/comments", {"statusHistory": entry}) is not True:
            raise OutcomeUnknown("comment did not answer true")

    def comments(self, order: OrderId) -> Sequence[str]:
        if not is_entity_id(order):
            raise NotFound("not an entity id")
        answer = record(self._client.get(f"orders/{order}/comments", [("fields", "items[comment]")]), "comments")
        return tuple(text(entry, "comment") for entry in records(answer, "items"))

    # --- coupons and carts ------------------------------------------------------------------------------------------

    def make_rule(self, rule: CreditRule) -> str:
        return self._coupons.make_rule(rule)

    def find_rule(self, name: str) -> str | None:
        return self._coupons.find_rule(name)

    def rule_worth(self, rule: str) -> Decimal | None:
        return self._coupons.rule_worth(rule)

    def delete_rule(self, rule: str) -> None:
        self._coupons.delete_rule(rule)

    def make_code(self, rule: str, code: str) -> str:
        return self._coupons.make_code(rule, code)

    def find_code(self, code: str) -> str | None:
        return self._coupons.find_code(code)

    def open_cart(self, store: str) -> str:
        return self._carts.open(store)

    def cart(self, cart: str, store: str) -> Cart:
        return self._carts.read(cart, store)

    def add_to_cart(self, cart: str, sku: str, units: int, store: str) -> None:
        self._carts.add(cart, sku, units, store)

    def use_code(self, cart: str, code: str, store: str) -> None:
        self._carts.use_code(cart, code, store)

    def send_to(self, cart: str, order: ShopOrder, store: str) -> Cart:
        return self._carts.send_to(cart, order, store)

    def place(self, cart: str, store: str) -> OrderId:
        return self._carts.place(cart, store)

    def order_of_cart(self, cart: str) -> OrderId | None:
        return self._carts.order_of(cart)

    # --- the connection ---------------------------------------------------------------------------------------------

    def base_url(self) -> str:
        """Of the store view with the lowest id: every administrator, web server and integration sees the same."""
        return own_url(self._client.get("store/storeConfigs"))

    def probe(self) -> Probe:
        return probe(self._client, self._credentials, self._proven)

    def _order_record(self, order: OrderId) -> Record:
        if not is_entity_id(order):
            raise NotFound("not an entity id")
        found = record(self._client.get(f"orders/{order}", [("fields", ORDER_FIELDS)]), "order")
        if identifier(found, "entity_id") != order:
            raise ReadFailed("another order was answered")
        return found

    def _of_order(self, path: str, order: OrderId, fields: str) -> list[Record]:
        if not is_entity_id(order):
            raise NotFound("not an entity id")
        return self._client.search(path, [Filter("order_id", order)], fields)


def _written(order: OrderId) -> OrderId:
    """Return the id for a write's path; raise Refused, without a call, for what Magento would cast to another order."""
    if not is_entity_id(order):
        raise Refused("bad_id", order)
    return order
