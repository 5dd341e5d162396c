"""Current figures of themes, without what was withdrawn since the analysis."""

import uuid
from collections.abc import Callable, Iterable
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


WHOLE = "whole"
# How a value of the query names what a figure counts, where it is not by itself.
KEYS: dict[str, Callable[[str], Any]] = {
    "months": lambda value: f"{value[:4]}-{value[4:]}",
    "quarters": lambda value: QUARTERS[int(value)],
}


def live(session: Session, states: Iterable[ThemeState]) -> dict[uuid.UUID, Live]:
    """The figures of several states, in one query that reads their members once."""
    before = {state.id: state.participants for state in states}
    found = {state_id: Live() for state_id in before}
    for figure, state_id, value, people, passages in session.execute(_counts(found)):
        if figure == WHOLE:
            found[state_id].people, found[state_id].passages = people, passages
        elif value is not None:
            getattr(found[state_id], figure)[KEYS.get(figure, str)(value)] = people
    for state_id, state in found.items():
        state.gone = max(0, before[state_id] - state.people)
    return found


def _counts(states: Iterable[uuid.UUID]) -> sa.CompoundSelect[Any]:
    """For each figure, state and value: its people and its passages. Databases keep what they read twice."""
    on = Entry.happened_on
    month = sa.extract("year", on) * 100 + sa.extract("month", on)
    members = (
        counted_members(ThemeMember.state_id, Entry.id.label("entry_id"), Entry.author_id, Entry.step)
        .add_columns(sa.cast(sa.cast(month, sa.Integer), sa.String).label("month"))
        .where(ThemeMember.state_id.in_(states))
        .cte("members")
    )
    felt = members.join(EntryEmotion, EntryEmotion.entry_id == members.c.entry_id)
    # Someone who felt two emotions of a quarter counts once there.
    quarter = sa.case(*((_felt(each), str(number)) for number, each in enumerate(QUARTERS)))
    by: list[tuple[str, Any, sa.FromClause]] = [
        (WHOLE, sa.null(), members),
        ("steps", members.c.step, members),
        ("months", members.c.month, members),
        ("emotions", EntryEmotion.emotion, felt),
        ("quarters", quarter, felt),
    ]
    return sa.union_all(*(_count(members, figure, sa.cast(value, sa.String), source) for figure, value, source in by))


def _count(members: sa.CTE, figure: str, value: sa.Cast[str], source: sa.FromClause) -> sa.Select[Any]:
    people = sa.func.count(sa.distinct(members.c.author_id))
    counts = sa.select(sa.literal(figure), members.c.state_id, value, people, sa.func.count())
    return counts.select_from(source).group_by(members.c.state_id, value)


def _felt(quarter: Quarter) -> sa.ColumnElement[bool]:
    return EntryEmotion.emotion.in_([e for e in Emotion if (e.valence, e.control) == quarter])
