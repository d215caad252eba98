"""Run by Alembic (`alembic upgrade head`, `retour migrate`): of the application, tables and settings only."""

import os

from alembic import context
from sqlalchemy import text

from connector.settings import read_settings
from connector.storage.session import make_engine
from connector.storage.tables import metadata

url = context.config.get_main_option("sqlalchemy.url") or read_settings(os.environ).database
if url.startswith("sqlite:///"):
    os.makedirs(os.path.dirname(url.removeprefix("sqlite:///")) or ".", exist_ok=True)
engine = make_engine(url)

with engine.connect() as connection:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.execute(text("SET statement_timeout = '60s'"))
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
