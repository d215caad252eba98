"""The stand-in answers as the interface is documented, and refuses what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.language_model.app import MANNERS, RAW, StandIn
from sandbox.serving import Server
from tests.language_model.conftest import KEY

HEADERS = {"Authorization": f"Bearer {KEY}"}
ASKED: dict[str, Any] = {"model": "stand-in-1", "messages": [{"role": "user", "content": "Hello"}]}


def post(server: Server, body: object, key: str = KEY) -> requests.Response:
    url = f"{server.url}/v1/chat/completions"
    return requests.post(url, json=body, headers={"Authorization": f"Bearer {key}"}, timeout=10)


def test_completes_a_chat(server: Server) -> None:
    answer = post(server, ASKED).json()
    assert answer["object"] == "chat.completion"
    assert answer["choices"] == [
        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "How can I help you?"}}
    ]
    assert answer["usage"]["total_tokens"] == answer["usage"]["prompt_tokens"] + answer["usage"]["completion_tokens"]
    listed = requests.get(f"{server.url}/v1/models", headers=HEADERS, timeout=10).json()
    assert [each["id"] for each in listed["data"]] == ["stand-in-1"]


def test_stops_at_the_most_tokens(server: Server) -> None:
    (choice,) = post(server, {**ASKED, "max_tokens": 2}).json()["choices"]
    assert (choice["finish_reason"], choice["message"]["content"]) == ("length", "How can ")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"model": "another"}, 404),
        ({"messages": []}, 400),
        ({"messages": [{"role": "user"}]}, 400),
        ({"temperature": 3}, 400),
        ({"response_format": {"type": "xml"}}, 400),
        ({"response_format": {"type": "json_schema", "json_schema": {"name": "x"}}}, 400),
    ],
)
def test_refuses(server: Server, stand_in: StandIn, changes: dict[str, Any], status: int) -> None:
    answer = post(server, {**ASKED, **changes})
    assert (answer.status_code, set(answer.json()["error"])) == (status, {"message", "type", "param", "code"})
    assert stand_in.requests == []


def test_refuses_who_has_not_the_key(server: Server) -> None:
    assert post(server, ASKED, key="x").status_code == 401


def test_another_process_sets_its_manner_and_sees_what_it_was_asked(server: Server, stand_in: StandIn) -> None:
    for manner in [*MANNERS, *RAW]:
        answer = requests.put(f"{server.url}/_sandbox/manner", json={"manner": manner}, timeout=10)
        assert (answer.status_code, stand_in.manner) == (200, manner)
    assert requests.put(f"{server.url}/_sandbox/manner", json={"manner": "kind"}, timeout=10).status_code == 400
    requests.put(f"{server.url}/_sandbox/manner", json={"manner": "honest"}, timeout=10)
    post(server, ASKED)
    assert requests.get(f"{server.url}/_sandbox/requests", timeout=10).json()["requests"] == [ASKED]
    assert requests.delete(f"{server.url}/_sandbox/requests", timeout=10).json()["requests"] == []
