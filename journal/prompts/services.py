"""Adding, changing and ordering the prompts of a Lab."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from journal.entries.prompts import bank
from journal.errors import Refused
from journal.pathways.models import StepKind
from journal.prompts.models import LabPrompt
from journal.prompts.queries import prompts_of
from nlp.french import typeset

LONGEST = 160


def add(session: Session, lab_id: uuid.UUID, text: str, steps: Iterable[StepKind]) -> LabPrompt:
    """Add a prompt after the others.

    Raises
    ------
    Refused
        When the Lab, or the site, asks it already.
    """
    last = max((row.position for row in prompts_of(session, lab_id)), default=0)
    row = LabPrompt(lab_id=lab_id, position=last + 1)
    _word(session, row, text, steps)
    session.add(row)
    session.flush()
    return row


def change(session: Session, row: LabPrompt, text: str, steps: Iterable[StepKind]) -> None:
    """Reword a prompt: entries that started from it keep its former words.

    Raises
    ------
    Refused
        When the Lab, or the site, asks it already.
    """
    _word(session, row, text, steps)
    session.flush()


def pause(session: Session, row: LabPrompt, *, now: datetime) -> None:
    row.paused_at = row.paused_at or now
    session.flush()


def resume(session: Session, row: LabPrompt) -> None:
    row.paused_at = None
    session.flush()


def move(session: Session, row: LabPrompt, *, up: bool) -> None:
    """Swap a prompt with the one before or after it, among those offered."""
    shown = [each for each in prompts_of(session, row.lab_id) if each.paused_at is None]
    if row not in shown:
        raise Refused("Cette question est en pause\u00a0: elle n’a pas d’ordre.")
    other = shown.index(row) + (-1 if up else 1)
    if 0 <= other < len(shown):  # a second click on a page that has not moved
        row.position, shown[other].position = shown[other].position, row.position
        session.flush()


def _word(session: Session, row: LabPrompt, text: str, steps: Iterable[StepKind]) -> None:
    words = typeset(text)
    if any(words == known.text for known in bank()):
        raise Refused("Le site propose déjà cette question.", field="text")
    if any(words == other.text for other in prompts_of(session, row.lab_id) if other is not row):
        raise Refused("Cette question est déjà dans la liste.", field="text")
    row.text, row.steps = words, sorted(step.value for step in steps)
