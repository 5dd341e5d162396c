"""Files kept beside the database, readable by their owner only, and written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PART = ".part"
ABANDONED = 3600.0  # seconds: nothing takes that long to write
# What SQLite writes beside a database.
SIDE_FILES = ("-journal", "-wal", "-shm")


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """A temporary file to write, then to ``finish``; otherwise it is deleted, whatever interrupted it."""
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        remove(part)


def finish(part: Path) -> Path:
    """Give a temporary file its name, once it is on the disk."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    return part.replace(part.with_suffix(""))


def remove(database: Path) -> None:
    """Remove a database and what SQLite wrote beside it."""
    for suffix in ("", *SIDE_FILES):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def replace_privately(path: Path, text: str) -> None:
    """Write a file whole or not at all: meanwhile, readers get its former content.

    Two processes may write it at once: each writes a file of its own, and the last to end is the one that stays.
    """
    number, name = tempfile.mkstemp(PART, f"{path.name}.", path.parent)  # read and written by its owner alone
    part = Path(name)
    try:
        with os.fdopen(number, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _clear_older(part, path)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _clear_older(part: Path, path: Path) -> None:
    """Remove what killed processes left long ago; a recent file may be in use."""
    for left in path.parent.glob(f"{path.name}.*{PART}"):
        with suppress(FileNotFoundError):  # another process may have just given it its name
            if left.stat().st_mtime < part.stat().st_mtime - ABANDONED:
                left.unlink()
