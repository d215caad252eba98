"""`PUT /tickets/{id}`: what it may change. No check whether the ticket changed since it was read: the last one wins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox.gorgias.account import TEAM_ID, Json
from sandbox.gorgias.people import Person
from sandbox.gorgias.refusals import Refusal, invalid
from sandbox.gorgias.tickets import PRIORITIES, STATUSES

if TYPE_CHECKING:
    from sandbox.gorgias.desk import GorgiasDesk

FAILED = "Failed to update ticket"
TEAM: Json = {"id": TEAM_ID, "name": "Returns", "decoration": {}}


def field_changes(desk: GorgiasDesk, given: Json) -> Json:
    """Return the values to set, by the names of `writing.FIELDS`; raise a 400 refusal with all complaints."""
    readers = _readers(desk)
    changes: Json = {}
    faults: Json = {}
    for name, value in given.items():
        if name not in readers:
            faults[name] = ["Unknown field."]
            continue
        try:
            changes[_attribute(name)] = readers[name](value)
        except (Refusal, KeyError, TypeError, ValueError) as error:
            faults[name] = [str(error) if isinstance(error, ValueError) else "Invalid input."]
    if faults:
        raise invalid(FAILED, faults)
    return changes


def _attribute(name: str) -> str:
    return {"snooze_datetime": "snoozed_until", "trashed_datetime": "trashed_at"}.get(name, name)


def _readers(desk: GorgiasDesk) -> dict[str, Callable[[Any], Any]]:
    return {
        "status": _one_of(STATUSES),
        "priority": _one_of(PRIORITIES),
        "subject": _text,
        "language": _text,
        "external_id": _text,
        "spam": _truth,
        "is_unread": _truth,
        "tags": desk.tags.from_ticket,  # replaces all
        "meta": _object,  # replaces all, too: read, merge, write
        "assignee_user": lambda value: _user(desk, value),
        "assignee_team": _team,
        "customer": lambda value: desk.people.customer(int(value["id"])),
        "custom_fields": lambda value: {int(pair["id"]): pair["value"] for pair in value},
        "snooze_datetime": _moment,
        "trashed_datetime": _moment,
    }


def _one_of(allowed: tuple[str, ...]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value not in allowed:
            raise ValueError(f"Must be one of: {', '.join(allowed)}.")
        return value

    return read


def _text(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError("Not a valid string.")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("Not a valid boolean.")
    return value


def _object(value: Any) -> Json:
    if value is not None and not isinstance(value, dict):
        raise ValueError("Not a valid mapping.")
    return value or {}


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _user(desk: GorgiasDesk, value: Any) -> Person | None:
    """{"id": null} takes the ticket from everybody."""
    if value is None or value["id"] is None:
        return None
    return desk.people.user(int(value["id"]))


def _team(value: Any) -> Json | None:
    if value is None or value["id"] is None:
        return None
    if value["id"] != TEAM_ID:
        raise ValueError("Unknown team.")
    return TEAM
