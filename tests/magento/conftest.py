"""Recorded exchanges of a running Magento 2.4.7, and a shop that can reach nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import responses

from connector import outbound
from connector.magento import BearerToken, MagentoShop
from connector.ports.shop import Shop

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(autouse=True)
def _no_sockets(socket_disabled: None) -> None:
    """Whatever is not replayed fails."""


@pytest.fixture
def recorded() -> Callable[[str], Any]:
    """`recorded("orders/get-closed")`: the whole exchange; numbers with a point as Decimal, as in the adapter."""
    return lambda name: json.loads((FIXTURES / f"{name}.json").read_text(), parse_float=Decimal)


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def answer(web: responses.RequestsMock) -> Callable[..., None]:
    """Replay a recorded answer, byte for byte where it was JSON, to a method and an address without its query."""

    def replay(name: str, method: str, path: str) -> None:
        exchange = json.loads((FIXTURES / f"{name}.json").read_text())["response"]
        content_type = exchange["headers"]["Content-Type"]
        body = json.dumps(exchange["body"]) if "json" in content_type else exchange["body"]
        web.add(
            method,
            f"https://shop.example.test/rest/V1/{path}",
            body,
            status=exchange["status"],
            content_type=content_type,
        )

    return replay


@pytest.fixture
def shop() -> Shop:
    session = outbound.make_session(allow_private=True)
    return MagentoShop("https://shop.example.test/", BearerToken("t0ken"), session)
