"""One question to an OpenAI-compatible endpoint: in time, within budget, of the asked form, or no answer at all.

`response_format: json_schema` is what OpenAI, vLLM, llama.cpp's server and Ollama take on /v1/chat/completions. How
well they keep to it differs, so every answer is validated here as well. The schemas use types, enums and required only:
what OpenAI's strict mode knows.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import requests
from jsonschema import Draft202012Validator

from connector.ports.clock import Clock
from connector.tally import TALLY

log = logging.getLogger(__name__)

AT_ONCE = 8  # questions under way; whoever comes then does without
FAILURES = 3  # in a row; then it is left alone
REST = 300.0  # seconds
LARGEST = 64_000  # bytes of an answer
CHARACTERS_A_TOKEN = 4  # what nobody counted for us; English has about so many

ANSWERED, LATE, AWAY, REFUSED, UNREADABLE = "answered", "late", "away", "refused", "unreadable"
RESTING, OVER_BUDGET, BUSY = "resting", "over_budget", "busy"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` without /chat/completions. `seconds`: nobody waits longer, whatever the other side does."""

    url: str
    model: str
    seconds: float
    tokens_a_day: int  # per process, days in UTC
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """`use` (read, rephrase) labels metrics. `schema` is what the answer must be."""

    use: str
    system: str
    user: str
    schema: Mapping[str, Any]
    most_tokens: int  # of the answer


class Model(Protocol):
    """Whoever answers questions."""

    @property
    def name(self) -> str: ...

    def ask(self, question: Question) -> Any | None:
        """Return a value that is valid by the question's schema, or None. Never raises, never takes long."""


class _Failed(Exception):
    """No answer; its one argument is the outcome that is counted."""


class LanguageModel:
    """Implements `Model` over HTTP. Threads share it; budget and rest are this process's own and start anew with it."""

    def __init__(
        self,
        endpoint: Endpoint,
        session: requests.Session,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._endpoint = endpoint
        self._session = session
        self._clock = clock
        self._monotonic = monotonic
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0
        self._day: date | None = None
        self._spent = 0

    @property
    def name(self) -> str:
        return self._endpoint.model

    def ask(self, question: Question) -> Any | None:
        began = self._monotonic()
        body = self._body(question)
        reserved = len(json.dumps(body)) // CHARACTERS_A_TOKEN + question.most_tokens
        value, outcome = None, self._reserve(reserved)
        if outcome is None:
            outcome, value, tokens = self._within(body, question.schema, reserved)
            self._settle(outcome, question.use, tokens - reserved, tokens)
            fields = {"why": question.use, "outcome": outcome, "seconds": self._monotonic() - began, "count": tokens}
            log.info("model_asked", extra=fields)
        TALLY.model_call(question.use, outcome)
        return value

    def _body(self, question: Question) -> dict[str, Any]:
        form = {"name": question.use, "strict": True, "schema": question.schema}
        return {
            "model": self._endpoint.model,
            "messages": [{"role": "system", "content": question.system}, {"role": "user", "content": question.user}],
            "temperature": 0,
            "max_tokens": question.most_tokens,
            "stream": False,
            "response_format": {"type": "json_schema", "json_schema": form},
        }

    # --- budget and rest ----------------------------------------------------------------------------------------------

    def _reserve(self, tokens: int) -> str | None:
        """Take a slot and the most that the question may cost; else say why it is not asked."""
        today = self._clock().date()
        with self._lock:
            if today != self._day:
                self._day, self._spent = today, 0
            if self._monotonic() < self._rests_until:
                return RESTING
            if self._spent + tokens > self._endpoint.tokens_a_day:
                return OVER_BUDGET
            if not self._slots.acquire(blocking=False):
                return BUSY
            self._spent += tokens
        return None

    def _settle(self, outcome: str, use: str, correction: int, tokens: int) -> None:
        with self._lock:
            self._spent += correction
            self._failures = 0 if outcome == ANSWERED else self._failures + 1
            rests = self._failures >= FAILURES
            if rests:
                self._rests_until = self._monotonic() + REST
        TALLY.model_spent(use, tokens)
        if rests:
            log.warning("model_rests", extra={"why": outcome, "seconds": REST})

    # --- the call -----------------------------------------------------------------------------------------------------

    def _within(self, body: Mapping[str, Any], schema: Mapping[str, Any], reserved: int) -> tuple[str, Any, int]:
        """Call from a thread of its own: no time-out of a library covers name lookup, headers that drip, and the body.

        A call that nobody waits for any more keeps its slot until it ends: at most AT_ONCE threads are ever stuck.
        """
        done: list[tuple[str, Any, int]] = []

        def run() -> None:
            try:
                done.append(self._call(body, schema))
            except _Failed as error:
                done.append((str(error), None, reserved))
            except requests.Timeout:
                done.append((LATE, None, reserved))
            except Exception:  # whatever a server can make a library raise: there is no answer
                done.append((AWAY, None, reserved))
            finally:
                self._slots.release()

        thread = threading.Thread(target=run, name="retour-model", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # this machine has no thread left
            self._slots.release()
            return AWAY, None, 0
        thread.join(self._endpoint.seconds)
        return done[0] if done else (LATE, None, reserved)

    def _call(self, body: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[str, Any, int]:
        ends_at = time.monotonic() + self._endpoint.seconds
        headers = {"Accept-Encoding": "identity"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        answer = self._session.request(
            "POST",
            f"{self._endpoint.url.rstrip('/')}/chat/completions",
            json=body,
            headers=headers,
            timeout=(self._endpoint.seconds, self._endpoint.seconds),
            allow_redirects=False,
            stream=True,
        )
        try:
            if answer.status_code != 200:
                raise _Failed(REFUSED)
            text = _read(answer, ends_at)
        finally:
            answer.close()
        said, counted = _parsed(text)
        tokens = max(counted, (len(json.dumps(body)) + len(said)) // CHARACTERS_A_TOKEN)
        return ANSWERED, conforming(_json(said), schema), tokens


def _read(answer: requests.Response, ends_at: float) -> bytes:
    parts, size = [], 0
    while piece := answer.raw.read1(8192, decode_content=False):  # whatever has come, so that dripping is noticed
        size += len(piece)
        if size > LARGEST:
            raise _Failed(UNREADABLE)
        if time.monotonic() > ends_at:
            raise _Failed(LATE)
        parts.append(piece)
    return b"".join(parts)


def _parsed(body: bytes) -> tuple[str, int]:
    """The message, and the tokens that the other side counted: 0 if it did not, or more than can be."""
    answer = _json(body)
    try:
        said = answer["choices"][0]["message"]["content"]
    except (LookupError, TypeError) as error:
        raise _Failed(UNREADABLE) from error
    if not isinstance(said, str):
        raise _Failed(UNREADABLE)
    usage = answer.get("usage")
    counted = usage.get("total_tokens") if isinstance(usage, dict) else 0
    return said, counted if type(counted) is int and 0 <= counted <= LARGEST else 0


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Failed(UNREADABLE) from error


def conforming(value: Any, schema: Mapping[str, Any]) -> Any:
    """Return `value` if it is valid by `schema`: a field too many is not."""
    if not Draft202012Validator(schema).is_valid(value):
        raise _Failed(UNREADABLE)
    return value
