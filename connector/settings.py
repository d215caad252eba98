"""Every setting, in one frozen object. `.env.example` lists them all (a test holds that)."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from connector.domain.errors import RetourError

PREFIX = "RETOUR_"


class BadSettings(RetourError):
    """Settings that are missing or wrong; one line each, all at once."""


def _setting(default: str, about: str, secret: bool = False) -> str:
    """A text setting: its default, and what `.env.example` says about it."""
    return field(default=default, metadata={"about": about}, repr=not secret)


@dataclass(frozen=True, slots=True)
class Settings:
    """Text as it stands in the environment; the properties give it its type. Secrets never show in a repr."""

    data_dir: str = _setting(".retour", "Where the embedded form keeps its database and key file.")
    database_url: str = _setting(
        "", "sqlite:///… or postgresql+psycopg://user:password@host/name. Empty: SQLite in the data directory.", True
    )
    public_url: str = _setting("http://127.0.0.1:8000", "The address helpdesks reach us under, https in production.")
    secret_keys: str = _setting(
        "", "Fernet keys, comma-separated, newest first. Empty: one is made in the data directory.", True
    )
    zendesk_client_id: str = _setting("", "Unique identifier of the Zendesk OAuth client.")
    zendesk_client_secret: str = _setting("", "Its secret.", True)
    zendesk_app_key: str = _setting("", "Path of the sidebar app's public key (PEM), for its signed URL.")
    zendesk_url: str = _setting(
        "https://{account}.zendesk.com", "Where an account lives; changed for the stand-in only."
    )
    zendesk_frame_ancestors: str = _setting(
        "https://{account}.zendesk.com", "Who may show the sidebar in a frame; changed for the stand-in only."
    )
    allow_private_hosts: str = _setting("no", "yes: shops and helpdesks may be on private addresses.")
    pool_threads: str = _setting("32", "Threads that work tickets and actions off in this process; 0: a worker does.")
    sweep_seconds: str = _setting("3", "Seconds between looks for work that nobody rang for.")
    poll_seconds: str = _setting("300", "Seconds between asking helpdesks for events that never came; 0: never.")
    settle_seconds: str = _setting("180", "After this a write without an answer has surely ended (PHP, gateway).")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR.")

    @property
    def directory(self) -> Path:
        return Path(self.data_dir)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.directory / 'retour.db'}"

    @property
    def private_hosts(self) -> bool:
        return self.allow_private_hosts.casefold() in {"yes", "true", "1"}


SECONDS = ("sweep_seconds", "poll_seconds", "settle_seconds")
SECOND = re.compile(r"[0-9]+(\.[0-9]+)?")
COUNT = re.compile(r"[0-9]+")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read `RETOUR_…`. Raise BadSettings naming everything that is wrong, unknown names included."""
    names = {PREFIX + each.name.upper(): each.name for each in fields(Settings)}
    given = {name: value.strip() for name, value in environment.items() if name.startswith(PREFIX)}
    problems = [f"{name}: no such setting; see .env.example" for name in sorted(given.keys() - names.keys())]
    settings = Settings(**{names[name]: value for name, value in given.items() if name in names and value})
    for name in SECONDS:
        if not SECOND.fullmatch(getattr(settings, name)):
            problems.append(f"{PREFIX}{name.upper()}: {getattr(settings, name)!r} is no number of seconds")
        elif name == "settle_seconds" and float(settings.settle_seconds) < 60 and not settings.private_hosts:
            problems.append(f"{PREFIX}SETTLE_SECONDS: below 60 only with stand-ins: a write may go on for that long")
    if not COUNT.fullmatch(settings.pool_threads):
        problems.append(f"{PREFIX}POOL_THREADS: {settings.pool_threads!r} is no number of threads")
    if not all(_is_key(key.strip()) for key in settings.secret_keys.split(",") if key.strip()):
        problems.append(f"{PREFIX}SECRET_KEYS: a key is 32 bytes as URL-safe base64, 44 characters long")
    if not settings.database.startswith(("sqlite:///", "postgresql+psycopg://")):
        problems.append(f"{PREFIX}DATABASE_URL: must start with sqlite:/// or postgresql+psycopg://")
    if not settings.public_url.startswith(("http://", "https://")):
        problems.append(f"{PREFIX}PUBLIC_URL: must start with https:// (http:// only on this machine)")
    if settings.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        problems.append(f"{PREFIX}LOG_LEVEL: {settings.log_level!r} is none of DEBUG, INFO, WARNING, ERROR")
    if problems:
        raise BadSettings("\n".join(problems))
    return settings


def _is_key(text: str) -> bool:
    """Whether Fernet takes it."""
    try:
        return len(base64.urlsafe_b64decode(text)) == 32
    except ValueError:
        return False


def env_example() -> str:
    """`.env.example`: every setting with what it means and its default."""
    lines = ["# Every setting of Retour. `make demo` and `make test` need none of them."]
    for each in fields(Settings):
        lines += ["", f"# {each.metadata['about']}", f"{PREFIX}{each.name.upper()}={each.default}"]
    return "\n".join(lines) + "\n"
