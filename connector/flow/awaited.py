"""Which return a scan is about, what was counted for it, and whether its case still waits for just that parcel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connector.domain.case import State
from connector.domain.codec import from_json
from connector.domain.facts import Facts, Record, ReturnAgreed, Returned, Wished
from connector.domain.ids import LineId
from connector.domain.request import ASKED_OPTION, Flag, Kind, Option, Request
from connector.flow.words import MoneyOrder, Words
from connector.ports.store import (
    EARLY,
    Action,
    ActionKind,
    ActionState,
    Case,
    Return,
    ReturnState,
    Scan,
    StoredDecision,
    Tx,
)

GOOD = "ok"
PARCEL_SCANNED = "parcel_scanned"  # in the trail: what came, counted from there
PARCEL_DOUBTED = "parcel_doubted"  # in the trail: a scan that counts for nothing, and that a person was told of
AWAITS = frozenset({State.WAITING_RETURN, State.WAITING_AGENT, State.SETTLED})  # a status may have been answered
ASKS_NOTHING = frozenset({Kind.STATUS, Kind.NONE, Kind.RETURN_QUESTION})
OPEN_ENDED = frozenset({ActionState.PENDING, ActionState.CLAIMED, ActionState.PERSON})


@dataclass(frozen=True, slots=True)
class Match:
    """The return that a scan is about. `doubt`: the code of why it must not settle it alone."""

    agreed: Return
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a return: good units per line, whether anything else did, and whether units that were told of
    before were told of again."""

    units: Mapping[LineId, int]
    odd: bool
    again: bool = False


def which_return(tx: Tx, scan: Scan) -> Match | None:
    """By its number; else by the order's, which is sure only where nothing else could be meant."""
    found = tx.returns.get(scan.rma) if scan.rma else None
    if found is not None and found.shop == scan.shop:
        match = Match(found)
    elif scan.order_number:
        by_order = _of_order(tx, scan, tx.returns.of_order(scan.shop, scan.order_number))
        if by_order is None:
            return None
        match = by_order
    else:
        return None
    if match.doubt is None and match.agreed.state is not ReturnState.SETTLED:
        match = Match(match.agreed, _doubt(tx, scan, match.agreed))
    return match


def _doubt(tx: Tx, scan: Scan, agreed: Return) -> str | None:
    if scan.at < agreed.agreed_at - EARLY:
        return "parcel.early"
    if scan.lines is None and counted(tx, agreed, but=scan.event):
        return "parcel.again"  # "all of it", of a return whose parcel was looked at before
    return None


def _of_order(tx: Tx, scan: Scan, every: Sequence[Return]) -> Match | None:
    """An order's number is no return's: the same parcel may be scanned again once the next return is open."""
    if not every:
        return None
    still = [each for each in every if each.state is ReturnState.OPEN]
    if scan.lines is None:
        if len(every) == 1:
            return Match(every[0])
    else:
        fits = [each for each in every if _fits(scan, each)]
        open_fits = [each for each in fits if each in still]
        came_before = [each for each in fits if each not in open_fits and _looked_at(tx, each)]
        if len(open_fits) == 1 and not came_before:
            return Match(open_fits[0])
        if not open_fits and len(came_before) == 1:
            return Match(came_before[0])
        if len(every) == 1:
            return Match(every[0])  # nothing else could be meant: what is odd about it is told there
    if not still and all(each.state is ReturnState.SETTLED for each in every):
        return Match(every[0])  # scanned once more
    return Match((still or every)[0], "parcel.unclear")


def _looked_at(tx: Tx, agreed: Return) -> bool:
    return agreed.state is ReturnState.SETTLED or bool(counted(tx, agreed))


