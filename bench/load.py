"""The load: signed deliveries over kept-alive connections, from a process of its own. `python -m bench.load` reads a
plan as JSON from standard input and writes the result as JSON to standard output.

One thread and raw sockets: every request is built and signed before the clock starts, so that the load costs a tenth of
what the cheapest server costs.
"""

from __future__ import annotations

import base64
import hmac
import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

BODY_BYTES = 1_150  # a trigger's payload with a few fields
ANSWER_BYTES = 65_536


@dataclass(frozen=True)
class Plan:
    """`count` deliveries at most, for `seconds` at most, over `connections` to `port`, named `prefix`-1 and so on."""

    port: int
    path: str
    secret: str
    prefix: str
    connections: int = 32
    seconds: float = 3.0
    count: int = 60_000


@dataclass
class Result:
    """`latencies` in milliseconds, sorted. `acknowledged`: numbers of the deliveries that were answered with 2xx."""

    seconds: float = 0.0
    acknowledged: list[int] = field(default_factory=list)
    refused: int = 0
    cut_off: int = 0
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.acknowledged) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        return self.latencies[min(int(len(self.latencies) * share), len(self.latencies) - 1)] if self.latencies else 0.0


def body_of(number: int) -> bytes:
    """What a trigger sends: the ticket, and words that nobody reads."""
    said = {"ticket_id": str(1_000_000 + number), "event": "customer_wrote", "about": ""}
    said["about"] = "x" * (BODY_BYTES - len(json.dumps(said)))
    return json.dumps(said).encode()


def request(plan: Plan, number: int, stamp: str) -> bytes:
    """One signed delivery as the helpdesk's HTTP client writes it."""
    body = body_of(number)
    signature = base64.b64encode(hmac.digest(plan.secret.encode(), stamp.encode() + body, "sha256")).decode()
    head = (
        f"POST {plan.path} HTTP/1.1\r\nHost: 127.0.0.1:{plan.port}\r\nUser-Agent: Zendesk Webhook\r\n"
        f"Content-Type: application/json; charset=utf-8\r\nAccept: */*\r\nContent-Length: {len(body)}\r\n"
        f"X-Zendesk-Account-Id: 22129848\r\nX-Zendesk-Webhook-Id: 01JCX3W4N8PZK6T0V7Q2M5R1AB\r\n"
        f"X-Zendesk-Webhook-Invocation-Id: {plan.prefix}-{number}\r\n"
        f"X-Zendesk-Webhook-Signature: {signature}\r\nX-Zendesk-Webhook-Signature-Timestamp: {stamp}\r\n\r\n"
    )
    return head.encode() + body


class _Line:
    """One kept-alive connection with at most one request on its way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.settimeout(30)
        self.number = 0
        self.sent_at = 0.0
        self.answer = b""

    def send(self, number: int, data: bytes) -> None:
        self.number, self.answer, self.sent_at = number, b"", time.perf_counter()
        self.socket.sendall(data)

    def status(self) -> int | None:
        """Read what there is; the status once the answer is complete. Raise ConnectionError when it was cut off."""
        got = self.socket.recv(ANSWER_BYTES)
        if not got:
            raise ConnectionError("closed")
        self.answer += got
        head, found, body = self.answer.partition(b"\r\n\r\n")
        if not found:
            return None
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        if len(body) < int(fields.get(b"content-length", 0)):
            return None
        return int(head[9:12])


def run(plan: Plan) -> Result:
    """Send as fast as the answers come. A connection that is cut off is not made anew: the server died."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    requests = [request(plan, number, stamp) for number in range(1, plan.count + 1)]
    numbers = iter(range(1, plan.count + 1))
    result, ready = Result(), selectors.DefaultSelector()
    lines = [_Line(plan.port) for _ in range(plan.connections)]
    start = time.perf_counter()
    for line in lines:
        ready.register(line.socket, selectors.EVENT_READ, line)
        _next(line, numbers, requests, ready)
    end = start + plan.seconds
    while ready.get_map():
        for key, _ in ready.select(timeout=30):
            _heard(key.data, result, numbers if time.perf_counter() < end else iter(()), requests, ready)
    result.seconds = time.perf_counter() - start
    result.latencies.sort()
    ready.close()
    for line in lines:
        line.socket.close()
    return result


def _next(line: _Line, numbers: Iterator[int], requests: list[bytes], ready: selectors.BaseSelector) -> None:
    number = next(numbers, None)
    if number is None:
        ready.unregister(line.socket)
        return
    line.send(number, requests[number - 1])


def _heard(
    line: _Line, result: Result, numbers: Iterator[int], requests: list[bytes], ready: selectors.BaseSelector
) -> None:
    try:
        status = line.status()
        if status is None:
            return
        result.latencies.append((time.perf_counter() - line.sent_at) * 1000)
        if 200 <= status < 300:
            result.acknowledged.append(line.number)
        else:
            result.refused += 1
        _next(line, numbers, requests, ready)
    except OSError:
        result.cut_off += 1
        ready.unregister(line.socket)


def start(plan: Plan) -> subprocess.Popen[str]:
    """Start the load in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    if process.stdin is not None:
        process.stdin.write(json.dumps(asdict(plan)))
        process.stdin.close()
        process.stdin = None
    return process


def result_of(process: subprocess.Popen[str]) -> Result:
    """Wait for its end."""
    with process:
        told = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError("the load ended badly")
    return Result(**json.loads(told))


if __name__ == "__main__":
    json.dump(asdict(run(Plan(**json.load(sys.stdin)))), sys.stdout)
