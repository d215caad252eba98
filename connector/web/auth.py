"""Short bearers for the sidebar's page: held in its memory, good for one tenant and one agent, half an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from connector.domain.ids import TenantId
from connector.ports.errors import NotAuthentic
from connector.ports.helpdesk import Agent

LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits in front of the sidebar."""

    tenant: TenantId
    agent: Agent
    until: datetime


class Bearers:
    """Signed, not stored: nothing to steal from the database. `key` is this installation of Retour's own."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeSerializer(key, salt="sidebar")

    def issue(self, tenant: TenantId, agent: Agent, now: datetime) -> str:
        until = (now + LIFE).isoformat()
        signed = self._signer.dumps({"t": tenant, "a": agent.id, "v": agent.verified, "u": until})
        return signed.decode() if isinstance(signed, bytes) else signed

    def read(self, header: str | None, now: datetime) -> Seat:
        """Read an Authorization header. Raise NotAuthentic."""
        kind, _, token = (header or "").partition(" ")
        try:
            if kind.casefold() != "bearer":
                raise NotAuthentic("no bearer")
            said = self._signer.loads(token)
            seat = Seat(TenantId(said["t"]), Agent(said["a"], said["v"]), datetime.fromisoformat(said["u"]))
        except (BadSignature, KeyError, TypeError, ValueError) as error:
            raise NotAuthentic("not a bearer of ours") from error
        if now > seat.until:
            raise NotAuthentic("the page is open for too long: load it again")
        return seat
