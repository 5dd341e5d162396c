"""Backups: a consistent copy while the site runs, encrypted when a key is given; the oldest are deleted."""

import errno
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from journal.clock import now
from journal.config import Settings
from journal.db import EVERY_LAB, LABS
from journal.operations import sealing
from journal.operations.copying import CopyError, alone
from journal.operations.files import finish, unfinished
from journal.web import reserve

# The database a restore replaced, in case the wrong backup was chosen.
REPLACED = "replaced.db"
STAMP = "%Y%m%d-%H%M%S-%f"


class BackupError(CopyError):
    """No usable copy was made; the message says why."""


def folder(settings: Settings) -> Path:
    return settings.data_dir / "backups"


def back_up(settings: Settings, into: Path | None = None) -> Path:
    """Copy the database, and return the checked copy.

    Raises
    ------
    CopyError
        When no copy was made: nothing readable is left of it.
    """
    target = into or folder(settings)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone(settings, target):
        try:
            made = _copy(settings, target)
        except (OSError, sqlite3.Error) as error:
            raise BackupError(f"The copy could not be made: {error}") from None
    drop_old(target, days=settings.backup_days, now=now())
    return made


def _copy(settings: Settings, target: Path) -> Path:
    """Copy the database under a temporary name, until it is whole and sealed."""
    stamp = now().strftime(STAMP)
    url = sa.make_url(settings.database)
    is_sqlite = url.get_backend_name() == "sqlite"
    plain = target / f"journal-{stamp}{'.db' if is_sqlite else '.dump'}"
    with unfinished(plain) as copy:
        size = Path(str(url.database)).stat().st_size if is_sqlite else _size_of_dump(url, target)
        _refuse_without_room(settings, size, target)
        if is_sqlite:
            _copy_sqlite(Path(str(url.database)), copy)
        else:
            _dump_postgresql(url, copy)
        if not settings.backup_recipient:
            return finish(copy)
        with unfinished(plain.with_name(plain.name + sealing.SUFFIX)) as sealed:
            sealing.seal(copy, sealed, settings.backup_recipient)
            return finish(sealed)


def copied_at(backup: Path) -> datetime:
    """When a backup was made, from its name: the date of the file may be that of a copy of it."""
    try:
        return datetime.strptime(backup.name.split(".")[0], f"journal-{STAMP}").replace(tzinfo=UTC)
    except ValueError:
        return made_at(backup)


def _refuse_without_room(settings: Settings, size: int, target: Path) -> None:
    """Refuse to use the disk reserve, without which nothing could be erased any more."""
    needed = size * (2 if settings.backup_recipient else 1) // reserve.MEGABYTE
    same_disk = target.stat().st_dev == settings.data_dir.stat().st_dev
    left = reserve.free_megabytes(target) - needed - (settings.disk_reserve_mb if same_disk else 0)
    if left < 0:
        raise BackupError(f"A copy takes {needed} MB: make room for {-left} MB more on the disk of {target}.")


def _size_of_dump(url: sa.URL, target: Path) -> int:
    """The approximate size of the next PostgreSQL dump: that of the last one, or at most that of the database."""
    made = [path for path in listed(target) if ".dump" in path.name]
    if made:
        return made[-1].stat().st_size
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            return int(connection.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0)
    except sa.exc.OperationalError:
        return 0  # pg_dump says better why it cannot be reached


def drop_old(target: Path, *, days: int, now: datetime) -> None:
    """Delete the copies older than people were told, even the last one."""
    for old in listed(target):
        if now - made_at(old) > timedelta(days=days):
            old.unlink()


def listed(target: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(path for path in target.glob("journal-*") if path.suffix in {".db", ".dump", sealing.SUFFIX})


def made_at(backup: Path) -> datetime:
    return datetime.fromtimestamp(backup.stat().st_mtime, now().tzinfo)


def _copy_sqlite(source: Path, into: Path) -> None:
    """Copy a live database with VACUUM INTO, which leaves out what was erased."""
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("VACUUM INTO ?", (str(into),))
    problem = integrity_problem(into)
    if problem:
        raise BackupError(f"The copy of {source.name} is damaged: {problem}")


def integrity_problem(path: Path) -> str:
    """What SQLite finds wrong with a file; empty when nothing is."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            answer = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if answer == "ok" else answer


def _dump_postgresql(url: sa.URL, into: Path) -> None:
    tool = shutil.which("pg_dump")
    if tool is None:
        raise BackupError("pg_dump is not installed on this machine: run it where PostgreSQL is, pg_dump -Fc.")
    # The password goes through the environment, never through the command line.
    command, environ = [tool, "-Fc", "--file", str(into), "--enable-row-security"], os.environ | _pg_environ(url)
    done = subprocess.run(command, env=environ, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip()
        if os.strerror(errno.ENOSPC) in told:
            raise BackupError(f"The dump did not fit on the disk of {into.parent}. Nothing of it is left: make room.")
        raise BackupError(f"pg_dump failed: {told}")


def _pg_environ(url: sa.URL) -> dict[str, str]:
    given = {
        "PGHOST": url.host or str(url.query.get("host", "")),
        "PGPORT": str(url.port or url.query.get("port", "")),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "LC_ALL": "C",  # what it says is read below
        "PGOPTIONS": f"-c {LABS}={EVERY_LAB}",
    }
    # What the site asks of the server before it tells it anything, its dump asks too.
    encryption = {f"PG{name.upper()}": value for name, value in url.query.items() if name.startswith("ssl")}
    return {name: str(value) for name, value in (given | encryption).items() if value}
