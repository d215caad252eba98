"""Multi-source inventory in short: a physical quantity per SKU and reservations against it, every move in a book."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sandbox.magento.money import ZERO, Record

NOT_ENOUGH = (
    ("back_order-disabled", "Backorders are disabled"),
    ("manage_stock-enabled", "Manage stock is enabled"),
    ("is_salable_with_reservations-not_enough_qty", "The requested qty is not available"),
)


class Stock:
    """One source, one stock (id 1). Salable = physical + reservations (reservations of open orders are negative)."""

    def __init__(self, now: Callable[[], str]) -> None:
        self._now = now
        self.physical: dict[str, Decimal] = {}
        self.reserved: dict[str, Decimal] = {}
        self.movements: list[Record] = []

    def salable(self, sku: str) -> Decimal:
        return self.physical.get(sku, ZERO) + self.reserved.get(sku, ZERO)

    def move(self, reason: str, order_id: int, sku: str, *, physical: Decimal = ZERO, reserved: Decimal = ZERO) -> None:
        if not physical and not reserved:
            return
        self.physical[sku] = self.physical.get(sku, ZERO) + physical
        self.reserved[sku] = self.reserved.get(sku, ZERO) + reserved
        move = {"reason": reason, "order_id": order_id, "sku": sku, "physical": physical, "reserved": reserved}
        self.movements.append(move | {"at": self._now()})

    def answer(self, sku: str, quantity: Decimal, stock_id: int) -> Record:
        """Return one line of are-product-salable-for-requested-qty."""
        enough = sku in self.physical and quantity <= self.salable(sku)
        errors = [] if enough else [{"code": code, "message": message} for code, message in NOT_ENOUGH]
        return {"sku": sku, "stock_id": stock_id, "salable": enough, "errors": errors}
