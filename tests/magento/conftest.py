"""Recorded exchanges of a running Magento 2.4.7, and a shop that can reach nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import responses
from requests import PreparedRequest
from responses.matchers import json_params_matcher, query_param_matcher

from connector import outbound
from connector.magento import BearerToken, MagentoShop
from connector.magento.memory import Memory
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
def exchange(web: responses.RequestsMock) -> Callable[..., None]:
    """Replay a recorded exchange to exactly the call it was recorded with: method, path, and body or none. `view`: the
    store view whose code our address holds besides; `sent`: the body where ours differs from the recorded one; `at`:
    the path where ours does; `query`: what has to be asked, none by default."""

    def replay(
        name: str, *, view: str = "", sent: object = None, at: str = "", query: Mapping[str, str] | None = None
    ) -> None:
        document = json.loads((FIXTURES / f"{name}.json").read_text())
        asked, told = document["request"], document["response"]
        path = at or asked["path"].removeprefix("/rest/V1/")
        body = sent if sent is not None else asked["body"]
        content_type = told["headers"]["Content-Type"]
        web.add(
            asked["method"],
            f"https://shop.example.test/rest/{view + '/' if view else ''}V1/{path}",
            json.dumps(told["body"]) if "json" in content_type else told["body"],
            status=told["status"],
            content_type=content_type,
            match=[json_params_matcher(body) if body is not None else _no_body, query_param_matcher(query or {})],
        )

    return replay


def _no_body(request: PreparedRequest) -> tuple[bool, str]:
    return request.body is None, "a body was sent"


@pytest.fixture
def shop() -> Shop:
    session = outbound.make_session(allow_private=True)
    return MagentoShop("https://shop.example.test/", BearerToken("t0ken"), session, Memory())
