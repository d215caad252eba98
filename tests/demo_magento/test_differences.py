"""The comparison can fail: a shop that did something else than it said, or something more, is found out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.magento.compare import differences, strangers
from demo.magento.goods import Wanted
from demo.magento.ours import our_books
from demo.magento.run import Outcome, play
from demo.magento.scenarios import SCENARIOS
from demo.magento.trial import Trial
from demo.magento.world import World, live_world
from sandbox.faults import Fault
from tests.demo_magento.conftest import Served

pytestmark = pytest.mark.enable_socket
RUN = "rtest01"
REFUND = r"order/[1-9]\d*/refund"  # not of order 0, by which permissions are looked at


@pytest.fixture
def world(magento: Served) -> Iterator[World]:
    magento.directory.mkdir()
    with live_world(magento.directory, RUN, magento.options()) as made:
        made.goods.furnish(lambda _: None)
        made.methods = ["checkmo", "contractpay"]
        yield made


def played(world: World, name: str) -> tuple[Outcome, Trial]:
    return play(world, SCENARIOS[name], lambda _: None)


def test_a_memo_that_was_answered_and_never_made(world: World, magento: Served) -> None:
    magento.faults.add(Fault("refuse", method="POST", path_regex=REFUND, status=200, body='"999"'))
    outcome, trial = played(world, "guest_order")
    assert outcome.word == "FAILED"
    assert magento.shop.memos == []
    (case,) = [world.case(ticket) for ticket in trial.tickets]
    assert case is not None
    found = f"refund-{case.id}-1 is recorded as memo 999, and the shop has 0 memos with its key"
    assert differences(world, trial) == [found]


def test_an_answer_that_was_lost_is_no_difference(world: World, magento: Served) -> None:
    magento.faults.add(Fault("drop", method="POST", path_regex=REFUND))
    outcome, _ = played(world, "guest_order")
    assert outcome.wrong == []
    assert len(magento.shop.memos) == 1


@pytest.mark.parametrize("ours", [True, False], ids=["with our key", "with nobody's"])
def test_a_memo_too_many(world: World, magento: Served, ours: bool) -> None:
    """Half of the mugs went back; somebody gives the other half back as well."""
    outcome, trial = played(world, "discounted")
    assert outcome.wrong == []
    (order,) = trial.placed.values()
    key = magento.shop.memos[0]["comments"][0]["comment"].split()[0]
    body = {
        "items": [{"order_item_id": order.line(world.goods.mug)["item_id"], "qty": 1}],
        "comment": {"comment": key if ours else "goodwill", "is_visible_on_front": 0},
        "arguments": {"shipping_amount": 0},
    }
    world.client.post(f"order/{order.id}/refund", body)
    amount = world.orders.read(order.id).money(magento.shop.memos[1]["grand_total"])
    found = differences(world, trial)
    if ours:
        assert f"{key} is recorded as memo 1, and the shop has 2 memos with its key" in found
    else:
        assert found == [f"memo 2 over {amount} on order {order.id} is in the shop, and nobody recorded it"]


def test_a_replacement_that_does_not_leave(world: World) -> None:
    outcome, trial = played(world, "ordered_at_acceptance")
    assert outcome.wrong == []
    (replacement,) = our_books(world, trial.tickets).replacements
    world.client.post(f"orders/{replacement}/hold")
    number = world.orders.read(replacement).number
    assert differences(world, trial) == [f"replacement {number} is holded, by our books it is on its way"]


def test_a_rule_that_was_not_deleted(world: World, magento: Served) -> None:
    """Its code would still open a cart of the same customer, for nothing."""
    magento.faults.add(Fault("refuse", method="DELETE", path_regex="salesRules", status=200, body="true", skip=1))
    outcome, trial = played(world, "exchanged_at_once")
    (case,) = our_books(world, trial.tickets).cases
    (rule,) = magento.shop.promotions.rules
    assert outcome.wrong == [
        "its 100 % code opens a cart of the same customer: wanted False, found True",
        f"rule {rule} (Retour exchange-{case.id}-1) with 1 code(s) is in the shop, and should not be",
    ]


def test_a_credit_that_is_worth_something_else(world: World, magento: Served) -> None:
    outcome, trial = played(world, "store_credit")
    assert outcome.wrong == []
    (rule,) = magento.shop.promotions.rules.values()
    rule["discount_amount"] = rule["discount_amount"] * 2
    (found,) = differences(world, trial)
    assert found.startswith(
        f"{rule['name'].removeprefix('Retour ')} is recorded over 27.28 USD, and its rule takes off "
    )


def test_a_second_code_for_a_credit(world: World, magento: Served) -> None:
    _, trial = played(world, "store_credit")
    (rule,) = magento.shop.promotions.rules.values()
    coupon = {"rule_id": rule["rule_id"], "code": "FREE-FOR-ALL", "usage_limit": 0, "type": 0}
    world.client.post("coupons", {"coupon": coupon})
    (found,) = differences(world, trial)
    assert found.endswith("its rule is opened by 2 code(s), not by the one that was sent alone")


def test_an_order_of_this_run_that_nobody_placed(world: World) -> None:
    _, trial = played(world, "cancelled_unpaid")
    assert strangers(world, trial.placed) == []
    somebody = trial.customer("Mallory", "Unknown")
    order = world.orders.cart([Wanted(world.goods.vase)], somebody).place("checkmo")
    assert strangers(world, trial.placed) == [f"order {order} of this run is in the shop, and nobody placed it"]
