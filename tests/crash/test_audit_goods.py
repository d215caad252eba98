"""The comparison of goods, credit and parcels: runs in which all went well, then books and records tampered with."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

import pytest
from sqlalchemy import update

from connector.storage.tables import ledger, outbox, returns, scans
from demo.desks.zendesk import ZendeskStage
from tests.crash.audit import Findings, compare
from tests.crash.kinds import BY_NAME, Matter
from tests.crash.world import World, world


@pytest.fixture(scope="module")
def place() -> Iterator[World]:
    with world() as made:
        yield made


def ended(place: World, kind: str) -> Matter:
    """A matter of this kind, done and told without a fault."""
    matter = BY_NAME[kind].prepare(place)
    place.let_work()
    assert found(place, kind, matter).wrong == []
    return matter


def found(place: World, kind: str, matter: Matter) -> Findings:
    return compare(place, BY_NAME[kind], matter, frozenset())


def replacement(place: World, matter: Matter) -> Any:
    (order,) = (
        each
        for each in place.shop.orders.values()
        if each.data["customer_email"] == matter.email and each is not matter.order
    )
    return order


def again(place: World, order: Any) -> Any:
    """The same order once more in the shop's books."""
    twin = order.working_copy()
    twin.data["entity_id"] = max(place.shop.orders) + 1
    twin.histories = []
    place.shop.orders[twin.id] = twin
    return twin


def test_a_second_replacement_is_a_double_effect_and_unrecorded(place: World) -> None:
    matter = ended(place, "exchange")
    again(place, replacement(place, matter))
    seen = found(place, "exchange", matter)
    assert (len(seen.doubles), len(seen.unrecorded)) == (1, 1)


def test_one_that_is_cancelled_is_no_double_but_somebody_must_know_of_it(place: World) -> None:
    matter = ended(place, "exchange")
    again(place, replacement(place, matter)).data["state"] = "canceled"
    seen = found(place, "exchange", matter)
    assert (seen.doubles, len(seen.unrecorded)) == ([], 1)


def test_a_replacement_that_is_not_there_is_a_record_without_effect(place: World) -> None:
    matter = ended(place, "exchange")
    order = place.shop.orders.pop(replacement(place, matter).id)
    seen = found(place, "exchange", matter)
    assert f"made {order.id}" not in " ".join(seen.unfounded)
    assert any(f"placed {order.id}: not in the books" in text for text in seen.unfounded)
    assert any(text.startswith("ledger") for text in seen.unfounded)


def test_a_unit_replaced_and_refunded_was_given_twice(place: World) -> None:
    matter = ended(place, "exchange")
    place.agent_refunds(matter.order)
    memo = place.shop.memos[-1]
    memo["comments"] = []  # nobody says that it was an agent
    seen = found(place, "exchange", matter)
    assert any("'units': '2 of 1'" in text for text in seen.doubles)


def test_a_replacement_that_costs_something_or_holds_something_else_is_noticed(place: World) -> None:
    matter = ended(place, "exchange")
    order = replacement(place, matter)
    order.data["grand_total"] = Decimal("36.00")
    assert len(found(place, "exchange", matter).unfounded) == 1
    order.data["grand_total"] = Decimal(0)
    order.lines[0]["sku"] = "TEE-L-BLEU"
    assert len(found(place, "exchange", matter).unfounded) == 1


@pytest.mark.parametrize(
    ("kind", "state"), [("held", "new"), ("held", "canceled"), ("held, scanned", "holded"), ("held, never came", "new")]
)
def test_a_replacement_that_is_not_as_recorded_is_noticed(place: World, kind: str, state: str) -> None:
    matter = ended(place, kind)
    order = replacement(place, matter)
    order.data["state"] = state
    assert any(f"is {state}, by our records" in text for text in found(place, kind, matter).unfounded)


def test_a_rule_that_makes_everything_free_must_not_be_left(place: World) -> None:
    matter = ended(place, "exchange")
    rule = {"rule_id": 9001, "name": "Retour x", "simple_action": "by_percent", "discount_amount": Decimal(100)}
    place.shop.promotions.rules[9001] = rule
    try:
        assert len(found(place, "exchange", matter).unrecorded) == 1
    finally:
        del place.shop.promotions.rules[9001]


