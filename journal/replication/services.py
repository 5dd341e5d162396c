"""A Lab opens what it has evaluated; another takes it up, and reports what it found."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.calls.queries import said_to_calls
from journal.clock import day_of
from journal.db import hold
from journal.errors import DomainError, Refused
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from journal.narrative.making.checks import borrowed_in
from journal.replication import queries, rules
from journal.replication.models import OpenedExperiment, Replication, ShutSheet
from journal.replication.standing import standing
from journal.web.typography import in_guillemets


@dataclass(frozen=True, slots=True)
class Sheet:
    """What other Labs read of an experiment, in words written for them."""

    title: str
    tried: str
    lesson: str


def open_to_others(
    session: Session, row: Experiment, sheet: Sheet, results: Sequence[str], *, by: Person, now: datetime
) -> OpenedExperiment:
    """Let the other Labs of the site read this sheet, with its results; a later one replaces it.

    Raises
    ------
    Refused
        When the experiment was never evaluated, or the sheet says the words of someone who wrote in this Lab.
    """
    hold(session, Experiment, row.id)
    if not rules.may_be_opened(experiments.path(row)):
        raise Refused("Seul un essai évalué s’ouvre aux autres Labs\u00a0: notez d’abord ce qu’on a mesuré.")
    for field in ("title", "tried", "lesson"):
        _check_nobody_is_borrowed_from(session, row.lab_id, getattr(sheet, field), field)
    kept = queries.shut_sheet_of(session, row)
    made = queries.sheet_of(session, row) or _sheet_with(row, kept)
    made.title, made.tried, made.lesson = sheet.title, sheet.tried, sheet.lesson
    made.results, made.by_id, made.at = list(results), by.id, now
    stands = standing(row)
    made.rung, made.since = stands.rung, stands.since
    session.add(made)
    if kept is not None:
        # Not through the session, which would mark as erased words that are in the sheet again.
        session.execute(sa.delete(ShutSheet).where(ShutSheet.id == kept.id))
    session.flush()
    return made


def _sheet_with(row: Experiment, kept: ShutSheet | None) -> OpenedExperiment:
    """An open sheet, to be filled in; its words keep the identifier they had in the closed one, if any."""
    words_id = kept.id if kept is not None else uuid.uuid4()
    return OpenedExperiment(experiment_id=row.id, lab_id=row.lab_id, words_id=words_id)


def shut(session: Session, sheet: OpenedExperiment, *, now: datetime) -> None:
    """Close a sheet: other Labs can no longer read it, and its own keeps the words.

    Those who took it up keep what they wrote themselves.
    """
    kept = ShutSheet(id=sheet.words_id, experiment_id=sheet.experiment_id, lab_id=sheet.lab_id, at=now)
    kept.title, kept.tried, kept.lesson = sheet.title, sheet.tried, sheet.lesson
    session.add(kept)
    session.delete(sheet)
    session.flush()


def forget(session: Session, kept: ShutSheet) -> None:
    """Erase the words of a closed sheet."""
    session.delete(kept)
    session.flush()


def take_up(
    session: Session, sheet: OpenedExperiment, description: ExperimentDescription, *, by: Person, now: datetime
) -> Experiment:
    """Start in one’s own Lab the experiment of another, linked to it.

    Raises
    ------
    DomainError
        When it is one’s own, or one’s Lab took it up already.
    """
    if sheet.lab_id == by.lab_id:
        raise DomainError("C’est une expérimentation de votre Lab\u00a0: un autre Lab peut la reprendre.")
    hold(session, Lab, by.lab_id)
    check_not_taken_up(session, sheet, by.lab_id)
    origin = f"Un essai ouvert par {sheet.lab.name}\u00a0: {in_guillemets(sheet.title)}."
    content = StepContent(Rung.IDEA, day_of(now), origin)
    row = experiments.begin(session, description, content, by=by, now=now)
    made = Replication(experiment_id=row.id, lab_id=by.lab_id, source_id=sheet.experiment_id, at=now)
    made.source_lab_id, made.found, made.found_at = sheet.lab_id, "", None
    made.rung, made.since, made.was_tried = Rung.IDEA, content.happened_on, False
    session.add(made)
    session.flush()
    return row


def check_not_taken_up(session: Session, sheet: OpenedExperiment, lab_id: uuid.UUID) -> None:
    """Refuse to take the same experiment up twice in a Lab."""
    if queries.taken_up(session, lab_id, sheet.experiment_id) is not None:
        raise DomainError("Votre Lab a déjà repris cet essai.")


def tell(session: Session, replication: Replication, found: str, *, now: datetime) -> None:
    """Report to the Lab of origin what was found here; a later report replaces it, an empty one removes it.

    Raises
    ------
    Refused
        When it says the words of someone who wrote in this Lab.
    """
    _check_nobody_is_borrowed_from(session, replication.lab_id, found, "found")
    replication.found, replication.found_at = found, now if found else None
    session.flush()


def _check_nobody_is_borrowed_from(session: Session, lab_id: uuid.UUID, text: str, field: str) -> None:
    run = borrowed_in(session, lab_id, text, besides=said_to_calls(session, lab_id))
    if run:
        raise Refused(
            f"Cette phrase reprend des mots de quelqu’un\u00a0: {in_guillemets(run)}. "
            "Les mots des personnes ne sortent pas du Lab\u00a0: dites-le avec les vôtres.",
            field,
        )
