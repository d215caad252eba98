"""Zendesk behind the helpdesk port. `PLUGIN` verifies what comes in; `tickets.ZendeskHelpdesk` is an account's port."""

from collections.abc import Sequence
from datetime import datetime

from connector.helpdesks.zendesk.install import ZendeskInstaller
from connector.helpdesks.zendesk.oauth import OAuthClient
from connector.helpdesks.zendesk.sidebar import agent_from
from connector.helpdesks.zendesk.tickets import CAPABILITIES, ZendeskHelpdesk
from connector.helpdesks.zendesk.webhook import delivery_from
from connector.ports.helpdesk import Agent, Capabilities, Delivery, RawWebhook
from connector.ports.store import Installation
from connector.wiring import Vendor, Wiring


class ZendeskPlugin:
    """Implements `Vendor`. It holds nothing: secrets and keys are arguments."""

    name: str = "zendesk"
    capabilities: Capabilities = CAPABILITIES

    def authenticate(self, hook: RawWebhook, secrets: Sequence[str], now: datetime) -> Delivery:
        """See `webhook.delivery_from`."""
        return delivery_from(hook, secrets, now)

    def agent(self, token: str, account: str, installation_id: str, public_key: str, now: datetime) -> Agent:
        """See `sidebar.agent_from`; `account` is the subdomain."""
        return agent_from(token, account, installation_id, public_key, now)

    def installer(self, wiring: Wiring) -> ZendeskInstaller:
        client = OAuthClient(wiring.client_id, wiring.client_secret or None)
        return ZendeskInstaller(wiring.url, client, wiring.session, wiring.secrets, wiring.clock, wiring.throttle)

    def desk(self, wiring: Wiring, installation: Installation) -> ZendeskHelpdesk:
        i = installation
        tokens = self.installer(wiring).tokens(i.id, i.account)
        return ZendeskHelpdesk(i.base_url, tokens, wiring.session, i.service_user, wiring.clock, wiring.throttle)


PLUGIN: Vendor = ZendeskPlugin()
