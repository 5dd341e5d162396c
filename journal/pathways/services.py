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


Part = Step | Pause | TargetJob


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


def _add(session: Session, parts: list[Any], part: Part) -> None:
    if len(parts) >= MOST_PARTS:
        raise TooManyParts(f"Vous avez déjà noté {MOST_PARTS} éléments. Effacez-en un, puis recommencez.")
    parts.append(part)
    session.flush()


def part_of(pathway: Pathway | None, part_id: uuid.UUID) -> Part | None:
    """A step, a pause or a target job, when it is part of this pathway."""
    if pathway is None:
        return None
    parts: list[Part] = [*pathway.steps, *pathway.pauses, *pathway.target_jobs]
    return next((part for part in parts if part.id == part_id), None)


def remove(session: Session, part: Part) -> None:
    session.delete(part)
    session.flush()


def step_on(pathway: Pathway | None, day: date) -> StepKind | None:
    """The step one is at on a day: the last begun and not ended."""
    if pathway is None:
        return None
    current = [s for s in pathway.steps if s.starts_on <= day and (s.ends_on is None or s.ends_on >= day)]
    return max(current, key=lambda step: step.starts_on).kind if current else None
