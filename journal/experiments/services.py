"""Starting an experiment, adding steps, saying what it gave. ``removing`` deletes those written by mistake."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.actors.models import Actor
from journal.clock import day_of
from journal.cooperation.models import LabAnswer
from journal.db import hold
from journal.errors import Refused
from journal.experiments import rules
from journal.experiments.models import Experiment, ExperimentStep, ExperimentVoice, Helped, Rung, StepState
from journal.themes.queries import adopted

LONGEST_TITLE = 120
LONGEST_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class ExperimentDescription:
    """The words of an experiment, and what it is linked to."""

    title: str
    tried: str
    for_whom: str
    themes: Sequence[uuid.UUID] = ()
    actors: Sequence[uuid.UUID] = ()
    answer: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class StepContent:
    """What a step says: where it leads, the day, the evidence."""

    rung: Rung
    happened_on: date
    evidence: str
    link: str = ""


def begin(
    session: Session, description: ExperimentDescription, idea: StepContent, *, by: Person, now: datetime
) -> Experiment:
    """Create an experiment, with the origin of its idea."""
    row = Experiment(lab_id=by.lab_id, by_id=by.id, at=now, steps=[])
    describe(session, row, description)
    session.add(row)
    session.flush()
    add_step(session, row, idea, by=by, now=now)
    return row


def describe(session: Session, row: Experiment, description: ExperimentDescription) -> None:
    """Describe what is tried and for whom, and link it to rows of the same Lab; others are ignored."""
    row.title, row.tried, row.for_whom = description.title, description.tried, description.for_whom
    row.themes = [theme for theme in adopted(session, row.lab_id) if theme.id in description.themes]
    row.actors = list(
        session.scalars(sa.select(Actor).where(Actor.lab_id == row.lab_id, Actor.id.in_(description.actors)))
    )
    row.answer_id = session.scalar(
        sa.select(LabAnswer.id).where(LabAnswer.lab_id == row.lab_id, LabAnswer.id == description.answer)
    )


def add_step(
    session: Session, row: Experiment, content: StepContent, *, by: Person, now: datetime, proposed: bool = False
) -> ExperimentStep:
    """Go one rung up, some down, or out; if ``proposed``, wait for a coordinator.

    Raises
    ------
    Refused
        When the ladder does not lead there, or the day does not fit.
    """
    _hold(session, row)
    _check(row, content, now)
    step = ExperimentStep(experiment_id=row.id, by_id=by.id, at=now, state=StepState.PROPOSED, number=None)
    _say(step, content)
    row.steps.append(step)
    if not proposed:
        _take(row, step)
    session.flush()
    return step


def correct(
    session: Session,
    row: Experiment,
    wrong: ExperimentStep,
    content: StepContent,
    *,
    by: Person,
    now: datetime,
    names_someone: bool = False,
) -> ExperimentStep:
    """Correct a step: its rung stays, and its first wording stays readable.

    ``names_someone``: all that was written of it before is forgotten, save that it was.

    Raises
    ------
    Refused
        When it was corrected already, or its new day does not fit.
    """
    _hold(session, row)
    path = rules.path_as_read(rules.accepted(row))
    place = next((n for n, each in enumerate(path) if each.step is wrong), None)
    if place is None:
        raise Refused("Cette marche a déjà été corrigée\u00a0: corrigez sa dernière version.", "evidence")
    _check_day(path, place, content, now)
    step = ExperimentStep(experiment_id=row.id, by_id=by.id, at=now, corrects_id=wrong.id, state=StepState.PROPOSED)
    _say(step, content)
    step.rung = wrong.rung
    row.steps.append(step)
    _take(row, step)
    if names_someone:
        for old in (wrong, *path[place].before):
            forget_words(old)
    session.flush()
    return step


def forget_words(step: ExperimentStep) -> None:
    """Erase the words of a step, which named someone; keep its rung and its day."""
    step.evidence = step.link = ""


def accept(session: Session, row: Experiment, step: ExperimentStep, *, by: Person, now: datetime) -> None:
    """Accept a step proposed by a partner, if the ladder still leads there.

    Raises
    ------
    Refused
        When it was decided already, or no longer follows.
    """
    _decide(session, row, step, by, now)
    _check(row, StepContent(step.rung, step.happened_on, step.evidence, step.link), now)
    _take(row, step)
    session.flush()


def decline(
    session: Session, row: Experiment, step: ExperimentStep, because: str, *, by: Person, now: datetime
) -> None:
    """Decline a step proposed by a partner, with a reason that they read.

    Raises
    ------
    Refused
        When it was decided already.
    """
    _decide(session, row, step, by, now)
    step.state, step.declined_because = StepState.DECLINED, because
    session.flush()


def _decide(session: Session, row: Experiment, step: ExperimentStep, by: Person, now: datetime) -> None:
    _hold(session, row)
    if step.state is not StepState.PROPOSED:
        raise Refused("Quelqu’un a déjà décidé pour cette marche.")
    step.decided_by_id, step.decided_at = by.id, now


def _hold(session: Session, row: Experiment) -> None:
    """Lock the experiment and reload its steps, so that they are decided one at a time."""
    hold(session, Experiment, row.id)
    steps = sa.select(ExperimentStep).where(ExperimentStep.experiment_id == row.id)
    session.scalars(steps.execution_options(populate_existing=True)).all()
    session.expire(row, ["steps"])


def say(session: Session, row: Experiment, helped: Helped, *, by: Person, now: datetime) -> ExperimentVoice:
    """Record what someone who took part says, or change it."""
    hold(session, Person, by.id)
    voice = own_voice(session, row, by)
    if voice is None:
        voice = ExperimentVoice(experiment_id=row.id, participant_id=by.id)
        session.add(voice)
    voice.helped, voice.at = helped, now
    session.flush()
    return voice


def unsay(session: Session, row: Experiment, *, by: Person) -> bool:
    """Withdraw what one said; False when nothing was."""
    voice = own_voice(session, row, by)
    if voice is None:
        return False
    session.delete(voice)
    session.flush()
    return True


def own_voice(session: Session, row: Experiment, person: Person) -> ExperimentVoice | None:
    return session.scalar(
        sa.select(ExperimentVoice).where(
            ExperimentVoice.experiment_id == row.id, ExperimentVoice.participant_id == person.id
        )
    )


def path(row: Experiment) -> list[Rung]:
    return rules.path_of(rules.accepted(row))


def _check(row: Experiment, content: StepContent, now: datetime) -> None:
    told = rules.path_as_read(rules.accepted(row))
    if content.rung not in rules.may_follow([each.step.rung for each in told]):
        raise Refused("L’échelle se monte marche après marche\u00a0: celle-ci ne suit pas.", "rung")
    _check_day(told, len(told), content, now)


def _check_day(told: Sequence[rules.StepAsRead], place: int, content: StepContent, now: datetime) -> None:
    days = [each.step.happened_on for each in told]
    problem = rules.day_problem(days, place, content.happened_on, day_of(now))
    if problem:
        raise Refused(problem, "happened_on")


def _say(step: ExperimentStep, content: StepContent) -> None:
    step.rung, step.happened_on = content.rung, content.happened_on
    step.evidence, step.link = content.evidence, content.link


def _take(row: Experiment, step: ExperimentStep) -> None:
    step.number = len(rules.accepted(row)) + 1
    step.state = StepState.ACCEPTED
