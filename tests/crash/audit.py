"""The stand-ins' own books against what Retour kept, for one run. Both sides are read as they are; nothing is called.

One unit was bought and each customer wrote once: whatever happened on the way, at most one memo, one refund at the
gateway, one cancel and one public mail per ticket may exist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from connector.domain.case import State
from connector.flow.words import TAGS
from connector.ports.store import Action, ActionKind, ActionState, Case
from connector.storage.tables import inbox, leases, ledger, outbox, payouts
from tests.crash.kinds import Kind, Matter
from tests.crash.world import World

STATUS = {State.SETTLED: "solved", State.WAITING_CUSTOMER: "pending", State.WAITING_AGENT: "open"}


@dataclass
class Findings:
    """What is wrong, one text each, and whom a person was asked about."""

    doubles: list[str] = field(default_factory=list)  # more effects than one
    unrecorded: list[str] = field(default_factory=list)  # an effect nobody knows of
    unfounded: list[str] = field(default_factory=list)  # a record of what did not happen
    stuck: list[str] = field(default_factory=list)  # neither done nor with a person; what is left lying about
    handed_over: list[str] = field(default_factory=list)  # of unknown outcome, where the fault allows it
    wrongly_handed_over: list[str] = field(default_factory=list)
    lost_tags: list[str] = field(default_factory=list)  # which a colleague set before or between the workers

    @property
    def wrong(self) -> list[str]:
        parts = ("doubles", "unrecorded", "unfounded", "stuck", "wrongly_handed_over", "lost_tags")
        return [f"{part}: {text}" for part in parts for text in getattr(self, part)]


@dataclass(frozen=True)
class Kept:
    """Retour's side."""

    cases: Mapping[str, Case]  # by ticket
    actions: Sequence[Action]
    reservations: Sequence[Any]
    payouts: Mapping[str, Any]
    leased: int

    def of(self, kind: ActionKind, *states: ActionState) -> list[Action]:
        return [each for each in self.actions if each.kind is kind and each.state in states]


@dataclass(frozen=True)
class Books:
    """The stand-ins' side. `words`: operation key -> comments that carry it."""

    memos: Sequence[Any]
    paid_back: Sequence[Decimal]  # by the gateway
    cancels: int
    canceled: bool
    mails: Sequence[tuple[str, int]]  # ticket, comment
    words: Mapping[str, Sequence[int]]


def is_quiet(world: World) -> bool:
    """Whether nothing waits to be read or sent."""
    waiting = (
        select(func.count()).select_from(inbox).where(inbox.c.tenant_id == world.tenant, inbox.c.done_at.is_(None))
    )
    states = [ActionState.PENDING, ActionState.CLAIMED]
    unsent = select(func.count()).select_from(outbox)
    unsent = unsent.where(outbox.c.tenant_id == world.tenant, outbox.c.state.in_(states))
    with world.retour.engine.begin() as connection:
        return not connection.scalar(waiting) and not connection.scalar(unsent)


def kept(world: World, matter: Matter) -> Kept:
    cases: dict[str, Case] = {}
    actions: list[Action] = []
    with world.retour.services.store.begin() as tx:
        for ticket in matter.tickets:
            if (case := tx.cases.newest(world.tenant, ticket)) is not None:
                cases[ticket] = case
                actions += tx.outbox.of_case(case.id)
    order = str(matter.order.id) if matter.order else ""
    of_order = (ledger.c.shop_id == world.shop_id) & (ledger.c.order_id == order)
    leased = (leases.c.shop_id == world.shop_id) & (leases.c.order_id == order)
    with world.retour.engine.begin() as connection:
        reservations = connection.execute(select(ledger).where(of_order)).all()
        due = connection.execute(select(payouts).where(payouts.c.key.in_([each.key for each in actions]))).all()
        held = connection.scalar(select(func.count()).select_from(leases).where(leased)) or 0
    return Kept(cases, actions, reservations, {row.key: row for row in due}, held)