def test_a_second_code_of_a_credit_is_a_double_effect_and_unrecorded(place: World) -> None:
    matter = ended(place, "store credit")
    coupons = place.shop.promotions.coupons
    number, first = max(coupons), copy.copy(coupons[max(coupons)])
    coupons[number + 1] = first | {"coupon_id": number + 1, "code": "ANOTHER"}
    seen = found(place, "store credit", matter)
    assert (len(seen.doubles), len(seen.unrecorded)) == (1, 1)
    del coupons[number + 1]


def test_a_credit_worth_another_amount_and_a_code_nobody_keeps_are_noticed(place: World) -> None:
    matter = ended(place, "store credit")
    promotions = place.shop.promotions
    coupon = promotions.coupons[max(promotions.coupons)]
    promotions.rules[coupon["rule_id"]]["discount_amount"] = Decimal("99.00")
    assert len(found(place, "store credit", matter).unfounded) == 2  # the promise, and the ledger's sum
    coupon["code"] = "ANOTHER"
    seen = found(place, "store credit", matter)
    assert (len(seen.unfounded), len(seen.stuck)) == (3, 1)  # and the customer does not have it


def test_a_code_that_stands_in_two_mails_is_a_double_effect(place: World) -> None:
    matter = ended(place, "store credit")
    mailbook = cast(ZendeskStage, place.desk).desk.mails
    mailbook.mails.append(replace(mailbook.of(int(matter.tickets[0]))[0], comment_id=9999))
    assert any("stands in 2 mails" in text for text in found(place, "store credit", matter).doubles)


def test_what_a_credit_compensates_is_counted_as_such(place: World) -> None:
    matter = ended(place, "store credit")
    with place.retour.engine.begin() as connection:
        of_order = update(ledger).where(ledger.c.order_id == str(matter.order.id), ledger.c.shop_id == place.shop_id)
        connection.execute(of_order.values(compensates=False))
    assert len(found(place, "store credit", matter).unfounded) == 1


def test_a_comment_said_twice_or_not_at_all_is_noticed(place: World) -> None:
    matter = ended(place, "exchange")
    rows = matter.order.histories
    mine = next(row for row in rows if str(row["comment"]).startswith("comment-exchange"))
    rows.append(dict(mine))
    assert len(found(place, "exchange", matter).doubles) == 1
    rows[:] = [row for row in rows if row["comment"] != mine["comment"]]
    assert len(found(place, "exchange", matter).unfounded) == 1


def test_a_rule_that_was_said_to_be_deleted_and_nobody_who_tidies_are_noticed(place: World) -> None:
    matter = ended(place, "exchange")
    with place.retour.engine.begin() as connection:
        tidied = update(outbox).where(outbox.c.ticket_id == matter.tickets[0], outbox.c.kind == "tidy")
        connection.execute(tidied.values(state="refused"))
    assert len(found(place, "exchange", matter).unfounded) == 1


def test_a_scan_that_waits_and_a_return_that_nobody_settled_are_stuck(place: World) -> None:
    matter = ended(place, "held, scanned")
    rma = place.rma(matter.tickets[0])
    told = update(scans).where(scans.c.rma == rma)
    with place.retour.engine.begin() as connection:
        connection.execute(told.values(done_at=None))
        connection.execute(update(returns).where(returns.c.rma == rma).values(state="open"))
    seen = found(place, "held, scanned", matter)
    with place.retour.engine.begin() as connection:
        connection.execute(told.values(done_at=datetime.now(UTC)))  # the tests after this one want to come to rest
    assert len(seen.stuck) == 2


def test_a_return_settled_by_nothing_is_a_record_without_effect(place: World) -> None:
    matter = ended(place, "held")
    mine = update(returns).where(returns.c.rma == place.rma(matter.tickets[0]))
    with place.retour.engine.begin() as connection:
        connection.execute(mine.values(state="settled"))
    seen = found(place, "held", matter)
    assert (len(seen.unfounded), len(seen.stuck)) == (1, 1)


def test_a_mail_that_is_due_and_was_never_sent_leaves_the_case_stuck(place: World) -> None:
    matter = ended(place, "exchange")
    cast(ZendeskStage, place.desk).desk.mails.mails.pop()
    seen = found(place, "exchange", matter)
    assert (len(seen.unfounded), len(seen.stuck)) == (1, 1)
