"""A text on which the worker dies: it is read again alone, then no more, and stops no other."""

import signal
import subprocess
import sys
import uuid
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.config import ROOT, Settings
from journal.entries.attempts import FORGOTTEN, LEASE, Turn, forget, reading
from journal.entries.masking.again import mask_entries_again
from journal.entries.masking.words import mask_words
from journal.entries.models import Entry, MaskingState, ReadingAttempt
from journal.narrative.models import Contribution
from nlp.masking import MASKING_VERSION
from tests.factories import NOW, make_entry, make_person

# A worker whose encoder dies on a text as it would for want of memory: nothing is raised, nothing is caught.
WORKER = """
import datetime, os, signal, sys
import numpy as np
from journal.db import open_database
from journal.entries.masking import queue
from nlp import encoding, masking

class Mortal:
    name, dimensions = "mortal", 4
    def encode(self, texts):
        if any("fatal" in text for text in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        return encoding.unit_rows(np.ones((len(texts), self.dimensions), dtype="float32"))

encoding.load_encoder = Mortal
moment = datetime.datetime.fromisoformat(sys.argv[2])
database, now = open_database(sys.argv[1]), lambda: moment
while queue.mask_waiting(database, now=now):
    pass
"""
# A worker that reads two texts at once: one ends, the other holds the interpreter and would never give it back.
ENDLESS = """
import datetime, re, sys
import sqlalchemy as sa
from journal.db import open_database
from journal.entries import attempts
from journal.entries.models import Entry

attempts.LEASE = datetime.timedelta(seconds=1)
moment = datetime.datetime.fromisoformat(sys.argv[2])
database, now = open_database(sys.argv[1]), lambda: moment
texts = sa.select(Entry.id, Entry.version).order_by(Entry.written_at)
with attempts.reading(database, texts, most=1, now=now):
    with attempts.reading(database, texts, most=1, now=now) as turn:
        assert turn.ids
    re.match("(a+)+$", "a" * 60 + "!")
"""
FATAL, ORDINARY = "Un texte fatal pour la machine, ce matin.", "J’ai attendu le bus ce matin, sous la pluie."


def a_worker_lives(settings: Settings, at: datetime, worker: str = WORKER) -> int:
    """Run a worker of its own process to its end; return how it ended."""
    command = [sys.executable, "-c", worker, settings.database, at.isoformat()]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=120).returncode


def states(session: Session, entries: list[Entry]) -> list[MaskingState]:
    session.expire_all()
    found = [session.get_one(Entry, entry.id).masking_state for entry in entries]
    session.commit()
    return found


@pytest.mark.model
def test_a_text_that_kills_the_worker_is_given_up_at_the_third_reading_and_stops_no_other(
    session: Session, settings: Settings
) -> None:
    author = make_person(session)
    entries = [make_entry(session, author, text, masked=False) for text in (ORDINARY, FATAL, ORDINARY)]
    session.commit()

    assert a_worker_lives(settings, NOW) == -signal.SIGKILL
    assert states(session, entries) == [MaskingState.RECEIVED] * 3
    assert a_worker_lives(settings, NOW + LEASE) == -signal.SIGKILL
    assert a_worker_lives(settings, NOW + 2 * LEASE) == 0

    assert states(session, entries) == [MaskingState.MASKED, MaskingState.FAILED, MaskingState.MASKED]
    assert session.scalars(sa.select(ReadingAttempt)).all() == []


def test_a_text_that_never_ends_kills_the_worker_and_counts_as_a_death(
    app: Flask, session: Session, settings: Settings
) -> None:
    author = make_person(session)
    endless, other = (make_entry(session, author, text, masked=False) for text in (FATAL, ORDINARY))
    endless.written_at = other.written_at - timedelta(hours=1)
    session.commit()

    assert a_worker_lives(settings, NOW, ENDLESS) == 1

    assert session.scalars(sa.select(ReadingAttempt.text_id)).all() == [endless.id]


def died_on(session: Session, text: Entry | Contribution, *, times: int, at: datetime = NOW) -> None:
    session.add(ReadingAttempt(text_id=text.id, version=text.version, deaths=times - 1, at=at))
    session.commit()


