"""One process on SQLite: no Redis, and nothing that would need it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from connector.cli import bring_up_to_date
from tests.scaled.processes import ROOT

SHOW = "import sys, {module}; print(sorted({{each.split('.')[0] for each in sys.modules}} & {{'rq', 'redis'}}))"


@pytest.mark.parametrize("module", ["connector.wsgi", "connector.worker", "connector.cli"])
def test_the_embedded_form_never_imports_redis_or_rq(module: str, tmp_path: Path) -> None:
    bring_up_to_date(f"sqlite:///{tmp_path / 'retour.db'}")
    mine = {name: value for name, value in os.environ.items() if not name.startswith("RETOUR_")}
    done = subprocess.run(
        [sys.executable, "-c", SHOW.format(module=module)],
        cwd=ROOT,
        env={**mine, "RETOUR_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
