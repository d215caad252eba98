"""Effects to be made exactly once. A claimed row is never sent again by the sender; `flow/reconcile.py` goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, exists, func, or_, select, update

from connector.domain.ids import ActionKey, CaseId, OrderId, ShopId, TenantId
from connector.ports.store import Action, ActionKind, ActionState, KeyClash, NewAction
from connector.storage.statements import insert_once
from connector.storage.tables import OPEN, inbox, leases, outbox
from connector.tally import TALLY


def _action(row: Row[Any]) -> Action:
    return Action(
        id=row.id,
        key=ActionKey(row.key),
        tenant=TenantId(row.tenant_id),
        shop=ShopId(row.shop_id),
        case=CaseId(row.case_id),
        ticket_id=row.ticket_id,
        kind=ActionKind(row.kind),
        order=OrderId(row.order_id) if row.order_id else None,
        payload=row.payload,
        state=ActionState(row.state),
        claim=row.claim,
        attempts=row.attempts,
        due_at=row.due_at,
        touched_at=row.touched_at,
        created_at=row.created_at,
        made=row.made,
        error=row.error,
        steps=json.loads(row.steps),
        begun=row.begun,
    )


AFTERWARDS = (ActionKind.COMMENT, ActionKind.TIDY)  # follow what happened: nothing takes them back


class SqlOutbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewAction, at: datetime) -> bool:
        values = {
            "key": new.key,
            "tenant_id": new.case.tenant,
            "shop_id": new.case.shop,
            "case_id": new.case.id,
            "ticket_id": new.case.ticket_id,
            "kind": new.kind,
            "order_id": new.order,
            "payload": new.payload,
            "state": ActionState.PENDING,
            "claim": 0,
            "attempts": 0,
            "due_at": new.due_at,
            "touched_at": at,
            "created_at": at,
            "error": "",
            "steps": "{}",
            "begun": new.begun,
        }
        if insert_once(self._connection, outbox, values):
            return True
        there = self.get(new.key)
        same = (new.payload, new.case.id, new.kind, new.order)
        if there is None or (there.payload, there.case, there.kind, there.order) != same:
            raise KeyClash(f"{new.key} is taken by another action")
        return False

    def get(self, key: ActionKey) -> Action | None:
        row = self._connection.execute(select(outbox).where(outbox.c.key == key)).first()
        return _action(row) if row else None

    def by_made(self, made: str) -> Sequence[Action]:
        made_this = and_(outbox.c.made == made, outbox.c.kind == ActionKind.MONEY)
        rows = self._connection.execute(select(outbox).where(made_this).order_by(outbox.c.id))
        return [_action(row) for row in rows]

    def of_case(self, case: CaseId) -> Sequence[Action]:
        rows = self._connection.execute(select(outbox).where(outbox.c.case_id == case).order_by(outbox.c.id))
        return [_action(row) for row in rows]

    def _due(self, now: datetime) -> Select[tuple[int]]:
        leased = exists().where(leases.c.shop_id == outbox.c.shop_id, leases.c.order_id == outbox.c.order_id)
        unread = exists().where(
            inbox.c.tenant_id == outbox.c.tenant_id,
            inbox.c.ticket_id == outbox.c.ticket_id,
            inbox.c.done_at.is_(None),
        )
        return (
            select(outbox.c.id)
            .where(outbox.c.state == ActionState.PENDING, outbox.c.due_at <= now)
            .where(or_(outbox.c.kind != ActionKind.MONEY, and_(~leased, or_(~unread, outbox.c.begun))))
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=outbox)
        )

    def claim(self, now: datetime) -> Action | None:
        """The lease is inserted with the claim: of two workers on one order the second gets nothing."""
        row_id = self._connection.scalar(self._due(now))
        if row_id is None:
            return None
        action = self._take(outbox.c.id == row_id, now)
        if action is not None and action.kind is ActionKind.MONEY:
            lease = {"shop_id": action.shop, "order_id": action.order, "outbox_id": action.id}
            if not insert_once(self._connection, leases, lease):
                self._set(action, {"state": ActionState.PENDING, "due_at": now}, now)
                return None
        return action

    def _take(self, which: ColumnElement[bool], now: datetime) -> Action | None:
        values = {"state": ActionState.CLAIMED, "claim": outbox.c.claim + 1, "touched_at": now}
        row = self._connection.execute(update(outbox).where(which).values(**values).returning(outbox)).first()
        return _action(row) if row else None

    def _set(self, action: Action, values: Mapping[str, Any], now: datetime) -> bool:
        """Only the holder of the newest claim writes: the slow cannot touch a newer one."""
        mine = and_(outbox.c.id == action.id, outbox.c.claim == action.claim, outbox.c.state == ActionState.CLAIMED)
        return bool(self._connection.execute(update(outbox).where(mine).values(touched_at=now, **values)).rowcount)

    def made(self, action: Action, made: str, now: datetime) -> Action | None:
        return self.get(action.key) if self._set(action, {"made": made}, now) else None

    def stepped(self, action: Action, steps: Mapping[str, str], now: datetime) -> Action | None:
        values = {"steps": json.dumps(dict(steps)), "begun": bool(steps)}
        return self.get(action.key) if self._set(action, values, now) else None

    def _end_lease(self, action: Action) -> None:
        self._connection.execute(delete(leases).where(leases.c.outbox_id == action.id))

    def release(self, action: Action, due_at: datetime, error: str, now: datetime) -> None:
        values = {"state": ActionState.PENDING, "due_at": due_at, "attempts": outbox.c.attempts + 1}
        if self._set(action, {**values, "error": error[:200]}, now):
            self._end_lease(action)
            TALLY.action(action.kind, "later")

    def close(self, action: Action, state: ActionState, error: str, now: datetime) -> bool:
        closed = self._set(action, {"state": state, "error": error[:200]}, now)
        if closed:
            self._end_lease(action)
            TALLY.action(action.kind, state)
        return closed

    def ask_person(self, action: Action, error: str, now: datetime) -> bool:
        asked = self._set(action, {"state": ActionState.PERSON, "error": error[:200]}, now)
        if asked:
            TALLY.action(action.kind, ActionState.PERSON)
        return asked

    def answered(self, action: Action, made: str | None, now: datetime) -> bool:
        """A row with an answer goes back to `claimed` with what was made, so that reconciling finishes it like any."""
        waits = and_(outbox.c.id == action.id, outbox.c.state == ActionState.PERSON)
        state = ActionState.CLAIMED if made else ActionState.REFUSED
        values = {"state": state, "claim": outbox.c.claim + 1, "made": made, "touched_at": now}
        answered = bool(self._connection.execute(update(outbox).where(waits).values(**values)).rowcount)
        if answered and not made:
            self._end_lease(action)
        return answered

    def silent(self, before: datetime, now: datetime) -> Action | None:
        row_id = self._connection.scalar(
            select(outbox.c.id)
            .where(outbox.c.state == ActionState.CLAIMED, outbox.c.touched_at < before)
            .order_by(outbox.c.touched_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return None if row_id is None else self._take(outbox.c.id == row_id, now)

    def replies(self, tenant: TenantId, ticket_id: str, made: Sequence[str]) -> Sequence[Action]:
        on_ticket = and_(outbox.c.tenant_id == tenant, outbox.c.ticket_id == ticket_id, outbox.c.made.in_(made))
        found = select(outbox).where(on_ticket, outbox.c.kind == ActionKind.REPLY).order_by(outbox.c.id)
        return [_action(row) for row in self._connection.execute(found)]

    def supersede(self, case: CaseId, now: datetime, but: Sequence[ActionKey] = ()) -> Sequence[Action]:
        pending = and_(outbox.c.case_id == case, outbox.c.state == ActionState.PENDING, outbox.c.key.not_in(but))
        pending = and_(pending, outbox.c.kind.not_in(AFTERWARDS), outbox.c.begun.is_(False))
        values = {"state": ActionState.SUPERSEDED, "touched_at": now}
        return [
            _action(row)
            for row in self._connection.execute(update(outbox).where(pending).values(**values).returning(outbox))
        ]

    def doubt(self, now: datetime, case: CaseId | None = None) -> Sequence[Action]:
        """A pending row whose order another one holds waits for a person: there can be one lease."""
        mine = and_(outbox.c.state.in_(OPEN), outbox.c.kind.in_((ActionKind.MONEY, ActionKind.REPLY)))
        if case is not None:
            mine = and_(mine, outbox.c.case_id == case)
        locked = select(outbox).where(mine).order_by(outbox.c.id).with_for_update()
        open_ones = [_action(row) for row in self._connection.execute(locked)]
        for action in open_ones:
            if action.state is not ActionState.PENDING:
                continue
            taken = self._take(outbox.c.id == action.id, now)
            if taken is not None and taken.kind is ActionKind.MONEY:
                lease = {"shop_id": taken.shop, "order_id": taken.order, "outbox_id": taken.id}
                if not insert_once(self._connection, leases, lease):
                    self._set(taken, {"state": ActionState.PERSON, "error": "restored"}, now)
        return open_ones

    def newest(self) -> datetime | None:
        moment: datetime | None = self._connection.scalar(select(func.max(outbox.c.touched_at)))
        return moment

    def unfinished(self) -> int:
        open_ones = outbox.c.state.in_([ActionState.PENDING, ActionState.CLAIMED])
        return self._connection.scalar(select(func.count()).select_from(outbox).where(open_ones)) or 0

    def waiting(self) -> Sequence[Action]:
        rows = self._connection.execute(
            select(outbox).where(outbox.c.state == ActionState.PERSON).order_by(outbox.c.touched_at)
        )
        return [_action(row) for row in rows]
