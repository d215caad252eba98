"""Retour with one of its guards taken out, to see that the harness notices. Applied in workers only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table

import connector.flow.act
import connector.flow.reconcile
import connector.storage.outbox
from connector.domain.plan import Route
from connector.flow.effects import EFFECTS, Doing, Step, held, replacement
from connector.flow.effects.effect import nothing_found
from connector.ports.store import Action, Tx
from connector.storage.ledger import SqlLedger
from connector.storage.outbox import SqlOutbox
from connector.storage.statements import insert_once
from connector.storage.tables import leases


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


def _no_steps() -> None:
    """How far an effect came is forgotten with the worker: each try begins at its first step."""

    def forget(outbox: SqlOutbox, action: Action, _steps: Mapping[str, str], _now: datetime) -> Action | None:
        return outbox.get(action.key)

    SqlOutbox.stepped = forget  # type: ignore[method-assign,assignment]


def _place_again() -> None:
    """Nobody asks whether a cart became an order: a cart of which nothing is heard is left, and another one placed."""
    replacement.PLACE = replace(replacement.PLACE, find=nothing_found, restart="cart")


def _release_twice() -> None:
    """What was on hold is let go of without a look whether somebody did so before."""

    def unseen(_doing: Doing) -> None:
        return None

    held.UNHOLD = replace(held.UNHOLD, find=nothing_found)
    EFFECTS[Route.RELEASE] = replace(held.RELEASE, unchanged=unseen)  # type: ignore[index]


def _never_stale() -> None:
    """A worker that slept goes on as if no time had gone by."""

    def send(doing: Doing, step: Step) -> str:
        return step.send(doing)

    connector.flow.act._once = send


_APPLY: Mapping[str, Callable[[], None]] = {
    "no-lease": _no_lease,
    "resend": _resend,
    "no-steps": _no_steps,
    "place-again": _place_again,
    "release-twice": _release_twice,
    "never-stale": _never_stale,
}
MUTANTS = tuple(_APPLY)


def apply(mutant: str | None) -> None:
    """Change the product in this process. Raise KeyError for a mutant nobody knows."""
    if mutant is not None:
        _APPLY[mutant]()
