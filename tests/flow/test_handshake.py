"""Connecting a shop by its own activation: announced, proven, kept; in any other case nothing is called or kept."""

from __future__ import annotations

import hashlib

import pytest

from connector.flow import handshake, install
from connector.flow.handshake import Announced, Landing, NotProven, TooSoon
from connector.flow.install import CannotInstall
from connector.ports.errors import Malformed, NotFound, ReadFailed, Refused
from tests.fakes.world import FakeWorld

SHOP = "https://shop.example.test/"
KEY, SECRET, VERIFIER = "k" * 32, "s" * 32, "v" * 32
POSTED = {
    "oauth_consumer_key": KEY,
    "oauth_consumer_secret": SECRET,
    "oauth_verifier": VERIFIER,
    "store_base_url": SHOP,
}
BACK = "https://shop.example.test/admin_x1/integration/loginSuccessCallback/"


class Once:
    """`first` that remembers; `free` forgets."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, name: str) -> bool:
        new = name not in self.seen
        self.seen.add(name)
        return new

    def free(self) -> None:
        self.seen.clear()


@pytest.fixture
def first() -> Once:
    return Once()


def announced(world: FakeWorld, url: str = SHOP) -> str:
    """Return the token."""
    return handshake.announce(world.services, url).callback.rsplit("/", 1)[1]


def shops(world: FakeWorld) -> dict[tuple[str, str], dict[str, str]]:
    """What is kept of shops: credentials, and under which address they are found."""
    kept = world.secrets.values.items()
    return {key: dict(value) for key, value in kept if key[0].startswith(("shop:", "url:"))}


def test_an_announcement_gives_two_addresses_with_one_token(world: FakeWorld) -> None:
    assert handshake.announce(world.services, SHOP) == Announced(
        "https://retour.example.test/magento/callback/token-1", "https://retour.example.test/magento/identity/token-1"
    )
    assert handshake.announce(world.services, SHOP).callback.endswith("/token-2")
    assert shops(world) == {}


def test_the_token_itself_is_kept_nowhere(world: FakeWorld, first: Once) -> None:
    token = announced(world)
    handshake.accept(world.services, first, token, POSTED)
    owner = f"magento:{hashlib.sha256(token.encode()).hexdigest()[:32]}"
    assert (owner, "announced") in world.secrets.values
    assert "'token-1'" not in str({key: value for key, value in world.secrets.values.items() if key[0] == owner})
    assert not any(token in "".join(key) for key in world.secrets.values)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example.test",
        "ftp://shop.example.test/",
        "https://",
        "https://shop.example.test/?x=1",
        "https://shop.example.test/#x",
        "https://user:password@shop.example.test/",
        "https://shop.example.test:99999/",
        "https://shop.example.test:x/",
        "https://[::1/",
        "https://shop.example.test/a b",
        "https://shop.example.test\\@evil.example.test/",
    ],
)
def test_expects_nothing_from_an_address_that_is_none(world: FakeWorld, url: str) -> None:
    with pytest.raises(CannotInstall, match="the shop's address"):
        handshake.announce(world.services, url)
    assert world.secrets.values == {}


def test_connects_the_announced_shop(world: FakeWorld, first: Once) -> None:
    shop = handshake.accept(world.services, first, announced(world), POSTED)
    assert shop == install.shop_id(SHOP) == install.shop_at(world.services, "http://shop.example.test")
    assert shops(world) == {
        (f"shop:{shop}", "magento"): {
            "base_url": SHOP,
            "consumer_key": KEY,
            "consumer_secret": SECRET,
            "access_token": "token-1",
            "access_token_secret": "secret-1",
        },
        (f"url:{shop}", "shop"): {"id": shop},
    }
    assert world.proving.asked == [(SHOP, KEY)]


def test_calls_the_announced_address_and_never_the_claimed_one(world: FakeWorld, first: Once) -> None:
    """`http` where `https` was announced would send the token in the clear."""
    token = announced(world)
    handshake.accept(world.services, first, token, {**POSTED, "store_base_url": "http://SHOP.example.test"})
    assert world.proving.asked == [(SHOP, KEY)]


def refused(world: FakeWorld, first: Once, token: str, posted: dict[str, str], error: type[Exception]) -> Exception:
    """Try, and prove that nothing that was kept changed."""
    before = dict(world.secrets.values)
    with pytest.raises(error) as caught:
        handshake.accept(world.services, first, token, posted)
    assert world.secrets.values == before
    return caught.value


@pytest.mark.parametrize("token", ["token-99", "", "token-1\x00"])
def test_a_shop_that_nobody_announced_is_not_connected(world: FakeWorld, first: Once, token: str) -> None:
    announced(world)
    refused(world, first, token, POSTED, NotFound)
    assert (world.proving.asked, first.seen) == ([], set())


def test_an_announcement_is_good_for_a_day(world: FakeWorld, first: Once) -> None:
    token, late = announced(world), announced(world)
    world.clock.advance(86_400 - 60)
    handshake.accept(world.services, first, token, POSTED)
    world.clock.advance(60)
    refused(world, first, late, POSTED, NotFound)
    with pytest.raises(NotFound):
        handshake.landing(world.services, late, KEY, BACK)
    assert len(world.proving.asked) == 1


@pytest.mark.parametrize(
    "changed",
    [
        *({name: value} for name in ("oauth_consumer_key", "oauth_consumer_secret", "oauth_verifier") for value in (
            "", "k" * 31, "k" * 33, "é" * 32, "k" * 31 + "\n", "k" * 31 + " "
        )),
        {"store_base_url": ""},
        {"store_base_url": "https://shop.example.test/" + "x" * 2000},
        {"store_base_url": "https://shop.example.test:99999/"},
        {"store_base_url": "https://[::1/"},
    ],
)  # fmt: skip
def test_what_magento_never_posts_is_turned_down(world: FakeWorld, first: Once, changed: dict[str, str]) -> None:
    refused(world, first, announced(world), {**POSTED, **changed}, Malformed)
    assert (world.proving.asked, first.seen) == ([], set())


@pytest.mark.parametrize("name", list(POSTED))
def test_a_post_that_lacks_something_is_turned_down(world: FakeWorld, first: Once, name: str) -> None:
    posted = {key: value for key, value in POSTED.items() if key != name}
    refused(world, first, announced(world), posted, Malformed)
    assert world.proving.asked == []


@pytest.mark.parametrize(
    "claimed",
    ["https://evil.example.test/", "https://shop.example.test:8443/", "https://shop.example.test/other/", "x"],
)
def test_another_shop_than_the_announced_is_not_asked(world: FakeWorld, first: Once, claimed: str) -> None:
    posted = {**POSTED, "store_base_url": claimed}
    error = refused(world, first, announced(world), posted, NotProven)
    assert isinstance(error, NotProven)
    assert error.code == "other_shop"
    assert (world.proving.asked, first.seen) == ([], set())


def test_a_shop_that_takes_itself_for_another_one_replaces_nothing(world: FakeWorld, first: Once) -> None:
    """Its own store view claims the address of a shop that is connected: that one's credentials stay."""
    handshake.accept(world.services, first, announced(world), POSTED)
    evil = "https://evil.example.test/"
    token = announced(world, evil)
    error = refused(world, first, token, {**POSTED, "store_base_url": evil}, NotProven)
    assert isinstance(error, NotProven)
    assert error.code == "other_base_url"


