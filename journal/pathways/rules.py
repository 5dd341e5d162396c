"""The parts of a pathway, and the current step. Pure."""

import uuid
from datetime import date

from journal.pathways.models import Pathway, Pause, Step, StepKind, TargetJob

# Far more than a life holds; a flood would only slow its author's own pages.
MOST_PARTS = 60
Part = Step | Pause | TargetJob


def part_of(pathway: Pathway | None, part_id: uuid.UUID) -> Part | None:
    """A step, a pause or a target job of this pathway; None otherwise."""
    if pathway is None:
        return None
    parts: list[Part] = [*pathway.steps, *pathway.pauses, *pathway.target_jobs]
    return next((part for part in parts if part.id == part_id), None)


def step_on(pathway: Pathway | None, day: date) -> StepKind | None:
    """The current step on a day: the last one begun and not ended."""
    if pathway is None:
        return None
    current = [s for s in pathway.steps if s.starts_on <= day and (s.ends_on is None or s.ends_on >= day)]
    return max(current, key=lambda step: step.starts_on).kind if current else None
