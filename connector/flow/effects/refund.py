"""Credit memos by either route, and cancelling what was not paid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from connector.domain.ids import LineId
from connector.domain.money import Money, rounding_unit
from connector.domain.plan import MoneyAction, Route
from connector.domain.request import Option
from connector.flow.effects.effect import Again, Doing, Effect, Made, Step, nothing_found
from connector.ports.errors import Overtaken, Refused
from connector.ports.shop import Memo, RefundCall, ShopOrder


def carries(memo: Memo, key: str) -> bool:
    return any(key in said.split() for said in memo.comments)


def unchanged(doing: Doing) -> None:
    """Raise Overtaken if the order is not as the decision saw it: an agent may have acted in Magento. What other parts
    of the same order made is no stranger's."""
    planned, order = doing.planned, doing.order
    strange = {memo.id for memo in doing.memos if not any(carries(memo, key) for key in planned.siblings)}
    if strange != set(planned.memos):
        raise Overtaken("memos")
    if order.state != planned.state and not (planned.siblings and order.state in {"complete", "closed"}):
        raise Overtaken(f"state {order.state}")
    if planned.to_stock or planned.route is Route.CANCEL:
        if any(line.shipped for line in order.lines):
            raise Overtaken("shipped")
        if planned.route is Route.CANCEL and any(line.invoiced for line in order.lines):
            raise Overtaken("invoiced")


def _memo(doing: Doing) -> str | None:
    """A memo with our key: an earlier try, believed lost, arrived after all."""
    return next((memo.id for memo in doing.memos if carries(memo, doing.planned.key)), None)


def _moved(doing: Doing, memo: Memo) -> bool:
    """Whether the memo's money went through the gateway: it names the transaction; where a gateway gives none, the
    order counts it as refunded online."""
    if memo.transaction is not None:
        return True
    online = doing.shop.order(doing.planned.order).refunded_online
    return online is not None and online >= memo.amount


def _units(doing: Doing) -> dict[LineId, int]:
    """Units as Magento wants them named: a bundle priced by its parts by those."""
    named: dict[LineId, int] = {}
    for line in doing.order.lines:
        if line.id in doing.planned.units:
            units = doing.planned.units[line.id]
            named |= {part: int(units * each) for part, each in line.parts.items()} if line.parts else {line.id: units}
    return named


def _refund(doing: Doing) -> str:
    planned, order = doing.planned, doing.order
    lines = [line for line in order.lines if planned.to_stock and line.id in planned.units]
    stock = tuple(part for line in lines for part in (line.parts or (line.stock_id,)))
    call = RefundCall(
        planned.order,
        planned.invoice if planned.route is Route.INVOICE else None,
        _units(doing),
        planned.whole_shipping,
        stock,
        planned.key,
        f"Retour case {doing.action.case}, ticket {doing.action.ticket_id}",
        planned.amount if planned.goodwill else None,
        order.base_rate if order.base_currency not in {"", order.currency} else None,
        Decimal(doing.steps["shipping"]) if planned.shipping is not None else None,
    )
    return doing.shop.refund(call)


def read_back(doing: Doing, made: str) -> Made:
    """Compare. One unit of Magento's rounding per part may differ; more, or above the cap, stops."""
    planned, shop = doing.planned, doing.shop
    currency = planned.amount.currency
    memo = next((each for each in shop.memos(planned.order) if each.id == made), None)
    if memo is None:
        return Made(planned.amount, f"memo {made} is not there", there=False)
    if memo.amount.currency != currency:
        return Made(Money.zero(currency), f"memo in {memo.amount.currency}")
    if planned.route is Route.INVOICE and not _moved(doing, memo):
        return Made(memo.amount, "booked, but no money moved at the gateway")
    if planned.to_stock and any(line.shipped for line in shop.order(planned.order).lines):
        return Made(memo.amount, "shipped although cancelled: stop the parcel")
    parts = 1 if planned.goodwill else len(_units(doing)) + bool(planned.whole_shipping or planned.shipping)
    slack = rounding_unit(currency) * max(parts, 1)
    if planned.goodwill or planned.shipping is not None:  # it goes through cents of the base currency
        slack += max(rounding_unit(currency), doing.order.base_rate / 100)
    cap = doing.policy.cancel_cap if planned.option is Option.CANCEL else doing.policy.refund_cap
    if abs(memo.amount.amount - planned.amount.amount) > slack:
        return Made(memo.amount, "another amount than promised")
    if cap.currency == currency and planned.amount <= cap < memo.amount:
        return Made(memo.amount, f"above the cap of {cap}")
    return Made(memo.amount, None)


def _cancel(doing: Doing) -> str:
    try:
        done = doing.shop.cancel(doing.planned.order)
    except Refused:  # an extension may fail once Magento has cancelled
        done = doing.shop.order(doing.planned.order).state == "canceled"
        if not done:
            raise
    if not done:
        raise Refused("not_canceled", "Magento did nothing")
    return f"order {doing.planned.order}"


def _canceled(doing: Doing) -> str | None:
    return f"order {doing.planned.order}" if doing.order.state == "canceled" else None


def canceled_for_good(doing: Doing, order: ShopOrder) -> Made:
    """After a cancel quantities are read once more: Magento cancels a parcel that has left without a word."""
    nothing = doing.planned.amount
    if any(line.shipped for line in order.lines):
        return Made(nothing, "shipped although cancelled: stop the parcel")
    return Made(nothing, None if order.state == "canceled" else f"order is {order.state}")


def _share(doing: Doing) -> str:
    """Ask Magento how it counts a share of shipping, by a call that it must refuse."""
    share = doing.planned.shipping
    if share is None:
        raise Refused("no_share", doing.planned.key)
    planned = doing.planned
    return str(doing.shop.shipping_argument(planned.order, planned.invoice, share, planned.key))


SHARE = Step("shipping", _share, nothing_found, Again.ALWAYS)


def _effect(step: Step) -> Effect:
    def steps(planned: MoneyAction) -> Sequence[Step]:
        return (step,) if planned.shipping is None else (SHARE, step)

    return Effect(steps, read_back, unchanged)


ORDER_REFUND = _effect(Step("memo", _refund, _memo, Again.UNCHANGED, free=True))
INVOICE_REFUND = _effect(Step("memo", _refund, _memo, Again.NEVER, free=True))
CANCEL = Effect(
    lambda _planned: (Step("cancel", _cancel, _canceled, Again.UNCHANGED),),
    lambda doing, _made: canceled_for_good(doing, doing.shop.order(doing.planned.order)),
    unchanged,
)
