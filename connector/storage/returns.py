"""Parcels that come back: what was agreed about them, and every scan that carriers and warehouses told of."""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from connector.domain.ids import ActionKey, CaseId, OrderId, ReturnId, ShopId
from connector.domain.request import Option
from connector.ports.store import EARLY, Return, ReturnState, Scan
from connector.storage.statements import insert_once
from connector.storage.tables import returns, scans

UNKNOWN_PARCEL = "unknown_parcel"
_NOT_WRITTEN = re.compile(r"[^A-Z0-9]")


def plain_number(written: str) -> str:
    """`r-7gk2 m9qx` and `R7GK2M9QX` are one number; 0, 1 and 8, which ours never hold, are what they were meant as."""
    plain = _NOT_WRITTEN.sub("", written.upper()).translate(str.maketrans("018", "OIB"))
    return f"R-{plain.removeprefix('R')}" if len(plain) == LENGTH + 1 else ""


LENGTH = 8


def _return(row: Row[Any]) -> Return:
    return Return(
        rma=ReturnId(row.rma),
        shop=ShopId(row.shop_id),
        case=CaseId(row.case_id),
        order=OrderId(row.order_id),
        order_number=row.order_number,
        option=Option(row.option),
        decision=row.decision,
        request=row.request,
        facts=row.facts,
        accepted=tuple(json.loads(row.accepted)),
        by=row.agreed_by,
        agreed_at=row.agreed_at,
        due_on=row.due_on,
        held=OrderId(row.held) if row.held else None,
        held_key=ActionKey(row.held_key) if row.held_key else None,
        state=ReturnState(row.state),
    )


def _scan(row: Row[Any]) -> Scan:
    return Scan(
        id=row.id,
        shop=ShopId(row.shop_id),
        event=row.event,
        by=row.told_by,
        at=row.scanned_at,
        rma=row.rma,
        order_number=row.order_number,
        lines=json.loads(row.lines),
        stock=json.loads(row.stock),
        attempts=row.attempts,
        claim=row.claim,
        outcome=row.outcome,
    )


class SqlReturns:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def new_number(self) -> ReturnId:
        """40 random bits: no secret, but nobody else's by a slip of the pen."""
        return ReturnId(f"R-{base64.b32encode(secrets.token_bytes(5)).decode()}")

    def open(self, agreed: Return) -> None:
        values = {
            "rma": agreed.rma,
            "shop_id": agreed.shop,
            "case_id": agreed.case,
            "order_id": agreed.order,
            "order_number": agreed.order_number,
            "option": agreed.option,
            "decision": agreed.decision,
            "request": agreed.request,
            "facts": agreed.facts,
            "accepted": json.dumps(list(agreed.accepted)),
            "agreed_by": agreed.by,
            "agreed_at": agreed.agreed_at,
            "due_on": agreed.due_on,
            "held": agreed.held,
            "held_key": agreed.held_key,
            "state": agreed.state,
        }
        self._connection.execute(insert(returns).values(**values))
        # One that is being looked at right now is waited for: it may be about to be kept as unknown.
        early = and_(
            scans.c.shop_id == agreed.shop,
            scans.c.order_number == agreed.order_number,
            scans.c.scanned_at >= agreed.agreed_at - EARLY,
            or_(scans.c.outcome == UNKNOWN_PARCEL, scans.c.done_at.is_(None)),
        )
        again = {"done_at": None, "outcome": "", "due_at": agreed.agreed_at}
        self._connection.execute(update(scans).where(early).values(**again))

    def get(self, rma: str) -> Return | None:
        return self._one(returns.c.rma == plain_number(rma))

    def of_case(self, case: CaseId) -> Return | None:
        return self._one(and_(returns.c.case_id == case, returns.c.state == ReturnState.OPEN))

    def _one(self, which: ColumnElement[bool]) -> Return | None:
        row = self._connection.execute(select(returns).where(which).with_for_update()).first()
        return _return(row) if row else None

    def of_order(self, shop: ShopId, number: str) -> Sequence[Return]:
        mine = and_(returns.c.shop_id == shop, returns.c.order_number == number)
        rows = self._connection.execute(select(returns).where(mine).order_by(returns.c.agreed_at.desc()))
        return [_return(row) for row in rows]

    def save(self, changed: Return) -> None:
        values = {"state": changed.state, "held": changed.held, "held_key": changed.held_key}
        self._connection.execute(update(returns).where(returns.c.rma == changed.rma).values(**values))

    def listed(self, open_only: bool = True) -> Sequence[Return]:
        query = select(returns).order_by(returns.c.due_on, returns.c.rma)
        query = query.where(returns.c.state == ReturnState.OPEN) if open_only else query
        return [_return(row) for row in self._connection.execute(query)]

    def add_scan(self, scan: Scan, received_at: datetime) -> bool:
        values = {
            "shop_id": scan.shop,
            "event": scan.event,
            "told_by": scan.by,
            "scanned_at": scan.at,
            "rma": scan.rma,
            "order_number": scan.order_number,
            "lines": json.dumps(scan.lines),
            "stock": json.dumps(scan.stock),
            "received_at": received_at,
            "due_at": received_at,
            "attempts": 0,
            "claim": 0,
            "outcome": "",
        }
        return insert_once(self._connection, scans, values)

    def claim_scan(self, now: datetime, lease_seconds: float) -> Scan | None:
        waiting = and_(scans.c.done_at.is_(None), scans.c.due_at <= now)
        found = self._connection.scalar(
            select(scans.c.id)
            .where(waiting)
            .order_by(scans.c.due_at, scans.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if found is None:
            return None
        values = {"due_at": now + timedelta(seconds=lease_seconds), "claim": scans.c.claim + 1}
        values["attempts"] = scans.c.attempts + 1
        row = self._connection.execute(update(scans).where(scans.c.id == found).values(**values).returning(scans)).one()
        return _scan(row)

    def scan_done(self, scan: Scan, outcome: str, now: datetime) -> bool:
        mine = and_(scans.c.id == scan.id, scans.c.claim == scan.claim, scans.c.done_at.is_(None))
        done = update(scans).where(mine).values(done_at=now, outcome=outcome[:80])
        return bool(self._connection.execute(done).rowcount)

    def scan_later(self, scan: Scan, due_at: datetime) -> None:
        mine = and_(scans.c.id == scan.id, scans.c.claim == scan.claim)
        self._connection.execute(update(scans).where(mine).values(due_at=due_at))

    def scan_again(self, shop: ShopId, event: str, due_at: datetime) -> None:
        done = and_(scans.c.shop_id == shop, scans.c.event == event, scans.c.done_at.is_not(None))
        self._connection.execute(update(scans).where(done).values(done_at=None, outcome="", due_at=due_at))

    def scans(self, limit: int = 100) -> Sequence[Scan]:
        rows = self._connection.execute(select(scans).order_by(scans.c.id.desc()).limit(limit))
        return [_scan(row) for row in rows]
