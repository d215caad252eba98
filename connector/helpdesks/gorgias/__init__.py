"""Gorgias behind the helpdesk port. `PLUGIN` verifies what comes in; `tickets.GorgiasHelpdesk` is an account's port."""

from collections.abc import Sequence
from datetime import datetime

from connector.helpdesks.gorgias.client import Account
from connector.helpdesks.gorgias.install import GorgiasInstaller, check_account
from connector.helpdesks.gorgias.sidebar import agent_from
from connector.helpdesks.gorgias.tickets import CAPABILITIES, GorgiasHelpdesk
from connector.helpdesks.gorgias.webhook import delivery_from
from connector.ports.helpdesk import Agent, Capabilities, Delivery, RawWebhook
from connector.ports.store import Installation
from connector.wiring import Vendor, Wiring


class GorgiasPlugin:
    """Implements `Vendor`. It holds nothing: secrets and keys are arguments."""

    name: str = "gorgias"
    capabilities: Capabilities = CAPABILITIES

    def authenticate(self, hook: RawWebhook, secrets: Sequence[str], now: datetime) -> Delivery:
        """See `webhook.delivery_from`. Deliveries carry no time."""
        return delivery_from(hook, secrets)

    def agent(self, token: str, account: str, installation_id: str, public_key: str, now: datetime) -> Agent:
        """See `sidebar.agent_from`."""
        return agent_from(token, account, installation_id, public_key, now)

    def installer(self, wiring: Wiring) -> GorgiasInstaller:
        return GorgiasInstaller(wiring)

    def desk(self, wiring: Wiring, installation: Installation) -> GorgiasHelpdesk:
        i, installer = installation, self.installer(wiring)
        name, tokens = check_account(i.account), installer.tokens(i.id, i.account)
        account = Account(i.base_url, name, tokens, wiring.session, wiring.throttle)
        return GorgiasHelpdesk(account, i.service_user, lambda: installer.mailboxes(i.id))


PLUGIN: Vendor = GorgiasPlugin()
