"""A person's pathway: its steps, target jobs and pauses, which nobody else changes."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from journal.errors import DomainError
from journal.pathways.models import Pathway, Pause, Step, StepKind, TargetJob
from journal.pathways.queries import pathway_of
from journal.pathways.rules import MOST_PARTS, Part


class TooManyParts(DomainError):
    title = "Il n’y a plus de place"


def begin(session: Session, participant_id: uuid.UUID) -> Pathway:
    """The pathway, created if there is none."""
    found = pathway_of(session, participant_id)
    if found is None:
        found = Pathway(participant_id=participant_id)
        session.add(found)
        session.flush()
    return found


def add_step(
    session: Session, pathway: Pathway, kind: StepKind, starts_on: date, ends_on: date | None = None, note: str = ""
) -> Step:
    step = Step(kind=kind, starts_on=starts_on, ends_on=ends_on, note=note)
    _add(session, pathway.steps, step)
    return step


def add_pause(
    session: Session, pathway: Pathway, starts_on: date, ends_on: date | None = None, note: str = ""
) -> Pause:
    pause = Pause(starts_on=starts_on, ends_on=ends_on, note=note)
    _add(session, pathway.pauses, pause)
    return pause


def add_target_job(session: Session, pathway: Pathway, title: str) -> TargetJob:
    job = TargetJob(title=title)
    _add(session, pathway.target_jobs, job)
    return job


def _add(session: Session, parts: list[Any], part: Part) -> None:
    if len(parts) >= MOST_PARTS:
        raise TooManyParts(f"Vous avez déjà noté {MOST_PARTS} éléments. Effacez-en un, puis recommencez.")
    parts.append(part)
    session.flush()


def remove(session: Session, part: Part) -> None:
    session.delete(part)
    session.flush()
