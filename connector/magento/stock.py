"""Whether articles can be sold right now: salable quantities, with reservations taken off, never physical ones."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

from connector.magento import criteria
from connector.magento.client import MagentoClient, segment
from connector.magento.stores import Stores
from connector.magento.values import Record, number, record, records, text
from connector.ports.errors import NotConnected, NotFound, ReadFailed

log = logging.getLogger(__name__)

LONGEST_QUERY = 6000  # bytes: with host, path and stock the address stays below 8 kB
_CANNOT_TELL = {"400", "500"}  # how Magento answers about a composite article, and about a SKU it does not have


class Stock:
    def __init__(self, client: MagentoClient, stores: Stores) -> None:
        self._client = client
        self._stores = stores

    def salable(self, units: Mapping[str, int], store: str) -> dict[str, bool]:
        """One call for all; a shop without multi-source inventory needs one for each SKU."""
        if not units:
            return {}
        stock = self._stores.stock(store)
        if stock is None:
            return self._counted(units)
        known: dict[str, bool] = {}
        for batch in batches(units):
            known |= self._together(batch, stock)
        return known

    def _together(self, units: Mapping[str, int], stock: str) -> dict[str, bool]:
        path = "inventory/are-product-salable-for-requested-qty"
        try:
            answer = self._client.get(path, [*requests(units), ("stockId", stock)])
        except ReadFailed as failed:
            if str(failed) not in _CANNOT_TELL:
                raise
            return self._one_by_one(units, stock)
        return _told(records({"answers": answer}, "answers"), units)

    def _one_by_one(self, units: Mapping[str, int], stock: str) -> dict[str, bool]:
        """One SKU that Magento cannot answer for spoils the answer for all: find it, and say that it cannot be sold."""
        query = [(f"skus[{place}]", sku) for place, sku in enumerate(units)]
        answer = self._client.get("inventory/are-products-salable", [*query, ("stockId", stock)])
        known = _told(records({"answers": answer}, "answers"), units)
        return {sku: salable and self._alone(sku, units[sku], stock) for sku, salable in known.items()}

    def _alone(self, sku: str, wanted: int, stock: str) -> bool:
        try:
            path = f"inventory/is-product-salable-for-requested-qty/{segment(sku)}/{stock}/{wanted}"
            return record(self._client.get(path), "stock").get("salable") is True
        except NotFound:
            return False
        except ReadFailed as failed:
            if str(failed) not in _CANNOT_TELL:
                raise
            return False

    def _counted(self, units: Mapping[str, int]) -> dict[str, bool]:
        """Empty where Retour may not read the stock of a shop without multi-source inventory: then nothing is known."""
        try:
            return {sku: self._by_status(sku, wanted) for sku, wanted in units.items()}
        except NotConnected as refused:
            if refused.missing is None:
                raise
            log.warning("stock_not_readable", extra={"missing": refused.missing})
            return {}

    def _by_status(self, sku: str, wanted: int) -> bool:
        """The stock of Magento without multi-source inventory. `qty` is salable here; `stock_item.qty` is physical."""
        try:
            status = record(self._client.get(f"stockStatuses/{segment(sku)}"), "stock")
        except NotFound:
            return False
        counted = record(status.get("stock_item") or {}, "stock_item").get("manage_stock") is not False
        return number(status, "stock_status") == 1 and (number(status, "qty") >= wanted or not counted)


def requests(units: Mapping[str, int]) -> list[tuple[str, str]]:
    query: list[tuple[str, str]] = []
    for place, (sku, wanted) in enumerate(units.items()):
        query += [(f"sku_requests[{place}][sku]", sku), (f"sku_requests[{place}][qty]", str(wanted))]
    return query


def batches(units: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """As many SKUs at once as an address holds."""
    batch: dict[str, int] = {}
    for sku, wanted in units.items():
        if batch and len(criteria.encode(requests({**batch, sku: wanted}))) > LONGEST_QUERY:
            yield batch
            batch = {}
        batch[sku] = wanted
    if batch:
        yield batch


def _told(answers: list[Record], units: Mapping[str, int]) -> dict[str, bool]:
    """What was answered, by the SKUs asked for; one without an answer cannot be sold."""
    yes = {text(answer, "sku").casefold() for answer in answers if answer.get("salable") is True}
    no = {text(answer, "sku").casefold() for answer in answers if answer.get("salable") is not True}
    return {sku: sku.casefold() in yes - no for sku in units}
