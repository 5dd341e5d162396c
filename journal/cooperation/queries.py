import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.cooperation.models import LabAnswer
from journal.db import count
from journal.themes.models import Theme
from journal.themes.queries import adopted


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
    return count(session, LabAnswer, LabAnswer.lab_id == lab_id, LabAnswer.done_on.is_(None), LabAnswer.due_on < today)
