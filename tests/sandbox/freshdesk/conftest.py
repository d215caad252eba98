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
from sandbox.freshdesk.account import API_KEY
from sandbox.freshdesk.app import create_app
from sandbox.freshdesk.desk import FreshdeskDesk
from sandbox.serving import Server, serve

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def sample() -> Callable[[str], Any]:
    """Read one documented exchange."""
    return lambda name: json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def desk() -> Iterator[FreshdeskDesk]:
    made = FreshdeskDesk(retry_scale=0, delivery_timeout=2)
    yield made
    made.close()
    assert made.bugs == []


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def server(socket_enabled: None, desk: FreshdeskDesk, faults: Faults) -> Iterator[Server]:
    with serve(create_app(desk, faults)) as running:
        yield running
    assert running.bugs == []


class Api:
    """Calls below /api/v2 with an agent's key."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.auth = (key, "X")

    def __call__(self, method: str, path: str, **more: Any) -> requests.Response:
        return self.session.request(method, f"{self.url}/api/v2{path}", timeout=10, **more)

    def ticket(self, ticket_id: int) -> Any:
        return self("GET", f"/tickets/{ticket_id}?include=conversations").json()


@pytest.fixture
def api_with(server: Server) -> Iterator[Callable[[str], Api]]:
    made: list[Api] = []

    def make(key: str) -> Api:
        made.append(Api(server.url, key))
        return made[-1]

    yield make
    for one in made:
        one.session.close()


@pytest.fixture
def api(api_with: Callable[[str], Api]) -> Api:
    return api_with(API_KEY)


@pytest.fixture
def ticket_id(desk: FreshdeskDesk) -> int:
    return desk.customer_writes(
        email="lena.hofmann@example.com",
        name="Lena Hofmann",
        subject="Broken kettle, refund please",
        body="Hello, the kettle from order 000000187 arrived with a cracked lid.\n\nLena",
        attachments=["lid.jpg"],
        tags=["kettle"],
    )


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
def shape_faults() -> Callable[[Any, Any], list[str]]:
    """List where keys or JSON types differ; an item of a list may be like any item of the sample's list."""
    return lambda expected, got: _shape(expected, got, "$")


@dataclass
class Receiver:
    """A webhook receiver; `answers` are given in turn as (status, headers, seconds to wait), the last one for good."""

    url: str = ""
    answers: list[tuple[int, dict[str, str], float]] = field(default_factory=lambda: [(202, {}, 0)])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopping: threading.Event = field(default_factory=threading.Event)

    def bodies(self) -> list[Any]:
        return [json.loads(body) for _, body in self.got]

    def events(self) -> list[str]:
        return [body["event"] for body in self.bodies()]

    def app(self, environ: Any, start_response: Any) -> list[bytes]:
        headers = {name[5:].replace("_", "-").title(): value for name, value in environ.items() if name[:5] == "HTTP_"}
        headers["Content-Type"] = environ["CONTENT_TYPE"]
        with self.lock:
            self.got.append((headers, environ["wsgi.input"].read()))
            status, extra, wait = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.stopping.wait(wait)
        start_response(f"{status} Said", list(extra.items()))
        return [b"said"]


@pytest.fixture
def receiver(socket_enabled: None) -> Iterator[Receiver]:
    made = Receiver()
    with serve(made.app) as running:
        made.url = f"{running.url}/hooks/freshdesk/inst_8f2c"
        yield made
        made.stopping.set()
    assert running.bugs == []


@pytest.fixture
def rule(api: Api, receiver: Receiver, sample: Callable[[str], Any]) -> Callable[..., Any]:
    """Make one of the contract's rules, pointed at the receiver; keywords replace fields of it."""

    def make(kind: int, **changes: Any) -> Any:
        wanted = sample(f"automation_rule_create_type{kind}_request") | changes
        for action in wanted["actions"]:
            action["url"] = receiver.url
        answer = api("POST", f"/automations/{kind}/rules", json=wanted)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return make
