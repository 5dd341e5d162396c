"""Changing the secret of the site changes no published figure."""

import uuid
from dataclasses import replace

from sqlalchemy.orm import Session

from journal.config import Settings
from journal.counting.disclosure import disclosure
from journal.counting.keys import figures_key, keep_figures_key
from journal.db import make_engine
from journal.narrative.figures import keep_figures, open_figures
from journal.operations import schema
from tests.factories import make_lab
from tests.unit.journal.narrative.scenes import NOVEMBER

PEOPLE = [uuid.uuid4() for _ in range(15)]


def another_secret(settings: Settings) -> Settings:
    return replace(settings, secret_key="another secret of the tests, long enough too")


def test_people_who_leave_do_not_show_when_the_secret_changes(session: Session, settings: Settings) -> None:
    lab = make_lab(session)
    keep_figures_key(session, settings)
    told = []
    for known, people in ((settings, PEOPLE), (another_secret(settings), PEOPLE[:-3])):
        figures = open_figures(session, lab.id, NOVEMBER, disclosure(session, known))
        told.append(figures.people("participants", set(people)))
        keep_figures(session, figures)

    assert told == [15, 15]


def test_the_key_of_figures_told_before_it_was_written_down_is_the_one_they_were_told_with(
    session: Session, settings: Settings
) -> None:
    before = figures_key(session, settings)
    assert before == settings.key_for("figures")

    assert keep_figures_key(session, settings)
    assert not keep_figures_key(session, another_secret(settings))

    assert figures_key(session, another_secret(settings)) == before


def test_the_site_writes_it_down_before_it_serves(session: Session, settings: Settings) -> None:
    session.rollback()
    engine = make_engine(settings.database)
    schema.make_ready(engine, settings)
    schema.make_ready(engine, another_secret(settings))
    engine.dispose()

    assert figures_key(session, another_secret(settings)) == settings.key_for("figures")
