"""Passages that the team moved from a theme since the récit last told it: who they bring or take is no news either."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, Passage
from journal.entries.queries import counted
from journal.themes.models import ReviewAction, Theme, ThemeMember, ThemeReview, ThemeState
from journal.themes.queries import counted_members

MOVING = (ReviewAction.MOVE.value, ReviewAction.TOGETHER.value, ReviewAction.APART.value)


class _Move(NamedTuple):
    passage: uuid.UUID
    source: uuid.UUID | None
    target: uuid.UUID | None
    at: datetime


@dataclass(slots=True)
class _Moved:
    """The passages that decisions brought to a theme from others, and those they took from it."""

    came: set[uuid.UUID] = field(default_factory=set)
    left: set[uuid.UUID] = field(default_factory=set)


def people_unmoved(
    session: Session,
    lab_id: uuid.UUID,
    states: Collection[ThemeState],
    since: Mapping[uuid.UUID, datetime],
    span: tuple[date, date],
) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Who would stand behind each state in these days, had nobody moved a passage; only of themes where someone did.

    ``since`` says, by theme, from when moves are not in what was last told of it; the other themes are left out.
    """
    moved = _moved(session, lab_id, since)
    of = {state.id: moved[state.theme_id] for state in states if state.theme_id in moved}
    if not of:
        return {}
    found: dict[uuid.UUID, set[uuid.UUID]] = {state_id: set() for state_id in of}
    in_span = Entry.happened_on.between(*span)
    members = counted_members(ThemeMember.state_id, ThemeMember.passage_id, Entry.author_id)
    for state_id, passage_id, author_id in session.execute(members.where(ThemeMember.state_id.in_(of), in_span)):
        if passage_id not in of[state_id].came:
            found[state_id].add(author_id)
    gone = {passage_id for each in of.values() for passage_id in each.left}
    authors = sa.select(Passage.id, Entry.author_id).join(Passage.entry)
    wrote = {row.id: row.author_id for row in session.execute(authors.where(Passage.id.in_(gone), counted(), in_span))}
    for state_id, each in of.items():
        found[state_id] |= {wrote[passage_id] for passage_id in each.left & wrote.keys()}
    return found


def _moved(session: Session, lab_id: uuid.UUID, since: Mapping[uuid.UUID, datetime]) -> dict[uuid.UUID, _Moved]:
    """What moves that still hold come to, for each theme.

    A passage that was in no theme, and that a person places, was written by someone: it is news.
    """
    moves = list(_moves(session, lab_id)) if since else []
    were_in_one = {move.passage for move in moves if move.source is not None}
    balance: Counter[tuple[uuid.UUID, uuid.UUID]] = Counter()
    for move in moves:
        for theme_id, sign in ((move.source, -1), (move.target, 1)):
            if theme_id is not None and theme_id in since and move.at > since[theme_id]:
                balance[theme_id, move.passage] += sign
    found: dict[uuid.UUID, _Moved] = {}
    for (theme_id, passage), sign in balance.items():
        if sign < 0:
            found.setdefault(theme_id, _Moved()).left.add(passage)
        elif sign > 0 and passage in were_in_one:
            found.setdefault(theme_id, _Moved()).came.add(passage)
    return found


def _moves(session: Session, lab_id: uuid.UUID) -> Iterator[_Move]:
    reviews = session.scalars(
        sa.select(ThemeReview)
        .join(Theme, Theme.id == ThemeReview.theme_id)
        .where(Theme.lab_id == lab_id, ThemeReview.action.in_(MOVING), ThemeReview.undone_at.is_(None))
    )
    for review in reviews:
        for passage, source, target in _moved_by(review.action, str(review.theme_id), review.after):
            if source != target:
                yield _Move(uuid.UUID(passage), _key(source), _key(target), review.at)


def _moved_by(action: str, theme: str, after: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    """Each passage that a decision moved, from which theme and to which."""
    if action == ReviewAction.MOVE:
        yield after["passage"], after["from"] if after.get("held", True) else None, after["to"]
    elif action == ReviewAction.TOGETHER:
        yield from ((passage, source, theme) for passage, source in after["others"].items())
    else:
        yield from ((passage, theme, None) for passage in after["others"])


def _key(theme: str | None) -> uuid.UUID | None:
    return uuid.UUID(theme) if theme else None
