"""Recorded exchanges: reading them, sending them to the stand-in, comparing what it answers."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import requests

from sandbox.magento import Line, Shop
from sandbox.magento.orders import Order

FIXTURES = Path(__file__).parent / "fixtures"
NOT_COMPARED = {  # values that differ from shop to shop; their presence and type are compared all the same
    "created_at",
    "updated_at",
    "protect_code",
    "quote_id",
    "quote_item_id",
    "remote_ip",
    "transaction_id",
    "last_trans_id",
    "tax_code",
    "code",
    "title",
    "tax_id",
    "tax_item_id",
    "discount_description",
    "applied_rule_ids",
}
IDS = {"entity_id", "item_id", "order_id", "parent_id", "parent_item_id", "increment_id", "product_id"}
IDS |= {"billing_address_id", "shipping_address_id", "customer_id", "invoice_id", "order_item_id"}


LOADED: defaultdict[tuple[str, str], set[str]] = defaultdict(set)  # (folder, name) -> tests that loaded it


def _asking() -> str:
    """Return the running test as module::function, or the module that is being imported."""
    running = os.environ.get("PYTEST_CURRENT_TEST", "")
    if running:
        path, _, test = running.rpartition(" ")[0].partition("::")
        return f"{Path(path).stem}::{test.partition('[')[0]}"
    return str(sys._getframe(2).f_globals["__name__"]).rpartition(".")[2]


def names(folder: str) -> list[str]:
    return sorted(path.stem for path in (FIXTURES / folder).glob("*.json"))


def load(folder: str, name: str) -> dict[str, Any]:
    """Return one recorded exchange, and note which test asked for it: docs/magento-replays.md is made of these."""
    LOADED[folder, name].add(_asking())
    return peek(folder, name)


def peek(folder: str, name: str) -> dict[str, Any]:
    """Return one recorded exchange to a test that borrows its request, and does not replay it."""
    recorded: dict[str, Any] = json.loads((FIXTURES / folder / f"{name}.json").read_text())
    return recorded


def differences(recorded: Any, answered: Any, ignored: Collection[str], at: str = "") -> list[str]:
    """Return where two JSON values differ: keys, types, lengths, and every value whose key is not ignored."""
    number = (int, float)
    same_kind = isinstance(answered, number) if isinstance(recorded, number) else type(recorded) is type(answered)
    if not same_kind or isinstance(recorded, bool) != isinstance(answered, bool):
        return [f"{at}: {recorded!r} was {answered!r}"]
    if isinstance(recorded, dict):
        found = [f"{at}/{key}: only on one side" for key in sorted(recorded.keys() ^ answered.keys())]
        for key in recorded.keys() & answered.keys():
            found += differences(recorded[key], answered[key], ignored, f"{at}/{key}")
        return found
    if isinstance(recorded, list):
        found = [] if len(recorded) == len(answered) else [f"{at}: {len(recorded)} were {len(answered)}"]
        for index, pair in enumerate(zip(recorded, answered, strict=False)):
            found += differences(*pair, ignored, f"{at}/{index}")
        return found
    if at.rpartition("/")[2] in ignored or recorded == answered:
        return []
    return [f"{at}: {recorded!r} was {answered!r}"]


@dataclass
class Client:
    """Sends recorded requests to the served shop."""

    shop: Shop
    url: str
    authorization: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, query: Any = None) -> Any:
        return self.send("GET", path, query).json()

    def send(
        self, method: str, path: str, query: Any = None, body: Any = None, headers: dict[str, str] | None = None
    ) -> requests.Response:
        pairs = query.items() if isinstance(query, dict) else query or []
        text = urlencode([(name, value) for name, value in pairs], quote_via=quote)
        given = {"Accept": "application/json", "Authorization": self.authorization} | (headers or {})
        data = None if body is None else body if isinstance(body, str) else json.dumps(body)
        if data is not None and headers is None:
            given["Content-Type"] = "application/json"
        self.session.cookies.clear()
        target = f"{self.url}{path}" + (f"?{text}" if text else "")
        return self.session.request(method, target, data=data, headers=given, timeout=30)

    def replay(self, recorded: dict[str, Any], path: str | None = None, body: Any = None) -> requests.Response:
        """Send a recorded request; `path` and `body` replace the recorded ones where ids had to be exchanged."""
        request = recorded["request"]
        sent = request["body"] if body is None else body
        headers = {} if sent is None else {"Content-Type": request["headers"].get("Content-Type", "")}
        if not headers.get("Content-Type"):
            headers = {}
        return self.send(request["method"], path or request["path"], request["query"], sent, headers)

    def order(self, order: Order) -> Any:
        return self.get(f"/rest/V1/orders/{order.id}")

    def memos(self, order: Order) -> list[Any]:
        query = [("searchCriteria[filter_groups][0][filters][0][field]", "order_id")]
        query.append(("searchCriteria[filter_groups][0][filters][0][value]", str(order.id)))
        found: list[Any] = self.get("/rest/V1/creditmemos", query)["items"]
        return found


def stock_up(shop: Shop) -> None:
    """Add the recorded shop's articles, as far as they are needed, under their recorded ids."""
    shop.attributes.add("size", "Size", ["S", "M", "L"])
    for label in ("Black", "Blue"):
        shop.attributes.add_value("color", label)
    shop.product("MUG-01", "Stoneware Mug", 18, quantity=418)
    shop.product("CAP-01", "Canvas Cap", "24.5")
    shop.product("BAG-01", "Tote Bag", 12)
    shop.product("BOOT-OOS", "Trail Boot", 140, quantity=0)
    shop.product("SOCK-01", "Wool Socks", "9.95")
    shop.product("MUG/RED 11oz+%", "Red Mug, odd SKU", 19)
    shop.product("GIFT-WRAP", "Gift Wrapping", 4, kind="virtual")
    children = [("TEE-BLA-S", "Black S", 32, 4, 7, 50), ("TEE-BLU-S", "Blue S", 32, 4, 8, 50)]
    children += [("TEE-BLA-M", "Black M", 32, 5, 7, 76), ("TEE-BLU-M", "Blue M", 32, 5, 8, 2)]
    children += [("TEE-BLA-L", "Black L", 34, 6, 7, 50), ("TEE-BLU-L", "Blue L", 34, 6, 8, 50)]
    made = []
    for sku, name, price, size, color, quantity in children:
        codes = {"size": size, "color": color}
        made.append(shop.product(sku, f"Organic Tee {name}", price, attributes=codes, quantity=quantity))
    tee = shop.product("TEE", "Organic Tee", 32, kind="configurable")
    shop.product("KIT", "Starter Kit", 0, kind="bundle", parts={"MUG-01": 1, "SOCK-01": 2})
    for child in made:
        child.parent = tee
        child.options = [("137", int(str(child.attributes["size"]))), ("93", int(str(child.attributes["color"])))]


def standard_order(shop: Shop, **how: Any) -> Order:
    """Place the order nearly every recording is about: two mugs and a black tee, 89.85 with shipping and tax."""
    given = {"email": "jane.roe@example.com", "lines": [Line("MUG-01", 2), Line("TEE-BLA-M")], "guest": False}
    return shop.place_order(**given | how)
