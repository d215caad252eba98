"""Freshdesk behind the helpdesk port. `PLUGIN` verifies what comes in; `tickets.FreshdeskHelpdesk` is an account's
port."""

from collections.abc import Sequence
from datetime import datetime

from connector.helpdesks.freshdesk.client import Account
from connector.helpdesks.freshdesk.install import FreshdeskInstaller, check_subdomain, stored_key
from connector.helpdesks.freshdesk.sidebar import agent_from
from connector.helpdesks.freshdesk.tickets import CAPABILITIES, FreshdeskHelpdesk
from connector.helpdesks.freshdesk.webhook import delivery_from
from connector.ports.helpdesk import Agent, Capabilities, Delivery, RawWebhook
from connector.ports.store import Installation
from connector.wiring import Vendor, Wiring


class FreshdeskPlugin:
    """Implements `Vendor`. It holds nothing: secrets and keys are arguments."""

    name: str = "freshdesk"
    capabilities: Capabilities = CAPABILITIES

    def authenticate(self, hook: RawWebhook, secrets: Sequence[str], now: datetime) -> Delivery:
        """See `webhook.delivery_from`. Nothing in a delivery tells its time."""
        return delivery_from(hook, secrets)

    def agent(self, token: str, account: str, installation_id: str, public_key: str, now: datetime) -> Agent:
        """See `sidebar.agent_from`."""
        return agent_from(token, account, installation_id, public_key, now)

    def installer(self, wiring: Wiring) -> FreshdeskInstaller:
        return FreshdeskInstaller(wiring.url, wiring.session, wiring.secrets, wiring.throttle)

    def desk(self, wiring: Wiring, installation: Installation) -> FreshdeskHelpdesk:
        i = installation
        key = stored_key(wiring.secrets, i.id)
        account = Account(i.base_url, check_subdomain(i.account), key, wiring.session, wiring.throttle)
        return FreshdeskHelpdesk(account, i.service_user)


PLUGIN: Vendor = FreshdeskPlugin()
