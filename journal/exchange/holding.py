"""Sticky figures in exports, as in the récit.

A file is kept and laid beside the next one, or beside a récit. Had its counts moved with each person, two files would
tell what one person did in between. So a theme's counts move together, once five of its people at least came, left, or
say otherwise what they feel and where they stand. Those of months move apart, or whoever merely wrote again would make
emotions move.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, EntryEmotion
from journal.narrative.figures import PublishedFigures
from journal.narrative.gathering.shares import Parts, people_by, said_of
from journal.themes.live import Live
from journal.themes.models import ThemeState
from journal.themes.wording import few_months

# Files have figures of their own; numbers of people are compared with all those ever told.
FILES = "files/"


Said = Mapping[uuid.UUID, Parts]
# Where the months of a person stand among what they say, after emotions and steps.
MONTHS = 2


def said_in_files(session: Session, states: Collection[ThemeState]) -> Mapping[uuid.UUID, Said]:
    """What each person of each theme contributes to the counts of a file."""
    month = sa.extract("year", Entry.happened_on) * 100 + sa.extract("month", Entry.happened_on)
    parts = (people_by(session, states, by) for by in (EntryEmotion.emotion, Entry.step, month))
    return said_of(session, states, *parts)


def figures_of_file(state: ThemeState, said: Said, now: Live, told: PublishedFigures) -> tuple[int | None, Live]:
    """How many people of a theme a file may state, and its other counts as last published."""
    months = {month: now.months.get(month, 0) for month in few_months(now.months, state.run.until)}
    parts = {"emotions": now.emotions, "steps": now.steps}
    counts = {"people": len(said)}
    counts |= {f"{part}/{key}": count for part, values in parts.items() for key, count in values.items()}
    kept = told.amounts(f"{FILES}{state.theme_id}/all", {who: each[:MONTHS] for who, each in said.items()}, counts)
    shown = replace(
        now,
        people=kept.get("people", 0),
        emotions=_part(kept, "emotions/"),
        steps=_part(kept, "steps/"),
        months=told.amounts(
            f"{FILES}{state.theme_id}/months", {who: each[MONTHS:] for who, each in said.items()}, months
        ),
    )
    return told.people(f"{state.theme_id}/participants", set(said)), shown


def _part(kept: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): count for key, count in kept.items() if key.startswith(prefix)}
