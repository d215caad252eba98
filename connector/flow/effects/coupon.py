"""Store credit, as Open Source can do it: one cart price rule per credit, opened by one code of ours. Two calls.

Rules count in the shop's base currency; where the order's is another one, nothing is planned (domain/plan.py).
"""

from __future__ import annotations

from datetime import timedelta

from connector.flow.effects.codes import code_for
from connector.flow.effects.effect import Again, Doing, Effect, Made, Step
from connector.flow.effects.refund import unchanged
from connector.ports.shop import CreditRule

LABELS = {"fr": "Avoir", "en": "Store credit", "de": "Guthaben", "es": "Saldo", "it": "Buono", "nl": "Tegoed"}


def rule_name(doing: Doing) -> str:
    """The rule's key: whoever looks for it finds the newest one of this name."""
    return f"Retour {doing.planned.key}"


def _groups(doing: Doing) -> frozenset[int]:
    """The customer's groups: of this order, and of a guest's address wherever it ordered with an account, so that the
    code is good logged in as well."""
    order = doing.order
    others = doing.shop.orders_of(order.email) if order.customer_id is None else ()
    return frozenset({order.customer_group, *(each.customer_group for each in others)})


def _rule(doing: Doing) -> str:
    today = doing.now.date()
    return doing.shop.make_rule(
        CreditRule(
            name=rule_name(doing),
            label=LABELS.get(doing.policy.language, LABELS["en"]),
            store=doing.order.store,
            customer_groups=_groups(doing),
            from_day=today - timedelta(days=1),  # the shop's clock may still be in yesterday
            to_day=doing.planned.until or today,
            amount=doing.planned.amount,
        )
    )


def find_rule(doing: Doing) -> str | None:
    return doing.shop.find_rule(rule_name(doing))


def make_code(doing: Doing) -> str:
    return doing.shop.make_code(doing.steps["rule"], code_for(doing.services, doing.planned.key))


def find_code(doing: Doing) -> str | None:
    return doing.shop.find_code(code_for(doing.services, doing.planned.key))


def _read_back(doing: Doing, _made: str) -> Made:
    rule, promised = doing.steps.get("rule") or find_rule(doing), doing.planned.amount
    if rule is None:  # a person said that it was made, and not by us: our code opens nothing
        return Made(promised, "made by hand: tell the customer its code", there=False)
    worth = doing.shop.rule_worth(rule)
    if worth is None:
        return Made(doing.planned.amount, "the credit's rule is not there", there=False)
    if worth != promised.amount:
        return Made(doing.planned.amount, f"the rule takes off {worth}, not {promised}")
    return Made(doing.planned.amount, None)


# A rule without a code does nothing, so making it again does no harm; of codes with one name there is exactly one.
RULE = Step("rule", _rule, find_rule, Again.ALWAYS)
CODE = Step("code", make_code, find_code, Again.ALWAYS)
COUPON = Effect(lambda _planned: (RULE, CODE), _read_back, unchanged)
