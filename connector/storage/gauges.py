"""What stands in the database at this moment, for `GET /metrics`. Every query reads an index of open rows only, so that
a scrape costs the same after years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Select, func, select

from connector.ports.store import ActionState
from connector.storage.tables import ENDED, OPEN, cases, inbox, installations, outbox, payouts


@dataclass(frozen=True, slots=True)
class Gauges:
    """Ages in seconds; 0.0 where there is nothing."""

    inbox_waiting: int
    inbox_oldest: float  # since the oldest event that nobody answered yet came in
    actions: Mapping[tuple[str, str], int]  # (kind, state) -> rows: pending, claimed, person
    oldest_due: float  # since the oldest pending action became due
    oldest_claimed: float  # since the oldest claimed action was last touched
    cases: Mapping[str, int]  # by state, those that have not ended
    payouts_open: int
    payouts_overdue: int
    installations: Mapping[str, int]  # by helpdesk


def look(engine: Engine, now: datetime) -> Gauges:
    with engine.begin() as connection:
        waiting = connection.execute(
            select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.done_at.is_(None))
        ).one()
        by_state = (
            select(outbox.c.kind, outbox.c.state, func.count())
            .where(outbox.c.state.in_(OPEN))
            .group_by(outbox.c.kind, outbox.c.state)
        )
        open_cases = select(cases.c.state, func.count()).where(cases.c.state.not_in(ENDED)).group_by(cases.c.state)
        unpaid = select(func.count()).select_from(payouts).where(payouts.c.done_at.is_(None))
        joined = select(installations.c.helpdesk, func.count()).group_by(installations.c.helpdesk)
        due = select(func.min(outbox.c.due_at)).where(outbox.c.state == ActionState.PENDING)
        silent = select(func.min(outbox.c.touched_at)).where(outbox.c.state == ActionState.CLAIMED)
        return Gauges(
            inbox_waiting=waiting[0],
            inbox_oldest=_age(waiting[1], now),
            actions={(row[0], row[1]): row[2] for row in connection.execute(by_state)},
            oldest_due=_age(connection.scalar(due), now),
            oldest_claimed=_age(connection.scalar(silent), now),
            cases={row[0]: row[1] for row in connection.execute(open_cases)},
            payouts_open=_count(connection, unpaid),
            payouts_overdue=_count(connection, unpaid.where(payouts.c.due_on < now.date())),
            installations={row[0]: row[1] for row in connection.execute(joined)},
        )


def _count(connection: Connection, query: Select[int]) -> int:
    return connection.scalar(query) or 0


def _age(moment: datetime | None, now: datetime) -> float:
    """What is due later has no age yet."""
    return max((now - moment).total_seconds(), 0.0) if moment else 0.0
