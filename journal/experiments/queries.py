"""Queries about experiments, each inside one Lab."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.accounts.queries import names_of
from journal.clock import day_of
from journal.cooperation.models import LabAnswer
from journal.counting.published import published_counts
from journal.counting.rules import at_least
from journal.experiments import rules
from journal.experiments.models import Experiment, ExperimentStep, ExperimentVoice, Helped, Rung, StepState
from journal.themes.models import Theme, ThemeState, ThemeStatus
from journal.themes.queries import heir, latest_success, with_enough_people

# The nearest to a norm first; those left come last.
ORDER = (*reversed(rules.LADDER), Rung.ABANDONED)


def in_lab(session: Session, lab_id: uuid.UUID, experiment_id: uuid.UUID) -> Experiment | None:
    """An experiment of this Lab."""
    return session.scalar(
        sa.select(Experiment)
        .where(Experiment.id == experiment_id, Experiment.lab_id == lab_id)
        .options(selectinload(Experiment.themes))
    )


def step_in_lab(session: Session, lab_id: uuid.UUID, step_id: uuid.UUID) -> tuple[Experiment, ExperimentStep] | None:
    """A step of this Lab, with its experiment."""
    step = session.get(ExperimentStep, step_id)
    row = in_lab(session, lab_id, step.experiment_id) if step else None
    return (row, step) if row is not None and step is not None else None


def all_of(session: Session, lab_id: uuid.UUID) -> Sequence[Experiment]:
    """Every experiment of a Lab, by title."""
    statement = sa.select(Experiment).where(Experiment.lab_id == lab_id).options(selectinload(Experiment.themes))
    return session.scalars(statement.order_by(Experiment.title, Experiment.id)).all()


def by_rung(session: Session, lab_id: uuid.UUID) -> list[tuple[Rung, list[Experiment]]]:
    """Experiments by current rung."""
    found: dict[Rung, list[Experiment]] = {}
    for row in all_of(session, lab_id):
        found.setdefault(rules.path_of(rules.accepted(row))[-1], []).append(row)
    return [(rung, found[rung]) for rung in ORDER if rung in found]


def counts_told(row: Experiment, *, floor: int) -> dict[Helped, int] | None:
    """What those who took part say, as last published."""
    given = published_counts(row)
    return at_least({answer: given[answer] for answer in Helped}, floor=floor)


def answers_given() -> sa.Select[uuid.UUID, uuid.UUID, Helped]:
    """What is counted: which experiment, who took part, what it gave them."""
    return sa.select(ExperimentVoice.experiment_id, ExperimentVoice.participant_id, ExperimentVoice.helped)


def themes_told(session: Session, lab_id: uuid.UUID, named: Iterable[Theme], *, floor: int) -> list[Theme]:
    """Themes of a Lab that may be named: still adopted, and with enough people now."""
    run = latest_success(session, lab_id)
    if run is None:
        return []
    themes = {theme.id: theme for theme in (heir(session, each) for each in named)}
    adopted = [key for key, theme in themes.items() if theme.status is ThemeStatus.ADOPTED]
    there = sa.select(ThemeState).where(ThemeState.run_id == run.id, ThemeState.theme_id.in_(adopted))
    states = session.scalars(there).all()
    enough = with_enough_people(session, states, floor=floor)
    told = {state.theme_id for state in states if state.id in enough}
    return [theme for key, theme in themes.items() if key in told]


def answers(session: Session, lab_id: uuid.UUID) -> Sequence[LabAnswer]:
    """The answers an experiment may carry out, latest first."""
    statement = sa.select(LabAnswer).where(LabAnswer.lab_id == lab_id)
    return session.scalars(statement.order_by(LabAnswer.at.desc(), LabAnswer.id)).all()


def authors(session: Session, row: Experiment) -> dict[uuid.UUID, str]:
    """The names of the team members and partners who wrote or accepted its steps."""
    keys = {key for step in row.steps for key in (step.by_id, step.decided_by_id) if key}
    return names_of(session, keys)


def proposed(row: Experiment) -> list[ExperimentStep]:
    """Steps waiting for a coordinator, oldest first."""
    return [step for step in row.steps if step.state is StepState.PROPOSED]


def declined(row: Experiment) -> list[ExperimentStep]:
    """Declined steps, latest first: those who proposed them can read why."""
    return [step for step in reversed(row.steps) if step.state is StepState.DECLINED]


def quiet(session: Session, lab_id: uuid.UUID, today: date) -> list[Experiment]:
    """Ongoing experiments left unchanged for three months, for Monday's page."""
    return [row for row in all_of(session, lab_id) if _is_quiet(row, today)]


def waiting(session: Session, lab_id: uuid.UUID) -> list[tuple[Experiment, ExperimentStep]]:
    """Proposed steps waiting for a coordinator, oldest first, for Monday's page."""
    proposed = (Experiment.lab_id == lab_id, ExperimentStep.state == StepState.PROPOSED)
    found = sa.select(Experiment, ExperimentStep).join(ExperimentStep).where(*proposed)
    return [(row, step) for row, step in session.execute(found.order_by(ExperimentStep.at, ExperimentStep.id))]


def _is_quiet(row: Experiment, today: date) -> bool:
    steps = rules.accepted(row)
    return rules.is_quiet(rules.path_of(steps), day_of(steps[-1].at), today)
