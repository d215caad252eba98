"""Zendesk behind the helpdesk port. `PLUGIN` verifies what comes in; `tickets.ZendeskHelpdesk` is an account's port."""

from collections.abc import Sequence
from datetime import datetime

from connector.helpdesks.zendesk.sidebar import agent_from
from connector.helpdesks.zendesk.tickets import CAPABILITIES
from connector.helpdesks.zendesk.webhook import delivery_from
from connector.ports.helpdesk import Agent, Capabilities, Delivery, Plugin, RawWebhook


class ZendeskPlugin:
    """Implements `Plugin`. It holds nothing: secrets and keys are arguments."""

    name: str = "zendesk"
    capabilities: Capabilities = CAPABILITIES

    def authenticate(self, hook: RawWebhook, secrets: Sequence[str], now: datetime) -> Delivery:
        """See `webhook.delivery_from`."""
        return delivery_from(hook, secrets, now)

    def agent(self, token: str, account: str, installation_id: str, public_key: str, now: datetime) -> Agent:
        """See `sidebar.agent_from`; `account` is the subdomain."""
        return agent_from(token, account, installation_id, public_key, now)


PLUGIN: Plugin = ZendeskPlugin()
