"""Cases, the messages they took up, and every decision with all that is needed to derive it again."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from connector.domain.case import State
from connector.domain.ids import CaseId, OrderId, ShopId, TenantId
from connector.ports.store import Case, Installation, StoredDecision
from connector.storage.statements import insert_once
from connector.storage.tables import cases, decisions, messages


def new_case_id() -> CaseId:
    """Ten letters and digits (50 random bits): short enough to be read out, and it travels in tags and comments."""
    return CaseId(base64.b32encode(secrets.token_bytes(7)).decode().lower()[:10])


def _case(row: Row[Any]) -> Case:
    return Case(
        id=CaseId(row.id),
        tenant=TenantId(row.tenant_id),
        shop=ShopId(row.shop_id),
        ticket_id=row.ticket_id,
        state=State(row.state),
        order=OrderId(row.order_id) if row.order_id else None,
        order_number=row.order_number,
        language=row.language,
        rounds=row.rounds,
        turn=row.turn,
        why=row.why,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
    )


def _decision(row: Row[Any]) -> StoredDecision:
    columns = dict(row._mapping)
    return StoredDecision(case=CaseId(columns.pop("case_id")), **columns)


class SqlCases:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, installation: Installation, ticket_id: str, language: str, at: datetime) -> Case:
        case = Case(
            new_case_id(),
            installation.id,
            installation.shop,
            ticket_id,
            State.RECEIVED,
            language=language,
            opened_at=at,
        )
        self._connection.execute(
            insert(cases).values(
                id=case.id,
                tenant_id=case.tenant,
                shop_id=case.shop,
                ticket_id=ticket_id,
                state=case.state,
                language=language,
                rounds=0,
                turn=0,
                why="",
                opened_at=at,
                changed_at=at,
            )
        )
        return case

    def get(self, case: CaseId) -> Case:
        found = self.find(case)
        if found is None:
            raise LookupError(f"no case {case}")
        return found

    def find(self, case: CaseId) -> Case | None:
        if "\0" in case:  # it comes from outside, and PostgreSQL takes no such text, not even to look for it
            return None
        row = self._connection.execute(select(cases).where(cases.c.id == case).with_for_update()).first()
        return _case(row) if row else None

    def newest(self, tenant: TenantId, ticket_id: str) -> Case | None:
        of_ticket = (cases.c.tenant_id == tenant) & (cases.c.ticket_id == ticket_id)
        newest = select(cases).where(of_ticket).order_by(cases.c.opened_at.desc(), cases.c.id).limit(1)
        row = self._connection.execute(newest.with_for_update()).first()
        return _case(row) if row else None

    def save(self, case: Case, at: datetime) -> None:
        self._connection.execute(
            update(cases)
            .where(cases.c.id == case.id)
            .values(
                state=case.state,
                order_id=case.order,
                order_number=case.order_number,
                language=case.language,
                rounds=case.rounds,
                turn=case.turn,
                why=case.why[:80],
                changed_at=at,
            )
        )

    def listed(self, tenant: TenantId | None = None, limit: int = 100) -> Sequence[Case]:
        query = select(cases).order_by(cases.c.opened_at.desc()).limit(limit)
        rows = self._connection.execute(query.where(cases.c.tenant_id == tenant) if tenant else query)
        return [_case(row) for row in rows]

    def handled(self, tenant: TenantId, ids: Sequence[str]) -> frozenset[str]:
        these = (messages.c.tenant_id == tenant) & messages.c.message_id.in_(ids)
        return frozenset(self._connection.scalars(select(messages.c.message_id).where(these)))

    def handle(self, tenant: TenantId, ticket_id: str, taken: Sequence[str], case: CaseId | None, at: datetime) -> bool:
        """All or nothing: a message that another worker took up meanwhile means that this one read an old ticket."""
        for message in taken:
            row = {"tenant_id": tenant, "ticket_id": ticket_id, "message_id": message, "case_id": case, "taken_at": at}
            if not insert_once(self._connection, messages, row):
                return False
        return True

    def forget(self, case: CaseId) -> None:
        self._connection.execute(delete(messages).where(messages.c.case_id == case))

    def messages(self, case: CaseId) -> frozenset[str]:
        return frozenset(self._connection.scalars(select(messages.c.message_id).where(messages.c.case_id == case)))

    def add_decision(self, decision: StoredDecision) -> None:
        values = asdict(decision)
        self._connection.execute(insert(decisions).values(case_id=values.pop("case"), **values))

    def decision(self, case: CaseId, number: int) -> StoredDecision | None:
        row = self._connection.execute(
            select(decisions).where(decisions.c.case_id == case, decisions.c.number == number)
        ).first()
        return _decision(row) if row else None

    def decisions(self) -> Sequence[StoredDecision]:
        rows = self._connection.execute(select(decisions).order_by(decisions.c.case_id, decisions.c.number))
        return [_decision(row) for row in rows]
