"""How each effect is made in the shop: its steps, what a silent one left behind, and what is read back."""

from __future__ import annotations

from collections.abc import Mapping

from connector.domain.plan import Route
from connector.flow.effects.coupon import COUPON
from connector.flow.effects.effect import Doing, Effect, Made, Step
from connector.flow.effects.held import DROP, RELEASE
from connector.flow.effects.refund import CANCEL, INVOICE_REFUND, ORDER_REFUND
from connector.flow.effects.replacement import REPLACE

__all__ = ["EFFECTS", "Doing", "Effect", "Made", "Step"]

EFFECTS: Mapping[Route, Effect] = {
    Route.ORDER: ORDER_REFUND,
    Route.INVOICE: INVOICE_REFUND,
    Route.CANCEL: CANCEL,
    Route.COUPON: COUPON,
    Route.REPLACE: REPLACE,
    Route.RELEASE: RELEASE,
    Route.DROP: DROP,
}
