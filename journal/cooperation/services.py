"""What the Lab says it does, will do, or cannot do about a theme."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.cooperation.models import LabAnswer
from journal.errors import Refused
from journal.themes.models import Theme, ThemeStatus
from journal.themes.queries import adopted
from nlp.prose.story import AnswerKind

LONGEST_ANSWER = 600


def answer(
    session: Session, theme: Theme, kind: AnswerKind, text: str, *, due_on: date | None, by: Person, now: datetime
) -> LabAnswer:
    """Answer a theme in public: those who wrote will read it.

    Raises
    ------
    Refused
        When the theme is not part of the récit, or a promise has no date.
    """
    if theme.status is not ThemeStatus.ADOPTED:
        raise Refused("Ce thème n’est pas adopté : le récit n’en parle pas encore.")
    row = LabAnswer(lab_id=theme.lab_id, theme_id=theme.id, by_id=by.id, at=now)
    session.add(row)
    change(row, kind, text, due_on=due_on)
    session.flush()
    return row


def change(row: LabAnswer, kind: AnswerKind, text: str, *, due_on: date | None) -> None:
    if kind is AnswerKind.WILL_DO and due_on is None:
        raise Refused("Dites pour quand : une promesse sans date ne se tient pas.")
    row.kind, row.text = kind, text
    row.due_on = due_on if kind is AnswerKind.WILL_DO else None


def finish(session: Session, row: LabAnswer, *, on: date) -> None:
    """Say that an answer is done: what was promised is now what the Lab does."""
    if row.done_on is not None:
        raise Refused("C’est déjà noté comme fait.")
    row.done_on = on
    session.flush()


def reopen(session: Session, row: LabAnswer) -> None:
    row.done_on = None
    session.flush()


def is_overdue(row: LabAnswer, today: date) -> bool:
    return row.done_on is None and row.due_on is not None and row.due_on < today


def in_lab(session: Session, lab_id: uuid.UUID, answer_id: uuid.UUID) -> LabAnswer | None:
    """An answer, only inside its Lab."""
    return session.scalar(sa.select(LabAnswer).where(LabAnswer.id == answer_id, LabAnswer.lab_id == lab_id))


def answers_of(session: Session, lab_id: uuid.UUID) -> list[tuple[Theme, list[LabAnswer]]]:
    """Every adopted theme with its answers, those that answer nothing yet first."""
    rows = session.scalars(
        sa.select(LabAnswer).where(LabAnswer.lab_id == lab_id).order_by(LabAnswer.at.desc(), LabAnswer.id)
    ).all()
    found = [(theme, [row for row in rows if row.theme_id == theme.id]) for theme in adopted(session, lab_id)]
    return sorted(found, key=lambda pair: bool(pair[1]))


def unanswered_themes(session: Session, lab_id: uuid.UUID) -> int:
    """How many adopted themes the Lab has never answered: for Monday's page."""
    return sum(not rows for _, rows in answers_of(session, lab_id))


def overdue_answers(session: Session, lab_id: uuid.UUID, today: date) -> int:
    """How many promises are late: for Monday's page."""
    statement = sa.select(sa.func.count()).where(
        LabAnswer.lab_id == lab_id, LabAnswer.done_on.is_(None), LabAnswer.due_on < today
    )
    return session.scalar(statement) or 0
