"""One line of JSON in, one decision out: what `retour decide` reads and writes. docs/decide.md shows it by example."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import msgspec

from connector.domain.codec import BadJson, from_json, to_json
from connector.domain.decision import Decision, decide
from connector.domain.errors import InvalidMoney
from connector.domain.facts import Facts, Record, assemble
from connector.domain.finding import Verdict
from connector.domain.ids import CaseId
from connector.domain.plan import MoneyAction, plan
from connector.domain.policy import Policy
from connector.domain.request import Request
from connector.domain.step import Step, next_step
from connector.domain.strict_json import strict_from_json

RECORDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Record)}
PREVIEW = CaseId("preview")  # no case stands behind a line, so the key of its action names none


class FactsGiven(msgspec.Struct, forbid_unknown_fields=True):
    """A line that says what is true."""

    request: Request
    facts: Facts
    id: Any = None


class RecordsGiven(msgspec.Struct, forbid_unknown_fields=True):
    """A line that says what happened, and as of which moment to decide."""

    request: Request
    records: list[msgspec.Raw]
    as_of: datetime
    id: Any = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`action`: what would be done, where the option asked for is allowed, and `then` what follows it (a second
    invoice, the difference of an exchange). Where `step` waits for a parcel, once that is back. Keys are placeholders.
    """

    id: Any
    decision: Decision
    step: Step
    action: MoneyAction | None
    then: tuple[MoneyAction, ...] = ()


def decide_line(line: str, policy: Policy) -> str:
    """Pure. Raise BadJson naming the path of what does not fit. The answer is one line of canonical JSON."""
    given = _read(line)
    try:
        facts = given.facts if isinstance(given, FactsGiven) else _assembled(given, policy)
        _check_ids(facts)
        return to_json(_answer(given.id, given.request, facts, policy))
    except InvalidMoney as error:  # sums in two currencies, or beyond what is exact
        raise BadJson(f"{error} - at `$.{'facts' if isinstance(given, FactsGiven) else 'records'}`") from error


def _read(line: str) -> FactsGiven | RecordsGiven:
    try:
        keys = from_json(dict[str, msgspec.Raw], line)
        if ("facts" in keys) == ("records" in keys):
            raise BadJson("Object holds either `facts` or `records` with `as_of`")
        given: FactsGiven | RecordsGiven = strict_from_json(FactsGiven if "facts" in keys else RecordsGiven, line)
    except BadJson as error:
        raise BadJson(_below(str(error), "$")) from error
    return given


def _assembled(given: RecordsGiven, policy: Policy) -> Facts:
    if given.as_of.tzinfo is None:
        raise BadJson("Expected a time with its zone, such as 2026-11-21T12:00:00+01:00 - at `$.as_of`")
    records = [_record(bytes(raw), f"$.records[{index}]") for index, raw in enumerate(given.records)]
    try:
        return assemble(records, given.as_of.astimezone(ZoneInfo(policy.timezone)))
    except OverflowError as error:  # the last hours of the year 9999, told in another zone
        raise BadJson(f"{error} - at `$.as_of`") from error


def _record(raw: bytes, path: str) -> Record:
    try:
        content = from_json(dict[str, msgspec.Raw], raw)
        kind = RECORDS.get(from_json(str, bytes(content.pop("type", b'""'))))
        if kind is None:
            raise BadJson(f"Expected one of {', '.join(sorted(RECORDS))} - at `$.type`")
        record: Record = strict_from_json(kind, msgspec.json.encode(content))
    except BadJson as error:
        raise BadJson(_below(str(error), path)) from error
    if record.at.tzinfo is None:
        raise BadJson(f"Expected a time with its zone, such as 2026-11-21T12:00:00+01:00 - at `{path}.at`")
    return record


def _below(said: str, path: str) -> str:
    """Tell where in the line it was: the decoder saw the record alone."""
    what, at, where = said.partition(" - at `$")
    return f"{what} - at `{path}{where}" if at else f"{said} - at `{path}`"


def _check_ids(facts: Facts) -> None:
    """The rules look units up by the line's own id: two names for one line would let a rule see none."""
    for key, each in facts.lines.items():
        if key != each.id:
            raise BadJson(f"Expected {key!r}, the key it stands under - at `$.facts.lines.{key}.id`")


def _answer(name: Any, request: Request, facts: Facts, policy: Policy) -> Answer:
    decision = decide(request, facts, policy)
    asked = decision.asked(request)
    effects: tuple[MoneyAction, ...] = ()
    if asked is not None and asked.verdict is Verdict.ALLOW:
        effects = plan(request, asked.option, facts, policy, PREVIEW, 0)
    step = next_step(request, facts, decision, policy, rounds=0, orders=1)
    return Answer(name, decision, step, effects[0] if effects else None, effects[1:])
