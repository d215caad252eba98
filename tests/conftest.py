"""What every test stands on: no network but this machine, and both databases with the tables the migrations make.

`database_url`, `engine` and `store` run a test on SQLite and on a real PostgreSQL, each time on a database of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, make_url

from connector.storage.session import SqlStore, make_engine
from connector.storage.tables import metadata
from tests.postgres import NoPostgres, running_postgres

ROOT = Path(__file__).parents[1]
LOOPBACK = "127.0.0.1,::1"
DATABASES = ("sqlite", "postgresql")
NUMBERS = count(1)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """For pytest-socket: what is not on this machine cannot be reached. Folders of adapters allow nothing at all."""
    config.option.allow_hosts = config.option.allow_hosts or LOOPBACK
    config.option.allow_unix_socket = True


def alembic_config(url: str) -> Config:
    """Alembic's settings for one database."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The `postgres` database of a server of our own, gone with the run. Skips where no server can be started."""
    server = running_postgres()
    try:
        url = server.__enter__()
    except NoPostgres as error:
        pytest.skip(f"no PostgreSQL: {error}")
    try:
        yield url
    finally:
        server.__exit__(None, None, None)


def _at_server(server_url: str, statement: str) -> None:
    with psycopg.connect(server_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)


def _database(server_url: str, name: str) -> str:
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "retour.db"
    command.upgrade(alembic_config(f"sqlite:///{path}"), "head")
    return path


@pytest.fixture(scope="session")
def postgres_tables(postgres_url: str) -> str:
    """The URL of a database with the tables, to be emptied before each use."""
    _at_server(postgres_url, "CREATE DATABASE retour_tables")
    url = _database(postgres_url, "retour_tables")
    command.upgrade(alembic_config(url), "head")
    return url


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: str = request.getfixturevalue("postgres_url")
    name = f"retour_empty_{next(NUMBERS)}"
    _at_server(server, f"CREATE DATABASE {name}")
    try:
        yield _database(server, name)
    finally:
        _at_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with the tables as the migrations make them, and nothing in them."""
    if request.param == "sqlite":
        path = tmp_path / "retour.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgres_tables")
    _empty(url)
    return url


def _empty(url: str) -> None:
    """Much faster than a database a test. Whoever is still connected is cut off: a test that left threads behind must
    not disturb the next."""
    _at_server(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid()",
    )
    tables = ", ".join(table.name for table in metadata.sorted_tables)
    _at_server(url, f"TRUNCATE {tables} RESTART IDENTITY")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    try:
        yield made
    finally:
        made.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    return SqlStore(engine)
