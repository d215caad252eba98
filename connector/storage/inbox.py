"""Events as they came, durable before they are acknowledged, and the tickets they ask to be read."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, exists, func, literal, select, update

from connector.domain.ids import TenantId
from connector.ports.store import TicketJob
from connector.storage.locks import take
from connector.storage.statements import insert_once
from connector.storage.tables import inbox, locks
from connector.tally import TALLY

CANDIDATES = 20  # tickets looked at before giving up: others may take the first ones at this very moment


class SqlInbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, tenant: TenantId, delivery_id: str, ticket_id: str, at: datetime) -> bool:
        values = {"tenant_id": tenant, "delivery_id": delivery_id, "ticket_id": ticket_id}
        return insert_once(self._connection, inbox, {**values, "received_at": at, "due_at": at})

    def claim(self, now: datetime, lease_seconds: float) -> TicketJob | None:
        """A ticket in one worker's hands is a lock row: a worker that dies lets go of it when its lease ends."""
        oldest = func.min(inbox.c.due_at)
        name = literal("ticket:") + inbox.c.tenant_id + ":" + inbox.c.ticket_id
        in_hand = exists().where(locks.c.name == name, locks.c.until >= now)
        waiting = (
            select(inbox.c.tenant_id, inbox.c.ticket_id)
            .where(inbox.c.done_at.is_(None), ~in_hand)
            .group_by(inbox.c.tenant_id, inbox.c.ticket_id)
            .having(oldest <= now)
            .order_by(oldest)
            .limit(CANDIDATES)
        )
        holder = secrets.token_hex(8)
        for tenant, ticket in self._connection.execute(waiting).all():
            until = now + timedelta(seconds=lease_seconds)
            if not take(self._connection, f"ticket:{tenant}:{ticket}", holder, now, until):
                continue
            rows = self._connection.execute(
                select(inbox.c.id, inbox.c.attempts).where(
                    inbox.c.done_at.is_(None), inbox.c.tenant_id == tenant, inbox.c.ticket_id == ticket
                )
            ).all()
            if rows:
                ids = tuple(row.id for row in rows)
                return TicketJob(TenantId(tenant), ticket, ids, max(row.attempts for row in rows), holder)
            self._let_go(tenant, ticket, holder)  # its last holder was faster
        return None

    def _let_go(self, tenant: str, ticket: str, holder: str) -> bool:
        mine = (locks.c.name == f"ticket:{tenant}:{ticket}") & (locks.c.holder == holder)
        return bool(self._connection.execute(delete(locks).where(mine)).rowcount)

    def done(self, job: TicketJob, outcome: str, at: datetime) -> None:
        """Only the events that were there before the ticket was read are answered by reading it."""
        mine = inbox.c.id.in_(job.rows) & inbox.c.done_at.is_(None)
        self._connection.execute(update(inbox).where(mine).values(done_at=at, outcome=outcome[:80]))
        self._let_go(job.tenant, job.ticket_id, job.holder)
        TALLY.ticket(outcome.partition(":")[0])  # `settled: amount.ok`: the state is enough

    def later(self, job: TicketJob, due_at: datetime, why: str) -> None:
        self._wait(job, {"due_at": due_at, "attempts": inbox.c.attempts + 1, "outcome": why[:80]})
        TALLY.ticket("later")

    def postpone(self, job: TicketJob, due_at: datetime) -> None:
        self._wait(job, {"due_at": due_at})

    def _wait(self, job: TicketJob, values: Mapping[str, Any]) -> None:
        """Back to waiting; if another worker took the ticket over meanwhile, that one decides."""
        if self._let_go(job.tenant, job.ticket_id, job.holder):
            mine = inbox.c.id.in_(job.rows) & inbox.c.done_at.is_(None)
            self._connection.execute(update(inbox).where(mine).values(**values))

    def attempts(self, tenant: TenantId, ticket_id: str) -> int:
        of_ticket = (inbox.c.tenant_id == tenant) & (inbox.c.ticket_id == ticket_id) & inbox.c.done_at.is_(None)
        return self._connection.scalar(select(func.max(inbox.c.attempts)).where(of_ticket)) or 0

    def newest(self) -> datetime | None:
        moment: datetime | None = self._connection.scalar(select(func.max(inbox.c.received_at)))
        return moment

    def backlog(self) -> Mapping[str, int]:
        waiting = self._connection.scalar(select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None)))
        return {"waiting": waiting or 0}
