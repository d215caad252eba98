"""A genuine delivery is kept before it is acknowledged; nothing else is kept at all."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from connector.app import MAX_BODY
from connector.bootstrap import Application
from connector.flow.senders import HOOK_SECRETS
from connector.helpdesks.zendesk.webhook import sign
from connector.ports.helpdesk import RawWebhook
from connector.storage.tables import inbox
from connector.web import webhooks
from tests.web.conftest import ACME, SECRET, SISTER, SISTERS_SECRET

STAMP = "2026-11-12T09:15:05Z"
BODY = b'{"ticket_id": "7001"}'


def kept(application: Application) -> list[tuple[str, str, str]]:
    with application.engine.begin() as connection:
        rows = connection.execute(
            select(inbox.c.tenant_id, inbox.c.delivery_id, inbox.c.ticket_id).order_by(inbox.c.id)
        )
        return [(row.tenant_id, row.delivery_id, row.ticket_id) for row in rows]


def signature(
    body: bytes, secret: str = SECRET, delivery: str = "01JCX40DHT2X9B7Y3E8K5N6QRS", stamp: str = STAMP
) -> dict[str, str]:
    return {
        "X-Zendesk-Webhook-Signature": sign(secret, stamp, body),
        "X-Zendesk-Webhook-Signature-Timestamp": stamp,
        "X-Zendesk-Webhook-Invocation-Id": delivery,
    }


def deliver(
    client: FlaskClient,
    body: bytes = BODY,
    secret: str = SECRET,
    tenant: str = ACME.id,
    delivery: str = "01JCX40DHT2X9B7Y3E8K5N6QRS",
    stamp: str = STAMP,
) -> TestResponse:
    headers = signature(body, secret, delivery, stamp)
    return client.post(f"/hooks/{tenant}", data=body, headers=headers, content_type="application/json")


def test_keeps_the_recorded_delivery(client: FlaskClient, application: Application, recorded: dict[str, Any]) -> None:
    answer = client.post(f"/hooks/{ACME.id}", data=recorded["raw_body"].encode(), headers=recorded["headers"])
    assert (answer.status_code, answer.data) == (202, b"")
    assert kept(application) == [(ACME.id, "01JCX40DHT2X9B7Y3E8K5N6QRS", "35436")]


def test_a_repeat_is_acknowledged_and_kept_once(client: FlaskClient, application: Application) -> None:
    assert [deliver(client).status_code for _ in range(3)] == [202, 202, 202]
    assert len(kept(application)) == 1


def test_another_delivery_about_the_same_ticket_is_kept(client: FlaskClient, application: Application) -> None:
    assert deliver(client, delivery="one").status_code == 202
    assert deliver(client, delivery="two").status_code == 202
    assert [row[1] for row in kept(application)] == ["one", "two"]


def test_takes_the_secret_before_while_it_changes(client: FlaskClient, application: Application) -> None:
    application.box.put(f"tenant:{ACME.id}", HOOK_SECRETS, {"current": "new-one", "previous": SECRET})
    assert deliver(client).status_code == 202
    assert len(kept(application)) == 1


def test_takes_a_genuine_delivery_that_is_hours_old(client: FlaskClient, application: Application) -> None:
    assert deliver(client, stamp="2026-11-12T04:00:00Z").status_code == 202
    assert len(kept(application)) == 1


@pytest.mark.parametrize(
    "secret",
    [SISTERS_SECRET, "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==", "", "guessed"],
    ids=["another tenant's", "the public test secret", "empty", "guessed"],
)
def test_refuses_what_another_secret_signed(client: FlaskClient, application: Application, secret: str) -> None:
    answer = deliver(client, secret=secret)
    assert (answer.status_code, answer.get_json()) == (401, {"error": "NotAuthentic"})
    assert kept(application) == []


def test_refuses_a_delivery_to_another_tenant(client: FlaskClient, application: Application) -> None:
    assert deliver(client, tenant=SISTER.id).status_code == 401
    assert kept(application) == []


def test_refuses_a_changed_body(client: FlaskClient, application: Application, recorded: dict[str, Any]) -> None:
    body = recorded["raw_body"].replace("35436", "35437").encode()
    assert client.post(f"/hooks/{ACME.id}", data=body, headers=recorded["headers"]).status_code == 401
    assert kept(application) == []


def test_refuses_what_nobody_signed(client: FlaskClient, application: Application) -> None:
    assert client.post(f"/hooks/{ACME.id}", data=BODY).status_code == 401
    assert kept(application) == []


def test_refuses_what_is_signed_in_the_future(client: FlaskClient, application: Application) -> None:
    assert deliver(client, stamp="2026-11-12T10:15:05Z").status_code == 401
    assert kept(application) == []


@pytest.mark.parametrize("stored", [{}, {"current": ""}], ids=["no secret", "an empty one"])
def test_refuses_everything_while_no_secret_is_stored(
    client: FlaskClient, application: Application, stored: dict[str, str]
) -> None:
    application.box.put(f"tenant:{ACME.id}", HOOK_SECRETS, stored)
    assert deliver(client).status_code == 401
    assert deliver(client, secret="").status_code == 401
    assert kept(application) == []


@pytest.mark.parametrize("tenant", ["zendesk-nobody", "ZENDESK-ACME", "a%00b", "zendesk-acme%00", "x" * 500])
def test_does_not_know_other_installations(client: FlaskClient, application: Application, tenant: str) -> None:
    answer = deliver(client, tenant=tenant)
    assert (answer.status_code, answer.get_json()) == (404, {"error": "UnknownInstallation"})
    assert kept(application) == []


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"{}", b'{"ticket_id": "0"}', b'{"ticket_id": "x; drop"}', b"", b"\xff\xfe"]
)
def test_refuses_a_genuine_delivery_that_names_no_ticket(
    client: FlaskClient, application: Application, body: bytes
) -> None:
    answer = deliver(client, body)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "Malformed")
    assert kept(application) == []


@pytest.mark.parametrize("delivery", ["", "x" * 101, "a b", "../x"])
def test_refuses_a_delivery_without_a_usable_id(client: FlaskClient, application: Application, delivery: str) -> None:
    assert deliver(client, delivery=delivery).status_code == 400
    assert kept(application) == []


def test_keeps_the_longest_id_it_takes(client: FlaskClient, application: Application) -> None:
    assert deliver(client, delivery="x" * 100).status_code == 202
    assert [row[1] for row in kept(application)] == ["x" * 100]


def test_reads_no_more_than_a_delivery_can_be(client: FlaskClient, application: Application) -> None:
    largest = BODY[:-1] + b" " * (MAX_BODY - len(BODY)) + b"}"
    assert len(largest) == MAX_BODY
    assert deliver(client, largest + b" ", delivery="too-large").status_code == 413
    assert deliver(client, largest, delivery="largest").status_code == 202
    assert [row[1] for row in kept(application)] == ["largest"]


def test_takes_deliveries_only(client: FlaskClient) -> None:
    assert client.get(f"/hooks/{ACME.id}").status_code == 405


def test_does_not_acknowledge_what_it_could_not_keep(client: FlaskClient, application: Application) -> None:
    with application.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    try:
        answer = deliver(client)
    finally:
        with application.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
    assert (answer.status_code, answer.get_json()) == (503, {"error": "NotKept"})
    assert answer.headers["Retry-After"] == "30"
    assert kept(application) == []
    assert deliver(client).status_code == 202


@pytest.mark.parametrize("at", ["FROM installations", "FROM secrets"])
def test_asks_for_a_repeat_while_the_database_is_away(
    client: FlaskClient, application: Application, at: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Zendesk sends again after a 503, never after a 500."""

    def cut(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if at in statement:
            raise OperationalError(statement, None, Exception("server closed the connection unexpectedly"))

    event.listen(application.engine, "before_cursor_execute", cut)
    try:
        answer = deliver(client)
    finally:
        event.remove(application.engine, "before_cursor_execute", cut)
    assert (answer.status_code, answer.get_json()) == (503, {"error": "DatabaseAway"})
    assert answer.headers["Retry-After"] == "30"
    assert [record.msg for record in caplog.records] == ["refused"]
    assert kept(application) == []
    assert deliver(client).status_code == 202


def test_what_was_kept_waits_for_a_worker(client: FlaskClient, application: Application) -> None:
    assert deliver(client).status_code == 202
    with application.services.store.begin() as tx:
        job = tx.inbox.claim(application.services.clock(), 60)
    assert job is not None
    assert (job.tenant, job.ticket_id) == (ACME.id, "7001")


def test_takes_chunks_without_a_length(client: FlaskClient, application: Application) -> None:
    answer = client.post(
        f"/hooks/{ACME.id}",
        input_stream=BytesIO(BODY),
        headers={**signature(BODY), "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 202
    assert [row[2] for row in kept(application)] == ["7001"]


def test_reads_no_more_chunks_than_a_delivery_can_be(client: FlaskClient, application: Application) -> None:
    body = BODY + b" " * MAX_BODY
    answer = client.post(
        f"/hooks/{ACME.id}",
        input_stream=BytesIO(body),
        headers={**signature(body), "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
    assert kept(application) == []


@pytest.mark.parametrize(
    "path", ["/hooks/", "/hooks", f"/hooks/{ACME.id}/", f"/hooks/{ACME.id}/x", f"//hooks/{ACME.id}"]
)
def test_knows_no_other_address(client: FlaskClient, application: Application, path: str) -> None:
    answer = client.post(path, data=BODY, headers=signature(BODY))
    assert answer.status_code in {404, 308}
    assert kept(application) == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_says_which_method_it_takes(client: FlaskClient, application: Application, method: str) -> None:
    answer = client.open(f"/hooks/{ACME.id}", method=method, data=BODY, headers=signature(BODY))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert kept(application) == []


def test_hands_over_what_came_and_how(
    client: FlaskClient, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lower-case names, the bytes as they are, the first value of each name in the address."""
    seen: list[tuple[str, RawWebhook]] = []
    monkeypatch.setattr(webhooks, "receive", lambda _services, tenant, hook: seen.append((tenant, hook)) or True)
    sent = {"X-Zendesk-Webhook-Id": "w-1", "Content-Type": "text/odd; charset=x", "Ünusual": "é"}
    answer = client.post("/hooks/a%C3%A9%20b?key=1%2B1&key=2&empty=", data=b"\xff\x00", headers=sent)
    [(tenant, hook)] = seen
    assert (answer.status_code, tenant, hook.body) == (202, "aé b", b"\xff\x00")
    assert hook.query == {"key": "1+1", "empty": ""}
    assert hook.headers["x-zendesk-webhook-id"] == "w-1"
    assert (hook.headers["content-type"], hook.headers["content-length"]) == ("text/odd; charset=x", "2")


def test_tells_nothing_of_a_bug(
    client: FlaskClient, application: Application, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> bool:
        raise ValueError("password=hunter2")

    monkeypatch.setattr(webhooks, "receive", fails)
    answer = deliver(client)
    assert (answer.status_code, answer.get_json()) == (500, {"error": "internal"})
    assert [record.msg for record in caplog.records] == ["bug"]
    assert kept(application) == []


def test_logs_a_refusal_without_what_was_sent(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    assert deliver(client, secret="guessed").status_code == 401
    [record] = caplog.records
    said = {name: getattr(record, name) for name in ("msg", "status", "error", "path")}
    assert said == {"msg": "refused", "status": 401, "error": "NotAuthentic", "path": f"/hooks/{ACME.id}"}
