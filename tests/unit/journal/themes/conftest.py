"""Sessions of their own, as the worker opens them."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from journal.config import Settings
from journal.db import open_database


@pytest.fixture
def sessions(settings: Settings) -> Iterator[sessionmaker[Session]]:
    database = open_database(settings.database)
    yield database.write
    database.close()
