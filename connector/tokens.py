"""An account's OAuth pair: kept in `Secrets`, renewed by one process at a time. Only the vendor knows how to renew it.

`failure_of` says what a failed call to a token endpoint means: RFC 6749 has one set of answers for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import requests
from authlib.common.errors import AuthlibBaseError

from connector.domain.ids import TenantId
from connector.ports.clock import Clock
from connector.ports.errors import NotConnected, NotSent, OutcomeUnknown, ReadFailed, Refused, Transient
from connector.ports.secrets import Secrets

AHEAD = timedelta(seconds=60)  # renewed this long before it ends
TOO_YOUNG = timedelta(seconds=60)  # a token turned down this soon after it was issued: another would be as well
LOCK_SECONDS = 60.0  # above outbound's time-outs

OAUTH_FAILURES = (Transient, Refused, OutcomeUnknown, AuthlibBaseError, requests.RequestException, ValueError)

_ENTRY = "oauth"


class DeadGrant(NotConnected):
    """The vendor will never take this code or refresh token again."""


@dataclass(frozen=True, slots=True)
class TokenPair:
    """`expires_at` None: a token that does not end."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    issued_at: datetime
    expires_at: datetime | None

    def stored(self) -> dict[str, str]:
        return {
            "access_token": self.access,
            "refresh_token": self.refresh or "",
            "issued_at": self.issued_at.isoformat(),
            "expires_at": self.expires_at.isoformat() if self.expires_at else "",
        }


def pair_from_stored(value: Mapping[str, str]) -> TokenPair:
    ends = value["expires_at"]
    return TokenPair(
        value["access_token"],
        value["refresh_token"] or None,
        datetime.fromisoformat(value["issued_at"]),
        datetime.fromisoformat(ends) if ends else None,
    )


class TokenSource:
    """A tenant's access token from `Secrets`.

    Renewing may kill the old pair at once, so one process renews while the others wait, and what it got is stored
    before anyone uses it. `refresh` trades a refresh token for a pair; it raises DeadGrant, NotConnected or ReadFailed.
    """

    def __init__(self, secrets: Secrets, tenant: TenantId, refresh: Callable[[str], TokenPair], clock: Clock) -> None:
        self._secrets = secrets
        self._tenant = tenant
        self._owner = f"tenant:{tenant}"
        self._refresh = refresh
        self._clock = clock

    def store(self, pair: TokenPair) -> None:
        """Keep a pair just connected; it ends a "reconnect" mark."""
        self._secrets.put(self._owner, _ENTRY, pair.stored())

    def current(self) -> str:
        """Return an access token good for the next minute, renewed if it was not.

        Raise NotConnected where a person must reconnect, ReadFailed where renewing failed for now.
        """
        pair = self.pair()
        if pair.expires_at is not None and self._clock() >= pair.expires_at - AHEAD:
            pair = self._renewed(pair.access)
        return pair.access

    def renew(self, refused: str) -> None:
        """Replace a token that was turned down, unless another process did so first.

        Raise NotConnected as well when the token is only seconds old: the fault is then elsewhere.
        """
        pair = self.pair()
        if pair.access == refused and self._clock() < pair.issued_at + TOO_YOUNG:
            raise NotConnected("a token just issued was turned down")
        self._renewed(refused)

    def pair(self) -> TokenPair:
        """Return the pair as it is kept. Raise NotConnected where there is none."""
        value = self._secrets.get(self._owner, _ENTRY)
        if value is None or value.get("reconnect"):
            raise NotConnected("reconnect needed")
        return pair_from_stored(value)

    def _renewed(self, old: str) -> TokenPair:
        with self._secrets.lock(f"oauth:{self._tenant}", LOCK_SECONDS):
            pair = self.pair()
            if pair.access != old:  # whoever held the lock before us renewed it
                return pair
            if pair.refresh is None:
                raise self._dead("no refresh token")
            try:
                pair = self._refresh(pair.refresh)
            except DeadGrant as error:
                raise self._dead(str(error)) from error
            self.store(pair)
            return pair

    def _dead(self, why: str) -> NotConnected:
        """From here on nothing is asked of the vendor until a person connects again."""
        self._secrets.put(self._owner, _ENTRY, {"reconnect": why})
        return NotConnected(f"reconnect needed: {why}")


def failure_of(error: Exception) -> Transient:
    """Say what one of `OAUTH_FAILURES` means. Its text may hold tokens: only the error's name is kept."""
    if isinstance(error, NotConnected):
        return error
    if isinstance(error, Refused):
        name = _error_name(error.detail)
        return DeadGrant(name) if name == "invalid_grant" else NotConnected(f"token endpoint: {error.code} {name}")
    wait = error.retry_after if isinstance(error, NotSent) else 5.0
    return ReadFailed(f"token endpoint: {type(error).__name__}", wait)


def _error_name(detail: str) -> str:
    try:
        name = json.loads(detail).get("error")
    except (ValueError, AttributeError):
        return ""
    return name[:50] if isinstance(name, str) else ""
