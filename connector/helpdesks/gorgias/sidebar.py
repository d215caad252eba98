"""Who looks at the sidebar: nobody that Gorgias proves (contract, section 4).

There is no iframe there. Cards are drawn from our JSON, and their link opens our page for one ticket: the signature in
the link (`web.auth`) says which. `current_user` in a widget is unauthenticated, so no agent is ever verified.
"""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

from connector.ports.errors import NotAuthentic


def agent_from(token: str, account: str, installation_id: str, public_key: str, now: datetime) -> NoReturn:
    """Gorgias signs no page load: whatever is shown as such a token is none. Always raise NotAuthentic."""
    raise NotAuthentic("this helpdesk proves no agent: its cards bring a link of ours")
