"""What measures is right itself: it counts what was answered, quotes medians, and notices what is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench import load, receiving, report
from bench.killing import kill_and_count
from bench.noise import figure, ratio
from bench.progress import Progress
from bench.receiving import Lost, Row, contenders
from bench.servers import Running
from bench.site import HOOK_SECRET, TENANT, Site, site
from connector.helpdesks.zendesk.webhook import delivery_from
from connector.ports.helpdesk import RawWebhook
from connector.storage.tables import inbox
from sandbox.serving import serve

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PROGRESS = Progress(1)


class Taking:
    """Answers every third delivery with 500; remembers the others."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.came = 0
        self.busy = threading.Event()
        self.hooks: list[RawWebhook] = []

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name[:5] == "HTTP_"}
        with self.lock:
            self.came += 1
            refused = self.came % 3 == 0
            if not refused:
                self.hooks.append(RawWebhook(headers, body))
        if self.came > 20:
            self.busy.set()
        start("500 Internal Server Error" if refused else "202 Accepted", [("Content-Length", "0")])
        return [b""]


def plan(port: int, count: int) -> load.Plan:
    return load.Plan(port, f"/hooks/{TENANT}", HOOK_SECRET, "t", connections=4, seconds=20, count=count)


def test_the_load_counts_what_was_acknowledged_and_signs_what_it_sends() -> None:
    app = Taking()
    with serve(app) as server:
        result = load.run(plan(server.port, 30))
    assert (len(result.acknowledged), result.refused, result.cut_off, len(result.latencies)) == (20, 10, 0, 30)
    assert result.latencies == sorted(result.latencies)
    seen = {hook.headers["x-zendesk-webhook-invocation-id"] for hook in app.hooks}
    assert seen == {f"t-{number}" for number in result.acknowledged}
    hook = app.hooks[0]
    assert len(hook.body) == load.BODY_BYTES
    moment = datetime.now(UTC)
    number = int(hook.headers["x-zendesk-webhook-invocation-id"].partition("-")[2])
    assert delivery_from(hook, [HOOK_SECRET], moment).ticket_id == str(1_000_000 + number)


def test_the_load_counts_what_was_cut_off() -> None:
    app = Taking()
    server = serve(app)

    def close_soon() -> None:
        assert app.busy.wait(30)
        server.close()

    closing = threading.Thread(target=close_soon)
    closing.start()
    result = load.run(plan(server.port, 20_000))
    closing.join()
    assert result.cut_off == 4
    assert 0 < len(result.acknowledged) + result.refused < 20_000


def test_quotes_the_median_with_its_noise() -> None:
    assert figure([1234.4, 900.0, 2000.0]).show() == "1,234 (900-2,000)"
    assert figure([1.26]).show(1) == "1.3"
    assert ratio(figure([10.0, 30.0]), figure([20.0, 20.0])).values == (0.5, 1.5)


@pytest.mark.parametrize(("found", "said"), [(0.6, "at least 0.6: met"), (0.59, "at least 0.6: **missed**")])
def test_says_whether_a_goal_is_met(found: float, said: str) -> None:
    assert report._goal(figure([found]), 0.6) == said


def test_puts_the_results_where_the_last_ones_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(report, "README", page)
    report.write(["new"])
    assert page.read_text(encoding="utf-8") == f"before\n{report.BEGIN}\n\nnew\n{report.END}\nafter\n"


@contextmanager
def _forgetful(where: Site) -> Iterator[None]:
    """A row disappears after it was acknowledged."""
    kept = Site.kept

    def fewer(site: Site) -> tuple[int, int]:
        with site.engine.begin() as connection:
            connection.execute(
                inbox.delete().where(inbox.c.id.in_(inbox.select().with_only_columns(inbox.c.id).limit(1)))
            )
        return kept(site)

    Site.kept = fewer  # type: ignore[method-assign]
    try:
        yield
    finally:
        Site.kept = kept  # type: ignore[method-assign]


def test_a_round_notices_a_row_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "WARM_UP", 0.1)
    monkeypatch.setattr(receiving, "MEASURED", 0.2)
    row = Row(contenders("sqlite")[1])
    with site("sqlite") as where:
        server = Running(row.contender, where.environment)
        try:
            assert receiving._round(where, row, server, 1) > 0
            with _forgetful(where), pytest.raises(Lost, match="bare, a COMMIT per request"):
                receiving._round(where, row, server, 2)
        finally:
            server.group.kill()
    assert len(row.rates) == 1


def test_a_killed_web_process_loses_nothing_it_acknowledged() -> None:
    toll = kill_and_count("sqlite", 1, PROGRESS)
    assert toll.acknowledged > 0
    assert (toll.kills, toll.lost, toll.doubles) == (1, 0, 0)
    assert toll.sent_again >= toll.acknowledged + toll.unsure
