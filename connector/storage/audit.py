"""Who did what, why and when: append-only, each line sealed with the hash of all before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from connector.domain.ids import CaseId
from connector.ports.store import Entry
from connector.storage.tables import audit, cases


def seal(before: str, case: str, seq: int, at: datetime, actor: str, what: str, why: str) -> str:
    """SHA-256 over the hash before and this line. Moments count in whole microseconds of UTC."""
    line = [before, case, seq, at.astimezone(UTC).isoformat(), actor, what, why]
    return hashlib.sha256(json.dumps(line).encode()).hexdigest()


class SqlAudit:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, case: CaseId, actor: str, what: str, why: Mapping[str, Any], at: datetime) -> None:
        """The caller holds the case's row, so that lines follow each other; the primary key says so again."""
        last = self._connection.execute(
            select(audit.c.seq, audit.c.hash).where(audit.c.case_id == case).order_by(audit.c.seq.desc()).limit(1)
        ).first()
        seq, before = (last.seq + 1, last.hash) if last else (1, "")
        said = json.dumps(why, sort_keys=True, default=str)
        sealed = seal(before, case, seq, at, actor, what, said)
        row = {"case_id": case, "seq": seq, "at": at, "actor": actor, "what": what, "why": said, "hash": sealed}
        self._connection.execute(insert(audit).values(**row))
        self._connection.execute(update(cases).where(cases.c.id == case).values(trail_hash=sealed))

    def trail(self, case: CaseId) -> Sequence[Entry]:
        rows = self._connection.execute(select(audit).where(audit.c.case_id == case).order_by(audit.c.seq))
        return [Entry(row.seq, row.at, row.actor, row.what, json.loads(row.why), row.hash) for row in rows]

    def broken(self) -> Sequence[str]:
        found, case, seq, before = [], "", 0, ""
        ends: dict[str, str] = {}
        for row in self._connection.execute(select(audit).order_by(audit.c.case_id, audit.c.seq)):
            if row.case_id != case:
                case, seq, before = row.case_id, 0, ""
            seq += 1
            whole = seal(before, case, seq, row.at, row.actor, row.what, row.why)
            if row.seq != seq or row.hash != whole:
                found.append(f"case {case}, line {row.seq}: the chain does not hold")
            before = ends[case] = row.hash
        for row in self._connection.execute(select(cases.c.id, cases.c.trail_hash).order_by(cases.c.id)):
            if ends.get(row.id, "") != row.trail_hash:
                found.append(f"case {row.id}: the chain does not end as it was written")
        return found
