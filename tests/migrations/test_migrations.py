"""The tables can be made, taken away and made again, and are then what the code says they are."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect

from connector.storage.session import make_engine
from connector.storage.tables import metadata
from tests.conftest import ROOT, alembic_config

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def tables(url: str) -> set[str]:
    engine = make_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def constraints(url: str) -> set[tuple[str, str]]:
    """Names of unique, check and foreign key constraints and of indexes, with their tables."""
    engine = make_engine(url)
    try:
        seen = inspect(engine)
        found: set[tuple[str, str]] = set()
        for table in metadata.tables:
            for kind in (seen.get_check_constraints, seen.get_unique_constraints, seen.get_indexes):
                found |= {(table, str(each["name"])) for each in kind(table)}
            found |= {(table, str(each["name"])) for each in seen.get_foreign_keys(table)}
            found.add((table, str(seen.get_pk_constraint(table)["name"])))
        return found
    finally:
        engine.dispose()


def test_up_down_and_up_again(empty_database_url: str) -> None:
    config = alembic_config(empty_database_url)
    all_tables = set(metadata.tables) | {"alembic_version"}
    command.upgrade(config, "head")
    assert tables(empty_database_url) == all_tables
    first = constraints(empty_database_url)
    command.downgrade(config, "base")
    assert tables(empty_database_url) == {"alembic_version"}
    command.upgrade(config, "head")
    assert tables(empty_database_url) == all_tables
    assert constraints(empty_database_url) == first


def test_every_step_can_be_taken_back(empty_database_url: str) -> None:
    config = alembic_config(empty_database_url)
    for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        command.upgrade(config, script.revision)
        before = tables(empty_database_url)
        command.downgrade(config, "-1")
        command.upgrade(config, script.revision)
        assert tables(empty_database_url) == before


def test_upgrading_twice_changes_nothing(empty_database_url: str) -> None:
    config = alembic_config(empty_database_url)
    command.upgrade(config, "head")
    before = constraints(empty_database_url)
    command.upgrade(config, "head")
    assert constraints(empty_database_url) == before


def test_models_equal_migrations(database_url: str) -> None:
    engine = make_engine(database_url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
    finally:
        engine.dispose()


def test_checks_of_the_models_are_in_the_database(database_url: str) -> None:
    """Alembic compares everything but these."""
    wanted = {
        (table.name, str(each.name))
        for table in metadata.tables.values()
        for each in table.constraints
        if isinstance(each, CheckConstraint)
    }
    assert len(wanted) >= 6
    assert wanted - constraints(database_url) == set()


def test_head_names_the_last_revision() -> None:
    scripts = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert scripts.get_heads() == [(ROOT / "migrations" / "HEAD").read_text(encoding="utf-8").strip()]


def test_there_are_migrations() -> None:
    assert [path.name[:4] for path in VERSIONS] == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]
    assert VERSIONS


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_runs_no_application_code(path: Path) -> None:
    """What it did once it must do in ten years, whatever the application has become."""
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported == {"alembic", "sqlalchemy"}
