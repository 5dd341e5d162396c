"""The ``recit`` command: the application's commands, by feature."""

import os
import sys
from collections.abc import Sequence

import click
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy.exc import DatabaseError

from journal import create_app
from journal.config import ConfigError, Settings, keep_private, read_settings
from journal.db import make_engine


def init_app(app: Flask) -> None:
    """Register each feature's commands."""
    from journal.accounts.cli import audit_group
    from journal.accounts.cli import group as accounts
    from journal.demo.cli import group as demo
    from journal.entries.cli import import_entries, mask_again
    from journal.operations.cli import COMMANDS
    from journal.operations.keys import group as keys
    from journal.register.cli import list_actions

    audit_group.add_command(list_actions)

    for command in (accounts, audit_group, demo, import_entries, mask_again, keys, *COMMANDS):
        app.cli.add_command(command)


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False)
def recit() -> None:
    """Récit collectif, from the command line."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; say what is wrong with the settings, or that the database is not ready, in one sentence."""
    keep_private()
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["demo"]:
        from journal.demo.environment import give_settings

        give_settings(os.environ)
    try:
        settings = read_settings()  # the command builds the application itself
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    try:
        recit(list(arguments))
    except DatabaseError:
        if _is_migrated(settings):
            raise
        click.echo("The database is not at the schema this version needs. Run: recit migrate", err=True)
        sys.exit(2)


def _is_migrated(settings: Settings) -> bool:
    from journal.operations import schema

    engine = make_engine(settings.database)
    try:
        return schema.current(engine) == schema.newest()
    finally:
        engine.dispose()
