"""A person's pathway: its steps, target jobs and pauses, changed by them alone."""

import uuid
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.errors import DomainError
from journal.pathways.models import Pathway, Pause, Step, StepKind, TargetJob

# Far more than a life holds; a flood would only slow its author's own pages.
MOST_PARTS = 60


class TooManyParts(DomainError):
    title = "Il n’y a plus de place"


def of(session: Session, participant_id: uuid.UUID) -> Pathway | None:
    """The pathway with all its parts, if the person began to describe it."""
    return session.scalar(
        sa.select(Pathway)
        .where(Pathway.participant_id == participant_id)
        .options(selectinload(Pathway.steps), selectinload(Pathway.target_jobs), selectinload(Pathway.pauses))
    )


def begin(session: Session, participant_id: uuid.UUID) -> Pathway:
    """The pathway, made when there is none."""
    found = of(session, participant_id)
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


def _add(session: Session, parts: list[Any], part: Step | Pause | TargetJob) -> None:
    if len(parts) >= MOST_PARTS:
        raise TooManyParts(f"Vous avez déjà noté {MOST_PARTS} éléments. Effacez-en un, puis recommencez.")
    parts.append(part)
    session.flush()


def remove(session: Session, pathway: Pathway, part_id: uuid.UUID) -> bool:
    """Take a step, a pause or a target job away; false when it is not part of this pathway."""
    parts: list[Step | Pause | TargetJob] = [*pathway.steps, *pathway.pauses, *pathway.target_jobs]
    found = next((part for part in parts if part.id == part_id), None)
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True


def step_on(pathway: Pathway | None, day: date) -> StepKind | None:
    """The step one is at on a day: the last begun and not ended."""
    if pathway is None:
        return None
    current = [s for s in pathway.steps if s.starts_on <= day and (s.ends_on is None or s.ends_on >= day)]
    return max(current, key=lambda step: step.starts_on).kind if current else None
