"""One ticket, read anew: what is new in it, and what follows. Every worker runs this; any number may."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connector.domain.case import FINAL, State, onward
from connector.domain.codec import from_json
from connector.domain.facts import SenderCompared
from connector.domain.policy import Policy
from connector.domain.request import Flag, Kind, Request
from connector.flow.awaited import goes_on_without_words, scans_to_repeat
from connector.flow.decide import Matter, reads_tickets, settle_turn
from connector.flow.enrich import Known, look_up, pseudonym_of, sender_record
from connector.flow.handover import give_up, speaks_of_money, undelivered, withdraw
from connector.flow.readings import read_for, reading_of, traced
from connector.flow.services import Services, installation_of, pause, policy_of
from connector.flow.understand import (
    about_order,
    agent_answered_at,
    open_messages,
    trusted,
    understand,
    without_foreign_quote,
)
from connector.ports.errors import DatabaseAway, NotFound, Transient
from connector.ports.helpdesk import Author, Message, Ticket
from connector.ports.store import Action, ActionKind, ActionState, Case, Installation, TicketJob, Tx
from connector.ports.understanding import Understanding

log = logging.getLogger(__name__)

AWAY_TRIES = 100  # about a day, with pauses up to a quarter of an hour
BUG_TRIES = 6
AFTERWARDS = frozenset({ActionKind.COMMENT, ActionKind.TIDY})  # nobody waits for these
ANSWERED = frozenset({State.WAITING_CUSTOMER, State.WAITING_RETURN})  # what the customer said before has its answer
MAY_HAVE_MOVED = frozenset({ActionState.CLAIMED, ActionState.DONE, ActionState.PERSON})
MOVED = frozenset({"ticket.deleted", "ticket.merged"})  # where messages may live on, on another ticket
BUSY = timedelta(seconds=0.5)  # before a message is looked at again that came while we were answering


class Raced(Exception):
    """Another worker took one of these messages up meanwhile: roll back, the ticket is read anew."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of the ticket when the worker takes it: read in one transaction, before any call."""

    installation: Installation
    policy: Policy
    case: Case | None
    of_case: frozenset[str]  # messages that the case took up
    earlier: Understanding | None  # the reading of the case's last decision
    quoted: bool  # only a quote named the order of that decision
    busy: bool  # something of the case is being sent right now
    owes_words: bool  # something that was begun is to be ended, or words about money that moved wait to be sent
    pending: bool  # something was decided and not sent yet


def run_ticket(services: Services) -> bool:
    """Take one waiting ticket and bring it as far as it goes. False: nothing waits."""
    now = services.clock()
    with services.store.begin() as tx:
        job = tx.inbox.claim(now, services.timing.ticket_lease)
    if job is None:
        return False
    fields = {"tenant": job.tenant, "ticket": job.ticket_id}
    try:
        outcome = _run(services, job)
        log.info("ticket_read", extra={**fields, "outcome": outcome})
    except (Transient, NotFound, DatabaseAway) as error:  # what somebody in trouble calls not found may be there later
        asked = error.retry_after if isinstance(error, Transient) else 0.0
        wait = pause(job.attempts, asked, services.timing)
        log.warning("ticket_later", extra={**fields, "why": str(error), "seconds": wait.total_seconds()})
        _later(services, job, wait, str(error), AWAY_TRIES, "away.ticket")
    except Raced:
        _later(services, job, timedelta(0), "raced", AWAY_TRIES, "failed.bug")
    except Exception:
        # A bug must not stop the other tickets: it is tried again ever more rarely, then a person gets the ticket.
        log.exception("ticket_failed", extra=fields)
        _later(services, job, pause(job.attempts + 3, 0, services.timing), "failed", BUG_TRIES, "failed.bug")
    return True


def _later(services: Services, job: TicketJob, wait: timedelta, why: str, tries: int, code: str) -> None:
    now = services.clock()
    with services.store.begin() as tx:
        if job.attempts < tries:
            tx.inbox.later(job, now + wait, why)
        else:
            give_up(tx, job, code, policy_of(tx, installation_of(tx, job.tenant).policy_hash).language, now)


def _before(services: Services, tx: Tx, job: TicketJob) -> Before:
    installation = installation_of(tx, job.tenant)
    case = tx.cases.newest(job.tenant, job.ticket_id)
    last = tx.cases.decision(case.id, case.turn) if case and case.turn else None
    actions = tx.outbox.of_case(case.id) if case else ()
    claimed = any(each.state is ActionState.CLAIMED and each.kind not in AFTERWARDS for each in actions)
    waiting = [each for each in actions if each.state is ActionState.PENDING and each.kind not in AFTERWARDS]
    owed = any(speaks_of_money(each) or each.begun for each in waiting)
    return Before(
        installation,
        policy_of(tx, installation.policy_hash),
        case,
        tx.cases.messages(case.id) if case else frozenset(),
        reading_of(last),
        quoted=last is not None and Flag.QUOTED_ORDER in from_json(Request, last.request).flags,
        busy=claimed,
        owes_words=owed,
        pending=any(each.kind is not ActionKind.NOTE for each in waiting),
    )


