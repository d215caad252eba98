"""One question, one call, in time; whatever goes wrong there is no answer, and nobody notices but the counters."""

from __future__ import annotations

import json
import logging
import socket
import threading
from time import monotonic, sleep

import pytest

from connector.language_model.client import AT_ONCE, FAILURES, REST, Endpoint, Question
from connector.tally import Tally
from sandbox.faults import Fault, Faults
from sandbox.language_model.app import RAW, StandIn
from tests.language_model.conftest import KEY, Ask, Time

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["paragraphs"],
    "properties": {"paragraphs": {"type": "array", "items": {"type": "string"}}},
}
QUESTION = Question("rephrase", "Be warm.", json.dumps({"paragraphs": ["Thank you."]}), SCHEMA, 100)
WARM = {"paragraphs": ["Thank you so much."]}


def outcomes(tally: Tally) -> dict[str, int]:
    return {outcome: count for (_, outcome), count in tally.counts()["model_calls"].items()}


def waiting() -> set[threading.Thread]:
    """Threads of calls that did not end."""
    return {each for each in threading.enumerate() if each.name == "retour-model"}


def test_asks_once_as_the_interface_is_documented(client: Ask, stand_in: StandIn, tally: Tally) -> None:
    assert client().ask(QUESTION) == WARM
    (asked,) = stand_in.requests
    assert {name: asked[name] for name in ("model", "temperature", "max_tokens", "stream")} == {
        "model": "stand-in-1",
        "temperature": 0,
        "max_tokens": 100,
        "stream": False,
    }
    assert [each["role"] for each in asked["messages"]] == ["system", "user"]
    assert asked["response_format"]["json_schema"] == {"name": "rephrase", "strict": True, "schema": SCHEMA}
    assert outcomes(tally) == {"answered": 1}
    assert tally.counts()["calls"] == {("language_model", "POST", "2xx"): 1}
    assert 50 < tally.counts()["model_tokens"]["rephrase",] < 400


@pytest.mark.parametrize("manner", [*RAW, "chat", "truncate", "nest", "inject"])
def test_what_is_not_the_asked_form_is_no_answer(client: Ask, stand_in: StandIn, tally: Tally, manner: str) -> None:
    stand_in.manner = manner
    assert client().ask(QUESTION) is None
    assert outcomes(tally) == {"refused" if manner == "redirect" else "unreadable": 1}
    assert len(stand_in.requests) == 1  # asked once, and followed nowhere


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_refusal_is_no_answer_and_is_not_tried_again(
    client: Ask, stand_in: StandIn, faults: Faults, tally: Tally, status: int
) -> None:
    faults.add(Fault("refuse", status=status, body="x" * 1_000_000, retry_after=1))
    assert client().ask(QUESTION) is None
    assert outcomes(tally) == {"refused": 1}
    assert stand_in.requests == []


def test_a_wrong_key_is_a_refusal(client: Ask, tally: Tally) -> None:
    assert client(key="wrong").ask(QUESTION) is None
    assert client(key="").ask(QUESTION) is None
    assert outcomes(tally) == {"refused": 2}


@pytest.mark.parametrize("kind", ["drop", "drop_before"])
def test_a_hang_up_is_no_answer(client: Ask, faults: Faults, tally: Tally, kind: str) -> None:
    faults.add(Fault(kind))
    assert client().ask(QUESTION) is None
    assert outcomes(tally) == {"away": 1}


def test_nobody_there_is_no_answer(client: Ask, tally: Tally) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert client(url=f"http://127.0.0.1:{unused.getsockname()[1]}/v1").ask(QUESTION) is None
    assert outcomes(tally) == {"away": 1}


@pytest.mark.parametrize("kind", ["slow", "slow_after", "drip", "drip_all"])
@pytest.mark.timeout(10)  # dripped to the end, the answer takes longer
def test_who_stalls_or_drips_holds_nobody_up(client: Ask, faults: Faults, tally: Tally, kind: str) -> None:
    faults.add(Fault(kind, seconds=0.05 if kind.startswith("drip") else 3.0))  # every byte within any read time-out
    assert client(seconds=0.4).ask(QUESTION) is None
    assert outcomes(tally) == {"late": 1}