def _fits(scan: Scan, agreed: Return) -> bool:
    """Whether all that was scanned, in whatever condition, is among the articles that were agreed."""
    request, then = from_json(Request, agreed.request), from_json(Facts, agreed.facts)
    wanted: dict[str, int] = {}
    for line, units in request.lines.items():
        sku = then.lines[line].sku.casefold()
        wanted[sku] = wanted.get(sku, 0) + units
    told = {sku.casefold(): sum(counts.values()) for sku, counts in (scan.lines or {}).items()}
    return bool(told) and all(units <= wanted.get(sku, 0) for sku, units in told.items())


def what_came(scan: Scan, request: Request, then: Facts) -> Came:
    """Compare with what was agreed. Without lines it is the whole parcel as agreed; anything beside the agreed articles
    in good order is odd."""
    if scan.lines is None:
        return Came(dict(request.lines), odd=False)
    left = {sku.casefold(): dict(counts) for sku, counts in scan.lines.items()}
    units: dict[LineId, int] = {}
    for line_id, wanted in request.lines.items():
        counts = left.get(then.lines[line_id].sku.casefold(), {})
        good = min(counts.get(GOOD, 0), wanted)
        if good:
            counts[GOOD] -= good
            units[line_id] = good
    odd = any(count for counts in left.values() for count in counts.values())
    return Came(units, odd)


def counted(tx: Tx, agreed: Return, but: str = "") -> Sequence[Mapping[str, Any]]:
    """What was counted for this return, a scan each, oldest first. `but`: an event that is looked at again."""
    trail = tx.audit.trail(agreed.case)
    mine = [each.why for each in trail if each.what == PARCEL_SCANNED and each.why["rma"] == agreed.rma]
    return [why for why in mine if why["event"] != but]


def in_all(tx: Tx, agreed: Return) -> Came:
    """What came in all parcels of a return: it may be sent in two. Units of one article that two scans tell of may be
    the same units, scanned at the dock and once more: they are never added up without a person."""
    most: dict[LineId, int] = {}
    odd = again = False
    for why in counted(tx, agreed):
        odd = odd or why["odd"]
        for name, count in why["units"].items():
            line = LineId(name)
            again = again or line in most
            most[line] = max(most.get(line, 0), count)
    return Came(most, odd, again)


def told_of(tx: Tx, agreed: Return) -> bool:
    """Whether any scan told of a parcel of this return, or something that was ordered for it has not ended."""
    trail = tx.audit.trail(agreed.case)
    scanned = any(each.what in {PARCEL_SCANNED, PARCEL_DOUBTED} and each.why["rma"] == agreed.rma for each in trail)
    return scanned or any(each.state in OPEN_ENDED and _is_for(each, agreed) for each in tx.outbox.of_case(agreed.case))


def _is_for(action: Action, agreed: Return) -> bool:
    return action.kind is ActionKind.MONEY and from_json(MoneyOrder, action.payload).rma == agreed.rma


def moved_on(tx: Tx, case: Case, agreed: Return) -> bool:
    """Whether the case is about something else by now than the parcel: newer words want it otherwise, an agent took
    something back, or something of the case was ordered on this order since."""
    if case.state not in AWAITS:
        return True
    if any(each.what == "undone" and each.at >= agreed.agreed_at for each in tx.audit.trail(case.id)):
        return True
    newest = tx.cases.newest(case.tenant, case.ticket_id) or case
    since = [(case.id, number) for number in range(agreed.decision + 1, case.turn + 1)]
    if newest.id != case.id:
        since += [(newest.id, number) for number in range(1, newest.turn + 1)]
    stored = [tx.cases.decision(*each) for each in since]
    if not all(_leaves_it(each, agreed) for each in stored if each is not None):
        return True
    actions = [*tx.outbox.of_case(case.id), *(tx.outbox.of_case(newest.id) if newest.id != case.id else ())]
    return any(_ordered_since(each, agreed) for each in actions)


