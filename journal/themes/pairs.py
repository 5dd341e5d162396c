"""What was said of two passages: that they go together, or have nothing to do with one another."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.themes.models import ThemeConstraint
from nlp.types import ConstraintKind


def bound_to(session: Session, passage_id: uuid.UUID) -> set[uuid.UUID]:
    """The passages said to go with this one, directly or by way of others."""
    found, fresh = {passage_id}, {passage_id}
    while fresh:
        fresh = _paired(session, ConstraintKind.TOGETHER, fresh) - found
        found |= fresh
    return found - {passage_id}


def apart_from(session: Session, passage_id: uuid.UUID) -> set[uuid.UUID]:
    """The passages said to have nothing to do with this one."""
    return _paired(session, ConstraintKind.APART, {passage_id}) - {passage_id}


def _paired(session: Session, kind: ConstraintKind, passages: set[uuid.UUID]) -> set[uuid.UUID]:
    rows = session.execute(
        sa.select(ThemeConstraint.passage_id, ThemeConstraint.other_passage_id).where(
            ThemeConstraint.kind == kind,
            sa.or_(ThemeConstraint.passage_id.in_(passages), ThemeConstraint.other_passage_id.in_(passages)),
        )
    )
    return {key for pair in rows for key in pair if key is not None}
