"""Commands of the house itself."""

import os
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from journal.operations import backups, processes, schema
from journal.operations.schema import alembic_config
from journal.operations.worker import worker
from journal.web.database import database
from journal.web.settings import settings

__all__ = ["COMMANDS", "alembic_config"]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True)
@with_appcontext
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site and run its background work, as one service."""
    _make_ready()
    web = processes.web_command(host=host, port=port, workers=workers, threads=threads)
    sys.exit(processes.run_together([web, processes.worker_command()], os.environ))


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the current schema; an SQLite file is backed up first."""
    _make_ready(upgrade=True)
    click.echo("The database is up to date.")


@click.command("backup")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--keep", type=click.IntRange(1), default=backups.KEPT, show_default=True, help="How many to keep.")
@with_appcontext
def backup(folder: Path | None, keep: int) -> None:
    """Copy the database while the site runs, into the data folder's backups unless another FOLDER is given."""
    try:
        made = backups.back_up(settings(), folder, keep=keep)
    except backups.BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Backup made: {made}")


def _make_ready(*, upgrade: bool = False) -> None:
    try:
        schema.make_ready(database().engine, settings(), upgrade_shared=upgrade)
    except (schema.SchemaError, backups.BackupError) as error:
        raise click.ClickException(str(error)) from None


COMMANDS: tuple[click.Command, ...] = (serve, migrate, worker, backup)
