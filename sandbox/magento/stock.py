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
        self.out_of_stock: set[str] = set()  # SKUs whose source item has status 0: their shelf does not count
        self.movements: list[Record] = []

    def salable(self, sku: str) -> Decimal:
        shelf = ZERO if sku in self.out_of_stock else self.physical.get(sku, ZERO)
        return shelf + self.reserved.get(sku, ZERO)

    def set_source_item(self, sku: str, quantity: Decimal, *, in_stock: bool = True) -> None:
        """Set what lies on the shelf, as the merchant counts it."""
        self.physical.setdefault(sku, ZERO)
        self.move("source_item", 0, sku, physical=quantity - self.physical[sku])
        (self.out_of_stock.discard if in_stock else self.out_of_stock.add)(sku)

    def move(self, reason: str, order_id: int, sku: str, *, physical: Decimal = ZERO, reserved: Decimal = ZERO) -> None:
        if not physical and not reserved:
            return
        self.physical[sku] = self.physical.get(sku, ZERO) + physical
        self.reserved[sku] = self.reserved.get(sku, ZERO) + reserved
        move = {"reason": reason, "order_id": order_id, "sku": sku, "physical": physical, "reserved": reserved}
        self.movements.append(move | {"at": self._now()})

    def answer(self, sku: str, quantity: Decimal, stock_id: int) -> Record:
        """Return one line of are-product-salable-for-requested-qty."""
        return {"sku": sku, "stock_id": stock_id} | self.verdict(sku, quantity)

    def verdict(self, sku: str, quantity: Decimal) -> Record:
        """Return whether so many units can be sold, and what Magento says if not."""
        enough = sku in self.physical and quantity <= self.salable(sku)
        errors = [] if enough else [{"code": code, "message": message} for code, message in NOT_ENOUGH]
        return {"salable": enough, "errors": errors}
