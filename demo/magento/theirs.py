"""What the shop's own books say, read over REST: memos, orders, rules with their codes, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from connector.domain.money import Money
from connector.magento.client import MagentoClient
from connector.magento.criteria import Filter

MEMO = "entity_id,order_id,grand_total,order_currency_code,invoice_id,comments"


@dataclass(frozen=True, slots=True)
class Memo:
    """A credit memo. `words`: all words of its comments; Retour's key is one of them."""

    id: str
    order: str
    amount: Money
    invoice: str | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A cart price rule with the codes that open it."""

    id: str
    name: str
    amount: Decimal
    codes: tuple[str, ...]


class Theirs:
    def __init__(self, client: MagentoClient) -> None:
        self._client = client

    def memos(self, order: str) -> list[Memo]:
        """Oldest first."""
        found = self._client.search("creditmemos", [Filter("order_id", order)], MEMO)
        return sorted((_memo(each) for each in found), key=lambda memo: int(memo.id))

    def invoices(self, order: str) -> list[str]:
        """Their ids, oldest first."""
        found = self._client.search("invoices", [Filter("order_id", order)], "entity_id")
        return sorted((str(each["entity_id"]) for each in found), key=int)

    def order(self, order: str) -> Mapping[str, Any]:
        read: Mapping[str, Any] = self._client.get(f"orders/{order}")
        return read

    def orders_like(self, email: str) -> set[str]:
        """Ids of the orders whose e-mail fits; % stands for anything."""
        found = self._client.search("orders", [Filter("customer_email", email, "like")], "entity_id")
        return {str(each["entity_id"]) for each in found}

    def orders_of_cart(self, cart: str) -> list[str]:
        found = self._client.search("orders", [Filter("quote_id", cart)], "entity_id")
        return [str(each["entity_id"]) for each in found]

    def comment_keys(self, order: str) -> list[str]:
        """First words of the comments on an order."""
        found = self._client.get(f"orders/{order}/comments")["items"]
        texts = [str(each.get("comment") or "").split() for each in found]
        return [words[0] for words in texts if words]

    def rules_like(self, name: str) -> list[Rule]:
        """Rules whose name fits, with their codes; % stands for anything."""
        wanted = [Filter("name", name, "like")]
        found = self._client.search("salesRules/search", wanted, "rule_id,name,discount_amount")
        return [self._rule(each) for each in found]

    def _rule(self, found: Mapping[str, Any]) -> Rule:
        number = str(found["rule_id"])
        codes = self._client.search("coupons/search", [Filter("rule_id", number)], "code")
        amount = Decimal(str(found["discount_amount"]))
        return Rule(number, str(found["name"]), amount, tuple(str(each["code"]) for each in codes))


def _memo(found: Mapping[str, Any]) -> Memo:
    comments: Sequence[Mapping[str, Any]] = found.get("comments") or []
    words = frozenset(word for each in comments for word in str(each.get("comment") or "").split())
    invoice = found.get("invoice_id")
    amount = Money.rounded(Decimal(str(found["grand_total"])), str(found["order_currency_code"]))
    return Memo(str(found["entity_id"]), str(found["order_id"]), amount, str(invoice) if invoice else None, words)
