"""What every group of commands stands on: the application made from the environment, and errors as sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from importlib.metadata import entry_points
from typing import Any

import click

from connector.domain.errors import RetourError
from connector.settings import read_settings

PLUGGED = "retour.commands"  # entry points by which a package beside this one adds commands


class Commands(click.Group):
    """Our own commands, and those that other packages plug in. One that cannot be loaded is none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *entry_points(group=PLUGGED).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        for plugged in entry_points(group=PLUGGED, name=cmd_name) if own is None else ():
            try:
                loaded = plugged.load()
            except (ImportError, AttributeError):
                continue
            if isinstance(loaded, click.Command):
                return loaded
        return own


def application() -> Any:
    """Build the application from the environment; imports the heavy parts only for commands that need them."""
    from connector.bootstrap import build, check_database
    from connector.observability import set_up_logs

    settings = read_settings(os.environ)
    set_up_logs(settings.log_level)
    built = build(settings)
    check_database(built.engine)
    return built


def shows_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Known errors are a sentence on standard error and status 1, never a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except RetourError as error:
            click.echo(f"{type(error).__name__}: {error}", err=True)
            sys.exit(1)

    return run
