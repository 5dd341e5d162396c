"""SQLite keeps its promises in files: these tests look at them."""

from pathlib import Path

import pytest

from journal.config import Settings


@pytest.fixture
def database_file(settings: Settings) -> Path:
    if not settings.database.startswith("sqlite"):
        pytest.skip("about SQLite's files")
    return settings.data_dir / "journal.db"
