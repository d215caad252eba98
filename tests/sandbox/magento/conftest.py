"""A served shop with the recorded shop's catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sandbox.faults import Faults
from sandbox.magento import Shop, create_app
from sandbox.serving import Server, serve
from tests.sandbox.magento.replaying import Client, stock_up


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
