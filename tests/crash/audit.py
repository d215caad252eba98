"""The stand-ins' own books against what Retour kept, for one run.

Each customer asked for certain units: whatever happened on the way, they may be given once, be it in money, credit or
goods, with at most one public mail per turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from decimal import Decimal
from typing import Any

from connector.domain.case import State
from connector.domain.plan import REFUNDS, Route
from connector.flow.words import TAGS
from connector.ports.store import Action, ActionKind, ActionState
from tests.crash.audit_goods import goods
from tests.crash.audit_parcels import parcels
from tests.crash.books import Books, Findings, Kept, books, is_known, kept, key_of, ordered
from tests.crash.kinds import Kind, Matter
from tests.crash.world import World

__all__ = ["Findings", "compare"]

STATUS = {
    State.SETTLED: "solved",
    State.WAITING_CUSTOMER: "pending",
    State.WAITING_RETURN: "pending",
    State.WAITING_AGENT: "open",
}


def compare(world: World, kind: Kind, matter: Matter, excused: Set[str], tagged: Set[str] = frozenset()) -> Findings:
    """`excused`: keys of actions that a fault struck between claim and record; `tagged`: what a colleague set."""
    found, ours = Findings(), kept(world, matter)
    theirs = books(world, matter, [each.key for each in ours.actions])
    order = matter.order.id if matter.order else 0
    _doubles(found, kind, theirs, order)
    _money(found, ours, theirs, order)
    _ledger(found, ours, theirs)
    _payouts(found, ours, theirs)
    goods(found, kind, ours, theirs)
    _words(found, ours, theirs)
    _comments(found, ours, theirs)
    allowed = _doubtful(found, ours, excused)
    _cases(found, world, kind, matter, ours, allowed)
    parcels(found, kind, ours, theirs, allowed)
    for ticket in matter.tickets:
        found.lost_tags += [f"ticket {ticket}: {tag}" for tag in sorted(tagged - world.desk.tags(ticket))]
    return found


def _doubles(found: Findings, kind: Kind, theirs: Books, order: int) -> None:
    rows = (row for memo in theirs.memos for row in memo["items"])
    refunded = sum(int(row["qty"]) for row in rows if row["order_item_id"] in theirs.lines)
    sent = sum(int(line["qty_ordered"]) for each in theirs.standing for line in each.lines)
    credits = [each for each in theirs.coupons if theirs.rules[str(each["rule_id"])]["simple_action"] == "cart_fixed"]
    counts = {
        "units": (refunded + sent + len(credits), kind.units),
        "memos": (len(theirs.memos), kind.most_memos),
        "gateway refunds": (len(theirs.paid_back), kind.most_memos),
        "cancels": (theirs.cancels.get(order, 0), kind.units),
        "replacements": (len(theirs.standing), len(kind.goods)),
        "credits": (len(credits), kind.credits),
    }
    too_many = max(max(there - most for there, most in counts.values()), 0)
    said = {name: f"{there} of {most}" for name, (there, most) in counts.items()}
    found.doubles += [f"more than was asked: {said}"] * too_many
    if theirs.memos and theirs.cancels.get(order, 0):
        found.doubles.append("refunded and canceled")
    for replacement in theirs.replacements:
        if (often := theirs.cancels.get(replacement.id, 0)) > 1:
            found.doubles.append(f"replacement {replacement.id} was canceled {often} times")
    for ticket, many in Counter(ticket for ticket, _, _ in theirs.mails).items():
        most = max(end.mails for end in kind.ends.values())
        if many > most:  # one turn each
            found.doubles.append(f"{many} mails on ticket {ticket}")
    mailed = {comment for _, comment, _ in theirs.mails}
    of_key = {key: len(set(comments) & mailed) for key, comments in theirs.words.items()}
    found.doubles += [f"{many} mails of {key}" for key, many in of_key.items() if many > 1]
    told = Counter(word for _, word in theirs.comments if word.startswith("comment-"))
    found.doubles += [f"{many} comments of {key}" for key, many in told.items() if many > 1]


def _money(found: Findings, ours: Kept, theirs: Books, order: int) -> None:
    known = {(each.key, each.made) for each in ours.money(*REFUNDS)}
    memos = {(key_of(memo), str(memo["entity_id"])) for memo in theirs.memos}
    for key, memo in sorted(memos - known):
        if key not in ours.in_doubt:
            found.unrecorded.append(f"memo {memo} of {key or 'nobody'}")
    online = sum(memo.get("transaction_id") is not None for memo in theirs.memos)
    asked = len(ours.money(Route.INVOICE, states=[ActionState.PERSON]))
    if len(theirs.paid_back) - online > asked:
        found.unrecorded.append(f"{len(theirs.paid_back)} gateway refunds, {online} memos, {asked} in doubt")
    if online > len(theirs.paid_back):
        found.unrecorded.append(f"{online} online memos, {len(theirs.paid_back)} gateway refunds")
    moved = sorted(Decimal(memo["base_grand_total"]) for memo in theirs.memos if memo.get("transaction_id") is not None)
    if len(moved) == len(theirs.paid_back) and moved != sorted(theirs.paid_back):
        found.unfounded.append(f"the gateway paid back {theirs.paid_back}, by the memos {moved}")
    canceled = ours.money(Route.CANCEL)
    if theirs.cancels.get(order, 0) and not canceled and not ours.in_doubt:
        found.unrecorded.append("a cancel")
    if canceled and not (theirs.cancels.get(order, 0) and theirs.canceled):
        found.unfounded.append("a cancel that is not in the books")
    found.unfounded += [f"{each.key} made {each.made}" for each in canceled if each.made != f"order {order}"]
    for key, made in sorted(known - memos):
        found.unfounded.append(f"{key} made {made}: not in the books")


def _given(action: Action, theirs: Books) -> int:
    """What an action gave by the shop's books, in cents. Goods cost nothing there: what they were counted as."""
    route, made = ordered(action).action.route, action.made
    if route in REFUNDS:
        totals = [memo["grand_total"] for memo in theirs.memos if str(memo["entity_id"]) == made]
        return sum(int(Decimal(each) * 100) for each in totals)
    if route is Route.COUPON:
        rules = [str(each["rule_id"]) for each in theirs.coupons if str(each["coupon_id"]) == made]
        return sum(int(Decimal(str(theirs.rules[rule]["discount_amount"])) * 100) for rule in rules)
    if route is Route.REPLACE:
        there = any(str(each.id) == made for each in theirs.standing)
        return ordered(action).action.amount.minor if there else 0
    return 0


