"""Alive, and able to work."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from connector.app import create_app
from connector.bootstrap import Application, build
from connector.settings import Settings
from tests.web.conftest import ACME, NOW


def test_is_alive_without_a_database(tmp_path: Path) -> None:
    application = build(Settings(data_dir=str(tmp_path)))
    client = create_app(application).test_client()
    answer = client.get("/health/live")
    assert (answer.status_code, answer.get_json()) == (200, {"live": True})
    assert not (tmp_path / "retour.db").exists()
    assert client.get("/health/ready").status_code == 500  # no tables: it cannot work
    application.engine.dispose()


def test_is_ready_and_says_how_much_waits(client: FlaskClient, application: Application) -> None:
    nothing = {"ready": True, "inbox": {"waiting": 0}, "actions_waiting_for_a_person": 0}
    assert client.get("/health/ready").get_json() == nothing
    with application.services.store.begin() as tx:
        tx.inbox.add(ACME.id, "d-1", "7001", NOW)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.get_json()) == (200, {**nothing, "inbox": {"waiting": 1}})


def test_tells_nothing_about_what_does_not_exist(client: FlaskClient) -> None:
    answer = client.get("/secrets")
    assert answer.status_code == 404
    assert b"Traceback" not in answer.data
