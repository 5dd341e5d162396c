"""What arrives and no longer resembles the themes calls for a new analysis."""

from dataclasses import asdict
from datetime import timedelta

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.db import Database
from journal.entries.models import Entry, Sharing
from journal.entries.services import erase_entry, share
from journal.themes import drift
from journal.themes.analysing.drift_watch import watch
from journal.themes.analysing.joining import join_waiting, request_needed_analyses
from journal.themes.models import AnalysisRun, ThemeArrival, ThemeDrift
from nlp.encoding import unit_rows
from nlp.themes.drift import Closeness
from tests.factories import NOW, make_person
from tests.factories_themes import DIMENSIONS, analyse, make_voiced_entry
from tests.unit.journal.themes.analysing.newcomers.arriving import (
    AFTER,
    BUS,
    CRECHE,
    NOTHING_KNOWN,
    RECRUITER,
    STAGE,
    arrive,
    late,
    vectors,
)


def look(database: Database) -> int:
    return watch(database, now=lambda: AFTER)


def test_newcomers_who_speak_of_something_else_call_for_a_new_analysis(database, lab) -> None:
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)
    look(database)

    with database.write() as session:
        assert "environ dix n’en rejoignent aucun" in drift.call(session, lab.id)
        # Not at each text: themes that move at once would tell when somebody writes.
        assert request_needed_analyses(session, now=NOW + timedelta(hours=2)) == []
        assert len(request_needed_analyses(session, now=NOW + timedelta(hours=21))) == 1


def test_newcomers_who_speak_of_the_same_things_call_for_none(database, lab) -> None:
    arrive(database, lab.id, *[BUS, CRECHE, STAGE] * 8)
    look(database)

    with database.write() as session:
        assert session.get_one(ThemeDrift, lab.run.id).passages == 24
        assert drift.call(session, lab.id) == ""
        assert request_needed_analyses(session, now=NOW + timedelta(hours=21)) == []


def test_a_group_among_newcomers_calls_for_an_analysis_though_its_words_are_near_a_theme(database, lab) -> None:
    arrive(database, lab.id, *[BUS, CRECHE, RECRUITER, STAGE] * 4)
    look(database)
    with database.write() as session:
        assert drift.call(session, lab.id) == ""
    with database.write() as session:
        session.get_one(AnalysisRun, lab.run.id).closeness = asdict(Closeness(12, mean=0.7, spread=0.2, far=0.0))
        people = [make_person(session, session.get_one(Lab, lab.id)) for _ in range(14)]
        told = enumerate(people, start=8_000)
        made = [make_voiced_entry(session, who, "le bus de nuit", BUS, seed, **late({})) for seed, who in told]
        for entry in made:
            aside = vectors(entry.passages)[0] + np.eye(DIMENSIONS, dtype=np.float32)[NOTHING_KNOWN]
            entry.passages[0].vector = unit_rows(aside[None])[0].tobytes()
        ids = [entry.passages[0].id for entry in made]
        session.commit()
    join_waiting(database)
    look(database)

    with database.write() as session:
        arrived = session.scalars(sa.select(ThemeArrival).where(ThemeArrival.passage_id.in_(ids), ThemeArrival.main))
        assert all(arrival.theme_id is not None for arrival in arrived), "each of them joins a theme"
        assert "on parle peut-être de quelque chose de nouveau" in drift.call(session, lab.id)
        assert len(request_needed_analyses(session, now=NOW + timedelta(hours=21))) == 1


def test_the_same_newcomers_are_looked_at_once_and_others_again(database, lab) -> None:
    assert look(database) == 0, "nobody came"
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)

    assert [look(database), look(database)] == [1, 0]

    arrive(database, lab.id, BUS)
    assert [look(database), look(database)] == [1, 0]


def take_back(session: Session, entry: Entry) -> None:
    share(session, entry, Sharing.PRIVATE, now=AFTER)


@pytest.mark.parametrize("leave", [take_back, erase_entry])
def test_a_call_falls_silent_at_once_when_one_of_the_newcomers_leaves_and_comes_back_if_it_still_holds(
    database, lab, leave
) -> None:
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)
    look(database)

    with database.write() as session:
        leave(session, session.scalars(sa.select(Entry).where(Entry.text.startswith("nouveau"))).first())
        session.commit()
    # As many come as left: it is told from the texts, not from their number.
    arrive(database, lab.id, BUS)
    with database.write() as session:
        assert drift.call(session, lab.id) == ""
        assert request_needed_analyses(session, now=NOW + timedelta(hours=21)) == []
    look(database)
    with database.read() as session:
        assert drift.call(session, lab.id) != ""


def test_what_was_taken_back_calls_for_nothing(database, lab) -> None:
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)
    look(database)
    with database.write() as session:
        for entry in session.scalars(sa.select(Entry).where(Entry.text.startswith("nouveau"))).all()[:3]:
            take_back(session, entry)
        session.commit()

    look(database)

    with database.read() as session:
        assert drift.call(session, lab.id) == "", "nine people are too few to say anything"
        assert session.get_one(ThemeDrift, lab.run.id).passages == 9


def test_a_new_analysis_starts_with_nothing_to_say(database, lab) -> None:
    arrive(database, lab.id, *[NOTHING_KNOWN] * 12)
    look(database)

    analyse(database.write, lab.id, after=2)

    with database.read() as session:
        assert drift.call(session, lab.id) == ""
