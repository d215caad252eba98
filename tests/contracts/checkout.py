"""Rules, codes and carts as the tests of the port `Shop` make them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest

from connector.domain.money import Money
from connector.ports.errors import Refused
from connector.ports.shop import CreditRule, ShopOrder
from tests.contracts.shops import ShopKit

NUMBERS = count(1)


def fresh_code() -> str:
    return f"RTR-{next(NUMBERS):020}"


def euros(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def rule(kit: ShopKit, **more: object) -> CreditRule:
    """A rule that takes everything off, under a name of its own."""
    name = f"Retour test {next(NUMBERS)}"
    made = CreditRule(
        name, "Replacement", kit.store, frozenset(), kit.today - timedelta(days=1), kit.today + timedelta(days=1)
    )
    return replace(made, **({"everything": True} | more))  # type: ignore[arg-type]


def code(kit: ShopKit, **more: object) -> str:
    """A code that opens such a rule."""
    made = fresh_code()
    kit.port.make_code(kit.port.make_rule(rule(kit, **more)), made)
    return made


def filled(kit: ShopKit, items: dict[str, int]) -> str:
    cart = kit.port.open_cart(kit.store)
    for sku, units in items.items():
        kit.port.add_to_cart(cart, sku, units, kit.store)
    return cart


def ready(kit: ShopKit, order: ShopOrder, items: dict[str, int]) -> str:
    """A cart that only has to be placed."""
    cart = filled(kit, items)
    kit.port.send_to(cart, order, kit.store)
    kit.port.use_code(cart, code(kit), kit.store)
    return cart


def refusal(act: Callable[[], object]) -> str:
    """Return the code with which this is refused."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code
