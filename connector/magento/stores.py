"""Store views, websites and stocks: what a store id of an order means in addresses, rules and stock calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from connector.magento.client import MagentoClient
from connector.magento.memory import UNCHANGING, Memory
from connector.magento.values import identifier, record, records, text
from connector.ports.errors import NotFound, ReadFailed, Refused

T = TypeVar("T")

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")  # what Magento allows; anything else would change the address we call


@dataclass(frozen=True, slots=True)
class StoreView:
    id: str
    code: str
    website: str  # id


class Stores:
    """One shop's stores, read once in ten minutes by a whole process."""

    def __init__(self, client: MagentoClient, memory: Memory) -> None:
        self._client = client
        self._memory = memory

    def view(self, store: str) -> StoreView:
        """Raise NotFound for an id that no store view has, also right after it was made."""
        found = self._views().get(store)
        if found is None and self._memory.forget(self._client.base_url, "views"):
            found = self._views().get(store)  # perhaps it is younger than what we knew
        if found is None:
            raise NotFound("store view")
        return found

    def view_to_write(self, store: str) -> StoreView:
        """The same before a write. Raise Refused("no_store")."""
        try:
            return self.view(store)
        except NotFound:
            raise Refused("no_store", store) from None

    def stock(self, store: str) -> str | None:
        """Id of the stock that the store's website sells from; None where the shop has no multi-source inventory."""
        website = self._website_code(self.view(store).website)
        return self._recall(f"stock {website}", lambda: self._read_stock(website))

    def _views(self) -> dict[str, StoreView]:
        return self._recall("views", self._read_views)

    def _website_code(self, website: str) -> str:
        codes = self._recall("websites", self._read_websites)
        if website not in codes:
            raise ReadFailed("a store view's website is not among the websites")
        return codes[website]

    def _recall(self, question: str, read: Callable[[], T]) -> T:
        return self._memory.recall(self._client.base_url, question, UNCHANGING, read)

    def _read_views(self) -> dict[str, StoreView]:
        entries = records({"views": self._client.get("store/storeViews")}, "views")
        views = [
            StoreView(identifier(entry, "id"), _code(text(entry, "code")), identifier(entry, "website_id"))
            for entry in entries
        ]
        return {view.id: view for view in views if view.id != "0"}  # 0 is the admin's own

    def _read_websites(self) -> dict[str, str]:
        entries = records({"websites": self._client.get("store/websites")}, "websites")
        return {identifier(entry, "id"): _code(text(entry, "code")) for entry in entries}

    def _read_stock(self, website: str) -> str | None:
        answer = self._client.get_if_there(f"inventory/stock-resolver/website/{website}")
        return None if answer is None else identifier(record(answer, "stock"), "stock_id")


def _code(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise ReadFailed("a store's code is not as documented")
    return code
