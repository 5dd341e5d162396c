"""Current figures of themes, without what was withdrawn since the analysis."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, EntryEmotion
from journal.themes.models import ThemeMember, ThemeState
from journal.themes.queries import counted_members
from nlp.emotions import Emotion

Quarter = tuple[int, int]  # valence, control
QUARTERS: tuple[Quarter, ...] = ((1, 1), (1, -1), (-1, 1), (-1, -1))


@dataclass(slots=True)
class Live:
    """The people behind a theme now, as exact counts: the rules decide what is shown of them."""

    people: int = 0
    passages: int = 0
    gone: int = 0  # people who were there when the run was made and are not any more
    steps: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    emotions: dict[str, int] = field(default_factory=dict)
    quarters: dict[Quarter, int] = field(default_factory=dict)


PEOPLE = sa.func.count(sa.distinct(Entry.author_id))


def live(session: Session, states: Iterable[ThemeState]) -> dict[uuid.UUID, Live]:
    """The figures of several states, in a fixed number of queries."""
    found = {state.id: Live() for state in states}
    before = {state.id: state.participants for state in states}
    for state_id, people, passages in _grouped(session, found, (), PEOPLE, sa.func.count()):
        found[state_id].people, found[state_id].passages = people, passages
    for state_id, step, people in _grouped(session, found, (Entry.step,), PEOPLE):
        if step:
            found[state_id].steps[step.value] = people
    year, month = sa.extract("year", Entry.happened_on), sa.extract("month", Entry.happened_on)
    for state_id, y, m, people in _grouped(session, found, (year, month), PEOPLE):
        found[state_id].months[f"{int(y)}-{int(m):02d}"] = people
    _add_emotions(session, found)
    for state_id, figures in found.items():
        figures.gone = max(0, before[state_id] - figures.people)
    return found


def _grouped(
    session: Session, states: Iterable[uuid.UUID], by: Sequence[Any], *counts: Any, joined: Any = None
) -> Sequence[Any]:
    statement = (
        counted_members(ThemeMember.state_id, *by, *counts)
        .where(ThemeMember.state_id.in_(states))
        .group_by(ThemeMember.state_id, *by)
    )
    if joined is not None:
        statement = statement.join(joined, joined.entry_id == Entry.id)
    return session.execute(statement).all()


def _add_emotions(session: Session, found: dict[uuid.UUID, Live]) -> None:
    """People by emotion, and by quarter of the board: someone who felt two emotions of a quarter counts once."""
    for state_id, emotion, people in _grouped(session, found, (EntryEmotion.emotion,), PEOPLE, joined=EntryEmotion):
        found[state_id].emotions[emotion.value] = people
    felt = [sa.func.count(sa.distinct(sa.case((_felt(quarter), Entry.author_id)))) for quarter in QUARTERS]
    for state_id, *people in _grouped(session, found, (), *felt, joined=EntryEmotion):
        found[state_id].quarters = dict(zip(QUARTERS, people, strict=True))


def _felt(quarter: Quarter) -> sa.ColumnElement[bool]:
    return EntryEmotion.emotion.in_([e for e in Emotion if (e.valence, e.control) == quarter])
