import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.prompts import Prompt, of_the_lab
from journal.pathways.models import StepKind
from journal.prompts.models import LabPrompt


def prompts_of(session: Session, lab_id: uuid.UUID) -> list[LabPrompt]:
    """Every prompt of a Lab, including paused ones, in the order its team chose."""
    rows = sa.select(LabPrompt).where(LabPrompt.lab_id == lab_id).order_by(LabPrompt.position, LabPrompt.id)
    return list(session.scalars(rows))


def offered_to(session: Session, person: Person) -> list[Prompt]:
    """The prompts of someone's Lab, in order, except paused ones."""
    shown = [row for row in prompts_of(session, person.lab_id) if row.paused_at is None]
    return [of_the_lab(row.text, map(StepKind, row.steps)) for row in shown]
