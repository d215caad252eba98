"""Retour with one of its guards taken out, to see that the harness notices. Applied in workers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table

import connector.flow.reconcile
import connector.storage.outbox
from connector.ports.store import Action, Tx
from connector.storage.ledger import SqlLedger
from connector.storage.statements import insert_once
from connector.storage.tables import leases

MUTANTS = ("no-lease", "resend")


def apply(mutant: str | None) -> None:
    """Change the product in this process."""
    if mutant == "no-lease":
        _no_lease()
    elif mutant == "resend":
        _resend()
    elif mutant is not None:
        raise ValueError(f"unknown mutant: {mutant}")


def _no_lease() -> None:
    """Two money actions on one order may be under way at once: nobody takes the lease, nor is stopped by what the
    ledger promised on the order, which stands and falls with it."""

    def insert_others(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
        return table is leases or insert_once(connection, table, values)

    def nothing(*_: object) -> Sequence[Any]:
        return ()

    connector.storage.outbox.insert_once = insert_others  # type: ignore[attr-defined]
    SqlLedger.promised = nothing  # type: ignore[method-assign,assignment]


def _resend() -> None:
    """What was not heard of is sent again, whatever a repeat may do."""

    def send_again(tx: Tx, action: Action, _language: str, _facts: Mapping[str, str], now: datetime) -> None:
        tx.outbox.release(action, now, "sent again", now)

    connector.flow.reconcile.outcome_unknown = send_again  # type: ignore[attr-defined,assignment]
