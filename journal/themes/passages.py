"""Which passages of a theme a page shows: from several people, so that no one person stands for the others."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, lazyload

from journal.entries.models import Entry, Passage
from journal.entries.queries import readable_by_staff
from journal.text import says
from journal.themes.excerpts import Excerpt, excerpt
from journal.themes.models import ThemeMember, ThemeState
from journal.themes.queries import counted_members, with_enough_people
from journal.themes.rules import MOST_OF_ONE, shared_out
from nlp.types import Zone

# The most typical passages of a theme, one per person, among which a page that shows many themes chooses.
CHOICE = 8


def held_cores(session: Session, states: Iterable[ThemeState], *, floor: int) -> set[uuid.UUID]:
    """The states whose core has enough people behind it now; the core of the others is not shown."""
    return with_enough_people(session, states, ThemeMember.zone == Zone.CORE, floor=floor)


def enough_and_held(
    session: Session, states: Iterable[ThemeState], *, floor: int
) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """The states with enough people now, and those of ``held_cores``, in one query."""
    at_core = sa.case((ThemeMember.zone == Zone.CORE, Entry.author_id))
    people, core = (sa.func.count(sa.distinct(who)) for who in (Entry.author_id, at_core))
    counts = counted_members(ThemeMember.state_id, people, core).group_by(ThemeMember.state_id)
    rows = session.execute(counts.where(ThemeMember.state_id.in_({state.id for state in states}))).all()
    return {key for key, count, _ in rows if count >= floor}, {key for key, _, count in rows if count >= floor}


def kept_back(session: Session, run_id: uuid.UUID, *, floor: int) -> sa.Select[uuid.UUID]:
    """The passages of a run that are never shown, because too few people are behind the core of their theme."""
    states = session.scalars(sa.select(ThemeState).where(ThemeState.run_id == run_id)).all()
    held = held_cores(session, states, floor=floor)
    return sa.select(ThemeMember.passage_id).where(
        ThemeMember.state_id.in_([state.id for state in states if state.id not in held]),
        ThemeMember.main,
        ThemeMember.zone == Zone.CORE,
    )


def kept_back_among(
    session: Session, run_id: uuid.UUID, passages: Collection[uuid.UUID], *, floor: int
) -> set[uuid.UUID]:
    """Those of some passages that are ``kept_back``: only their themes are counted."""
    placed = sa.select(ThemeMember.passage_id, ThemeState).join(ThemeMember.state)
    at_core = (ThemeMember.passage_id.in_(passages), ThemeMember.main, ThemeMember.zone == Zone.CORE)
    rows = session.execute(placed.where(ThemeState.run_id == run_id, *at_core)).all()
    held = held_cores(session, {state for _, state in rows}, floor=floor) if rows else set()
    return {passage_id for passage_id, state in rows if state.id not in held}


def of_zone(
    session: Session,
    state: ThemeState,
    zone: Zone,
    *,
    limit: int,
    shown: Counter[uuid.UUID],
    but: Collection[uuid.UUID] = (),
) -> list[Excerpt]:
    """Passages at the core of a theme, or at its limit, the most typical first.

    ``shown`` counts what the page shows already of each person, and ``but`` are passages it shows already.
    """
    # Each person already shown may take the place of two passages at most.
    enough = limit + MOST_OF_ONE * len(shown)
    rows = session.execute(_typical([state], zone=zone, but=but, most=MOST_OF_ONE, limit=enough))
    return shared_out((excerpt(*row) for row in rows), limit, shown=shown)


def that_say(session: Session, state: ThemeState, words: str, *, floor: int) -> list[Excerpt]:
    """Passages of a theme that hold these words, however many one person wrote: those left out would be known by it."""
    return [each for each in all_of(session, state, limit=None, floor=floor) if says(words, each.text)]


def all_of(session: Session, state: ThemeState, *, limit: int | None, floor: int) -> list[Excerpt]:
    """All that may be read of a theme, most typical first: for those who share its passages out by hand."""
    held = held_cores(session, [state], floor=floor)
    statement = (
        sa.select(Passage, Entry, ThemeMember)
        .join(Passage.entry)
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .where(ThemeMember.state_id == state.id, ThemeMember.main, readable_by_staff(), may_be_read(held))
        .order_by(*MOST_TYPICAL_FIRST)
        .limit(limit)
    )
    return [excerpt(*row) for row in session.execute(statement)]


def of_each(session: Session, states: Sequence[ThemeState], *, each: int, floor: int) -> dict[uuid.UUID, list[Excerpt]]:
    """A few passages of each of several themes, in one query; those whom the page has shown least come first."""
    held = held_cores(session, states, floor=floor)
    found: dict[uuid.UUID, list[Excerpt]] = defaultdict(list)
    for passage, entry, member in session.execute(_typical(states, most=1, limit=CHOICE, held=held)):
        found[member.state_id].append(excerpt(passage, entry, member))
    shown: Counter[uuid.UUID] = Counter()
    return {state.id: _least_shown(found[state.id], each, shown) for state in states if state.id in found}


def _least_shown(passages: Sequence[Excerpt], each: int, shown: Counter[uuid.UUID]) -> list[Excerpt]:
    chosen = sorted(passages, key=lambda passage: shown[passage.author_id])[:each]
    shown.update(passage.author_id for passage in chosen)
    return chosen


MOST_TYPICAL_FIRST: tuple[Any, ...] = (
    sa.func.coalesce(ThemeMember.excerpt_rank, 10_000),
    ThemeMember.strength.desc(),
    Passage.id,
)


def may_be_read(held: Iterable[uuid.UUID]) -> sa.ColumnElement[bool]:
    """The core of a theme is read only when enough people hold it; its limits always are."""
    return sa.or_(ThemeMember.zone != Zone.CORE, ThemeMember.state_id.in_(list(held)))


def _typical(
    states: Sequence[ThemeState],
    *,
    most: int,
    limit: int,
    zone: Zone | None = None,
    held: Iterable[uuid.UUID] | None = None,
    but: Collection[uuid.UUID] = (),
) -> sa.Select[Passage, Entry, ThemeMember]:
    """The first ``limit`` readable passages of each state: one of each person first, ``most`` of one person at most."""
    place = sa.func.row_number().over(partition_by=ThemeMember.state_id, order_by=MOST_TYPICAL_FIRST)
    turn = sa.func.row_number().over(partition_by=(ThemeMember.state_id, Entry.author_id), order_by=MOST_TYPICAL_FIRST)
    ranked = (
        sa.select(ThemeMember.state_id, ThemeMember.passage_id, turn.label("turn"), place.label("place"))
        .join(ThemeMember.passage)
        .join(Passage.entry)
        .where(ThemeMember.state_id.in_([state.id for state in states]), ThemeMember.main, readable_by_staff())
    )
    if zone is not None:
        ranked = ranked.where(ThemeMember.zone == zone, ThemeMember.passage_id.not_in(list(but)))
    if held is not None:
        ranked = ranked.where(may_be_read(held))
    turns = ranked.subquery()
    rank = sa.func.row_number().over(partition_by=turns.c.state_id, order_by=(turns.c.turn, turns.c.place))
    kept = sa.select(turns.c.state_id, turns.c.passage_id, rank.label("rank")).where(turns.c.turn <= most).subquery()
    same = sa.and_(kept.c.state_id == ThemeMember.state_id, kept.c.passage_id == ThemeMember.passage_id)
    return (
        sa.select(Passage, Entry, ThemeMember)
        .join(Passage.entry)
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .join(kept, same)
        .where(kept.c.rank <= limit)
        .order_by(kept.c.rank)
        .options(lazyload(Entry.emotions))
    )
