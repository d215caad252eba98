"""The end of an installation: a state that we gave out is good once and for fifteen minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from connector.app import create_app
from connector.bootstrap import Application
from connector.domain.ids import TenantId
from connector.flow.install import PENDING_MINUTES, begin, connect_shop, shop_id
from connector.ports.errors import ReadFailed, Refused
from connector.ports.helpdesk import Connected, Template
from connector.ports.probe import Probe
from connector.ports.shop import Shop
from connector.ports.store import Installation
from tests.web.conftest import ACME, POLICY, SISTER, Clock

SHOP = "https://boutique.example.test"
NEW = TenantId("zendesk-nouvelle")


@dataclass
class FakeInstaller:
    """An account whose admin always consents; `error` is raised instead."""

    error: Exception | None = None
    codes: list[str] = field(default_factory=list)

    def authorize_url(self, account: str, redirect_uri: str, state: str, verifier: str) -> str:
        return f"https://{account}.example.test/consent?state={state}&redirect_uri={redirect_uri}"

    def connect(
        self, tenant: str, account: str, code: str, redirect_uri: str, verifier: str, endpoint: str
    ) -> Connected:
        self.codes.append(code)
        if self.error is not None:
            raise self.error
        return Connected(f"https://{account}.zendesk.com", "901", "wh-1", f"secret-of-{tenant}")

    def probe(self, tenant: str, account: str) -> Probe:
        raise NotImplementedError

    def publish(self, tenant: str, account: str, templates: Sequence[Template]) -> int:
        raise NotImplementedError

    def disconnect(self, tenant: str, account: str, endpoint: str) -> None:
        raise NotImplementedError


@pytest.fixture
def installer() -> FakeInstaller:
    return FakeInstaller()


class FakeShop:
    """A shop that knows its own address."""

    def probe(self) -> Probe:
        return Probe(True, "fine")

    def base_url(self) -> str:
        return SHOP


@pytest.fixture
def joining(application: Application, installer: FakeInstaller) -> Application:
    """The application with an installer that needs no network, and a shop that is connected."""
    services = replace(application.services, installer=lambda _: installer, shop_with=lambda _: cast(Shop, FakeShop()))
    connect_shop(services, {"base_url": SHOP, "token": "t"})
    return replace(application, services=services)


@pytest.fixture
def client(joining: Application) -> FlaskClient:
    return create_app(joining).test_client()


@pytest.fixture
def state(joining: Application) -> str:
    """What the helpdesk sends back with the code."""
    url = begin(joining.services, "zendesk", "nouvelle", SHOP, POLICY)
    return parse_qs(urlsplit(url).query)["state"][0]


def installations(application: Application) -> list[str]:
    with application.services.store.begin() as tx:
        return [each.id for each in tx.tenants.all()]


def test_connects(client: FlaskClient, joining: Application, installer: FakeInstaller, state: str) -> None:
    answer = client.get(f"/install/zendesk/callback?state={state}&code=c-1")
    assert answer.status_code == 200
    assert "connected to nouvelle" in answer.text
    with joining.services.store.begin() as tx:
        found = tx.tenants.get(NEW)
    assert found == Installation(
        id=NEW,
        helpdesk="zendesk",
        account="nouvelle",
        base_url="https://nouvelle.zendesk.com",
        shop=shop_id(SHOP),
        shop_url=SHOP,
        service_user="901",
        policy_hash=ACME.policy_hash,
        webhook_id="wh-1",
    )
    assert joining.box.get(f"tenant:{NEW}", "webhook") == {"current": "secret-of-zendesk-nouvelle"}
    assert installer.codes == ["c-1"]


def test_a_state_works_once(client: FlaskClient, joining: Application, installer: FakeInstaller, state: str) -> None:
    assert client.get(f"/install/zendesk/callback?state={state}&code=c-1").status_code == 200
    again = client.get(f"/install/zendesk/callback?state={state}&code=c-2")
    assert (again.status_code, again.get_json()["error"]) == (400, "CannotInstall")
    assert installer.codes == ["c-1"]


@pytest.mark.parametrize(
    "query",
    ["", "state=guessed&code=c", "state=&code=c", "code=c", "error=access_denied", "state=%00&code=c"],
)
def test_refuses_what_was_not_begun_here(
    client: FlaskClient, joining: Application, installer: FakeInstaller, query: str
) -> None:
    answer = client.get(f"/install/zendesk/callback?{query}")
    assert (answer.status_code, answer.get_json()["error"]) == (400, "CannotInstall")
    assert installations(joining) == [ACME.id, SISTER.id]
    assert installer.codes == []


def test_refuses_a_state_without_its_code_and_keeps_it_good(
    client: FlaskClient, installer: FakeInstaller, state: str
) -> None:
    assert client.get(f"/install/zendesk/callback?state={state}").status_code == 400
    assert client.get(f"/install/zendesk/callback?state={state}&error=access_denied").status_code == 400
    assert installer.codes == []
    assert client.get(f"/install/zendesk/callback?state={state}&code=c-1").status_code == 200


def test_refuses_a_state_of_another_helpdesk(
    client: FlaskClient, joining: Application, installer: FakeInstaller, state: str
) -> None:
    assert client.get(f"/install/gorgias/callback?state={state}&code=c-1").status_code == 400
    assert installations(joining) == [ACME.id, SISTER.id]
    assert installer.codes == []


def test_a_state_is_good_for_fifteen_minutes(
    client: FlaskClient, joining: Application, installer: FakeInstaller, state: str, clock: Clock
) -> None:
    clock.now += timedelta(minutes=PENDING_MINUTES, microseconds=1)
    assert client.get(f"/install/zendesk/callback?state={state}&code=c-1").status_code == 400
    clock.now -= timedelta(minutes=1)
    assert client.get(f"/install/zendesk/callback?state={state}&code=c-1").status_code == 400  # used up
    assert installations(joining) == [ACME.id, SISTER.id]
    assert installer.codes == []


@pytest.mark.parametrize(
    ("error", "status"),
    [(ReadFailed("token-123 at https://nouvelle"), 503), (Refused("invalid_grant", "token-123"), 502)],
)
def test_what_the_helpdesk_said_is_not_shown(
    client: FlaskClient, joining: Application, installer: FakeInstaller, state: str, error: Exception, status: int
) -> None:
    installer.error = error
    answer = client.get(f"/install/zendesk/callback?state={state}&code=c-1")
    assert answer.status_code == status
    assert "token-123" not in answer.text
    assert installations(joining) == [ACME.id, SISTER.id]
    assert joining.box.get(f"tenant:{NEW}", "webhook") is None


def test_the_state_itself_is_not_stored(joining: Application, state: str, database_url: str) -> None:
    with joining.engine.begin() as connection:
        owners = [row.owner for row in connection.exec_driver_sql("SELECT owner FROM secrets")]
    assert len([each for each in owners if each.startswith("install:")]) == 1
    assert not any(state in each for each in owners)
