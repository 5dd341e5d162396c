"""Reads of entries that more than one place needs."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.db import holding
from journal.entries import rules
from journal.entries.models import WAITING, Entry, MaskingState, NextStep, Sharing
from journal.entries.words import AS_IT_IS, MaskedWords
from journal.text import fold
from nlp.masking.version import MASKING_VERSION

# End of ``masking_version``: « 2, not 3 » says that masker 3 failed on a text, which keeps the masks of masker 2.
REFUSED_BY = f", not {MASKING_VERSION}"


def own(session: Session, author_id: uuid.UUID, entry_id: uuid.UUID, *, lock: bool = False) -> Entry | None:
    """An entry, only for the person who wrote it.

    With ``lock``, the row is re-read and locked until the transaction ends.
    """
    found = sa.select(Entry).where(Entry.id == entry_id, Entry.author_id == author_id)
    return session.scalar(holding(found, of=Entry) if lock else found)


def sent(session: Session, author_id: uuid.UUID, submission: str) -> Entry | None:
    """The entry that one submission of the writing form created, if any."""
    return session.scalar(sa.select(Entry).where(Entry.author_id == author_id, Entry.submission == submission))


def timeline(author_id: uuid.UUID) -> sa.Select[Entry]:
    """Everything a person wrote, newest first."""
    return (
        sa.select(Entry)
        .where(Entry.author_id == author_id)
        .order_by(Entry.happened_on.desc(), Entry.written_at.desc(), Entry.id)
    )


def search(session: Session, author_id: uuid.UUID, words: str) -> list[Entry]:
    """A person's own entries that contain every word, ignoring case and accents, newest first."""
    wanted = fold(words).split()
    return [entry for entry in session.scalars(timeline(author_id)) if all(w in _searched(entry) for w in wanted)]


def _searched(entry: Entry) -> str:
    emotions = " ".join(row.emotion.label for row in entry.emotions)
    step = entry.step.label if entry.step else ""
    return fold(" ".join((entry.text, entry.helped, entry.hindered, entry.free_emotion, emotions, step)))


def a_year_before(session: Session, author_id: uuid.UUID, today: date) -> Sequence[Entry]:
    """What a person wrote about a year ago, within a week."""
    middle = today - timedelta(days=365)
    around = Entry.happened_on.between(middle - timedelta(days=7), middle + timedelta(days=7))
    return session.scalars(timeline(author_id).where(around)).all()


def next_steps(session: Session, author_id: uuid.UUID) -> Sequence[NextStep]:
    """Every next step of a person, newest first."""
    return session.scalars(
        sa.select(NextStep).where(NextStep.author_id == author_id).order_by(NextStep.created_at.desc(), NextStep.id)
    ).all()


def next_step_to_ask(session: Session, author_id: uuid.UUID, today: date) -> NextStep | None:
    """The latest next step to ask about: its day passed within two weeks, and its author has not said how it went."""
    over = NextStep.due_on.between(today - rules.STILL_ASKED, today - timedelta(days=1))
    open_still = (NextStep.state.in_(WAITING), NextStep.put_aside_at.is_(None))
    found = sa.select(NextStep).where(NextStep.author_id == author_id, over, *open_still)
    latest = found.order_by(NextStep.due_on.desc(), NextStep.created_at.desc(), NextStep.id)
    steps = session.scalars(latest).all()
    recent = timeline(author_id).where(Entry.happened_on >= today - rules.STILL_ASKED)
    entries = session.scalars(recent).all() if steps else []
    return next((step for step in steps if not any(rules.may_tell_of(entry, step) for entry in entries)), None)


def counted() -> sa.ColumnElement[bool]:
    """``rules.counts_in_themes`` in SQL."""
    return sa.and_(Entry.sharing != Sharing.PRIVATE, Entry.masking_state == MaskingState.MASKED)


def has_text() -> sa.ColumnElement[bool]:
    """Entries with a text, beyond emotions: what is counted as « textes »."""
    return Entry.text != ""


def readable_by_staff() -> sa.ColumnElement[bool]:
    """``rules.may_be_read_by_staff`` in SQL."""
    return sa.and_(counted(), Entry.sharing == Sharing.QUOTABLE)


def masked_by_an_older() -> sa.ColumnElement[bool]:
    """Entries that the current masker still has to read again."""
    return sa.and_(_of_an_older(), ~_refused())


def refused_by_the_present() -> sa.ColumnElement[bool]:
    """Entries on which the current masker failed: they keep the masks of an older one."""
    return sa.and_(_of_an_older(), _refused())


def _of_an_older() -> sa.ColumnElement[bool]:
    masked = Entry.masking_state == MaskingState.MASKED
    by_another = Entry.masking_version.not_in((MASKING_VERSION, AS_IT_IS))
    return sa.and_(masked, by_another)


def _refused() -> sa.ColumnElement[bool]:
    return Entry.masking_version.endswith(REFUSED_BY)


def words_masked_by_an_older(kind: type[MaskedWords]) -> sa.ColumnElement[bool]:
    """Rows of a table of words that the current masker still has to read again."""
    by_another = kind.masking_version.not_in((MASKING_VERSION, AS_IT_IS))
    return sa.and_(kind.masking_state == MaskingState.MASKED, by_another, ~words_refused_by_the_present(kind))


def words_refused_by_the_present(kind: type[MaskedWords]) -> sa.ColumnElement[bool]:
    """Rows of a table of words on which the current masker failed: they keep the masks of an older one."""
    return kind.masking_version.endswith(REFUSED_BY)
