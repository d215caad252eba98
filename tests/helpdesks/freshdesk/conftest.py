"""What the Freshdesk tests share: recorded samples, an account nobody can reach but through `responses`, a throttle."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import responses

from connector.helpdesks.freshdesk.client import Account
from connector.helpdesks.freshdesk.tickets import FreshdeskHelpdesk
from connector.outbound import make_session
from connector.ports.throttle import Rate

FIXTURES = Path(__file__).parent / "fixtures"
BASE = "https://acme.freshdesk.com"
OURS = "43009900001"  # the agent of the samples whose key we hold


@pytest.fixture(autouse=True)
def no_sockets(socket_disabled: None) -> None:
    """Nothing here may reach a network, the machine's own included."""


@pytest.fixture
def sample() -> Callable[[str], Any]:
    return lambda name: json.loads((FIXTURES / f"{name}.json").read_text())


@pytest.fixture
def http() -> Iterator[responses.RequestsMock]:
    """Every call not announced fails, and so does every announced one that never came."""
    with responses.RequestsMock(assert_all_requests_are_fired=True) as mock:
        yield mock


@pytest.fixture
def session() -> requests.Session:
    return make_session(allow_private=False)


@dataclass
class Pace:
    """A throttle that remembers. `waits`: what a pool is answered; 0.0 for the others."""

    waits: dict[str, float] = field(default_factory=dict)
    taken: list[tuple[str, Rate, int]] = field(default_factory=list)
    told: list[tuple[str, Rate]] = field(default_factory=list)
    held: list[tuple[str, float]] = field(default_factory=list)

    def take(self, pool: str, rate: Rate, calls: int = 1) -> float:
        self.taken.append((pool, rate, calls))
        return self.waits.get(pool, 0.0)

    def learned(self, pool: str, rate: Rate) -> None:
        self.told.append((pool, rate))

    def hold(self, pool: str, seconds: float) -> None:
        self.held.append((pool, seconds))


@pytest.fixture
def pace() -> Pace:
    return Pace()


@pytest.fixture
def account(session: requests.Session, pace: Pace) -> Account:
    return Account(BASE, "acme", lambda: "key-1", session, pace)


@pytest.fixture
def desk(account: Account) -> FreshdeskHelpdesk:
    return FreshdeskHelpdesk(account, OURS)


@dataclass
class MemorySecrets:
    values: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def get(self, owner: str, name: str) -> Mapping[str, str] | None:
        return self.values.get((owner, name))

    def put(self, owner: str, name: str, value: Mapping[str, str]) -> None:
        self.values[owner, name] = dict(value)

    def lock(self, name: str, seconds: float) -> AbstractContextManager[None]:
        raise AssertionError("a key does not rotate")


@pytest.fixture
def secrets() -> MemorySecrets:
    return MemorySecrets()
