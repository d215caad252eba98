"""Promised dates that have come, and events that never came."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from connector.domain.case import State
from connector.domain.codec import to_json
from connector.domain.errors import RetourError
from connector.domain.ids import ActionKey
from connector.domain.labels import label
from connector.flow.awaited import told_of
from connector.flow.handover import hand_over
from connector.flow.orders import drop_held
from connector.flow.parcel_notes import tell_agent
from connector.flow.parcels import BEING_WORKED_ON
from connector.flow.services import Services, installation_of, policy_of
from connector.flow.words import Words
from connector.ports.helpdesk import TicketStatus
from connector.ports.store import ActionKind, Case, Due, Installation, NewAction, Return, ReturnState, Tx

log = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(days=1)  # at a return whose case is being worked on when its last day is over
REMIND_AGAIN = timedelta(days=3)  # of a transfer nobody marked as done, of a parcel nobody decided about
MOST_REMINDERS = 5  # of such a parcel
OVERLAP = timedelta(minutes=2)  # of polls: above the exports' own lag
FIRST_LOOK = timedelta(minutes=20)  # back, where nobody polled before
LONGEST_LOOK = timedelta(days=3)  # back, after a downtime


def keep_promises(services: Services) -> bool:
    """Take one date that has come. A payout that nobody made by then is put before an agent. False: none is due."""
    now = services.clock()
    with services.store.begin() as tx:
        due = tx.dues.take(now)
        if due is None:
            return False
        tx.audit.append(tx.cases.get(due.case).id, "system", "due", {"kind": due.kind, "on": str(due.due_on)}, now)
        _KEPT.get(due.kind, _nothing)(tx, due, now)
    services.wake()
    return True


def _language(tx: Tx, case: Case) -> str:
    return policy_of(tx, installation_of(tx, case.tenant).policy_hash).language


def _nothing(_tx: Tx, _due: Due, _now: datetime) -> None:
    """The date was said to somebody, and it has come: nothing is to be done."""


def _no_photo(tx: Tx, due: Due, now: datetime) -> None:
    """The photo did not come in time. Whatever else happened to the case meanwhile, it is nobody's business here."""
    case = tx.cases.get(due.case)
    if case.state is State.WAITING_CUSTOMER and due.key == f"photo-{case.id}-{case.turn}":
        hand_over(tx, case, "proof.no_photo", _language(tx, case), "", f"{due.key}-late", now)


def _no_parcel(tx: Tx, due: Due, now: datetime) -> None:
    """The parcel did not come: the return is closed, a unit that was reserved for it is free again, an agent looks."""
    agreed = tx.returns.get(due.key) if due.key else None
    if agreed is None or agreed.state is not ReturnState.OPEN:
        return
    case = tx.cases.get(due.case)
    if case.state in BEING_WORKED_ON:  # the parcel came on the last day, say, and what was agreed is under way
        tx.dues.add(case.id, due.kind, now.date() + LOOK_AGAIN, due.key)
        return
    if told_of(tx, agreed):
        _undecided(tx, case, agreed, due, now)
        return
    tx.returns.save(replace(agreed, state=ReturnState.CLOSED))
    tx.audit.append(case.id, "system", "return_closed", {"rma": agreed.rma}, now)
    name = f"{case.id}-{due.id}-parcel"
    tell_agent(tx, case, agreed, "return.never_came", _language(tx, case), name, now)
    if agreed.held is not None:
        drop_held(tx, tx.cases.get(due.case), agreed, now)


def _undecided(tx: Tx, case: Case, agreed: Return, due: Due, now: datetime) -> None:
    """A parcel came, and nobody decided about it: the return stays open, an agent is reminded a few times."""
    before = sum(each.what == "return_undecided" and each.why["rma"] == agreed.rma for each in tx.audit.trail(case.id))
    tx.audit.append(case.id, "system", "return_undecided", {"rma": agreed.rma}, now)
    tell_agent(tx, case, agreed, "return.undecided", _language(tx, case), f"{case.id}-{due.id}-parcel", now)
    if before + 1 < MOST_REMINDERS:
        tx.dues.add(case.id, due.kind, now.date() + REMIND_AGAIN, due.key)


def _remind(tx: Tx, due: Due, now: datetime) -> None:
    """A transfer that is not marked as done is put before an agent, again and again until it is."""
    payout = tx.dues.payout(ActionKey(due.key)) if due.key else None
    if payout is None or payout.done_at is not None:
        return
    tx.dues.add(due.case, "payout", now.date() + REMIND_AGAIN, due.key)
    case = tx.cases.get(due.case)
    language = _language(tx, case)
    text = f"Retour · {label('payout.due', language)}: {payout.amount}, {payout.order_number} ({payout.memo})"
    words = Words(case.state, "payout.due", (), TicketStatus.OPEN, note=text, money=payout.key)
    key = ActionKey(f"note-{case.id}-payout-{due.id}")
    tx.outbox.add(NewAction(key, case, ActionKind.NOTE, to_json(words), now), now)


_KEPT: dict[str, Callable[[Tx, Due, datetime], None]] = {
    "payout": _remind,
    "photo": _no_photo,
    "return": _no_parcel,
}


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
