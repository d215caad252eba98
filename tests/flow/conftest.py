"""A world of fakes for each test, and the words most of them begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connector.ports.shop import ShopOrder
from tests.fakes.world import FakeWorld, fake_world

EMAIL = "camille.martin@example.com"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[FakeWorld]:
    made = fake_world(tmp_path)
    yield made
    made.engine.dispose()


def wants_refund(order: ShopOrder) -> str:
    """A clear wish to give the bowl of this order back."""
    return (
        "Bonjour, le bol ne va pas du tout avec notre table, il est encore dans son emballage. Je voudrais vous le "
        f"renvoyer contre remboursement. commande {order.number} merci"
    )


def wants_cancel(order: ShopOrder) -> str:
    return f"Bonjour, je souhaite annuler ma commande {order.number}, elle n'est pas encore partie. Merci"
