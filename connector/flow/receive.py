"""Receive: a genuine "look at this ticket" becomes a durable row before it is acknowledged. Nothing else."""

from __future__ import annotations

from connector.domain.ids import TenantId
from connector.flow.services import Services, installation_of
from connector.ports.errors import NotAuthentic
from connector.ports.helpdesk import RawWebhook

HOOK_SECRETS = "webhook"  # secrets of a tenant: {"current": …, "previous": …}


def receive(services: Services, tenant: TenantId, hook: RawWebhook) -> bool:
    """Return whether it is new. Raise UnknownInstallation, NotAuthentic or Malformed; nothing is kept then."""
    with services.store.begin() as tx:
        installation = installation_of(tx, tenant)
    known = services.secrets.get(f"tenant:{tenant}", HOOK_SECRETS) or {}
    if not known:
        raise NotAuthentic("no webhook secret is stored for this installation")
    now = services.clock()
    delivery = services.plugin(installation.helpdesk).authenticate(hook, list(known.values()), now)
    with services.store.begin() as tx:
        new = tx.inbox.add(tenant, delivery.delivery_id, delivery.ticket_id, now)
    services.wake()
    return new
