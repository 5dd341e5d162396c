import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.cooperation.models import LabAnswer
from journal.db import Backlog, backlog
from journal.themes.models import Theme, ThemeStatus
from journal.themes.queries import adopted, heirs
from nlp.prose.types import AnswerKind


def answers_of(session: Session, lab_id: uuid.UUID) -> list[tuple[Theme, list[LabAnswer]]]:
    """Every adopted theme with its answers and those of themes merged into it, unanswered themes first."""
    given = by_theme(session, lab_id)
    found = [(theme, given.get(theme.id, [])) for theme in adopted(session, lab_id)]
    return sorted(found, key=lambda pair: bool(pair[1]))


def by_theme(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, list[LabAnswer]]:
    """Every answer under its theme, or the one this was merged into, latest first."""
    rows = session.scalars(
        sa.select(LabAnswer).where(LabAnswer.lab_id == lab_id).order_by(LabAnswer.at.desc(), LabAnswer.id)
    ).all()
    found = defaultdict(list)
    for row, theme_id in with_themes(session, lab_id, rows):
        found[theme_id].append(row)
    return dict(found)


def with_themes(session: Session, lab_id: uuid.UUID, rows: Iterable[LabAnswer]) -> list[tuple[LabAnswer, uuid.UUID]]:
    """Each answer with its theme, or the one this was merged into, which inherits its promises."""
    joined = heirs(session, lab_id)
    return [(row, joined[row.theme_id].id if row.theme_id in joined else row.theme_id) for row in rows]


def still_owed(session: Session, lab_id: uuid.UUID) -> list[tuple[Theme, LabAnswer]]:
    """Promises not yet kept about themes that are no longer adopted."""
    promised = (LabAnswer.lab_id == lab_id, LabAnswer.kind == AnswerKind.WILL_DO, LabAnswer.done_on.is_(None))
    rows = session.scalars(sa.select(LabAnswer).where(*promised).order_by(LabAnswer.due_on, LabAnswer.id)).all()
    found = [(session.get_one(Theme, theme_id), row) for row, theme_id in with_themes(session, lab_id, rows)]
    return [(theme, row) for theme, row in found if theme.status is not ThemeStatus.ADOPTED]


def unanswered_themes(session: Session, lab_id: uuid.UUID) -> int:
    """The number of adopted themes that the Lab never answered, for Monday's page."""
    return sum(not rows for _, rows in answers_of(session, lab_id))


def overdue_answers(session: Session, lab_id: uuid.UUID, today: date) -> Backlog:
    """Late promises, for Monday's page."""
    promised = (LabAnswer.lab_id == lab_id, LabAnswer.done_on.is_(None))
    return backlog(session, LabAnswer.due_on, *promised, LabAnswer.due_on < today)
