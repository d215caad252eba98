"""Returns and scans: each is dealt with once, and what was agreed ended as it should."""

from __future__ import annotations

from collections.abc import Set

from connector.domain.plan import Route
from connector.ports.store import Action, ActionKind, ActionState, Case
from tests.crash.books import Books, Findings, Kept, ordered
from tests.crash.kinds import End, Kind


def parcels(found: Findings, kind: Kind, ours: Kept, theirs: Books, allowed: Set[str]) -> None:
    """`allowed`: cases that are rightly a person's."""
    _scans(found, ours)
    _returns(found, ours)
    for case in ours.cases.values():
        end = kind.ends.get(case.state)
        if end is not None and case.id not in allowed:
            _ended(found, case, end, ours, theirs)


def _scans(found: Findings, ours: Kept) -> None:
    for row in ours.scans:
        if row.done_at is None:
            found.stuck.append(f"scan {row.event} waits: {row.attempts} tries")
        elif not row.outcome:
            found.stuck.append(f"scan {row.event} was dropped without a word")
        elif row.outcome == "unknown_parcel" and ours.returns:
            found.stuck.append(f"scan {row.event} is of return {ours.returns[0].rma}, and nobody noticed")


def _returns(found: Findings, ours: Kept) -> None:
    for row in ours.returns:
        ordered_by = _ordered_by(ours, row.rma)
        if len(ordered_by) > 1:
            found.doubles.append(f"return {row.rma} was settled {len(ordered_by)} times: {ordered_by}")
        if row.state == "settled" and len(ordered_by) != 1:
            found.unfounded.append(f"return {row.rma} is settled by {ordered_by}")


def _ended(found: Findings, case: Case, end: End, ours: Kept, theirs: Books) -> None:
    """What a case of this state must leave: how its return stands, and what became of the goods."""
    states = [row.state for row in ours.returns if row.case_id == case.id]
    if states != ([end.returned] if end.returned else []):
        found.stuck.append(f"case {case.id} is {case.state}, its returns are {states}, not {end.returned}")
    there = [each.state for each in theirs.replacements]
    if end.replacement is not None and there != ([end.replacement] if end.replacement else []):
        found.stuck.append(f"case {case.id} is {case.state}, its goods are {there}, not {end.replacement}")


def _ordered_by(ours: Kept, rma: str) -> list[str]:
    """Keys of what was made when the parcel of this return was back: the first part of each order."""

    def settles(action: Action) -> bool:
        order = ordered(action)
        return order.rma == rma and not order.made and not order.action.hold and order.action.route is not Route.DROP

    return [each.key for each in ours.of(ActionKind.MONEY, ActionState.DONE) if settles(each)]
