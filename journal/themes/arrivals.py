"""Passages shared since the last analysis, and the theme each seems to join until the next one.

Nothing is shown while fewer people than the floor have arrived: a theme that changed with each text would reveal when
someone writes.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.rules import rounded
from journal.entries.models import Entry, Passage
from journal.entries.queries import counted, readable_by_staff
from journal.themes.excerpts import Excerpt, excerpt
from journal.themes.models import AnalysisRun, Theme, ThemeArrival, ThemeState, ThemeStatus
from journal.themes.queries import home_of, latest_success
from journal.themes.rules import shared_out

NEAREST = 100  # among which those shown are chosen


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Who joined a theme since its analysis, rounded, and some of what they let coordinators read."""

    people: int
    excerpts: Sequence[Excerpt]


def of_theme(
    session: Session, state: ThemeState, *, floor: int, limit: int, shown: Counter[uuid.UUID]
) -> Arrivals | None:
    """The newcomers of a theme as things are now; None while they are too few to be told of.

    ``shown`` counts what the page shows already of each person.
    """
    among = (
        ThemeArrival.run_id == state.run_id,
        ThemeArrival.theme_id == state.theme_id,
        ThemeArrival.main,
        counted(),
    )
    counting = sa.select(sa.func.count(sa.distinct(Entry.author_id))).join(Entry.passages)
    counting = counting.join(ThemeArrival, ThemeArrival.passage_id == Passage.id)
    people = rounded(session.scalar(counting.where(*among)) or 0, floor=floor)
    if people is None:
        return None
    reading = sa.select(Passage, Entry).join(Passage.entry)
    reading = reading.join(ThemeArrival, ThemeArrival.passage_id == Passage.id).where(*among, readable_by_staff())
    rows = session.execute(reading.order_by(ThemeArrival.strength.desc(), Passage.id).limit(NEAREST)).all()
    return Arrivals(people, shared_out([excerpt(passage, entry) for passage, entry in rows], limit, shown=shown))


def placed_since(session: Session, run: AnalysisRun) -> list[uuid.UUID]:
    """The passages that came since a run, that the worker has placed, and that still count."""
    found = sa.select(ThemeArrival.passage_id).join(Passage, Passage.id == ThemeArrival.passage_id)
    found = found.join(Passage.entry)
    return list(session.scalars(found.where(ThemeArrival.run_id == run.id, ThemeArrival.main, counted())))


def themes_of(session: Session, run: AnalysisRun, passage_id: uuid.UUID) -> Sequence[Theme]:
    """Themes a passage seems to join, the nearest first. Its sharing is for the caller to check."""
    return session.scalars(
        sa.select(Theme)
        .join(ThemeArrival, ThemeArrival.theme_id == Theme.id)
        .where(ThemeArrival.run_id == run.id, ThemeArrival.passage_id == passage_id)
        .where(Theme.status != ThemeStatus.MERGED)
        .order_by(ThemeArrival.main.desc(), ThemeArrival.strength.desc(), Theme.id)
    ).all()


def place_of(session: Session, lab_id: uuid.UUID, passage_id: uuid.UUID) -> tuple[Theme | None, bool]:
    """The theme a passage is in, or only seems to join since it came; and whether it is settled there."""
    home = home_of(session, lab_id, passage_id)
    run = latest_success(session, lab_id) if home is None else None
    return (next(iter(themes_of(session, run, passage_id)), None), False) if run else (home, home is not None)


def forget(session: Session, passage_id: uuid.UUID) -> None:
    """Forget where a passage seemed to go: a person has just said, or the worker must look again."""
    session.execute(sa.delete(ThemeArrival).where(ThemeArrival.passage_id == passage_id))


def look_again(session: Session, theme_ids: Collection[uuid.UUID]) -> None:
    """Forget what seemed to join themes that people have just changed: the worker will look again."""
    again = session.scalars(sa.select(ThemeArrival.passage_id).where(ThemeArrival.theme_id.in_(theme_ids))).all()
    session.execute(sa.delete(ThemeArrival).where(ThemeArrival.passage_id.in_(again)))