@pytest.mark.model
def test_a_text_that_kills_a_newer_worker_keeps_what_an_older_one_hid(app: Flask, session: Session) -> None:
    entry = make_entry(session, make_person(session), FATAL, masking_version="older")
    died_on(session, entry, times=2)

    assert mask_entries_again(app.extensions["database"], now=lambda: NOW + LEASE, key="a key") == 1

    session.refresh(entry)
    assert (entry.masking_state, entry.masked_text) == (MaskingState.MASKED, FATAL)
    assert entry.masking_version.endswith(MASKING_VERSION)


def test_other_words_are_given_up_too(app: Flask, session: Session) -> None:
    author = make_person(session)
    waiting = Contribution(id=uuid.uuid4(), lab_id=author.lab_id, author_id=author.id, text=FATAL, version=1, at=NOW)
    session.add(waiting)
    died_on(session, waiting, times=2)

    assert mask_words(app.extensions["database"], Contribution, now=lambda: NOW + LEASE) == 1

    session.refresh(waiting)
    assert (waiting.masking_state, waiting.masked_text) == (MaskingState.FAILED, None)


class TestATurn:
    @pytest.fixture
    def written(self, session: Session) -> Entry:
        entry = make_entry(session, make_person(session), FATAL, masked=False)
        session.commit()
        return entry

    def take(self, app: Flask, at: datetime = NOW) -> Turn:
        texts = sa.select(Entry.id, Entry.version).order_by(Entry.written_at)
        with reading(app.extensions["database"], texts, most=5, now=lambda: at) as turn:
            return turn

    def test_that_ends_leaves_nothing_even_when_an_error_ends_it(
        self, app: Flask, session: Session, written: Entry
    ) -> None:
        texts = sa.select(Entry.id, Entry.version)
        with pytest.raises(RuntimeError), reading(app.extensions["database"], texts, most=5, now=lambda: NOW):
            raise RuntimeError("the machine is broken, the text is not")

        assert session.scalars(sa.select(ReadingAttempt)).all() == []
        session.commit()
        assert self.take(app) == Turn([written.id])

    def test_never_finished_is_taken_by_nobody_else_for_a_while(
        self, app: Flask, session: Session, written: Entry
    ) -> None:
        died_on(session, written, times=1)

        assert self.take(app, NOW + LEASE - timedelta(seconds=1)) == Turn([])
        assert self.take(app, NOW + LEASE) == Turn([written.id])

    def test_after_a_death_is_taken_alone_once_no_other_text_waits(
        self, app: Flask, session: Session, written: Entry
    ) -> None:
        died_on(session, written, times=1)
        others = [make_entry(session, written.author, ORDINARY, written_at=NOW + timedelta(hours=n)) for n in (1, 2)]
        session.commit()

        assert self.take(app, NOW + LEASE) == Turn([other.id for other in others])

    def test_of_a_text_its_author_changed_starts_anew(self, app: Flask, session: Session, written: Entry) -> None:
        died_on(session, written, times=2)
        written.version += 1
        session.commit()

        assert self.take(app) == Turn([written.id])

    def test_never_finished_of_a_text_erased_since_is_forgotten(self, session: Session, written: Entry) -> None:
        died_on(session, written, times=1)
        session.delete(written)

        forget(session, now=NOW + FORGOTTEN)
        assert len(session.scalars(sa.select(ReadingAttempt)).all()) == 1
        forget(session, now=NOW + FORGOTTEN + timedelta(seconds=1))
        assert session.scalars(sa.select(ReadingAttempt)).all() == []

    def test_a_text_read_with_one_that_never_ends_is_not_kept_waiting_by_an_author_who_writes_it_again(
        self, app: Flask, session: Session, written: Entry
    ) -> None:
        beside = make_entry(session, make_person(session), ORDINARY, masked=False)
        for text in (written, beside):
            died_on(session, text, times=1)
        written.version += 1
        session.commit()

        assert self.take(app, NOW + LEASE) == Turn([written.id])
        died_on(session, written, times=1, at=NOW + LEASE)
        written.version += 1
        session.commit()
        assert self.take(app, NOW + 2 * LEASE) == Turn([beside.id])
