"""What the Zendesk tests share: recorded samples, an account nobody can reach but through `responses`, a clock."""

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

from connector.helpdesks.zendesk.client import Account
from connector.helpdesks.zendesk.tickets import ZendeskHelpdesk
from connector.outbound import make_session

FIXTURES = Path(__file__).parent / "fixtures"
BASE = "https://acme.zendesk.com"
OURS = "38231140009950"  # the service user of the samples


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
    return Clock(datetime(2026, 11, 12, 9, 20, tzinfo=UTC))


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


@pytest.fixture
def account(tokens: Tokens, session: requests.Session) -> Account:
    return Account(BASE, tokens, session)


@pytest.fixture
def desk(tokens: Tokens, session: requests.Session, clock: Clock) -> ZendeskHelpdesk:
    return ZendeskHelpdesk(BASE, tokens, session, OURS, clock)


@dataclass
class MemorySecrets:
    """`while_waiting` runs once, as another process would, before the lock is ours."""

    values: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    locks: list[str] = field(default_factory=list)
    puts: list[dict[str, str]] = field(default_factory=list)
    while_waiting: Callable[[], None] | None = None

    def get(self, owner: str, name: str) -> Mapping[str, str] | None:
        return self.values.get((owner, name))

    def put(self, owner: str, name: str, value: Mapping[str, str]) -> None:
        self.values[owner, name] = dict(value)
        self.puts.append(dict(value))

    @contextmanager
    def lock(self, name: str, seconds: float) -> Iterator[None]:
        if self.while_waiting is not None:
            other, self.while_waiting = self.while_waiting, None
            other()
        self.locks.append(name)
        yield


@pytest.fixture
def secrets() -> MemorySecrets:
    return MemorySecrets()