def _leaves_it(stored: StoredDecision, agreed: Return) -> bool:
    """Whether words ask for nothing, or for the very thing that was agreed."""
    request, facts = from_json(Request, stored.request), from_json(Facts, stored.facts)
    if request.flags - {Flag.AUTOMATIC}:
        return False
    if request.kind in ASKS_NOTHING:
        return True
    if ASKED_OPTION.get(request.kind) is not agreed.option or facts.order not in {None, agreed.order}:
        return False
    before, then = from_json(Request, agreed.request), from_json(Facts, agreed.facts)
    if request.lines and dict(request.lines) != dict(before.lines):
        return False
    wishes = [(facts.lines[line].wish, then.lines[line].wish) for line in request.lines if line in facts.lines]
    if agreed.option is not Option.EXCHANGE:
        return True
    return all(new is None or (old is not None and new.sku == old.sku) for new, old in wishes)


def _ordered_since(action: Action, agreed: Return) -> bool:
    """What was withdrawn had no effect; the unit held for the parcel is part of the agreement."""
    if action.kind is not ActionKind.MONEY or action.state is ActionState.SUPERSEDED:
        return False
    if action.order != agreed.order or action.created_at < agreed.agreed_at:
        return False
    return not from_json(MoneyOrder, action.payload).action.hold


def goes_on_without_words(tx: Tx, case: Case) -> bool:
    """Whether the case needs its ticket no more: the customer was told how the parcel comes back, and its scan, or what
    the scan set going, settles it."""
    agreed = tx.returns.of_case(case.id)
    if agreed is None:
        return False
    waiting = [each for each in tx.outbox.of_case(case.id) if each.state is ActionState.PENDING]
    if any(_unheard(each) for each in waiting):
        return False
    if any(_is_for(each, agreed) for each in waiting):
        return True
    return not counted(tx, agreed) and not moved_on(tx, case, agreed)


def _unheard(action: Action) -> bool:
    """Whether these are the instructions themselves, or what they wait for."""
    if action.kind is ActionKind.MONEY:
        return from_json(MoneyOrder, action.payload).action.hold
    return action.kind is ActionKind.REPLY and from_json(Words, action.payload).then is State.WAITING_RETURN


def scans_to_repeat(tx: Tx, case: Case) -> Sequence[str]:
    """Events of the parcel that is here, where what they set going was not sent yet: newer words withdraw it."""
    agreed = tx.returns.of_case(case.id)
    if agreed is None:
        return []
    waiting = [each for each in tx.outbox.of_case(case.id) if each.state is ActionState.PENDING and not each.begun]
    ordered = any(_is_for(each, agreed) and not _unheard(each) for each in waiting)
    return [str(why["event"]) for why in counted(tx, agreed)][-1:] if ordered else []


def return_records(tx: Tx, agreed: Return, request: Request) -> list[Record]:
    """What is known of a parcel, for whoever decides about its articles again: nothing before a scan was counted, since
    the parcel is still to come then."""
    before = from_json(Request, agreed.request)
    scans = counted(tx, agreed)
    if not scans or not set(request.lines) <= set(before.lines):
        return []
    came = in_all(tx, agreed)
    at = max(each.at for each in tx.audit.trail(agreed.case) if each.what == PARCEL_SCANNED)
    return [ReturnAgreed(agreed.agreed_at, before.lines), Returned(at, came.units, came.odd)]


def newest_return(tx: Tx, case: Case) -> Return | None:
    """The case's newest return, unless what was agreed is done."""
    open_one = tx.returns.of_case(case.id)
    if open_one is not None or case.order_number is None:
        return open_one
    mine = [each for each in tx.returns.of_order(case.shop, case.order_number) if each.case == case.id]
    return mine[0] if mine and mine[0].state is not ReturnState.SETTLED else None


def same_goods(agreed: Return, request: Request, wished: Sequence[Wished]) -> bool:
    """Whether what waits on hold is not in the way of what is asked for now: another variant cannot be had as well."""
    if request.kind is not Kind.EXCHANGE:
        return True
    then = from_json(Facts, agreed.facts).lines
    held = {line: wish.sku for line in request.lines if line in then and (wish := then[line].wish) is not None}
    return {each.line: each.sku for each in wished} == held
