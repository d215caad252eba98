"""0003 with rows in the tables: nothing that was there changes, and what only the new release knows goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from connector.storage.session import make_engine
from tests.conftest import alembic_config

NOW = datetime(2026, 11, 12, 9, 0, 0, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 12)
Row = Mapping[str, Any]

OUTBOX = {
    "tenant_id": "zendesk-acme",
    "shop_id": "shop-1",
    "case_id": "case-1",
    "ticket_id": "7001",
    "payload": '{"amount": "19.49 EUR"}',
    "claim": 1,
    "attempts": 2,
    "due_at": NOW,
    "touched_at": NOW,
    "created_at": NOW,
    "error": "said no",
}
BEFORE: Mapping[str, Sequence[Row]] = {
    "policies": [{"hash": "a" * 64, "text": "shop: Acme\n", "added_at": NOW}],
    "shops": [{"id": "shop-1", "url": "https://shop.example.test"}],
    "installations": [
        {
            "id": "zendesk-acme",
            "helpdesk": "zendesk",
            "account": "acme",
            "base_url": "https://acme.zendesk.com",
            "shop_id": "shop-1",
            "shop_url": "https://shop.example.test",
            "service_user": "900",
            "policy_hash": "a" * 64,
            "webhook_id": "",
            "app_installation": "",
            "brake": False,
            "changed_at": NOW,
        }
    ],
    "cases": [
        {
            "id": "case-1",
            "tenant_id": "zendesk-acme",
            "shop_id": "shop-1",
            "ticket_id": "7001",
            "state": "acting",
            "language": "fr",
            "rounds": 0,
            "turn": 1,
            "why": "policy.allows",
            "opened_at": NOW,
            "changed_at": NOW,
            "trail_hash": "",
        }
    ],
    "outbox": [
        {**OUTBOX, "key": "refund-1", "kind": "money", "order_id": "501", "state": "claimed", "made": "70"},
        {**OUTBOX, "key": "reply-1", "kind": "reply", "order_id": None, "state": "pending", "made": None},
        {**OUTBOX, "key": "note-1", "kind": "note", "order_id": None, "state": "done", "made": "88"},
    ],
    "leases": [{"shop_id": "shop-1", "order_id": "501", "outbox_id": 1}],
    "ledger": [
        {
            "key": "refund-1",
            "shop_id": "shop-1",
            "order_id": "501",
            "customer": "c" * 32,
            "day": TODAY,
            "amount": 1949,
            "currency": "EUR",
            "units": '{"10": 1}',
            "state": "reserved",
        }
    ],
    "dues": [{"case_id": "case-1", "kind": "bank_shows", "due_on": TODAY, "key": "", "done": False}],
}


def put(engine: Engine, rows: Mapping[str, Sequence[Row]]) -> None:
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for name, each in rows.items():
            connection.execute(insert(tables.tables[name]), [dict(row) for row in each])


def all_rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every table's rows, by primary key; without Alembic's own."""
    tables = MetaData()
    tables.reflect(engine)
    found = {}
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                rows = connection.execute(select(table).order_by(*table.primary_key.columns))
                found[table.name] = [dict(row._mapping) for row in rows]
    return found


def of(engine: Engine, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=engine)


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """A database of the release before, in use."""
    command.upgrade(alembic_config(empty_database_url), "0002")
    made = make_engine(empty_database_url)
    put(made, BEFORE)
    yield made
    made.dispose()


def migrate(engine: Engine, to: str) -> None:
    """No connection of ours stands in the way."""
    engine.dispose()
    config = alembic_config(engine.url.render_as_string(hide_password=False))
    (command.upgrade if to == "0003" else command.downgrade)(config, to)


