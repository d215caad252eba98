"""The one Gorgias account this stand-in is: its names, numbers and addresses."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

SUBDOMAIN = "acme"
ACCOUNT_NAME = "Acme Home"
SUPPORT_NAME = "Acme Support"
SUPPORT_ADDRESS = "support@acme-store.example"
EMAIL_INTEGRATION_ID = 66567
TEAM_ID = 311
ADMIN_ID = 387654480  # who installs apps: an OAuth token speaks as this user
AGENT_ID = 387654483
ADMIN_EMAIL = "sam@acme-store.example"
API_KEY = "api-key-shown-in-settings"
