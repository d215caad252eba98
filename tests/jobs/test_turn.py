"""Of several processes one has its turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import Fernet

from connector.bootstrap import build
from connector.settings import Settings
from tests.fakes.clock import MovableClock


def test_one_process_has_its_turn_until_its_time_is_over(database_url: str, tmp_path: Path) -> None:
    clock = MovableClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    key = Fernet.generate_key().decode()
    settings = replace(Settings(), data_dir=str(tmp_path), database_url=database_url, secret_keys=key)
    first, second = build(settings, clock), build(settings, clock)
    try:
        assert [each.turn("poll:a", 270) for each in (first, second, first)] == [True, False, False]
        assert second.turn("poll:b", 270) is True  # another helpdesk's
        clock.advance(269)
        assert [each.turn("poll:a", 270) for each in (first, second)] == [False, False]
        clock.advance(2)
        assert [each.turn("poll:a", 270) for each in (second, first)] == [True, False]
    finally:
        first.engine.dispose()
        second.engine.dispose()
