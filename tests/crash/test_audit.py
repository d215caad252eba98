"""The comparison itself: a run in which all went well, then books and records that were tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from sqlalchemy import delete, update

from connector.storage.tables import ledger, outbox
from demo.desks.zendesk import ZendeskStage
from sandbox.zendesk.desk import ZendeskDesk
from tests.crash.audit import Findings, compare
from tests.crash.kinds import BY_NAME, Kind, Matter
from tests.crash.nursery import Errand
from tests.crash.world import World, world

KIND = BY_NAME["refund, invoice route"]
Settled = tuple[World, Matter]


@pytest.fixture(scope="module")
def place() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.fixture
def settled(place: World) -> Settled:
    """A refund by the invoice route, done and told."""
    matter = KIND.prepare(place)
    place.nursery.send_out(Errand(place.letters()))
    place.nursery.send_out(Errand(place.letters(), 200))
    assert _found(place, matter).wrong == []
    return place, matter


def account(place: World) -> ZendeskDesk:
    return cast(ZendeskStage, place.desk).desk


def _found(place: World, matter: Matter, kind: Kind = KIND) -> Findings:
    return compare(place, kind, matter, frozenset())


def test_a_second_memo_is_a_double_effect_and_unrecorded(settled: Settled) -> None:
    place, matter = settled
    place.shop.memos.append(place.shop.memos[-1] | {"entity_id": 9999})
    found = _found(place, matter)
    assert (len(found.doubles), len(found.unrecorded)) == (1, 2)  # nobody knows the memo; no gateway paid it either


def test_a_second_refund_at_the_gateway_is_a_double_effect_and_unrecorded(settled: Settled) -> None:
    place, matter = settled
    place.shop.gateway.refund(matter.order.id, place.shop.memos[-1]["base_grand_total"])
    found = _found(place, matter)
    assert (len(found.doubles), len(found.unrecorded)) == (1, 1)


def test_a_second_mail_is_a_double_effect(settled: Settled) -> None:
    place, matter = settled
    mailbook = account(place).mails
    mailbook.mails.append(replace(mailbook.of(int(matter.tickets[0]))[0], comment_id=9999))
    found = _found(place, matter)
    assert (len(found.doubles), len(found.unrecorded)) == (1, 1)


def test_a_memo_that_is_not_there_is_a_record_without_effect(settled: Settled) -> None:
    place, matter = settled
    place.shop.memos.pop()
    found = _found(place, matter)
    assert len(found.unfounded) == 2  # the action, and the ledger's sum
    assert len(found.unrecorded) == 1  # the gateway's refund


def test_a_mail_that_is_not_there_is_a_record_without_effect(settled: Settled) -> None:
    place, matter = settled
    account(place).mails.mails.pop()
    assert len(_found(place, matter).unfounded) == 1


def test_an_action_still_open_is_an_effect_without_record(settled: Settled) -> None:
    place, matter = settled
    with place.retour.engine.begin() as connection:
        claimed = update(outbox).where(outbox.c.ticket_id == matter.tickets[0]).values(state="claimed")
        connection.execute(claimed)
    assert len(_found(place, matter).unrecorded) == 2  # memo and mail


def test_a_ledger_without_the_refund_is_noticed(settled: Settled) -> None:
    place, matter = settled
    with place.retour.engine.begin() as connection:
        connection.execute(delete(ledger).where(ledger.c.order_id == str(matter.order.id)))
    assert len(_found(place, matter).unfounded) == 1


def test_an_action_in_doubt_is_no_allowed_hand_over_without_a_fault(settled: Settled) -> None:
    place, matter = settled
    with place.retour.engine.begin() as connection:
        doubtful = update(outbox).where(outbox.c.ticket_id == matter.tickets[0], outbox.c.kind == "reply")
        connection.execute(doubtful.values(state="person"))
    found = _found(place, matter)
    assert (len(found.wrongly_handed_over), found.handed_over) == (1, [])


def test_a_tag_that_is_gone_is_lost(settled: Settled) -> None:
    place, matter = settled
    place.desk.tag(matter.tickets[0], "vip")
    assert compare(place, KIND, matter, frozenset(), {"vip"}).wrong == []
    wanted = {"vip", "warehouse-asked"}
    assert compare(place, KIND, matter, frozenset(), wanted).lost_tags == [
        f"ticket {matter.tickets[0]}: warehouse-asked"
    ]
