"""A replacement: an order that costs nothing, placed through a cart of our own and sent where the first one went.

Rule, code, cart, articles, address, code applied, placed; on hold where it waits for a parcel. Every id is committed
before the next call. The code is bound to the address's e-mail, so the address comes first. A cart that may hold
something else than ours is left behind: it does no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from connector.domain.ids import OrderId
from connector.domain.plan import MoneyAction
from connector.flow.effects.codes import code_for
from connector.flow.effects.coupon import CODE, find_rule, rule_name
from connector.flow.effects.effect import Again, Doing, Effect, Made, Step, nothing_found
from connector.flow.effects.refund import unchanged
from connector.ports.errors import Refused
from connector.ports.shop import CreditRule

LABELS = {"fr": "Remplacement", "en": "Replacement", "de": "Ersatz", "es": "Reposición", "it": "Sostituzione"}
PLACED = "place"
NOT_HELD = "not held"  # what the hold step made where Magento refused it: read_back says so


def _rule(doing: Doing) -> str:
    """Everything is free, for the order's own address alone, for a day."""
    now = doing.now
    return doing.shop.make_rule(
        CreditRule(
            name=rule_name(doing),
            label=LABELS.get(doing.policy.language, LABELS["en"]),
            store=doing.order.store,
            customer_groups=frozenset(),  # a guest's cart
            from_day=now.date() - timedelta(days=1),  # the shop's clock may still be in yesterday
            to_day=now.date() + timedelta(days=1),  # and perhaps in tomorrow; it is deleted right after placing
            everything=True,
            email=doing.order.email,
        )
    )


def _open_cart(doing: Doing) -> str:
    return doing.shop.open_cart(doing.order.store)


def _fill(doing: Doing) -> str:
    """One call per article. Whatever comes between, the cart is begun anew."""
    for sku, units in sorted(doing.planned.goods.items()):
        doing.shop.add_to_cart(doing.steps["cart"], sku, units, doing.order.store)
    return str(sum(doing.planned.goods.values()))


def _use_code(doing: Doing) -> str:
    doing.shop.use_code(doing.steps["cart"], code_for(doing.services, doing.planned.key), doing.order.store)
    return "applied"


def _address(doing: Doing) -> str:
    """The last look at the cart: nothing but our articles."""
    cart = doing.shop.send_to(doing.steps["cart"], doing.order, doing.order.store)
    wanted = {sku: Decimal(units) for sku, units in doing.planned.goods.items()}
    if dict(cart.items) != wanted:
        raise Refused("other_articles", "the cart does not hold what was ordered")
    return "given"


def _place(doing: Doing) -> str:
    """Magento itself refuses to place for nothing what is not free: where tax is computed before discounts, say. Where
    the way of shipping went with the code (free above a sum), the cart is asked once more what is offered."""
    try:
        return doing.shop.place(doing.steps["cart"], doing.order.store)
    except Refused as refused:
        if refused.code not in {"no_shipping", "not_placed"}:
            raise
    _address(doing)
    return doing.shop.place(doing.steps["cart"], doing.order.store)


def _placed(doing: Doing) -> str | None:
    return doing.shop.order_of_cart(doing.steps["cart"])


def _hold(doing: Doing) -> str:
    try:
        doing.shop.hold(OrderId(doing.steps[PLACED]))
    except Refused:
        return NOT_HELD  # the order is there all the same: a person must hear of it, at once
    return doing.steps[PLACED]


def _held(doing: Doing) -> str | None:
    order = doing.shop.order(OrderId(doing.steps[PLACED]))
    return doing.steps[PLACED] if order.state == "holded" else None


# Placing is serialised by Magento and found by the cart's id, which was committed before: a repeat cannot double it.
RULE = Step("rule", _rule, find_rule, Again.ALWAYS)
CART = Step("cart", _open_cart, nothing_found, Again.ALWAYS)
FILL = Step("articles", _fill, nothing_found, Again.ALWAYS, restart="cart")
ADDRESS = Step("address", _address, nothing_found, Again.ALWAYS)
USE_CODE = Step("coupon", _use_code, nothing_found, Again.ALWAYS)
PLACE = Step(PLACED, _place, _placed, Again.ALWAYS)
HOLD = Step("hold", _hold, _held, Again.ALWAYS)


def _steps(planned: MoneyAction) -> Sequence[Step]:
    placing = (RULE, CODE, CART, FILL, ADDRESS, USE_CODE, PLACE)
    return (*placing, HOLD) if planned.hold else placing


def _read_back(doing: Doing, made: str) -> Made:
    """`made` is the order's id as well where a person said that it was made."""
    planned = doing.planned
    order = doing.shop.order(OrderId(doing.steps.get(PLACED, made)))
    found: dict[str, Decimal] = {}
    for line in order.lines:
        found[line.sku] = found.get(line.sku, Decimal(0)) + line.ordered
    if order.total:
        return Made(planned.amount, f"the replacement {order.number} costs {order.total}")
    if found != {sku: Decimal(units) for sku, units in planned.goods.items()}:
        return Made(planned.amount, f"the replacement {order.number} holds other articles")
    if planned.hold and order.state != "holded":
        return Made(planned.amount, f"the replacement {order.number} is not on hold: stop it until the parcel is back")
    return Made(planned.amount, None)


REPLACE = Effect(_steps, _read_back, unchanged, until=PLACED)