def _run(services: Services, job: TicketJob) -> str:
    with services.store.begin() as tx:
        before = _before(services, tx, job)
    case = before.case
    if not before.installation.connected:
        return _out_of_it(services, job, case, "rollout.off", ())
    if before.busy or before.owes_words:
        return _busy(services, job)
    if not reads_tickets(before.policy):
        return _out_of_it(services, job, case, "rollout.off", ())
    try:
        ticket = services.helpdesk(before.installation).read_ticket(job.ticket_id)
    except NotFound:
        return _out_of_it(services, job, case, "ticket.deleted", ())
    with services.store.begin() as tx:
        new = open_messages(ticket, tx.cases.handled(job.tenant, [message.id for message in ticket.messages]))
        _tell_of_failures(tx, job, before.policy.language, ticket, services.clock())
    if ticket.lifecycle.shut:
        return _out_of_it(services, job, case, f"ticket.{ticket.lifecycle}", new)
    if before.pending and not new and _agent_took_over(ticket, before):
        return _out_of_it(services, job, case, "agent.answered", ())
    if not new and (case is None or case.state is not State.UNDERSTOOD):
        return _nothing_new(services, job, ticket, before)
    continues = case is not None and case.state not in FINAL
    turn = _turn(before, ticket, new) if continues else new
    read = _read(services, before, ticket, turn, new, continues)
    awaited = case is not None and case.state is State.WAITING_RETURN
    calm = not (awaited and read.flags - {Flag.AUTOMATIC})  # "I do not want it any more" is no thank-you
    if read.kind is Kind.NONE and (awaited or not continues) and calm:  # "it is on its way": the parcel tells the rest
        return _nothing_asked(services, job, new, read, case, takes=awaited)
    read, known, sender = _look_up(services, before, ticket, turn, read)
    now, order = services.clock(), known.order
    customer = pseudonym_of(services, order.email) if order else None
    matter = Matter(before.installation, before.policy, ticket, turn, read, known, customer, sender, now)
    return _decide(services, job, matter, new, case if continues else None)


def _busy(services: Services, job: TicketJob) -> str:
    """Something of the case is being sent: whoever sends looks at newer words itself, right before it writes."""
    with services.store.begin() as tx:
        tx.inbox.postpone(job, services.clock() + BUSY)
    return "busy"


def _turn(before: Before, ticket: Ticket, new: tuple[Message, ...]) -> tuple[Message, ...]:
    """An open case's turn: what it took up and was not answered yet, then what is new."""
    if before.case is not None and before.case.state in ANSWERED:
        return new  # the rest was answered by our question, or by our instructions
    mine = before.of_case | {message.id for message in new}
    return tuple(message for message in ticket.messages if message.id in mine)


def _read(
    services: Services,
    before: Before,
    ticket: Ticket,
    turn: tuple[Message, ...],
    new: tuple[Message, ...],
    continues: bool,
) -> Understanding:
    if not new and before.earlier is not None:
        return before.earlier  # the facts changed, not the words
    waits = continues and before.case is not None and before.case.state is State.WAITING_CUSTOMER
    return understand(services.reader, ticket, turn, new, before.earlier if waits else None)


def _look_up(
    services: Services, before: Before, ticket: Ticket, turn: tuple[Message, ...], read: Understanding
) -> tuple[Understanding, Known, SenderCompared]:
    """Find the order that the words are about, and compare who wrote with whose it is."""
    read = about_order(read, None if before.case is None else before.case.order_number, quoted=before.quoted)
    shop, now, known = services.shop(before.installation.shop), services.clock(), Known(None)
    if len(read.orders) == 1:
        known = look_up(shop, read.orders[0], before.policy, read)
    sender = sender_record(services, ticket, trusted(turn), known.order, now)
    own = without_foreign_quote(read, sender.matches)
    if own.orders != read.orders:
        known, sender = Known(None), sender_record(services, ticket, trusted(turn), None, now)
    if before.quoted and known.order is None:  # what the case has is still known from a quote alone
        own = replace(own, flags=own.flags | {Flag.QUOTED_ORDER})
    return own, known, sender


def _take(tx: Tx, job: TicketJob, new: tuple[Message, ...], case: Case | None, services: Services) -> None:
    ids = [message.id for message in new]
    if not tx.cases.handle(job.tenant, job.ticket_id, ids, case.id if case else None, services.clock()):
        raise Raced


