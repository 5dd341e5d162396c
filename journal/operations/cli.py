"""Commands of the house itself."""

import click
from alembic import command
from alembic.config import Config
from flask.cli import with_appcontext

from journal.config import ROOT
from journal.operations.worker import worker
from journal.web.database import database


def alembic_config() -> Config:
    return Config(toml_file=ROOT / "pyproject.toml")


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the current schema."""
    config = alembic_config()
    with database().engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    click.echo("The database is up to date.")


COMMANDS: tuple[click.Command, ...] = (migrate, worker)