def test_a_call_that_nobody_waits_for_ends_by_itself(client: Ask, faults: Faults) -> None:
    faults.add(Fault("drip", seconds=0.05))
    before = waiting()
    assert client(seconds=0.3).ask(QUESTION) is None
    ends_at = monotonic() + 5
    while (left := waiting() - before) and monotonic() < ends_at:
        sleep(0.02)
    assert left == set()


def test_calls_that_hang_for_ever_take_a_bounded_number_of_threads(
    client: Ask, stand_in: StandIn, faults: Faults, tally: Tally, time: Time
) -> None:
    faults.add(Fault("drip_all", seconds=0.05, times=None))
    model, before = client(seconds=0.3), waiting()
    for _ in range(AT_ONCE + 3):
        assert model.ask(QUESTION) is None
        time.ticks += REST
    assert outcomes(tally) == {"late": AT_ONCE, "busy": 3}
    assert len(waiting() - before) == AT_ONCE


def test_failures_in_a_row_give_it_a_rest(client: Ask, stand_in: StandIn, tally: Tally, time: Time) -> None:
    model = client()
    stand_in.manner = "garbage"
    for _ in range(FAILURES + 2):
        assert model.ask(QUESTION) is None
    assert outcomes(tally) == {"unreadable": FAILURES, "resting": 2}
    time.ticks += REST + 1
    assert model.ask(QUESTION) is None  # one try, and it rests again
    assert model.ask(QUESTION) is None
    assert outcomes(tally) == {"unreadable": FAILURES + 1, "resting": 3}
    time.ticks += REST + 1
    stand_in.manner = "honest"
    assert [model.ask(QUESTION) for _ in range(2)] == [WARM, WARM]
    assert len(stand_in.requests) == FAILURES + 3


def test_an_answer_in_between_ends_the_row(client: Ask, stand_in: StandIn) -> None:
    model = client()
    for manner in ["garbage", "garbage", "honest"] * 3:
        stand_in.manner = manner
        model.ask(QUESTION)
    assert len(stand_in.requests) == 9


def test_spends_no_more_than_its_tokens_a_day(client: Ask, stand_in: StandIn, tally: Tally, time: Time) -> None:
    model = client(tokens=700)
    asked = [model.ask(QUESTION) is not None for _ in range(8)]
    assert asked == sorted(asked, reverse=True)
    assert 1 <= asked.count(True) < 8
    assert outcomes(tally)["over_budget"] == asked.count(False)
    assert tally.counts()["model_tokens"]["rephrase",] <= 700
    time.now = time.now.replace(day=13, hour=0)
    assert model.ask(QUESTION) == WARM


def test_a_late_answer_is_paid_for(client: Ask, faults: Faults, stand_in: StandIn, tally: Tally) -> None:
    faults.add(Fault("slow_after", seconds=1.0))
    model = client(seconds=0.2, tokens=500)
    assert model.ask(QUESTION) is None
    assert tally.counts()["model_tokens"]["rephrase",] > 100
    assert [model.ask(QUESTION) for _ in range(2)][-1] is None
    assert outcomes(tally)["late"] == 1


def test_neither_key_nor_text_is_shown(client: Ask, stand_in: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="connector")
    model = client()
    model.ask(QUESTION)
    stand_in.manner = "garbage"
    for _ in range(FAILURES):
        model.ask(QUESTION)
    lines = [(record.message, record.__dict__.get("outcome")) for record in caplog.records]
    assert lines[:2] == [("model_asked", "answered"), ("model_asked", "unreadable")]
    assert sorted(event for event, _ in lines) == ["model_asked"] * (1 + FAILURES) + ["model_rests"]
    shown = "".join(str(record.__dict__) for record in caplog.records)
    assert KEY not in shown + repr(Endpoint("http://x", "m", 1.0, 1, KEY))
    assert "warm" not in shown
