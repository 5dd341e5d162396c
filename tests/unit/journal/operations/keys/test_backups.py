"""A backup is put back with the secret it was made under, and sealed before it serves."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import encryption
from journal.accounts.models import Person
from journal.config import Settings
from journal.db import make_engine
from journal.operations import backups, restoring, schema
from journal.operations.restoring import Lost
from journal.operations.schema import SchemaError
from tests.factories import make_person
from tests.unit.journal.operations.keys.held import ADDRESS, FORMER
from tests.unit.journal.operations.restoring.copies import close


class TestABackupOfBefore:
    @pytest.fixture
    def backup(self, database_file: Path, settings: Settings, session: Session, amina: Person, app: Flask) -> Path:
        made = backups.back_up(settings)
        close(app, session)
        return made

    def test_is_not_put_back_without_its_secret(self, settings: Settings, backup: Path, database_file: Path) -> None:
        before = database_file.read_bytes()

        with pytest.raises(SchemaError, match="JOURNAL_FORMER_SECRETS"):
            restoring.restore(settings, backup)

        assert database_file.read_bytes() == before

    def test_is_put_back_with_it(self, settings: Settings, backup: Path) -> None:
        knowing = replace(settings, former_secrets=(FORMER,))
        encryption.use(knowing)

        restoring.restore(knowing, backup)

        assert addresses(settings) == [ADDRESS]

    def test_is_put_back_without_addresses_when_it_is_lost(self, settings: Settings, backup: Path) -> None:
        restoring.restore(settings, backup, lost=Lost(secret=True))

        assert addresses(settings) == [None]


def test_a_backup_made_before_anything_was_encrypted_is_encrypted_before_it_serves(
    database_file: Path, settings: Settings, session: Session, app: Flask
) -> None:
    make_person(session, email=ADDRESS)
    session.execute(sa.text("UPDATE person SET email = :plain, email_index = NULL"), {"plain": ADDRESS})
    session.commit()
    backup = backups.back_up(settings)
    assert ADDRESS.encode() in backup.read_bytes()
    close(app, session)

    restoring.restore(settings, backup)

    assert addresses(settings) == [ADDRESS]
    assert ADDRESS.encode() not in database_file.read_bytes()


def test_what_was_clear_leaves_the_files_of_the_database(
    database_file: Path, settings: Settings, session: Session, app: Flask
) -> None:
    make_person(session, email=ADDRESS)
    session.execute(sa.text("UPDATE person SET email = :plain, email_index = NULL"), {"plain": ADDRESS})
    session.commit()
    close(app, session)
    engine = make_engine(settings.database)

    schema.make_ready(engine, settings)

    engine.dispose()
    assert [
        path.name for path in database_file.parent.glob("journal.db*") if ADDRESS.encode() in path.read_bytes()
    ] == []


def addresses(settings: Settings) -> list[str | None]:
    engine = make_engine(settings.database)
    with Session(engine) as session:
        found = [person.email for person in session.scalars(sa.select(Person))]
    engine.dispose()
    return found
