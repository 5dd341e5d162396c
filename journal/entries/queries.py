"""Reads of entries that more than one place needs."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, MaskingState, Sharing


def own(session: Session, author_id: uuid.UUID, entry_id: uuid.UUID) -> Entry | None:
    """An entry, only for the person who wrote it."""
    return session.scalar(sa.select(Entry).where(Entry.id == entry_id, Entry.author_id == author_id))


def sent(session: Session, author_id: uuid.UUID, submission: str) -> Entry | None:
    """What one sending of the writing form made, if it was received."""
    return session.scalar(sa.select(Entry).where(Entry.author_id == author_id, Entry.submission == submission))


def timeline(author_id: uuid.UUID) -> sa.Select[Entry]:
    """Everything a person wrote, newest first."""
    return (
        sa.select(Entry)
        .where(Entry.author_id == author_id)
        .order_by(Entry.happened_on.desc(), Entry.written_at.desc(), Entry.id)
    )


def counted() -> sa.ColumnElement[bool]:
    """``rules.counts_in_themes`` in SQL."""
    return sa.and_(
        Entry.withdrawn_at.is_(None),
        Entry.sharing != Sharing.PRIVATE,
        Entry.masking_state == MaskingState.MASKED,
    )


def readable_by_staff() -> sa.ColumnElement[bool]:
    """``rules.may_be_read_by_staff`` in SQL."""
    return sa.and_(counted(), Entry.sharing == Sharing.QUOTABLE)
