"""Settings come from the environment, and everything that is wrong with them is said at once."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from connector.bootstrap import secret_keys
from connector.settings import BadSettings, Settings, env_example, read_settings

KEY, OTHER_KEY = (Fernet.generate_key().decode() for _ in range(2))


def problems(**given: str) -> list[str]:
    """The names of the settings that are wrong."""
    try:
        read_settings({f"RETOUR_{name.upper()}": value for name, value in given.items()})
    except BadSettings as error:
        return [line.split(":")[0].removeprefix("RETOUR_") for line in str(error).splitlines()]
    return []


def test_needs_no_setting_at_all() -> None:
    settings = read_settings({"PATH": "/bin", "SOMETHING_ELSE": "1"})
    assert settings == Settings()
    assert settings.database == "sqlite:///.retour/retour.db"
    assert settings.private_hosts is False


def test_reads_what_is_given_without_space_around_it() -> None:
    given = {
        "RETOUR_DATA_DIR": " /var/lib/retour ",
        "RETOUR_POOL_THREADS": "0",
        "RETOUR_SWEEP_SECONDS": "0.5",
        "RETOUR_SECRET_KEYS": f"{KEY}, {OTHER_KEY}",
        "RETOUR_LOG_LEVEL": "",
    }
    settings = read_settings(given)
    assert (settings.data_dir, settings.pool_threads, settings.sweep_seconds) == ("/var/lib/retour", "0", "0.5")
    assert settings.database == "sqlite:////var/lib/retour/retour.db"
    assert settings.log_level == "INFO"  # empty is not given
    assert secret_keys(settings) == [KEY, OTHER_KEY]


def test_says_everything_that_is_wrong_at_once() -> None:
    given = {
        "database_url": "mysql://host/name",
        "redis_url": "http://host:6379",
        "public_url": "retour.example.test",
        "pool_threads": "many",
        "sweep_seconds": "-1",
        "secret_keys": "short",
        "log_level": "loud",
    }
    wrong = ["SWEEP_SECONDS", "POOL_THREADS", "SECRET_KEYS", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "LOG_LEVEL"]
    assert problems(**given) == wrong
    assert problems(**given, databse_url="x") == ["DATABSE_URL", *wrong]  # a misspelt name is not ignored


@pytest.mark.parametrize("value", ["1.5", "²", "1e1", "", " ", "-1"])
def test_threads_are_whole_numbers(value: str) -> None:
    assert problems(pool_threads=value) == ([] if not value.strip() else ["POOL_THREADS"])


@pytest.mark.parametrize("value", ["65536", "-1", "http", "9100.0"])
def test_the_metrics_port_is_a_port(value: str) -> None:
    assert problems(metrics_port=value, metrics_token="t") == ["METRICS_PORT"]


@pytest.mark.parametrize(("value", "good"), [("0", False), ("0.1", True), ("4", True), ("8", True), ("8.1", False)])
def test_a_language_model_is_not_waited_for_longer_than_a_reply_may_be_held(value: str, good: bool) -> None:
    assert (problems(llm_seconds=value) == []) is good


def test_a_language_model_needs_an_address_and_a_name() -> None:
    assert problems(llm_url="https://models.example/v1", llm_model="m", llm_tokens_per_day="0") == []
    assert problems(llm_url="https://models.example/v1") == ["LLM_URL"]
    assert problems(llm_url="models.example/v1", llm_model="m", llm_tokens_per_day="many") == [
        "LLM_URL",
        "LLM_TOKENS_PER_DAY",
    ]
    assert "sk-1" not in repr(Settings(llm_key="sk-1"))


def test_metrics_are_never_served_to_everybody() -> None:
    assert problems(metrics_port="9100") == ["METRICS_PORT"]
    assert problems(metrics_port="9100", metrics_token="t") == []
    assert "t0ken" not in repr(Settings(metrics_token="t0ken"))


@pytest.mark.parametrize(("value", "good"), [("0", True), ("0.25", True), (".5", False), ("nan", False), ("²", False)])
def test_seconds_are_numbers(value: str, good: bool) -> None:
    assert (problems(poll_seconds=value) == []) is good


@pytest.mark.parametrize(("value", "good"), [("0", False), ("0.05", False), ("0.1", True), ("3", True)])
def test_sweeps_leave_a_moment_in_between(value: str, good: bool) -> None:
    assert (problems(sweep_seconds=value) == []) is good


@pytest.mark.parametrize(("value", "good"), [("0.5", False), ("1", True), ("60", True), ("61", False)])
def test_a_lease_is_neither_shorter_than_a_read_nor_longer_than_a_minute(value: str, good: bool) -> None:
    assert (problems(lease_seconds=value) == []) is good


@pytest.mark.parametrize("value", [f"{KEY},nonsense", "a" * 44, KEY[:-4], "é" * 44])
def test_refuses_keys_that_cannot_be_keys_and_does_not_repeat_them(value: str) -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings({"RETOUR_SECRET_KEYS": value})
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "allowed"), [("yes", True), ("Yes", True), ("1", True), ("no", False), ("", False), ("perhaps", False)]
)
def test_private_addresses_are_allowed_by_a_clear_yes_only(value: str, allowed: bool) -> None:
    assert read_settings({"RETOUR_ALLOW_PRIVATE_HOSTS": value}).private_hosts is allowed


def test_shows_no_secret() -> None:
    settings = Settings(
        secret_keys="key-shown",
        zendesk_client_secret="secret-shown",
        database_url="postgresql+psycopg://u:pass-shown@h/n",
    )
    assert "shown" not in repr(settings)
    assert "shown" not in str(settings)
    assert "public_url" in repr(settings)


def test_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().data_dir = "elsewhere"  # type: ignore[misc]


def test_every_setting_has_its_line_in_the_example() -> None:
    text = (Path(__file__).parents[1] / ".env.example").read_text(encoding="utf-8")
    assert text == env_example()
    lines = dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
    assert list(lines) == [f"RETOUR_{each.name.upper()}" for each in fields(Settings)]
    assert read_settings(lines) == Settings()


def test_a_key_is_made_at_first_use_for_us_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path / "data"))
    (made,) = secret_keys(settings)
    assert len(made) == 44
    assert secret_keys(settings) == [made]
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("value", "good"), [("180", True), ("60", True), ("59.9", False), ("0", False)])
def test_a_silent_write_is_waited_for_longer_than_it_can_take(value: str, good: bool) -> None:
    assert (problems(settle_seconds=value) == []) is good
    assert problems(settle_seconds=value, allow_private_hosts="yes") == []  # stand-ins answer at once
