"""Cases, the messages they took up, and decisions that can be derived again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from connector.domain.case import State
from connector.domain.ids import CaseId, OrderId, TenantId
from connector.ports.store import Case, StoredDecision
from connector.storage.session import SqlStore
from tests.storage.conftest import ACME, NOW, SISTER, at_once

LATER = NOW + timedelta(minutes=1)


class TurnedAway(Exception):
    """What the flow raises so that a transaction is rolled back."""


def take_up(store: SqlStore, case: Case, messages: list[str]) -> None:
    with store.begin() as tx:
        if not tx.cases.handle(ACME.id, "7001", messages, case.id, NOW):
            raise TurnedAway


def decision(case: Case, number: int) -> StoredDecision:
    return StoredDecision(
        case=case.id,
        number=number,
        at=NOW,
        request='{"kind": "refund"}',
        facts='{"today": "2026-11-12"}',
        policy_hash=ACME.policy_hash,
        engine="1",
        decision="{}",
        step='{"next": "agent"}',
        reading='{"text": "Je me rétracte, 日本 \\u0000"}',
        articles="1 × Bol en grès",
    )


def test_opens_a_case(shop: SqlStore) -> None:
    with shop.begin() as tx:
        made = tx.cases.open(ACME, "7001", "fr", NOW)
    assert made == Case(made.id, ACME.id, ACME.shop, "7001", State.RECEIVED, language="fr", opened_at=NOW)
    with shop.begin() as tx:
        assert tx.cases.get(made.id) == replace(made, changed_at=NOW)


def test_ids_are_ten_letters_and_digits_that_travel_in_tags(shop: SqlStore) -> None:
    with shop.begin() as tx:
        ids = {tx.cases.open(ACME, "7001", "fr", NOW).id for _ in range(50)}
    assert len(ids) == 50
    assert {len(each) for each in ids} == {10}
    assert set("".join(ids)) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_saves_what_changed(shop: SqlStore, case: Case) -> None:
    changed = replace(
        case,
        state=State.ACTING,
        order=OrderId("501"),
        order_number="000000501",
        language="en",
        rounds=1,
        turn=2,
        why="w" * 100,
        changed_at=LATER,
    )
    with shop.begin() as tx:
        tx.cases.save(changed, LATER)
        assert tx.cases.get(case.id) == replace(changed, why="w" * 80)


def test_an_unknown_case_is_not_there(shop: SqlStore) -> None:
    with shop.begin() as tx:
        assert tx.cases.find(CaseId("nothing")) is None
        assert tx.cases.find(CaseId("a\x00b")) is None  # it came from outside
        with pytest.raises(LookupError):
            tx.cases.get(CaseId("nothing"))


def test_finds_the_newest_case_of_a_ticket_and_tenant(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        newer = tx.cases.open(ACME, "7001", "fr", LATER)
        tx.cases.open(SISTER, "7001", "fr", LATER + timedelta(seconds=1))
        newest = tx.cases.newest(ACME.id, "7001")
        assert newest is not None
        assert newest.id == newer.id
        assert tx.cases.newest(ACME.id, "7009") is None
        assert tx.cases.newest(TenantId("nobody"), "7001") is None


def test_lists_newest_first(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    with shop.begin() as tx:
        newer = tx.cases.open(ACME, "7003", "fr", LATER)
        assert tx.cases.listed()[0].id == newer.id
        assert [each.id for each in tx.cases.listed(ACME.id)] == [newer.id, case.id]
        assert [each.id for each in tx.cases.listed(SISTER.id)] == [sisters_case.id]
        assert [each.id for each in tx.cases.listed(limit=1)] == [newer.id]


def test_takes_messages_up_once(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        assert tx.cases.handle(ACME.id, "7001", ["m1", "m2"], case.id, NOW) is True
        assert tx.cases.handle(ACME.id, "7001", [], case.id, NOW) is True
    with shop.begin() as tx:
        assert tx.cases.handle(ACME.id, "7001", ["m2"], None, NOW) is False
    with shop.begin() as tx:
        assert tx.cases.handled(ACME.id, ["m1", "m2", "m3"]) == {"m1", "m2"}
        assert tx.cases.messages(case.id) == {"m1", "m2"}


def test_messages_belong_to_a_tenant_whatever_ticket_they_move_to(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.cases.handle(ACME.id, "7001", ["m1"], None, NOW)
        assert tx.cases.handled(ACME.id, ["m1", "m2"]) == {"m1"}
        assert tx.cases.handled(SISTER.id, ["m1"]) == frozenset()
        assert tx.cases.handle(ACME.id, "7002", ["m1"], None, NOW) is True
        assert tx.cases.handle(SISTER.id, "7001", ["m1"], None, NOW) is True
        assert tx.cases.messages(case.id) == frozenset()


def test_who_read_an_old_ticket_takes_nothing_up(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.cases.handle(ACME.id, "7001", ["m2"], case.id, NOW)
    with pytest.raises(TurnedAway):
        take_up(shop, case, ["m1", "m2", "m3"])
    with shop.begin() as tx:
        assert tx.cases.handled(ACME.id, ["m1", "m2", "m3"]) == {"m2"}


def test_one_of_eight_takes_the_messages_up(shop: SqlStore, case: Case) -> None:
    def take(number: int) -> bool:
        try:
            take_up(shop, case, [f"own-{number}", "shared"])
        except TurnedAway:
            return False
        return True

    answers = at_once(take, 8)
    assert sorted(answers) == [False] * 7 + [True]
    with shop.begin() as tx:
        known = tx.cases.handled(ACME.id, ["shared", *(f"own-{number}" for number in range(8))])
    assert known == {f"own-{answers.index(True)}", "shared"}


def test_two_events_on_one_case_follow_each_other(shop: SqlStore, case: Case) -> None:
    """Reading a case locks it until the transaction ends: no count is lost."""

    def count_up(_: int) -> None:
        with shop.begin() as tx:
            mine = tx.cases.newest(ACME.id, "7001")
            assert mine is not None
            tx.cases.save(replace(mine, turn=mine.turn + 1), NOW)

    at_once(count_up, 8)
    with shop.begin() as tx:
        assert tx.cases.get(case.id).turn == 8


def test_decisions_come_back_as_they_were_stored(shop: SqlStore, case: Case, sisters_case: Case) -> None:
    first, second = decision(case, 1), decision(case, 2)
    with shop.begin() as tx:
        tx.cases.add_decision(second)
        tx.cases.add_decision(first)
        tx.cases.add_decision(decision(sisters_case, 1))
    with shop.begin() as tx:
        assert tx.cases.decision(case.id, 1) == first
        assert tx.cases.decision(case.id, 3) is None
        assert [each for each in tx.cases.decisions() if each.case == case.id] == [first, second]
        assert len(tx.cases.decisions()) == 3


def test_a_decision_is_never_replaced(shop: SqlStore, case: Case) -> None:
    with shop.begin() as tx:
        tx.cases.add_decision(decision(case, 1))
    with pytest.raises(IntegrityError), shop.begin() as tx:
        tx.cases.add_decision(replace(decision(case, 1), decision='{"other": true}'))
    with shop.begin() as tx:
        assert tx.cases.decision(case.id, 1) == decision(case, 1)
