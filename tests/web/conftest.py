"""The real application with two installations in its database, each with its own webhook secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.domain.ids import ShopId, TenantId
from connector.domain.policy_text import read_policy
from connector.flow.senders import HOOK_SECRETS
from connector.ports.store import Installation
from connector.settings import Settings
from tests.conftest import ROOT

NOW = datetime(2026, 11, 12, 9, 15, 10, tzinfo=UTC)
POLICY = (ROOT / "connector" / "policies" / "fr.yaml").read_text(encoding="utf-8")
SECRET = "cmV0b3VyLWV4YW1wbGUtc2lnbmluZy1zZWNyZXQtMDA="  # of the recorded delivery
SISTERS_SECRET = "c2lzdGVyLXNpZ25pbmctc2VjcmV0LTAwMDAwMDAwMDA="
ACME = Installation(
    id=TenantId("zendesk-acme"),
    helpdesk="zendesk",
    account="acme",
    base_url="https://acme.zendesk.com",
    shop=ShopId("shop-1"),
    shop_url="https://shop.example.test",
    service_user="900",
    policy_hash=read_policy(POLICY).hash,
)
SISTER = replace(ACME, id=TenantId("zendesk-sister"), account="sister", base_url="https://sister.zendesk.com")


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def application(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Application]:
    settings = Settings(
        data_dir=str(tmp_path / "data"),
        database_url=database_url,
        public_url="https://retour.example.test",
        zendesk_client_id="retour",
        zendesk_client_secret="client-secret",
    )
    made = build(settings, clock)
    with made.services.store.begin() as tx:
        tx.tenants.put_policy(ACME.policy_hash, POLICY, NOW)
        tx.tenants.put(ACME, NOW)
        tx.tenants.put(SISTER, NOW)
    for installation, secret in ((ACME, SECRET), (SISTER, SISTERS_SECRET)):
        made.box.put(f"tenant:{installation.id}", HOOK_SECRETS, {"current": secret})
    yield made
    made.engine.dispose()


@pytest.fixture
def client(application: Application) -> FlaskClient:
    return create_app(application).test_client()


@pytest.fixture
def recorded() -> dict[str, Any]:
    """A delivery as Zendesk sent it: `headers` and `raw_body`."""
    path = ROOT / "tests" / "helpdesks" / "zendesk" / "fixtures" / "webhook_delivery__ticket_created.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