def test_an_address_that_is_none_proves_nothing(world: FakeWorld, first: Once) -> None:
    world.shop.url = "https://shop.example.test:99999/"
    refused(world, first, announced(world), POSTED, Malformed)


def test_a_shop_that_refuses_the_trade_is_not_connected(world: FakeWorld, first: Once) -> None:
    world.proving.error = Refused("expired", "press Activate again")
    error = refused(world, first, announced(world), POSTED, NotProven)
    assert isinstance(error, NotProven)
    assert (error.code, str(error)) == ("expired", "expired: press Activate again")


def test_a_silent_shop_is_not_connected_and_may_try_again(world: FakeWorld, first: Once) -> None:
    token = announced(world)
    world.proving.error = ReadFailed("the shop did not answer in time")
    refused(world, first, token, POSTED, ReadFailed)
    world.proving.error = None
    first.free()
    assert handshake.accept(world.services, first, token, POSTED) == install.shop_id(SHOP)


def test_one_try_at_a_time_for_each_announcement(world: FakeWorld, first: Once) -> None:
    token, other = announced(world), announced(world)
    handshake.accept(world.services, first, token, POSTED)
    refused(world, first, token, POSTED, TooSoon)
    assert len(world.proving.asked) == 1
    handshake.accept(world.services, first, other, POSTED)
    assert len(world.proving.asked) == 2


# --- again ------------------------------------------------------------------------------------------------------------


