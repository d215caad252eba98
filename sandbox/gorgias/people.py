"""Customers with their channels, and the account's own users. Gorgias numbers both in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.gorgias.account import ADMIN_EMAIL, ADMIN_ID, AGENT_ID, Json
from sandbox.gorgias.clock import Clock, iso
from sandbox.gorgias.numbers import Numbers
from sandbox.gorgias.refusals import not_found


@dataclass(frozen=True)
class Channel:
    id: int
    type: str  # email, phone, chat, ...
    address: str
    preferred: bool
    created_at: datetime


@dataclass
class Person:
    """`role` None: a customer. The account's users are admin, agent, or bot."""

    id: int
    name: str
    email: str | None
    role: str | None
    created_at: datetime
    updated_at: datetime
    language: str = "en"
    external_id: str | None = None
    channels: list[Channel] = field(default_factory=list)
    data: Any = None
    integrations: dict[str, Json] = field(default_factory=dict)

    @property
    def is_staff(self) -> bool:
        return self.role is not None

    @property
    def firstname(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def lastname(self) -> str:
        return self.name.partition(" ")[2]


class People:
    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._people: dict[int, Person] = {}
        self.add("Sam Ortiz", ADMIN_EMAIL, role="admin", person_id=ADMIN_ID)
        self.add("Maya Lind", "maya@acme-store.example", role="agent", person_id=AGENT_ID)

    def add(
        self,
        name: str,
        email: str | None,
        *,
        role: str | None = None,
        language: str = "en",
        person_id: int | None = None,
    ) -> Person:
        now = self._clock.now()
        made = Person(person_id or self._numbers.next("user"), name, email, role, now, now, language)
        self._people[made.id] = made
        if email is not None and role is None:
            self.add_channel(made, "email", email)
        return made

    def add_channel(self, person: Person, kind: str, address: str) -> Channel:
        """One more address of theirs; the first of a kind is the preferred one."""
        preferred = all(channel.type != kind for channel in person.channels)
        made = Channel(self._numbers.next("channel"), kind, address, preferred, self._clock.now())
        person.channels.append(made)
        person.updated_at = made.created_at
        return made

    def get(self, person_id: int) -> Person:
        if person_id not in self._people:
            raise not_found()
        return self._people[person_id]

    def customer(self, customer_id: int) -> Person:
        found = self.get(customer_id)
        if found.is_staff:
            raise not_found()
        return found

    def user(self, user_id: int) -> Person:
        found = self.get(user_id)
        if not found.is_staff:
            raise not_found()
        return found

    def by_channel(self, kind: str, address: str) -> Person | None:
        for person in self._people.values():
            for channel in person.channels:
                if channel.type == kind and channel.address.lower() == address.lower():
                    return person
        return None

    def customers(self) -> Sequence[Person]:
        return [person for person in self._people.values() if not person.is_staff]

    def users(self) -> Sequence[Person]:
        return [person for person in self._people.values() if person.is_staff]


def brief_json(person: Person) -> Json:
    """A person inside a message or a list."""
    return {
        "id": person.id,
        "email": person.email,
        "firstname": person.firstname,
        "lastname": person.lastname,
        "name": person.name,
        "meta": {"name_set_via": "agent" if person.is_staff else "email"},
    }


def _channel_json(person: Person, channel: Channel) -> Json:
    owner = {"id": person.id, "name": person.name}
    return {
        "id": channel.id,
        "type": channel.type,
        "address": channel.address,
        "preferred": channel.preferred,
        "created_datetime": iso(channel.created_at),
        "updated_datetime": iso(channel.created_at),
        "deleted_datetime": None,
        "customer": owner,
        "user": owner,
    }


def customer_json(person: Person) -> Json:
    return {
        "id": person.id,
        "external_id": person.external_id,
        "email": person.email,
        "firstname": person.firstname,
        "lastname": person.lastname,
        "name": person.name,
        "language": person.language,
        "timezone": "Europe/Paris",
        "note": None,
        "active": True,
        "channels": [_channel_json(person, channel) for channel in person.channels],
        "data": person.data,
        "meta": {"name_set_via": "email"},
        "integrations": dict(person.integrations),
        "created_datetime": iso(person.created_at),
        "updated_datetime": iso(person.updated_at),
        "uri": f"/api/customers/{person.id}/",
    }


def user_json(person: Person) -> Json:
    """UNCONFIRMED beyond id, name, email and role."""
    return brief_json(person) | {
        "active": True,
        "role": {"name": person.role},
        "language": person.language,
        "timezone": "Europe/Paris",
        "created_datetime": iso(person.created_at),
        "updated_datetime": iso(person.updated_at),
        "uri": f"/api/users/{person.id}/",
    }
