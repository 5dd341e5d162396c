"""The ``recit`` command: the application's commands, by feature."""

import os
import sqlite3
import sys
from collections.abc import Sequence

import click
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy.exc import DatabaseError, OperationalError

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
    """Run a command; say in one sentence what is wrong with the settings or keeps it from the database."""
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
    except (DatabaseError, sqlite3.Error) as error:  # the latter from the file of the queue
        if not (why := _full(settings) or _held(error) or _why(settings)):
            raise
        click.echo(why, err=True)
        sys.exit(2)


def _why(settings: Settings) -> str:
    """What keeps any command from the database, and what to do; nothing when the fault is elsewhere."""
    from journal.operations import schema

    engine = make_engine(settings.database)
    try:
        return schema.problem(schema.current(engine))
    except OperationalError as error:
        return f"The database does not answer: {error.orig}"
    finally:
        engine.dispose()


def _full(settings: Settings) -> str:
    """What to do when less than a megabyte is left in the data folder; nothing when there is more."""
    from journal.web.reserve import free_megabytes

    if free_megabytes(settings.data_dir):
        return ""
    return f"The disk is full: free some of it under {settings.data_dir}. Nothing is lost."


def _held(error: Exception) -> str:
    """What to do when another process kept the SQLite file too long; nothing when the fault is elsewhere."""
    if "database is locked" not in str(error):
        return ""
    return "Another process holds the database, to migrate or to write in it: try again in a minute."
