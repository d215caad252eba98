"""Joining a shop and a helpdesk: nothing is changed until both are proven, and every consent works once."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from connector.domain.errors import InvalidPolicy
from connector.domain.ids import TenantId
from connector.flow import install
from connector.flow.agent import view
from connector.flow.dues import poll_all
from connector.flow.install import CannotInstall
from connector.flow.receive import receive
from connector.flow.services import UnknownInstallation
from connector.ports.errors import Malformed, NotAuthentic, NotConnected, NotFound, Refused
from connector.ports.helpdesk import Agent, InvalidAccount
from connector.ports.probe import Probe
from connector.ports.store import Installation
from tests.fakes.install import signed
from tests.fakes.shop import FakeShop
from tests.fakes.world import POLICY, TENANT, FakeWorld, policy_with
from tests.flow.conftest import wants_refund

KEYS = {"base_url": "https://shop.example.test/", "token": "t0ken"}
NEW = TenantId("fake-newcomer")


def begun(world: FakeWorld, account: str = "newcomer") -> str:
    """Connect the shop, begin; return the state that the consent page brings back."""
    install.connect_shop(world.services, KEYS)
    url = install.begin(world.services, "fake", account, "https://shop.example.test", POLICY)
    return url.rsplit("=", 1)[1]


def found(world: FakeWorld, tenant: TenantId = NEW) -> Installation | None:
    with world.store.begin() as tx:
        return tx.tenants.get(tenant)


def nothing_joined(world: FakeWorld) -> None:
    assert (found(world), world.installer.connected) == (None, [])
    assert ("tenant:fake-newcomer", "webhook") not in world.secrets.values


def test_joins_shop_and_helpdesk(world: FakeWorld) -> None:
    made = install.complete(world.services, "fake", begun(world), "good-code")
    assert found(world) == made
    assert (made.id, made.account, made.service_user, made.webhook_id) == (NEW, "newcomer", "900", "hook-1")
    assert world.installer.connected == [(NEW, "https://retour.example.test/hooks/fake-newcomer")]
    assert world.secrets.values["tenant:fake-newcomer", "webhook"] == {"current": "first-secret"}


def test_a_shop_is_the_same_however_its_address_is_written(world: FakeWorld) -> None:
    one = install.connect_shop(world.services, KEYS)
    world.shop.url = "http://SHOP.example.test"
    assert install.connect_shop(world.services, {**KEYS, "base_url": "https://alias.example.test"}) == one
    world.shop.url = "https://other.example.test/"
    assert install.connect_shop(world.services, {**KEYS, "base_url": "https://other.example.test"}) != one


def test_keeps_no_credentials_of_a_shop_that_does_not_say_which_it_is(world: FakeWorld) -> None:
    world.shop.script.fail("base_url", NotConnected("403", missing="Magento_Backend::store"))
    with pytest.raises(CannotInstall, match="did not tell its own base URL"):
        install.connect_shop(world.services, KEYS)
    assert world.secrets.values == {}


class LackingShop(FakeShop):
    def probe(self) -> Probe:
        return Probe(ok=False, detail="403", missing=("Magento_Sales::creditmemo",))


def test_keeps_no_credentials_that_do_not_work(world: FakeWorld) -> None:
    services = replace(world.services, shop_with=lambda credentials: LackingShop(world.clock))
    with pytest.raises(CannotInstall, match="missing permissions: Magento_Sales::creditmemo"):
        install.connect_shop(services, KEYS)
    assert world.secrets.values == {}


def test_begins_nothing_with_a_policy_that_cannot_be_used(world: FakeWorld) -> None:
    install.connect_shop(world.services, KEYS)
    before = dict(world.secrets.values)
    with pytest.raises(InvalidPolicy):
        install.begin(world.services, "fake", "newcomer", KEYS["base_url"], "shop: only a name\n")
    assert world.secrets.values == before


def test_begins_nothing_without_a_shop(world: FakeWorld) -> None:
    with pytest.raises(CannotInstall, match="connect Magento first"):
        install.begin(world.services, "fake", "newcomer", KEYS["base_url"], POLICY)
    assert world.secrets.values == {}


def test_begins_nothing_for_a_name_no_account_can_have(world: FakeWorld) -> None:
    install.connect_shop(world.services, KEYS)
    before = dict(world.secrets.values)
    with pytest.raises(InvalidAccount):
        install.begin(world.services, "fake", "evil.example.com/", KEYS["base_url"], POLICY)
    assert world.secrets.values == before


def test_a_state_works_once(world: FakeWorld) -> None:
    state = begun(world)
    install.complete(world.services, "fake", state, "good-code")
    with pytest.raises(CannotInstall, match="done already"):
        install.complete(world.services, "fake", state, "good-code")
    assert len(world.installer.connected) == 1


def test_a_state_nobody_was_given_joins_nothing(world: FakeWorld) -> None:
    begun(world)
    with pytest.raises(CannotInstall, match="not begun here"):
        install.complete(world.services, "fake", "token-99", "good-code")
    nothing_joined(world)


def test_a_state_of_another_helpdesk_joins_nothing(world: FakeWorld) -> None:
    state = begun(world)
    with pytest.raises(CannotInstall):
        install.complete(world.services, "another", state, "good-code")
    nothing_joined(world)


def test_a_state_older_than_its_quarter_of_an_hour_joins_nothing(world: FakeWorld) -> None:
    state = begun(world)
    world.clock.advance(minutes=15)
    with pytest.raises(CannotInstall, match="15 minutes"):
        install.complete(world.services, "fake", state, "good-code")
    nothing_joined(world)


def test_a_code_that_is_refused_joins_nothing_and_spends_the_state(world: FakeWorld) -> None:
    state = begun(world)
    with pytest.raises(Refused):
        install.complete(world.services, "fake", state, "bad-code")
    nothing_joined(world)
    with pytest.raises(CannotInstall):
        install.complete(world.services, "fake", state, "good-code")


def test_the_state_itself_is_kept_nowhere(world: FakeWorld) -> None:
    state = begun(world)
    owner = f"install:{hashlib.sha256(state.encode()).hexdigest()[:32]}"
    assert (owner, "pending") in world.secrets.values
    assert state not in str(world.secrets.values)


def test_connecting_again_keeps_what_the_admin_set_and_the_secret_before(world: FakeWorld) -> None:
    install.complete(world.services, "fake", begun(world), "good-code")
    install.change(world.services, NEW, brake=True, app_installation="app-7")
    world.installer.hook_secret = "second-secret"
    made = install.complete(world.services, "fake", begun(world), "good-code")
    assert (made.brake, made.app_installation) == (True, "app-7")
    kept = world.secrets.values["tenant:fake-newcomer", "webhook"]
    assert kept == {"current": "second-secret", "previous": "first-secret"}
    assert receive(world.services, NEW, signed("first-secret", "d-1", "7001")) is True
    assert receive(world.services, NEW, signed("second-secret", "d-2", "7001")) is True


def test_connecting_again_with_the_same_secret_keeps_the_one_before(world: FakeWorld) -> None:
    for secret in ("first-secret", "second-secret", "second-secret"):
        world.installer.hook_secret = secret
        install.complete(world.services, "fake", begun(world), "good-code")
    kept = world.secrets.values["tenant:fake-newcomer", "webhook"]
    assert kept == {"current": "second-secret", "previous": "first-secret"}


def test_a_policy_that_cannot_be_used_leaves_the_one_in_force(world: FakeWorld) -> None:
    before = found(world, TENANT)
    with pytest.raises(InvalidPolicy):
        install.set_policy(world.services, TENANT, POLICY.replace("days: 30 ", "days: 3 "))
    assert found(world, TENANT) == before


def test_earlier_policies_are_kept(world: FakeWorld) -> None:
    before = found(world, TENANT)
    assert before is not None
    policy = install.set_policy(world.services, TENANT, policy_with(("share: 100", "share: 10")))
    after = found(world, TENANT)
    assert after is not None
    assert after.policy_hash == policy.hash != before.policy_hash
    with world.store.begin() as tx:
        assert tx.tenants.policy(before.policy_hash) == POLICY


def test_nothing_is_changed_for_an_installation_that_is_not_there(world: FakeWorld) -> None:
    with pytest.raises(UnknownInstallation):
        install.set_policy(world.services, NEW, POLICY)
    with pytest.raises(UnknownInstallation):
        install.change(world.services, NEW, brake=True)
    with pytest.raises(NotFound):
        install.uninstall(world.services, NEW)
    nothing_joined(world)
    assert world.installer.disconnected == []


def test_nothing_more_moves_once_uninstalled(world: FakeWorld) -> None:
    order = world.shop.place("camille@example.com", {"BOL-01": 1})
    ticket = world.writes("camille@example.com", wants_refund(order))
    world.read()
    install.uninstall(world.services, TENANT)
    world.wait(minutes=10)
    assert world.installer.disconnected == [TENANT]
    assert (world.states(ticket), world.ledger()) == (["money superseded"], [("void", "28.80 EUR")])
    assert (world.shop.writes, world.desk.written) == (0, [])


def test_an_uninstalled_account_is_neither_read_nor_asked_nor_shown(world: FakeWorld) -> None:
    ticket = world.writes("camille@example.com", "Bonjour, je souhaite être remboursée.")
    install.uninstall(world.services, TENANT)
    poll_all(world.services)
    world.work()
    assert (world.desk.script.calls["read_ticket"], world.desk.script.calls["changed_since"]) == (0, 0)
    assert (world.waiting_tickets(), world.desk.written) == (0, [])
    with pytest.raises(UnknownInstallation):
        view(world.services, TENANT, ticket, Agent("1", verified=True), None)


def test_one_spelling_of_an_account_is_one_tenant(world: FakeWorld) -> None:
    made = install.complete(world.services, "fake", begun(world, " NewComer "), "good-code")
    assert (made.id, made.account) == (NEW, "newcomer")


def test_connecting_again_after_uninstalling_lets_go_of_the_brake_it_pulled(world: FakeWorld) -> None:
    install.complete(world.services, "fake", begun(world), "good-code")
    install.uninstall(world.services, NEW)
    gone = found(world)
    again = install.complete(world.services, "fake", begun(world), "good-code")
    assert gone is not None
    assert [(each.connected, each.brake) for each in (gone, again)] == [(False, True), (True, False)]


def test_whoever_still_calls_after_uninstalling_is_turned_away(world: FakeWorld) -> None:
    for name, value in (("webhook", {"current": "s3cret"}), ("app", {"hash": "1"}), ("cards", {"secret": "c"})):
        world.secrets.put(f"tenant:{TENANT}", name, value)
    install.uninstall(world.services, TENANT)
    assert [world.secrets.get(f"tenant:{TENANT}", name) for name in ("webhook", "app", "cards")] == [{}, {}, {}]


def test_publishes_every_text_that_makes_sense_by_hand_in_every_language(world: FakeWorld) -> None:
    count = install.publish_templates(world.services, TENANT)
    languages = world.services.replies.languages
    assert count == len(install.BY_HAND) * len(languages)
    assert {each.title for each in world.installer.published} == {
        f"{title} ({language})" for title in install.BY_HAND.values() for language in languages
    }


def waiting(world: FakeWorld) -> int:
    return world.waiting_tickets()


def test_keeps_a_genuine_delivery_once(world: FakeWorld) -> None:
    world.secrets.put(f"tenant:{TENANT}", "webhook", {"current": "s3cret"})
    hook = signed("s3cret", "d-1", "7001")
    assert [receive(world.services, TENANT, hook) for _ in range(3)] == [True, False, False]
    assert waiting(world) == 1
    assert world.desk.script.calls.total() == 0


@pytest.mark.parametrize("known", [{}, {"current": "another"}])
def test_keeps_nothing_that_does_not_prove_itself(world: FakeWorld, known: dict[str, str]) -> None:
    if known:
        world.secrets.put(f"tenant:{TENANT}", "webhook", known)
    with pytest.raises(NotAuthentic):
        receive(world.services, TENANT, signed("s3cret", "d-1", "7001"))
    assert (waiting(world), world.wakes) == (0, [])


def test_keeps_nothing_for_an_installation_that_is_not_there(world: FakeWorld) -> None:
    world.secrets.put(f"tenant:{NEW}", "webhook", {"current": "s3cret"})
    with pytest.raises(UnknownInstallation):
        receive(world.services, NEW, signed("s3cret", "d-1", "7001"))
    assert waiting(world) == 0


def test_keeps_no_delivery_that_names_no_ticket(world: FakeWorld) -> None:
    world.secrets.put(f"tenant:{TENANT}", "webhook", {"current": "s3cret"})
    with pytest.raises(Malformed):
        receive(world.services, TENANT, signed("s3cret", "d-1", ""))
    assert waiting(world) == 0
