"""Passages as coordinators read them: masked, without their author. Every one is inside a Lab."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, lazyload

from journal.db import holding
from journal.entries.models import Entry, Passage
from journal.entries.queries import counted, readable_by_staff
from journal.themes.models import AnalysisRun, ThemeArrival, ThemeMember, ThemeState, TypicalPassage
from journal.themes.runs import WINDOW
from nlp.types import Zone


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A masked passage as a coordinator reads it: no author, no day, no whole entry."""

    passage_id: uuid.UUID
    entry_id: uuid.UUID
    text: str
    step: str
    zone: Zone | None
    strength: float
    # Never shown: so that one person's words do not fill a page (rules.shared_out).
    author_id: uuid.UUID = field(repr=False)


def excerpt(passage: Passage, entry: Entry, member: ThemeMember | None = None) -> Excerpt:
    return Excerpt(
        passage_id=passage.id,
        entry_id=entry.id,
        text=passage.text,
        step=entry.step.label if entry.step else "",
        zone=member.zone if member else None,
        strength=member.strength if member else 0.0,
        author_id=entry.author_id,
    )


def readable(session: Session, lab_id: uuid.UUID, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Excerpt]:
    """Those of some passages that coordinators of the Lab may read at this moment."""
    rows = session.execute(
        sa.select(Passage, Entry)
        .join(Passage.entry)
        .where(Passage.id.in_(keys), Entry.lab_id == lab_id, readable_by_staff())
        .options(lazyload(Entry.emotions))
    )
    return {passage.id: excerpt(passage, entry) for passage, entry in rows}


def readable_passage(
    session: Session, lab_id: uuid.UUID, passage_id: uuid.UUID, *, lock: bool = False
) -> Passage | None:
    """A passage a coordinator of the Lab may read at this moment; any other does not exist for them.

    With ``lock``, it and its entry are re-read and locked until the transaction ends.
    """
    found = sa.select(Passage).join(Passage.entry)
    found = found.where(Passage.id == passage_id, Entry.lab_id == lab_id, readable_by_staff())
    if not lock:
        return session.scalar(found)
    return session.scalar(holding(found.options(contains_eager(Passage.entry))))


def typical(session: Session, theme_id: uuid.UUID) -> Excerpt | None:
    """The passage chosen to show a theme, while its author lets it be read."""
    row = session.execute(
        sa.select(Passage, Entry)
        .join(Passage.entry)
        .join(TypicalPassage, TypicalPassage.passage_id == Passage.id)
        .where(TypicalPassage.theme_id == theme_id, readable_by_staff())
    ).first()
    return excerpt(*row) if row else None


def unclassified(session: Session, run: AnalysisRun, *, limit: int = 60, offset: int = 0) -> list[Excerpt]:
    """Readable passages that are in no theme: they stay visible."""
    statement = (
        sa.select(Passage, Entry)
        .join(Passage.entry)
        .where(*left_out(run), readable_by_staff())
        .order_by(Passage.id)
        .limit(limit)
        .offset(offset)
    )
    return [excerpt(*row) for row in session.execute(statement)]


def count_unclassified(session: Session, run: AnalysisRun) -> tuple[int, int]:
    """Passages that are in no theme: how many count, and how many of them may be read."""
    statement = (
        sa.select(sa.func.count(), sa.func.count(sa.case((readable_by_staff(), 1))))
        .select_from(Passage)
        .join(Passage.entry)
        .where(*left_out(run), counted())
    )
    counts = session.execute(statement).one()
    return counts[0], counts[1]


def left_out(run: AnalysisRun) -> tuple[sa.ColumnElement[bool], ...]:
    """What is true of a passage that a run, and people since, left in no theme."""
    placed = sa.select(ThemeMember.passage_id).join(ThemeMember.state).where(ThemeState.run_id == run.id)
    joining = sa.select(ThemeArrival.passage_id).where(
        ThemeArrival.run_id == run.id, ThemeArrival.theme_id.is_not(None)
    )
    return (
        Entry.lab_id == run.lab_id,
        Entry.happened_on > run.until - WINDOW,
        Passage.counts.is_(True),
        Passage.id.not_in(placed),
        Passage.id.not_in(joining),
    )
