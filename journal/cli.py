"""The ``recit`` command: the application's commands, by feature."""

import sys

import click
from flask import Flask
from flask.cli import FlaskGroup

from journal import create_app
from journal.config import ConfigError


def init_app(app: Flask) -> None:
    """Register each feature's commands."""
    from journal.accounts.cli import group as accounts
    from journal.operations.cli import COMMANDS

    app.cli.add_command(accounts)
    for command in COMMANDS:
        app.cli.add_command(command)


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False)
def recit() -> None:
    """Récit collectif, from the command line."""


def main() -> None:
    """Run a command; say what is wrong with the settings in one sentence."""
    try:
        create_app()
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    recit()
