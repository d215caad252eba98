"""A delivery is authenticated with what is remembered, and refused only by what is so at this moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connector.domain.ids import TenantId
from connector.flow.receive import receive
from connector.flow.senders import HOOK_SECRETS, REMEMBERED
from connector.flow.services import UnknownInstallation
from connector.ports.errors import NotAuthentic
from connector.ports.store import Installation
from connector.storage.tables import installations
from tests.fakes.install import signed
from tests.fakes.world import SHOP, SHOP_URL, TENANT, FakeWorld

OWNER = f"tenant:{TENANT}"
NEW = TenantId("fake-newcomer")


@pytest.fixture(autouse=True)
def secret(world: FakeWorld) -> None:
    world.secrets.put(OWNER, HOOK_SECRETS, {"current": "s3cret"})


@pytest.fixture
def reads(world: FakeWorld, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Owners whose secrets were read."""
    seen: list[str] = []
    get = world.secrets.get

    def counting(owner: str, name: str) -> object:
        seen.append(owner)
        return get(owner, name)

    monkeypatch.setattr(world.secrets, "get", counting)
    return seen


def install_newcomer(world: FakeWorld) -> None:
    with world.store.begin() as tx:
        known = tx.tenants.get(TENANT)
        assert known is not None
        base = "https://newcomer.example.test"
        tx.tenants.put(
            Installation(NEW, "fake", "newcomer", base, SHOP, SHOP_URL, "900", known.policy_hash), world.clock()
        )
    world.secrets.put(f"tenant:{NEW}", HOOK_SECRETS, {"current": "newcomers"})


def uninstall(world: FakeWorld) -> None:
    world.secrets.put(OWNER, HOOK_SECRETS, {})


def test_reads_the_secrets_once_in_a_while(world: FakeWorld, reads: list[str]) -> None:
    for number in range(5):
        receive(world.services, TENANT, signed("s3cret", f"d-{number}", "7001"))
    assert reads == [OWNER]
    world.clock.advance(REMEMBERED.total_seconds())
    receive(world.services, TENANT, signed("s3cret", "d-9", "7001"))
    assert reads == [OWNER, OWNER]
    assert world.waiting_tickets() == 6


def test_takes_a_secret_that_was_changed_just_now(world: FakeWorld) -> None:
    assert receive(world.services, TENANT, signed("s3cret", "d-1", "7001")) is True
    world.secrets.put(OWNER, HOOK_SECRETS, {"current": "newer"})
    assert receive(world.services, TENANT, signed("newer", "d-2", "7001")) is True
    with pytest.raises(NotAuthentic):
        receive(world.services, TENANT, signed("s3cret", "d-3", "7001"))
    assert world.waiting_tickets() == 2


def test_takes_an_installation_that_was_made_just_now(world: FakeWorld) -> None:
    with pytest.raises(UnknownInstallation):
        receive(world.services, NEW, signed("newcomers", "d-1", "7001"))
    install_newcomer(world)
    assert receive(world.services, NEW, signed("newcomers", "d-1", "7001")) is True


def test_refuses_what_is_not_signed_after_looking_again(world: FakeWorld, reads: list[str]) -> None:
    receive(world.services, TENANT, signed("s3cret", "d-1", "7001"))
    with pytest.raises(NotAuthentic):
        receive(world.services, TENANT, signed("guessed", "d-2", "7001"))
    assert reads == [OWNER, OWNER]
    assert (world.waiting_tickets(), len(world.wakes)) == (1, 1)


def test_refuses_an_uninstalled_tenant_within_seconds(world: FakeWorld) -> None:
    receive(world.services, TENANT, signed("s3cret", "d-1", "7001"))
    uninstall(world)
    world.clock.advance(REMEMBERED.total_seconds())
    with pytest.raises(NotAuthentic):
        receive(world.services, TENANT, signed("s3cret", "d-2", "7001"))
    assert world.waiting_tickets() == 1


def test_forgets_an_installation_that_is_gone(world: FakeWorld) -> None:
    install_newcomer(world)
    receive(world.services, NEW, signed("newcomers", "d-1", "7001"))
    with world.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.exec_driver_sql("DELETE FROM inbox")
        connection.execute(installations.delete().where(installations.c.id == NEW))
    world.clock.advance(REMEMBERED.total_seconds())
    for _ in range(2):
        with pytest.raises(UnknownInstallation):
            receive(world.services, NEW, signed("newcomers", "d-2", "7001"))
    assert world.services.senders.remembered(NEW, world.clock()) is None


def test_does_not_trust_what_is_remembered_when_the_clock_went_back(world: FakeWorld, reads: list[str]) -> None:
    receive(world.services, TENANT, signed("s3cret", "d-1", "7001"))
    receive(world.services, TENANT, signed("s3cret", "d-2", "7001"))
    world.clock.now -= timedelta(hours=1)
    receive(world.services, TENANT, signed("s3cret", "d-3", "7001"))
    assert reads == [OWNER, OWNER]


def test_never_accepts_by_another_tenants_secrets(world: FakeWorld) -> None:
    install_newcomer(world)
    receive(world.services, TENANT, signed("s3cret", "d-1", "7001"))
    receive(world.services, NEW, signed("newcomers", "d-1", "7001"))
    for tenant, secret in ((TENANT, "newcomers"), (NEW, "s3cret")):
        with pytest.raises(NotAuthentic):
            receive(world.services, tenant, signed(secret, "d-2", "7001"))
    assert world.waiting_tickets() == 2


def test_rings_once_for_what_is_new_and_not_for_repeats(world: FakeWorld) -> None:
    for _ in range(3):
        receive(world.services, TENANT, signed("s3cret", "d-1", "7001"))
    assert len(world.wakes) == 1
