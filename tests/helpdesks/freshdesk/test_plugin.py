"""What Freshdesk declares it can do, and how its parts are put together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import responses

from connector.domain.ids import ShopId, TenantId
from connector.helpdesks.freshdesk import PLUGIN
from connector.helpdesks.freshdesk.tickets import FreshdeskHelpdesk
from connector.ports.errors import NotConnected
from connector.ports.helpdesk import Capabilities, Helpdesk
from connector.ports.store import Installation
from connector.wiring import Wiring

DECLARED = Capabilities(
    signed=False,
    delivery_ids=False,
    sender_verdict=False,
    machine_mail=False,
    conflict_check=False,
    key_in_write=False,
    one_call=False,
    additive_tags=False,
    consent=False,
    framed=True,
    proves_agent=False,
)
ACME = Installation(
    TenantId("freshdesk-Acme"),
    "freshdesk",
    "Acme",
    "https://acme.freshdesk.com",
    ShopId("shop"),
    "https://shop.example",
    "43009900001",
    "hash",
)


def test_plugin_and_port_declare_the_same(desk: FreshdeskHelpdesk) -> None:
    port: Helpdesk = desk
    assert (PLUGIN.name, PLUGIN.capabilities, port.capabilities) == ("freshdesk", DECLARED, DECLARED)


@pytest.fixture
def wiring(session: requests.Session, secrets: Any, pace: Any) -> Wiring:
    url = "https://{account}.freshdesk.com"
    return Wiring(url, "", "", session, secrets, lambda: datetime(2026, 10, 5, tzinfo=UTC), pace)


def test_a_desk_calls_with_its_own_tenants_key(
    http: responses.RequestsMock, wiring: Wiring, secrets: Any, pace: Any
) -> None:
    secrets.put("tenant:freshdesk-Acme", "api_key", {"key": "key-of-acme"})
    secrets.put("tenant:freshdesk-other", "api_key", {"key": "key-of-other"})
    http.get("https://acme.freshdesk.com/api/v2/tickets/4211/conversations", json=[])
    assert PLUGIN.desk(wiring, ACME).find_write("4211", "reply-1") is None
    given = requests.Request("GET", "https://x.example", auth=("key-of-acme", "X")).prepare().headers["Authorization"]
    assert http.calls[0].request.headers["Authorization"] == given
    assert [pool for pool, _, _ in pace.taken] == ["freshdesk:acme"]


@pytest.mark.parametrize("stored", [None, {}, {"key": ""}])
def test_a_desk_without_a_key_calls_nobody(
    http: responses.RequestsMock, wiring: Wiring, secrets: Any, pace: Any, stored: dict[str, str] | None
) -> None:
    if stored is not None:
        secrets.put("tenant:freshdesk-Acme", "api_key", stored)
    with pytest.raises(NotConnected, match="reconnect"):
        PLUGIN.desk(wiring, ACME).read_ticket("4211")
    assert len(http.calls) == 0
    assert pace.taken == []
