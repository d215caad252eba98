"""Programmable trouble: slow answers, refusals, and work done without an answer. WSGI middleware for any stand-in.

In process: `faults.add(Fault("drop", method="POST", path_regex="/refund$"))`. Over HTTP: `POST /_sandbox/faults` with a
JSON list of objects of the same fields, `GET` to list, `DELETE` to clear; `PUT /_sandbox/latency` with `{"ms": 20}`.
Requests below `/_sandbox/` never meet a fault.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sandbox.serving import Answer, HangUp, collect

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KINDS = ("slow", "slow_after", "refuse", "drop", "drop_before", "drip", "drip_all")
REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
UNAVAILABLE_PAGE = (
    "<!doctype html><html><head><title>503 Service Unavailable</title></head>"
    "<body><h1>Service Temporarily Unavailable</h1></body></html>"
)


@dataclass(frozen=True)
class Fault:
    """One piece of trouble for the next requests that match.

    slow: sleep `seconds`, then work. slow_after: work, then sleep, then answer. refuse: answer `status` without
    working (503 is an HTML page, others JSON; `retry_after` in seconds becomes a header). drop: work, then hang up.
    drop_before: hang up without working. drip, drip_all: work, then answer byte by byte, `seconds` apart; the body
    only, or the headers as well.
    """

    kind: str
    method: str | None = None
    path_regex: str | None = None  # searched in the decoded path, without the query
    times: int | None = 1  # how many requests it hits; None: until cleared
    skip: int = 0  # how many matching requests pass unharmed first
    seconds: float = 1.0
    status: int = 503
    retry_after: int | None = None
    body: str | None = None  # replaces the default body of a refusal

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault: {self.kind}")
        re.compile(self.path_regex or "")

    def matches(self, method: str, path: str) -> bool:
        return self.method in (None, method) and (self.path_regex is None or bool(re.search(self.path_regex, path)))

    def answer(self) -> Answer:
        """Return what a refusal sends."""
        page = self.status == 503
        default = UNAVAILABLE_PAGE if page else json.dumps({"message": REASONS.get(self.status, "Refused")})
        headers = [("Content-Type", "text/html; charset=UTF-8" if page else "application/json; charset=utf-8")]
        if self.retry_after is not None:
            headers.append(("Retry-After", str(self.retry_after)))
        body = self.body if self.body is not None else default
        return Answer(f"{self.status} {REASONS.get(self.status, 'Refused')}", headers, body.encode())


@dataclass
class _Armed:
    fault: Fault
    skip: int
    left: int | None


class Faults:
    """The programme of faults; thread-safe. A request meets the first armed fault that matches, and only that one."""

    def __init__(self, latency: float = 0) -> None:
        self.latency = latency  # milliseconds added before every answer
        self._lock = threading.Lock()
        self._armed: list[_Armed] = []

    def add(self, *faults: Fault) -> None:
        with self._lock:
            self._armed += [_Armed(fault, fault.skip, fault.times) for fault in faults]

    def clear(self) -> None:
        with self._lock:
            self._armed.clear()

    def pending(self) -> list[Fault]:
        """Return the faults that have not struck as often as they should."""
        with self._lock:
            return [armed.fault for armed in self._armed]

    def strike(self, method: str, path: str) -> Fault | None:
        """Take the fault due for this request, if any; counts it."""
        with self._lock:
            for armed in self._armed:
                if not armed.fault.matches(method, path):
                    continue
                if armed.skip > 0:
                    armed.skip -= 1
                    continue
                if armed.left is not None:
                    armed.left -= 1
                    if armed.left <= 0:
                        self._armed.remove(armed)
                return armed.fault
        return None

    def wrap(self, app: WSGIApplication) -> WSGIApplication:
        """Return `app` behind this programme; also serves /_sandbox/faults and /_sandbox/latency."""

        def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            path = environ["PATH_INFO"]
            if path in ("/_sandbox/faults", "/_sandbox/latency"):
                return _control(self, environ).replay(start_response)
            if path.startswith("/_sandbox/"):
                return app(environ, start_response)
            return self._answer(app, environ, path).replay(start_response)

        return wrapped

    def _answer(self, app: WSGIApplication, environ: WSGIEnvironment, path: str) -> Answer:
        fault = self.strike(environ["REQUEST_METHOD"], path)
        if fault is not None and fault.kind == "refuse":
            return self._late(fault.answer())
        if fault is not None and fault.kind == "drop_before":
            raise HangUp
        if fault is not None and fault.kind == "slow":
            time.sleep(fault.seconds)
        answer = collect(app, environ)
        if fault is not None and fault.kind == "drop":
            raise HangUp
        if fault is not None and fault.kind == "slow_after":
            time.sleep(fault.seconds)
        if fault is not None and fault.kind in ("drip", "drip_all"):
            answer.drip, answer.whole = fault.seconds, fault.kind == "drip_all"
        return self._late(answer)

    def _late(self, answer: Answer) -> Answer:
        if self.latency:
            time.sleep(self.latency / 1000)
        return answer


def _control(faults: Faults, environ: WSGIEnvironment) -> Answer:
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    method = environ["REQUEST_METHOD"]
    try:
        if environ["PATH_INFO"] == "/_sandbox/latency" and method == "PUT":
            faults.latency = float(json.loads(raw)["ms"])
        elif method == "POST":
            faults.add(*_parsed(json.loads(raw)))
        elif method == "DELETE":
            faults.clear()
    except (ValueError, TypeError, KeyError, re.error) as error:
        return _json("400 Bad Request", {"message": str(error)})
    return _json("200 OK", {"latency": faults.latency, "faults": [asdict(fault) for fault in faults.pending()]})


def _parsed(items: Any) -> Iterator[Fault]:
    for item in items if isinstance(items, list) else [items]:
        yield Fault(**item)


def _json(status: str, value: object) -> Answer:
    return Answer(status, [("Content-Type", "application/json")], json.dumps(value).encode())
