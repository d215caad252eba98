"""Cancel, hold, unhold and comments."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sandbox.magento import states
from sandbox.magento.money import Record
from sandbox.magento.orders import Order
from sandbox.magento.refusals import Refusal, required

if TYPE_CHECKING:
    from sandbox.magento.shop import Shop

LONGEST_COMMENT = 65_535  # bytes of the column; the rest is cut off without a word


def cancel(shop: Shop, order: Order) -> bool:
    """Return False where nothing was done; serialised per order, so that stock is released once."""
    with order.lock, shop.mutex:
        if not states.can_cancel(order):
            return False
        before, now = order.working_copy(), shop.now()
        states.cancel(order, now)
        order.version += 1
        released = states.canceled_units(order, before)
        for sku, units in released.items():
            shop.stock.move("order_canceled", order.id, sku, reserved=units)
        shop.promotions.note(order, -1)
        shop.cancels.append({"order_id": order.id, "at": now, "released": released})
        return True


def hold(shop: Shop, order: Order) -> bool:
    """Put on hold. No lock: parallel calls all see an order that is not on hold, and all say true."""
    with shop.mutex:
        allowed = states.can_hold(order)
    if not allowed:
        raise Refusal(400, "A hold action is not available.")
    if shop.race_window:
        time.sleep(shop.race_window)
    with shop.mutex:
        if order.state != states.HOLDED:
            data = order.data
            data |= {"hold_before_state": data["state"], "hold_before_status": data["status"]}
            states.set_state(order, states.HOLDED, shop.now())
            order.version += 1
    return True


def unhold(shop: Shop, order: Order) -> bool:
    with shop.mutex:
        data = order.data
        if order.state != states.HOLDED:
            raise Refusal(400, "You cannot remove the hold.")
        data |= {"state": data.pop("hold_before_state"), "status": data.pop("hold_before_status")}
        data["updated_at"] = shop.now()
        order.version += 1
    return True


def comment(shop: Shop, order: Order, body: Any) -> bool:
    """Add a comment. An empty one is stored as null; the order's `updated_at` does not move."""
    fields = body.get("statusHistory") if isinstance(body, dict) else None
    if not isinstance(fields, dict):
        raise required("statusHistory")
    with shop.mutex:
        status = fields.get("status")
        if status not in (None, order.data["status"]):
            spaces = " " * 17  # a line break and the indentation of Magento's source
            text = f'Unable to add comment: The status "%1" is not part of the order\n{spaces}status history.'
            raise Refusal(400, text, [status])
        notified, now = fields.get("is_customer_notified"), shop.now()
        stored = _stored(fields.get("comment"))
        visible = int(fields.get("is_visible_on_front") or 0)
        shop.add_history(order, stored, None, notified=notified, now=now, visible=visible)
        if notified:
            shop.mail("comment", order, now, comment=stored)
    return True


def _stored(text: str | None) -> str | None:
    """What the database keeps: three-byte UTF-8 only, a character beyond it becomes a question mark per byte."""
    if not text:
        return None
    kept = "".join(character if ord(character) <= 0xFFFF else "????" for character in text)
    return kept.encode()[:LONGEST_COMMENT].decode(errors="ignore")


def comments(shop: Shop, order_id: int) -> Record:
    """Return what GET /orders/{id}/comments answers: oldest first."""
    order = shop.orders.get(order_id)
    rows = [] if order is None else list(order.histories)
    criteria = {"field": "parent_id", "value": str(order_id), "condition_type": "eq"}
    return {
        "items": rows,
        "search_criteria": {"filter_groups": [{"filters": [criteria]}]},
        "total_count": len(rows),
    }
