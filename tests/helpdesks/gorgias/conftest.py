"""What the Gorgias tests share: recorded samples, an account nobody can reach but through `responses`, a clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import responses

from connector.helpdesks.gorgias.client import Account
from connector.helpdesks.gorgias.install import GorgiasInstaller
from connector.helpdesks.gorgias.tickets import GorgiasHelpdesk
from connector.outbound import make_session
from connector.ports.throttle import Rate
from connector.wiring import Wiring

FIXTURES = Path(__file__).parent / "fixtures"
BASE = "https://acme.gorgias.com"
OURS = "387654480"  # the service user


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
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 2, 9, 20, tzinfo=UTC))


@dataclass
class Tokens:
    """Hands out `token-1`; once that was renewed, `token-2`."""

    token: str = "token-1"
    renewed: list[str] = field(default_factory=list)

    def current(self) -> str:
        return self.token

    def renew(self, refused: str) -> None:
        self.renewed.append(refused)
        self.token = "token-2"


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@dataclass
class Throttle:
    """`wait`: what the next calls are told to wait."""

    wait: float = 0.0
    taken: list[tuple[str, Rate]] = field(default_factory=list)
    held: list[tuple[str, float]] = field(default_factory=list)
    told: list[tuple[str, Rate]] = field(default_factory=list)

    def take(self, pool: str, rate: Rate, calls: int = 1) -> float:
        self.taken.append((pool, rate))
        return self.wait

    def learned(self, pool: str, rate: Rate) -> None:
        self.told.append((pool, rate))

    def hold(self, pool: str, seconds: float) -> None:
        self.held.append((pool, seconds))


@pytest.fixture
def throttle() -> Throttle:
    return Throttle()


@pytest.fixture
def account(tokens: Tokens, session: requests.Session, throttle: Throttle) -> Account:
    return Account(BASE, "acme", tokens, session, throttle)


@pytest.fixture
def desk(account: Account) -> GorgiasHelpdesk:
    return GorgiasHelpdesk(account, OURS, frozenset)


@dataclass
class MemorySecrets:
    values: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def get(self, owner: str, name: str) -> Mapping[str, str] | None:
        return self.values.get((owner, name))

    def put(self, owner: str, name: str, value: Mapping[str, str]) -> None:
        self.values[owner, name] = dict(value)

    @contextmanager
    def lock(self, name: str, seconds: float) -> Iterator[None]:
        yield


@pytest.fixture
def secrets() -> MemorySecrets:
    return MemorySecrets()


@pytest.fixture
def wiring(session: requests.Session, secrets: MemorySecrets, clock: Clock, throttle: Throttle) -> Wiring:
    url = "https://{account}.gorgias.com"
    return Wiring(url, "retour-app", "client-secret-of-the-app", session, secrets, clock, throttle)


@pytest.fixture
def installer(wiring: Wiring) -> GorgiasInstaller:
    return GorgiasInstaller(wiring)