def _expected(ours: Kept, theirs: Books) -> dict[str, int]:
    """What the ledger should count, in cents, by the shop's books: per order of ours, all its parts together."""
    expected: dict[str, int] = {}
    for each in ours.of(ActionKind.MONEY, ActionState.DONE):
        family = ours.family(each.key)
        expected[family] = expected.get(family, 0) + _given(each, theirs)
    known = {each.key for each in ours.actions}
    strange = [memo for memo in theirs.memos if key_of(memo) not in known]  # nobody's, so nobody counted it
    return expected | {key_of(memo): _cents(memo) for memo in strange}


def _cents(memo: Any) -> int:
    return int(Decimal(memo["grand_total"]) * 100)


def _ledger(found: Findings, ours: Kept, theirs: Books) -> None:
    """Sums equal the books; what is only reserved is in doubt."""
    unsure = {ours.family(key) for key in ours.in_doubt}
    sums = {row.key: row.amount for row in ours.reservations if row.state == "made"}
    made, expected = (
        {key: cents for key, cents in each.items() if cents and key not in unsure}
        for each in (sums, _expected(ours, theirs))
    )
    if made != expected:
        found.unfounded.append(f"ledger {made}, books {expected}")
    compensating = {each.key for each in ours.money(Route.COUPON, Route.REPLACE, states=list(ActionState))}
    for row in ours.reservations:
        if row.state == "reserved" and row.key not in unsure:
            found.unfounded.append(f"{row.key} is reserved, and nothing of it is in doubt")
        if row.compensates is not (row.key in compensating):
            found.unfounded.append(f"{row.key} compensates: {row.compensates}")
    if bool(ours.leased) != bool(ours.in_doubt):
        found.stuck.append(f"{ours.leased} lease(s), {len(ours.in_doubt)} money action(s) in doubt")


