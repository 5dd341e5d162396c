"""Without the marks of what was erased since, a backup would bring it back: it is not put back unless that is meant."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Person, Tombstone
from journal.clock import now
from journal.config import Settings
from journal.entries.models import Entry
from journal.home.models import Mark
from journal.home.state import note
from journal.operations import backups, restoring, schema, told, tombstones
from journal.operations.marks import mark
from journal.operations.restoring import RestoreError
from tests.conftest import SignIn
from tests.databases import migrate
from tests.factories import make_entry, make_person
from tests.unit.journal.operations.restoring.copies import close, texts
from tests.worker import sweep


@pytest.fixture
def erase(app: Flask, session: Session, author: Person, sign_in: SignIn) -> Callable[[str], None]:
    def erase(text: str) -> None:
        entry = session.scalars(sa.select(Entry).where(Entry.text == text)).one()
        session.commit()
        browser = sign_in(author)
        browser.submit(browser.get(f"/journal/{entry.id}/effacer"))

    return erase


@pytest.fixture
def backup(database_file: Path, session: Session, settings: Settings, author: Person) -> Path:
    """A backup made an hour ago, of words erased since."""
    make_entry(session, author, "CANARI")
    session.commit()
    made = backups.back_up(settings)
    an_hour_ago = now() - timedelta(hours=1)
    return made.rename(made.with_name(f"journal-{an_hour_ago:{backups.STAMP}}.db"))


def lose(app: Flask, session: Session, database_file: Path) -> None:
    close(app, session)
    database_file.unlink()


def set_back(path: Path, ago: timedelta) -> None:
    then = (now() - ago).timestamp()
    os.utime(path, (then, then))


def test_the_worker_writes_them_within_a_minute_and_says_up_to_when_it_knows(
    app: Flask, session: Session, settings: Settings, author: Person, erase: Callable[[str], None]
) -> None:
    path = tombstones.file_of(settings)
    make_entry(session, author, "CANARI")
    session.commit()
    sweep(app, [jobs.keep_marks])
    before = tombstones.read_file(path)
    set_back(path, timedelta(minutes=5))

    sweep(app, [jobs.keep_marks])
    assert now() - (tombstones.written_at(path) or now()) < timedelta(minutes=1)
    assert tombstones.read_file(path) == before

    erase("CANARI")
    sweep(app, [jobs.keep_marks])
    assert len(tombstones.read_file(path)) == len(before) + 1
    assert jobs.SWEEPS.index(jobs.keep_marks) > jobs.SWEEPS.index(jobs.report)  # what the report dates is known too


def test_a_database_lost_without_them_is_not_replaced_unless_that_is_meant(
    backup: Path, app: Flask, session: Session, settings: Settings, database_file: Path, erase: Callable[[str], None]
) -> None:
    erase("CANARI")
    lose(app, session, database_file)

    with pytest.raises(RestoreError, match="--without-marks"):
        restoring.restore(settings, backup)
    assert not database_file.exists()

    told = app.test_cli_runner().invoke(args=["restore", "--yes", "--without-marks", str(backup)])
    assert told.exit_code == 0
    assert "may be on the site" in told.output
    assert texts(settings) == {"CANARI"}


def test_marks_older_than_the_backup_are_not_enough_and_newer_ones_are(
    backup: Path, app: Flask, session: Session, settings: Settings, database_file: Path, erase: Callable[[str], None]
) -> None:
    erase("CANARI")
    sweep(app, [jobs.keep_marks])
    lose(app, session, database_file)
    set_back(tombstones.file_of(settings), timedelta(hours=2))

    with pytest.raises(RestoreError, match="older than what is put back"):
        restoring.restore(settings, backup)

    set_back(tombstones.file_of(settings), timedelta(minutes=30))
    assert restoring.restore(settings, backup) == 1
    assert texts(settings) == set()


def test_a_machine_just_installed_knows_nothing_of_what_was_erased_on_another(
    backup: Path, app: Flask, session: Session, settings: Settings, database_file: Path
) -> None:
    lose(app, session, database_file)
    migrate(settings.database)
    sweep(app, [jobs.keep_marks])
    app.extensions["database"].close()

    with pytest.raises(RestoreError, match="another installation"):
        restoring.restore(settings, backup)


def test_a_dump_put_back_by_another_tool_needs_marks_newer_than_what_it_last_wrote(
    app: Flask, session: Session, settings: Settings, author: Person
) -> None:
    sweep(app, [jobs.keep_marks])
    note(session, Mark.WORKER, well=True, now=now() + timedelta(minutes=1))
    session.commit()
    close(app, session)

    with pytest.raises(RestoreError, match="older than what is put back"):
        restoring.replay(settings)

    for kept in (tombstones, told):
        set_back(kept.file_of(settings), -timedelta(minutes=2))
    assert restoring.replay(settings) == 0


def test_what_a_dump_wrote_of_itself_once_put_back_does_not_make_the_marks_too_old(
    app: Flask, session: Session, settings: Settings, author: Person, erase: Callable[[str], None]
) -> None:
    make_entry(session, author, "CANARI")
    session.commit()
    erase("CANARI")
    sweep(app, [jobs.keep_marks])
    # As pg_restore leaves it, then a nightly backup or purge that ran before anyone replayed the marks.
    session.execute(sa.delete(Tombstone))
    make_entry(session, author, "CANARI")
    note(session, Mark.BACKUP, well=True, now=now() + timedelta(minutes=1))
    session.commit()
    close(app, session)

    restoring.replay(settings)

    database = app.extensions["database"]
    schema.check_keys(database, settings)
    with database.read() as reading:
        assert reading.scalars(sa.select(Tombstone.digest)).all() != []


def test_a_dump_put_back_opens_to_nobody_before_what_was_erased_since_is_erased_again(
    app: Flask, session: Session, settings: Settings, author: Person, erase: Callable[[str], None]
) -> None:
    make_entry(session, author, "CANARI")
    session.commit()
    database = app.extensions["database"]
    schema.check_keys(database, settings)
    erase("CANARI")
    sweep(app, [jobs.keep_marks])
    schema.check_keys(database, settings)
    # As pg_restore leaves it: neither the mark nor the erasure.
    session.execute(sa.delete(Tombstone))
    make_entry(session, author, "CANARI")
    session.commit()

    for start in (schema.check_keys, lambda base, now_set: schema.make_ready(base.engine, now_set)):
        with pytest.raises(schema.SchemaError, match="recit restore --replay"):
            start(database, settings)
    told = app.test_cli_runner().invoke(args=["doctor"])
    assert told.exit_code == 1
    assert "PROBLEM  erasures: The database was put back" in told.output

    session.commit()
    database.close()
    restoring.replay(settings)
    schema.check_keys(database, settings)


def test_the_marks_of_another_installation_stop_nobody_and_are_set_aside(
    app: Flask, settings: Settings, author: Person
) -> None:
    path = tombstones.file_of(settings)
    path.write_text(f"{mark('lab', 'elsewhere')}\n{mark('entry', 'elsewhere')}\n")
    elsewhere, database = tombstones.read_file(path), app.extensions["database"]
    schema.check_keys(database, settings)

    sweep(app, [jobs.purge])

    schema.check_keys(database, settings)
    assert tombstones.read_file(path) == {tombstones.of_lab(author.lab_id)}
    [aside] = settings.data_dir.glob("tombstones-*.txt")
    assert tombstones.read_file(aside) == elsewhere


def test_marks_of_a_lab_that_is_not_made_yet_are_kept_for_a_backup_to_come_back(app: Flask, settings: Settings) -> None:
    path = tombstones.file_of(settings)
    path.write_text(f"{mark('lab', 'elsewhere')}\n")

    sweep(app, [jobs.purge])

    assert tombstones.read_file(path) == {mark("lab", "elsewhere")}


def test_a_copy_made_once_the_site_is_stopped_comes_back_on_another_machine(
    database_file: Path, app: Flask, session: Session, settings: Settings
) -> None:
    make_entry(session, make_person(session), "Le car de sept heures")
    session.commit()
    assert app.test_cli_runner().invoke(args=["backup", "--unsealed"]).exit_code == 0
    (backup,) = backups.listed(backups.folder(settings))
    close(app, session)
    database_file.unlink()

    restoring.restore(settings, backup)

    assert texts(settings) == {"Le car de sept heures"}
