"""A payment gateway double for the online method `contractpay`: it keeps the book of what money really moved."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from decimal import Decimal

from sandbox.magento.money import Record, rounded

DECLINED_CENTS = 13


class Declined(Exception):
    """The gateway said no; no money moved."""


class Gateway:
    """Captures and refunds at once, in parallel, after `latency` seconds; declines amounts ending in .13.

    Like the gateway the contract was recorded with, it refunds more than was captured unless `refuse_over_refund`.
    """

    def __init__(self, now: Callable[[], str]) -> None:
        self.latency = 0.0
        self.refuse_over_refund = False
        self._now = now
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._book: list[Record] = []

    def book(self) -> list[Record]:
        """Return every call that came to an end: kind, order_id, amount (base currency), accepted, transaction_id."""
        with self._lock:
            return [dict(entry) for entry in self._book]

    def capture(self, order_id: int, amount: Decimal) -> str:
        return self._call("capture", "cap", order_id, amount)

    def refund(self, order_id: int, amount: Decimal) -> str:
        return self._call("refund", "ref", order_id, amount)

    def _call(self, kind: str, prefix: str, order_id: int, amount: Decimal) -> str:
        if self.latency:
            time.sleep(self.latency)
        with self._lock:
            accepted = abs(rounded(amount) * 100) % 100 != DECLINED_CENTS
            if kind == "refund" and self.refuse_over_refund and amount > self._left(order_id):
                accepted = False
            transaction = f"{prefix}-{next(self._numbers):013x}"
            entry = {"kind": kind, "order_id": order_id, "amount": rounded(amount), "accepted": accepted}
            self._book.append(entry | {"transaction_id": transaction if accepted else None, "at": self._now()})
        if not accepted:
            raise Declined(transaction)
        return transaction

    def _left(self, order_id: int) -> Decimal:
        signs = {"capture": 1, "refund": -1}
        mine = [entry for entry in self._book if entry["order_id"] == order_id and entry["accepted"]]
        return sum((signs[entry["kind"]] * entry["amount"] for entry in mine), Decimal(0))