def _payouts(found: Findings, ours: Kept, theirs: Books) -> None:
    """Every memo that moved no money is somebody's to transfer."""
    booked = [memo for memo in theirs.memos if memo.get("transaction_id") is None]
    offline = {key_of(memo): _cents(memo) for memo in booked if key_of(memo) not in ours.in_doubt}
    due = {key: row.amount for key, row in ours.payouts.items()}
    for key in sorted(offline.keys() - due.keys()):
        found.unrecorded.append(f"nobody transfers the money of {key}")
    for key, cents in sorted(due.items()):
        if offline.get(key) != cents:
            found.unfounded.append(f"a payout of {cents} for {key}, books {offline.get(key)}")


def _words(found: Findings, ours: Kept, theirs: Books) -> None:
    key_of = {comment: key for key, comments in theirs.words.items() for comment in comments}
    for ticket, comment, _ in theirs.mails:
        if not is_known(key_of.get(comment, ""), ours.actions):
            found.unrecorded.append(f"mail {comment} on ticket {ticket}, of {key_of.get(comment, 'nobody')}")
    mailed = {comment for _, comment, _ in theirs.mails}
    for each in ours.of(ActionKind.REPLY, ActionState.DONE):
        said = theirs.words.get(each.key, ())
        if not mailed.intersection(said) or each.made not in {each.key, *map(str, said)}:
            found.unfounded.append(f"{each.key} made {each.made}: no such mail")
    for each in ours.of(ActionKind.NOTE, ActionState.DONE):
        if not theirs.words.get(each.key):
            found.unfounded.append(f"{each.key}: no such note")


def _comments(found: Findings, ours: Kept, theirs: Books) -> None:
    """On the orders, for the shop's own staff."""
    told = set(theirs.comments)
    for each in ours.of(ActionKind.COMMENT, ActionState.DONE):
        if (each.order, each.key) not in told:
            found.unfounded.append(f"{each.key}: no such comment on order {each.order}")
    for number, key in sorted(told):
        if key.startswith("comment-") and not is_known(key, ours.actions):
            found.unrecorded.append(f"a comment of {key} on order {number}")


def _may_double(action: Action) -> bool:
    """Whether a repeat of this write could double it: only then a person may be asked what became of it."""
    return action.kind is ActionKind.REPLY or (
        action.kind is ActionKind.MONEY and ordered(action).action.route is Route.INVOICE
    )


def _doubtful(found: Findings, ours: Kept, excused: Set[str]) -> set[str]:
    """Return the cases in which a person was rightly asked."""
    doubtful = [each for each in ours.actions if each.state is ActionState.PERSON]
    right = [each for each in doubtful if each.key in excused and _may_double(each)]
    for each in doubtful:
        to = found.handed_over if each in right else found.wrongly_handed_over
        to.append(f"{each.key} ({each.kind})")
    return {each.case for each in right}


def _cases(found: Findings, world: World, kind: Kind, matter: Matter, ours: Kept, allowed: Set[str]) -> None:
    """Every ticket ends as it would have without the fault, or with a person for a reason that the fault gives."""
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
        if case.state in kind.states and case.id not in allowed:
            many, due = len(world.desk.mails(ticket)), kind.ends[case.state].mails
            if many != due:
                found.stuck.append(f"case {case.id} is {case.state}: {many} mails on ticket {ticket}, {due} are due")
    ends = {case.state for case in ours.cases.values()}
    answered = kind.states - {State.WAITING_AGENT}
    if len(matter.tickets) > 1 and ends and not allowed and not ends & answered:
        found.wrongly_handed_over.append(f"nobody was answered: {sorted(ends)}")
