"""A served shop with the recorded shop's catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.faults import Faults
from sandbox.magento import Shop, create_app
from sandbox.serving import Server, serve
from tests.sandbox.magento.replaying import Client, stock_up

HERE = Path(__file__).parent
DESELECTED: list[pytest.Item] = []  # of this folder, in this session


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the table's tests last: they look at what the others loaded."""
    items.sort(key=lambda item: item.path == HERE / "test_table.py")


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    DESELECTED.extend(item for item in items if item.path.parent == HERE)


@pytest.fixture
def whole_folder_ran(pytestconfig: pytest.Config) -> bool:
    """Whether every test of this folder is part of this session."""
    asked = [(pytestconfig.invocation_params.dir / argument).resolve() for argument in pytestconfig.args]
    return not DESELECTED and any(path in (HERE, *HERE.parents) for path in asked)


@pytest.fixture
def shop() -> Shop:
    made = Shop(clock=lambda: datetime(2026, 11, 21, 19, 15, 31, tzinfo=UTC))
    made.bearer_allowed = True
    stock_up(made)
    return made


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def server(shop: Shop, faults: Faults) -> Iterator[Server]:
    with serve(create_app(shop, faults)) as running:
        yield running
        assert running.bugs == []


@pytest.fixture
def client(shop: Shop, server: Server) -> Client:
    return Client(shop, server.url, f"Bearer {shop.access.grant().access_token}")
