"""Files kept beside the database, which nobody else of the machine may read, and which are whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PART = ".part"
# What SQLite writes beside a database.
SIDE_FILES = ("-journal", "-wal", "-shm")


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """A file to write until it is whole, then to ``finish``; otherwise nothing of it is left, whatever stopped it."""
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        remove(part)


def finish(part: Path) -> Path:
    """Give an unfinished file its name, once the disk has it."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    return part.replace(part.with_suffix(""))


def remove(database: Path) -> None:
    """Remove a database and what SQLite wrote beside it."""
    for suffix in ("", *SIDE_FILES):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def replace_privately(path: Path, text: str) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile reads what it held before."""
    part = path.with_suffix(PART)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
