"""What was said of two passages: that they go together, or have nothing to do with one another."""

import uuid
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Passage
from journal.errors import Refused
from journal.themes import queries
from journal.themes.models import ReviewAction, Theme, ThemeConstraint, ThemeReview
from nlp.types import ConstraintKind


def home_to_tie(session: Session, passage: Passage, others: Collection[Passage]) -> Theme:
    """The theme of a passage about which something is said with ``others``.

    Raises
    ------
    Refused
        When it is in none, or when no other was chosen.
    """
    home = queries.home_of(session, passage.entry.lab_id, passage.id)
    if home is None:
        raise Refused("Dites d’abord dans quel thème ce passage va.")
    if not others:
        raise Refused("Cochez au moins un passage.")
    return home


def bound_to(session: Session, passage_id: uuid.UUID) -> set[uuid.UUID]:
    """The passages said to go with this one, directly or by way of others."""
    found, fresh = {passage_id}, {passage_id}
    while fresh:
        fresh = _paired(session, ConstraintKind.TOGETHER, fresh) - found
        found |= fresh
    return found - {passage_id}


def kept_with(session: Session, passage_id: uuid.UUID) -> set[uuid.UUID]:
    """The passages said to go with this one, itself and not by way of others."""
    return _paired(session, ConstraintKind.TOGETHER, {passage_id}) - {passage_id}


def loose_bonds(session: Session, lab_id: uuid.UUID, passage_id: uuid.UUID) -> list[ThemeConstraint]:
    """What keeps a passage with others and is in no theme's history: what is there is undone from there."""
    signed = session.scalars(
        sa.select(ThemeReview.after)
        .join(Theme, Theme.id == ThemeReview.theme_id)
        .where(Theme.lab_id == lab_id, ThemeReview.action == ReviewAction.TOGETHER, ThemeReview.undone_at.is_(None))
    )
    held = {key for after in signed for key in after["constraints"]}
    bonds = session.scalars(
        sa.select(ThemeConstraint)
        .where(ThemeConstraint.kind == ConstraintKind.TOGETHER)
        .where(sa.or_(ThemeConstraint.passage_id == passage_id, ThemeConstraint.other_passage_id == passage_id))
        .order_by(ThemeConstraint.at, ThemeConstraint.id)
    )
    return [bond for bond in bonds if str(bond.id) not in held]


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
