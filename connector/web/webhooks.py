"""Deliveries: raw bytes in, 202 out once they are kept. The vendor's signature is the authentication."""

from __future__ import annotations

from flask import Blueprint, request

from connector.domain.ids import TenantId
from connector.flow.receive import receive
from connector.flow.services import Services
from connector.ports.helpdesk import RawWebhook

AUTHENTICATION = "the vendor's signature over the raw bytes"


def webhooks(services: Services) -> Blueprint:
    pages = Blueprint("webhooks", __name__)

    @pages.post("/hooks/<tenant>")
    def hook(tenant: str) -> tuple[str, int]:
        """A repeat is answered like the first one: the vendor must not send it again."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        receive(services, TenantId(tenant), RawWebhook(headers, request.get_data()))
        return "", 202

    return pages
