"""Who may call the sidebar: a short bearer in a page's memory, an app's own secret, or a card's secret and link.

Bearers and links are signed, not stored: nothing to steal from the database. The secrets are 256 random bits each.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from connector.domain.ids import TenantId
from connector.flow.install import APP, CARDS
from connector.flow.services import Services, connected_of
from connector.ports.errors import NotAuthentic
from connector.ports.helpdesk import Agent
from connector.ports.secrets import Secrets

LIFE = timedelta(minutes=30)  # of a page's bearer
LINK_LIFE = timedelta(hours=24)  # of a card's link
UNPROVEN = Agent("unproven", verified=False)
"""Whoever looks through an app or a card: the installation is proven, the agent is not."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits in front of the sidebar. `ticket`: the only one they may see and act on; None: all of the tenant's."""

    tenant: TenantId
    agent: Agent
    ticket: str | None = None


class Bearers:
    """`key` is this installation of Retour's own."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeSerializer(key, salt="sidebar")

    def issue(self, tenant: TenantId, agent: Agent, now: datetime, ticket: str | None = None) -> str:
        until = (now + LIFE).isoformat()
        return _text(self._signer.dumps({"t": tenant, "a": agent.id, "v": agent.verified, "k": ticket, "u": until}))

    def read(self, header: str | None, now: datetime) -> Seat:
        """Read an Authorization header. Raise NotAuthentic."""
        try:
            said = self._signer.loads(_bearer(header))
            seat = Seat(TenantId(said["t"]), Agent(said["a"], said["v"]), said["k"])
            until = datetime.fromisoformat(said["u"])
        except (BadSignature, KeyError, TypeError, ValueError) as error:
            raise NotAuthentic("not a bearer of ours") from error
        if now > until:
            raise NotAuthentic("the page is open for too long: load it again")
        return seat


class Links:
    """What a card's link carries: it opens the page of one ticket of one tenant, and nothing else."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeSerializer(key, salt="sidebar-link")

    def issue(self, tenant: TenantId, ticket: str, now: datetime) -> str:
        return _text(self._signer.dumps({"t": tenant, "k": ticket, "u": (now + LINK_LIFE).isoformat()}))

    def read(self, link: str, tenant: TenantId, now: datetime) -> str:
        """Return the ticket's id. Raise NotAuthentic for a link that is not ours, of another tenant, or too old."""
        try:
            said = self._signer.loads(link)
            known, ticket, until = said["t"], str(said["k"]), datetime.fromisoformat(said["u"])
        except (BadSignature, KeyError, TypeError, ValueError) as error:
            raise NotAuthentic("not a link of ours") from error
        if known != tenant:
            raise NotAuthentic("a link of another tenant")
        if now > until:
            raise NotAuthentic("the link is too old")
        return ticket


def new_app_secret(services: Services, tenant: TenantId) -> str:
    """Make the secret that a helpdesk's app calls us with; the one before it is worth nothing from now on.

    It is shown once: only its hash is kept. Raise UnknownInstallation.
    """
    with services.store.begin() as tx:
        connected_of(tx, tenant)
    secret = f"{tenant}.{services.random_token()}"
    services.secrets.put(f"tenant:{tenant}", APP, {"hash": _hash(secret)})
    return secret


def seat_of(header: str | None, bearers: Bearers, secrets: Secrets, now: datetime) -> Seat:
    """Read an Authorization header: the bearer of a page of ours, or an app's secret. Raise NotAuthentic."""
    try:
        return bearers.read(header, now)
    except NotAuthentic as refused:
        secret = _bearer(header)
        tenant = secret.rpartition(".")[0]
        kept: Mapping[str, str] = (secrets.get(f"tenant:{tenant}", APP) if tenant else None) or {}
        if not kept.get("hash") or not hmac.compare_digest(kept["hash"], _hash(secret)):
            raise refused
        return Seat(TenantId(tenant), UNPROVEN)


def check_card_secret(secrets: Secrets, tenant: TenantId, given: str) -> None:
    """Raise NotAuthentic unless `given` is what this tenant's cards call us with; alike where there is no tenant."""
    kept = (secrets.get(f"tenant:{tenant}", CARDS) or {}).get("secret", "")
    if not kept or not hmac.compare_digest(kept.encode(), given.encode()):
        raise NotAuthentic("not the secret of this tenant's cards")


def _bearer(header: str | None) -> str:
    kind, _, token = (header or "").partition(" ")
    if kind.casefold() != "bearer":
        raise NotAuthentic("no bearer")
    return token


def _hash(secret: str) -> str:
    """A plain hash will do: 256 random bits cannot be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _text(signed: str | bytes) -> str:
    return signed.decode() if isinstance(signed, bytes) else signed
