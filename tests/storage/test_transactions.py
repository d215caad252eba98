"""All of a transaction or none of it, also when the process dies in the middle; and moments that mean one thing."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from connector.domain.ids import ActionKey
from connector.ports.store import ActionKind, Case
from connector.storage.session import SqlStore
from connector.storage.tables import metadata, outbox
from tests.storage.conftest import ACME, NOW, action

ROOT = Path(__file__).parents[2]
DIES = """
import os, sys
from datetime import UTC, datetime
from connector.domain.ids import CaseId, TenantId
from connector.storage.session import SqlStore, make_engine
now = datetime(2026, 11, 12, tzinfo=UTC)
with SqlStore(make_engine(sys.argv[1])).begin() as tx:
    tx.inbox.add(TenantId("zendesk-acme"), "d-1", "7001", now)
    tx.audit.append(CaseId(sys.argv[2]), "system", "opened", {}, now)
    tx.cases.handle(TenantId("zendesk-acme"), "7001", ["m1"], None, now)
    os._exit(9)
"""


def counts(store: SqlStore) -> dict[str, int]:
    with store.engine.begin() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


def test_an_error_leaves_nothing_behind(shop: SqlStore, case: Case) -> None:
    def fails() -> None:
        with shop.begin() as tx:
            tx.inbox.add(ACME.id, "d-1", "7001", NOW)
            tx.outbox.add(action(case, "refund-1", ActionKind.MONEY), NOW)
            tx.outbox.claim(NOW)
            tx.audit.append(case.id, "system", "opened", {}, NOW)
            raise RuntimeError

    before = counts(shop)
    with pytest.raises(RuntimeError):
        fails()
    assert counts(shop) == before
    with shop.begin() as tx:
        assert tx.outbox.get(ActionKey("refund-1")) is None
        assert tx.audit.broken() == []


def test_a_process_that_dies_in_a_transaction_leaves_nothing_behind(
    shop: SqlStore, case: Case, database_url: str
) -> None:
    before = counts(shop)
    child = subprocess.run(
        [sys.executable, "-c", DIES, database_url, case.id], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (child.returncode, child.stderr) == (9, "")
    assert counts(shop) == before
    with shop.begin() as tx:  # nor a lock
        assert tx.inbox.add(ACME.id, "d-1", "7001", NOW) is True


def test_refuses_a_moment_without_a_zone(shop: SqlStore) -> None:
    naive = datetime(2026, 11, 12, 9, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="a moment without a zone"), shop.begin() as tx:
        tx.inbox.add(ACME.id, "d-1", "7001", naive)
    assert counts(shop)["inbox"] == 0


def test_a_moment_comes_back_in_utc_to_the_microsecond(shop: SqlStore) -> None:
    in_paris = datetime(2026, 11, 12, 1, 30, 0, 654321, tzinfo=timezone(timedelta(hours=1)))
    with shop.begin() as tx:
        case = tx.cases.open(ACME, "7001", "fr", in_paris)
        found = tx.cases.get(case.id).opened_at
    assert found == datetime(2026, 11, 12, 0, 30, 0, 654321, tzinfo=UTC)
    assert found is not None
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"kind": "gift"},
        {"kind": "money", "order_id": None},
    ],
    ids=["state", "kind", "money without an order"],
)
def test_the_database_itself_refuses_what_no_code_writes(
    shop: SqlStore, case: Case, values: dict[str, str | None]
) -> None:
    with shop.begin() as tx:
        tx.outbox.add(action(case, "reply-1"), NOW)
    with pytest.raises(IntegrityError), shop.engine.begin() as connection:
        connection.execute(outbox.update().values(**values))
    with shop.begin() as tx:
        assert tx.outbox.unfinished() == 1
