"""Alive, and able to work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.settings import Settings
from tests.web.conftest import ACME, NOW, Clock


def test_is_alive_without_a_database(tmp_path: Path) -> None:
    application = build(Settings(data_dir=str(tmp_path)))
    client = create_app(application).test_client()
    answer = client.get("/health/live")
    assert (answer.status_code, answer.get_json()) == (200, {"live": True})
    assert not (tmp_path / "retour.db").exists()
    answer = client.get("/health/ready")
    assert answer.status_code == 503  # no tables: it cannot work
    assert answer.get_json()["ready"] is False
    assert "retour migrate" in answer.get_json()["problems"][0]
    application.engine.dispose()


def test_says_that_the_database_is_away_and_never_fails_itself(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path), database_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    application = build(settings)
    client = create_app(application).test_client()
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.get_json() == {"ready": False, "problems": ["the database does not answer"]}
    application.engine.dispose()


def test_a_delivery_is_sent_again_later_while_the_database_is_away(tmp_path: Path) -> None:
    """Helpdesks take 503 with Retry-After for "later", and 500 for the end."""
    settings = Settings(data_dir=str(tmp_path), database_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    application = build(settings)
    answer = create_app(application).test_client().post("/hooks/zendesk-acme", data=b"{}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    application.engine.dispose()


def test_is_not_ready_with_the_database_gone_after_the_first_look(
    client: FlaskClient, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Application, "problems", lambda self: [])
    with application.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox RENAME TO gone")
    try:
        answer = client.get("/health/ready")
    finally:
        with application.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE gone RENAME TO inbox")
    assert answer.status_code == 503
    assert answer.get_json() == {"ready": False, "problems": ["the database does not answer"]}


@pytest.mark.parametrize("off", [-15, 15])
def test_is_not_ready_with_a_clock_that_is_off(postgres_tables: str, tmp_path: Path, off: int) -> None:
    settings = Settings(data_dir=str(tmp_path), database_url=postgres_tables)
    application = build(settings, clock=lambda: datetime.now(UTC) + timedelta(seconds=off))
    answer = create_app(application).test_client().get("/health/ready")
    assert answer.status_code == 503
    (problem,) = answer.get_json()["problems"]
    assert problem == f"this machine's clock is {off:+} s off the database's: at most 10 are safe"
    application.engine.dispose()


def test_is_ready_and_says_how_much_waits(client: FlaskClient, application: Application, clock: Clock) -> None:
    clock.now = datetime.now(UTC)  # PostgreSQL has a clock of its own
    nothing = {"ready": True, "inbox": {"waiting": 0}, "actions_waiting_for_a_person": 0}
    assert client.get("/health/ready").get_json() == nothing
    with application.services.store.begin() as tx:
        tx.inbox.add(ACME.id, "d-1", "7001", NOW)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.get_json()) == (200, {**nothing, "inbox": {"waiting": 1}})


def test_stays_ready_when_a_newer_version_migrated_and_not_when_an_older_one_did(
    client: FlaskClient, application: Application, clock: Clock
) -> None:
    """Old processes serve on until they are replaced."""
    clock.now = datetime.now(UTC)

    def at(revision: str) -> int:
        with application.engine.begin() as connection:
            before = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
        status = client.get("/health/ready").status_code
        with application.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": before})
        return status

    assert (at("0001"), at("9999")) == (503, 200)


def test_tells_nothing_about_what_does_not_exist(client: FlaskClient) -> None:
    answer = client.get("/secrets")
    assert answer.status_code == 404
    assert b"Traceback" not in answer.data
