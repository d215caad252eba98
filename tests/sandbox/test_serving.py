"""The server and the faults that every stand-in shares."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
import requests

from sandbox.faults import Fault, Faults
from sandbox.serving import Server, serve

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Echo:
    """Answers what it was sent; counts what it did."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/bug":
            raise ZeroDivisionError("broken")
        body: bytes = environ["wsgi.input"].read()
        self.done.append(environ["RAW_URI"])
        start_response("200 OK", [("Content-Type", "text/plain"), ("X-Thread", threading.current_thread().name)])
        return [body]


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def server(echo: Echo, faults: Faults) -> Iterator[Server]:
    with serve(faults.wrap(echo)) as running:
        yield running


def test_keeps_a_connection_alive(server: Server) -> None:
    with requests.Session() as session:
        threads = {session.post(server.url, data="x", timeout=10).headers["X-Thread"] for _ in range(3)}
    assert len(threads) == 1


def test_hands_over_the_path_as_sent_and_the_body(server: Server, echo: Echo) -> None:
    answer = requests.post(f"{server.url}/a%2Fb?x=1+2", data="body", timeout=10)
    assert (answer.text, echo.done) == ("body", ["/a%2Fb?x=1+2"])


def test_tells_a_bug_of_the_app_from_a_refusal(server: Server) -> None:
    answer = requests.get(f"{server.url}/bug", timeout=10)
    assert (answer.status_code, answer.text) == (500, "stand-in bug: ZeroDivisionError: broken")
    assert [type(error) for error in server.bugs] == [ZeroDivisionError]


def test_a_drop_works_and_then_hangs_up(server: Server, echo: Echo, faults: Faults) -> None:
    faults.add(Fault("drop"))
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(f"{server.url}/x", timeout=10)
    assert echo.done == ["/x"]
    assert requests.get(f"{server.url}/y", timeout=10).status_code == 200


def test_a_drop_before_does_not_work(server: Server, echo: Echo, faults: Faults) -> None:
    faults.add(Fault("drop_before"))
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(f"{server.url}/x", timeout=10)
    assert echo.done == []


def test_refuses_as_told_without_working(server: Server, echo: Echo) -> None:
    programme = [
        {"kind": "refuse", "status": 429, "retry_after": 7},
        {"kind": "refuse", "status": 503},
        {"kind": "refuse", "status": 401, "body": '{"error": "no"}'},
    ]
    requests.post(f"{server.url}/_sandbox/faults", json=programme, timeout=10)
    answers = [requests.get(f"{server.url}/x", timeout=10) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [429, 503, 401, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert answers[1].headers["Content-Type"] == "text/html; charset=UTF-8"
    assert answers[2].json() == {"error": "no"}
    assert echo.done == ["/x"]


def test_skips_and_repeats_as_told(server: Server, faults: Faults) -> None:
    faults.add(Fault("refuse", method="GET", path_regex="^/x", status=500, skip=1, times=2))
    seen = [requests.get(f"{server.url}/x", timeout=10).status_code for _ in range(4)]
    other = requests.post(f"{server.url}/x", timeout=10).status_code
    assert (seen, other) == ([200, 500, 500, 200], 200)


def test_clears_faults_over_http(server: Server, faults: Faults) -> None:
    faults.add(Fault("refuse", times=None))
    requests.delete(f"{server.url}/_sandbox/faults", timeout=10)
    assert (faults.pending(), requests.get(server.url, timeout=10).status_code) == ([], 200)


@pytest.mark.parametrize("bad", [[{"kind": "nope"}], [{"kind": "drop", "path_regex": "("}], [{"times": 1}]])
def test_refuses_a_fault_it_does_not_know(bad: list[dict[str, object]], server: Server, faults: Faults) -> None:
    answer = requests.post(f"{server.url}/_sandbox/faults", json=bad, timeout=10)
    assert (answer.status_code, faults.pending()) == (400, [])


def test_works_on_when_the_client_gave_up(server: Server, echo: Echo, faults: Faults) -> None:
    faults.add(Fault("slow", seconds=0.5))
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{server.url}/slow", timeout=0.1)
    arrived = threading.Event()
    for _ in range(200):
        if echo.done or arrived.wait(0.02):
            break
    assert echo.done == ["/slow"]


@pytest.mark.parametrize("kind", ["drip", "drip_all"])
def test_an_answer_that_drips_arrives_whole_after_its_time(server: Server, faults: Faults, kind: str) -> None:
    faults.add(Fault(kind, seconds=0.02))
    began = time.monotonic()
    answer = requests.post(f"{server.url}/x", data="0123456789", timeout=10)
    assert (answer.text, answer.status_code) == ("0123456789", 200)
    assert time.monotonic() - began >= (0.2 if kind == "drip" else 1.0)
