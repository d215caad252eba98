"""After a restore: the database is older than the world. What it believes to be unsent may have been sent, and tickets
may have been answered that it never heard of. Run once, before anything works again; repeatable until it succeeds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from connector.domain.case import FINAL, State, onward
from connector.domain.codec import to_json
from connector.domain.errors import RetourError
from connector.domain.ids import ActionKey
from connector.domain.labels import label
from connector.flow.services import Services, policy_of
from connector.flow.understand import open_messages
from connector.flow.words import Words
from connector.ports.errors import NotConnected, NotFound, Transient
from connector.ports.helpdesk import Author, Helpdesk, Message, Ticket, TicketStatus
from connector.ports.store import Action, ActionKind, ActionState, Case, Installation, NewAction, Payout, Tx

log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=10)  # above the exports' lag and what two clocks differ by
TRIES = 6  # of a call outside that may be made again
LONGEST_PAUSE = 60.0  # seconds between them

T = TypeVar("T")


class UnknownMoment(ValueError):
    """The backup does not tell when it was made, and nobody else did. Nothing was changed."""


@dataclass
class Report:
    """What was done. `failed`: installations (tenant -> why) that must be looked at again before anything starts.
    `payouts`: open ones, some of which may have been made in the lost time."""

    since: datetime
    doubted: list[Action] = field(default_factory=list)
    tickets: int = 0
    answered: list[tuple[str, str]] = field(default_factory=list)  # (tenant, ticket) with a note for the agents
    failed: dict[str, str] = field(default_factory=dict)
    payouts: list[Payout] = field(default_factory=list)


def restored(services: Services, pause: Callable[[float], None], since: datetime | None = None) -> Report:
    """Make the sender look before it acts, and have every ticket read anew that changed since the backup.

    `since`: when the backup was made, if that was before the last moment the database knows of. `pause` waits so many
    seconds. Raise UnknownMoment.
    """
    report = Report(_since(services, since))
    services.secrets.put("app", "restored", {"since": report.since.isoformat()})  # until it succeeds
    with services.store.begin() as tx:
        report.doubted += _doubt(tx, report.since, services.clock())
        report.payouts += tx.dues.payouts()
        # Also those that were off when the backup was made: they may have answered since.
        found = [(each, policy_of(tx, each.policy_hash)) for each in tx.tenants.all() if each.connected]
    for installation, policy in found:
        try:
            _read_again(services, installation, policy.language, report, pause)
        except RetourError as error:
            log.warning("restore_failed", extra={"tenant": installation.id, "why": str(error)})
            report.failed[installation.id] = str(error)
    if not report.failed:
        services.secrets.put("app", "restored", {})
    return report


def _since(services: Services, given: datetime | None) -> datetime:
    """The earlier one of what is known and what is given: a file's time, say, is later than what stands in it.

    An unfinished run's moment counts on: the rows it touched say nothing about the backup.
    """
    begun: Mapping[str, str] = services.secrets.get("app", "restored") or {}
    with services.store.begin() as tx:
        touched = [moment for moment in (tx.outbox.newest(), tx.inbox.newest()) if moment is not None]
    known = datetime.fromisoformat(begun["since"]) if begun else max(touched, default=None)
    if known is None and given is None:
        raise UnknownMoment("nothing in this database tells when the backup was made: say so with --since, in UTC")
    return min(moment for moment in (known, given) if moment is not None)


def _doubt(tx: Tx, since: datetime, now: datetime) -> list[Action]:
    """Whatever may have gone on in the lost time says so in its trail; `made.finish` looks for that."""
    doubted = []
    for action in tx.outbox.doubt(now):
        case = tx.cases.get(action.case)
        if not was_restored(tx, action):
            tx.audit.append(case.id, "system", "restored", {"key": action.key, "since": str(since)}, now)
            doubted.append(action)
    return doubted


def was_restored(tx: Tx, action: Action) -> bool:
    """Whether this action was open in a backup that was restored: what follows it may have happened already."""
    return any(entry.what == "restored" and entry.why.get("key") == action.key for entry in tx.audit.trail(action.case))


def _read_again(
    services: Services, installation: Installation, language: str, report: Report, pause: Callable[[float], None]
) -> None:
    desk = services.helpdesk(installation)
    for ticket_id in _changed(desk, report.since - OVERLAP, pause):
        try:
            ticket = _patiently(lambda wanted=ticket_id: desk.read_ticket(wanted), pause)  # type: ignore[misc]
        except NotFound:
            continue  # gone for good: nobody can be answered there
        if _take_up(services, installation, ticket, language, report.since):
            report.answered.append((installation.id, ticket_id))
        report.tickets += 1
        log.info("restored_ticket", extra={"tenant": installation.id, "ticket": ticket_id, "count": report.tickets})


def _changed(desk: Helpdesk, since: datetime, pause: Callable[[float], None]) -> list[str]:
    """Every ticket changed since, however often the account lets us ask for more."""
    found: dict[str, None] = {}
    start: datetime | None = since
    while start is not None:
        part = _patiently(lambda begin=start: desk.changed_since(begin), pause)  # type: ignore[misc]
        found |= dict.fromkeys(part.ids)
        start = part.until
    return list(found)


def _patiently(call: Callable[[], T], pause: Callable[[float], None]) -> T:
    """A rate limit or a short failure is waited for. Raise NotConnected at once: a person must connect again."""
    for _ in range(TRIES - 1):
        try:
            return call()
        except NotConnected:
            raise
        except Transient as error:
            pause(min(error.retry_after, LONGEST_PAUSE))
    return call()


def _take_up(services: Services, installation: Installation, ticket: Ticket, language: str, since: datetime) -> bool:
    """Have the ticket read anew. Return whether we answered it in the lost time: that is for an agent to look at."""
    now = services.clock()
    with services.store.begin() as tx:
        handled = tx.cases.handled(installation.id, [message.id for message in ticket.messages])
        case = tx.cases.newest(installation.id, ticket.id)
        unknown = _unknown_answers(tx, ticket, case)
        before = _customers_words(ticket, unknown[-1]) if unknown else []
        again = [each.id for each in open_messages(ticket, handled) if each in before]  # would be answered once more
        recent = [each for each in unknown if each.at > since - OVERLAP]
        lost = [each.id for each in before if each.id not in handled] if recent else again
        told = bool(lost) or (bool(recent and before) and not _open(tx, case))
        if told:
            case = case or tx.cases.open(installation, ticket.id, language, now)
            _tell_agent(tx, case, language, now)
        tx.cases.handle(installation.id, ticket.id, lost, case.id if case else None, now)
        tx.inbox.add(installation.id, f"restored-{ticket.id}-{since:%Y%m%d%H%M%S}", ticket.id, now)
    return told


def _unknown_answers(tx: Tx, ticket: Ticket, case: Case | None) -> list[Message]:
    """Our public answers that the newest case did not record, oldest first. Stamps do not say which: they are the
    helpdesk's, and its clock may be behind ours. One that was found by its key alone counts as unknown."""
    recorded = {each.made for each in tx.outbox.of_case(case.id)} if case else set()
    return [each for each in ticket.messages if each.author is Author.US and each.public and each.id not in recorded]


