"""Who may send to a tenant's address: asked for with every delivery, changed once in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from connector.domain.ids import TenantId
from connector.ports.secrets import Secrets
from connector.ports.store import Installation, Store

HOOK_SECRETS = "webhook"  # secrets of a tenant: {"current": …, "previous": …}
REMEMBERED = timedelta(seconds=5)  # for so long after an uninstallation its deliveries may still be taken


@dataclass(frozen=True, slots=True)
class Sender:
    """What a tenant's deliveries must be signed with, read at `at`."""

    installation: Installation
    secrets: Mapping[str, str]
    at: datetime


class Senders:
    """Remembers what was read for some seconds. Nobody may be refused by what is remembered: ask `anew` first."""

    def __init__(self, store: Store, secrets: Secrets) -> None:
        self._store = store
        self._secrets = secrets
        self._known: dict[TenantId, Sender] = {}  # installed ones only: a stranger cannot fill it

    def remembered(self, tenant: TenantId, now: datetime) -> Sender | None:
        """Return what is remembered and not too old."""
        known = self._known.get(tenant)
        return known if known is not None and timedelta(0) <= now - known.at < REMEMBERED else None

    def anew(self, tenant: TenantId, now: datetime) -> Sender | None:
        """Read it; None: there is no such installation. Raise UnreadableSecret."""
        with self._store.begin() as tx:
            installation = tx.tenants.get(tenant)
        if installation is None or not installation.connected:
            self._known.pop(tenant, None)
            return None
        found = Sender(installation, self._secrets.get(f"tenant:{tenant}", HOOK_SECRETS) or {}, now)
        self._known[tenant] = found
        return found
