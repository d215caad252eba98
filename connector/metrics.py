"""Metrics in Prometheus' text form: what stands in the database, the same from every process, and what this process
did.

`prometheus_client` is imported when somebody asks, not before: it takes longer to load than a webhook may wait.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from connector.domain.errors import RetourError
from connector.ports.clock import Clock
from connector.storage.clocks import skew
from connector.storage.gauges import Gauges, look
from connector.tally import SECONDS, TALLY, Spread, Tally
from connector.web.metrics import TEXT, allowed

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from prometheus_client.core import Metric

log = logging.getLogger(__name__)

SILENCE = 5.0  # seconds of a caller who says nothing

# Name, what it says, labels: of what this process did. `docs/operations.md` says what to alert on.
COUNTERS = {
    "deliveries": ("Webhook deliveries by helpdesk and outcome.", ("helpdesk", "outcome")),
    "tickets": ("Tickets read, by what followed.", ("outcome",)),
    "actions": ("Actions that came to an outcome, or are tried again.", ("kind", "outcome")),
    "calls": ("Calls to helpdesks and shops.", ("party", "method", "status")),
    "model_calls": ("Questions to the language model, asked or not.", ("kind", "outcome")),
    "model_answers": ("What became of its answers.", ("kind", "outcome")),
    "model_tokens": ("Tokens it took, or was given at most.", ("kind",)),
}


def exposition(engine: Engine, clock: Clock, tally: Tally = TALLY) -> bytes:
    """Everything, as text. The database being away is a value (`retour_database_up` 0), not an error."""
    from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Collector(engine, clock, tally))
    return generate_latest(registry)


class _Collector:
    def __init__(self, engine: Engine, clock: Clock, tally: Tally) -> None:
        self._engine = engine
        self._clock = clock
        self._tally = tally

    def collect(self) -> Iterator[Metric]:
        yield from _of_database(self._engine, self._clock)
        yield from _of_process(self._tally)


def _of_database(engine: Engine, clock: Clock) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    try:
        found, off = look(engine, clock()), skew(engine, clock)
    except SQLAlchemyError as error:
        log.warning("database_away", extra={"error": type(error).__name__})
        yield GaugeMetricFamily("retour_database_up", "Whether the database answers.", 0)
        return
    yield GaugeMetricFamily("retour_database_up", "Whether the database answers.", 1)
    skewed = "Seconds by which this machine's clock is ahead of the database's."
    yield GaugeMetricFamily("retour_database_skew_seconds", skewed, off)
    yield from _gauges(found)


def _gauges(found: Gauges) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    for name, about, value in (
        ("inbox_waiting", "Events whose ticket was not read yet.", found.inbox_waiting),
        ("inbox_oldest_seconds", "Age of the oldest of them.", found.inbox_oldest),
        ("actions_oldest_due_seconds", "Since the oldest pending action became due.", found.oldest_due),
        ("actions_oldest_claimed_seconds", "Since the oldest claimed action was touched.", found.oldest_claimed),
        ("payouts_open", "Money that a person must transfer.", found.payouts_open),
        ("payouts_overdue", "Of these, promised for a day that is over.", found.payouts_overdue),
    ):
        yield GaugeMetricFamily(f"retour_{name}", about, value)
    for name, about, labels, values in (
        ("actions_open", "Actions not at their end; person: somebody must look.", ("kind", "state"), found.actions),
        ("cases_open", "Cases not at their end.", ("state",), {(name,): n for name, n in found.cases.items()}),
        ("installations", "Accounts joined.", ("helpdesk",), {(name,): n for name, n in found.installations.items()}),
    ):
        family = GaugeMetricFamily(f"retour_{name}", about, labels=labels)
        for key, number in values.items():
            family.add_metric(key, number)
        yield family


def _of_process(tally: Tally) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

    counts = tally.counts()
    for name, (about, labels) in COUNTERS.items():
        family = CounterMetricFamily(f"retour_{name}", about, labels=labels)
        for key, number in sorted(counts[name].items()):
            family.add_metric(key, number)
        yield family
    seconds = HistogramMetricFamily(
        "retour_call_seconds", "How long calls to helpdesks and shops took.", labels=("party", "method")
    )
    for key, spread in sorted(tally.spreads().items()):
        seconds.add_metric(key, _buckets(spread), spread.total)
    yield seconds


def _buckets(spread: Spread) -> list[tuple[str, float]]:
    """Prometheus' buckets hold everything below their end."""
    ends = [*(str(end) for end in SECONDS), "+Inf"]
    return list(zip(ends, accumulate(spread.buckets), strict=True))


class PortTaken(RetourError):
    """Somebody else has the port that metrics are to be served on."""


def serve_metrics(render: Callable[[], bytes], token: str, port: int, host: str = "") -> int:
    """Serve `GET /metrics` from a thread of its own, for a process that serves nothing else; return the port.

    Who connects and says nothing keeps nobody waiting. Raise PortTaken.
    """
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

    class Threaded(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Silent(WSGIRequestHandler):
        timeout = SILENCE

        def log_message(self, format: str, *args: Any) -> None:
            """Scrapes are no events."""

    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/metrics" or environ["REQUEST_METHOD"] != "GET":
            status, body = "404 Not Found", b""
        elif not allowed(environ.get("HTTP_AUTHORIZATION"), token):
            status, body = "401 Unauthorized", b""
        else:
            status, body = "200 OK", render()
        start(status, [("Content-Type", TEXT), ("Content-Length", str(len(body)))])
        return [body]

    try:
        server = make_server(host, port, app, server_class=Threaded, handler_class=Silent)
    except OSError as error:
        raise PortTaken(f"cannot serve metrics on port {port}: {error.strerror}") from error
    threading.Thread(target=server.serve_forever, name="retour-metrics", daemon=True).start()
    return server.server_port
