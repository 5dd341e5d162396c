"""Put a backup back, without bringing back what was erased since."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from journal.accounts.models import WebSession
from journal.api.models import ApiToken
from journal.config import Settings
from journal.db import open_database
from journal.operations import audit_head, backups, purging, schema, sealing, tombstones
from journal.operations.copying import OPENED, CopyError, alone
from journal.operations.files import SIDE_FILES, finish, unfinished


class RestoreError(CopyError):
    """The backup was not put back; the message says why and what to do."""


def restore(settings: Settings, backup: Path, *, key: Path | None = None) -> int:
    """Replace the SQLite database by a backup; return how many things it held that were erased or taken back since.

    Nothing is replaced before the backup is brought to today. The database replaced is kept beside the backups.
    The site must be stopped. ``key`` opens a sealed backup.
    """
    with alone(settings, backups.folder(settings)):
        if backup.suffix != sealing.SUFFIX:
            return _restore(settings, backup)
        if key is None:
            raise RestoreError(f"{backup.name} is sealed: give its key with --key.")
        with unfinished(settings.data_dir / OPENED) as opened:
            try:
                sealing.unseal(backup, key, opened)
            except sealing.SealError as error:
                raise RestoreError(str(error)) from None
            return _restore(settings, opened)


def _restore(settings: Settings, backup: Path) -> int:
    url = sa.make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        raise RestoreError("Put the dump back with pg_restore --clean --if-exists, then run: recit restore --replay")
    problem = backups.integrity_problem(backup)
    if problem:
        raise RestoreError(f"{backup.name} is damaged: {problem}")
    target = Path(str(url.database))
    marks = tombstones.read_file(tombstones.file_of(settings)) | _marks_in(target)
    if target.exists():
        _set_aside(target, backups.folder(settings))
    with unfinished(target) as part:
        shutil.copyfile(backup, part)
        left = _bring_to_today(f"sqlite:///{part}", settings, marks)
        for suffix in SIDE_FILES:
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        finish(part)
    return left


def replay(settings: Settings) -> int:
    """Bring to today a database that another tool has restored."""
    return _bring_to_today(settings.database, settings, tombstones.read_file(tombstones.file_of(settings)))


def _bring_to_today(url: str, settings: Settings, marks: set[str]) -> int:
    """Bring a restored database to today: its schema, what was taken back since, no session nor token left open."""
    database = open_database(url)
    try:
        schema.upgrade(database.engine)
        with database.write() as session:
            left = tombstones.replay(session, marks)
            session.execute(sa.delete(WebSession))
            # One revoked since the backup would open again.
            session.execute(sa.delete(ApiToken))
            tombstones.export(session, settings)
            session.commit()
        if not purging.clean_files(database.engine):
            raise RestoreError("The restored database is in use: stop the site first.")
        audit_head.forget(settings)
    finally:
        database.close()
    return left


def _marks_in(path: Path) -> set[str]:
    """The marks of the database that is replaced, when it can still be read."""
    if not path.exists():
        return set()
    try:
        with closing(sqlite3.connect(path)) as connection:
            return {str(row[0]) for row in connection.execute("SELECT digest FROM tombstone")}
    except sqlite3.DatabaseError:
        return set()


def _set_aside(target: Path, folder: Path) -> None:
    """Refuse to replace a database in use, then keep it, in case the wrong backup was chosen."""
    try:
        with closing(sqlite3.connect(target, isolation_level=None, timeout=0.5)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        raise RestoreError("The database is in use: stop the site first.") from None
    except sqlite3.DatabaseError:
        pass  # damaged: what it holds is kept as it is
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with unfinished(folder / backups.REPLACED) as copy:
        shutil.copyfile(target, copy)
        finish(copy)
