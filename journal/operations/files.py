"""Small files kept beside the database, which nobody else of the machine may read."""

import os
from pathlib import Path


def replace_privately(path: Path, text: str) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile reads what it held before."""
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
