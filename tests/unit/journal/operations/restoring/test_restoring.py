"""A restored backup brings back what was lost, never what was erased."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts import reopening
from journal.accounts.models import Person, Role, WebSession
from journal.api import services as api
from journal.clock import now
from journal.config import Settings
from journal.db import make_engine, open_database
from journal.operations import backups, restoring, schema
from journal.operations.restoring import RestoreError
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.operations.restoring.copies import close, texts
from tests.unit.journal.operations.test_schema import downgrade


def test_an_entry_erased_after_the_backup_does_not_come_back(
    database_file: Path, app: Flask, session: Session, author: Person, sign_in: SignIn, settings: Settings
) -> None:
    kept = make_entry(session, author, "Le car de sept heures")
    erased = make_entry(session, author, "CANARI")
    session.commit()
    backup = backups.back_up(settings)
    browser = sign_in(author)
    page = browser.get(f"/journal/{erased.id}/effacer")
    browser.submit(page)
    close(app, session)

    again = restoring.restore(settings, backup)

    assert again == 1
    assert texts(settings) == {kept.text}
    assert b"CANARI" not in database_file.read_bytes()


def test_a_person_erased_after_the_backup_does_not_come_back_even_when_the_database_is_lost(
    database_file: Path, app: Flask, session: Session, author: Person, settings: Settings
) -> None:
    make_entry(session, author, "CANARI")
    session.commit()
    backup = backups.back_up(settings)
    with app.extensions["database"].write() as own:
        own.delete(own.get_one(Person, author.id))
        own.commit()
    app.test_cli_runner().invoke(args=["purge"])
    close(app, session)
    database_file.write_bytes(b"the disk died")

    restoring.restore(settings, backup)

    assert texts(settings) == set()
    assert b"CANARI" not in database_file.read_bytes()


def test_everyone_signs_in_again_after_a_restore(
    database_file: Path, app: Flask, session: Session, author: Person, sign_in: SignIn, settings: Settings
) -> None:
    sign_in(author)
    backup = backups.back_up(settings)
    close(app, session)

    restoring.restore(settings, backup)

    database = open_database(settings.database)
    with database.read() as own:
        assert own.scalars(sa.select(WebSession)).all() == []
    database.close()


def test_the_restored_site_serves_the_entries_it_had(
    database_file: Path, app: Flask, session: Session, author: Person, sign_in: SignIn, settings: Settings
) -> None:
    make_entry(session, author, "Le car de sept heures")
    session.commit()
    backup = backups.back_up(settings)
    app.test_cli_runner().invoke(args=["purge"])
    close(app, session)
    database_file.unlink()

    restoring.restore(settings, backup)

    assert "Le car de sept heures" in sign_in(author).get("/journal/").text
    assert author.role is Role.PARTICIPANT


def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    database_file: Path, app: Flask, session: Session, settings: Settings
) -> None:
    backup = backups.back_up(settings)
    older = make_engine(f"sqlite:///{backup}")
    downgrade(older)
    older.dispose()
    close(app, session)

    restoring.restore(settings, backup)

    database = open_database(settings.database)
    assert schema.current(database.engine) == schema.newest()
    database.close()


def test_a_database_in_use_is_not_replaced(
    database_file: Path, session: Session, author: Person, settings: Settings
) -> None:
    backup = backups.back_up(settings)
    make_entry(session, author)  # a transaction under way

    with pytest.raises(RestoreError, match="in use"):
        restoring.restore(settings, backup)


def test_a_damaged_backup_replaces_nothing(database_file: Path, settings: Settings, tmp_path: Path) -> None:
    backup = tmp_path / "broken.db"
    backup.write_bytes(b"not a database at all, for sure")
    before = database_file.read_bytes()

    with pytest.raises(RestoreError, match="damaged"):
        restoring.restore(settings, backup)

    assert database_file.read_bytes() == before


def test_the_database_that_was_replaced_is_kept_for_its_owner(
    database_file: Path, app: Flask, session: Session, settings: Settings
) -> None:
    backup = backups.back_up(settings)
    close(app, session)

    restoring.restore(settings, backup)

    kept = backups.folder(settings) / backups.REPLACED
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_token_taken_back_after_the_backup_does_not_open_again(
    database_file: Path, app: Flask, session: Session, settings: Settings
) -> None:
    coordinator = make_person(session, role=Role.COORDINATOR)
    token, secret = api.make(session, "portail", days=90, by=coordinator, now=NOW)
    session.commit()
    backup = backups.back_up(settings)
    api.revoke(session, token, now=NOW)
    session.commit()
    close(app, session)

    restoring.restore(settings, backup)

    database = open_database(settings.database)
    with database.read() as again:
        assert api.find(again, secret, now=NOW) is None
    database.close()


def test_a_backup_that_cannot_be_brought_to_today_replaces_nothing(
    database_file: Path, app: Flask, session: Session, author: Person, settings: Settings
) -> None:
    make_entry(session, author, "Le car de sept heures")
    session.commit()
    backup = backups.back_up(settings)
    newer = make_engine(f"sqlite:///{backup}")
    with newer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer.dispose()
    close(app, session)

    with pytest.raises(schema.SchemaError):
        restoring.restore(settings, backup)

    assert texts(settings) == {"Le car de sept heures"}
    assert sorted(path.name for path in database_file.parent.glob("*.part*")) == []


def test_a_choice_to_come_back_by_mail_given_up_after_the_backup_stays_so(
    database_file: Path, app: Flask, session: Session, author: Person, settings: Settings
) -> None:
    author.email = "amina@exemple.org"
    reopening.choose(session, author, author.email, now=NOW)
    session.commit()
    backup = backups.back_up(settings)
    with app.extensions["database"].write() as own:
        reopening.give_up(own, own.get_one(Person, author.id))
        own.commit()
    close(app, session)

    assert restoring.restore(settings, backup) == 1


def test_a_link_sent_before_the_backup_does_not_serve_after(
    database_file: Path, app: Flask, session: Session, author: Person, settings: Settings
) -> None:
    author.email = "amina@exemple.org"
    row = reopening.choose(session, author, author.email, now=now())
    row.confirmed_at, row.secret_hash, row.expires_at = now(), "a hash", now() + timedelta(minutes=30)
    session.commit()
    backup = backups.back_up(settings)
    close(app, session)

    restoring.restore(settings, backup)

    database = open_database(settings.database)
    with database.read() as restored:
        assert reopening.choice_of(restored, restored.get_one(Person, author.id)) is not None
        assert reopening.who_holds(restored, "a hash", now=now()) is None
    database.close()
