"""`retour connect magento` and `retour doctor` on a shop: what they print, and with which status they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connector.cli import main
from connector.magento.probe import GOOD
from sandbox.magento import Shop, create_app
from sandbox.serving import serve

CALLBACK = re.compile(r"Callback URL: +https://retour\.example\.test/magento/callback/([\w-]{43})\n")
IDENTITY = re.compile(r"Identity link URL: +https://retour\.example\.test/magento/identity/([\w-]{43})\n")


@pytest.fixture
def shop() -> Iterator[tuple[Shop, str]]:
    """A stand-in and its address."""
    made = Shop()
    with serve(create_app(made)) as server:
        made.base_url = server.url
        yield made, server.url


def retour(tmp_path: Path, *arguments: str, public_url: str = "https://retour.example.test") -> Result:
    settings = {
        "RETOUR_DATA_DIR": str(tmp_path),
        "RETOUR_PUBLIC_URL": public_url,
        "RETOUR_ALLOW_PRIVATE_HOSTS": "yes",
    }
    return CliRunner().invoke(main, list(arguments), env=settings)


@pytest.fixture(autouse=True)
def _migrated(tmp_path: Path) -> None:
    assert retour(tmp_path, "migrate").exit_code == 0


def keys(shop: Shop) -> list[str]:
    token = shop.access.grant()
    return [
        *("--consumer-key", token.consumer_key, "--consumer-secret", token.consumer_secret),
        *("--access-token", token.access_token, "--access-token-secret", token.access_token_secret),
    ]


def test_without_keys_prints_the_two_addresses_to_enter(tmp_path: Path) -> None:
    done = retour(tmp_path, "connect", "magento", "https://shop.example.test/")
    assert done.exit_code == 0
    callback, identity = CALLBACK.search(done.stdout), IDENTITY.search(done.stdout)
    assert callback is not None
    assert identity is not None
    assert callback[1] == identity[1]
    assert "retour doctor https://shop.example.test/" in done.stdout
    assert "warning" not in done.stdout


def test_warns_where_the_keys_would_travel_readable_or_nowhere(tmp_path: Path) -> None:
    done = retour(tmp_path, "connect", "magento", "http://shop.example.test/", public_url="http://127.0.0.1:8000")
    assert done.exit_code == 0
    warnings = [line for line in done.stdout.splitlines() if line.startswith("warning:")]
    assert len(warnings) == 2
    assert warnings[0].startswith("warning: RETOUR_PUBLIC_URL is http://127.0.0.1:8000: Magento must reach it")
    assert warnings[1].startswith("warning: without https the keys travel readable")


def test_an_address_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    done = retour(tmp_path, "connect", "magento", "shop.example.test")
    assert done.exit_code == 1
    assert done.stderr.startswith("CannotInstall: the shop's address must start with http:// or https://")


def test_connects_with_pasted_keys_and_passes_warnings_on(tmp_path: Path, shop: tuple[Shop, str]) -> None:
    standin, url = shop
    standin.base_url = "http://web01.internal/"
    done = retour(tmp_path, "connect", "magento", url, *keys(standin))
    assert done.exit_code == 0, done.stderr
    assert f"warning: The shop calls itself http://web01.internal/, Retour calls it {url}." in done.stdout
    assert f"connected: {url} is shop-" in done.stdout


def test_the_doctor_looks_at_a_shop_alone(tmp_path: Path, shop: tuple[Shop, str]) -> None:
    standin, url = shop
    unknown = retour(tmp_path, "doctor", url)
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "connect Magento first" in unknown.stderr
    assert retour(tmp_path, "connect", "magento", url, *keys(standin)).exit_code == 0
    good = retour(tmp_path, "doctor", url)
    assert good.exit_code == 0
    assert f"magento: good ({GOOD})" in good.stdout.splitlines()
    standin.base_url = "http://web01.internal/"
    warned = retour(tmp_path, "doctor", url)
    assert warned.exit_code == 0
    assert "magento: warning: The shop calls itself http://web01.internal/" in warned.stdout


def test_the_doctor_suspects_a_proxy_once_the_keys_have_worked(tmp_path: Path, shop: tuple[Shop, str]) -> None:
    """The stand-in finds the signature invalid as a shop does whose proxy hides its host."""
    standin, url = shop
    given = keys(standin)
    wrong = [*given[:-1], "0" * 32]
    refused = retour(tmp_path, "connect", "magento", url, *wrong)
    assert refused.exit_code == 1
    assert "a secret is wrong, or a proxy hides the shop's own address" in refused.stderr
    assert retour(tmp_path, "connect", "magento", url, *given).exit_code == 0
    [token] = standin.access._tokens
    standin.access._tokens[:] = [replace(token, access_token_secret="0" * 32)]
    done = retour(tmp_path, "doctor", url)
    assert done.exit_code == 1
    assert "magento: NOT GOOD (The signature was refused though these keys worked before: a proxy" in done.stdout


def test_what_a_warning_says_does_not_make_the_doctor_fail(tmp_path: Path, shop: tuple[Shop, str]) -> None:
    """The stand-in lacks some calls that a Magento has: what does not work without them is told."""
    standin, url = shop
    assert retour(tmp_path, "connect", "magento", url, *keys(standin)).exit_code == 0
    standin.access._tokens[:] = [replace(standin.access._tokens[0], resources=frozenset({"Magento_Backend::store"}))]
    done = retour(tmp_path, "doctor", url)
    assert done.exit_code == 1
    assert "missing: Magento_Sales::actions_view, Magento_Sales::sales_creditmemo" in done.stdout