def _customers_words(ticket: Ticket, answer: Message) -> list[Message]:
    """What the customer said before this answer."""
    earlier = ticket.messages[: ticket.messages.index(answer)]
    return [each for each in earlier if each.author is Author.CUSTOMER and each.public]


def _open(tx: Tx, case: Case | None) -> bool:
    """Whether an action of the case will be looked up by `reconcile`: that explains the answer."""
    known = (ActionState.CLAIMED, ActionState.PERSON)
    return case is not None and any(each.state in known for each in tx.outbox.of_case(case.id))


def _tell_agent(tx: Tx, case: Case, language: str, now: datetime) -> None:
    """What was decided, paid and promised in the lost time is not known here any more: a person goes on."""
    key = ActionKey(f"note-{case.id}-restored")
    if tx.outbox.get(key) is None:
        note = f"Retour · {label('restored.answered', language)}"
        words = Words(State.HANDED_OVER, "restored.answered", (), TicketStatus.OPEN, note=note)
        tx.outbox.add(NewAction(key, case, ActionKind.NOTE, to_json(words), now), now)
    tx.audit.append(case.id, "system", "restored", {"ticket": case.ticket_id}, now)
    if case.state not in FINAL and not _open(tx, case):
        gone = replace(case, state=onward(case.state, State.HANDED_OVER), why="restored.answered")
        tx.cases.save(gone, now)
