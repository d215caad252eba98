"""What Prometheus gets, and who gets it. Nothing in it names a tenant, a ticket, an order or a customer."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from flask.testing import FlaskClient

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.domain.case import State
from connector.domain.ids import ActionKey, OrderId
from connector.domain.money import Money
from connector.metrics import PortTaken, exposition, serve_metrics
from connector.outbound import make_session
from connector.ports.store import ActionKind, NewAction, Payout
from connector.settings import Settings
from connector.tally import TALLY, Tally
from tests.conftest import ROOT
from tests.web.conftest import ACME, NOW, SISTER, Clock

TOKEN = "scrape-me-0123456789"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def scraped(application: Application) -> FlaskClient:
    settings = replace(application.settings, metrics_token=TOKEN)
    return create_app(replace(application, settings=settings)).test_client()


@pytest.fixture(autouse=True)
def tally(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test counts from nothing."""
    empty = Tally()
    for name in ("seconds", *empty.counts()):
        monkeypatch.setattr(TALLY, name, getattr(empty, name))


def values(text: str) -> dict[str, float]:
    """`name{labels}` -> value."""
    lines = [line.rsplit(" ", 1) for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def ours(text: str) -> dict[str, float]:
    """What is not zero."""
    return {name: value for name, value in values(text).items() if name.startswith("retour_") and value}


def read(client: FlaskClient) -> str:
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    return answer.text


def test_there_is_no_such_page_without_a_token(client: FlaskClient) -> None:
    for header in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer"}, BEARER):
        assert client.get("/metrics", headers=header).status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN, "Bearer é"])
def test_refuses_who_has_not_the_token(scraped: FlaskClient, header: str) -> None:
    answer = scraped.get("/metrics", headers={"Authorization": header})
    assert (answer.status_code, b"retour_" in answer.data) == (401, False)


def test_an_empty_database_has_nothing_open(scraped: FlaskClient) -> None:
    found = ours(read(scraped))
    found.pop("retour_database_skew_seconds", None)  # the tests' clock is not PostgreSQL's
    assert found == {"retour_database_up": 1.0, 'retour_installations{helpdesk="zendesk"}': 2.0}


def test_tells_what_stands_in_the_database(scraped: FlaskClient, application: Application, clock: Clock) -> None:
    with application.services.store.begin() as tx:
        tx.inbox.add(ACME.id, "d-1", "7001", NOW)
        tx.inbox.add(ACME.id, "d-2", "7002", NOW + timedelta(seconds=40))
        case = tx.cases.open(ACME, "7001", "fr", NOW)
        ended = tx.cases.open(SISTER, "7003", "fr", NOW)
        tx.cases.save(replace(ended, state=State.SETTLED), NOW)
        tx.cases.save(replace(case, state=State.WAITING_AGENT), NOW)
        for number, kind in enumerate([ActionKind.REPLY, ActionKind.REPLY, ActionKind.NOTE]):
            order = OrderId("501") if kind is ActionKind.MONEY else None
            tx.outbox.add(NewAction(ActionKey(f"a-{number}"), case, kind, "{}", NOW, order), NOW)
        taken = tx.outbox.claim(NOW)
        assert taken is not None
        for day in (date(2026, 11, 11), date(2026, 11, 12)):
            key = ActionKey(f"p-{day}")
            tx.dues.add_payout(Payout(key, case.id, "100", "7", Money(Decimal("9.90"), "EUR"), day, NOW))
    clock.now = NOW + timedelta(seconds=90)
    found = ours(read(scraped))
    found.pop("retour_database_skew_seconds", None)
    assert found == {
        "retour_database_up": 1.0,
        'retour_installations{helpdesk="zendesk"}': 2.0,
        "retour_inbox_waiting": 2.0,
        "retour_inbox_oldest_seconds": 90.0,
        'retour_actions_open{kind="reply",state="claimed"}': 1.0,
        'retour_actions_open{kind="reply",state="pending"}': 1.0,
        'retour_actions_open{kind="note",state="pending"}': 1.0,
        "retour_actions_oldest_due_seconds": 90.0,
        "retour_actions_oldest_claimed_seconds": 90.0,
        'retour_cases_open{state="waiting_agent"}': 1.0,
        "retour_payouts_open": 2.0,
        "retour_payouts_overdue": 1.0,
    }


def test_counts_what_the_process_did(scraped: FlaskClient, application: Application) -> None:
    with application.services.store.begin() as tx:
        tx.inbox.add(ACME.id, "d-1", "7001", NOW)
        job = tx.inbox.claim(NOW, 60)
        assert job is not None
        tx.inbox.done(job, "settled: amount.ok", NOW)
    found = ours(read(scraped))
    assert found['retour_tickets_total{outcome="settled"}'] == 1.0


