"""Commands to serve, migrate, back up, restore, check and purge."""

import os
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from journal import jobs
from journal.clock import now
from journal.home.models import Mark
from journal.home.state import note
from journal.operations import backups, processes, purging, restoring, schema, sealing
from journal.operations.copying import CopyError
from journal.operations.doctor import Health, examine
from journal.operations.files import finish, unfinished
from journal.operations.worker import worker
from journal.web.database import database
from journal.web.settings import settings

UNSEALED = (
    "No backup was made. JOURNAL_BACKUP_RECIPIENT is not set, so whoever holds the copy could read all of it: "
    "the texts, who wrote them, who asked to be contacted. Run recit backup-key once to make a key, "
    "or add --unsealed to write a readable copy all the same."
)

WITHOUT_MARKS = (
    "Marks of erasure may have been missing: what people erased or withdrew since this backup may be on the site "
    "again. Tell them before you open it."
)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True)
@with_appcontext
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site and run its background work, as one service."""
    _make_ready()
    click.echo(f"Serving {settings().base_url} at http://{host}:{port}, from {_named(settings().database)}.")
    web = processes.web_command(host=host, port=port, workers=workers, threads=threads)
    sys.exit(processes.run_together(web, processes.worker_command(), os.environ))


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the current schema; an SQLite file is backed up first."""
    _make_ready(upgrade=True)
    click.echo("The database is up to date.")


@click.command("backup")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--unsealed", is_flag=True, help="Without a recipient, write a copy that anyone who holds it can read.")
@with_appcontext
def backup(folder: Path | None, unsealed: bool) -> None:
    """Copy the database while the site runs, into the data folder's backups unless another FOLDER is given."""
    if not (settings().backup_recipient or unsealed):
        raise click.ClickException(UNSEALED)
    try:
        made = backups.back_up(settings(), folder)
    except CopyError as error:
        raise click.ClickException(str(error)) from None
    _remember(sealed=made.suffix == sealing.SUFFIX)
    click.echo(f"Backup made: {made}")


@click.command("backup-key")
def backup_key() -> None:
    """Create a key for sealed backups: keep it on another machine, and put its recipient in the settings."""
    key, recipient = sealing.new_key()
    click.echo(f"# Keep this line away from this machine; without it no sealed backup opens.\n{key}")
    click.echo(f"# In the settings:\nJOURNAL_BACKUP_RECIPIENT={recipient}")


@click.command("unseal")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Its key.")
def unseal(file: Path, key: Path) -> None:
    """Open a sealed backup beside it, for pg_restore: erase the copy once it is restored."""
    if file.suffix != sealing.SUFFIX:
        raise click.ClickException(f"{file.name} is not sealed: its name does not end in {sealing.SUFFIX}.")
    opened = file.with_suffix("")
    try:
        with unfinished(opened) as part:
            sealing.unseal(file, key, part)
            finish(part)
    except sealing.SealError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Opened: {opened}. Anyone who holds it reads all of it: erase it once it is put back.")


@click.command("restore")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="What opens a sealed backup.")
@click.option(
    "--replay", is_flag=True, help="After pg_restore: only take away again what was erased or withdrawn since."
)
@click.option("--without-marks", is_flag=True, help="Even without the marks of what was erased since: it comes back.")
@click.option("--without-secret", is_flag=True, help="Even without the secret of then: erase what it encrypted.")
@click.confirmation_option(prompt="Replace the database? The site must be stopped.")
@with_appcontext
def restore(file: Path | None, key: Path | None, replay: bool, without_marks: bool, without_secret: bool) -> None:
    """Restore a backup; what was erased or withdrawn since it was made is erased or withdrawn again."""
    if (file is None) != replay:
        raise click.UsageError("Give a backup FILE, or --replay.")
    database().close()
    lost = restoring.Lost(marks=without_marks, secret=without_secret)
    try:
        left = (
            restoring.restore(settings(), file, key=key, lost=lost) if file else restoring.replay(settings(), lost=lost)
        )
    except (CopyError, schema.SchemaError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Restored. Erased or withdrawn again: {left}. Everyone has to sign in again.")
    if without_marks:
        click.echo(WITHOUT_MARKS, err=True)


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check the installation; the exit code is 1 when something is wrong."""
    findings = list(examine(database(), settings(), now=now()))
    for finding in findings:
        click.echo(f"{finding.health.value:<8} {finding.name}: {finding.sentence}")
    if any(finding.health is Health.RED for finding in findings):
        sys.exit(1)


@click.command("purge")
@with_appcontext
def purge() -> None:
    """Remove erased data from the disk now, and delete expired sessions. The worker does it every hour."""
    purging.purge_everything(database(), settings(), now=now())
    click.echo("Purged.")


@click.command("sweep")
@with_appcontext
def sweep() -> None:
    """Mask and analyse now whatever waits, without the worker."""
    if not jobs.sweep(current_app._get_current_object()):  # type: ignore[attr-defined]
        raise click.ClickException("Something failed: the log says what.")
    click.echo("Nothing waits any more.")


def _named(address: str) -> str:
    """A database without its password: one who meant another than SQLite reads that it was not given."""
    return sa.make_url(address).set(query={}).render_as_string()


def _remember(*, sealed: bool) -> None:
    """Record that a backup was made, and what it cannot know, unless the database waits to be migrated."""
    if schema.current(database().engine) == schema.newest():
        with database().write() as session:
            note(session, Mark.BACKUP, well=sealed, now=now())
            session.commit()
        # Where the worker is stopped, the files beside the copy would look older than it.
        jobs.keep_marks(jobs.Site(database(), settings()))


def _make_ready(*, upgrade: bool = False) -> None:
    try:
        schema.make_ready(database().engine, settings(), upgrade_shared=upgrade)
    except (schema.SchemaError, CopyError) as error:
        raise click.ClickException(str(error)) from None


COMMANDS: tuple[click.Command, ...] = (
    serve,
    migrate,
    worker,
    sweep,
    backup,
    backup_key,
    unseal,
    restore,
    purge,
    doctor,
)
