"""Dates that were promised, and money that a person must transfer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update

from connector.domain.ids import ActionKey, CaseId
from connector.domain.money import Money
from connector.ports.store import Due, Payout
from connector.storage.statements import insert_once
from connector.storage.tables import dues, payouts


def _payout(row: Row[Any]) -> Payout:
    return Payout(
        key=ActionKey(row.key),
        case=CaseId(row.case_id),
        order_number=row.order_number,
        memo=row.memo,
        amount=Money.from_minor(row.amount, row.currency),
        due_on=row.due_on,
        created_at=row.created_at,
        done_at=row.done_at,
        done_by=row.done_by,
    )


class SqlDues:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, case: CaseId, kind: str, due_on: date, key: str | None, at: datetime | None = None) -> None:
        row = {"case_id": case, "kind": kind, "due_on": due_on, "key": key or "", "done": False, "due_at": at}
        insert_once(self._connection, dues, row)

    def of_case(self, case: CaseId) -> Sequence[Due]:
        rows = self._connection.execute(select(dues).where(dues.c.case_id == case).order_by(dues.c.due_on))
        return [_due(row) for row in rows]

    def take(self, now: datetime) -> Due | None:
        come = or_(dues.c.due_at <= now, and_(dues.c.due_at.is_(None), dues.c.due_on <= now.date()))
        row = self._connection.execute(
            select(dues)
            .where(dues.c.done.is_(False), come)
            .order_by(dues.c.due_on, dues.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        self._connection.execute(update(dues).where(dues.c.id == row.id).values(done=True))
        return _due(row)

    def add_payout(self, payout: Payout) -> None:
        insert_once(
            self._connection,
            payouts,
            {
                "key": payout.key,
                "case_id": payout.case,
                "order_number": payout.order_number,
                "memo": payout.memo,
                "amount": payout.amount.minor,
                "currency": payout.amount.currency,
                "due_on": payout.due_on,
                "created_at": payout.created_at,
            },
        )

    def payouts(self, open_only: bool = True) -> Sequence[Payout]:
        query = select(payouts).order_by(payouts.c.due_on, payouts.c.key)
        rows = self._connection.execute(query.where(payouts.c.done_at.is_(None)) if open_only else query)
        return [_payout(row) for row in rows]

    def payout(self, key: ActionKey) -> Payout | None:
        row = self._connection.execute(select(payouts).where(payouts.c.key == key)).first()
        return _payout(row) if row else None

    def payout_done(self, key: ActionKey, by: str, at: datetime) -> bool:
        open_one = (payouts.c.key == key) & payouts.c.done_at.is_(None)
        return bool(self._connection.execute(update(payouts).where(open_one).values(done_at=at, done_by=by)).rowcount)


def _due(row: Row[Any]) -> Due:
    return Due(row.id, CaseId(row.case_id), row.kind, row.due_on, row.key or None, row.due_at)
