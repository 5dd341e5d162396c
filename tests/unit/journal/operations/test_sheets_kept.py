"""A restored backup opens no sheet shut since, loses none of its words, and brings back none that was erased."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Rung
from journal.replication import services
from journal.replication.models import OpenedExperiment, ShutSheet
from tests.factories import NOW, make_lab, make_person
from tests.unit.journal.operations.conftest import Restored

Gesture = Callable[[Session], None]
InApp = Callable[[Gesture], None]
WORDS = services.Sheet("Un minibus", "Trois trajets par semaine.", "L’heure compte.")


@pytest.fixture
def evaluated(session: Session) -> Experiment:
    by = make_person(session, make_lab(session), Role.COORDINATOR)
    words = experiments.ExperimentDescription("Le minibus", "Un minibus.", "Qui n’a pas de voiture.")
    row = experiments.begin(session, words, _step(Rung.IDEA), by=by, now=NOW)
    for rung in (Rung.TRIAL, Rung.EVALUATED):
        experiments.add_step(session, row, _step(rung), by=by, now=NOW)
    return row


@pytest.fixture
def in_app(app: Flask, session: Session, evaluated: Experiment) -> InApp:
    """Do what the pages do, where what goes leaves marks."""
    session.commit()

    def do(gesture: Gesture) -> None:
        with app.extensions["database"].write() as own:
            gesture(own)
            own.commit()

    return do


def _step(rung: Rung) -> experiments.StepContent:
    return experiments.StepContent(rung, date(2026, 3, 2), "Le récit le dit.")


def _open(own: Session) -> None:
    row = own.scalars(sa.select(Experiment)).one()
    services.open_to_others(own, row, WORDS, [], by=own.scalars(sa.select(Person)).one(), now=NOW)


def _shut(own: Session) -> None:
    services.shut(own, own.scalars(sa.select(OpenedExperiment)).one(), now=NOW)


def _forget(own: Session) -> None:
    services.forget(own, own.scalars(sa.select(ShutSheet)).one())


def _all(*gestures: Gesture) -> Gesture:
    def done(own: Session) -> None:
        for gesture in gestures:
            gesture(own)

    return done


@pytest.mark.parametrize(
    ("before", "since"),
    [
        ([_open], [_shut]),
        ([_open], [_shut, _open]),
        ([_open, _shut], [_open]),
        ([_open, _shut], [_open, _shut]),
    ],
)
def test_the_words_of_a_sheet_shut_since_wait_for_its_lab(
    evaluated: Experiment,
    in_app: InApp,
    restored: Restored,
    before: list[Gesture],
    since: list[Gesture],
) -> None:
    in_app(_all(*before))

    again = restored(_all(*since))

    assert again.scalars(sa.select(OpenedExperiment)).all() == []
    assert again.scalars(sa.select(ShutSheet.lesson)).all() == [WORDS.lesson]


@pytest.mark.parametrize("before", [[_open], [_open, _shut], [_open, _shut, _open]])
def test_words_that_were_erased_come_back_neither_open_nor_shut(
    evaluated: Experiment, in_app: InApp, restored: Restored, before: list[Gesture]
) -> None:
    in_app(_all(*before))

    def erased(own: Session) -> None:
        if before[-1] is _open:
            _shut(own)
        _all(_open, _shut, _forget)(own)

    again = restored(erased)

    assert again.scalars(sa.select(OpenedExperiment)).all() == []
    assert again.scalars(sa.select(ShutSheet)).all() == []


def test_words_written_anew_after_others_were_erased_are_not_erased(
    evaluated: Experiment, in_app: InApp, restored: Restored
) -> None:
    in_app(_all(_open, _shut, _forget, _open))

    again = restored(lambda _own: None)

    assert again.scalars(sa.select(OpenedExperiment.lesson)).all() == [WORDS.lesson]
