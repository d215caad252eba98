"""`retour backup` and `retour restored`, as an admin types them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from connector.bootstrap import build
from connector.cli import main
from connector.domain.ids import ActionKey
from connector.domain.money import Money
from connector.ports.store import Payout
from connector.settings import Settings
from tests.conftest import ROOT
from tests.web.conftest import ACME, NOW, POLICY


@pytest.fixture
def data(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with a migrated database and one installation, whose helpdesk cannot be reached."""
    monkeypatch.setenv("RETOUR_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data" / "retour.db")
    application = build(Settings(data_dir=str(tmp_path / "data")))
    with application.services.store.begin() as tx:
        tx.tenants.put_policy(ACME.policy_hash, POLICY, NOW)
        tx.tenants.put(ACME, NOW)
        tx.inbox.add(ACME.id, "d-1", "7001", NOW)
    application.engine.dispose()
    return tmp_path / "data"


def retour(*words: str, answer: str = "") -> tuple[int, str]:
    """The command; return its status and what it said."""
    done = python("-m", "connector.cli", *words, answer=answer)
    return done.returncode, done.stdout + done.stderr


def python(*words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """A process of its own."""
    command, environment = [sys.executable, *words], dict(os.environ)
    return subprocess.run(
        command, input=answer, capture_output=True, text=True, check=False, cwd=ROOT, env=environment, timeout=100
    )


def test_a_backup_restored_is_the_database_again(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "monday.db"
    status, said = retour("backup", str(copy))
    assert status == 0
    assert f"{copy}: {copy.stat().st_size} bytes, checked" in said
    assert "RETOUR_SECRET_KEYS" in said
    (data / "retour.db").write_bytes(b"lost")
    for beside in ("retour.db-wal", "retour.db-shm"):
        (data / beside).unlink(missing_ok=True)
    shutil.copy(copy, data / "retour.db")
    assert retour("verify") == (0, "0 decision(s) derived again, 0 problem(s)\n")
    status, said = retour("backup", str(copy))
    assert (status, "is there already" in said) == (1, True)


def test_asks_before_it_takes_everything_in_doubt(data: Path) -> None:
    status, said = retour("restored", answer="n\n")
    assert (status, "backup knows" in said) == (1, False)


def test_says_which_account_must_be_connected_again_and_goes_on_from_the_same_moment(data: Path) -> None:
    status, said = retour("restored", "--yes")
    assert status == 1
    assert "the backup knows what happened until 2026-11-12 09:15:10 UTC" in said
    assert "zendesk-acme: reconnect needed. Connect it again, then repeat" in said
    assert "until 2026-11-11 08:00:00 UTC" in retour("restored", "--yes", "--since", "2026-11-11 08:00:00")[1]
    assert "until 2026-11-11 08:00:00 UTC" in retour("restored", "--yes")[1]


def test_asks_for_the_moment_where_nothing_tells_it(data: Path) -> None:
    with closing(sqlite3.connect(data / "retour.db")) as database, database:
        database.execute("DELETE FROM inbox")
    status, said = retour("restored", "--yes")
    assert (status, "--since" in said, "Traceback" in said) == (2, True, False)


def test_names_the_payouts_to_compare_with_the_bank(data: Path) -> None:
    application = build(Settings(data_dir=str(data)))
    amount = Money(Decimal("28.80"), "EUR")
    with application.services.store.begin() as tx:
        case = tx.cases.open(ACME, "7001", "fr", NOW)
        tx.dues.add_payout(Payout(ActionKey("refund-1"), case.id, "000000042", "17", amount, NOW.date(), NOW))
    application.engine.dispose()
    said = retour("restored", "--yes")[1]
    assert "2026-11-12  28.80 EUR  order 000000042  memo 17  refund-1: compare with the bank before paying" in said


# --- nothing works on a database whose restore is not finished --------------------------------------------------------

UNFINISHED = {"since": NOW.isoformat()}
SERVE = """
import json, connector.wsgi as web
status = web.app.test_client().get("/health/live").status_code
print(json.dumps({"status": status, "pool": hasattr(web, "pool")}))
"""


def mark(data: Path, value: dict[str, str]) -> None:
    application = build(Settings(data_dir=str(data)))
    application.box.put("app", "restored", value)
    assert application.restoring() is bool(value)
    application.engine.dispose()


def test_a_worker_says_that_the_restore_is_unfinished_and_ends(data: Path) -> None:
    mark(data, UNFINISHED)
    done = python("-m", "connector.worker")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("a backup was restored and `retour restored` did not end well")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("value", "works"), [(UNFINISHED, False), ({}, True)])
def test_the_web_process_serves_without_working_until_the_restore_is_finished(
    data: Path, value: dict[str, str], works: bool
) -> None:
    mark(data, value)
    done = python("-c", SERVE)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"status": 200, "pool": works}
    assert ("restore_unfinished" in done.stderr) is not works


def test_the_guide_for_operators_names_every_command_it_tells_to_type() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for command in (
        "backup",
        "restored",
        "migrate",
        "rotate-keys",
        "doctor",
        "actions",
        "resolve",
        "payouts",
        "verify",
    ):
        assert f"retour {command}" in guide
        assert command in main.commands
