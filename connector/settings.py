"""Every setting, in one frozen object. `.env.example` lists them all (a test holds that)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
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
    redis_url: str = _setting(
        "",
        "redis://host:6379/0: web processes ring the workers' bell through it. Empty: no Redis.",
        True,
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
    freshdesk_url: str = _setting(
        "https://{account}.freshdesk.com", "Where an account lives; changed for the stand-in only."
    )
    gorgias_client_id: str = _setting("", "Client id of the Gorgias app.")
    gorgias_client_secret: str = _setting("", "Its secret.", True)
    gorgias_url: str = _setting(
        "https://{account}.gorgias.com", "Where an account lives; changed for the stand-in only."
    )
    allow_private_hosts: str = _setting("no", "yes: shops and helpdesks may be on private addresses.")
    pool_threads: str = _setting(
        "32", "Threads that work tickets off in a web or worker process; 0: none in web processes (workers take 32)."
    )
    sweep_seconds: str = _setting("3", "Seconds between looks for work that nobody rang for.")
    poll_seconds: str = _setting("300", "Seconds between asking helpdesks for events that never came; 0: never.")
    settle_seconds: str = _setting("180", "After this a write without an answer has surely ended (PHP, gateway).")
    lease_seconds: str = _setting("60", "A ticket in a dead worker's hands is taken up by another after this; 1 to 60.")
    metrics_token: str = _setting("", "Bearer token for GET /metrics. Empty: there are no metrics.", True)
    metrics_port: str = _setting("0", "Port on which worker processes serve their metrics; 0: they do not.")
    llm_url: str = _setting(
        "", "An OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1. Empty: no language model."
    )
    llm_model: str = _setting("", "The model to ask there.")
    llm_key: str = _setting("", "Its bearer key, if it wants one.", True)
    llm_seconds: str = _setting("4", "The longest an answer is waited for; 0.1 to 8.")
    llm_tokens_per_day: str = _setting("500000", "What one process may spend a day (UTC); then it works without.")
    llm_rephrase: str = _setting("no", "yes: it may also rephrase the sentences of a reply that hold no value.")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR.")

    @property
    def directory(self) -> Path:
        return Path(self.data_dir)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.directory / 'retour.db'}"

    def vendor(self, name: str) -> VendorSettings:
        """The settings that start with the vendor's name."""
        parts = ("url", "client_id", "client_secret")
        return VendorSettings(*(getattr(self, f"{name}_{part}", "") for part in parts))

    @property
    def private_hosts(self) -> bool:
        return self.allow_private_hosts.casefold() in YES

    @property
    def rephrases(self) -> bool:
        return self.llm_rephrase.casefold() in YES


@dataclass(frozen=True, slots=True)
class VendorSettings:
    """What a helpdesk vendor's folder is told; empty where a vendor has none."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)


YES = frozenset({"yes", "true", "1"})
SECONDS = ("sweep_seconds", "poll_seconds", "settle_seconds", "lease_seconds", "llm_seconds")
SECOND = re.compile(r"[0-9]+(\.[0-9]+)?")
COUNT = re.compile(r"[0-9]+")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read `RETOUR_…`. Raise BadSettings naming everything that is wrong, unknown names included."""
    names = {PREFIX + each.name.upper(): each.name for each in fields(Settings)}
    given = {name: value.strip() for name, value in environment.items() if name.startswith(PREFIX)}
    problems = [f"{name}: no such setting; see .env.example" for name in sorted(given.keys() - names.keys())]
    settings = Settings(**{names[name]: value for name, value in given.items() if name in names and value})
    problems += [*_wrong_seconds(settings), *_wrong_values(settings), *_wrong_model(settings)]
    if problems:
        raise BadSettings("\n".join(problems))
    return settings


def _wrong_seconds(settings: Settings) -> Iterator[str]:
    for name in SECONDS:
        if not SECOND.fullmatch(getattr(settings, name)):
            yield f"{PREFIX}{name.upper()}: {getattr(settings, name)!r} is no number of seconds"
        elif name == "settle_seconds" and float(settings.settle_seconds) < 60 and not settings.private_hosts:
            yield f"{PREFIX}SETTLE_SECONDS: below 60 only with stand-ins: a write may go on for that long"
        elif name == "sweep_seconds" and float(settings.sweep_seconds) < 0.1:
            yield f"{PREFIX}SWEEP_SECONDS: at least 0.1 seconds"
        elif name == "lease_seconds" and not 1 <= float(settings.lease_seconds) <= 60:
            yield f"{PREFIX}LEASE_SECONDS: from 1 to 60 seconds"
        elif name == "llm_seconds" and not 0.1 <= float(settings.llm_seconds) <= 8:
            yield f"{PREFIX}LLM_SECONDS: from 0.1 to 8 seconds: a reply may wait for it twice, and is sent within 20"


def _wrong_values(settings: Settings) -> Iterator[str]:
    if not COUNT.fullmatch(settings.pool_threads):
        yield f"{PREFIX}POOL_THREADS: {settings.pool_threads!r} is no number of threads"
    if not COUNT.fullmatch(settings.metrics_port) or int(settings.metrics_port) > 65535:
        yield f"{PREFIX}METRICS_PORT: {settings.metrics_port!r} is no port"
    elif int(settings.metrics_port) and not settings.metrics_token:
        yield f"{PREFIX}METRICS_PORT: needs {PREFIX}METRICS_TOKEN as well"
    if not all(_is_key(key.strip()) for key in settings.secret_keys.split(",") if key.strip()):
        yield f"{PREFIX}SECRET_KEYS: a key is 32 bytes as URL-safe base64, 44 characters long"
    if not settings.database.startswith(("sqlite:///", "postgresql+psycopg://")):
        yield f"{PREFIX}DATABASE_URL: must start with sqlite:/// or postgresql+psycopg://"
    if settings.redis_url and not settings.redis_url.startswith(("redis://", "rediss://", "unix://")):
        yield f"{PREFIX}REDIS_URL: must start with redis://, rediss:// or unix://"
    if not settings.public_url.startswith(("http://", "https://")):
        yield f"{PREFIX}PUBLIC_URL: must start with https:// (http:// only on this machine)"
    if settings.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        yield f"{PREFIX}LOG_LEVEL: {settings.log_level!r} is none of DEBUG, INFO, WARNING, ERROR"


def _wrong_model(settings: Settings) -> Iterator[str]:
    if settings.llm_url and not settings.llm_url.startswith(("http://", "https://")):
        yield f"{PREFIX}LLM_URL: must start with https:// (http:// only on this machine or network)"
    elif settings.llm_url and not settings.llm_model:
        yield f"{PREFIX}LLM_URL: needs {PREFIX}LLM_MODEL as well"
    if not COUNT.fullmatch(settings.llm_tokens_per_day):
        yield f"{PREFIX}LLM_TOKENS_PER_DAY: {settings.llm_tokens_per_day!r} is no number of tokens"


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
