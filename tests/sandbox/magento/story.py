"""A recorded story told again: what the recording called 84 is what the stand-in called it when it came up."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.magento import Shop
from tests.sandbox.magento.replaying import Client, differences, load

NOT_OURS = {"created_at", "updated_at", "protect_code", "remote_ip"}
KINDS = {  # the key of an id -> what it is an id of
    "rule_id": "rule",
    "applied_rule_ids": "rule",
    "coupon_id": "coupon",
    "quote_id": "cart",
    "id": "cart",
    "quote_item_id": "line",
    "order_id": "order",
    "increment_id": "number",
    "reserved_order_id": "number",
    "parent_item_id": "item",
    "billing_address_id": "address",
    "product_id": "product",
}
JANE = "jane.roe@example.com"


@dataclass
class Story:
    """Replays recordings in turn. Ids are learned from the first answer that has them, and hold from then on."""

    shop: Shop
    client: Client
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)  # texts (masks, generated codes) of the recording -> ours

    def tell(self, folder: str, name: str, bare: str | None = None) -> Any:
        """Replay one recording and compare status and body; `bare`: the kind of an id that is the whole answer."""
        return self.compare(load(folder, name), bare)

    def compare(self, recorded: dict[str, Any], bare: str | None = None) -> Any:
        text = json.dumps(recorded)
        for old, new in self.renamed.items():
            text = text.replace(old, new)
        recorded = json.loads(text)
        request, expected = recorded["request"], recorded["response"]
        request["query"] = self._query(request["query"])
        answer = self.client.replay(recorded, self._path(request["path"]), self._body(request["body"]))
        told, body = recorded["name"], answer.json()
        assert (told, answer.status_code) == (told, expected["status"]), body
        ids = {"entity_id", "item_id", "parent_id", "value", *KINDS} if answer.status_code == 200 else {"fieldValue"}
        if bare is not None:
            assert type(body) is type(expected["body"]), told
            self._same(bare, expected["body"], body, told)
        else:
            wrong = differences(expected["body"], body, NOT_OURS | ids - self._compared(request))
            assert not wrong, f"{told}: {wrong}"
            self._learn(expected["body"], body, "order" if "order" in request["path"] else "cart", told)
        return body

    @staticmethod
    def _compared(request: dict[str, Any]) -> set[str]:
        """Amounts and conditions have a key `value`; only the criteria of a search echo ids there."""
        return set() if request["query"] else {"value"}

    def same(self, kind: str, recorded: object, ours: object) -> None:
        """Say beforehand what an id of the recording is here."""
        self.known[kind, str(recorded)] = str(ours)

    def _same(self, kind: str, recorded: object, ours: object, at: str) -> None:
        expected = self.known.setdefault((kind, str(recorded)), str(ours))
        assert (at, kind, expected) == (at, kind, str(ours))

    def _learn(self, recorded: Any, ours: Any, about: str, at: str) -> None:
        if isinstance(recorded, list):
            for pair in zip(recorded, ours, strict=True):
                self._learn(*pair, about, at)
        if isinstance(recorded, dict):
            for key, value in recorded.items():
                kind = KINDS.get(key)
                if key == "item_id":
                    kind = "item" if about == "order" else "line"
                elif key == "entity_id" and "increment_id" in recorded:
                    kind = "order"
                elif key == "id" and "is_active" not in recorded:
                    kind = "customer"
                if kind is not None and not isinstance(value, dict | list):
                    self._same(kind, value, ours[key], at)
                elif key == "fieldValue":
                    assert (at, self.known.get(("cart", str(value)), str(value))) == (at, str(ours[key]))
                self._learn(value, ours[key], about, at)

    def _path(self, path: str) -> str:
        kinds = {"carts": "cart", "items": "line", "salesRules": "rule", "coupons": "coupon"}
        kinds |= {"orders": "order", "order": "order", "customers": "customer"}
        parts = path.split("/")
        for index, (before, part) in enumerate(zip(parts, parts[1:], strict=False), 1):
            parts[index] = self.known.get((kinds.get(before, ""), part), part)
        return "/".join(parts)

    def _query(self, query: Any) -> Any:
        """Exchange the value of a filter by id."""
        pairs = list(query.items()) if isinstance(query, dict) else [tuple(pair) for pair in query or []]
        fields = {name.removesuffix("[field]"): value for name, value in pairs if name.endswith("[field]")}
        made = []
        for name, value in pairs:
            kind = "customer" if fields.get(name.removesuffix("[value]")) == "customer_id" else None
            kind = kind or KINDS.get(fields.get(name.removesuffix("[value]"), ""))
            made.append((name, self.known.get((kind or "", str(value)), value)))
        return made

    def _body(self, body: Any) -> Any:
        kinds = KINDS | {"customerId": "customer"}
        if isinstance(body, list):
            return [self._body(value) for value in body]
        if not isinstance(body, dict):
            return body
        made = {}
        for key, value in body.items():
            ours = self.known.get((kinds.get(key, ""), str(value)))
            made[key] = self._body(value) if ours is None else type(value)(ours)
        return made

    # -- what was there before a recording begins

    def cart(self, recorded: object, sku: str | None = None, qty: int = 1, *, customer: int | None = None) -> str:
        """Open the cart that the recording calls `recorded` and put something into it; return its id."""
        path = "carts/" if customer is None else f"customers/{customer}/carts"
        made = str(self.client.send("POST", f"/rest/V1/{path}").json())
        self.same("cart", recorded, made)
        if sku is not None:
            self.add(made, sku, qty)
        return made

    def guest_cart(self, recorded: str, sku: str = "CAP-01", qty: int = 1, email: str | None = None) -> str:
        """Open the anonymous cart that has this mask in the recording, with an address if `email` is given."""
        mask = str(self.client.send("POST", "/rest/V1/guest-carts").json())
        self.renamed[recorded] = mask
        self.add(mask, sku, qty, "guest-carts")
        if email is not None:
            self.ship_to(mask, email, "guest-carts")
        return mask

    def add(self, cart: str, sku: str, qty: int = 1, kind: str = "carts") -> Any:
        body = {"cartItem": {"quote_id": cart, "sku": sku, "qty": qty}}
        answer = self.client.send("POST", f"/rest/V1/{kind}/{cart}/items", body=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ship_to(self, cart: str, email: str, kind: str = "carts") -> Any:
        body = load("exchange", "guest-04-shipping-information")["request"]["body"]
        for address in ("shipping_address", "billing_address"):
            body["addressInformation"][address]["email"] = email
        answer = self.client.send("POST", f"/rest/V1/{kind}/{cart}/shipping-information", body=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def full_discount(self, code: str, **changes: object) -> int:
        """Make a 100 % rule and its code, as the recorded shop had them; return the rule's id."""
        body = load("coupon", "60-exchange-rule")["request"]["body"]
        body["rule"] |= {"description": "exchange", "store_labels": []} | changes
        rule = self.client.send("POST", "/rest/V1/salesRules", body=body).json()["rule_id"]
        coupon = {"rule_id": rule, "code": code, "usage_limit": 1, "usage_per_customer": 1, "is_primary": True}
        answer = self.client.send("POST", "/rest/V1/coupons", body={"coupon": coupon})
        assert answer.status_code == 200, answer.text
        return int(rule)
