from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.faults import Faults
from sandbox.gorgias.account import AGENT_ID, SUPPORT_ADDRESS
from sandbox.gorgias.app import create_app
from sandbox.gorgias.desk import GorgiasDesk
from sandbox.serving import Server, serve

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def sample() -> Callable[[str], Any]:
    """Read one of the contract's samples."""
    return lambda name: json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def desk() -> Iterator[GorgiasDesk]:
    made = GorgiasDesk(retry_scale=0, delivery_timeout=2)
    yield made
    made.close()
    assert made.bugs == []


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def server(socket_enabled: None, desk: GorgiasDesk, faults: Faults) -> Iterator[Server]:
    with serve(create_app(desk, faults)) as running:
        yield running
    assert running.bugs == []


class Api:
    """Calls below /api with a token."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        return self.session.request(method, f"{self.url}/api{path}", json=body, timeout=10, **more)

    def ticket(self, ticket_id: int) -> Any:
        return self("GET", f"/tickets/{ticket_id}").json()


@pytest.fixture
def api_with(desk: GorgiasDesk, server: Server) -> Iterator[Callable[..., Api]]:
    made: list[Api] = []

    def make(**more: Any) -> Api:
        made.append(Api(server.url, desk.token(**more)))
        return made[-1]

    yield make
    for one in made:
        one.session.close()


@pytest.fixture
def api(api_with: Callable[..., Api]) -> Api:
    return api_with()


@pytest.fixture
def ticket_id(desk: GorgiasDesk) -> int:
    return desk.customer_writes(
        email="jo.harper@example.com",
        name="Jo Harper",
        subject="Order 000000123 arrived broken",
        body="Hi,\n\nthe mug in order 000000123 arrived broken.\n\nJo\n\nSent from my phone",
        attachments=["mug.jpg"],
        intents=["refund/request"],
        tags=["storefront_eu"],
    )


@pytest.fixture
def reply(sample: Callable[[str], Any], desk: GorgiasDesk, ticket_id: int) -> Any:
    """The contract's public reply, by this account's addresses and people."""
    wanted = sample("message-public-reply.request")
    wanted["sender"]["id"] = AGENT_ID
    wanted["receiver"]["id"] = desk.tickets.get(ticket_id).customer.id
    wanted["source"]["from"]["address"] = SUPPORT_ADDRESS
    wanted["source"]["to"][0]["address"] = "jo.harper@example.com"
    return wanted


def _shape(expected: Any, got: Any, at: str) -> list[str]:
    if expected is None or got is None:
        return []  # nullable: the sample shows one of the two
    if isinstance(expected, dict) and isinstance(got, dict):
        if set(expected) != set(got):
            return [f"{at}: missing {set(expected) - set(got)}, unexpected {set(got) - set(expected)}"]
        return [fault for key in expected for fault in _shape(expected[key], got[key], f"{at}.{key}")]
    if isinstance(expected, list) and isinstance(got, list):
        return [
            f"{at}[{number}]: {'; '.join(_shape(expected[0], item, at))}"
            for number, item in enumerate(got)
            if expected and all(_shape(model, item, at) for model in expected)
        ]
    return [] if type(expected) is type(got) else [f"{at}: {type(expected).__name__} became {type(got).__name__}"]


@pytest.fixture
def shape_faults() -> Callable[..., list[str]]:
    """List where keys or JSON types differ; an item of a list may be like any item of the sample's list."""
    return lambda expected, got: _shape(expected, got, "$")


@dataclass(frozen=True)
class Got:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """What integrations call; `answers` are given in turn as (status, text, seconds to wait), the last one for good."""

    url: str = ""
    answers: list[tuple[int, str, float]] = field(default_factory=lambda: [(200, "{}", 0)])
    got: list[Got] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopping: threading.Event = field(default_factory=threading.Event)

    def events(self) -> list[Any]:
        return [one.json["event_type"] for one in self.got]

    def app(self, environ: Any, start_response: Any) -> list[bytes]:
        headers = {name[5:].replace("_", "-").title(): value for name, value in environ.items() if name[:5] == "HTTP_"}
        headers["Content-Type"] = environ.get("CONTENT_TYPE", "")
        body = environ["wsgi.input"].read()
        with self.lock:
            path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
            self.got.append(Got(environ["REQUEST_METHOD"], path, query, headers, body))
            status, text, wait = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.stopping.wait(wait)
        start_response(f"{status} Said", [("Content-Type", "application/json")])
        return [text.encode()]


@pytest.fixture
def receiver(socket_enabled: None) -> Iterator[Receiver]:
    made = Receiver()
    with serve(made.app) as running:
        made.url = running.url
        yield made
        made.stopping.set()
    assert running.bugs == []


@pytest.fixture
def integrate(api: Api, receiver: Receiver, sample: Callable[[str], Any]) -> Callable[..., Any]:
    """Register one of the contract's integrations by API, pointed at the receiver; return it as answered."""

    def register(name: str = "integration-webhook", **http: Any) -> Any:
        wanted = sample(f"{name}.create.request")
        wanted["http"] |= {"url": wanted["http"]["url"].replace("https://api.retour.test", receiver.url)} | http
        answer = api("POST", "/integrations", wanted)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return register
