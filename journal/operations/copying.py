"""Readable copies of the database during a backup or a restore: one process at a time, and none left behind.

A process that is killed clears nothing. The next one does it, and the purge, every hour: whoever holds the lock knows
that nobody is writing what it finds.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from journal.config import Settings
from journal.operations.files import PART

LOCK = "copying"
# A sealed backup, once opened.
OPENED = "opened-backup.db"


class CopyError(Exception):
    """A copy was not made or not restored; the message says why and what to do."""


@contextmanager
def alone(settings: Settings, folder: Path) -> Iterator[None]:
    """Be the only process to copy the database, after removing what a killed one left.

    Raises
    ------
    CopyError
        When another process is at it.
    """
    with (settings.data_dir / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CopyError("A backup or a restore is under way: try again once it is over.") from None
        for left in _left(settings, folder):
            left.unlink()
        yield


def clear(settings: Settings, folder: Path) -> None:
    """Remove what killed processes left, unless a copy is in progress, which has done so."""
    with suppress(CopyError), alone(settings, folder):
        pass


def _left(settings: Settings, folder: Path) -> Iterator[Path]:
    yield from folder.glob(f"*{PART}*")
    yield from settings.data_dir.glob(f"{OPENED}*")
    url = sa.make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        database = Path(str(url.database))
        yield from database.parent.glob(f"{database.name}{PART}*")
