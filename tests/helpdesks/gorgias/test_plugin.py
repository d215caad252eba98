"""What Gorgias declares it can do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import responses
from responses import matchers

from connector.domain.ids import ShopId, TenantId
from connector.helpdesks.gorgias import PLUGIN
from connector.helpdesks.gorgias.tickets import GorgiasHelpdesk
from connector.ports.errors import NotAuthentic
from connector.ports.helpdesk import Capabilities, Helpdesk
from connector.ports.store import Installation
from connector.tokens import TokenPair
from connector.wiring import Wiring

INSTALLATION = Installation(
    id=TenantId("gorgias-acme"),
    helpdesk="gorgias",
    account="acme",
    base_url="https://acme.gorgias.com",
    shop=ShopId("shop-1"),
    shop_url="https://shop.example",
    service_user="387654480",
    policy_hash="p",
)


def test_plugin_and_port_declare_the_same(desk: GorgiasHelpdesk) -> None:
    port: Helpdesk = desk
    able = Capabilities(
        signed=False,
        delivery_ids=False,
        sender_verdict=False,
        machine_mail=True,
        conflict_check=False,
        key_in_write=True,
        one_call=False,
        additive_tags=True,
        consent=True,
        framed=False,
        proves_agent=False,
    )
    assert (PLUGIN.name, PLUGIN.capabilities, port.capabilities) == ("gorgias", able, able)


def test_proves_no_agent() -> None:
    with pytest.raises(NotAuthentic):
        PLUGIN.agent("anything", "acme", "1", "key", datetime(2026, 11, 2, tzinfo=UTC))


def test_a_desk_reads_with_the_installation_s_own_token_and_knows_its_mailboxes(
    http: responses.RequestsMock, wiring: Wiring, secrets: Any, clock: Any, sample: Any
) -> None:
    pair = TokenPair("stored-access", "r", clock.now, None)
    secrets.values["tenant:gorgias-acme", "oauth"] = pair.stored()
    secrets.values["tenant:gorgias-acme", "mailboxes"] = {"addresses": "support@acme-store.test\nhelp@acme-store.test"}
    ticket = sample("ticket_read__mail") | {"integrations": []}
    ticket["messages"][0]["source"]["cc"] = [{"name": "", "address": "Help@acme-store.test"}]
    token = matchers.header_matcher({"Authorization": "Bearer stored-access"})
    http.get("https://acme.gorgias.com/api/tickets/86538298", json=ticket, match=[token])
    read = PLUGIN.desk(wiring, INSTALLATION).read_ticket("86538298")
    assert (read.id, read.participants) == ("86538298", 0)


def test_a_desk_needs_the_number_of_its_user(wiring: Wiring) -> None:
    with pytest.raises(ValueError, match="number"):
        GorgiasHelpdesk(PLUGIN.installer(wiring).account("t", "acme"), "../x", frozenset)  # type: ignore[attr-defined]
