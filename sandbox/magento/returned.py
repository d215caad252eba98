"""Where refunded units go: back to the shelf, back to salable, or written off."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from sandbox.magento.memos import Draft
from sandbox.magento.money import ZERO
from sandbox.magento.orders import Order, is_dummy, unshipped
from sandbox.magento.stock import Stock


def restock(stock: Stock, order: Order, memo: Draft, returned: Collection[int]) -> None:
    """Move stock for a memo; `order` as it was before. A configurable returns by its child's item id only,
    a bundle by its parts'.

    Shipped and returned: on the shelf again. Not shipped, returned: salable again. Not shipped and not returned: the
    shelf loses the unit while salable stays.
    """
    for row in memo.rows:
        item = order.item(row["order_item_id"])
        if item is None or is_dummy(item):
            continue
        child = order.child_of(item)
        back = (child or item)["item_id"] in returned
        here = min(Decimal(row["qty"]), unshipped(item))
        shipped = row["qty"] - here
        if back:
            stock.move("refund_returned", order.id, item["sku"], physical=shipped, reserved=here)
        else:
            stock.move("refund_written_off", order.id, item["sku"], physical=-here, reserved=here or ZERO)
