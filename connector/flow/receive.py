"""Receive: a genuine "look at this ticket" becomes a durable row before it is acknowledged. Nothing else."""

from __future__ import annotations

from datetime import datetime

from connector.domain.ids import TenantId
from connector.flow.senders import Sender
from connector.flow.services import Services, UnknownInstallation
from connector.ports.errors import NotAuthentic
from connector.ports.helpdesk import Delivery, RawWebhook


def receive(services: Services, tenant: TenantId, hook: RawWebhook) -> bool:
    """Return whether it is new. Raise UnknownInstallation, NotAuthentic or Malformed; nothing is kept then.

    Raise NotKept where it may not be durable. Whoever works it off is woken when it is.
    """
    now = services.clock()
    delivery = _delivery(services, tenant, hook, now)
    return services.intake.keep(tenant, delivery.delivery_id or services.random_token(), delivery.ticket_id, now)


def _delivery(services: Services, tenant: TenantId, hook: RawWebhook, now: datetime) -> Delivery:
    """Nothing is refused by what is remembered: the secret may have changed, the tenant be installed, just now."""
    remembered = services.senders.remembered(tenant, now)
    if remembered is not None:
        try:
            return _authenticated(services, remembered, hook, now)
        except NotAuthentic:
            pass
    sender = services.senders.anew(tenant, now)
    if sender is None:
        raise UnknownInstallation(tenant)
    return _authenticated(services, sender, hook, now)


def _authenticated(services: Services, sender: Sender, hook: RawWebhook, now: datetime) -> Delivery:
    if not sender.secrets:
        raise NotAuthentic("no webhook secret is stored for this installation")
    plugin = services.plugin(sender.installation.helpdesk)
    return plugin.authenticate(hook, list(sender.secrets.values()), now)
