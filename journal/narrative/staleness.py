"""Marking the living récit as stale, so that the worker composes it again within a minute.

Until then, pages leave out what may no longer be read (``queries.parts_to_read``).
"""

import uuid
from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.narrative.models import Narrative
from journal.themes.models import Theme, ThemeReading


def mark_stale(session: Session, labs: Collection[uuid.UUID]) -> None:
    """Mark the living récit of these Labs as stale, once any composition under way has ended."""
    if not labs:
        return
    with session.no_autoflush:
        session.execute(sa.update(Narrative).where(Narrative.lab_id.in_(labs)).values(is_stale=True))


def hold_narrative(session: Session, lab_id: uuid.UUID) -> Narrative | None:
    """Lock the living récit of a Lab, as it is now or as this transaction has changed it."""
    changed = any(isinstance(row, Narrative) for row in session.dirty)
    statement = sa.select(Narrative).where(Narrative.lab_id == lab_id).with_for_update()
    return session.scalar(statement.execution_options(populate_existing=not changed))


def rewrite_living(session: Session, lab_id: uuid.UUID, change: Callable[[list[Any]], list[Any]]) -> None:
    """Change the parts of the living récit of a Lab at once, before it is composed again."""
    narrative = hold_narrative(session, lab_id)
    if narrative is not None:
        narrative.rewrite(change)


@event.listens_for(Session, "before_flush")
def _follow_themes(session: Session, *_: object) -> None:
    """Mark the living récit as stale when people decide about a theme or write a reading of it.

    Every decision updates the theme, even one that only moves passages.
    """
    labs = {row.lab_id for row in session.dirty if isinstance(row, Theme)}
    read = {row.theme_id for row in (*session.new, *session.dirty) if isinstance(row, ThemeReading)}
    if read:
        with session.no_autoflush:
            labs |= set(session.scalars(sa.select(Theme.lab_id).where(Theme.id.in_(read))))
    mark_stale(session, labs)
