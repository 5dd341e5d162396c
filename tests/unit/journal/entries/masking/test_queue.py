"""The worker masks copies: nobody waits for it, and what changed meanwhile is not overwritten."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.db import Database
from journal.entries.masking.queue import mask_waiting
from journal.entries.models import Entry, MaskingState, Passage
from tests.factories import make_entry, make_person
from tests.unit.journal.entries.masking.meanwhile import clock_that
from tests.worker import sweep

pytestmark = pytest.mark.model


def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


def test_every_entry_that_waits_is_masked_cut_and_encoded(app: Flask, session: Session) -> None:
    author = make_person(session)
    for number in range(3):
        make_entry(session, author, f"Appelez-moi au 06 39 98 12 3{number}, j’ai attendu longtemps.", masked=False)
    session.commit()

    sweep(app, [jobs.mask])

    texts = session.scalars(sa.select(Entry.masked_text)).all()
    assert len(texts) == 3
    assert not any("06 39" in (text or "") for text in texts)
    assert all(passage.vector for passage in session.scalars(sa.select(Passage)))


def test_without_a_text_what_helped_is_masked_and_no_passage_is_made(app: Flask, session: Session) -> None:
    entry = make_entry(session, make_person(session), "", masked=False, helped="Appeler le 06 39 98 12 34")
    session.commit()

    sweep(app, [jobs.mask])

    session.expire_all()
    assert (entry.masking_state, entry.masked_text, entry.passages) == (MaskingState.MASKED, "", [])
    assert "06 39" not in entry.masked_helped


def test_writing_does_not_wait_while_entries_are_masked(app: Flask, session: Session) -> None:
    author = make_person(session)
    make_entry(session, author, "Le car de sept heures", masked=False)
    session.commit()

    def write_something() -> None:
        with database(app).write() as other:
            make_entry(other, author, "Pendant ce temps", masked=False)
            other.commit()

    assert mask_waiting(database(app), now=clock_that(write_something)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 2


def test_an_entry_changed_meanwhile_waits_for_its_own_masking(app: Flask, session: Session) -> None:
    entry = make_entry(session, make_person(session), "Avant, avec Nadia", masked=False)
    session.commit()

    def rewrite() -> None:
        with database(app).write() as other:
            found = other.get_one(Entry, entry.id)
            found.text, found.version = "Après", found.version + 1
            other.commit()

    assert mask_waiting(database(app), now=clock_that(rewrite)) == 0
    session.refresh(entry)
    assert (entry.masking_state, entry.masked_text) == (MaskingState.RECEIVED, None)


def test_an_entry_erased_meanwhile_does_not_come_back(app: Flask, session: Session) -> None:
    entry = make_entry(session, make_person(session), "Le car de sept heures", masked=False)
    session.commit()

    def erase() -> None:
        with database(app).write() as other:
            other.delete(other.get_one(Entry, entry.id))
            other.commit()

    assert mask_waiting(database(app), now=clock_that(erase)) == 0
    assert session.scalars(sa.select(Entry)).all() == []
    assert session.scalars(sa.select(Passage)).all() == []


def test_masking_again_replaces_the_passages(app: Flask, session: Session) -> None:
    entry = make_entry(session, make_person(session), "Le car de sept heures est parti sans moi.")
    entry.masking_state = MaskingState.RECEIVED
    session.commit()

    sweep(app, [jobs.mask])

    session.expire_all()
    assert [passage.position for passage in entry.passages] == [0]
    assert entry.masking_state is MaskingState.MASKED
