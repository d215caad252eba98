"""Who looks at the sidebar: nobody that Freshdesk proves (contract, section 6, "How our backend trusts a call").

Our page is zipped into their app and calls us through request templates, whose secure install parameter (the app
secret, `web.auth`) identifies the installation. `loggedInUser` is what a browser says, so no agent is ever verified.
"""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

from connector.ports.errors import NotAuthentic


def agent_from(token: str, account: str, installation_id: str, public_key: str, now: datetime) -> NoReturn:
    """Freshdesk signs no page load for us: whatever is shown as such a token is none. Always raise NotAuthentic."""
    raise NotAuthentic("this helpdesk proves no agent: its app comes with the app secret")
