"""The account's event log, as far as somebody reads it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.gorgias.account import Json
from sandbox.gorgias.clock import Clock, iso
from sandbox.gorgias.numbers import Numbers


@dataclass(frozen=True)
class Event:
    id: int
    type: str
    object_type: str
    object_id: int
    user_id: int | None
    data: Json | None
    created_at: datetime
    context: str = field(default_factory=lambda: str(uuid.uuid4()))


class Events:
    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._events: list[Event] = []

    def add(
        self, kind: str, object_type: str, object_id: int, data: Json | None = None, user_id: int | None = None
    ) -> None:
        number = self._numbers.next("event")
        self._events.append(Event(number, kind, object_type, object_id, user_id, data, self._clock.now()))

    def all(self) -> list[Event]:
        """Oldest first."""
        return list(self._events)


def event_json(event: Event) -> Json:
    return {
        "id": event.id,
        "uri": f"/api/events/{event.id}/",
        "type": event.type,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "user_id": event.user_id,
        "context": event.context,
        "created_datetime": iso(event.created_at),
        "data": event.data,
    }
