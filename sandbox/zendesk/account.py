"""The one help desk account this stand-in is: its names, numbers and addresses."""

from __future__ import annotations

from typing import Any

from flask import has_request_context, request

Json = dict[str, Any]

SUBDOMAIN = "acme"
ACCOUNT_ID = 22129848
ACCOUNT_NAME = "Acme Home"
SUPPORT_ADDRESS = "support@acme.zendesk.com"
BRAND_ID = 38231140060002
GROUP_ID = 38231140055001
TICKET_FORM_ID = 38231140080004
ORDER_FIELD_ID = 38231190010001
OUTCOME_FIELD_ID = 38231190010002
CUSTOM_FIELD_IDS = (ORDER_FIELD_ID, OUTCOME_FIELD_ID)
CUSTOM_STATUSES = {
    "new": 38231140070001,
    "open": 38231140070002,
    "pending": 38231140070003,
    "solved": 38231140070004,
    "hold": 38231140070005,
    "closed": 38231140070004,  # closed is no status of its own for custom statuses: it stays in the solved category
}
SERVICE_USER_ID = 38231140009950
AGENT_ID = 38231140009911


def url(path: str) -> str:
    """Return `path` on this account as the caller sees it; outside a request, on the real host name."""
    root = request.host_url.rstrip("/") if has_request_context() else f"https://{SUBDOMAIN}.zendesk.com"
    return f"{root}{path}"
