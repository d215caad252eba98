"""Macros: stored and shown. Agents apply them; nothing here does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.gorgias.account import Json
from sandbox.gorgias.clock import Clock, iso, iso_or_none
from sandbox.gorgias.numbers import Numbers
from sandbox.gorgias.refusals import MISSING, conflict, invalid, not_found

ACTIONS = frozenset(
    "addTags setResponseText removeTags setStatus setSubject setAssignee setTeamAssignee setPriority snoozeTicket "
    "setCustomFieldValue addInternalNote addAttachments http excludeFromCSAT".split()
)
ARCHIVED_AT_ONCE = 30


@dataclass
class Macro:
    id: int
    name: str
    created_at: datetime
    external_id: str | None = None
    intent: str | None = None
    language: str | None = None
    actions: list[Json] = field(default_factory=list)
    updated_at: datetime | None = None
    archived_at: datetime | None = None


class Macros:
    """`ruled` holds the ids of macros that some rule uses: they cannot be deleted."""

    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._macros: dict[int, Macro] = {}
        self.ruled: set[int] = set()

    def add(self, given: Json) -> Macro:
        _check(given, "Failed to create macro", whole=True)
        made = Macro(self._numbers.next("macro"), given["name"], self._clock.now())
        _set(made, given)
        self._macros[made.id] = made
        return made

    def edit(self, macro: Macro, given: Json) -> None:
        """Change what is named; `actions` are replaced as a whole."""
        _check(given, "Failed to update macro", whole=False)
        _set(macro, given)
        macro.updated_at = self._clock.now()

    def get(self, macro_id: int) -> Macro:
        if macro_id not in self._macros:
            raise not_found()
        return self._macros[macro_id]

    def remove(self, macro_id: int) -> None:
        self.get(macro_id)
        if macro_id in self.ruled:
            raise conflict("This macro is used by a rule.")
        del self._macros[macro_id]

    def archive(self, macro_ids: object, *, on: bool) -> list[Macro]:
        if not isinstance(macro_ids, list) or not 1 <= len(macro_ids) <= ARCHIVED_AT_ONCE:
            raise invalid("Failed to archive macros", {"ids": [f"From 1 to {ARCHIVED_AT_ONCE} ids are needed."]})
        macros = [self.get(macro_id) for macro_id in macro_ids]
        for macro in macros:
            macro.archived_at = self._clock.now() if on else None
        return macros

    def all(self) -> Sequence[Macro]:
        return list(self._macros.values())


def _check(given: Json, message: str, *, whole: bool) -> None:
    faults: Json = {}
    if (whole or "name" in given) and not given.get("name"):
        faults["name"] = [MISSING]
    wrong = [number for number, action in enumerate(given.get("actions") or []) if not _is_action(action)]
    if wrong:
        faults["actions"] = {str(number): ["Not a valid action."] for number in wrong}
    if faults:
        raise invalid(message, faults)


def _is_action(action: Any) -> bool:
    return isinstance(action, dict) and action.get("type") == "user" and action.get("name") in ACTIONS


def _set(macro: Macro, given: Json) -> None:
    for name in ("name", "external_id", "intent", "language", "actions"):
        if name in given:
            setattr(macro, name, given[name])


def macro_json(macro: Macro) -> Json:
    return {
        "id": macro.id,
        "uri": f"/api/macros/{macro.id}/",
        "name": macro.name,
        "external_id": macro.external_id,
        "intent": macro.intent,
        "language": macro.language,
        "actions": macro.actions,
        "usage": 0,
        "created_datetime": iso(macro.created_at),
        "updated_datetime": iso_or_none(macro.updated_at),
        "archived_datetime": iso_or_none(macro.archived_at),
    }
