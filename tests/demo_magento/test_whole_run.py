"""`retour demo --magento`, every scenario, in a shop that is reached over HTTP alone: an empty one, in dollars, with a
view in euros."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.magento.run import Report
from demo.magento.scenarios import SCENARIOS
from sandbox.magento import Shop
from tests.demo_magento.conftest import Served, served

pytestmark = pytest.mark.enable_socket
CAPTURED = "contractpay takes the money when the order is placed: there is one invoice, never two"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Report]]:
    with served(Shop(), tmp_path_factory.mktemp("whole")) as magento:
        yield magento, magento.run()


def test_every_scenario_passes_or_cannot_be_played_here(played: tuple[Served, Report]) -> None:
    _, report = played
    wrong = {each.scenario.name: each.wrong for each in report.outcomes if each.wrong}
    assert (wrong, report.wrong, report.status) == ({}, [], 0)
    words = {each.scenario.name: each.word for each in report.outcomes}
    assert words == dict.fromkeys(SCENARIOS, "passed") | {"two_invoices": "left out"}
    assert [each.why for each in report.outcomes if each.why] == [CAPTURED]


def test_no_scenario_passes_without_looking(played: tuple[Served, Report]) -> None:
    _, report = played
    assert [each.scenario.name for each in report.outcomes if not each.checks and not each.why] == []
    assert len(report.outcomes) == len(SCENARIOS) == 23


def test_those_for_which_the_clock_runs_ahead_come_last(played: tuple[Served, Report]) -> None:
    _, report = played
    turns = [each.scenario.ahead for each in report.outcomes]
    assert turns == sorted(turns)
    assert turns[-4:] == [1, 1, 2, 3]


def test_the_table_names_every_scenario_with_its_end(played: tuple[Served, Report]) -> None:
    magento, report = played
    for each in report.outcomes:
        assert any(line.startswith(each.scenario.title) and f"  {each.word}" in line for line in magento.said)
    assert magento.said[-1] == "\n22 passed, 0 FAILED, 1 left out"


def test_articles_rules_and_codes_are_gone_and_the_orders_said_to_stay(played: tuple[Served, Report]) -> None:
    magento, _ = played
    assert (magento.shop.products, magento.shop.promotions.rules, magento.shop.promotions.coupons) == ({}, {}, {})
    assert any("what stays: the orders (Magento deletes none)" in line for line in magento.said)
    assert not magento.directory.exists()


def test_traces_of_a_run_can_be_told_from_everything_else(played: tuple[Served, Report]) -> None:
    magento, _ = played
    run = next(line.split()[1].rstrip(":") for line in magento.said if line.startswith("run "))
    emails = {order.data["customer_email"] for order in magento.shop.orders.values()}
    skus = {item["sku"] for order in magento.shop.orders.values() for item in order.items}
    assert [each for each in emails if not each.endswith(f".{run}@example.com")] == []
    assert [each for each in skus if not each.startswith(f"RT-{run}-")] == []
    assert len(emails) >= len(SCENARIOS)
