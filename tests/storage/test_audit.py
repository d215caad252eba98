"""Whatever is changed, taken out or put elsewhere in a case's trail afterwards is found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from connector.domain.ids import CaseId
from connector.domain.money import Money
from connector.ports.store import Case
from connector.storage.audit import seal
from connector.storage.session import SqlStore
from connector.storage.tables import audit
from tests.storage.conftest import NOW

LATER = NOW + timedelta(microseconds=1)


@pytest.fixture
def written(shop: SqlStore, case: Case, sisters_case: Case) -> Case:
    """Three lines on one case, one on another."""
    with shop.begin() as tx:
        tx.audit.append(case.id, "customer", "asked", {"kind": "refund"}, NOW)
        tx.audit.append(case.id, "policy", "decided", {"amount": Money.parse("19.49 EUR"), "why": "période"}, LATER)
        tx.audit.append(sisters_case.id, "system", "opened", {}, NOW)
        tx.audit.append(case.id, "agent:7", "undone", {"key": "refund-1"}, LATER)
    return case


def broken(store: SqlStore) -> list[str]:
    with store.begin() as tx:
        return list(tx.audit.broken())


def tamper(store: SqlStore, number: int, case: Case, **values: Any) -> None:
    with store.engine.begin() as connection:
        line = (audit.c.case_id == case.id) & (audit.c.seq == number)
        assert connection.execute(update(audit).where(line).values(**values)).rowcount == 1


def test_keeps_the_trail_in_order(shop: SqlStore, written: Case) -> None:
    with shop.begin() as tx:
        trail = tx.audit.trail(written.id)
    assert [(each.seq, each.at, each.actor, each.what) for each in trail] == [
        (1, NOW, "customer", "asked"),
        (2, LATER, "policy", "decided"),
        (3, LATER, "agent:7", "undone"),
    ]
    assert trail[1].why["why"] == "période"
    assert len({each.hash for each in trail}) == 3
    assert broken(shop) == []


def test_a_case_without_lines_holds(shop: SqlStore, case: Case) -> None:
    assert broken(shop) == []


def test_seals_with_all_that_stands_in_the_line() -> None:
    line = ("", "case", 1, NOW, "policy", "decided", "{}")
    others = (
        ("0", "case", 1, NOW, "policy", "decided", "{}"),
        ("", "cas", 1, NOW, "epolicy", "decided", "{}"),
        ("", "case", 2, NOW, "policy", "decided", "{}"),
        ("", "case", 1, LATER, "policy", "decided", "{}"),
        ("", "case", 1, NOW, "system", "decided", "{}"),
        ("", "case", 1, NOW, "policy", "refused", "{}"),
        ("", "case", 1, NOW, "policy", "decided", "[]"),
    )
    assert len({seal(*each) for each in (line, *others)}) == 8
    assert seal(*line) == seal(*line)


@pytest.mark.parametrize("seq", [1, 2, 3])
@pytest.mark.parametrize(
    "values",
    [
        {"at": NOW - timedelta(microseconds=1)},
        {"actor": "policx"},
        {"what": "decidec"},
        {"why": '{"amount": "19.48 EUR"}'},
        {"hash": "0" * 64},
    ],
    ids=lambda values: next(iter(values)),
)
def test_finds_a_changed_line(shop: SqlStore, written: Case, seq: int, values: dict[str, Any]) -> None:
    tamper(shop, seq, written, **values)
    assert f"case {written.id}, line {seq}: the chain does not hold" in broken(shop)


@pytest.mark.parametrize("seq", [1, 2, 3], ids=["first", "middle", "last"])
def test_finds_a_deleted_line(shop: SqlStore, written: Case, seq: int) -> None:
    with shop.engine.begin() as connection:
        connection.execute(delete(audit).where(audit.c.case_id == written.id, audit.c.seq == seq))
    found = broken(shop)
    assert found
    assert all(written.id in each for each in found)


def test_finds_a_deleted_trail(shop: SqlStore, written: Case, sisters_case: Case) -> None:
    with shop.engine.begin() as connection:
        connection.execute(delete(audit).where(audit.c.case_id == written.id))
    assert broken(shop) == [f"case {written.id}: the chain does not end as it was written"]


def test_finds_lines_that_changed_places(shop: SqlStore, written: Case) -> None:
    for number, to in ((1, 9), (2, 1), (9, 2)):
        tamper(shop, number, written, seq=to)
    assert f"case {written.id}, line 1: the chain does not hold" in broken(shop)


def test_finds_a_line_that_was_moved_to_another_case(shop: SqlStore, written: Case, sisters_case: Case) -> None:
    tamper(shop, 3, written, case_id=sisters_case.id, seq=2)
    found = broken(shop)
    assert f"case {sisters_case.id}, line 2: the chain does not hold" in found
    assert f"case {written.id}: the chain does not end as it was written" in found


def test_finds_a_line_put_in_by_hand_even_with_its_own_seal(shop: SqlStore, written: Case) -> None:
    with shop.engine.begin() as connection:
        last = connection.scalar(select(audit.c.hash).where(audit.c.case_id == written.id, audit.c.seq == 3))
        forged = {"case_id": written.id, "seq": 4, "at": NOW, "actor": "policy", "what": "made", "why": "{}"}
        mark = seal(last or "", written.id, 4, NOW, "policy", "made", "{}")
        connection.execute(audit.insert().values(**forged, hash=mark))
    assert broken(shop) == [f"case {written.id}: the chain does not end as it was written"]


def test_refuses_a_line_for_a_case_that_is_not_there(shop: SqlStore) -> None:
    with pytest.raises(IntegrityError), shop.begin() as tx:
        tx.audit.append(CaseId("nothing"), "system", "opened", {}, NOW)
    assert broken(shop) == []
