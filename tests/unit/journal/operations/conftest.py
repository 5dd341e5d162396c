"""SQLite keeps its promises in files: these tests look at them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.config import Settings
from journal.db import open_database
from journal.operations import backups, restoring
from tests.factories import make_person

Restored = Callable[[Callable[[Session], object]], Session]


@pytest.fixture
def author(session: Session) -> Person:
    author = make_person(session)
    session.commit()
    return author


@pytest.fixture
def database_file(settings: Settings) -> Path:
    if not settings.database.startswith("sqlite"):
        pytest.skip("about SQLite's files")
    return settings.data_dir / "journal.db"


@pytest.fixture
def restored(database_file: Path, app: Flask, session: Session, settings: Settings) -> Restored:
    """What is committed is backed up, something is done, and the backup put back."""

    def put_back(done: Callable[[Session], object]) -> Session:
        session.commit()
        backup = backups.back_up(settings)
        with app.extensions["database"].write() as own:
            done(own)
            own.commit()
        session.close()
        session.get_bind().dispose()  # type: ignore[union-attr]
        app.extensions["database"].close()
        restoring.restore(settings, backup)
        return open_database(settings.database).write()

    return put_back
