"""Contacts and agents. Both are users with ids of one kind; an agent's own API key carries the agent's rights."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.freshdesk.account import AGENT_ID, API_KEY, GROUP_ID, SERVICE_USER_ID, Json
from sandbox.freshdesk.clock import Clock, iso
from sandbox.freshdesk.numbers import Numbers
from sandbox.freshdesk.refusals import not_found, not_logged_in

GLOBAL_SCOPE, GROUP_SCOPE, RESTRICTED_SCOPE = 1, 2, 3
ADMIN_ROLE, AGENT_ROLE = 43000000001, 43000000002


@dataclass
class User:
    id: int
    name: str
    email: str | None
    is_staff: bool
    created_at: datetime
    updated_at: datetime
    language: str = "en"
    active: bool = False  # of a contact: verified
    admin: bool = False
    ticket_scope: int = GLOBAL_SCOPE
    phone: str | None = None
    other_emails: list[str] = field(default_factory=list)
    group_ids: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    more: Json = field(default_factory=dict)  # fields that are kept and nothing else

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def addresses(self) -> list[str]:
        return [address.lower() for address in (self.email, *self.other_emails) if address]


class People:
    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._users: dict[int, User] = {}
        self._keys: dict[str, int] = {API_KEY: SERVICE_USER_ID}
        bot = self.add("Retour Bot", "retour-bot@acme-shop.example", staff=True, user_id=SERVICE_USER_ID)
        noor = self.add("Noor Haddad", "noor@acme-shop.example", staff=True, user_id=AGENT_ID)
        bot.admin = True
        for agent in (bot, noor):
            agent.active, agent.group_ids = True, [GROUP_ID]

    def add(
        self,
        name: str,
        email: str | None,
        *,
        staff: bool = False,
        language: str = "en",
        active: bool = False,
        user_id: int | None = None,
    ) -> User:
        now = self._clock.now()
        user = User(user_id or self._numbers.next(), name, email, staff, now, now, language, active)
        self._users[user.id] = user
        return user

    def get(self, user_id: int) -> User:
        """Raise a 404 refusal for an unknown id."""
        user = self._users.get(user_id)
        if user is None:
            raise not_found()
        return user

    def knows(self, user_id: int) -> bool:
        return user_id in self._users

    def agent(self, user_id: int) -> User | None:
        user = self._users.get(user_id)
        return user if user is not None and user.is_staff else None

    def by_email(self, email: str) -> User | None:
        """Find by any of a user's addresses, as incoming mail is matched."""
        wanted = email.strip().lower()
        return next((user for user in self._users.values() if wanted in user.addresses), None)

    def contacts(self) -> list[User]:
        return [user for user in self._users.values() if not user.is_staff]

    def agents(self) -> list[User]:
        return [user for user in self._users.values() if user.is_staff]

    def owner_of(self, key: str) -> User:
        """Raise a 401 refusal for a key nobody has."""
        user_id = self._keys.get(key)
        if user_id is None:
            raise not_logged_in()
        return self.get(user_id)

    def key_of(self, user_id: int) -> str:
        """Return an agent's API key; it is made on first use."""
        for key, owner in self._keys.items():
            if owner == user_id:
                return key
        made = secrets.token_urlsafe(15)
        self._keys[made] = self.get(user_id).id
        return made

    def reset_key(self, user_id: int) -> str:
        """As in the agent's profile: the old key is dead from now on."""
        self._keys = {key: owner for key, owner in self._keys.items() if owner != user_id}
        return self.key_of(user_id)


def contact_json(user: User) -> Json:
    return {
        "id": user.id,
        "active": user.active,
        "address": None,
        "company_id": None,
        "view_all_tickets": False,
        "description": None,
        "email": user.email,
        "contact_type": "contact",
        "job_title": None,
        "language": user.language,
        "mobile": None,
        "name": user.name,
        "phone": user.phone,
        "time_zone": "Berlin",
        "twitter_id": None,
        "social_handler": [],
        "other_emails": list(user.other_emails),
        "other_companies": [],
        "unique_external_id": None,
        "custom_fields": {},
        "tags": list(user.tags),
        "avatar": None,
        "created_at": iso(user.created_at),
        "updated_at": iso(user.updated_at),
        **user.more,
    }


def requester_json(user: User) -> Json:
    return {"id": user.id, "name": user.name, "email": user.email, "mobile": None, "phone": user.phone}


def agent_json(user: User) -> Json:
    return {
        "id": user.id,
        "available": True,
        "occasional": False,
        "signature": None,
        "group_ids": list(user.group_ids),
        "role_ids": [ADMIN_ROLE if user.admin else AGENT_ROLE],
        "skill_ids": [],
        "ticket_scope": user.ticket_scope,
        "type": "support_agent",
        "available_since": None,
        "created_at": iso(user.created_at),
        "updated_at": iso(user.updated_at),
        "contact": {
            "active": user.active,
            "email": user.email,
            "job_title": None,
            "language": user.language,
            "last_login_at": None,
            "mobile": None,
            "name": user.name,
            "phone": user.phone,
            "time_zone": "Berlin",
            "created_at": iso(user.created_at),
            "updated_at": iso(user.updated_at),
        },
    }