def without(rows: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


def test_up_keeps_every_row_and_adds_what_is_true_of_them(engine: Engine) -> None:
    before = all_rows(engine)
    migrate(engine, "0003")
    after = all_rows(engine)
    assert (after.pop("returns"), after.pop("scans")) == ([], [])
    assert {(row["steps"], row["begun"]) for row in after["outbox"]} == {("{}", False)}
    assert [row["compensates"] for row in after["ledger"]] == [False]
    assert [row["due_at"] for row in after["dues"]] == [None]
    after["outbox"] = without(after["outbox"], "steps", "begun")
    after["ledger"] = without(after["ledger"], "compensates")
    after["dues"] = without(after["dues"], "due_at")
    assert after == before
    assert [row["key"] for row in before["outbox"]] == ["refund-1", "reply-1", "note-1"]


NEW: Mapping[str, Sequence[Row]] = {
    "outbox": [
        {**OUTBOX, "key": "comment-1", "kind": "comment", "order_id": "501", "state": "pending", "made": None},
        {**OUTBOX, "key": "tidy-1", "kind": "tidy", "order_id": None, "state": "done", "made": "17"},
        {
            **OUTBOX,
            "key": "exchange-1",
            "kind": "money",
            "order_id": "502",
            "state": "pending",
            "made": None,
            "steps": '{"rule": "17"}',
            "begun": True,
        },
    ],
    "dues": [{"case_id": "case-1", "kind": "photo", "due_on": TODAY, "due_at": NOW, "key": "photo-1", "done": False}],
    "returns": [
        {
            "rma": "R-AAAAAAAA",
            "shop_id": "shop-1",
            "case_id": "case-1",
            "order_id": "501",
            "order_number": "000000501",
            "option": "refund",
            "decision": 1,
            "request": "{}",
            "facts": "{}",
            "accepted": "[]",
            "agreed_by": "policy",
            "agreed_at": NOW,
            "due_on": TODAY,
            "state": "open",
        }
    ],
    "scans": [
        {
            "shop_id": "shop-1",
            "event": "e-1",
            "told_by": "carrier",
            "scanned_at": NOW,
            "rma": "R-AAAAAAAA",
            "order_number": "",
            "lines": "null",
            "stock": "null",
            "received_at": NOW,
            "due_at": NOW,
            "attempts": 0,
            "claim": 0,
            "outcome": "",
        }
    ],
}


def test_down_takes_along_what_the_release_before_does_not_know_and_nothing_else(engine: Engine) -> None:
    before = all_rows(engine)
    migrate(engine, "0003")
    put(engine, NEW)
    migrate(engine, "0002")
    after = all_rows(engine)
    assert set(after) == set(before)
    assert [row["key"] for row in after["outbox"]] == ["refund-1", "reply-1", "note-1", "exchange-1"]
    assert [row["kind"] for row in after["dues"]] == ["bank_shows", "photo"]
    for name in before:
        assert after[name][: len(before[name])] == before[name]
    assert {name: len(after[name]) - len(before[name]) for name in before if after[name] != before[name]} == {
        "outbox": 1,
        "dues": 1,
    }


def test_up_again_finds_the_rows_as_they_were_before_the_release(engine: Engine) -> None:
    migrate(engine, "0003")
    first = all_rows(engine)
    migrate(engine, "0002")
    migrate(engine, "0003")
    assert all_rows(engine) == first


def test_the_kinds_that_the_outbox_takes_follow_the_release(engine: Engine) -> None:
    comment = {"outbox": NEW["outbox"][:1]}
    with pytest.raises(IntegrityError):
        put(engine, comment)
    migrate(engine, "0003")
    put(engine, comment)
    with pytest.raises(IntegrityError):
        put(engine, {"outbox": [{**NEW["outbox"][1], "kind": "present"}]})
    migrate(engine, "0002")
    with pytest.raises(IntegrityError):
        put(engine, comment)


def test_what_was_unique_and_referred_to_still_is(engine: Engine) -> None:
    """SQLite copies the outbox to change a constraint: its keys, its references and its lease come along."""
    migrate(engine, "0003")
    outbox, leases = of(engine, "outbox"), of(engine, "leases")
    again = dict(BEFORE["outbox"][1])
    for wrong in (again, {**again, "key": "reply-2", "case_id": "case-9"}, {**again, "key": "x", "kind": "money"}):
        with pytest.raises(IntegrityError):
            put(engine, {"outbox": [wrong]})
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(delete(outbox).where(outbox.c.key == "refund-1"))  # its lease refers to it
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(update(leases).values(outbox_id=99))
    put(engine, {"outbox": [{**again, "key": "reply-2"}]})
    rows = all_rows(engine)["outbox"]
    assert [row["key"] for row in rows] == ["refund-1", "reply-1", "note-1", "reply-2"]
    assert [row["id"] for row in rows][:3] == [1, 2, 3]
