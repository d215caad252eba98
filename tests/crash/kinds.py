"""What customers ask in the runs: each kind takes another way through Retour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbox.magento import Line
from tests.crash.world import World

SKU = "MUG-BL"
REFUND = "Bonjour, je souhaite être remboursée du mug de ma commande {number}, il ne me plaît pas. Merci, Camille"
CANCEL = "Bonjour, merci d'annuler ma commande {number}, je me suis trompée. Camille"
NO_NUMBER = "Bonjour, je souhaite être remboursée de mon mug, il ne me plaît pas. Camille"
GATEWAY_SECONDS = 0.15  # how long the gateway takes where two workers are to meet in it


@dataclass(frozen=True)
class Matter:
    """One run's order and tickets. `order` None: the customer names none."""

    order: Any
    tickets: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """`units`: how many units the customers ask for in all; `states`: how each ticket's case may end where nobody has
    to be asked."""

    name: str
    prepare: Callable[[World], Matter]
    units: int
    states: frozenset[str] = frozenset({"settled"})
    gateway_seconds: float = 0.0


def _order(world: World, email: str, payment: str, shipped: bool) -> Any:
    """checkmo stays unpaid until it ships; the online method is captured when the order is placed."""
    now = datetime.now(UTC)
    placed = now - timedelta(days=7)
    order = world.shop.place_order(
        email=email,
        lines=[Line(SKU, 1)],
        payment=payment,
        guest=False,
        placed_at=placed,
        firstname="Camille",
        shipping=Decimal(5),
    )
    if shipped:
        if payment == "checkmo":
            world.shop.invoice(order, at=placed)
        world.shop.ship(order, at=now - timedelta(days=5))
    return order


def _write(world: World, email: str, text: str) -> str:
    return world.desk.writes(email, "Camille Martin", "Ma commande", text)


def _asks(payment: str, shipped: bool, text: str, tickets: int = 1) -> Callable[[World], Matter]:
    def prepare(world: World) -> Matter:
        email = f"camille{next(world.numbers)}@example.com"  # limits count per customer as well
        order = _order(world, email, payment, shipped)
        said = text.format(number=order.data["increment_id"])
        return Matter(order, tuple(_write(world, email, said) for _ in range(tickets)))

    return prepare


def _names_no_order(world: World) -> Matter:
    return Matter(None, (_write(world, f"camille{next(world.numbers)}@example.com", NO_NUMBER),))


ALL = (
    Kind("refund, order route", _asks("checkmo", True, REFUND), 1),
    Kind("refund, invoice route", _asks("contractpay", True, REFUND), 1),
    Kind("cancel, unpaid", _asks("checkmo", False, CANCEL), 1),
    Kind("cancel, paid", _asks("contractpay", False, CANCEL), 1),
    Kind(
        "two tickets, one order",
        _asks("contractpay", True, REFUND, 2),
        1,
        frozenset({"settled", "waiting_agent"}),
        GATEWAY_SECONDS,
    ),
    Kind("question", _names_no_order, 0, frozenset({"waiting_customer"})),
)
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in ALL}
