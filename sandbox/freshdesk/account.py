"""The one help desk account this stand-in is: its names, numbers and addresses."""

from __future__ import annotations

from typing import Any

from flask import has_request_context, request

Json = dict[str, Any]

SUBDOMAIN = "acme"
DOMAIN = f"{SUBDOMAIN}.freshdesk.com"
ACCOUNT_ID = 1840
ACCOUNT_NAME = "Acme Shop"
SUPPORT_ADDRESS = "support@acme-shop.example"
EMAIL_CONFIG_ID = 43000010001
GROUP_ID = 43000050001
SERVICE_USER_ID = 43009900001
AGENT_ID = 43009900002
API_KEY = "retour-bot-api-key"  # of the service user, unless it is reset
CUSTOM_FIELDS = ("cf_order_number", "cf_retour_state")


def url(path: str) -> str:
    """Return `path` on this account as the caller sees it; outside a request, on the real host name."""
    root = request.host_url.rstrip("/") if has_request_context() else f"https://{DOMAIN}"
    return f"{root}{path}"


def account_json() -> Json:
    return {
        "organisation_id": 284960733419037820,
        "organisation_name": f"{SUBDOMAIN}.myfreshworks.com",
        "account_id": ACCOUNT_ID,
        "account_name": ACCOUNT_NAME,
        "account_domain": DOMAIN,
        "bundle_id": None,
        "hipaa_compliant": False,
        "total_agents": {"full_time": 2, "occasional": 0, "field_service": 0, "collaborators": 0},
        "timezone": "Berlin",
        "data_center": "EUC",
        "tier_type": "Pro",
        "address": {"country": "DE", "state": None, "city": "Berlin", "street": None, "postalcode": "10115"},
        "contact_person": {"firstname": "Mara", "lastname": "Klein", "email": "mara@acme-shop.example"},
    }
