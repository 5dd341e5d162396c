"""What the pages of experiments share."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Person, Role
from journal.experiments import queries
from journal.experiments.before_after import BeforeAndSince, Waiting
from journal.experiments.models import Experiment
from journal.partners.queries import organisation_of
from journal.partners.services import may_speak
from journal.web.database import get_session, or_404
from journal.web.lines import Group, Line

blueprint = Blueprint("experiments", __name__, url_prefix="/experimentations")
# What other features have to say of an experiment, on its page, under a floor: registered in journal.features.
BESIDE: list[Callable[[Session, Experiment, int], list[Line]]] = []
# And where it comes from, as far as a person may read it.
ORIGINS: list[Callable[[Session, Experiment, Person], list[Line]]] = []
# Who refuses words that may not stand in it, named by the field they are written in: somebody’s, whom it comes from.
KEPT_OUT: list[Callable[[Session, Experiment, Mapping[str, str]], None]] = []
# What became of it outside the Lab, in parts of their own; what of it may prove a rung; where else one may go.
ELSEWHERE: list[Callable[[Session, Experiment, Person], list[Group]]] = []
EVIDENCE: list[Callable[[Session, Experiment], list[str]]] = []
# And what is read there no more once it is deleted.
GONE_WITH: list[Callable[[Session, Experiment], list[str]]] = []
WAYS: list[Callable[[Session, Person], list[Line]]] = []
# What was written before an experiment began, and since, for those who read the récit: registered in journal.features.
WRITTEN: list[Callable[[Session, Experiment, date, int], BeforeAndSince | Waiting | None]] = []


def carried_by(row: Experiment) -> bool:
    """Whether this person speaks for an organisation that carries the experiment."""
    organisation = organisation_of(get_session(), g.person.id) if g.person.role is Role.PARTNER else None
    return organisation is not None and may_speak(organisation) and organisation in row.actors


def experiment_or_404(experiment_id: uuid.UUID) -> Experiment:
    return or_404(queries.in_lab(get_session(), g.person.lab_id, experiment_id))


def kept(row: Experiment, action: str, sentence: str) -> ResponseReturnValue:
    """Log, commit, and redirect to the experiment."""
    record(get_session(), action, by=g.person, on=Subject("experiment", row.id))
    get_session().commit()
    flash(sentence)
    return redirect(url_for("experiments.experiment", experiment_id=row.id), 303)


def check_words(row: Experiment, **said: str) -> None:
    """Refuse a coordinator's text that repeats the words of the idea an experiment comes from."""
    for check in KEPT_OUT:
        check(get_session(), row, said)
