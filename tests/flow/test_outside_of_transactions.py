"""No call leaves while a transaction is open: it would hold locks for as long as somebody else's server takes, and the
adapters' own rows (tokens, limits) could never be written on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connector.flow.dues import poll_all
from connector.ports.errors import OutcomeUnknown, ReadFailed
from connector.ports.store import Store, Tx
from tests.fakes.script import Script
from tests.fakes.world import FakeWorld, fake_world
from tests.flow.conftest import EMAIL, wants_cancel, wants_refund


class CountingStore:
    """How many transactions are open."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.open = 0

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        with self._store.begin() as tx:
            self.open += 1
            try:
                yield tx
            finally:
                self.open -= 1


class Watched(Script):
    """Every call of a fake's port passes here."""

    def __init__(self, store: CountingStore) -> None:
        super().__init__()
        self._store = store
        self.during: list[str] = []

    def run(self, method: str, work: Any) -> Any:
        if self._store.open:
            self.during.append(method)
        return super().run(method, work)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[FakeWorld, list[Watched]]]:
    world = fake_world(tmp_path)
    store = CountingStore(world.store)
    scripts = [Watched(store), Watched(store)]
    world.desk.script, world.shop.script = scripts
    world.services = replace(world.services, store=store)
    yield world, scripts
    world.engine.dispose()


@pytest.mark.parametrize("fault", ["none", "unread", "silent", "refund silent"])
@pytest.mark.parametrize(("payment", "kind"), [("contractpay", "refund"), ("checkmo", "refund"), ("checkmo", "cancel")])
def test_nothing_is_asked_of_the_outside_within_a_transaction(
    watched: tuple[FakeWorld, list[Watched]], payment: str, kind: str, fault: str
) -> None:
    world, scripts = watched
    order = world.shop.place(EMAIL, {"BOL-01": 1}, payment, shipped_days_ago=3 if kind == "refund" else None)
    if fault == "unread":
        world.shop.script.fail("order", ReadFailed("503"))
    if fault == "silent":
        world.desk.script.fail("write", OutcomeUnknown("time-out"))
    if fault == "refund silent":
        world.shop.script.fail(kind, OutcomeUnknown("time-out"), done=True)
    ticket = world.writes(EMAIL, wants_refund(order) if kind == "refund" else wants_cancel(order))
    world.work()
    world.settle()
    world.wait(days=3)
    world.keep_promises()
    world.answers(ticket, "Merci beaucoup !")
    poll_all(world.services)
    world.wait(60)
    assert [script.during for script in scripts] == [[], []]
    assert all(sum(script.calls.values()) >= 3 for script in scripts)
