"""Promised dates that have come, and events that never came."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from connector.domain.codec import to_json
from connector.domain.errors import RetourError
from connector.domain.ids import ActionKey
from connector.domain.labels import label
from connector.flow.services import Services, installation_of, policy_of
from connector.flow.words import Words
from connector.ports.helpdesk import TicketStatus
from connector.ports.store import ActionKind, Due, Installation, NewAction, Tx

log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=2)  # of polls: above the exports' own lag
FIRST_LOOK = timedelta(minutes=20)  # back, where nobody polled before
LONGEST_LOOK = timedelta(days=3)  # back, after a downtime


def keep_promises(services: Services) -> bool:
    """Take one date that has come. A payout that nobody made by then is put before an agent. False: none is due."""
    now = services.clock()
    with services.store.begin() as tx:
        due = tx.dues.take(now.date())
        if due is None:
            return False
        tx.audit.append(tx.cases.get(due.case).id, "system", "due", {"kind": due.kind, "on": str(due.due_on)}, now)
        if due.kind == "payout":
            _remind(tx, due, now)
    services.wake()
    return True


def _remind(tx: Tx, due: Due, now: datetime) -> None:
    payout = tx.dues.payout(due.key) if due.key else None
    if payout is None or payout.done_at is not None:
        return
    case = tx.cases.get(due.case)
    language = policy_of(tx, installation_of(tx, case.tenant).policy_hash).language
    text = f"Retour · {label('payout.due', language)}: {payout.amount}, {payout.order_number} ({payout.memo})"
    words = Words(case.state, "payout.due", (), TicketStatus.OPEN, note=text, money=payout.key)
    key = ActionKey(f"note-{case.id}-payout-{due.id}")
    tx.outbox.add(NewAction(key, case, ActionKind.NOTE, to_json(words), now), now)


def poll(services: Services, installation: Installation) -> int:
    """Ask the helpdesk which tickets changed since the last good poll, and have them read; return how many.

    Where that were more than one poll may ask for, the next one goes on where it ended.

    Whether an event told us of the change cannot be seen, so each is read once more: an event that never came is the
    only one that must not be missed.
    """
    now, owner = services.clock(), f"tenant:{installation.id}"
    last = services.secrets.get(owner, "poll")
    since = datetime.fromisoformat(last["at"]) - OVERLAP if last else now - FIRST_LOOK
    changed = services.helpdesk(installation).changed_since(max(since, now - LONGEST_LOOK))
    for ticket_id in changed.ids:
        with services.store.begin() as tx:
            tx.inbox.add(installation.id, f"poll-{ticket_id}-{now:%Y%m%d%H%M%S}", ticket_id, now)
    # The overlap is for what shows late, the newest: a part that ends before is gone on with right at its end.
    at = min(now, changed.until + OVERLAP) if changed.until else now
    services.secrets.put(owner, "poll", {"at": at.isoformat()})
    if changed.ids:
        behind = int((now - changed.until).total_seconds()) if changed.until else 0
        log.info("polled", extra={"tenant": installation.id, "count": len(changed.ids), "seconds": behind})
        services.wake()
    return len(changed.ids)


def _always(_tenant: str) -> bool:
    return True


def poll_all(services: Services, turn: Callable[[str], bool] = _always) -> None:
    """Poll every installation that reads tickets and that is ours to poll: with several processes, `turn` says so.
    One that cannot be reached does not keep the others."""
    with services.store.begin() as tx:
        found = [(each, policy_of(tx, each.policy_hash)) for each in tx.tenants.all()]
    for installation, policy in found:
        if not installation.connected or policy.rollout.mode == "off" or not turn(installation.id):
            continue
        try:
            poll(services, installation)
        except RetourError as error:
            log.warning("poll_failed", extra={"tenant": installation.id, "why": str(error)})
