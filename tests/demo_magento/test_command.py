"""`retour demo`, as it is typed: how it becomes a command, with OAuth keys, and its exit status."""

from __future__ import annotations

from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connector import cli_base
from connector.cli import main
from demo import __main__ as on_stand_ins
from sandbox.faults import Fault
from tests.demo_magento.conftest import Served


def typed(magento: Served, keys: dict[str, str], *names: str) -> Result:
    given = [part for name, value in keys.items() for part in ("--" + name.replace("_", "-"), value)]
    return CliRunner().invoke(
        main, ["demo", *names, "--magento", magento.server.url, *given, "--settle-seconds", "2"], catch_exceptions=False
    )


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run's own books are made where the command is typed."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.enable_socket
def test_with_oauth_keys_on_a_shop_that_takes_no_bearer(magento: Served) -> None:
    magento.shop.bearer_allowed = False
    magento.shop.captures_when_placed = False  # so that there can be two invoices
    ended = typed(magento, magento.oauth(), "two_invoices", "exchanged_at_once", "store_credit")
    assert (ended.exit_code, ended.output.splitlines()[-1]) == (0, "3 passed, 0 FAILED, 0 left out")


@pytest.mark.enable_socket
def test_a_shop_that_misbehaves_makes_it_fail(magento: Served) -> None:
    fault = Fault("refuse", method="POST", path_regex=r"order/[1-9]\d*/refund", status=200, body='"999"')
    magento.faults.add(fault)
    ended = typed(magento, {"token": magento.bearer()["token"]}, "guest_order")
    assert (ended.exit_code, ended.output.splitlines()[-1]) == (1, "0 passed, 1 FAILED, 0 left out")
    assert "is recorded as memo 999, and the shop has 0 memos with its key" in ended.output


@pytest.mark.enable_socket
def test_what_stands_in_the_way_is_a_sentence_and_no_trace(magento: Served) -> None:
    ended = typed(magento, {"token": "0" * 32})
    assert ended.exit_code == 1
    assert "CannotPlay: The token was refused" in ended.output
    assert not magento.furnished()


@pytest.mark.enable_socket
def test_kept_is_what_was_asked_to_be_kept(magento: Served) -> None:
    token = magento.bearer()["token"]
    ended = typed(magento, {"token": token}, "store_credit", "--keep")
    assert ended.exit_code == 0
    assert len(magento.shop.products) == 9
    assert len(magento.shop.promotions.coupons) == 1
    assert Path(".retour/demo/magento/retour.db").exists()
    assert token not in ended.output
    assert next(iter(magento.shop.promotions.coupons.values()))["code"] not in ended.output


def test_an_unknown_scenario_names_those_there_are() -> None:
    ended = CliRunner().invoke(main, ["demo", "nonsense", "--magento", "http://127.0.0.1:9", "--token", "0"])
    assert ended.exit_code == 2
    assert "two_halves" in ended.output


def test_without_a_shop_it_is_the_demo_on_stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(on_stand_ins, "main", lambda names: asked.append(tuple(names)) or 7)
    ended = CliRunner().invoke(main, ["demo", "zendesk", "refund_online"])
    assert (ended.exit_code, asked) == (7, [("zendesk", "refund_online")])


@pytest.mark.parametrize("points_to", ["nowhere.at_all:command", "demo.command:missing", "demo.command:DIRECTORY"])
def test_a_command_that_cannot_be_loaded_is_none(points_to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = EntryPoints([EntryPoint("demo", points_to, cli_base.PLUGGED)])
    monkeypatch.setattr(cli_base, "entry_points", lambda **wanted: broken.select(**wanted))
    assert CliRunner().invoke(main, ["--help"]).exit_code == 0
    ended = CliRunner().invoke(main, ["demo"])
    assert (ended.exit_code, "No such command" in ended.output) == (2, True)


def test_our_own_commands_cannot_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    pretender = EntryPoints([EntryPoint("resolve", "demo.command:demo", cli_base.PLUGGED)])
    monkeypatch.setattr(cli_base, "entry_points", lambda **wanted: pretender.select(**wanted))
    assert "became of an action" in CliRunner().invoke(main, ["resolve", "--help"]).output