def books(world: World, matter: Matter, keys: Sequence[str]) -> Books:
    order = matter.order.id if matter.order else None
    gateway = [each for each in world.shop.gateway.book() if each["kind"] == "refund" and each["accepted"]]
    words: dict[str, list[int]] = {}
    for ticket in matter.tickets:
        for key in keys:
            if said := world.desk.carrying(ticket, key):
                words.setdefault(key, []).extend(said)
    return Books(
        memos=[memo for memo in list(world.shop.memos) if memo["order_id"] == order],
        paid_back=[Decimal(each["amount"]) for each in gateway if each["order_id"] == order],
        cancels=sum(each["order_id"] == order for each in list(world.shop.cancels)),
        canceled=matter.order is not None and matter.order.data["state"] == "canceled",
        mails=[(ticket, said) for ticket in matter.tickets for said, _ in world.desk.mails(ticket)],
        words=words,
    )


def compare(world: World, kind: Kind, matter: Matter, excused: Set[str], tagged: Set[str] = frozenset()) -> Findings:
    """`excused`: keys of actions that a fault struck between claim and record; `tagged`: what a colleague set."""
    found, ours = Findings(), kept(world, matter)
    theirs = books(world, matter, [each.key for each in ours.actions])
    _doubles(found, kind, theirs)
    _money(found, ours, theirs, str(matter.order.id) if matter.order else "")
    _ledger(found, ours, theirs)
    _words(found, ours, theirs)
    _cases(found, world, kind, matter, ours, excused)
    for ticket in matter.tickets:
        found.lost_tags += [f"ticket {ticket}: {tag}" for tag in sorted(tagged - world.desk.tags(ticket))]
    return found


def _doubles(found: Findings, kind: Kind, theirs: Books) -> None:
    units = sum(int(row["qty"]) for memo in theirs.memos for row in memo["items"])
    counts = {"units": units, "memos": len(theirs.memos), "gateway refunds": len(theirs.paid_back)}
    counts["cancels"] = theirs.cancels
    too_many = max(max(counts.values()) - kind.units, 0)
    found.doubles += [f"{kind.units} asked, {counts}"] * too_many
    if theirs.memos and theirs.cancels:
        found.doubles.append("refunded and canceled")
    for ticket, many in Counter(ticket for ticket, _ in theirs.mails).items():
        if many > 1:  # one turn each
            found.doubles.append(f"{many} mails on ticket {ticket}")
    of_key = {
        key: len(set(comments) & {comment for _, comment in theirs.mails}) for key, comments in theirs.words.items()
    }
    found.doubles += [f"{many} mails of {key}" for key, many in of_key.items() if many > 1]


def _key_of(memo: Any) -> str:
    said = [str(comment["comment"]).split() for comment in memo.get("comments", ())]
    return said[0][0] if said and said[0] else ""


def _money(found: Findings, ours: Kept, theirs: Books, order: str) -> None:
    done, asked = (ours.of(ActionKind.MONEY, state) for state in (ActionState.DONE, ActionState.PERSON))
    in_doubt = {each.key for each in asked}
    known = {(each.key, each.made) for each in done}
    memos = {(_key_of(memo), str(memo["entity_id"])) for memo in theirs.memos}
    for key, memo in sorted(memos - known):
        if key not in in_doubt:
            found.unrecorded.append(f"memo {memo} of {key or 'nobody'}")
    online = sum(memo.get("transaction_id") is not None for memo in theirs.memos)
    if len(theirs.paid_back) - online > len(asked):
        found.unrecorded.append(f"{len(theirs.paid_back)} gateway refunds, {online} memos, {len(asked)} in doubt")
    if online > len(theirs.paid_back):
        found.unrecorded.append(f"{online} online memos, {len(theirs.paid_back)} gateway refunds")
    canceled = {(each.key, each.made) for each in done if each.made == f"order {order}"}
    if theirs.cancels and not canceled and not in_doubt:
        found.unrecorded.append("a cancel")
    if canceled and not (theirs.cancels and theirs.canceled):
        found.unfounded.append("a cancel that is not in the books")
    for key, made in sorted(known - canceled - memos):
        found.unfounded.append(f"{key} made {made}: not in the books")


