"""``recit demo reset`` leaves nothing of the Lab that is gone, in the database or beside it."""

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Lab, Person
from journal.config import Settings
from journal.demo.people import LAB
from journal.entries.models import Entry
from journal.operations import audit_head, schema, tombstones
from journal.operations import told as told_since
from tests.conftest import SignIn
from tests.factories import make_entry, make_lab, make_person
from tests.worker import sweep


def _lab(session: Session, name: str = LAB) -> Person:
    person = make_person(session, make_lab(session, name))
    make_entry(session, person, "CANARI")
    session.commit()
    return person


def _erase_all(app: Flask, session: Session, author: Person, sign_in: SignIn) -> None:
    browser = sign_in(author)
    [entry_id] = session.scalars(sa.select(Entry.id).where(Entry.author_id == author.id))
    session.commit()
    browser.submit(browser.get(f"/journal/{entry_id}/effacer"))
    sweep(app, [jobs.purge])
    with app.extensions["database"].read() as own:
        audit_head.keep(own, app.extensions["settings"])


def test_the_next_demonstration_opens_as_the_first_did(
    app: Flask, settings: Settings, session: Session, sign_in: SignIn
) -> None:
    database = app.extensions["database"]
    _erase_all(app, session, _lab(session), sign_in)
    session.close()

    told = app.test_cli_runner().invoke(args=["demo", "reset", "--yes"])

    assert told.exit_code == 0
    assert not any(kept.file_of(settings).exists() for kept in (tombstones, told_since))
    _lab(session)
    sweep(app, [jobs.purge])
    schema.check_keys(database, settings)
    with database.read() as own:
        assert audit_head.problem(own, settings) == ""


def test_another_lab_is_not_erased(app: Flask, session: Session) -> None:
    _lab(session, "Lab des Collines")

    told = app.test_cli_runner().invoke(args=["demo", "reset", "--yes"])

    assert told.exit_code == 1
    assert session.scalars(sa.select(Lab.name)).all() == ["Lab des Collines"]