def test_reauthorize_replaces_the_token_long_after(world: FakeWorld, first: Once) -> None:
    token = announced(world)
    shop = handshake.accept(world.services, first, token, POSTED)
    world.clock.advance(days=400)
    first.free()
    again = {**POSTED, "oauth_verifier": "w" * 32}
    assert handshake.accept(world.services, first, token, again) == shop
    assert shops(world)[f"shop:{shop}", "magento"]["access_token"] == "token-2"


def test_another_integration_does_not_take_over_an_announcement(world: FakeWorld, first: Once) -> None:
    token = announced(world)
    handshake.accept(world.services, first, token, POSTED)
    first.free()
    error = refused(world, first, token, {**POSTED, "oauth_consumer_key": "o" * 32}, NotProven)
    assert isinstance(error, NotProven)
    assert error.code == "other_consumer"
    assert len(world.proving.asked) == 1


def test_a_reauthorisation_that_fails_leaves_what_there_is(world: FakeWorld, first: Once) -> None:
    token = announced(world)
    handshake.accept(world.services, first, token, POSTED)
    first.free()
    world.proving.error = Refused("signature", "x")
    refused(world, first, token, POSTED, NotProven)


def test_an_integration_made_anew_is_connected_by_a_new_announcement(world: FakeWorld, first: Once) -> None:
    shop = handshake.accept(world.services, first, announced(world), POSTED)
    posted = {**POSTED, "oauth_consumer_key": "o" * 32}
    assert handshake.accept(world.services, first, announced(world), posted) == shop
    assert shops(world)[f"shop:{shop}", "magento"]["consumer_key"] == "o" * 32


# --- the browser ------------------------------------------------------------------------------------------------------


def test_the_browser_goes_back_to_the_shop_once_it_is_connected(world: FakeWorld, first: Once) -> None:
    token = announced(world)
    assert handshake.landing(world.services, token, KEY, BACK) == Landing(connected=False)
    handshake.accept(world.services, first, token, POSTED)
    assert handshake.landing(world.services, token, KEY, BACK) == Landing(connected=True, target=BACK)


@pytest.mark.parametrize("key", ["", "o" * 32, "é" * 32])
def test_the_browser_of_another_integration_goes_nowhere(world: FakeWorld, first: Once, key: str) -> None:
    token = announced(world)
    handshake.accept(world.services, first, token, POSTED)
    assert handshake.landing(world.services, token, key, BACK) == Landing(connected=False)


def test_nobody_lands_without_an_announcement(world: FakeWorld) -> None:
    with pytest.raises(NotFound):
        handshake.landing(world.services, "token-1", KEY, BACK)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "/admin/",
        "//evil.example.test/",
        "https://evil.example.test/",
        "http://shop.example.test/",
        "https://shop.example.test:8443/",
        "https://shop.example.test:99999/",
        "https://shop.example.test.evil.example.test/",
        "https://shop.example.test@evil.example.test/",
        "https://evil.example.test\\@shop.example.test/",
        "https://shop.example.test\\.evil.example.test/",
        "https:/shop.example.test/",
        "https:shop.example.test",
        " https://shop.example.test/",
        "https://shop.example.test/\nSet-Cookie: x",
        "https://shop.example.test/\t",
        "https://shop.example.test/é",
        "javascript:alert(1)//shop.example.test/",
        "https://shop.example.test/" + "x" * 2000,
    ],
)
def test_the_browser_is_sent_to_no_other_place(world: FakeWorld, first: Once, target: str) -> None:
    token = announced(world)
    handshake.accept(world.services, first, token, POSTED)
    assert handshake.landing(world.services, token, KEY, target) == Landing(connected=True, target=None)


@pytest.mark.parametrize(
    ("shop", "target", "goes"),
    [
        ("http://shop.example.test/", "https://shop.example.test/admin/", True),
        ("http://shop.example.test/", "http://shop.example.test:80/admin/", True),
        ("https://shop.example.test/", "https://SHOP.example.test:443/admin/", True),
        ("https://shop.example.test/", "https://shop.example.test", True),
        ("http://shop.example.test:8080/", "https://shop.example.test/admin/", False),
        ("http://shop.example.test:8080/", "http://shop.example.test:8080/admin/", True),
    ],
)
def test_the_shops_own_origin(world: FakeWorld, first: Once, shop: str, target: str, goes: bool) -> None:
    world.shop.url = shop
    token = announced(world, shop)
    handshake.accept(world.services, first, token, {**POSTED, "store_base_url": shop})
    assert handshake.landing(world.services, token, KEY, target).target == (target if goes else None)