def _ledger(found: Findings, ours: Kept, theirs: Books) -> None:
    """Sums equal the books, and every memo that moved no money is somebody's to transfer."""
    states = {each.key: each.state for each in ours.actions}
    in_doubt = {each.key for each in ours.of(ActionKind.MONEY, ActionState.PERSON)}
    out = {_key_of(memo): int(Decimal(memo["grand_total"]) * 100) for memo in theirs.memos}
    made = {row.key: row.amount for row in ours.reservations if row.state == "made" and row.amount}
    if made != {key: cents for key, cents in out.items() if key not in in_doubt}:
        found.unfounded.append(f"ledger {made}, books {out}")
    for row in ours.reservations:
        if row.state == "reserved" and states.get(row.key) is not ActionState.PERSON:
            found.unfounded.append(f"{row.key} is reserved, its action {states.get(row.key)}")
    offline = {_key_of(memo) for memo in theirs.memos if memo.get("transaction_id") is None} - in_doubt
    due = {key: row.amount for key, row in ours.payouts.items()}
    for key in sorted(offline - due.keys()):
        found.unrecorded.append(f"nobody transfers the money of {key}")
    for key, cents in sorted(due.items()):
        if key not in offline or out[key] != cents:
            found.unfounded.append(f"a payout of {cents} for {key}, books {out.get(key)}")
    if bool(ours.leased) != bool(in_doubt):
        found.stuck.append(f"{ours.leased} lease(s), {len(in_doubt)} money action(s) in doubt")


def _words(found: Findings, ours: Kept, theirs: Books) -> None:
    states = {each.key: each.state for each in ours.actions}
    key_of = {comment: key for key, comments in theirs.words.items() for comment in comments}
    for ticket, comment in theirs.mails:
        if states.get(key_of.get(comment, "")) not in {ActionState.DONE, ActionState.PERSON}:  # type: ignore[call-overload]
            found.unrecorded.append(f"mail {comment} on ticket {ticket}, of {key_of.get(comment, 'nobody')}")
    mailed = {comment for _, comment in theirs.mails}
    for each in ours.of(ActionKind.REPLY, ActionState.DONE):
        said = theirs.words.get(each.key, ())
        if not mailed.intersection(said) or each.made not in {each.key, *map(str, said)}:
            found.unfounded.append(f"{each.key} made {each.made}: no such mail")
    for each in ours.of(ActionKind.NOTE, ActionState.DONE):
        if not theirs.words.get(each.key):
            found.unfounded.append(f"{each.key}: no such note")


def _cases(found: Findings, world: World, kind: Kind, matter: Matter, ours: Kept, excused: Set[str]) -> None:
    """Every ticket ends as it would have without the fault, or with a person for a reason that the fault gives."""
    doubtful = [each for each in ours.actions if each.state is ActionState.PERSON]
    for each in doubtful:
        to = found.handed_over if each.key in excused else found.wrongly_handed_over
        to.append(f"{each.key} ({each.kind})")
    allowed = {each.case for each in doubtful if each.key in excused}
    for ticket in matter.tickets:
        case = ours.cases.get(ticket)
        if case is None:
            found.stuck.append(f"ticket {ticket} has no case: its event is lost")
            continue
        tags, status = world.desk.tags(ticket), world.desk.status(ticket)
        if case.state not in kind.states and case.id not in allowed:
            with_person = case.state in {State.WAITING_AGENT, State.HANDED_OVER}
            to = found.wrongly_handed_over if with_person else found.stuck
            to.append(f"case {case.id} is {case.state}: {case.why}")
        if case.state in TAGS and TAGS[case.state] not in tags:
            found.unfounded.append(f"case {case.id} is {case.state}, ticket {ticket} has {tags}")
        if case.state in STATUS and status != world.desk.shows(STATUS[case.state]):
            found.unfounded.append(f"case {case.id} is {case.state}, ticket {ticket} {status}")
    ends = {case.state for case in ours.cases.values()}
    if ours.cases and not allowed and not ends & (kind.states - {State.WAITING_AGENT}):
        found.wrongly_handed_over.append(f"nobody was answered: {sorted(ends)}")
