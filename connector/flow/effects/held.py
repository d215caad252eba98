"""What becomes of a replacement that waited on hold: let go of when the parcel is back, dropped when it never came."""

from __future__ import annotations

from connector.domain.ids import OrderId
from connector.flow.effects.effect import Again, Doing, Effect, Made, Step
from connector.flow.effects.refund import canceled_for_good, unchanged
from connector.ports.errors import Overtaken, Refused
from connector.ports.shop import ShopOrder

ON_HOLD = "holded"


def _target(doing: Doing) -> OrderId:
    if doing.planned.replacement is None:
        raise Refused("no_replacement", doing.planned.key)
    return doing.planned.replacement


def _read(doing: Doing) -> ShopOrder:
    return doing.shop.order(_target(doing))


def _unhold(doing: Doing) -> str:
    doing.shop.unhold(_target(doing))
    return _target(doing)


def _let_go(doing: Doing) -> str | None:
    return None if _read(doing).state == ON_HOLD else _target(doing)


def _cancel(doing: Doing) -> str:
    """Somebody else may have let go of it: Magento would cancel a parcel that has left without a word (contract, 8)."""
    if any(line.shipped for line in _read(doing).lines):
        raise Refused("shipped", "the replacement has left")
    if not doing.shop.cancel(_target(doing)):
        raise Refused("not_canceled", "Magento did nothing")
    return _target(doing)


def _gone(doing: Doing) -> str | None:
    return _target(doing) if _read(doing).state == "canceled" else None


def _still_held(doing: Doing) -> None:
    """Raise Overtaken where a person let go of it, or cancelled it, before us."""
    state = _read(doing).state
    if state != ON_HOLD:
        raise Overtaken(f"replacement is {state}")


def _unchanged(doing: Doing) -> None:
    """Raise Overtaken also where a person gave the money back meanwhile."""
    _still_held(doing)
    unchanged(doing)


def _released(doing: Doing, _made: str) -> Made:
    order = _read(doing)
    odd = None if order.state in {"new", "processing", "complete"} else f"the replacement is {order.state}"
    return Made(doing.planned.amount, odd)


UNHOLD = Step("unhold", _unhold, _let_go, Again.ALWAYS)
CANCEL = Step("cancel", _cancel, _gone, Again.ALWAYS)
RELEASE = Effect(lambda _planned: (UNHOLD,), _released, _unchanged)
DROP = Effect(
    lambda _planned: (UNHOLD, CANCEL),  # Magento cancels nothing that is on hold
    lambda doing, _made: canceled_for_good(doing, _read(doing)),
    _still_held,
    until="unhold",
)
