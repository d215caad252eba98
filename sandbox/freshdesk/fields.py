"""The account's ticket fields: the built-in ones, and custom ones whose names come back as `cf_…`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sandbox.freshdesk.account import CUSTOM_FIELDS, Json
from sandbox.freshdesk.clock import Clock, iso
from sandbox.freshdesk.numbers import Numbers
from sandbox.freshdesk.refusals import duplicate, missing, not_found

BUILT_IN = {"requester": "default_requester", "subject": "default_subject", "status": "default_status"}


@dataclass(frozen=True)
class TicketField:
    id: int
    name: str
    label: str
    type: str
    default: bool
    created_at: datetime


class TicketFields:
    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._fields: list[TicketField] = []
        for name, kind in BUILT_IN.items():
            self._add(name, name.capitalize(), kind, default=True)
        for name in CUSTOM_FIELDS:
            self._add(name, name.removeprefix("cf_").replace("_", " ").capitalize(), "custom_text", default=False)

    def _add(self, name: str, label: str, kind: str, *, default: bool) -> TicketField:
        made = TicketField(self._numbers.next(), name, label, kind, default, self._clock.now())
        self._fields.append(made)
        return made

    def create(self, given: Json) -> TicketField:
        """Make a custom field from `label` and `type`; its name is made from the label."""
        for name in ("label", "label_for_customers", "type"):
            if not given.get(name):
                raise missing(name)
        slug = re.sub(r"[^a-z0-9]+", "_", str(given["label"]).lower()).strip("_")
        if f"cf_{slug}" in self.custom_names():
            raise duplicate("label")
        return self._add(f"cf_{slug}", str(given["label"]), str(given["type"]), default=False)

    def get(self, field_id: int) -> TicketField:
        found = next((field for field in self._fields if field.id == field_id), None)
        if found is None:
            raise not_found()
        return found

    def all(self) -> list[TicketField]:
        return list(self._fields)

    def custom_names(self) -> list[str]:
        return [field.name for field in self._fields if not field.default]


def field_json(field: TicketField) -> Json:
    return {
        "id": field.id,
        "name": field.name,
        "label": field.label,
        "label_for_customers": field.label,
        "type": field.type,
        "default": field.default,
        "archived": False,
        "created_at": iso(field.created_at),
        "updated_at": iso(field.created_at),
    }