def test_counts_deliveries_by_helpdesk_and_what_became_of_them(scraped: FlaskClient, recorded: dict[str, Any]) -> None:
    body, headers = recorded["raw_body"].encode(), recorded["headers"]
    address = f"/hooks/{ACME.id}"
    answers = [scraped.post(address, data=body, headers=headers).status_code for _ in range(3)]
    answers += [scraped.post(path, data=b"{}").status_code for path in (address, "/hooks/gone-7001", "/hooks/x-y")]
    answers.append(scraped.get(address).status_code)
    assert answers == [202, 202, 202, 401, 404, 404, 405]
    found = {name: value for name, value in ours(read(scraped)).items() if "deliveries" in name}
    assert found == {
        'retour_deliveries_total{helpdesk="zendesk",outcome="accepted"}': 1.0,
        'retour_deliveries_total{helpdesk="zendesk",outcome="repeated"}': 2.0,
        'retour_deliveries_total{helpdesk="zendesk",outcome="refused"}': 1.0,
        'retour_deliveries_total{helpdesk="unknown",outcome="refused"}': 3.0,
    }


def test_counts_calls_outside_by_party_and_class_and_how_long_they_took(scraped: FlaskClient) -> None:
    session = make_session(False, party_of=lambda url: "zendesk" if "zendesk" in url else "shop")
    with responses.RequestsMock() as http:
        for status in (200, 404, 429, 503):
            http.get("https://acme.zendesk.com/api/v2/thing", status=status)
        http.put("https://shop.example.test/x", body=requests.ReadTimeout())
        for _ in range(4):
            session.request("GET", "https://acme.zendesk.com/api/v2/thing")
        with pytest.raises(requests.ReadTimeout):
            session.request("PUT", "https://shop.example.test/x")
    found = ours(read(scraped))
    for answer in ("2xx", "4xx", "429", "5xx"):
        assert found[f'retour_calls_total{{method="GET",party="zendesk",status="{answer}"}}'] == 1.0
    assert found['retour_calls_total{method="PUT",party="shop",status="none"}'] == 1.0
    assert found['retour_call_seconds_count{method="GET",party="zendesk"}'] == 4.0
    assert found['retour_call_seconds_bucket{le="30.0",method="GET",party="zendesk"}'] == 4.0


@pytest.mark.parametrize(
    ("url", "party"),
    [
        ("https://acme.zendesk.com/api/v2/users/me.json", "zendesk"),
        ("https://acme.freshdesk.com/api/v2/tickets/1", "freshdesk"),
        ("https://acme.gorgias.com/api/tickets", "gorgias"),
        ("https://shop.example.test/rest/V1/orders", "shop"),
        ("https://evil.test/acme.zendesk.com", "shop"),
        ("https://a/b.zendesk.com/x", "shop"),
    ],
)
def test_an_address_belongs_to_a_vendor_or_to_a_shop(tmp_path: Path, url: str, party: str) -> None:
    from connector.bootstrap import parties

    assert parties(Settings(data_dir=str(tmp_path)))(url) == party


def test_no_label_holds_an_id(scraped: FlaskClient, application: Application) -> None:
    with application.services.store.begin() as tx:
        tx.inbox.add(ACME.id, "d-1", "7001", NOW)
        case = tx.cases.open(ACME, "7001", "fr", NOW)
        tx.outbox.add(NewAction(ActionKey("a-1"), case, ActionKind.REPLY, "{}", NOW), NOW)
    text = read(scraped)
    for secret in ("7001", "acme", case.id, "a-1", "d-1", TOKEN, "example"):
        assert secret not in text
    labels = {name for found in re.findall(r"retour_\w+\{([^}]*)\}", text) for name in re.findall(r"(\w+)=", found)}
    assert labels <= {"helpdesk", "outcome", "kind", "state", "party", "method", "status", "le"}


def test_the_database_being_away_is_a_value(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path), database_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    application = build(settings)
    found = values(exposition(application.engine, application.services.clock).decode())
    assert found["retour_database_up"] == 0.0
    assert "retour_inbox_waiting" not in found
    assert found["process_resident_memory_bytes"] > 1e6
    application.engine.dispose()


def test_says_how_far_our_clock_is_off(application: Application) -> None:
    ahead = exposition(application.engine, lambda: datetime.now(UTC) + timedelta(seconds=77)).decode()
    expected = 0.0 if application.engine.dialect.name == "sqlite" else 77.0
    assert values(ahead)["retour_database_skew_seconds"] == pytest.approx(expected, abs=3)


def test_a_worker_serves_its_own_to_who_has_the_token() -> None:
    port = serve_metrics(lambda: b"retour_database_up 1.0\n", TOKEN, 0, "127.0.0.1")

    def get(path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    with socket.create_connection(("127.0.0.1", port)):  # who connects and says nothing keeps nobody waiting
        assert get("/metrics", BEARER) == (200, b"retour_database_up 1.0\n")
    with pytest.raises(PortTaken, match=f"port {port}"):
        serve_metrics(lambda: b"", TOKEN, port, "127.0.0.1")
    assert get("/metrics", {}) == (401, b"")
    assert get("/metrics", {"Authorization": "Bearer wrong"}) == (401, b"")
    assert get("/", BEARER) == (404, b"")


def test_nothing_is_imported_for_metrics_that_nobody_asks_for() -> None:
    script = "import sys, connector.app; print('prometheus_client' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_every_metric_is_in_the_guide_for_operators(scraped: FlaskClient) -> None:
    text = read(scraped)
    names = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE retour_")}
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert len(names) >= 15
    assert [name for name in sorted(names) if f"`{name}" not in guide] == []
