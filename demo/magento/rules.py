"""Cart price rules of the shop's own, as its staff would make them; and what one of them shows of the shop."""

from __future__ import annotations

import secrets
from decimal import Decimal

from demo.magento.goods import Wanted
from demo.magento.orders import Customer
from demo.magento.place import LeftOut
from demo.magento.world import World


def own_rule(world: World, what: str, percent: int, code: str, *, shipping: bool = False) -> str:
    """Make a rule that one code opens once; return its id. It goes when the run's traces go."""
    rule = {
        "name": f"Retour demo {world.run}: {what}",
        "website_ids": [world.place.website],
        "customer_group_ids": [0, 1],
        "uses_per_customer": 0,
        "is_active": True,
        "stop_rules_processing": False,
        "is_advanced": True,
        "sort_order": 0,
        "simple_action": "by_percent",
        "discount_amount": percent,
        "discount_step": 0,
        "apply_to_shipping": shipping,
        "is_rss": False,
        "coupon_type": "SPECIFIC_COUPON",
        "use_auto_generation": False,
        "uses_per_coupon": 1,
    }
    made = str(world.client.post("salesRules", {"rule": rule})["rule_id"])
    world.rules.append(made)
    coupon = {"rule_id": int(made), "code": code, "usage_limit": 1, "is_primary": True, "type": 0}
    world.client.post("coupons", {"coupon": coupon})
    return made


def replacements_can_be_free(world: World) -> None:
    """Raise LeftOut where they cannot: a shop that computes tax before discounts leaves the tax to be paid, and Retour
    leaves the exchange to an agent. Nothing but a cart with everything off tells."""
    if world.left_to_pay is None:
        code = secrets.token_hex(10).upper()
        rule = own_rule(world, "everything off", 100, code, shipping=True)
        somebody = Customer(f"nobody.{world.run}@example.com", "Nobody", "Yet")
        cart = world.orders.cart([Wanted(world.goods.vase)], somebody, code)
        world.left_to_pay = Decimal(str(cart.totals()["grand_total"]))
        world.client.delete(f"salesRules/{rule}")
        world.rules.remove(rule)
    if world.left_to_pay:
        raise LeftOut(f"with everything off, a cart of this shop still costs {world.left_to_pay}: tax before discounts")
