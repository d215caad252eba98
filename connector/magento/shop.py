"""`MagentoShop`: the port `Shop` over one Magento's REST API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import requests

from connector.domain.ids import MemoId, OrderId
from connector.magento import products, refunds
from connector.magento.client import MagentoClient, is_entity_id
from connector.magento.credit_memos import MEMO_FIELDS, memo_from
from connector.magento.criteria import Filter
from connector.magento.documents import INVOICE_FIELDS, SHIPMENT_FIELDS, invoice_from, shipment_from
from connector.magento.orders import ORDER_FIELDS, order_from
from connector.magento.probe import probe
from connector.magento.signing import BearerToken, OAuth1Keys, auth_for
from connector.magento.values import Record, record, text
from connector.ports.errors import NotFound, OutcomeUnknown, ReadFailed, Refused
from connector.ports.probe import Probe
from connector.ports.shop import Invoice, Memo, Product, RefundCall, Shipment, ShopOrder


class MagentoShop:
    """One Magento 2. `session` comes from `outbound.make_session`; no call is ever repeated here."""

    def __init__(self, base_url: str, credentials: BearerToken | OAuth1Keys, session: requests.Session) -> None:
        self._credentials = credentials
        self._client = MagentoClient(base_url, auth_for(credentials), session)

    def find_order(self, number: str) -> ShopOrder | None:
        """Search by increment id. None also where two store views share the number: it does not name one order."""
        if not number.strip():
            return None
        found = self._client.search("orders", [Filter("increment_id", number)], ORDER_FIELDS)
        exact = [order for order in found if order.get("increment_id") == number]  # MySQL compares more loosely
        return order_from(exact[0]) if len(exact) == 1 else None

    def order(self, order: OrderId) -> ShopOrder:
        if not is_entity_id(order):
            raise NotFound("not an entity id")
        found = order_from(record(self._client.get(f"orders/{order}", [("fields", ORDER_FIELDS)]), "order"))
        if found.id != order:
            raise ReadFailed("another order was answered")
        return found

    def memos(self, order: OrderId) -> Sequence[Memo]:
        found = self._of_order("creditmemos", order, MEMO_FIELDS)
        told = [text(memo, "order_currency_code") for memo in found]
        # Records that other programs wrote through POST /creditmemo may lack the currency; the order has it.
        known = self.order(order).currency if not all(told) else ""
        return tuple(memo_from(memo, currency or known) for memo, currency in zip(found, told, strict=True))

    def invoices(self, order: OrderId) -> Sequence[Invoice]:
        return tuple(invoice_from(invoice) for invoice in self._of_order("invoices", order, INVOICE_FIELDS))

    def shipments(self, order: OrderId) -> Sequence[Shipment]:
        return tuple(shipment_from(shipment) for shipment in self._of_order("shipments", order, SHIPMENT_FIELDS))

    def products(self, skus: Sequence[str], attributes: Sequence[str]) -> Mapping[str, Product]:
        """One call for up to `products.AT_ONCE` articles."""
        known: dict[str, Product] = {}
        for batch in products.batches(skus):
            found = self._client.search("products", products.filters(batch), products.fields(attributes))
            known |= products.by_sku(found, batch, attributes)
        return known

    def refund(self, call: RefundCall) -> MemoId:
        """Make one credit memo. Refused's code tells why: see `refunds.py`. Raise OutcomeUnknown for any doubt."""
        refunds.check(call)
        try:
            answer = self._client.post(refunds.path(call), refunds.body(call))
        except Refused as refused:
            raise refunds.meaning(refused) from refused
        return refunds.memo_id(answer)

    def cancel(self, order: OrderId) -> bool:
        """True also for an order whose parcel has left but that was not invoiced: look at `shipped` before."""
        answer = self._client.post(f"orders/{_written(order)}/cancel")
        if not isinstance(answer, bool):
            raise OutcomeUnknown("cancel answered neither true nor false")
        return answer

    def comment(self, order: OrderId, text: str) -> None:
        """Leave `status` out: one of another state would be refused."""
        entry = {"comment": text, "is_customer_notified": 0, "is_visible_on_front": 0}
        if self._client.post(f"orders/{_written(order)}/comments", {"statusHistory": entry}) is not True:
            raise OutcomeUnknown("comment did not answer true")

    def base_url(self) -> str:
        """Of the store view with the lowest id: every administrator, web server and integration sees the same."""
        stores = self._client.get("store/storeConfigs")
        try:
            return str(min(stores, key=lambda store: int(store["id"]))["base_url"])
        except (TypeError, KeyError, ValueError) as error:
            raise ReadFailed("no store configuration as documented") from error

    def probe(self) -> Probe:
        return probe(self._client, self._credentials)

    def _of_order(self, path: str, order: OrderId, fields: str) -> list[Record]:
        if not is_entity_id(order):
            raise NotFound("not an entity id")
        return self._client.search(path, [Filter("order_id", order)], fields)


def _written(order: OrderId) -> OrderId:
    """Return the id for a write's path; raise Refused, without a call, for what Magento would cast to another order."""
    if not is_entity_id(order):
        raise Refused("bad_id", order)
    return order
