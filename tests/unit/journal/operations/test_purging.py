"""What is erased leaves the disk; what is only kept for a time goes when its time is over."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Person, SignInAttempt, Tombstone, WebSession
from journal.clock import now
from journal.config import Settings
from journal.entries.models import Entry
from journal.home.models import Mark, SiteMark
from journal.operations import purging
from tests.conftest import SignIn
from tests.factories import make_entry, make_person
from tests.worker import sweep

CANARY = "ZIZANIE-4217"


def files_with(canary: str, folder: Path) -> list[str]:
    return [p.name for p in folder.rglob("*") if p.is_file() and canary.encode() in p.read_bytes()]


def test_an_erased_entry_is_in_no_file_after_the_purge(
    database_file: Path, app: Flask, session: Session, sign_in: SignIn, settings: Settings
) -> None:
    author = make_person(session)
    entry = make_entry(session, author, f"Un mot que moi seul connais : {CANARY}", helped=CANARY)
    session.commit()
    assert files_with(CANARY, settings.data_dir)
    browser = sign_in(author)
    browser.submit(browser.get(f"/journal/{entry.id}/effacer"))
    session.close()

    sweep(app, [jobs.purge])

    assert files_with(CANARY, settings.data_dir) == []


def test_an_erased_entry_is_in_no_table_after_the_purge(app: Flask, session: Session, settings: Settings) -> None:
    entry = make_entry(session, make_person(session), CANARY)
    session.commit()
    with app.extensions["database"].write() as own:
        own.delete(own.get_one(Entry, entry.id))
        own.commit()
    session.rollback()

    sweep(app, [jobs.purge])

    tables = sa.MetaData()
    engine = app.extensions["database"].engine
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = [str(row) for table in tables.sorted_tables for row in connection.execute(sa.select(table))]
    assert not [row for row in rows if CANARY in row]


@pytest.fixture
def files(app: Flask, session: Session) -> Callable[[], tuple[object, ...]]:
    """The files that hold entries and people, on PostgreSQL."""
    if app.extensions["database"].engine.dialect.name == "sqlite":
        pytest.skip("SQLite overwrites what it erases")
    names = sa.text("SELECT pg_relation_filenode('entry'), pg_relation_filenode('person')")

    def find() -> tuple[object, ...]:
        session.rollback()
        found = tuple(session.execute(names).one())
        session.rollback()
        return found

    return find


def test_the_night_writes_the_tables_anew_once_something_was_erased(
    app: Flask, session: Session, files: Callable[[], tuple[object, ...]]
) -> None:
    before = files()
    sweep(app, [jobs.rewrite])
    assert files() == before

    session.add(Tombstone(digest="of a night when nothing ran", at=now() - timedelta(days=3)))
    session.commit()
    sweep(app, [jobs.rewrite])
    after = files()
    assert not set(after) & set(before)

    sweep(app, [jobs.rewrite])
    assert files() == after
    assert jobs.rewrite in jobs.NIGHTLY


def test_a_table_in_use_waits_for_another_night_and_makes_nobody_wait(
    app: Flask,
    session: Session,
    files: Callable[[], tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(purging, "PATIENCE", "50ms")
    session.add(Tombstone(digest="of three days ago", at=now() - timedelta(days=3)))
    session.commit()
    entries, people = files()
    with app.extensions["database"].read() as reader:
        reader.execute(sa.text("SELECT count(*) FROM entry"))
        sweep(app, [jobs.rewrite])

    assert files()[0] == entries
    assert files()[1] != people
    assert "tables written anew another night: entry (LockNotAvailable)" in caplog.text
    sweep(app, [jobs.rewrite])
    assert files()[0] != entries


def test_erasing_leaves_a_mark_that_says_nothing(app: Flask, session: Session) -> None:
    person = make_person(session)
    session.commit()
    with app.extensions["database"].write() as own:
        own.delete(own.get_one(Person, person.id))
        own.commit()

    (mark,) = session.scalars(sa.select(Tombstone.digest)).all()
    assert person.username not in mark
    assert person.id.hex not in mark


def test_sessions_and_failed_sign_ins_go_when_their_time_is_over(
    app: Flask, session: Session, settings: Settings
) -> None:
    moment = now()
    for age, token in ((timedelta(hours=25), "old"), (timedelta(minutes=1), "fresh")):
        seen = moment - age
        session.add(
            WebSession(token_hash=token, person_id=make_person(session).id, data={}, created_at=seen, seen_at=seen)
        )
        session.add(SignInAttempt(key=token, at=seen))
    session.commit()

    purging.purge_everything(app.extensions["database"], settings, now=moment)

    assert session.scalars(sa.select(WebSession.token_hash)).all() == ["fresh"]
    assert session.scalars(sa.select(SignInAttempt.key)).all() == ["fresh"]


def test_a_purge_is_written_down_once_nothing_is_left_to_clean(
    database_file: Path, app: Flask, session: Session, settings: Settings
) -> None:
    begun, done = now() - timedelta(hours=30), now()
    reader = sqlite3.connect(database_file)
    make_person(session)
    session.commit()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()  # keeps the log of the database from being cleaned

    for moment in (begun, begun + timedelta(hours=1)):
        purging.purge_everything(app.extensions["database"], settings, now=moment)
    mark = session.get_one(SiteMark, Mark.PURGE)
    assert (mark.at, mark.well) == (begun, False)  # tried since then, never done
    session.rollback()
    reader.close()
    purging.purge_everything(app.extensions["database"], settings, now=done)

    session.refresh(mark)
    assert (mark.at, mark.well) == (done, True)
