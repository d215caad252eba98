"""A store with somebody else between its transactions, and one whose limits were filled after they were read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from connector.domain.ids import OrderId, ShopId
from connector.ports.store import Ledger, Reservation, Store, Tx

if TYPE_CHECKING:
    from sqlalchemy import Connection

from connector.storage.ledger import SqlLedger


class SteppingStore:
    """Runs `act` right before transaction number `step` (from 1) begins. `begun` counts them."""

    def __init__(self, store: Store, step: int, act: Callable[[], object]) -> None:
        self._store, self._step, self._act = store, step, act
        self.begun = 0

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        self.begun += 1
        if self.begun == self._step:
            self._act()
        with self._store.begin() as tx:
            yield tx


class LateLedger(SqlLedger):
    """On PostgreSQL others commit between two reads of one transaction: the first look does not see what they took."""

    looked = False

    def promised(self, shop: ShopId, order: OrderId) -> Sequence[Reservation]:
        if not self.looked:
            self.looked = True
            return []
        return super().promised(shop, order)


class LateStore:
    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        with self._store.begin() as tx:
            connection = cast("Connection", tx.ledger._connection)  # type: ignore[attr-defined]
            ledger: Ledger = LateLedger(connection)
            yield replace(tx, ledger=ledger)
