"""Users and their identities: customers, agents, and the user our token belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.zendesk.account import AGENT_ID, GROUP_ID, SERVICE_USER_ID, Json, url
from sandbox.zendesk.clock import Clock, iso
from sandbox.zendesk.numbers import Numbers
from sandbox.zendesk.refusals import not_found

LOCALE_IDS = {"en-US": 1, "es": 2, "nl": 5, "de": 8, "fr": 16, "it": 22}


@dataclass
class Identity:
    id: int
    value: str
    verified: bool
    primary: bool
    created_at: datetime


@dataclass
class User:
    id: int
    name: str
    email: str | None
    role: str  # end-user, agent, admin
    created_at: datetime
    updated_at: datetime
    locale: str = "en-US"
    verified: bool = True
    suspended: bool = False
    identities: list[Identity] = field(default_factory=list)

    @property
    def is_staff(self) -> bool:
        return self.role != "end-user"

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class People:
    def __init__(self, clock: Clock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._users: dict[int, User] = {}
        self.add("Acme Support", "retour-service@acme.example", role="admin", user_id=SERVICE_USER_ID)
        self.add("Noor Haddad", "noor@acme.example", role="agent", user_id=AGENT_ID)

    def add(
        self,
        name: str,
        email: str | None,
        *,
        role: str = "end-user",
        locale: str = "en-US",
        verified: bool = True,
        user_id: int | None = None,
    ) -> User:
        now = self._clock.now()
        user = User(user_id or self._numbers.next(), name, email, role, now, now, locale, verified)
        if email is not None:
            user.identities.append(Identity(self._numbers.next(), email.lower(), verified, True, now))
        self._users[user.id] = user
        return user

    def get(self, user_id: int) -> User:
        """Raise a 404 refusal for an unknown id."""
        user = self._users.get(user_id)
        if user is None:
            raise not_found()
        return user

    def by_email(self, email: str) -> User | None:
        """Find by any of a user's addresses, verified or not, as incoming mail is matched."""
        wanted = email.strip().lower()
        for user in self._users.values():
            if any(identity.value == wanted for identity in user.identities):
                return user
        return None

    def all(self) -> list[User]:
        return list(self._users.values())

    def set_verified(self, user: User, verified: bool) -> None:
        user.verified = verified
        for identity in user.identities:
            if identity.primary:
                identity.verified = verified

    def add_identity(self, user: User, email: str, verified: bool) -> Identity:
        identity = Identity(self._numbers.next(), email.strip().lower(), verified, False, self._clock.now())
        user.identities.append(identity)
        return identity


def user_json(user: User) -> Json:
    staff = user.is_staff
    return {
        "id": user.id,
        "url": url(f"/api/v2/users/{user.id}.json"),
        "name": user.name,
        "email": user.email,
        "created_at": iso(user.created_at),
        "updated_at": iso(user.updated_at),
        "time_zone": "Stockholm",
        "iana_time_zone": "Europe/Stockholm",
        "phone": None,
        "shared_phone_number": None,
        "photo": None,
        "locale_id": LOCALE_IDS.get(user.locale, 1),
        "locale": user.locale,
        "organization_id": None,
        "role": user.role,
        "verified": user.verified,
        "external_id": None,
        "tags": [],
        "alias": "",
        "active": True,
        "shared": False,
        "shared_agent": False,
        "last_login_at": None,
        "two_factor_auth_enabled": False,
        "signature": None,
        "details": "",
        "notes": "",
        "role_type": 4 if staff else None,
        "custom_role_id": 38231140099002 if staff else None,
        "moderator": staff,
        "ticket_restriction": None if staff else "requested",
        "only_private_comments": False,
        "restricted_agent": not staff,
        "suspended": user.suspended,
        "default_group_id": GROUP_ID if staff else None,
        "report_csv": False,
        "user_fields": {},
    }


def identity_json(user: User, identity: Identity) -> Json:
    return {
        "url": url(f"/api/v2/users/{user.id}/identities/{identity.id}.json"),
        "id": identity.id,
        "user_id": user.id,
        "type": "email",
        "value": identity.value,
        "verified": identity.verified,
        "primary": identity.primary,
        "created_at": iso(identity.created_at),
        "updated_at": iso(identity.created_at),
        "undeliverable_count": 0,
        "deliverable_state": "deliverable",
    }