def _nothing_asked(
    services: Services, job: TicketJob, new: tuple[Message, ...], read: Understanding, case: Case | None, *, takes: bool
) -> str:
    """A thank-you, an advertisement, another department's matter: nothing happens, and it is not read again. What
    it was read as is kept with the ticket's case, if it has one; `takes`: they are words of that case."""
    with services.store.begin() as tx:
        now = services.clock()
        about = tx.cases.get(case.id) if case is not None else None
        _take(tx, job, new, about if takes else None, services)
        if about is not None:
            tx.audit.append(about.id, "customer", "read", {**traced(read), "so": "nothing_asked"}, now)
        tx.inbox.done(job, "nothing_asked", now)
    return "nothing_asked"


def _nothing_new(services: Services, job: TicketJob, ticket: Ticket, before: Before) -> str:
    """No words of the customer. Where an agent answered a case that waited for them, by their own words instead of a
    click, that is said once a decision: perhaps it was not read rightly."""
    case = before.case
    with services.store.begin() as tx:
        if case is not None and case.state is State.WAITING_AGENT and _agent_took_over(ticket, before):
            now = tx.cases.get(case.id)
            own_way = read_for(tx.cases.decision(case.id, case.turn))
            told = [e.why.get("decision") for e in tx.audit.trail(case.id) if e.what == "agent_answered"]
            if (now.state, now.turn) == (case.state, case.turn) and own_way and case.turn not in told:
                tx.audit.append(case.id, "system", "agent_answered", own_way, services.clock())
        tx.inbox.done(job, "nothing_new", services.clock())
    return "nothing_new"


def _decide(services: Services, job: TicketJob, matter: Matter, new: tuple[Message, ...], case: Case | None) -> str:
    with services.store.begin() as tx:
        now = matter.now
        if case is None:
            case = tx.cases.open(matter.installation, job.ticket_id, matter.read.lang, now)
            tx.audit.append(case.id, "system", "opened", {"ticket": job.ticket_id}, now)
        else:
            locked = tx.cases.get(case.id)
            if (locked.state, locked.turn) != (case.state, case.turn):
                raise Raced  # a sender or another worker moved it while we read
            withdrawn = scans_to_repeat(tx, locked)
            case = withdraw(tx, locked, now)
            for event in withdrawn:  # the parcel is here all the same: once the newer words are decided about
                tx.returns.scan_again(case.shop, event, now)
        _take(tx, job, new, case, services)
        case = settle_turn(services, tx, case, matter)
        tx.inbox.done(job, f"{case.state}: {case.why}", now)
    services.wake()
    return f"{case.state}: {case.why}"


def _tell_of_failures(tx: Tx, job: TicketJob, language: str, ticket: Ticket, now: datetime) -> None:
    """Answers of ours that the helpdesk took and could not deliver: the customer knows nothing, an agent must."""
    failed = [message.id for message in ticket.messages if message.failed and message.author is Author.US]
    for action in tx.outbox.replies(job.tenant, job.ticket_id, failed) if failed else ():
        undelivered(tx, tx.cases.get(action.case), action, language, now)


def _agent_took_over(ticket: Ticket, before: Before) -> bool:
    """Whether an agent publicly answered what we decided about and did not send yet."""
    turn = [place for place, message in enumerate(ticket.messages) if message.id in before.of_case]
    return bool(turn) and agent_answered_at(ticket) > max(turn)


def _undone(actions: Sequence[Action]) -> bool:
    """Whether something was decided, and no money moved or may have moved."""
    moved = any(each.kind is ActionKind.MONEY and each.state in MAY_HAVE_MOVED for each in actions)
    return not moved and any(each.state is ActionState.PENDING for each in actions)


def _out_of_it(services: Services, job: TicketJob, case: Case | None, why: str, new: tuple[Message, ...]) -> str:
    """The matter is somebody else's from here: the ticket takes no more words, an agent answered, Retour is off.

    What was decided and not sent is withdrawn; nothing more is tried. Where a parcel is on its way, it is still
    awaited: only the words are over.
    """
    with services.store.begin() as tx:
        now = services.clock()
        shut = why.startswith("ticket.") and not new
        if case is not None and shut and goes_on_without_words(tx, tx.cases.get(case.id)):
            tx.audit.append(case.id, "system", "awaits_parcel", {"why": why}, now)
        elif case is not None and case.state not in FINAL:
            undone = _undone(tx.outbox.of_case(case.id))
            case = withdraw(tx, tx.cases.get(case.id), now)
            if undone and why in MOVED:
                tx.cases.forget(case.id)
            tx.cases.save(replace(case, state=onward(case.state, State.HANDED_OVER), why=why), now)
            read = read_for(tx.cases.decision(case.id, case.turn)) if why == "agent.answered" else {}
            tx.audit.append(case.id, "system", "out_of_it", {"why": why, **read}, now)
        _take(tx, job, new, case, services)
        tx.inbox.done(job, why, now)
    return why
