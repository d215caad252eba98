"""A machine whose clock is off by more than a few seconds must not claim work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from connector.storage.clocks import ALLOWED, skew, steady
from connector.storage.session import make_engine


def off_by(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def test_measures_against_the_databases_clock(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":  # it has no clock but ours
        assert skew(engine, lambda: off_by(500)) == 0.0
        return
    assert skew(engine, lambda: off_by(500)) == pytest.approx(500, abs=2)
    assert skew(engine, lambda: off_by(-30)) == pytest.approx(-30, abs=2)
    assert skew(engine, lambda: off_by(0)) == pytest.approx(0, abs=2)


@pytest.mark.parametrize("seconds", [-ALLOWED - 3, ALLOWED + 3])
def test_a_clock_that_is_off_is_not_steady_and_said_so(
    engine: Engine, caplog: pytest.LogCaptureFixture, seconds: float
) -> None:
    ours = engine.dialect.name == "sqlite"
    assert steady(engine, lambda: off_by(seconds)) is ours
    assert [record.msg for record in caplog.records] == ([] if ours else ["clock_off"])


def test_a_clock_that_is_right_is_steady(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    assert steady(engine, lambda: off_by(0)) is True
    assert caplog.records == []


def test_without_a_database_nobody_knows(caplog: pytest.LogCaptureFixture) -> None:
    assert steady(make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing"), lambda: off_by(0)) is False
    assert [record.msg for record in caplog.records] == ["database_away"]
