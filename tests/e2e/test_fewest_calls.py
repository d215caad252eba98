"""What each resolution asks of Magento: every call counted. What never changes (store views, stock ids, attributes) was
asked before and is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from demo.scenarios import SCENARIOS
from demo.scenarios.goods import wants_size
from demo.story import Story
from demo.world import World, small_world

READ = ["GET orders", "GET products", "GET invoices", "GET shipments"]  # no more than state and policy need
LOOK = ["GET orders/{id}"]  # once more, right before the first write
STOCK = ["GET inventory/are-product-salable-for-requested-qty"]  # all variants at once
REPLACEMENT = [
    "POST salesRules",
    "POST coupons",
    "POST carts",
    "POST carts/{id}/items",
    "POST carts/{id}/shipping-information",
    "GET carts/{id}/items",  # the last look: nothing but ours is in it
    "PUT carts/{id}/coupons/{code}",
    "PUT carts/{id}/order",
]
BACK = ["GET orders/{id}", "DELETE salesRules/{id}", "POST orders/{id}/comments", "POST orders/{id}/comments"]
CALLS = {
    "refund_online": [*READ, *LOOK, "POST invoice/{id}/refund", "GET creditmemos"],
    "refund_offline": [
        "GET orders",
        "GET products",
        "GET shipments",
        *LOOK,
        "POST order/{id}/refund",
        "GET creditmemos",
    ],
    "cancelled_unpaid": [
        *("GET orders", "GET products", *LOOK, "POST orders/{id}/cancel"),
        *("GET orders/{id}", "POST orders/{id}/comments"),
    ],
    "cancelled_paid_under_cap": [
        *("GET orders", "GET products", "GET invoices", *LOOK, "POST invoice/{id}/refund"),
        *("GET creditmemos", "GET orders/{id}"),
    ],
    "store_credit": [
        *(*READ, *LOOK),
        *(
            "POST salesRules",
            "POST coupons",
            "GET salesRules/{id}",
            "GET orders/{id}",
        ),  # whose code it is, before telling
        "POST orders/{id}/comments",
    ],
    "exchanged_at_once": [*READ, *STOCK, *LOOK, *REPLACEMENT, *BACK],
    "exchanged_for_less": [
        *(*READ, *STOCK, *LOOK, *REPLACEMENT, *BACK),
        *(*LOOK, "POST invoice/{id}/refund", "GET creditmemos"),
    ],
    "exchanged_with_the_parcel": [
        *(*READ, *STOCK, *LOOK, *REPLACEMENT, "POST orders/{id}/hold", *BACK),
        *("GET orders/{id}", "GET products", "GET invoices", "GET shipments"),  # read anew with the scan
        *("GET orders/{id}", "GET orders/{id}", "POST orders/{id}/unhold", "GET orders/{id}"),  # both orders, and back
        "POST orders/{id}/comments",
    ],
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with small_world(Path(tmp_path_factory.mktemp("retour")), "zendesk") as world:
        wants_size(world, "first@example.com", "First", "L")  # what is remembered is known from here on
        yield world


@pytest.mark.enable_socket
@pytest.mark.parametrize("name", sorted(CALLS))
def test_asks_magento_no_more_than_it_must(world: World, name: str) -> None:
    story, before = Story(), len(world.shop.requests)
    SCENARIOS[name].play(world, story)
    world.quiet()
    made = [str(each["route"]) for each in world.shop.requests[before:]]
    assert story.failed == []
    assert sorted(made) == sorted(CALLS[name])
    assert _firm(made) == _firm(CALLS[name])


def _firm(calls: Sequence[str]) -> list[str]:
    """The writes whose order is fixed: what is tidied up and noted afterwards has workers of its own."""
    return [call for call in calls if not call.startswith(("GET", "DELETE")) and "comments" not in call]
