"""The Lab beside the demonstration's: it opens an essay, and took one up."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.demo import experiments, loading
from journal.demo.dates import DemoDates
from journal.demo.history import team_of
from journal.demo.loading import Clock
from journal.demo.neighbour import play_neighbour
from journal.demo.people import NEIGHBOUR
from journal.experiments.models import Experiment, Rung
from journal.indicators.lines import around
from journal.replication import queries
from journal.replication.models import OpenedExperiment
from journal.replication.standing import standing


@pytest.mark.parametrize("today", [date(2026, 11, 28), date(2027, 3, 3)])
def test_the_first_lab_reads_a_sheet_and_who_takes_up_its_own_whatever_the_day(session: Session, today: date) -> None:
    clock = Clock(DemoDates(today), datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    lab = loading.write_everything(session, clock)
    by = team_of(session, lab).first
    for month in range(experiments.FIRST, 1):
        experiments.play(session, lab, by, clock, month)

    for _ in range(2):  # a loading that was stopped begins again
        play_neighbour(session, lab, by, clock)

    [opened] = queries.opened_by_others(session, lab.id)
    [measured] = around(session, session.get_one(Experiment, opened.experiment_id), 11)
    assert "avant, environ 40\u00a0%\u00a0; après, environ 60\u00a0%" in measured.sentence
    minibus = next(each for each in session.scalars(sa.select(Experiment)) if queries.taken_up_elsewhere(session, each))
    [told] = queries.taken_up_elsewhere(session, minibus)
    assert (minibus.lab_id, told.lab.name, bool(told.found)) == (lab.id, NEIGHBOUR, True)
    assert standing(told.experiment).rung is Rung.TRIAL
    assert max(session.scalars(sa.select(OpenedExperiment.at))) <= clock.now
    beside = session.scalars(sa.select(Lab).where(Lab.name == NEIGHBOUR)).one()
    people = session.scalars(sa.select(Person).where(Person.lab_id == beside.id)).all()
    assert [person.passphrase_hash for person in people] == [None]
