"""Backups: a consistent copy while the site runs, sealed when a key is given, the oldest dropped."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from journal.clock import now
from journal.config import Settings
from journal.operations import sealing

# The database a restore replaced, in case the wrong backup was chosen.
REPLACED = "replaced.db"
STAMP = "%Y%m%d-%H%M%S-%f"


class BackupError(Exception):
    """No usable copy was made; the message says why."""


def folder(settings: Settings) -> Path:
    return settings.data_dir / "backups"


def back_up(settings: Settings, into: Path | None = None) -> Path:
    """Copy the database; return the copy, which has been checked."""
    target = into or folder(settings)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = now().strftime(STAMP)
    url = sa.make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        made = copy_sqlite(Path(str(url.database)), target / f"journal-{stamp}.db")
    else:
        made = _dump_postgresql(url, target / f"journal-{stamp}.dump")
    if settings.backup_recipient:
        made = sealing.seal(made, settings.backup_recipient)
    drop_old(target, days=settings.backup_days, now=now())
    return made


def drop_old(target: Path, *, days: int, now: datetime) -> None:
    """Drop the copies older than people were told, but the last one."""
    for old in listed(target)[:-1]:
        if now - made_at(old) > timedelta(days=days):
            old.unlink()


def listed(target: Path) -> list[Path]:
    """The backups of a folder, oldest first."""
    return sorted(path for path in target.glob("journal-*") if path.suffix in {".db", ".dump", sealing.SUFFIX})


def made_at(backup: Path) -> datetime:
    return datetime.fromtimestamp(backup.stat().st_mtime, now().tzinfo)


def copy_sqlite(source: Path, target: Path) -> Path:
    """Copy a live database with VACUUM INTO, which leaves behind what was erased.

    Raises
    ------
    BackupError
        When the copy fails its integrity check; the copy is removed.
    """
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
    connection = sqlite3.connect(source, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()
    problem = integrity_problem(part)
    if problem:
        part.unlink()
        raise BackupError(f"The copy of {source.name} is damaged: {problem}")
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(target)
    return target


def integrity_problem(path: Path) -> str:
    """What SQLite finds wrong with a file, empty when nothing is."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            answer = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if answer == "ok" else answer


def _dump_postgresql(url: sa.URL, target: Path) -> Path:
    tool = shutil.which("pg_dump")
    if tool is None:
        raise BackupError("pg_dump is not installed on this machine: run it where PostgreSQL is, pg_dump -Fc.")
    os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
    # The password goes through the environment, never through the command line.
    done = subprocess.run(  # noqa: S603
        [tool, "-Fc", "--file", str(target)], env=os.environ | _pg_environ(url), capture_output=True, check=False
    )
    if done.returncode:
        target.unlink()
        raise BackupError(f"pg_dump failed: {done.stderr.decode(errors='replace').strip()}")
    return target


def _pg_environ(url: sa.URL) -> dict[str, str]:
    given = {
        "PGHOST": url.host or str(url.query.get("host", "")),
        "PGPORT": str(url.port or url.query.get("port", "")),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    return {name: str(value) for name, value in given.items() if value}
