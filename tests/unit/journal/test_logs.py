"""Whatever an operator asks the log to tell, nobody's words are in it."""

import logging

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.config import Settings
from journal.db import open_database
from journal.entries.models import Entry
from tests.factories import make_entry, make_person

WORDS = "zinzolin"


def test_what_is_written_and_read_is_in_no_log_of_the_database(
    settings: Settings, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="sqlalchemy")
    database = open_database(settings.database)

    with database.write() as own:
        make_entry(own, make_person(own), WORDS)
        own.commit()
    with database.read() as own:
        assert own.scalars(sa.select(Entry.text)).all() == [WORDS]

    database.close()
    assert "SELECT entry.text" in caplog.text
    assert WORDS not in caplog.text
